#include "calendarapi.h"

#include "eventlist.h"
#include "fieldmask.h"
#include "freebusy.h"

#include <QJsonDocument>
#include <QJsonParseError>

namespace simulator {

using namespace Qt::StringLiterals;

CalendarApi::CalendarApi(
    World &world, const Discovery &discovery, const OAuthServer &oauth, TokenBook &tokens, Channels &channels)
    : m_world(world)
    , m_discovery(discovery)
    , m_oauth(oauth)
    , m_tokens(tokens)
    , m_channels(channels)
{
}

Result<Grant> CalendarApi::authorize(const Request &request, const ApiMethod &method) const
{
    const QByteArray header = request.header("authorization");
    if (header.isEmpty())
        return fail(ApiError{ .status = 401,
            .reason = u"required"_s,
            .message = u"Login Required."_s,
            .locationType = u"header"_s,
            .location = u"Authorization"_s,
            .frontEndStatus = u"UNAUTHENTICATED"_s });
    const auto grant = header.startsWith("Bearer ")
        ? m_oauth.grantOf(QString::fromLatin1(header.mid(7).trimmed()))
        : std::nullopt;
    if (!grant)
        return fail(ApiError{ .status = 401,
            .reason = u"authError"_s,
            .message =
                u"Request had invalid authentication credentials. Expected OAuth 2 access token, login "
                "cookie or other valid authentication credential."_s,
            .locationType = u"header"_s,
            .location = u"Authorization"_s,
            .frontEndStatus = u"UNAUTHENTICATED"_s });
    for (const QString &scope : grant->scopes) {
        if (method.scopes.contains(scope))
            return *grant;
    }
    return fail(ApiError{ .status = 403,
        .reason = u"insufficientPermissions"_s,
        .message = u"Request had insufficient authentication scopes."_s,
        .frontEndStatus = u"PERMISSION_DENIED"_s,
        .detailReason = u"ACCESS_TOKEN_SCOPE_INSUFFICIENT"_s });
}

Result<QJsonObject> CalendarApi::readBody(const Request &request, const ApiMethod &method) const
{
    if (method.requestSchema.isEmpty()) {
        if (!request.body.trimmed().isEmpty() && request.body.trimmed() != "{}")
            return badRequest(u"This method takes no request body."_s);
        return QJsonObject();
    }
    if (request.body.trimmed().isEmpty())
        return QJsonObject();
    if (request.contentType() != "application/json")
        return fail(400, u"badContent"_s,
            u"Media type '%1' is not supported. Valid media types: [application/json]"_s.arg(
                QString::fromLatin1(request.contentType())));
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(request.body, &error);
    if (!document.isObject())
        return fail(400, u"parseError"_s, u"Parse Error"_s);
    if (const auto checked = m_discovery.checkBody(method.requestSchema, document.object()); !checked)
        return fail(checked.error());
    return document.object();
}

Response CalendarApi::handle(const Request &request)
{
    const QByteArray base = "/calendar/v3/";
    const QByteArray below = request.path.startsWith(base) ? request.path.mid(base.size()) : QByteArray();
    auto matched = m_discovery.match(request.method, pathSegments(below));
    if (!matched)
        return matched.error().toResponse();
    const auto finish = [&](Response response) {
        response.apiMethod = matched->method->id;
        return response;
    };
    const auto grant = authorize(request, *matched->method);
    if (!grant)
        return finish(grant.error().toResponse());
    if (const auto checked = m_discovery.checkQuery(*matched, request.rawQuery); !checked)
        return finish(checked.error().toResponse());
    const auto body = readBody(request, *matched->method);
    if (!body)
        return finish(body.error().toResponse());
    const Answer answer = dispatch({ *matched, grant->clientId, *body, request });
    if (!answer)
        return finish(answer.error().toResponse());
    if (!*answer) {
        Response empty;
        empty.status = 204;
        return finish(empty);
    }
    const QByteArray etag = (**answer)["etag"_L1].toString().toLatin1();
    const QByteArray known = request.header("if-none-match");
    if (request.method == "GET" && !etag.isEmpty() && known == etag) {
        Response unchanged;
        unchanged.status = 304;
        unchanged.headers = { { "ETag", etag } };
        return finish(unchanged);
    }
    const QString fields = matched->value(u"fields"_s);
    Response response;
    if (fields.isEmpty()) {
        response = jsonResponse(200, **answer);
    } else {
        const auto mask = FieldMask::parse(fields);
        if (!mask)
            return finish(mask.error().toResponse());
        response = jsonResponse(200, mask->apply(**answer));
    }
    if (!etag.isEmpty())
        response.headers.append({ "ETag", etag });
    return finish(response);
}

CalendarApi::Answer CalendarApi::dispatch(const Call &call)
{
    const QString &id = call.matched.method->id;
    if (id == "calendar.channels.stop"_L1) {
        const auto stopped = m_channels.stop(call.clientId, call.body);
        return stopped ? Answer(std::nullopt) : fail(stopped.error());
    }
    if (id == "calendar.colors.get"_L1)
        return eventColors();
    if (id == "calendar.freebusy.query"_L1) {
        const auto answer = freeBusy(m_world, call.body);
        return answer ? Answer(*answer) : fail(answer.error());
    }
    if (id == "calendar.calendarList.list"_L1)
        return listCalendars(call);
    if (id == "calendar.calendars.insert"_L1) {
        if (call.body["summary"_L1].toString().isEmpty())
            return fail(400, u"required"_s, u"Missing title."_s);
        return renderEntry(m_world.addCalendar(call.body));
    }
    if (!id.startsWith("calendar.events."_L1) && !id.startsWith("calendar.calendars."_L1)
        && !id.startsWith("calendar.calendarList."_L1))
        return fail(501, u"notImplemented"_s, u"The simulator does not implement %1."_s.arg(id));
    CalendarData *calendar = m_world.calendar(call.matched.path(u"calendarId"_s));
    if (calendar == nullptr)
        return notFound();
    return id.startsWith("calendar.events."_L1) ? eventCall(call, *calendar) : calendarCall(call);
}

CalendarApi::Answer CalendarApi::eventCall(const Call &call, CalendarData &calendar)
{
    const QString &id = call.matched.method->id;
    if (id == "calendar.events.list"_L1 || id == "calendar.events.instances"_L1) {
        EventList list(m_world, m_tokens, calendar, call.matched);
        const auto result = id == "calendar.events.list"_L1 ? list.list() : list.instances();
        return result ? Answer(*result) : fail(result.error());
    }
    if (id == "calendar.events.watch"_L1) {
        const auto channel = m_channels.watch(calendar.id(), call.clientId, call.body);
        return channel ? Answer(*channel) : fail(channel.error());
    }
    if (id == "calendar.events.get"_L1)
        return getEvent(call, calendar);
    return writeEvent(call, calendar);
}

CalendarApi::Answer CalendarApi::getEvent(const Call &call, CalendarData &calendar) const
{
    const auto options =
        renderOptions(calendar, call.matched.value(u"timeZone"_s), call.matched.value(u"maxAttendees"_s));
    if (!options)
        return fail(options.error());
    const auto target = findTarget(m_world, calendar, call.matched.path(u"eventId"_s));
    if (!target)
        return notFound();
    return renderEvent(m_world, calendar, target->json, target->change, *options);
}

CalendarApi::Answer CalendarApi::writeEvent(const Call &call, CalendarData &calendar)
{
    const MatchedCall &matched = call.matched;
    WriteContext context{ .world = m_world, .calendar = calendar };
    context.conferenceVersion1 = matched.value(u"conferenceDataVersion"_s) == "1"_L1;
    context.supportsAttachments = matched.flag(u"supportsAttachments"_s);
    context.sendUpdates = matched.value(u"sendUpdates"_s);
    if (context.sendUpdates.isEmpty() && matched.flag(u"sendNotifications"_s))
        context.sendUpdates = u"all"_s;
    context.ifMatch = call.request.header("if-match");
    context.method = matched.method->id;
    EventWriter writer(context);
    const QString eventId = matched.path(u"eventId"_s);
    const QString verb = matched.method->id.section(u'.', -1);
    CalendarData *shownIn = &calendar;
    Result<Written> written;
    if (verb == "delete"_L1) {
        const auto removed = writer.remove(eventId);
        return removed ? Answer(std::nullopt) : fail(removed.error());
    }
    if (verb == "insert"_L1) {
        written = writer.insert(call.body);
    } else if (verb == "import"_L1) {
        written = writer.import(call.body);
    } else if (verb == "update"_L1) {
        written = writer.update(eventId, call.body);
    } else if (verb == "patch"_L1) {
        written = writer.patch(eventId, call.body);
    } else if (verb == "move"_L1) {
        shownIn = m_world.calendar(matched.value(u"destination"_s));
        if (shownIn == nullptr)
            return notFound();
        written = writer.move(eventId, *shownIn);
    } else {
        return quickAdd(call, writer);
    }
    if (!written)
        return fail(written.error());
    const auto options = renderOptions(*shownIn, {}, matched.value(u"maxAttendees"_s));
    return renderEvent(m_world, *shownIn, written->json, written->change, *options);
}

CalendarApi::Answer CalendarApi::quickAdd(const Call &call, EventWriter &writer) const
{
    CalendarData &calendar = *m_world.calendar(call.matched.path(u"calendarId"_s));
    QDateTime start = m_world.clock.nowUtc().addSecs(3600);
    start.setTime(QTime(start.time().hour(), 0));
    EventTime begin{ {}, start, calendar.zoneId() };
    EventTime end{ {}, start.addSecs(3600), calendar.zoneId() };
    const auto written = writer.insert({ { "summary"_L1, call.matched.value(u"text"_s) },
        { "start"_L1, begin.toStored() }, { "end"_L1, end.toStored() } });
    if (!written)
        return fail(written.error());
    return renderEvent(m_world, calendar, written->json, written->change, { calendar.zone() });
}

} // namespace simulator
