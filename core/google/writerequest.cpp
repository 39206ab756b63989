#include "google/writerequest.h"

#include "base/exacttext.h"
#include "google/googleerror.h"
#include "google/resources.h"
#include "google/retrypolicy.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace aria::google {

QByteArray eventsPath(const QString &calendarId)
{
    return "/calendar/v3/calendars/" + encodeSegment(calendarId) + "/events";
}

QByteArray eventPath(const QString &calendarId, const QString &eventId)
{
    return eventsPath(calendarId) + '/' + encodeSegment(eventId);
}

QString idOf(const Write &write)
{
    return write.kind == Write::Kind::Insert ? write.body.value("id"_L1).toString() : write.eventId;
}

Expected<ApiRequest> writeRequest(const Write &write)
{
    const QString id = idOf(write);
    if (write.calendarId.isEmpty() || id.isEmpty())
        return makeError(ErrorCategory::Internal, u"incomplete_write"_s,
            u"A change for Google lacks its calendar or its event id."_s);
    ApiRequest request;
    request.query.append({ u"sendUpdates"_s, toString(write.sendUpdates) });
    if (write.conferenceData && (write.kind == Write::Kind::Insert || write.kind == Write::Kind::Patch))
        request.query.append({ u"conferenceDataVersion"_s, u"1"_s });
    if (write.body.contains(u"attachments"_s))
        request.query.append({ u"supportsAttachments"_s, u"true"_s });
    request.ifMatch = write.etag.toUtf8();
    if (write.kind == Write::Kind::Delete) {
        request.verb = "DELETE";
        request.path = eventPath(write.calendarId, id);
        request.expect = ApiRequest::Expect::Nothing;
        return request;
    }
    if (write.kind == Write::Kind::Move) {
        if (write.destination.isEmpty())
            return makeError(ErrorCategory::Internal, u"incomplete_write"_s,
                u"A move lacks the calendar where the event goes."_s);
        request.verb = "POST";
        request.path = eventPath(write.calendarId, id) + "/move";
        request.query.append({ u"destination"_s, write.destination });
        request.contentType = "application/json; charset=UTF-8"; // of nothing; else Qt would call it a form
        request.ifMatch.clear(); // events.move knows no conditions
        return request;
    }
    if (write.kind == Write::Kind::Insert) {
        request.verb = "POST";
        request.path = eventsPath(write.calendarId);
        request.ifMatch.clear(); // there is nothing to match yet
    } else {
        request.verb = "PATCH";
        request.path = eventPath(write.calendarId, id);
    }
    request.body = compactJson(write.body);
    request.contentType = "application/json; charset=UTF-8";
    return request;
}

Expected<calendar::Event> writeResult(
    const Write &write, const std::optional<BatchPart> &part, const QDateTime &nowUtc)
{
    if (!part)
        return makeError(ErrorCategory::Unavailable, u"batch_part_missing"_s,
            u"Google's answer to a batch lacks the answer to this change."_s);
    const bool html = part->contentType.startsWith("text/html") || part->body.trimmed().startsWith('<');
    if (part->status < 200 || part->status >= 300 || html) {
        Error error = whereNoTokenWasSent(errorFromStatus(part->status, part->body, html));
        error.retryAfter = parseRetryAfter(part->retryAfter, nowUtc);
        return Unexpected(error);
    }
    if (write.kind != Write::Kind::Delete)
        return parseEvent(parseJson(part->body).object(), idOf(write));
    if (!saysNothing(part->body))
        return Unexpected(
            badAnswer(u"What came back is no answer of Google's API (status %1)."_s.arg(part->status)));
    return calendar::Event();
}

} // namespace aria::google
