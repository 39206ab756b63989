// The control path's calendars and events: edits as if a person made them in Google's web page.
#include "control.h"

#include "controlanswers.h"
#include "eventrender.h"
#include "eventwriter.h"
#include "simulator.h"

namespace simulator {

using namespace Qt::StringLiterals;

namespace {

Response unknownCalendar()
{
    return controlError(404, u"no such calendar"_s);
}

WriteContext personAt(World &world, CalendarData &calendar)
{
    return { .world = world, .calendar = calendar, .person = true, .sendUpdates = {}, .method = u"person"_s };
}

Response answerWritten(const World &world, const CalendarData &calendar, const Result<Written> &written)
{
    if (!written)
        return written.error().toResponse();
    return jsonResponse(
        200, renderEvent(world, calendar, written->json, written->change, RenderOptions{ calendar.zone() }));
}

} // namespace

void Control::addCalendarRoutes()
{
    World &world = m_simulator.world();
    m_routes.append({ "POST", { u"calendars"_s }, u"a new calendar: {id, summary, timeZone, accessRole …}"_s,
        [&world](const QStringList &, const Request &request) {
            const auto entry = controlBody(request);
            if (!entry)
                return controlError(400, u"a JSON object is expected"_s);
            if (world.calendar((*entry)["id"_L1].toString()) != nullptr)
                return controlError(409, u"the calendar exists"_s);
            return jsonResponse(200, world.addCalendar(*entry).entry);
        } });
    m_routes.append({ "PATCH", { u"calendars"_s, u"*"_s },
        u"changes the calendar's entry; a new accessRole expires its sync tokens"_s,
        [this, &world](const QStringList &parameters, const Request &request) {
            CalendarData *calendar = world.calendar(parameters[0]);
            if (calendar == nullptr)
                return unknownCalendar();
            const QJsonObject changes = controlBody(request).value_or(QJsonObject());
            if (changes.contains("accessRole"_L1))
                m_simulator.tokens().expireCalendar(calendar->id());
            calendar->entry = mergePatch(calendar->entry, changes);
            world.touchEntry(*calendar);
            return jsonResponse(200, calendar->entry);
        } });
    m_routes.append({ "DELETE", { u"calendars"_s, u"*"_s }, u"removes or unshares the calendar"_s,
        [&world](const QStringList &parameters, const Request &) {
            return world.removeCalendar(parameters[0]) ? jsonResponse(200, {}) : unknownCalendar();
        } });
    m_routes.append({ "GET", { u"calendars"_s, u"*"_s }, u"the calendar with all events and tombstones"_s,
        [this, &world](const QStringList &parameters, const Request &) {
            const CalendarData *calendar = world.calendar(parameters[0]);
            return calendar == nullptr ? unknownCalendar() : jsonResponse(200, calendarState(*calendar));
        } });
    m_routes.append({ "POST", { u"calendars"_s, u"*"_s, u"bulk"_s },
        u"{count, prefix, startingAt (RFC 3339)}: so many events, an hour each"_s,
        [this, &world](const QStringList &parameters, const Request &request) {
            CalendarData *calendar = world.calendar(parameters[0]);
            return calendar == nullptr ? unknownCalendar()
                                       : bulk(*calendar, controlBody(request).value_or(QJsonObject()));
        } });
}

Response Control::bulk(CalendarData &calendar, const QJsonObject &order)
{
    World &world = m_simulator.world();
    const int count = order.value("count"_L1).toInt(0);
    if (count < 1 || count > 200'000)
        return controlError(400, u"count must be 1 … 200000"_s);
    const QString prefix = order.value("prefix"_L1).toString(u"Event"_s);
    QDateTime start = parseInstant(order.value("startingAt"_L1).toString())
                          .value_or(QDateTime(world.clock.nowUtc().date(), QTime(6, 0), Qt::UTC));
    EventWriter writer(personAt(world, calendar));
    for (int i = 0; i < count; ++i) {
        const EventTime begin{ {}, start, calendar.zoneId() };
        const EventTime end{ {}, start.addSecs(3600), calendar.zoneId() };
        const auto written =
            writer.insert({ { "summary"_L1, QString(prefix + u' ' + QString::number(i + 1)) },
                { "start"_L1, begin.toStored() }, { "end"_L1, end.toStored() } });
        if (!written)
            return written.error().toResponse();
        start = start.addSecs(3600);
    }
    return jsonResponse(200, { { "created"_L1, count } });
}

void Control::addEventRoutes()
{
    World &world = m_simulator.world();
    using Edit =
        std::function<Response(EventWriter &, CalendarData &, const QStringList &, const QJsonObject &)>;
    const auto add = [&](const QByteArray &method, const QStringList &path, const QString &text,
                         const Edit &edit) {
        m_routes.append(
            { method, path, text, [&world, edit](const QStringList &parameters, const Request &request) {
                 CalendarData *calendar = world.calendar(parameters[0]);
                 if (calendar == nullptr)
                     return unknownCalendar();
                 const auto body = controlBody(request);
                 if (!body)
                     return controlError(400, u"a JSON object is expected"_s);
                 EventWriter writer(personAt(world, *calendar));
                 return edit(writer, *calendar, parameters, *body);
             } });
    };
    const QStringList events{ u"calendars"_s, u"*"_s, u"events"_s };
    const QStringList event = events + QStringList{ u"*"_s };
    add("POST", events, u"a person's new event, server-owned members (organizer, locked …) included"_s,
        [&world](EventWriter &writer, CalendarData &calendar, const QStringList &, const QJsonObject &body) {
            return answerWritten(world, calendar, writer.insert(body));
        });
    add("GET", event, u"the event or occurrence"_s,
        [&world](EventWriter &, CalendarData &calendar, const QStringList &parameters, const QJsonObject &) {
            const auto target = findTarget(world, calendar, parameters[1]);
            if (!target)
                return controlError(404, u"no such event"_s);
            return jsonResponse(200,
                renderEvent(world, calendar, target->json, target->change, RenderOptions{ calendar.zone() }));
        });
    add("PATCH", event, u"a person's change of an event, series or single occurrence"_s,
        [&world](EventWriter &writer, CalendarData &calendar, const QStringList &parameters,
            const QJsonObject &body) {
            return answerWritten(world, calendar, writer.patch(parameters[1], body));
        });
    add("DELETE", event, u"a person deletes the event, series or single occurrence"_s,
        [](EventWriter &writer, CalendarData &, const QStringList &parameters, const QJsonObject &) {
            const auto removed = writer.remove(parameters[1]);
            return removed ? jsonResponse(200, {}) : removed.error().toResponse();
        });
    add("POST", event + QStringList{ u"split"_s },
        u"\"this and following\" from the occurrence on, with the changes in the body"_s,
        [&world](EventWriter &writer, CalendarData &calendar, const QStringList &parameters,
            const QJsonObject &body) {
            return answerWritten(world, calendar, writer.split(parameters[1], body));
        });
    add("POST", event + QStringList{ u"move"_s },
        u"a person moves the event to the calendar \"destination\""_s,
        [&world](
            EventWriter &writer, CalendarData &, const QStringList &parameters, const QJsonObject &body) {
            CalendarData *to = world.calendar(body["destination"_L1].toString());
            return to == nullptr ? unknownCalendar()
                                 : answerWritten(world, *to, writer.move(parameters[1], *to));
        });
    add("POST", event + QStringList{ u"purge"_s }, u"the event or its tombstone disappears without a trace"_s,
        [](EventWriter &, CalendarData &calendar, const QStringList &parameters, const QJsonObject &) {
            calendar.remove(parameters[1]);
            return jsonResponse(200, {});
        });
}

} // namespace simulator
