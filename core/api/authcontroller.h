// /auth/…: signing in to Google and out again.
#pragma once

#include "api/router.h"
#include "service/calendarservice.h"

namespace aria::api {

// Belongs to the server's thread, as do all controllers.
class AuthController : public QObject
{
    Q_OBJECT
public:
    explicit AuthController(service::CalendarService &service, QObject *parent = nullptr);
    void addRoutes(Router &router);

private:
    Answer status();
    Answer url(const Request &request);
    Answer landing(const Request &request); // GET: the browser
    Answer callback(const Request &request); // POST: a client that caught the code itself
    Answer revoke();

    service::CalendarService &m_service;
};

} // namespace aria::api
