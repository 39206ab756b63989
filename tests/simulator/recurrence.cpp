#include "recurrence.h"

#include <QMap>
#include <QSet>

#include <libical/ical.h>

namespace simulator {

using namespace Qt::StringLiterals;

namespace {

constexpr int maximalSteps = 50'000; // a rule may be endless

struct Line
{
    QString name;
    QString zone;
    QString value;
};

Line splitLine(const QString &text)
{
    const qsizetype colon = text.indexOf(u':');
    const QStringList head = text.left(colon).split(u';');
    Line line{ head.first().toUpper(), {}, colon < 0 ? QString() : text.mid(colon + 1) };
    for (const QString &parameter : head.mid(1)) {
        if (parameter.startsWith("TZID="_L1, Qt::CaseInsensitive))
            line.zone = parameter.mid(5);
    }
    return line;
}

QTimeZone zoneOfSeries(const Series &series)
{
    return zoneOf(series.start.zone).value_or(QTimeZone::utc());
}

icaltimetype toIcal(const QDateTime &wall, bool isDate)
{
    icaltimetype result = icaltime_null_time();
    result.year = wall.date().year();
    result.month = wall.date().month();
    result.day = wall.date().day();
    result.is_date = isDate ? 1 : 0;
    if (!isDate) {
        result.hour = wall.time().hour();
        result.minute = wall.time().minute();
        result.second = wall.time().second();
    }
    return result;
}

EventTime fromIcal(const icaltimetype &value, const Series &series)
{
    EventTime result;
    const QDate date(value.year, value.month, value.day);
    if (series.start.isAllDay()) {
        result.date = date;
        return result;
    }
    result.instant =
        QDateTime(date, QTime(value.hour, value.minute, value.second), zoneOfSeries(series)).toUTC();
    result.zone = series.start.zone;
    return result;
}

// A value of RDATE or EXDATE; invalid where it cannot be read.
EventTime readDate(const QString &text, const QString &lineZone, const Series &series)
{
    EventTime result;
    const QDate date = QDate::fromString(text.left(8), u"yyyyMMdd"_s);
    if (series.start.isAllDay()) {
        result.date = date;
        return result;
    }
    const QTime time = QTime::fromString(text.mid(9, 6), u"HHmmss"_s);
    if (!date.isValid() || !time.isValid())
        return result;
    const QTimeZone zone =
        text.endsWith(u'Z') ? QTimeZone::utc() : zoneOf(lineZone).value_or(zoneOfSeries(series));
    result.instant = QDateTime(date, time, zone).toUTC();
    result.zone = series.start.zone;
    return result;
}

// UNTIL as wall time of the series, because the iterator runs on wall time.
void localizeUntil(icalrecurrencetype &rule, const Series &series)
{
    if (icaltime_is_null_time(rule.until))
        return;
    const QDate date(rule.until.year, rule.until.month, rule.until.day);
    if (series.start.isAllDay()) {
        rule.until = toIcal(QDateTime(date, QTime(0, 0), Qt::UTC), true);
    } else if (rule.until.is_date) {
        rule.until = toIcal(QDateTime(date, QTime(23, 59, 59), Qt::UTC), false);
    } else if (icaltime_is_utc(rule.until)) {
        const QDateTime utc(date, QTime(rule.until.hour, rule.until.minute, rule.until.second), Qt::UTC);
        rule.until = toIcal(utc.toTimeZone(zoneOfSeries(series)), false);
    }
}

// The starts of one RRULE or EXRULE before `before`, by key.
void expandRule(const QString &value, const Series &series, const QDateTime &before, qsizetype limit,
    QMap<QString, EventTime> &into)
{
    icalrecurrencetype rule = icalrecurrencetype_from_string(value.toUtf8().constData());
    if (rule.freq == ICAL_NO_RECURRENCE)
        return;
    localizeUntil(rule, series);
    const QTimeZone zone = zoneOfSeries(series);
    const bool allDay = series.start.isAllDay();
    const QDateTime wall =
        allDay ? QDateTime(series.start.date, QTime(0, 0), Qt::UTC) : series.start.instant.toTimeZone(zone);
    icalrecur_iterator *iterator = icalrecur_iterator_new(rule, toIcal(wall, allDay));
    if (iterator == nullptr)
        return;
    qsizetype found = 0;
    for (int step = 0; step < maximalSteps && found < limit; ++step) {
        const icaltimetype next = icalrecur_iterator_next(iterator);
        if (icaltime_is_null_time(next))
            break;
        const EventTime time = fromIcal(next, series);
        if (time.toInstant(zone) >= before)
            break;
        into.insert(time.key(), time);
        ++found;
    }
    icalrecur_iterator_free(iterator);
}

bool endsBeforeStart(const QString &value, const Series &series)
{
    icalrecurrencetype rule = icalrecurrencetype_from_string(value.toUtf8().constData());
    localizeUntil(rule, series);
    const QDateTime wall = series.start.isAllDay() ? QDateTime(series.start.date, QTime(0, 0), Qt::UTC)
                                                   : series.start.instant.toTimeZone(zoneOfSeries(series));
    return !icaltime_is_null_time(rule.until)
        && icaltime_compare(rule.until, toIcal(wall, series.start.isAllDay())) < 0;
}

bool ruleIsValid(const QString &value, bool allDay, bool lenient)
{
    icalerror_set_errors_are_fatal(0);
    bool hasFrequency = false;
    bool hasCount = false;
    QString until;
    QSet<QString> seen;
    for (const QString &part : value.split(u';')) {
        const QString name = part.section(u'=', 0, 0).toUpper();
        const QString content = part.section(u'=', 1);
        if (content.isEmpty() || seen.contains(name))
            return false;
        seen.insert(name);
        hasFrequency |= name == "FREQ"_L1;
        hasCount |= name == "COUNT"_L1;
        if (name == "COUNT"_L1 || name == "INTERVAL"_L1) {
            bool isNumber = false;
            if (content.toInt(&isNumber) < 1 || !isNumber)
                return false;
        }
        if (name == "UNTIL"_L1)
            until = content;
    }
    if (!hasFrequency || (hasCount && !until.isEmpty()))
        return false;
    if (!until.isEmpty() && !allDay && !lenient && !until.endsWith(u'Z'))
        return false;
    const icalrecurrencetype rule = icalrecurrencetype_from_string(value.toUtf8().constData());
    return rule.freq != ICAL_NO_RECURRENCE && (until.isEmpty() || !icaltime_is_null_time(rule.until));
}

} // namespace

bool Series::sameTimes(const Series &other) const
{
    return start.toStored() == other.start.toStored() && end.toStored() == other.end.toStored()
        && lines == other.lines;
}

EventTime Series::endOf(const EventTime &occurrence) const
{
    EventTime result;
    if (start.isAllDay()) {
        result.date = occurrence.date.addDays(start.date.daysTo(end.date));
    } else {
        result.instant = occurrence.instant.addSecs(start.instant.secsTo(end.instant));
        result.zone = end.zone;
    }
    return result;
}

Series Series::fromStored(const QJsonObject &event)
{
    Series series{ EventTime::fromStored(event.value("start"_L1).toObject()),
        EventTime::fromStored(event.value("end"_L1).toObject()), {} };
    const QJsonArray lines = event.value("recurrence"_L1).toArray();
    for (const QJsonValue line : lines)
        series.lines.append(line.toString());
    return series;
}

Result<void> checkRecurrence(const Series &series, bool lenient)
{
    const auto wrong = invalid(u"Invalid recurrence rule."_s);
    bool adds = false;
    for (const QString &text : series.lines) {
        const Line line = splitLine(text);
        if (line.name == "RRULE"_L1 || line.name == "EXRULE"_L1) {
            if (!ruleIsValid(line.value, series.start.isAllDay(), lenient))
                return wrong;
            adds |= line.name == "RRULE"_L1;
        } else if (line.name == "RDATE"_L1 || line.name == "EXDATE"_L1) {
            if (!line.zone.isEmpty() && !zoneOf(line.zone))
                return wrong;
            for (const QString &value : line.value.split(u',')) {
                const bool timed = value.contains(u'T');
                if (!readDate(value, line.zone, series).isValid()
                    || (!lenient && timed == series.start.isAllDay()))
                    return wrong;
            }
            adds |= line.name == "RDATE"_L1;
        } else {
            return wrong;
        }
    }
    return adds ? Result<void>() : wrong;
}

QList<EventTime> expand(const Series &series, const QDateTime &before, qsizetype limit)
{
    QMap<QString, EventTime> starts; // keys of one series sort by time
    QMap<QString, EventTime> excluded;
    bool hasRule = false;
    bool reachesStart = false;
    for (const QString &text : series.lines) {
        const Line line = splitLine(text);
        if (line.name == "RRULE"_L1) {
            hasRule = true;
            reachesStart = reachesStart || !endsBeforeStart(line.value, series);
            expandRule(line.value, series, before, limit, starts);
        } else if (line.name == "EXRULE"_L1) {
            expandRule(line.value, series, before, maximalSteps, excluded);
        } else {
            for (const QString &value : line.value.split(u',')) {
                const EventTime time = readDate(value, line.zone, series);
                if (time.isValid() && time.toInstant(zoneOfSeries(series)) < before)
                    (line.name == "RDATE"_L1 ? starts : excluded).insert(time.key(), time);
            }
        }
    }
    // The start is shown whether a rule yields it or not, and COUNT does not count it then; Google's calendar does so.
    if ((!hasRule || reachesStart) && series.start.toInstant(zoneOfSeries(series)) < before)
        starts.insert(series.start.key(), series.start);
    for (auto it = excluded.begin(); it != excluded.end(); ++it)
        starts.remove(it.key());
    return starts.values();
}

std::optional<EventTime> findOccurrence(const Series &series, const QString &key)
{
    const bool dayKey = key.size() == 8;
    if (dayKey != series.start.isAllDay())
        return std::nullopt;
    const EventTime wanted = readDate(key, {}, series);
    if (!wanted.isValid())
        return std::nullopt;
    const QDateTime before = wanted.toInstant(zoneOfSeries(series)).addSecs(1);
    const QList<EventTime> starts = expand(series, before, maximalSteps);
    for (auto it = starts.rbegin(); it != starts.rend(); ++it) {
        if (it->key() == key)
            return *it;
    }
    return std::nullopt;
}

QStringList endBefore(const QStringList &lines, const EventTime &occurrence)
{
    const QString until = occurrence.isAllDay()
        ? occurrence.date.addDays(-1).toString(u"yyyyMMdd"_s)
        : occurrence.instant.addSecs(-1).toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
    QStringList result;
    for (const QString &line : lines) {
        if (!line.startsWith("RRULE"_L1)) {
            result.append(line);
            continue;
        }
        QStringList parts = line.mid(6).split(u';');
        parts.removeIf(
            [](const QString &part) { return part.startsWith("UNTIL="_L1) || part.startsWith("COUNT="_L1); });
        parts.append(u"UNTIL="_s + until);
        result.append(u"RRULE:"_s + parts.join(u';'));
    }
    return result;
}

} // namespace simulator
