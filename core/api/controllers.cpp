#include "api/controllers.h"

namespace aria::api {

Controllers::Controllers(
    service::CalendarService &service, Clock &clock, Metrics &metrics, const HttpLimits &limits)
    : m_health(service, clock)
    , m_auth(service)
    , m_cache(service)
    , m_events(service, m_cache)
    , m_webhook(service)
    , m_sync(service, m_cache)
    , m_history(service, m_cache)
    , m_plan(service)
    , m_stream(service, limits)
    , m_metrics(service, metrics, [this] { return m_stream.subscribers(); })
    , m_diagnostics(service)
    , m_mcp(m_router, service, clock)
{
    m_health.addRoutes(m_router);
    m_auth.addRoutes(m_router);
    m_events.addRoutes(m_router);
    m_webhook.addRoutes(m_router);
    m_sync.addRoutes(m_router);
    m_history.addRoutes(m_router);
    m_plan.addRoutes(m_router);
    m_stream.addRoutes(m_router);
    m_metrics.addRoutes(m_router);
    m_diagnostics.addRoutes(m_router);
    m_docs.addRoutes(m_router);
    m_mcp.addRoutes(m_router);
}

} // namespace aria::api
