#include "api/router.h"

namespace aria::api {

using namespace Qt::StringLiterals;

namespace {

bool isParameter(const QString &segment)
{
    return segment.startsWith(u'{');
}

// Split before decoding: an id may contain an encoded slash.
QStringList segmentsOf(const QString &path)
{
    QStringList segments = path.mid(1).split(u'/');
    for (QString &segment : segments)
        segment = QUrl::fromPercentEncoding(segment.toUtf8());
    return segments;
}

// 415 if there is a body, or has to be one, and it is not declared as JSON.
std::optional<Response> checkContentType(const Request &request, Router::Body body)
{
    if (body == Router::Body::None || (request.body.isEmpty() && body == Router::Body::OptionalJson))
        return std::nullopt;
    const QByteArray type = request.header("content-type").split(';').first().trimmed().toLower();
    if (type == "application/json" || (type.isEmpty() && request.body.isEmpty()))
        return std::nullopt;
    return Response::detail(415, u"The body must be application/json."_s);
}

} // namespace

void Router::add(const QByteArray &method, const QString &path, Body body, Handler handler)
{
    m_routes.push_back({ method, path.mid(1).split(u'/'), path, body, std::move(handler) });
    if (!path.contains(u'{'))
        m_literal[path].append(&m_routes.back());
}

QStringList Router::routes() const
{
    QStringList routes;
    for (const Route &route : m_routes)
        routes.append(QString::fromLatin1(route.method) + u' ' + route.path);
    return routes;
}

std::optional<QStringList> Router::match(const Route &route, const QStringList &segments)
{
    if (route.segments.size() != segments.size())
        return std::nullopt;
    QStringList parameters;
    for (qsizetype i = 0; i < segments.size(); ++i) {
        if (isParameter(route.segments[i]) && !segments[i].isEmpty())
            parameters.append(segments[i]);
        else if (route.segments[i] != segments[i])
            return std::nullopt;
    }
    return parameters;
}

// Chooses the routes of the most literal path that matches. The method is looked for only among those, so that
// "GET /events/create" is a wrong method rather than an event named "create".
Router::Fitting Router::routesOf(const QString &path) const
{
    if (const auto literal = m_literal.constFind(path); literal != m_literal.constEnd())
        return { *literal, {} };
    const QStringList segments = segmentsOf(path);
    qsizetype fewestParameters = -1;
    Fitting fitting;
    for (const Route &route : m_routes) {
        const auto matched = match(route, segments);
        if (!matched || (fewestParameters >= 0 && matched->size() > fewestParameters))
            continue;
        if (matched->size() != fewestParameters)
            fitting.routes.clear();
        fewestParameters = matched->size();
        fitting.parameters = *matched;
        fitting.routes.append(&route);
    }
    return fitting;
}

Answer Router::route(Request request, QString *taken) const
{
    const auto [routes, parameters] = routesOf(request.path);
    if (routes.isEmpty())
        return ready(Response::detail(404, u"There is nothing at this path."_s));

    if (taken)
        *taken = routes.constFirst()->path;
    const QByteArray method = request.method == "HEAD" ? QByteArray("GET") : request.method;
    QByteArrayList allowed;
    for (const Route *route : routes) {
        if (route->method == method) {
            if (auto refused = checkContentType(request, route->body))
                return ready(*refused);
            request.parameters = parameters;
            return route->handler(request);
        }
        allowed.append(route->method);
        if (route->method == "GET")
            allowed.append("HEAD");
    }
    Response response =
        Response::detail(405, u"This path does not take %1."_s.arg(QString::fromLatin1(request.method)));
    response.headers.emplaceBack("Allow", allowed.join(", "));
    return ready(response);
}

} // namespace aria::api
