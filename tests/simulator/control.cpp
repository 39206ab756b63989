#include "control.h"

#include "controlanswers.h"
#include "eventrender.h"
#include "simulator.h"

namespace simulator {

using namespace Qt::StringLiterals;

Control::Control(Simulator &simulator)
    : m_simulator(simulator)
{
    addStateRoutes();
    addCalendarRoutes();
    addEventRoutes();
}

Response Control::handle(const Request &request)
{
    QStringList segments = pathSegments(request.path.mid(int(sizeof("/control")) - 1));
    segments.removeAll(QString());
    if (segments.isEmpty() && request.method == "GET")
        return list();
    for (const Route &route : std::as_const(m_routes)) {
        if (route.method != request.method || route.path.size() != segments.size())
            continue;
        QStringList parameters;
        bool fits = true;
        for (qsizetype i = 0; fits && i < segments.size(); ++i) {
            if (route.path[i] == "*"_L1)
                parameters.append(segments[i]);
            else
                fits = route.path[i] == segments[i];
        }
        if (fits)
            return route.run(parameters, request);
    }
    return controlError(404, u"no such control; GET /control/ lists them"_s);
}

Response Control::list() const
{
    QJsonArray routes;
    for (const Route &route : m_routes)
        routes.append(QJsonObject{ { "method"_L1, QString::fromLatin1(route.method) },
            { "path"_L1, QString(u"/control/"_s + route.path.join(u'/')) }, { "does"_L1, route.text } });
    return jsonResponse(200, { { "controls"_L1, routes } });
}

QJsonObject Control::calendarState(const CalendarData &calendar) const
{
    const World &world = m_simulator.world();
    const RenderOptions options{ calendar.zone() };
    QJsonArray events;
    for (const auto &[order, event] : calendar.byOrder()) {
        QJsonObject json = event->json;
        if (calendar.isGone(*event))
            json["status"_L1] = u"cancelled"_s;
        events.append(renderEvent(world, calendar, json, event->change, options));
    }
    return { { "entry"_L1, calendar.entry }, { "events"_L1, events } };
}

QJsonObject Control::state(bool withRequests) const
{
    const World &world = m_simulator.world();
    QJsonObject calendars;
    for (const auto &[id, calendar] : world.calendars())
        calendars[id] = calendarState(*calendar);
    QJsonObject result{ { "account"_L1, world.accountEmail }, { "calendars"_L1, calendars },
        { "mails"_L1, world.mails }, { "channels"_L1, m_simulator.channels().toJson() },
        { "counters"_L1, m_simulator.log().counters() }, { "refused"_L1, m_simulator.log().refused() },
        { "faults"_L1, m_simulator.faults().toJson() }, { "switches"_L1, world.switches.toJson() },
        { "oauth"_L1, m_simulator.oauth().stats() } };
    if (withRequests)
        result["requests"_L1] = m_simulator.log().requests();
    return result;
}

Response Control::expire(const QJsonObject &order)
{
    const QString what = order.value("what"_L1).toString();
    if (what == "syncTokens"_L1) {
        const QString calendarId = order.value("calendarId"_L1).toString();
        if (calendarId.isEmpty())
            m_simulator.tokens().expireAll();
        else
            m_simulator.tokens().expireCalendar(calendarId);
    } else if (what == "accessTokens"_L1) {
        m_simulator.oauth().expireAccessTokens();
    } else if (what == "refreshTokens"_L1) {
        m_simulator.oauth().revokeRefreshTokens();
    } else if (what == "channels"_L1) {
        m_simulator.channels().expireAll();
    } else {
        return controlError(400, u"what must be syncTokens, accessTokens, refreshTokens or channels"_s);
    }
    return jsonResponse(200, { { "expired"_L1, what } });
}

void Control::addStateRoutes()
{
    m_routes.append({ "GET", { u"state"_s },
        u"everything: calendars with tombstones, mails, channels, counters, requests, refused requests"_s,
        [this](const QStringList &, const Request &) { return jsonResponse(200, state(true)); } });
    m_routes.append({ "GET", { u"counters"_s }, u"counters, refused requests and mails, without events"_s,
        [this](const QStringList &, const Request &) {
            return jsonResponse(200,
                { { "counters"_L1, m_simulator.log().counters() },
                    { "refused"_L1, m_simulator.log().refused() },
                    { "mails"_L1, m_simulator.world().mails } });
        } });
    m_routes.append({ "GET", { u"requests"_s }, u"the newest 5000 requests"_s,
        [this](const QStringList &, const Request &) {
            return jsonResponse(200, { { "requests"_L1, m_simulator.log().requests() } });
        } });
    m_routes.append({ "DELETE", { u"requests"_s }, u"empties request log, counters and mails"_s,
        [this](const QStringList &, const Request &) {
            m_simulator.log().clear();
            m_simulator.world().mails = {};
            return jsonResponse(200, {});
        } });
    m_routes.append({ "POST", { u"reset"_s },
        u"one empty primary calendar, no faults, log, channels; sign-ins stay unless {\"oauth\":true}"_s,
        [this](const QStringList &, const Request &request) {
            const auto order = controlBody(request);
            m_simulator.world().reset();
            m_simulator.faults().clear();
            m_simulator.log().clear();
            m_simulator.channels().reset();
            m_simulator.tokens().expireAll();
            if (order && (*order)["oauth"_L1].toBool())
                m_simulator.oauth().reset();
            return jsonResponse(200, {});
        } });
    m_routes.append(
        { "GET", { u"faults"_s }, u"faults that wait"_s, [this](const QStringList &, const Request &) {
             return jsonResponse(200, { { "faults"_L1, m_simulator.faults().toJson() } });
         } });
    m_routes.append({ "POST", { u"faults"_s },
        u"adds "
        u"[{match:{method,path},kind:status|drop_before|drop_after|truncate|delay|html|body,times,after,"
        u"status,"
        "reason,message,retryAfter,ms,body,contentType}]; parts of batches match too"_s,
        [this](const QStringList &, const Request &request) {
            const QJsonDocument body = QJsonDocument::fromJson(request.body);
            if (!body.isArray() && !body.isObject())
                return controlError(400, u"a fault or a list of faults is expected"_s);
            const QString wrong =
                m_simulator.faults().add(body.isArray() ? body.array() : QJsonArray{ body.object() });
            return wrong.isEmpty() ? jsonResponse(200, { { "faults"_L1, m_simulator.faults().toJson() } })
                                   : controlError(400, wrong);
        } });
    m_routes.append(
        { "DELETE", { u"faults"_s }, u"forgets all faults"_s, [this](const QStringList &, const Request &) {
             m_simulator.faults().clear();
             return jsonResponse(200, {});
         } });
    m_routes.append({ "GET", { u"switches"_s }, u"how Google behaves at present"_s,
        [this](const QStringList &, const Request &) {
            return jsonResponse(200, m_simulator.world().switches.toJson());
        } });
    m_routes.append({ "PATCH", { u"switches"_s }, u"changes the switches that are given"_s,
        [this](const QStringList &, const Request &request) {
            const auto changes = controlBody(request);
            if (!changes)
                return controlError(400, u"a JSON object is expected"_s);
            const QString wrong = m_simulator.world().switches.apply(*changes);
            return wrong.isEmpty() ? jsonResponse(200, m_simulator.world().switches.toJson())
                                   : controlError(400, u"unknown switch or wrong type: %1"_s.arg(wrong));
        } });
    m_routes.append({ "POST", { u"expire"_s },
        u"{what: syncTokens|accessTokens|refreshTokens|channels, calendarId (of sync tokens)}"_s,
        [this](const QStringList &, const Request &request) {
            return expire(controlBody(request).value_or(QJsonObject()));
        } });
    m_routes.append({ "POST", { u"notify"_s }, u"{calendarId}: a notification though nothing changed"_s,
        [this](const QStringList &, const Request &request) {
            const QJsonObject order = controlBody(request).value_or(QJsonObject());
            const CalendarData *calendar =
                m_simulator.world().calendar(order.value("calendarId"_L1).toString(u"primary"_s));
            if (calendar == nullptr)
                return controlError(404, u"no such calendar"_s);
            m_simulator.channels().notify(calendar->id());
            return jsonResponse(200, {});
        } });
}

} // namespace simulator
