#include "api/healthcontroller.h"

#include "api/eventjson.h"

namespace aria::api {

using namespace Qt::StringLiterals;

void HealthController::addRoutes(Router &router)
{
    router.add("GET", u"/health"_s, Router::Body::None,
        [this](const Request &request) { return ready(health(request)); });
}

Response HealthController::health(const Request &request) const
{
    const service::HealthView view = m_service.health();
    const bool healthy = view.databaseHealthy && view.auth.credentialsValid;
    QJsonObject json{ { u"status"_s, healthy ? u"healthy"_s : u"degraded"_s } };
    if (!request.authorized || request.publicHost)
        return Response::json(json);

    json[u"service"_s] = u"google-calendar-sync"_s;
    json[u"version"_s] = QStringLiteral(ARIA_VERSION);
    json[u"timestamp"_s] = toRfc3339(m_clock.nowUtc());
    json[u"components"_s] = QJsonObject{
        { u"database"_s, view.databaseHealthy ? u"healthy"_s : u"unhealthy"_s },
        { u"google_auth"_s, view.auth.credentialsValid ? u"authenticated"_s : u"needs_auth"_s },
        { u"sync_handler"_s, view.syncReady ? u"ready"_s : u"not_initialized"_s },
    };
    if (!view.databaseHealthy)
        json[u"database_problem"_s] = view.databaseProblem;
    json[u"auth_status"_s] = authJson(view.auth);
    return Response::json(json);
}

} // namespace aria::api
