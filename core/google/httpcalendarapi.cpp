#include "google/httpcalendarapi.h"

#include "base/callscope.h"
#include "base/exacttext.h"
#include "google/googleerror.h"
#include "google/pageguard.h"
#include "google/resources.h"
#include "google/scopes.h"
#include "google/writerequest.h"

using namespace Qt::StringLiterals;

namespace aria::google {

using calendar::Event;
using calendar::EventTime;

namespace {

// Google allows 2500. Two pages are in memory at a time, and real events are large.
const auto eventsPerPage = u"1000"_s;

// 410 whatever its reason (some come without one), and 400 for a token that Google cannot read: both mean "list
// everything anew". That loses nothing even if the 410 did not come from Google. To a list of everything, neither is an
// answer.
Error listError(Error error, const ListQuery &query)
{
    const bool withToken = !query.syncToken.isEmpty();
    const bool unreadable = error.category == ErrorCategory::Refused && withToken
        && (error.code == "invalid"_L1 || error.message.contains("sync token"_L1, Qt::CaseInsensitive));
    if (unreadable || (error.httpStatus == 410 && withToken)) {
        error.category = ErrorCategory::Gone;
        error.code = u"fullSyncRequired"_s;
        return error;
    }
    return withCalendarRefused(
        query.calendarId, withCalendarAway(query.calendarId, whereNoTokenWasSent(error)));
}

constexpr qsizetype mostCalendarsAsked = 50; // of one freebusy.query (calendarExpansionMax)

Unexpected freeBusyNotAllowed()
{
    return makeError(ErrorCategory::Forbidden, u"freebusy_not_allowed"_s,
        u"The sign-in at Google does not include seeing when others are busy (the scope calendar.freebusy)."_s);
}

ApiRequest jsonPost(const QByteArray &path, const QJsonObject &body)
{
    ApiRequest request;
    request.verb = "POST";
    request.path = path;
    request.body = compactJson(body);
    request.contentType = "application/json; charset=UTF-8";
    return request;
}

// The form that events.instances wants for originalStart: a date, or RFC 3339.
QString originalStartText(const EventTime &start)
{
    return start.isDate() ? start.date().toString(Qt::ISODate)
                          : start.zoned().utc.toUTC().toString(u"yyyy-MM-ddTHH:mm:ss'Z'"_s);
}

bool startsAt(const Event &event, const EventTime &start)
{
    const Expected<EventTime> own =
        EventTime::fromGoogle(event.json().value("originalStartTime"_L1).toObject());
    if (!own || own->isDate() != start.isDate())
        return false;
    return start.isDate() ? own->date() == start.date() : own->zoned().utc == start.zoned().utc;
}

} // namespace

HttpCalendarApi::HttpCalendarApi(QUrl apiRoot, OAuth &oauth, QNetworkAccessManager &network, Clock &clock,
    RandomSource &random, RetryPolicy policy)
    : m_oauth(oauth)
    , m_clock(clock)
    , m_random(random)
    , m_transport(std::move(apiRoot), oauth, network, clock, random, policy)
{
}

HttpCalendarApi::~HttpCalendarApi()
{
    stopAll();
}

void HttpCalendarApi::stopAll()
{
    m_transport.stop();
}

std::optional<std::chrono::milliseconds> HttpCalendarApi::clockOffset() const
{
    return m_transport.clockOffset();
}

Result<EventPage> HttpCalendarApi::list(ListQuery query)
{
    // The same on every page and with every token; a changed query makes the sync token worthless.
    ApiRequest request;
    request.path = eventsPath(query.calendarId);
    request.query = { { u"singleEvents"_s, u"false"_s }, { u"maxResults"_s, eventsPerPage },
        { u"showDeleted"_s, u"true"_s } };
    if (!query.syncToken.isEmpty())
        request.query.append({ u"syncToken"_s, query.syncToken });
    if (!query.pageToken.isEmpty())
        request.query.append({ u"pageToken"_s, query.pageToken });
    Expected<ApiAnswer> answer = co_await m_transport.send(request);
    if (!answer)
        co_return Expected<EventPage>(Unexpected(listError(answer.error(), query)));
    co_return parseEventPage(std::exchange(answer->json, {}));
}

Result<Event> HttpCalendarApi::fetchEvent(ApiRequest request, QString id)
{
    const Expected<ApiAnswer> answer = co_await m_transport.send(request);
    if (!answer)
        co_return Expected<Event>(Unexpected(whereNoTokenWasSent(answer.error())));
    if (request.expect == ApiRequest::Expect::Nothing)
        co_return Expected<Event>(Event());
    co_return parseEvent(answer->json, id);
}

Result<Event> HttpCalendarApi::get(QString calendarId, QString eventId)
{
    ApiRequest request;
    request.path = eventPath(calendarId, eventId);
    return fetchEvent(request, eventId);
}

Result<void> HttpCalendarApi::probe(QString calendarId)
{
    ApiRequest request;
    request.path = eventsPath(calendarId);
    request.query = { { u"maxResults"_s, u"1"_s } };
    const Expected<ApiAnswer> answer = co_await m_transport.send(request);
    if (!answer)
        co_return Expected<void>(
            Unexpected(withCalendarRefused(calendarId, withCalendarAway(calendarId, answer.error()))));
    const Expected<EventPage> page = parseEventPage(answer->json);
    if (!page)
        co_return Expected<void>(Unexpected(page.error()));
    co_return Expected<void>();
}

Result<Event> HttpCalendarApi::instance(QString calendarId, QString masterId, EventTime originalStart)
{
    const std::weak_ptr<bool> alive = m_life;
    ApiRequest request;
    request.path = eventPath(calendarId, masterId) + "/instances";
    // Cancelled occurrences too: whoever restores one needs its id.
    const QueryItems query{ { u"originalStart"_s, originalStartText(originalStart) },
        { u"showDeleted"_s, u"true"_s } };
    PageGuard guard;
    QString pageToken;
    do {
        request.query = query;
        if (!pageToken.isEmpty())
            request.query.append({ u"pageToken"_s, pageToken });
        if (alive.expired())
            co_return Expected<Event>(stoppedError());
        const Expected<ApiAnswer> answer = co_await m_transport.send(request);
        if (!answer)
            co_return Expected<Event>(Unexpected(whereNoTokenWasSent(answer.error())));
        const QJsonValue items = answer->json.value("items"_L1);
        if (!items.isArray()) // otherwise it would mean that there is no such occurrence
            co_return Expected<Event>(
                Unexpected(badAnswer(u"Google's answer is not a list of occurrences."_s)));
        const QJsonArray list = items.toArray();
        for (const QJsonValue &item : list) {
            const Event event(item.toObject());
            guard.saw(event.id());
            if (startsAt(event, originalStart))
                co_return parseEvent(event.json(), event.id());
        }
        pageToken = answer->json.value("nextPageToken"_L1).toString();
        const Expected<void> further = pageToken.isEmpty() ? Expected<void>() : guard.goOn(pageToken);
        if (!further)
            co_return Expected<Event>(Unexpected(further.error()));
    } while (!pageToken.isEmpty());
    co_return Expected<Event>(
        makeError(ErrorCategory::NotFound, u"notFound"_s, u"The series has no occurrence at that time."_s));
}

Result<Event> HttpCalendarApi::write(Write write)
{
    const Expected<ApiRequest> request = writeRequest(write);
    if (!request)
        co_return Expected<Event>(Unexpected(request.error()));
    Expected<Event> event = co_await fetchEvent(*request, idOf(write));
    co_return event;
}

QCoro::Task<QList<Expected<Event>>> HttpCalendarApi::sendBatch(QList<Write> writes)
{
    QList<Expected<Event>> results;
    if (writes.size() == 1) { // a batch would gain nothing
        Expected<Event> only = co_await write(writes.first());
        results.append(std::move(only));
        co_return results;
    }
    // A write that cannot be sent fails alone; the others are sent.
    QList<ApiRequest> parts;
    QList<qsizetype> partOf(writes.size(), -1);
    for (qsizetype i = 0; i < writes.size(); ++i) {
        const Expected<ApiRequest> part = writeRequest(writes.at(i));
        results.append(part ? Expected<Event>(Event()) : Expected<Event>(Unexpected(part.error())));
        if (part) {
            partOf[i] = parts.size();
            parts.append(*part);
        }
    }
    if (parts.isEmpty())
        co_return results;
    const QByteArray boundary = "batch_" + newUuid(m_random).toLatin1();
    ApiRequest request;
    request.verb = "POST";
    request.path = "/batch/calendar/v3";
    request.body = encodeBatch(parts, boundary);
    request.contentType = "multipart/mixed; boundary=" + boundary;
    request.expect = ApiRequest::Expect::Multipart;
    Clock &clock = m_clock;
    const std::weak_ptr<bool> alive = m_life;
    const QByteArray call = CallScope::current();
    const Expected<ApiAnswer> answer = co_await m_transport.send(request);
    const auto inner = answer ? parseBatch(answer->body, answer->contentType, parts.size())
                              : QList<std::optional<BatchPart>>();
    for (qsizetype i = 0; i < writes.size(); ++i) {
        if (partOf.at(i) < 0)
            continue;
        if (!answer) {
            results[i] = Unexpected(answer.error());
            continue;
        }
        Expected<Event> result = writeResult(writes.at(i), inner.at(partOf.at(i)), clock.nowUtc());
        // The token expired between the outer request and this part, or was never allowed this. Sent alone, the part
        // gets the refresh and the repeat, or is recorded as lacking a scope.
        const bool isToken = !result && (isRejectedToken(result.error()) || isMissingScope(result.error()));
        if (isToken && !alive.expired()) {
            auto alone = inCall(call, [&] { return write(writes.at(i)); });
            result = co_await alone;
        }
        results[i] = std::move(result);
    }
    co_return results;
}

QCoro::Task<QList<Expected<Event>>> HttpCalendarApi::writeAll(QList<Write> writes)
{
    // Two batches in flight: one is on its way while Google works on the other.
    const std::weak_ptr<bool> alive = m_life;
    const QByteArray call = CallScope::current();
    QList<Expected<Event>> results;
    for (qsizetype at = 0; at < writes.size(); at += 2 * batchLimit) {
        if (alive.expired()) {
            while (results.size() < writes.size())
                results.append(stoppedError());
            co_return results;
        }
        auto first = inCall(call, [&] { return sendBatch(writes.mid(at, batchLimit)); });
        auto second = inCall(call, [&] { return sendBatch(writes.mid(at + batchLimit, batchLimit)); });
        const QList<Expected<Event>> firstResults = co_await first;
        const QList<Expected<Event>> secondResults = co_await second;
        results += firstResults;
        results += secondResults;
    }
    co_return results;
}

Result<Channel> HttpCalendarApi::watch(
    QString calendarId, QString channelId, QString token, QUrl address, std::chrono::seconds ttl)
{
    const QString url = address.toString(QUrl::FullyEncoded);
    const QJsonObject body{ { u"id"_s, channelId }, { u"type"_s, u"web_hook"_s }, { u"address"_s, url },
        { u"token"_s, token },
        { u"params"_s, QJsonObject{ { u"ttl"_s, QString::number(static_cast<qint64>(ttl.count())) } } } };
    const ApiRequest request = jsonPost(eventsPath(calendarId) + "/watch", body);
    const Expected<ApiAnswer> answer = co_await m_transport.send(request);
    if (!answer)
        co_return Expected<Channel>(Unexpected(answer.error()));
    Expected<Channel> channel = parseChannel(answer->json);
    if (channel) {
        channel->address = url;
        channel->token = token; // Google need not return it
    }
    co_return channel;
}

Result<void> HttpCalendarApi::stop(QString channelId, QString resourceId)
{
    ApiRequest request =
        jsonPost("/calendar/v3/channels/stop", { { u"id"_s, channelId }, { u"resourceId"_s, resourceId } });
    request.expect = ApiRequest::Expect::Nothing;
    const Expected<ApiAnswer> answer = co_await m_transport.send(request);
    if (!answer && answer.error().category != ErrorCategory::NotFound)
        co_return Expected<void>(Unexpected(answer.error()));
    co_return Expected<void>();
}

Result<QList<CalendarInfo>> HttpCalendarApi::calendarList()
{
    const std::weak_ptr<bool> alive = m_life;
    QList<CalendarInfo> calendars;
    PageGuard guard;
    QString pageToken;
    do {
        ApiRequest request;
        request.path = "/calendar/v3/users/me/calendarList";
        request.query = { { u"maxResults"_s, u"250"_s } };
        if (!pageToken.isEmpty())
            request.query.append({ u"pageToken"_s, pageToken });
        if (alive.expired())
            co_return Expected<QList<CalendarInfo>>(stoppedError());
        const Expected<ApiAnswer> answer = co_await m_transport.send(request);
        if (!answer)
            co_return Expected<QList<CalendarInfo>>(Unexpected(answer.error()));
        const QJsonArray items = answer->json.value("items"_L1).toArray();
        for (const QJsonValue &item : items) {
            const CalendarInfo info = parseCalendarInfo(item.toObject());
            guard.saw(info.id);
            if (!info.id.isEmpty())
                calendars.append(info);
        }
        pageToken = answer->json.value("nextPageToken"_L1).toString();
        const Expected<void> further = pageToken.isEmpty() ? Expected<void>() : guard.goOn(pageToken);
        if (!further)
            co_return Expected<QList<CalendarInfo>>(Unexpected(further.error()));
    } while (!pageToken.isEmpty());
    co_return Expected<QList<CalendarInfo>>(calendars);
}

Result<CalendarInfo> HttpCalendarApi::calendarInfo(QString calendarId)
{
    ApiRequest request;
    request.path = "/calendar/v3/users/me/calendarList/" + encodeSegment(calendarId);
    const Expected<ApiAnswer> answer = co_await m_transport.send(request);
    if (!answer)
        co_return Expected<CalendarInfo>(Unexpected(answer.error()));
    const CalendarInfo info = parseCalendarInfo(answer->json);
    if (info.id.isEmpty())
        co_return Expected<CalendarInfo>(Unexpected(badAnswer(u"Google's answer is not a calendar."_s)));
    co_return Expected<CalendarInfo>(info);
}

Result<QList<BusyTimes>> HttpCalendarApi::freeBusy(BusyQuery query)
{
    using Answer = Expected<QList<BusyTimes>>;
    // A sign-in for the sync alone stays valid: what it does not include is not asked for.
    const AuthStatus auth = m_oauth.status();
    if (auth.credentialsValid && !allowsFreeBusy(auth.scopes))
        co_return Answer(freeBusyNotAllowed());
    const std::weak_ptr<bool> alive = m_life;
    QList<BusyTimes> all;
    for (qsizetype at = 0; at < query.ids.size(); at += mostCalendarsAsked) {
        const QStringList ids = query.ids.mid(at, mostCalendarsAsked);
        QJsonArray items;
        for (const QString &id : ids)
            items.append(QJsonObject{ { u"id"_s, id } });
        const ApiRequest request = jsonPost("/calendar/v3/freeBusy",
            { { u"timeMin"_s, query.from.toUTC().toString(Qt::ISODate) },
                { u"timeMax"_s, query.to.toUTC().toString(Qt::ISODate) }, { u"items"_s, items } });
        if (alive.expired())
            co_return Answer(stoppedError());
        const Expected<ApiAnswer> answer = co_await m_transport.send(request);
        if (!answer)
            co_return Answer(
                isMissingScope(answer.error()) ? freeBusyNotAllowed() : Unexpected(answer.error()));
        const Expected<QList<BusyTimes>> part = parseFreeBusy(answer->json, ids);
        if (!part)
            co_return Answer(Unexpected(part.error()));
        all += *part;
    }
    co_return Answer(all);
}

} // namespace aria::google
