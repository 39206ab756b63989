#include "api/eventscontroller.h"

#include "api/errors.h"
#include "api/eventjson.h"
#include "api/fieldreader.h"
#include "api/timeinput.h"

namespace aria::api {

using namespace Qt::StringLiterals;

namespace {

Response eventNotFound()
{
    return Response::detail(404, u"Event not found"_s);
}

QJsonObject listed(const service::AgendaView &events)
{
    QJsonObject json{ { u"success"_s, true }, { u"count"_s, events.size() },
        { u"events"_s, eventsJson(events) } };
    if (events.truncated)
        json[u"truncated"_s] = true;
    return json;
}

// Update, delete and get have one sentence for an event that does not exist. One that existed until just
// now has its own.
Response writeError(const Error &error, const Request &request)
{
    const bool missing = error.category == ErrorCategory::NotFound || error.category == ErrorCategory::Gone;
    return missing && error.code != "deleted_meanwhile"_L1 ? eventNotFound() : errorResponse(error, request);
}

// The event that the path and ?calendar_id= identify.
service::EventKey requestedEvent(const Request &request, Faults &faults)
{
    return { request.parameters.first(), requestedCalendar(request, faults) };
}

} // namespace

EventsController::EventsController(service::CalendarService &service, AnswerCache &cache, QObject *parent)
    : QObject(parent)
    , m_service(service)
    , m_cache(cache)
    , m_upcoming(service)
{
}

void EventsController::addRoutes(Router &router)
{
    using Body = Router::Body;
    router.add(
        "POST", u"/events/create"_s, Body::Json, [this](const Request &request) { return create(request); });
    router.add(
        "POST", u"/events/update"_s, Body::Json, [this](const Request &request) { return update(request); });
    router.add("POST", u"/events/respond"_s, Body::Json,
        [this](const Request &request) { return respond(request); });
    router.add(
        "POST", u"/events/move"_s, Body::Json, [this](const Request &request) { return move(request); });
    using From = AnswerCache::From;
    router.add("GET", u"/events"_s, Body::None,
        m_cache.of(From::Database, [this](const Request &request) { return list(request); }));
    router.add("GET", u"/events/today"_s, Body::None,
        m_cache.of(From::DatabaseAndTime, [this](const Request &request) { return today(request); }));
    router.add("GET", u"/events/upcoming"_s, Body::None,
        m_cache.ofMarked(
            From::DatabaseAndTime, [this](const Request &request, const Expected<service::Mark> &now) {
                return upcoming(request, now);
            }));
    router.add("GET", u"/events/{id}"_s, Body::None,
        m_cache.of(From::Database, [this](const Request &request) { return get(request); }));
    router.add(
        "DELETE", u"/events/{id}"_s, Body::None, [this](const Request &request) { return remove(request); });
}

Answer EventsController::create(const Request &request)
{
    const auto body = readCreate(request);
    if (!body)
        return ready(errorResponse(body.error()));
    return answerWith(m_service.createEvent(*body), this, request,
        [](const service::WriteOutcome &outcome) { return written(outcome, u"Event created"_s); });
}

Answer EventsController::update(const Request &request)
{
    const auto body = readUpdate(request);
    if (!body)
        return ready(errorResponse(body.error()));
    if (!body->expectAllDay)
        return sendUpdate(body->request, request);

    // Clients send all_day along with everything else. Without both times it can only repeat what
    // the event already is.
    return continueEither(m_service.event(body->request.key()), this,
        [this, request, update = *body](const Expected<service::EventView> &current) -> Answer {
            if (!current)
                return ready(writeError(current.error(), request));
            if (current->event.isAllDay() != *update.expectAllDay) {
                return ready(Response::faults({ { { u"body"_s, u"all_day"_s },
                    u"Changing all_day needs both start_time and end_time"_s, u"value_error"_s } }));
            }
            return sendUpdate(update.request, request);
        });
}

Answer EventsController::sendUpdate(const service::UpdateRequest &update, const Request &request)
{
    return answerEither(m_service.updateEvent(update), this,
        [request](const Expected<service::WriteOutcome> &outcome) -> Response {
            return outcome ? written(*outcome, u"Event updated"_s) : writeError(outcome.error(), request);
        });
}

Answer EventsController::remove(const Request &request)
{
    Faults faults;
    const service::EventKey key = requestedEvent(request, faults);
    if (!faults.isEmpty())
        return ready(Response::faults(faults.list()));
    return answerEither(m_service.deleteEvent(key), this,
        [request](const Expected<service::WriteOutcome> &outcome) -> Response {
            // Deleting a deleted event succeeds.
            if (!outcome && outcome.error().category != ErrorCategory::Gone)
                return writeError(outcome.error(), request);
            const QString done = u"Event deleted"_s;
            QJsonObject json{ { u"success"_s, true },
                { u"message"_s, outcome ? writtenMessage(*outcome, done) : done } };
            if (outcome && !outcome->pushed)
                json[u"sync_status"_s] = store::toString(outcome->view.status);
            return Response::json(json);
        });
}

Answer EventsController::respond(const Request &request)
{
    const auto body = readResponse(request);
    if (!body)
        return ready(errorResponse(body.error()));
    return answerEither(m_service.respondToEvent(*body), this,
        [request](const Expected<service::WriteOutcome> &outcome) -> Response {
            return outcome ? written(*outcome, u"Answer given"_s) : writeError(outcome.error(), request);
        });
}

Answer EventsController::move(const Request &request)
{
    const auto body = readMove(request);
    if (!body)
        return ready(errorResponse(body.error()));
    return answerEither(m_service.moveEvent(*body), this,
        [request](const Expected<service::WriteOutcome> &outcome) -> Response {
            return outcome ? written(*outcome, u"Event moved"_s) : writeError(outcome.error(), request);
        });
}

Answer EventsController::get(const Request &request)
{
    Faults faults;
    const service::EventKey key = requestedEvent(request, faults);
    if (!faults.isEmpty())
        return ready(Response::faults(faults.list()));
    return answerEither(
        m_service.event(key), this, [request](const Expected<service::EventView> &view) -> Response {
            if (!view)
                return writeError(view.error(), request);
            return Response::json({ { u"success"_s, true }, { u"event"_s, eventJson(*view) } });
        });
}

Answer EventsController::list(const Request &request)
{
    constexpr int fewest = 1;
    constexpr int usual = 100;
    constexpr int most = 500;
    Faults faults;
    service::WindowRequest window;
    window.from = queryMoment(request, u"from"_s, faults);
    window.to = queryMoment(request, u"to"_s, faults);
    window.words = request.queryValue(u"q"_s).value_or(QString());
    window.calendarId = requestedCalendar(request, faults);
    window.zone = queryZone(request, u"tz"_s, faults);
    window.limit = queryInteger(request, u"limit"_s, usual, fewest, most, faults);
    window.cursor = request.queryValue(u"cursor"_s).value_or(QString());
    // The service knows what is wrong with the rest, so that all of it is named at once.
    window.faults = faults.list();
    return answerAside(m_service.eventsIn(window), this, [](const service::WindowPage &page) {
        QJsonObject json = listed(page.events);
        json[u"next_cursor"_s] =
            page.nextCursor.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(page.nextCursor);
        return Response::json(json);
    });
}

Answer EventsController::today(const Request &request)
{
    Faults faults;
    const QByteArray zone = queryZone(request, u"tz"_s, faults);
    if (!faults.isEmpty())
        return ready(Response::faults(faults.list()));
    return answerAside(m_service.eventsToday(zone), this,
        [](const service::AgendaView &events) { return Response::json(listed(events)); });
}

Answer EventsController::upcoming(const Request &request, const Expected<service::Mark> &now)
{
    Faults faults;
    const AgendaCache::Window window{ queryInteger(request, u"days"_s, 7, 1, 90, faults),
        queryInteger(request, u"max_results"_s, 50, 1, 200, faults), queryZone(request, u"tz"_s, faults) };
    if (!faults.isEmpty())
        return ready(Response::faults(faults.list()));
    return now ? m_upcoming.answer(window, *now) : m_upcoming.read(window);
}

} // namespace aria::api
