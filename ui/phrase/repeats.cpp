// How an event repeats, and until when.
#include "phrase/readers.h"

#include "calendar/walltime.h"

#include <QMap>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::phrase {

namespace {

QString codeOf(int weekday)
{
    static const QStringList codes{ u"MO"_s, u"TU"_s, u"WE"_s, u"TH"_s, u"FR"_s, u"SA"_s, u"SU"_s };
    return codes.at(weekday - 1);
}

// Those on which people work where the locale is, or the others.
QStringList workdays(const QLocale &locale, bool isWeekend)
{
    QStringList codes;
    const QList<Qt::DayOfWeek> days = locale.weekdays();
    for (int day = 1; day <= 7; ++day) {
        if (days.contains(Qt::DayOfWeek(day)) != isWeekend)
            codes.append(codeOf(day));
    }
    return codes;
}

QStringList listedDays(const QString &list, const Tongue &tongue)
{
    QMap<int, QString> days;
    const bool hasSpaces = tongue.grammar->hasSpaces;
    const QString names = hasSpaces ? u"(?<![\\p{L}])و?(?<name>%1)s?(?![\\p{L}])"_s.arg(tongue.weekdayNames)
                                    : u"(?<name>[一二三四五六日天])"_s;
    auto found = QRegularExpression(names, QRegularExpression::UseUnicodePropertiesOption).globalMatch(list);
    while (found.hasNext()) {
        const QString name = found.next().captured(u"name"_s);
        if (const int day = tongue.weekdays.value(hasSpaces ? name : u"星期"_s + name))
            days.insert(day, codeOf(day));
    }
    return days.values();
}

int intervalOf(const QRegularExpressionMatch &match, const Tongue &tongue)
{
    if (has(match, u"two"_s))
        return 2;
    const QString other = match.captured(u"other"_s);
    const QString number = match.captured(u"n"_s);
    const int interval = tongue.words.intervals.value(
        other.isEmpty() ? number : other, when::numberOf(number, *tongue.grammar));
    return std::clamp(interval, 1, 99);
}

QStringList daysBetween(int first, int last)
{
    QStringList days;
    for (int day = first; day != last; day = day % 7 + 1)
        days.append(codeOf(day));
    days.append(codeOf(last));
    return days;
}

// "Mon-Fri"; empty if that is no range.
QStringList rangeOfDays(const QRegularExpressionMatch &match, const Tongue &tongue)
{
    const QString lastName = match.captured(u"last"_s);
    const int first = tongue.weekdays.value(match.captured(u"first"_s));
    const int last = tongue.weekdays.value(lastName, tongue.weekdays.value(u"星期"_s + lastName));
    return first == 0 || last == 0 || first == last ? QStringList() : daysBetween(first, last);
}

// What one pattern says. nullopt: nothing that goes with what others said before.
std::optional<Repeat> meaningOf(
    const QRegularExpressionMatch &match, const Tongue &tongue, const QLocale &locale, const Repeat &before)
{
    Repeat repeat = before;
    const bool isFirst = before.frequency.isEmpty();
    repeat.interval = std::max(before.interval, intervalOf(match, tongue));
    if (has(match, u"nth"_s)) {
        if (!isFirst)
            return std::nullopt;
        const int nth = tongue.grammar->ordinals.value(match.captured(u"nth"_s), 1);
        const int day = tongue.weekdays.value(match.captured(u"weekday"_s));
        if (day == 0)
            return std::nullopt;
        repeat.frequency = u"MONTHLY"_s;
        repeat.interval = 1;
        repeat.days = { QString::number(nth) + codeOf(day) };
        return repeat;
    }
    const bool isWorkdays = has(match, u"workdays"_s);
    const bool isRange = has(match, u"first"_s);
    if (isWorkdays || isRange || has(match, u"weekend"_s) || has(match, u"list"_s)) {
        // "every two weeks on Mondays" is said in two parts.
        if (!isFirst && (before.frequency != "WEEKLY"_L1 || !before.days.isEmpty()))
            return std::nullopt;
        repeat.frequency = u"WEEKLY"_s;
        repeat.days = isRange       ? rangeOfDays(match, tongue)
            : has(match, u"list"_s) ? listedDays(match.captured(u"list"_s), tongue)
                                    : workdays(locale, !isWorkdays);
        return repeat.days.isEmpty() ? std::nullopt : std::optional(repeat);
    }
    const QString frequency = has(match, u"day"_s) ? u"DAILY"_s
        : has(match, u"week"_s)                    ? u"WEEKLY"_s
        : has(match, u"month"_s)                   ? u"MONTHLY"_s
                                                   : u"YEARLY"_s;
    if (!isFirst && before.frequency != frequency)
        return std::nullopt;
    repeat.frequency = frequency;
    return repeat;
}

void readEnd(Line &line, const Around &around, const Tongue &tongue, Repeat &repeat)
{
    const when::Folded folded = line.folded();
    if (const auto match = tongue.times.match(folded.text()); match.hasMatch()) {
        repeat.count = match.captured(u"n"_s).toInt();
        return line.takeOut(folded, match.capturedStart(), match.capturedLength());
    }
    auto found = tongue.until.globalMatch(folded.text());
    while (found.hasNext()) {
        const QRegularExpressionMatch until = found.next();
        const QString rest = folded.text().mid(until.capturedEnd());
        const qsizetype lead = rest.startsWith(u' ') ? 1 : 0;
        const auto day = around.days.find(rest, { around.now.date() });
        if (!day || day->start > lead)
            continue;
        repeat.until = day->day;
        return line.takeOut(folded, until.capturedStart(), until.capturedLength() + day->start + day->length);
    }
}

bool hasTime(Line line, const Around &around)
{
    Reading reading;
    readTimes(line, around, reading);
    return reading.from.has_value();
}

// "Mon-Fri 9:15" is each of these days, "Tue and Thu 7pm" most likely too. Without a time it is a span of days.
void readDaysOfOneTime(Line &line, const Around &around, Reading &reading)
{
    for (const Tongue &tongue : around.tongues.all) {
        const when::Folded folded = line.folded();
        for (const QRegularExpression &pattern : { tongue.dayRange, tongue.dayPair }) {
            if (pattern.pattern().isEmpty())
                continue;
            const QRegularExpressionMatch match = pattern.match(folded.text());
            if (!match.hasMatch())
                continue;
            const bool isRange = has(match, u"first"_s);
            const QStringList days =
                isRange ? rangeOfDays(match, tongue) : listedDays(match.captured(u"list"_s), tongue);
            Line rest = line;
            rest.takeOut(folded, match.capturedStart(), match.capturedLength());
            if (days.size() < 2 || !hasTime(rest, around))
                continue;
            if (!isRange || days.size() < 4) // it could be meant once
                reading.doubts.append(
                    line.words(folded, match.capturedStart(), match.capturedLength()).trimmed());
            reading.repeat.frequency = u"WEEKLY"_s;
            reading.repeat.days = days;
            line = rest;
            return readEnd(line, around, tongue, reading.repeat);
        }
    }
}

} // namespace

void readRepeat(Line &line, const Around &around, Reading &reading)
{
    Repeat &repeat = reading.repeat;
    for (const Tongue &tongue : around.tongues.all) {
        for (const QRegularExpression &pattern : tongue.repeats) {
            const when::Folded folded = line.folded();
            const QRegularExpressionMatch match = pattern.match(folded.text());
            if (!match.hasMatch())
                continue;
            if (const auto meaning = meaningOf(match, tongue, around.locale, repeat)) {
                repeat = *meaning;
                line.takeOut(folded, match.capturedStart(), match.capturedLength());
            }
        }
        if (!repeat.frequency.isEmpty())
            return readEnd(line, around, tongue, repeat);
    }
    readDaysOfOneTime(line, around, reading);
}

QDate firstDay(const Repeat &repeat, QDate day, int minutes, const Around &around)
{
    if (repeat.days.isEmpty())
        return day;
    for (int i = 0; i < 70; ++i) {
        const QDate candidate = day.addDays(i);
        const QDateTime start(
            candidate, QTime(0, 0).addSecs(60 * std::max(0, minutes % (24 * 60))), around.zone);
        if (minutes >= 0 && candidate == around.now.date() && start < around.now)
            continue;
        const QString code = codeOf(candidate.dayOfWeek());
        for (const QString &wanted : repeat.days) {
            if (!wanted.endsWith(code))
                continue;
            const int nth = wanted.chopped(2).toInt(); // 0: each
            const bool isLast = candidate.addDays(7).month() != candidate.month();
            if (nth == 0 || nth == (candidate.day() - 1) / 7 + 1 || (nth == -1 && isLast))
                return candidate;
        }
    }
    return day;
}

QStringList ruleOf(const Repeat &repeat, bool isAllDay, const QTimeZone &zone)
{
    if (repeat.frequency.isEmpty())
        return {};
    QString rule = u"RRULE:FREQ="_s + repeat.frequency;
    if (repeat.interval > 1)
        rule += u";INTERVAL=%1"_s.arg(repeat.interval);
    if (!repeat.days.isEmpty())
        rule += u";BYDAY="_s + repeat.days.join(u',');
    if (repeat.count > 0)
        rule += u";COUNT=%1"_s.arg(repeat.count);
    else if (repeat.until.isValid() && isAllDay)
        rule += u";UNTIL="_s + repeat.until.toString(u"yyyyMMdd"_s);
    else if (repeat.until.isValid())
        rule += u";UNTIL="_s
            + calendar::wallToUtc(repeat.until, QTime(23, 59, 59), zone).toString(u"yyyyMMddTHHmmss"_s)
            + u'Z';
    return { rule };
}

} // namespace aria::phrase
