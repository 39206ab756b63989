// Checks strictly what RFC 5545 (3.3.10, 3.8.5) and the Calendar API allow; lenient reading is elsewhere.
#include "calendar/recurrence.h"

#include "calendar/limits.h"
#include "calendar/recurrencelines.h"
#include "calendar/walltime.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace aria::calendar {

namespace {

struct NumberRange
{
    int from;
    int to;
    bool negativeToo; // then zero is excluded and -to … -from are allowed as well
};

const QMap<QString, NumberRange> &listParts()
{
    static const QMap<QString, NumberRange> parts{
        { u"BYSECOND"_s, { 0, 60, false } },
        { u"BYMINUTE"_s, { 0, 59, false } },
        { u"BYHOUR"_s, { 0, 23, false } },
        { u"BYMONTHDAY"_s, { 1, 31, true } },
        { u"BYYEARDAY"_s, { 1, 366, true } },
        { u"BYWEEKNO"_s, { 1, 53, true } },
        { u"BYMONTH"_s, { 1, 12, false } },
        { u"BYSETPOS"_s, { 1, 366, true } },
    };
    return parts;
}

const QStringList &frequencies()
{
    static const QStringList names{ u"SECONDLY"_s, u"MINUTELY"_s, u"HOURLY"_s, u"DAILY"_s, u"WEEKLY"_s,
        u"MONTHLY"_s, u"YEARLY"_s };
    return names;
}

// An empty string: nothing is wrong.
QString numberFault(const QString &name, const QString &text, const NumberRange &range)
{
    static const QRegularExpression number(u"^[+-]?[0-9]{1,5}\\z"_s);
    for (const QString &element : text.split(u',')) {
        const bool isNumber = number.match(element).hasMatch();
        const int value = isNumber ? element.toInt() : 0;
        const int size = range.negativeToo ? qAbs(value) : value;
        if (!isNumber || size < range.from || size > range.to) {
            const QString allowed = u"%1 to %2"_s.arg(range.from).arg(range.to);
            return u"%1 takes whole numbers from %2, not \"%3\""_s.arg(name,
                range.negativeToo ? allowed + u" or -%1 to -%2"_s.arg(range.to).arg(range.from) : allowed,
                element);
        }
    }
    return {};
}

QString dayFault(const QMap<QString, QString> &parts, const QString &frequency)
{
    static const QRegularExpression day(u"^([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)\\z"_s);
    for (const QString &element : parts.value(u"BYDAY"_s).split(u',')) {
        const auto match = day.match(element);
        if (!match.hasMatch())
            return u"BYDAY takes MO, TU, WE, TH, FR, SA, SU, not \"%1\""_s.arg(element);
        if (match.captured(1).isEmpty())
            continue;
        const int position = qAbs(match.captured(1).toInt());
        if (position < 1 || position > 53)
            return u"BYDAY takes positions from 1 to 53 or -53 to -1, not \"%1\""_s.arg(element);
        const bool monthly = frequency == "MONTHLY"_L1;
        const bool yearly = frequency == "YEARLY"_L1 && !parts.contains(u"BYWEEKNO"_s);
        if (!monthly && !yearly) {
            return u"\"%1\" in BYDAY goes only with FREQ=MONTHLY, or FREQ=YEARLY without BYWEEKNO"_s.arg(
                element);
        }
    }
    return {};
}

QString untilFault(const QString &until, bool allDay)
{
    static const QRegularExpression utc(u"^[0-9]{8}T[0-9]{6}Z\\z"_s);
    static const QRegularExpression date(u"^[0-9]{8}\\z"_s);
    const bool dateFits = QDate::fromString(until.left(8), u"yyyyMMdd"_s).isValid();
    if (allDay) {
        return date.match(until).hasMatch() && dateFits
            ? QString()
            : u"UNTIL of an all-day series is a date (20240131), not \"%1\""_s.arg(until);
    }
    const bool fits =
        utc.match(until).hasMatch() && dateFits && QTime::fromString(until.mid(9, 6), u"HHmmss"_s).isValid();
    return fits ? QString()
                : u"UNTIL of a timed series is in UTC (20240131T225959Z), not \"%1\""_s.arg(until);
}

// Which parts may be combined (RFC 5545, 3.3.10, the table and the paragraphs above it).
QString combinationFault(const QMap<QString, QString> &parts, const QString &frequency, bool allDay)
{
    const auto has = [&](const char *name) { return parts.contains(QLatin1String(name)); };
    const auto is = [&](const char *name) { return frequency == QLatin1String(name); };
    if (has("COUNT") && has("UNTIL"))
        return u"COUNT and UNTIL exclude each other"_s;
    if (has("BYMONTHDAY") && is("WEEKLY"))
        return u"BYMONTHDAY does not go with FREQ=WEEKLY"_s;
    if (has("BYYEARDAY") && (is("DAILY") || is("WEEKLY") || is("MONTHLY")))
        return u"BYYEARDAY does not go with FREQ=%1"_s.arg(frequency);
    if (has("BYWEEKNO") && !is("YEARLY"))
        return u"BYWEEKNO goes only with FREQ=YEARLY"_s;
    if (has("BYSETPOS")) {
        bool other = false;
        for (auto it = parts.cbegin(); it != parts.cend(); ++it)
            other = other || (it.key().startsWith("BY"_L1) && it.key() != "BYSETPOS"_L1);
        if (!other)
            return u"BYSETPOS needs another BY… part to choose from"_s;
    }
    if (allDay && (has("BYHOUR") || has("BYMINUTE") || has("BYSECOND")))
        return u"BYHOUR, BYMINUTE and BYSECOND do not go with an all-day series"_s;
    if (allDay && frequencies().indexOf(frequency) < frequencies().indexOf("DAILY"_L1))
        return u"an all-day series takes FREQ=DAILY, WEEKLY, MONTHLY or YEARLY"_s;
    return {};
}

QString ruleFault(const QMap<QString, QString> &parts, bool allDay)
{
    const QString frequency = parts.value(u"FREQ"_s);
    if (!frequencies().contains(frequency))
        return u"FREQ is needed, one of %1"_s.arg(frequencies().join(", "_L1));
    for (auto it = parts.cbegin(); it != parts.cend(); ++it) {
        const QString &name = it.key();
        QString fault;
        if (const auto range = listParts().constFind(name); range != listParts().cend())
            fault = numberFault(name, it.value(), *range);
        else if (name == "BYDAY"_L1)
            fault = dayFault(parts, frequency);
        else if (name == "INTERVAL"_L1 || name == "COUNT"_L1)
            fault = it.value().contains(u',') ? u"%1 takes one number"_s.arg(name)
                                              : numberFault(name, it.value(), { 1, 32767, false });
        else if (name == "UNTIL"_L1)
            fault = untilFault(it.value(), allDay);
        else if (name == "WKST"_L1)
            fault = dayFault({ { u"BYDAY"_s, it.value() } }, {}).isEmpty() && !it.value().contains(u',')
                ? QString()
                : u"WKST takes one of MO, TU, WE, TH, FR, SA, SU"_s;
        else if (name != "FREQ"_L1)
            fault = u"a rule has no part \"%1\""_s.arg(name);
        if (!fault.isEmpty())
            return fault;
    }
    return combinationFault(parts, frequency, allDay);
}

QString dateListFault(const RecurrenceLine &line, bool allDay)
{
    const QString tzid = line.parameters.value(u"TZID"_s);
    const QString type = line.parameters.value(u"VALUE"_s);
    for (auto it = line.parameters.cbegin(); it != line.parameters.cend(); ++it) {
        if (it.key() != "TZID"_L1 && it.key() != "VALUE"_L1)
            return u"%1 takes the parameters TZID and VALUE, not \"%2\""_s.arg(line.kind, it.key());
    }
    if (line.parameters.contains(u"TZID"_s) && !zoneNamed(tzid.toUtf8()))
        return u"TZID \"%1\" is no time zone that is known here"_s.arg(tzid);
    if (!type.isEmpty() && type != (allDay ? "DATE"_L1 : "DATE-TIME"_L1))
        return u"%1 of this series takes VALUE=%2"_s.arg(line.kind, allDay ? u"DATE"_s : u"DATE-TIME"_s);
    if (line.values().isEmpty())
        return u"%1 names no date"_s.arg(line.kind);
    for (const QString &value : line.values()) {
        const qsizetype size = allDay ? 8 : tzid.isEmpty() ? 16 : 15; // 20240131, T130000, Z
        const auto time = value.size() == size ? parseBasicTime(value) : std::nullopt;
        if (time && time->utc == (size == 16))
            continue;
        if (allDay)
            return u"%1 of an all-day series takes dates (20240131), not \"%2\""_s.arg(line.kind, value);
        return u"%1 takes UTC times (20240131T130000Z), or local ones with TZID, not \"%2\""_s.arg(
            line.kind, value);
    }
    return {};
}

// With a zone as Google knows it. Google does not know Windows' names, and a name with a colon in it ("GMT+02:00") is
// easily misread, so times in a zone with a fixed offset are written in UTC.
QString timedLine(const RecurrenceLine &line)
{
    const QByteArray tzid = line.parameters.value(u"TZID"_s).toUtf8();
    if (tzid.isEmpty())
        return line.kind + u':' + line.values().join(u',');
    const auto offset = fixedOffsetOf(tzid);
    if (!offset) {
        return line.kind + ";TZID="_L1 + QString::fromUtf8(zoneNameFor(tzid)) + u':'
            + line.values().join(u',');
    }
    QStringList values;
    for (const QString &value : line.values()) {
        const auto local = parseBasicTime(value);
        const QDateTime utc = QDateTime(local->date, local->time, Qt::UTC).addSecs(-*offset);
        values.append(utc.toString(u"yyyyMMdd'T'HHmmss'Z'"_s));
    }
    return line.kind + u':' + values.join(u',');
}

// The checked line, or what is wrong with it.
tl::expected<QString, QString> checkLine(const QString &text, bool allDay)
{
    const auto line = text.contains(u'\n') || text.contains(u'\r') ? std::nullopt : parseRecurrenceLine(text);
    if (!line)
        return tl::make_unexpected(u"a line starts with RRULE:, EXRULE:, RDATE or EXDATE"_s);
    if (line->isRule()) {
        if (!line->parameters.isEmpty())
            return tl::make_unexpected(u"%1 takes no parameters"_s.arg(line->kind));
        if (line->value.size() > maxRuleLength)
            return tl::make_unexpected(u"a rule has at most %1 characters"_s.arg(maxRuleLength));
        const auto parts = line->ruleParts();
        if (!parts)
            return tl::make_unexpected(u"a rule is NAME=VALUE;…, each name once"_s);
        if (const QString fault = ruleFault(*parts, allDay); !fault.isEmpty())
            return tl::make_unexpected(fault);
        QString rule = line->value.toUpper();
        while (rule.endsWith(u';'))
            rule.chop(1);
        return QString(line->kind + u':' + rule);
    }
    RecurrenceLine upper = *line;
    upper.value = line->value.toUpper();
    if (const QString fault = dateListFault(upper, allDay); !fault.isEmpty())
        return tl::make_unexpected(fault);
    // Dates must be marked as such (RFC 5545, 3.8.5.1: the default is DATE-TIME), and have no zone.
    if (allDay)
        return QString(line->kind + ";VALUE=DATE:"_L1 + upper.values().join(u','));
    return timedLine(upper);
}

// Checked first, because checking each line and date takes time. Empty: it is not too much.
QString tooMuch(const QStringList &lines)
{
    if (lines.size() > maxRecurrenceLines) {
        return u"a series takes at most %1 recurrence lines, not %2"_s.arg(maxRecurrenceLines)
            .arg(lines.size());
    }
    qsizetype dates = 0;
    for (const QString &line : lines) {
        const bool isRule = line.contains("RULE"_L1, Qt::CaseInsensitive);
        dates += isRule ? 0 : line.count(u',') + 1;
    }
    return dates <= maxRecurrenceDates
        ? QString()
        : u"a series takes at most %1 dates in its RDATE and EXDATE lines, not %2"_s.arg(maxRecurrenceDates)
              .arg(dates);
}

} // namespace

Expected<QStringList> checkRecurrence(const QStringList &lines, const EventTime &start)
{
    QStringList result;
    QList<Fault> faults;
    const auto fault = [&faults](const QString &message) {
        faults.append(Fault{ { u"body"_s, u"recurrence"_s }, message, u"value_error.recurrence"_s });
    };
    if (const QString much = tooMuch(lines); !much.isEmpty()) {
        fault(much);
        return Unexpected(
            Error{ ErrorCategory::InvalidInput, u"invalid_recurrence"_s, much, std::nullopt, faults });
    }
    bool recurs = lines.isEmpty();
    for (const QString &line : lines) {
        const auto checked = checkLine(line, start.isDate());
        if (checked)
            result.append(*checked);
        else
            fault(u"\"%1\": %2"_s.arg(line.left(200), checked.error()));
        recurs = recurs || !checked || checked->startsWith("RRULE"_L1) || checked->startsWith("RDATE"_L1);
    }
    if (!recurs)
        fault(u"a series needs an RRULE or RDATE line"_s);
    if (faults.isEmpty())
        return result;
    QStringList messages;
    for (const Fault &each : std::as_const(faults))
        messages.append(each.message);
    return Unexpected(Error{
        ErrorCategory::InvalidInput, u"invalid_recurrence"_s, messages.join("; "_L1), std::nullopt, faults });
}

} // namespace aria::calendar
