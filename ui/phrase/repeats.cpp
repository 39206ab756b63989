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

// "the 1st and 15th"
QList<int> numbersIn(const QString &list)
{
    QList<int> numbers;
    static const QRegularExpression number(u"\\d+"_s);
    auto found = number.globalMatch(list);
    while (found.hasNext()) {
        const int day = found.next().captured().toInt();
        if (day >= 1 && day <= 31 && !numbers.contains(day))
            numbers.append(day);
    }
    return numbers;
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

// "the first Monday", "the last working day", "the 1st and 15th" of every month or quarter.
std::optional<Repeat> inMonths(
    const QRegularExpressionMatch &match, const Tongue &tongue, const QLocale &locale, const Repeat &before)
{
    const bool isAlone = before.frequency.isEmpty();
    const bool isOfMonths =
        before.frequency == "MONTHLY"_L1 && before.days.isEmpty() && before.monthDays.isEmpty();
    if (isAlone ? has(match, u"more"_s) : !isOfMonths)
        return std::nullopt;
    Repeat repeat = before;
    repeat.frequency = u"MONTHLY"_s;
    if (has(match, u"quarter"_s)) {
        repeat.interval = 3;
        repeat.isOfQuarter = true;
    }
    const int nth = tongue.grammar->ordinals.value(match.captured(u"nth"_s), 1);
    if (has(match, u"monthdays"_s)) {
        repeat.monthDays = numbersIn(match.captured(u"monthdays"_s));
    } else if (has(match, u"lastday"_s)) {
        repeat.monthDays = { -1 };
    } else if (has(match, u"monthday"_s)) {
        repeat.monthDays = { nth };
    } else if (has(match, u"workday"_s)) {
        repeat.days = workdays(locale, false);
        repeat.position = nth;
    } else if (const int day = tongue.weekdays.value(match.captured(u"weekday"_s))) {
        repeat.days = { QString::number(nth) + codeOf(day) };
    }
    return repeat.days.isEmpty() && repeat.monthDays.isEmpty() ? std::nullopt : std::optional(repeat);
}

// What one pattern says. nullopt: nothing that goes with what others said before.
std::optional<Repeat> meaningOf(
    const QRegularExpressionMatch &match, const Tongue &tongue, const QLocale &locale, const Repeat &before)
{
    if (has(match, u"nth"_s) || has(match, u"monthdays"_s) || has(match, u"lastday"_s))
        return inMonths(match, tongue, locale, before);
    Repeat repeat = before;
    const bool isFirst = before.frequency.isEmpty();
    int interval = intervalOf(match, tongue);
    const bool isWorkdays = has(match, u"workdays"_s);
    const bool isRange = has(match, u"first"_s);
    if (isWorkdays || isRange || has(match, u"weekend"_s) || has(match, u"list"_s)) {
        repeat.interval = std::max(before.interval, interval);
        // "every two weeks on Mondays" is said in two parts.
        if (!isFirst && (before.frequency != "WEEKLY"_L1 || !before.days.isEmpty()))
            return std::nullopt;
        repeat.frequency = u"WEEKLY"_s;
        repeat.days = isRange       ? rangeOfDays(match, tongue)
            : has(match, u"list"_s) ? listedDays(match.captured(u"list"_s), tongue)
                                    : workdays(locale, !isWorkdays);
        return repeat.days.isEmpty() ? std::nullopt : std::optional(repeat);
    }
    QString frequency = u"YEARLY"_s;
    if (has(match, u"day"_s) && (interval % 7 == 0 || interval == tongue.words.fortnight)) {
        frequency = u"WEEKLY"_s; // "every 14 days, on Thursdays"
        interval = interval / 7;
    } else if (has(match, u"day"_s)) {
        frequency = u"DAILY"_s;
    } else if (has(match, u"week"_s)) {
        frequency = u"WEEKLY"_s;
    } else if (has(match, u"quarter"_s) || has(match, u"halfyear"_s)) {
        frequency = u"MONTHLY"_s;
        interval *= has(match, u"quarter"_s) ? 3 : 6;
    } else if (has(match, u"month"_s)) {
        frequency = u"MONTHLY"_s;
    }
    if (!isFirst && before.frequency != frequency)
        return std::nullopt;
    repeat.frequency = frequency;
    repeat.interval = std::max(before.interval, interval);
    return repeat;
}

// "every day except Wednesday"
void readExcept(Line &line, const Tongue &tongue, Repeat &repeat)
{
    const bool isDaily = repeat.frequency == "DAILY"_L1 && repeat.interval == 1;
    if (!isDaily && (repeat.frequency != "WEEKLY"_L1 || repeat.days.isEmpty()))
        return;
    const when::Folded folded = line.folded();
    const QRegularExpressionMatch match = tongue.except.match(folded.text());
    if (!match.hasMatch())
        return;
    QStringList days = isDaily ? daysBetween(1, 7) : repeat.days;
    const QStringList others = listedDays(match.captured(u"list"_s), tongue);
    days.removeIf([&others](const QString &day) { return others.contains(day); });
    if (others.isEmpty() || days.isEmpty())
        return;
    repeat.frequency = u"WEEKLY"_s;
    repeat.days = days;
    line.takeOut(folded, match.capturedStart(), match.capturedLength());
}

void readEnd(Line &line, const Around &around, const Tongue &tongue, Reading &reading)
{
    Repeat &repeat = reading.repeat;
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
        const when::Today today{ around.now.date() };
        auto day = around.days.find(rest, today);
        if (!day || day->start > lead)
            day = around.days.findMonth(rest, today);
        if (!day || day->start > lead)
            continue;
        if (day->isVague) // "until June" may mean with June
            reading.doubts.append(
                line.words(folded, until.capturedStart(), until.capturedLength() + day->start + day->length));
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
            return readEnd(line, around, tongue, reading);
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
        if (!repeat.frequency.isEmpty()) {
            readExcept(line, tongue, repeat);
            return readEnd(line, around, tongue, reading);
        }
    }
    readDaysOfOneTime(line, around, reading);
}

namespace {

bool isNth(int nth, int number, int count)
{
    return nth == number || nth == number - count - 1; // from the end
}

bool isOneOf(const Repeat &repeat, QDate day)
{
    const bool isFromTheEnd = repeat.position < 0 || repeat.monthDays.contains(-1)
        || (!repeat.days.isEmpty() && repeat.days.constFirst().startsWith(u'-'));
    if (repeat.isOfQuarter && day.month() % 3 != (isFromTheEnd ? 0 : 1))
        return false;
    if (!repeat.monthDays.isEmpty()) {
        return std::any_of(repeat.monthDays.begin(), repeat.monthDays.end(),
            [day](int nth) { return isNth(nth, day.day(), day.daysInMonth()); });
    }
    const QString code = codeOf(day.dayOfWeek());
    if (repeat.position != 0) {
        if (!repeat.days.contains(code))
            return false;
        int number = 0;
        int count = 0;
        for (int i = 1; i <= day.daysInMonth(); ++i) {
            const bool isCounted =
                repeat.days.contains(codeOf(QDate(day.year(), day.month(), i).dayOfWeek()));
            count += isCounted ? 1 : 0;
            number += isCounted && i <= day.day() ? 1 : 0;
        }
        return isNth(repeat.position, number, count);
    }
    return std::any_of(repeat.days.begin(), repeat.days.end(), [&](const QString &wanted) {
        const int nth = wanted.chopped(2).toInt(); // 0: each
        const int number = (day.day() - 1) / 7 + 1;
        const bool isLast = day.day() + 7 > day.daysInMonth();
        return wanted.endsWith(code) && (nth == 0 || nth == number || (nth == -1 && isLast));
    });
}

} // namespace

QDate firstDay(const Repeat &repeat, QDate day, int minutes, const Around &around)
{
    if (repeat.days.isEmpty() && repeat.monthDays.isEmpty())
        return day;
    for (int i = 0; i < 130; ++i) {
        const QDate candidate = day.addDays(i);
        const QDateTime start(
            candidate, QTime(0, 0).addSecs(60 * std::max(0, minutes % (24 * 60))), around.zone);
        if (minutes >= 0 && candidate == around.now.date() && start < around.now)
            continue;
        if (isOneOf(repeat, candidate))
            return candidate;
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
    if (!repeat.monthDays.isEmpty()) {
        QStringList numbers;
        for (const int day : repeat.monthDays)
            numbers.append(QString::number(day));
        rule += u";BYMONTHDAY="_s + numbers.join(u',');
    }
    if (repeat.position != 0)
        rule += u";BYSETPOS=%1"_s.arg(repeat.position);
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
