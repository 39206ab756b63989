// /sync/plan: what waits to be written, and a person's decision on deletions that were held back.
#pragma once

#include "api/router.h"
#include "service/calendarservice.h"

namespace aria::api {

class PlanController : public QObject
{
    Q_OBJECT
public:
    explicit PlanController(service::CalendarService &service, QObject *parent = nullptr);
    void addRoutes(Router &router);

private:
    Answer plan();
    Answer approve(const Request &request);
    Answer reject(const Request &request);

    service::CalendarService &m_service;
};

} // namespace aria::api
