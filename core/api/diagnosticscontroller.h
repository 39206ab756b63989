// GET /diagnostics: whether everything that the service needs is as it should be.
#pragma once

#include "api/router.h"
#include "service/calendarservice.h"

namespace aria::api {

class DiagnosticsController : public QObject
{
    Q_OBJECT
public:
    explicit DiagnosticsController(service::CalendarService &service, QObject *parent = nullptr);
    void addRoutes(Router &router);

private:
    Answer diagnose();

    service::CalendarService &m_service;
};

} // namespace aria::api
