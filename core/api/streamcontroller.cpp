#include "api/streamcontroller.h"

#include "api/errors.h"
#include "api/fieldreader.h"

#include <QRegularExpression>

namespace aria::api {

using namespace Qt::StringLiterals;

namespace {

const QStringList allTypes{ u"created"_s, u"updated"_s, u"deleted"_s, u"conflict"_s, u"resolved"_s };

Response streaming()
{
    Response response;
    response.contentType = "text/event-stream";
    response.headers.emplaceBack("X-Accel-Buffering", "no"); // nginx would hold messages back
    return response;
}

// ?types=created,deleted; empty: all.
QSet<QString> requestedTypes(const Request &request, Faults &faults)
{
    const auto text = request.queryValue(u"types"_s);
    if (!text)
        return {};
    QSet<QString> types;
    for (const QString &name : text->split(u',')) {
        if (allTypes.contains(name))
            types.insert(name);
        else
            faults.add({ u"query"_s, u"types"_s }, u"enum"_s,
                u"\"%1\" is no type of message: allowed are %2, separated by commas"_s.arg(
                    name.left(50), allTypes.join(u", "_s)));
    }
    return types;
}

// The header is what a client has read last; an address with ?last_event_id= stays as it was when it connects again.
std::optional<qint64> lastEventId(const Request &request, Faults &faults)
{
    static const QRegularExpression form(u"^[0-9]{1,18}$"_s);
    const bool isHeader = request.headers.contains("last-event-id");
    const QString text = isHeader ? QString::fromUtf8(request.header("last-event-id"))
                                  : request.queryValue(u"last_event_id"_s).value_or(QString());
    if (text.isEmpty())
        return std::nullopt;
    if (!form.match(text).hasMatch() || text.endsWith(u'\n')) {
        faults.add(
            { isHeader ? u"header"_s : u"query"_s, isHeader ? u"Last-Event-ID"_s : u"last_event_id"_s },
            u"value_error"_s,
            u"\"%1\" is no id of a message: it must be the id of one that came from here"_s.arg(
                text.left(50)));
        return std::nullopt;
    }
    return text.toLongLong();
}

// To begin with: the client knows that it is connected, from where on it follows, and that it may come back soon.
QByteArray opening(qint64 from)
{
    return ": connected\nretry: 1000\nid: " + StreamHub::idText(from) + "\n\n";
}

} // namespace

StreamController::StreamController(
    service::CalendarService &service, const HttpLimits &limits, QObject *parent)
    : QObject(parent)
    , m_service(service)
    , m_maxStreams(limits.maxStreams)
    , m_hub(service, limits.streamComment)
{
}

void StreamController::addRoutes(Router &router)
{
    router.add("GET", u"/events/stream"_s, Router::Body::None,
        [this](const Request &request) { return open(request); });
}

Answer StreamController::open(const Request &request)
{
    Faults faults;
    const QSet<QString> types = requestedTypes(request, faults);
    const std::optional<qint64> since = lastEventId(request, faults);
    if (!faults.isEmpty())
        return ready(Response::faults(faults.list()));
    if (request.method == "HEAD")
        return ready(streaming());
    if (m_hub.subscribers() + m_opening >= m_maxStreams) {
        Response response =
            Response::detail(503, u"%1 event streams are open, and no more are served."_s.arg(m_maxStreams));
        response.headers.emplaceBack("Retry-After", "5");
        return ready(response);
    }
    ++m_opening;
    return answerEither(m_service.messageBounds(), this,
        [this, request, types, since](const Expected<store::EventLogBounds> &bounds) -> Response {
            --m_opening;
            if (!bounds)
                return errorResponse(bounds.error(), request);
            Response response = streaming();
            if (!since || bounds->reachesBackTo(*since)) {
                const qint64 from = since.value_or(bounds->last);
                response.stream = m_hub.subscribe(opening(from), from, bounds->last, types);
                return response;
            }
            const QByteArray reset = StreamHub::frameOf(bounds->last, u"reset"_s,
                R"({"detail":"What came after the last id is not kept here: read the events anew, then follow."})");
            response.stream =
                m_hub.subscribe(opening(bounds->last) + reset, bounds->last, bounds->last, types);
            return response;
        });
}

} // namespace aria::api
