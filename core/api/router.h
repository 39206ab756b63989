// Finds the handler for a method and path. No match is a 404, or a 405 that names the methods that would match.
#pragma once

#include "api/answer.h"

#include <QHash>

#include <deque>
#include <functional>

namespace aria::api {

// Filled once, then only read. The handlers belong to the server's thread.
class Router
{
public:
    using Handler = std::function<Answer(const Request &)>;

    // How a route treats its body. Json: required, and must be application/json. OptionalJson: may be absent. None:
    // whatever comes is ignored.
    enum class Body { None, Json, OptionalJson };

    // `path` such as "/events/{id}": a {…} part matches one segment, decoded. Literal paths win over those with
    // parameters. HEAD is answered wherever GET is.
    void add(const QByteArray &method, const QString &path, Body body, Handler handler);

    QStringList routes() const; // "GET /events/{id}", in the order they were added

    // `taken` is set to the path of the matching route as it was added, even if the answer is 405.
    Answer route(Request request, QString *taken = nullptr) const;

private:
    struct Route
    {
        QByteArray method;
        QStringList segments;
        QString path;
        Body body = Body::None;
        Handler handler;
    };
    struct Fitting
    {
        QList<const Route *> routes; // of one path, one for each method
        QStringList parameters;
    };
    static std::optional<QStringList> match(const Route &route, const QStringList &segments);
    Fitting routesOf(const QString &path) const;

    std::deque<Route> m_routes; // they stay where they are
    QHash<QString, QList<const Route *>> m_literal; // those without parameters, by path
};

} // namespace aria::api
