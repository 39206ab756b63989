// Checks strictly what RFC 5545 (3.3.10, 3.8.5) and the Calendar API allow; lenient reading is elsewhere.
#include "calendar/recurrence.h"

#include "calendar/limits.h"
#include "calendar/recurrencelines.h"
#include "calendar/walltime.h"

#include <QRegularExpression>

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
        { QStringLiteral("BYSECOND"), { 0, 60, false } },
        { QStringLiteral("BYMINUTE"), { 0, 59, false } },
        { QStringLiteral("BYHOUR"), { 0, 23, false } },
        { QStringLiteral("BYMONTHDAY"), { 1, 31, true } },
        { QStringLiteral("BYYEARDAY"), { 1, 366, true } },
        { QStringLiteral("BYWEEKNO"), { 1, 53, true } },
        { QStringLiteral("BYMONTH"), { 1, 12, false } },
        { QStringLiteral("BYSETPOS"), { 1, 366, true } },
    };
    return parts;
}

const QStringList &frequencies()
{
    static const QStringList names{ QStringLiteral("SECONDLY"), QStringLiteral("MINUTELY"),
        QStringLiteral("HOURLY"), QStringLiteral("DAILY"), QStringLiteral("WEEKLY"),
        QStringLiteral("MONTHLY"), QStringLiteral("YEARLY") };
    return names;
}

// An empty string: nothing is wrong.
QString numberFault(const QString &name, const QString &text, const NumberRange &range)
{
    static const QRegularExpression number(QStringLiteral("^[+-]?[0-9]{1,5}\\z"));
    for (const QString &element : text.split(u',')) {
        const bool isNumber = number.match(element).hasMatch();
        const int value = isNumber ? element.toInt() : 0;
        const int size = range.negativeToo ? qAbs(value) : value;
        if (!isNumber || size < range.from || size > range.to) {
            const QString allowed = QStringLiteral("%1 to %2").arg(range.from).arg(range.to);
            return QStringLiteral("%1 takes whole numbers from %2, not \"%3\"")
                .arg(name,
                    range.negativeToo
                        ? allowed + QStringLiteral(" or -%1 to -%2").arg(range.to).arg(range.from)
                        : allowed,
                    element);
        }
    }
    return {};
}

QString dayFault(const QMap<QString, QString> &parts, const QString &frequency)
{
    static const QRegularExpression day(QStringLiteral("^([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)\\z"));
    for (const QString &element : parts.value(QStringLiteral("BYDAY")).split(u',')) {
        const auto match = day.match(element);
        if (!match.hasMatch())
            return QStringLiteral("BYDAY takes MO, TU, WE, TH, FR, SA, SU, not \"%1\"").arg(element);
        if (match.captured(1).isEmpty())
            continue;
        const int position = qAbs(match.captured(1).toInt());
        if (position < 1 || position > 53)
            return QStringLiteral("BYDAY takes positions from 1 to 53 or -53 to -1, not \"%1\"").arg(element);
        const bool monthly = frequency == QLatin1String("MONTHLY");
        const bool yearly =
            frequency == QLatin1String("YEARLY") && !parts.contains(QStringLiteral("BYWEEKNO"));
        if (!monthly && !yearly) {
            return QStringLiteral(
                "\"%1\" in BYDAY goes only with FREQ=MONTHLY, or FREQ=YEARLY without BYWEEKNO")
                .arg(element);
        }
    }
    return {};
}

QString untilFault(const QString &until, bool allDay)
{
    static const QRegularExpression utc(QStringLiteral("^[0-9]{8}T[0-9]{6}Z\\z"));
    static const QRegularExpression date(QStringLiteral("^[0-9]{8}\\z"));
    const bool dateFits = QDate::fromString(until.left(8), QStringLiteral("yyyyMMdd")).isValid();
    if (allDay) {
        return date.match(until).hasMatch() && dateFits
            ? QString()
            : QStringLiteral("UNTIL of an all-day series is a date (20240131), not \"%1\"").arg(until);
    }
    const bool fits = utc.match(until).hasMatch() && dateFits
        && QTime::fromString(until.mid(9, 6), QStringLiteral("HHmmss")).isValid();
    return fits
        ? QString()
        : QStringLiteral("UNTIL of a timed series is in UTC (20240131T225959Z), not \"%1\"").arg(until);
}

// Which parts may be combined (RFC 5545, 3.3.10, the table and the paragraphs above it).
QString combinationFault(const QMap<QString, QString> &parts, const QString &frequency, bool allDay)
{
    const auto has = [&](const char *name) { return parts.contains(QLatin1String(name)); };
    const auto is = [&](const char *name) { return frequency == QLatin1String(name); };
    if (has("COUNT") && has("UNTIL"))
        return QStringLiteral("COUNT and UNTIL exclude each other");
    if (has("BYMONTHDAY") && is("WEEKLY"))
        return QStringLiteral("BYMONTHDAY does not go with FREQ=WEEKLY");
    if (has("BYYEARDAY") && (is("DAILY") || is("WEEKLY") || is("MONTHLY")))
        return QStringLiteral("BYYEARDAY does not go with FREQ=%1").arg(frequency);
    if (has("BYWEEKNO") && !is("YEARLY"))
        return QStringLiteral("BYWEEKNO goes only with FREQ=YEARLY");
    if (has("BYSETPOS")) {
        bool other = false;
        for (auto it = parts.cbegin(); it != parts.cend(); ++it)
            other =
                other || (it.key().startsWith(QLatin1String("BY")) && it.key() != QLatin1String("BYSETPOS"));
        if (!other)
            return QStringLiteral("BYSETPOS needs another BY… part to choose from");
    }
    if (allDay && (has("BYHOUR") || has("BYMINUTE") || has("BYSECOND")))
        return QStringLiteral("BYHOUR, BYMINUTE and BYSECOND do not go with an all-day series");
    if (allDay && frequencies().indexOf(frequency) < frequencies().indexOf(QLatin1String("DAILY")))
        return QStringLiteral("an all-day series takes FREQ=DAILY, WEEKLY, MONTHLY or YEARLY");
    return {};
}

QString ruleFault(const QMap<QString, QString> &parts, bool allDay)
{
    const QString frequency = parts.value(QStringLiteral("FREQ"));
    if (!frequencies().contains(frequency))
        return QStringLiteral("FREQ is needed, one of %1").arg(frequencies().join(QLatin1String(", ")));
    for (auto it = parts.cbegin(); it != parts.cend(); ++it) {
        const QString &name = it.key();
        QString fault;
        if (const auto range = listParts().constFind(name); range != listParts().cend())
            fault = numberFault(name, it.value(), *range);
        else if (name == QLatin1String("BYDAY"))
            fault = dayFault(parts, frequency);
        else if (name == QLatin1String("INTERVAL") || name == QLatin1String("COUNT"))
            fault = it.value().contains(u',') ? QStringLiteral("%1 takes one number").arg(name)
                                              : numberFault(name, it.value(), { 1, 32767, false });
        else if (name == QLatin1String("UNTIL"))
            fault = untilFault(it.value(), allDay);
        else if (name == QLatin1String("WKST"))
            fault = dayFault({ { QStringLiteral("BYDAY"), it.value() } }, {}).isEmpty()
                    && !it.value().contains(u',')
                ? QString()
                : QStringLiteral("WKST takes one of MO, TU, WE, TH, FR, SA, SU");
        else if (name != QLatin1String("FREQ"))
            fault = QStringLiteral("a rule has no part \"%1\"").arg(name);
        if (!fault.isEmpty())
            return fault;
    }
    return combinationFault(parts, frequency, allDay);
}

QString dateListFault(const RecurrenceLine &line, bool allDay)
{
    const QString tzid = line.parameters.value(QStringLiteral("TZID"));
    const QString type = line.parameters.value(QStringLiteral("VALUE"));
    for (auto it = line.parameters.cbegin(); it != line.parameters.cend(); ++it) {
        if (it.key() != QLatin1String("TZID") && it.key() != QLatin1String("VALUE"))
            return QStringLiteral("%1 takes the parameters TZID and VALUE, not \"%2\"")
                .arg(line.kind, it.key());
    }
    if (line.parameters.contains(QStringLiteral("TZID")) && !zoneNamed(tzid.toUtf8()))
        return QStringLiteral("TZID \"%1\" is no time zone that is known here").arg(tzid);
    if (!type.isEmpty() && type != (allDay ? QLatin1String("DATE") : QLatin1String("DATE-TIME")))
        return QStringLiteral("%1 of this series takes VALUE=%2")
            .arg(line.kind, allDay ? QStringLiteral("DATE") : QStringLiteral("DATE-TIME"));
    if (line.values().isEmpty())
        return QStringLiteral("%1 names no date").arg(line.kind);
    for (const QString &value : line.values()) {
        const qsizetype size = allDay ? 8 : tzid.isEmpty() ? 16 : 15; // 20240131, T130000, Z
        const auto time = value.size() == size ? parseBasicTime(value) : std::nullopt;
        if (time && time->utc == (size == 16))
            continue;
        if (allDay)
            return QStringLiteral("%1 of an all-day series takes dates (20240131), not \"%2\"")
                .arg(line.kind, value);
        return QStringLiteral("%1 takes UTC times (20240131T130000Z), or local ones with TZID, not \"%2\"")
            .arg(line.kind, value);
    }
    return {};
}

// With a zone as Google knows it. Google does not know Windows' names, and a name with a colon in it ("GMT+02:00") is
// easily misread, so times in a zone with a fixed offset are written in UTC.
QString timedLine(const RecurrenceLine &line)
{
    const QByteArray tzid = line.parameters.value(QStringLiteral("TZID")).toUtf8();
    if (tzid.isEmpty())
        return line.kind + u':' + line.values().join(u',');
    const auto offset = fixedOffsetOf(tzid);
    if (!offset) {
        return line.kind + QLatin1String(";TZID=") + QString::fromUtf8(zoneNameFor(tzid)) + u':'
            + line.values().join(u',');
    }
    QStringList values;
    for (const QString &value : line.values()) {
        const auto local = parseBasicTime(value);
        const QDateTime utc = QDateTime(local->date, local->time, Qt::UTC).addSecs(-*offset);
        values.append(utc.toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'")));
    }
    return line.kind + u':' + values.join(u',');
}

// The checked line, or what is wrong with it.
tl::expected<QString, QString> checkLine(const QString &text, bool allDay)
{
    const auto line = text.contains(u'\n') || text.contains(u'\r') ? std::nullopt : parseRecurrenceLine(text);
    if (!line)
        return tl::make_unexpected(QStringLiteral("a line starts with RRULE:, EXRULE:, RDATE or EXDATE"));
    if (line->isRule()) {
        if (!line->parameters.isEmpty())
            return tl::make_unexpected(QStringLiteral("%1 takes no parameters").arg(line->kind));
        if (line->value.size() > MaxRuleLength)
            return tl::make_unexpected(QStringLiteral("a rule has at most %1 characters").arg(MaxRuleLength));
        const auto parts = line->ruleParts();
        if (!parts)
            return tl::make_unexpected(QStringLiteral("a rule is NAME=VALUE;…, each name once"));
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
        return QString(line->kind + QLatin1String(";VALUE=DATE:") + upper.values().join(u','));
    return timedLine(upper);
}

// Checked first, because checking each line and date takes time. Empty: it is not too much.
QString tooMuch(const QStringList &lines)
{
    if (lines.size() > MaxRecurrenceLines) {
        return QStringLiteral("a series takes at most %1 recurrence lines, not %2")
            .arg(MaxRecurrenceLines)
            .arg(lines.size());
    }
    qsizetype dates = 0;
    for (const QString &line : lines) {
        const bool isRule = line.contains(QLatin1String("RULE"), Qt::CaseInsensitive);
        dates += isRule ? 0 : line.count(u',') + 1;
    }
    return dates <= MaxRecurrenceDates
        ? QString()
        : QStringLiteral("a series takes at most %1 dates in its RDATE and EXDATE lines, not %2")
              .arg(MaxRecurrenceDates)
              .arg(dates);
}

} // namespace

Expected<QStringList> checkRecurrence(const QStringList &lines, const EventTime &start)
{
    QStringList result;
    QList<Fault> faults;
    const auto fault = [&faults](const QString &message) {
        faults.append(Fault{ { QStringLiteral("body"), QStringLiteral("recurrence") }, message,
            QStringLiteral("value_error.recurrence") });
    };
    if (const QString much = tooMuch(lines); !much.isEmpty()) {
        fault(much);
        return Unexpected(Error{
            ErrorCategory::InvalidInput, QStringLiteral("invalid_recurrence"), much, std::nullopt, faults });
    }
    bool recurs = lines.isEmpty();
    for (const QString &line : lines) {
        const auto checked = checkLine(line, start.isDate());
        if (checked)
            result.append(*checked);
        else
            fault(QStringLiteral("\"%1\": %2").arg(line.left(200), checked.error()));
        recurs = recurs || !checked || checked->startsWith(QLatin1String("RRULE"))
            || checked->startsWith(QLatin1String("RDATE"));
    }
    if (!recurs)
        fault(QStringLiteral("a series needs an RRULE or RDATE line"));
    if (faults.isEmpty())
        return result;
    QStringList messages;
    for (const Fault &each : std::as_const(faults))
        messages.append(each.message);
    return Unexpected(Error{ ErrorCategory::InvalidInput, QStringLiteral("invalid_recurrence"),
        messages.join(QLatin1String("; ")), std::nullopt, faults });
}

} // namespace aria::calendar
