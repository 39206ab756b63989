#include "api/mcptools.h"

#include "api/documents.h"
#include "api/errors.h"
#include "base/exacttext.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace aria::api {

namespace {

// A route, and which arguments stand in its query; those of the path are named there, the others are the body.
struct RouteCall
{
    QByteArray method;
    QString path;
    QStringList query = {};
};

const QHash<QString, RouteCall> &routeCalls()
{
    static const QString event = u"google_event_id"_s;
    static const QString calendar = u"calendar_id"_s;
    static const QHash<QString, RouteCall> calls{
        { u"get_event"_s, { "GET", u"/events/{google_event_id}"_s, { calendar } } },
        { u"create_event"_s, { "POST", u"/events/create"_s } },
        { u"update_event"_s, { "POST", u"/events/update"_s } },
        { u"delete_event"_s, { "DELETE", u"/events/{google_event_id}"_s, { calendar } } },
        { u"list_conflicts"_s, { "GET", u"/sync/conflicts"_s } },
        { u"resolve_conflict"_s,
            { "POST", u"/sync/resolve/{google_event_id}"_s, { u"resolution"_s, calendar } } },
        { u"recent_changes"_s, { "GET", u"/sync/history"_s, { u"limit"_s, u"cursor"_s, event, calendar } } },
        { u"undo_change"_s, { "POST", u"/sync/undo/{history_id}"_s } },
        { u"sync_status"_s, { "GET", u"/sync/status"_s } },
        { u"sync_now"_s, { "POST", u"/sync/now"_s } },
    };
    return calls;
}

QString textOf(const QJsonValue &value)
{
    return value.isString() ? value.toString() : value.toVariant().toString();
}

QString encoded(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

// The route's path with its arguments in it, which are taken out of the rest.
QString filled(QString path, QJsonObject &arguments)
{
    for (const QString &name : arguments.keys()) {
        const QString place = u'{' + name + u'}';
        if (path.contains(place))
            path.replace(place, encoded(textOf(arguments.take(name))));
    }
    return path;
}

Answer whenAnswered(const Answer &answer, QObject *context, std::function<Answer(const Response &)> next)
{
    Answer last;
    answer.then(context, [context, last, next, call = CallScope::current()](const Response &first) {
        const CallScope scope(call);
        passOn(last, next(first), context);
    });
    return last;
}

} // namespace

McpTools::McpTools(const Router &router, service::CalendarService &service, const Clock &clock)
    : m_router(router)
    , m_agenda(service, clock)
    , m_schemas(QJsonObject())
{
    const QJsonObject document = QJsonDocument::fromJson(documentNamed(u"mcp.json"_s)).object();
    m_instructions = document.value("instructions"_L1).toString();
    // What a tool gives back is what the API's own description says of the answer.
    const JsonSchema answers(openApi());
    for (const QJsonValue entry : document.value("tools"_L1).toArray()) {
        QJsonObject tool = entry.toObject();
        tool.insert(u"outputSchema"_s, answers.expanded(tool.value("outputSchema"_L1).toObject()));
        m_tools.append(tool);
    }
}

bool McpTools::has(const QString &name) const
{
    return std::any_of(m_tools.begin(), m_tools.end(),
        [&name](const QJsonValue &tool) { return tool["name"_L1].toString() == name; });
}

Answer McpTools::call(const QString &name, const QJsonObject &arguments, const Request &request)
{
    for (const QJsonValue tool : std::as_const(m_tools)) {
        if (tool["name"_L1].toString() != name)
            continue;
        const QStringList faults = m_schemas.faultsOf(arguments, tool["inputSchema"_L1].toObject());
        if (!faults.isEmpty())
            return ready(Response::detail(422, u"The arguments do not fit: %1."_s.arg(faults.join(u"; "_s))));
    }
    if (name == "list_events"_L1)
        return m_agenda.list(arguments);
    if (name == "search_events"_L1)
        return m_agenda.search(arguments);
    if (name == "find_free_time"_L1)
        return m_agenda.freeTime(arguments);
    if (name == "delete_event"_L1)
        return deleteEvent(arguments, request);
    return callRoute(name, arguments, request);
}

Answer McpTools::callRoute(const QString &name, QJsonObject arguments, const Request &request)
{
    const RouteCall route = routeCalls().value(name);
    Request inner;
    inner.id = request.id;
    inner.method = route.method;
    inner.peerIsLoopback = request.peerIsLoopback;
    inner.authorized = request.authorized;
    inner.path = filled(route.path, arguments);
    if (const QString key = arguments.take(u"idempotency_key"_s).toString(); !key.isEmpty())
        inner.headers.insert("idempotency-key", key.toUtf8());
    QUrlQuery query;
    for (const QString &member : route.query) {
        if (arguments.contains(member)) // a plus would be read as a blank
            query.addQueryItem(member, encoded(textOf(arguments.take(member))));
    }
    inner.query = query;
    if (!arguments.isEmpty()) {
        inner.body = compactJson(arguments);
        inner.headers.insert("content-type", "application/json");
    }
    return m_router.route(inner);
}

// An assistant that means one meeting and names its series would delete years of them.
Answer McpTools::deleteEvent(QJsonObject arguments, const Request &request)
{
    const bool wholeSeries = arguments.take(u"whole_series"_s).toBool();
    if (wholeSeries)
        return callRoute(u"delete_event"_s, arguments, request);
    return whenAnswered(callRoute(u"get_event"_s, arguments, request), this,
        [this, arguments, request](const Response &found) -> Answer {
            const QJsonObject event =
                QJsonDocument::fromJson(found.body).object().value("event"_L1).toObject();
            if (event.value("recurrence"_L1).toArray().isEmpty())
                return callRoute(u"delete_event"_s, arguments, request);
            return ready(Response::detail(409,
                u"\"%1\" is a series. To cancel one occurrence, pass the id of that occurrence; to delete "
                u"all of them,"
                u" past and future, pass whole_series true."_s.arg(event.value("title"_L1).toString())));
        });
}

} // namespace aria::api
