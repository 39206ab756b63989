#include "editor/repeatrule.h"

#include "calendar/walltime.h"

#include <QMap>

using namespace Qt::StringLiterals;

namespace aria::editor {

namespace {

const QStringList dayCodes{ u"MO"_s, u"TU"_s, u"WE"_s, u"TH"_s, u"FR"_s, u"SA"_s, u"SU"_s };

QMap<QString, QString> partsOf(const QString &rule)
{
    QMap<QString, QString> parts;
    const QStringList texts = rule.mid(rule.indexOf(u':') + 1).toUpper().split(u';', Qt::SkipEmptyParts);
    for (const QString &text : texts)
        parts.insert(text.section(u'=', 0, 0), text.section(u'=', 1));
    return parts;
}

// "20240131" or "20240131T225959Z" as the last day in the zone; invalid if it is neither.
QDate lastDayOf(const QString &until, const QTimeZone &zone)
{
    if (until.size() == 8)
        return QDate::fromString(until, u"yyyyMMdd"_s);
    QDateTime instant = QDateTime::fromString(until, u"yyyyMMddTHHmmssZ"_s);
    if (!instant.isValid())
        return {};
    instant.setTimeSpec(Qt::UTC);
    return instant.toTimeZone(zone).date();
}

// The frequency, if the parts that choose days say no more than the frequency itself.
RepeatRule::Frequency frequencyOf(QMap<QString, QString> &parts, QDate start, QSet<int> &weekdays)
{
    using Frequency = RepeatRule::Frequency;
    const QString frequency = parts.take(u"FREQ"_s);
    const QString byDay = parts.take(u"BYDAY"_s);
    const QString byMonthDay = parts.take(u"BYMONTHDAY"_s);
    if (frequency == "DAILY"_L1 && byDay.isEmpty() && byMonthDay.isEmpty())
        return Frequency::Daily;
    if (frequency == "WEEKLY"_L1 && byMonthDay.isEmpty()) {
        const QStringList codes = byDay.split(u',', Qt::SkipEmptyParts);
        for (const QString &code : codes) {
            const qsizetype day = dayCodes.indexOf(code);
            if (day < 0)
                return Frequency::Custom;
            weekdays.insert(int(day) + 1);
        }
        if (codes.isEmpty())
            weekdays.insert(start.dayOfWeek());
        return Frequency::Weekly;
    }
    if (frequency == "MONTHLY"_L1 && byDay.isEmpty()
        && (byMonthDay.isEmpty() || byMonthDay == QString::number(start.day())))
        return Frequency::MonthlyByDay;
    if (frequency == "MONTHLY"_L1 && byMonthDay.isEmpty()
        && byDay == QString::number(weekOfMonth(start)) + dayCodes.at(start.dayOfWeek() - 1))
        return Frequency::MonthlyByWeekday;
    const QString byMonth = parts.take(u"BYMONTH"_s);
    if (frequency == "YEARLY"_L1 && byDay.isEmpty()
        && (byMonth.isEmpty() || byMonth == QString::number(start.month()))
        && (byMonthDay.isEmpty() || byMonthDay == QString::number(start.day())))
        return Frequency::Yearly;
    return Frequency::Custom;
}

} // namespace

int weekOfMonth(QDate day)
{
    const int week = (day.day() - 1) / 7 + 1;
    return week == 5 ? -1 : week;
}

RepeatRule repeatRuleOf(const QStringList &lines, QDate start, const QTimeZone &zone)
{
    RepeatRule rule;
    if (lines.isEmpty() || !start.isValid())
        return rule;
    RepeatRule custom;
    custom.frequency = RepeatRule::Frequency::Custom;
    custom.custom = lines.join(u'\n');
    QStringList rules;
    for (const QString &line : lines)
        (line.startsWith("RRULE:"_L1, Qt::CaseInsensitive) ? rules : rule.others).append(line);
    if (rules.size() != 1)
        return custom;

    QMap<QString, QString> parts = partsOf(rules.constFirst());
    rule.interval = std::max(1, parts.take(u"INTERVAL"_s).toInt());
    if (const QString until = parts.take(u"UNTIL"_s); !until.isEmpty()) {
        rule.end = RepeatRule::End::OnDay;
        rule.lastDay = lastDayOf(until, zone);
        if (!rule.lastDay.isValid())
            return custom;
    }
    if (const QString count = parts.take(u"COUNT"_s); !count.isEmpty()) {
        rule.end = RepeatRule::End::AfterCount;
        rule.count = std::max(1, count.toInt());
    }
    rule.frequency = frequencyOf(parts, start, rule.weekdays);
    if (const QString weekStart = parts.take(u"WKST"_s);
        weekStart != "MO"_L1 && rule.interval > 1 && !weekStart.isEmpty())
        return custom; // matters only if weeks are left out
    return parts.isEmpty() && rule.frequency != RepeatRule::Frequency::Custom ? rule : custom;
}

QStringList recurrenceLines(const RepeatRule &rule, const calendar::EventTime &start, const QTimeZone &zone)
{
    using Frequency = RepeatRule::Frequency;
    if (rule.frequency == Frequency::Never || start.isNull())
        return {};
    if (rule.frequency == Frequency::Custom) {
        QStringList lines;
        for (const QString &line : rule.custom.split(u'\n', Qt::SkipEmptyParts))
            lines.append(line.trimmed());
        return lines;
    }
    const QDate first = start.isDate() ? start.date() : start.zoned().utc.toTimeZone(zone).date();
    QString text;
    switch (rule.frequency) {
    case Frequency::Daily:
        text = u"RRULE:FREQ=DAILY"_s;
        break;
    case Frequency::Weekly: {
        QStringList codes;
        for (int day = 1; day <= 7; ++day) {
            if (rule.weekdays.contains(day))
                codes.append(dayCodes.at(day - 1));
        }
        text = u"RRULE:FREQ=WEEKLY"_s;
        if (!codes.isEmpty())
            text += u";BYDAY="_s + codes.join(u',');
        break;
    }
    case Frequency::MonthlyByWeekday:
        text = u"RRULE:FREQ=MONTHLY;BYDAY=%1%2"_s.arg(weekOfMonth(first))
                   .arg(dayCodes.at(first.dayOfWeek() - 1));
        break;
    case Frequency::MonthlyByDay:
        text = u"RRULE:FREQ=MONTHLY"_s;
        break;
    default:
        text = u"RRULE:FREQ=YEARLY"_s;
        break;
    }
    if (rule.interval > 1)
        text += u";INTERVAL=%1"_s.arg(rule.interval);
    if (rule.end == RepeatRule::End::AfterCount)
        text += u";COUNT=%1"_s.arg(rule.count);
    if (rule.end == RepeatRule::End::OnDay && start.isDate())
        text += u";UNTIL="_s + rule.lastDay.toString(u"yyyyMMdd"_s);
    else if (rule.end == RepeatRule::End::OnDay)
        text += u";UNTIL="_s
            + calendar::wallToUtc(rule.lastDay, QTime(23, 59, 59), zone).toString(u"yyyyMMddTHHmmss"_s)
            + u'Z';
    return QStringList{ text } + rule.others;
}

} // namespace aria::editor
