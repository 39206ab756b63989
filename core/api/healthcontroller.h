// GET /health: answered from memory, whatever state Google and the database are in.
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
    // Only the status, if a token is set and the caller did not show it, or for the public host.
    Response health(const Request &request) const;

    service::CalendarService &m_service;
    Clock &m_clock;
};

} // namespace aria::api
