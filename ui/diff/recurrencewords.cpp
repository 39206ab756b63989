#include "diff/recurrencewords.h"

#include "diff/timewords.h"

#include <QCoreApplication>
#include <QMap>
#include <QRegularExpression>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace aria::diff {

namespace {

struct RecurrenceWords
{
    Q_DECLARE_TR_FUNCTIONS(RecurrenceWords)
};

using Parts = QMap<QString, QString>;

Parts partsOf(const QString &rule)
{
    Parts parts;
    for (const QString &part : rule.split(u';', Qt::SkipEmptyParts))
        parts.insert(part.section(u'=', 0, 0).trimmed().toUpper(), part.section(u'=', 1).trimmed().toUpper());
    return parts;
}

int dayNumber(const QString &code)
{
    static const QStringList codes{ u"MO"_s, u"TU"_s, u"WE"_s, u"TH"_s, u"FR"_s, u"SA"_s, u"SU"_s };
    return static_cast<int>(codes.indexOf(code)) + 1; // 0: none
}

// nullopt if one of them is not a plain weekday ("2MO").
std::optional<QString> weekdays(const QString &list, const Viewer &viewer)
{
    QStringList names;
    for (const QString &code : list.split(u',')) {
        const int day = dayNumber(code);
        if (day == 0)
            return std::nullopt;
        names.append(viewer.locale.dayName(day, QLocale::LongFormat));
    }
    return viewer.locale.createSeparatedList(names);
}

QString ordinal(int number)
{
    switch (number) {
    case 1:
        return RecurrenceWords::tr("first", "… Monday of the month");
    case 2:
        return RecurrenceWords::tr("second", "… Monday of the month");
    case 3:
        return RecurrenceWords::tr("third", "… Monday of the month");
    case 4:
        return RecurrenceWords::tr("fourth", "… Monday of the month");
    case -1:
        return RecurrenceWords::tr("last", "… Monday of the month");
    default:
        return {};
    }
}

QString everyDay(int interval)
{
    return interval == 1 ? RecurrenceWords::tr("Every day")
                         : RecurrenceWords::tr("Every %n days", nullptr, interval);
}

QString everyWeek(int interval)
{
    return interval == 1 ? RecurrenceWords::tr("Every week")
                         : RecurrenceWords::tr("Every %n weeks", nullptr, interval);
}

QString everyMonth(int interval)
{
    return interval == 1 ? RecurrenceWords::tr("Every month")
                         : RecurrenceWords::tr("Every %n months", nullptr, interval);
}

QString everyYear(int interval)
{
    return interval == 1 ? RecurrenceWords::tr("Every year")
                         : RecurrenceWords::tr("Every %n years", nullptr, interval);
}

std::optional<QString> weekly(const Parts &parts, int interval, const Viewer &viewer)
{
    const QString byDay = parts.value(u"BYDAY"_s);
    if (byDay.isEmpty())
        return everyWeek(interval);
    const auto days = weekdays(byDay, viewer);
    if (!days)
        return std::nullopt;
    return RecurrenceWords::tr("%1 on %2", "Every week on Monday and Friday").arg(everyWeek(interval), *days);
}

// "1,15" as "1 and 15"; nullopt if one of them counts from the end.
std::optional<QString> monthDays(const QString &list, const Viewer &viewer)
{
    QStringList numbers;
    for (const QString &text : list.split(u',')) {
        const int day = text.toInt();
        if (day < 1 || day > 31)
            return std::nullopt;
        numbers.append(viewer.locale.toString(day));
    }
    return viewer.locale.createSeparatedList(numbers);
}

// Monday to Friday, or the days on which people work where the viewer is.
bool areWorkdays(const QString &list, const Viewer &viewer)
{
    QList<Qt::DayOfWeek> days;
    for (const QString &code : list.split(u',')) {
        const int day = dayNumber(code);
        if (day == 0)
            return false;
        days.append(static_cast<Qt::DayOfWeek>(day));
    }
    std::sort(days.begin(), days.end());
    return days == QList{ Qt::Monday, Qt::Tuesday, Qt::Wednesday, Qt::Thursday, Qt::Friday }
    || days == viewer.locale.weekdays();
}

std::optional<QString> monthly(const Parts &parts, int interval, const Viewer &viewer)
{
    const QString byDay = parts.value(u"BYDAY"_s);
    const QString byMonthDay = parts.value(u"BYMONTHDAY"_s);
    if (parts.contains(u"BYSETPOS"_s)) {
        const QString which = ordinal(parts.value(u"BYSETPOS"_s).toInt());
        if (which.isEmpty() || !areWorkdays(byDay, viewer) || !byMonthDay.isEmpty())
            return std::nullopt;
        return RecurrenceWords::tr("%1 on the %2 working day", "Every month on the last working day")
            .arg(everyMonth(interval), which);
    }
    if (byDay.isEmpty() && byMonthDay.isEmpty())
        return everyMonth(interval);
    if (byDay.isEmpty() && byMonthDay == u"-1")
        return RecurrenceWords::tr("%1 on the last day", "Every month on the last day")
            .arg(everyMonth(interval));
    if (byDay.isEmpty()) {
        const auto days = monthDays(byMonthDay, viewer);
        if (!days)
            return std::nullopt;
        return byMonthDay.contains(u',')
            ? RecurrenceWords::tr("%1 on the days %2", "Every month on the days 1 and 15")
                  .arg(everyMonth(interval), *days)
            : RecurrenceWords::tr("%1 on day %2", "Every month on day 15").arg(everyMonth(interval), *days);
    }
    static const QRegularExpression numbered(u"^(-?\\d)([A-Z]{2})$"_s);
    const auto match = numbered.match(byDay);
    const QString which = match.hasMatch() ? ordinal(match.captured(1).toInt()) : QString();
    const int day = match.hasMatch() ? dayNumber(match.captured(2)) : 0;
    if (which.isEmpty() || day == 0 || !byMonthDay.isEmpty())
        return std::nullopt;
    return RecurrenceWords::tr("%1 on the %2 %3", "Every month on the second Monday")
        .arg(everyMonth(interval), which, viewer.locale.dayName(day, QLocale::LongFormat));
}

std::optional<QString> frequency(const Parts &parts, const Viewer &viewer)
{
    const int interval = parts.value(u"INTERVAL"_s, u"1"_s).toInt();
    const QString frequency = parts.value(u"FREQ"_s);
    const bool byDay = parts.contains(u"BYDAY"_s);
    if (interval < 1 || (parts.contains(u"BYSETPOS"_s) && frequency != u"MONTHLY"))
        return std::nullopt;
    if (frequency == u"WEEKLY")
        return weekly(parts, interval, viewer);
    if (frequency == u"MONTHLY")
        return monthly(parts, interval, viewer);
    if (frequency == u"DAILY" && byDay && interval == 1 && !parts.contains(u"BYMONTHDAY"_s))
        return weekly(parts, interval, viewer); // every day that is one of these
    if (byDay || parts.contains(u"BYMONTHDAY"_s))
        return std::nullopt;
    if (frequency == u"DAILY")
        return everyDay(interval);
    return frequency == u"YEARLY" ? std::optional(everyYear(interval)) : std::nullopt;
}

// UNTIL as the viewer's day: a date stays the same, an instant is converted to the viewer's zone.
QDate untilDay(const QString &until, const Viewer &viewer)
{
    if (until.size() == 8)
        return QDate::fromString(until, u"yyyyMMdd"_s);
    QDateTime instant = QDateTime::fromString(until.left(15), u"yyyyMMddTHHmmss"_s);
    instant.setTimeSpec(Qt::UTC);
    return until.endsWith(u'Z') ? instant.toTimeZone(viewer.zone).date() : instant.date();
}

std::optional<QString> ruleText(const QString &rule, const Viewer &viewer)
{
    static const QStringList simple{ u"FREQ"_s, u"INTERVAL"_s, u"BYDAY"_s, u"BYMONTHDAY"_s, u"BYSETPOS"_s,
        u"COUNT"_s, u"UNTIL"_s, u"WKST"_s };
    const Parts parts = partsOf(rule);
    for (const QString &name : parts.keys()) {
        if (!simple.contains(name))
            return std::nullopt;
    }
    const auto text = frequency(parts, viewer);
    if (!text)
        return std::nullopt;
    if (const int count = parts.value(u"COUNT"_s).toInt(); count > 0) {
        const QString times = count == 1
            ? RecurrenceWords::tr("once", "how often an event takes place")
            : RecurrenceWords::tr("%n times", "how often an event takes place", count);
        return RecurrenceWords::tr("%1, %2", "Every week, 10 times").arg(*text, times);
    }
    if (const QDate until = untilDay(parts.value(u"UNTIL"_s), viewer); until.isValid())
        return RecurrenceWords::tr("%1, until %2", "Every week, until 31 May 2024")
            .arg(*text, dateText(until, viewer));
    return text;
}

QString lineText(const QString &line, const Viewer &viewer)
{
    const QString kind = line.section(u':', 0, 0).section(u';', 0, 0).toUpper();
    const QString value = line.section(u':', 1);
    if (kind == u"RRULE")
        return ruleText(value, viewer).value_or(line);
    if (kind != u"EXDATE" && kind != u"RDATE")
        return line;
    QStringList days;
    for (const QString &date : value.split(u',', Qt::SkipEmptyParts)) {
        const QDate day = untilDay(date, viewer);
        if (!day.isValid())
            return line;
        days.append(dateText(day, viewer));
    }
    const QString list = viewer.locale.createSeparatedList(days);
    return kind == u"EXDATE"
        ? RecurrenceWords::tr("not on %1", "dates on which a series does not take place").arg(list)
        : RecurrenceWords::tr("also on %1", "dates on which a series also takes place").arg(list);
}

} // namespace

QString recurrenceText(const QStringList &lines, const Viewer &viewer)
{
    QStringList texts;
    for (const QString &line : lines)
        texts.append(lineText(line, viewer));
    return texts.join(QLatin1Char('\n'));
}

} // namespace aria::diff
