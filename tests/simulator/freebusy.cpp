#include "freebusy.h"

#include "recurrence.h"

#include <QJsonArray>

#include <algorithm>

namespace simulator {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostCalendars = 50;
constexpr int longestDays = 92; // Google: a little less than three months
constexpr qsizetype mostOccurrences = 20'000;

struct Span
{
    QDateTime start;
    QDateTime end;
};

Result<QDateTime> readTime(const QJsonObject &body, const QString &name)
{
    if (!body.contains(name)) {
        return fail(ApiError{ .status = 400,
            .reason = u"required"_s,
            .message = u"Missing %1 parameter."_s.arg(name),
            .locationType = u"parameter"_s,
            .location = name });
    }
    const auto time = parseInstant(body.value(name).toString());
    return time ? Result<QDateTime>(*time) : fail(400, u"badRequest"_s, u"Bad Request"_s);
}

// What is marked as free, or declined by the calendar's owner, takes no time.
bool takesTime(const QJsonObject &event)
{
    if (event.value("transparency"_L1) == "transparent"_L1)
        return false;
    const QJsonArray attendees = event.value("attendees"_L1).toArray();
    return std::none_of(attendees.begin(), attendees.end(), [](const QJsonValue &guest) {
        return guest["self"_L1].toBool() && guest["responseStatus"_L1] == "declined"_L1;
    });
}

// Spans that touch or overlap are one.
QList<Span> merged(QList<Span> spans)
{
    std::sort(spans.begin(), spans.end(), [](const Span &a, const Span &b) { return a.start < b.start; });
    QList<Span> all;
    for (const Span &span : std::as_const(spans)) {
        if (!all.isEmpty() && span.start <= all.constLast().end)
            all.last().end = std::max(all.constLast().end, span.end);
        else
            all.append(span);
    }
    return all;
}

QList<Span> busySpans(const CalendarData &calendar, const QDateTime &from, const QDateTime &to)
{
    QList<Span> spans;
    const QTimeZone zone = calendar.zone();
    const auto add = [&](const EventTime &start, const EventTime &end) {
        const Span span{ std::max(start.toInstant(zone), from), std::min(end.toInstant(zone), to) };
        if (span.start < span.end)
            spans.append(span);
    };
    for (const auto &[order, event] : calendar.byOrder()) {
        if (calendar.isGone(*event) || !takesTime(event->json))
            continue;
        if (!event->isSeries()) {
            add(EventTime::fromStored(event->json.value("start"_L1).toObject()),
                EventTime::fromStored(event->json.value("end"_L1).toObject()));
            continue;
        }
        const Series rules = Series::fromStored(event->json);
        const auto exceptions = calendar.exceptionsOf(event->id()); // each stands for itself
        const QList<EventTime> starts = expand(rules, to, mostOccurrences);
        for (const EventTime &start : starts) {
            if (!exceptions.contains(start.key()))
                add(start, rules.endOf(start));
        }
    }
    return merged(spans);
}

} // namespace

Result<QJsonObject> freeBusy(World &world, const QJsonObject &body)
{
    const auto from = readTime(body, u"timeMin"_s);
    if (!from)
        return fail(from.error());
    const auto to = readTime(body, u"timeMax"_s);
    if (!to)
        return fail(to.error());
    if (*from >= *to)
        return fail(400, u"timeRangeEmpty"_s, u"The specified time range is empty."_s);
    if (from->daysTo(*to) > longestDays)
        return fail(400, u"timeRangeTooLong"_s, u"The requested time range is too long."_s);
    const auto zone = zoneOf(body.value("timeZone"_L1).toString(u"UTC"_s));
    if (!zone)
        return invalid(u"Invalid time zone."_s);
    const int most = body.value("calendarExpansionMax"_L1).toInt(mostCalendars);
    QJsonObject calendars;
    const QJsonArray items = body.value("items"_L1).toArray();
    for (qsizetype i = 0; i < items.size(); ++i) {
        const QString id = items.at(i)["id"_L1].toString();
        const CalendarData *calendar = world.calendar(id);
        QJsonObject entry;
        const QString problem = i >= std::min(most, mostCalendars) ? u"tooManyCalendarsRequested"_s
            : !calendar                                            ? u"notFound"_s
                                                                   : QString();
        if (!problem.isEmpty()) {
            entry["errors"_L1] =
                QJsonArray{ QJsonObject{ { "domain"_L1, u"global"_s }, { "reason"_L1, problem } } };
        }
        QJsonArray busy;
        if (problem.isEmpty()) {
            const QList<Span> spans = busySpans(*calendar, *from, *to);
            for (const Span &span : spans) {
                busy.append(QJsonObject{ { "start"_L1, formatInstant(span.start, *zone) },
                    { "end"_L1, formatInstant(span.end, *zone) } });
            }
        }
        entry["busy"_L1] = busy;
        calendars[id] = entry;
    }
    return QJsonObject{ { "kind"_L1, u"calendar#freeBusy"_s }, { "timeMin"_L1, formatMilliseconds(*from) },
        { "timeMax"_L1, formatMilliseconds(*to) }, { "calendars"_L1, calendars } };
}

} // namespace simulator
