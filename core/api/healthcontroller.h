// GET /health: from memory, whatever Google and the database do.
#pragma once

#include "api/router.h"
#include "base/clock.h"
#include "service/calendarservice.h"

namespace aria::api {

class HealthController
{
public:
    HealthController(service::CalendarService &service, Clock &clock)
        : m_service(service)
        , m_clock(clock)
    {
    }
    void addRoutes(Router &router);

private:
    // To those who showed no token where one is set, and to the public host, only the status.
    Response health(const Request &request) const;

    service::CalendarService &m_service;
    Clock &m_clock;
};

} // namespace aria::api
