// GET /metrics: what the service counts about itself, for Prometheus.
#pragma once

#include "api/router.h"
#include "base/metrics.h"
#include "service/calendarservice.h"

namespace aria::api {

class MetricsController : public QObject
{
    Q_OBJECT
public:
    MetricsController(service::CalendarService &service, Metrics &metrics, std::function<int()> subscribers,
        QObject *parent = nullptr);
    void addRoutes(Router &router);

private:
    // Also while the database is away: then what only it knows is left out.
    Answer metrics();
    void setHealth(const service::HealthView &health);
    void setStatus(const Expected<service::StatusView> &status);

    service::CalendarService &m_service;
    Metrics &m_metrics;
    const std::function<int()> m_subscribers; // of the event stream
};

} // namespace aria::api
