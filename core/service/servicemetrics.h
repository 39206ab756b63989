// Counts what the engines report: syncs and pushes, and what Google's clock says.
#pragma once

#include "base/metrics.h"
#include "service/engines.h"

namespace aria::service {

// Lives on the service's thread. The references outlive it.
class ServiceMetrics final : public QObject
{
    Q_OBJECT
public:
    ServiceMetrics(Engines &engines, const google::CalendarApi &api, Metrics &metrics);
};

} // namespace aria::service
