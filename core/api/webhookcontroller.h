// /webhook…: Google's notifications, and the channel they come through.
#pragma once

#include "api/router.h"
#include "service/calendarservice.h"

namespace aria::api {

class WebhookController : public QObject
{
    Q_OBJECT
public:
    explicit WebhookController(service::CalendarService &service, QObject *parent = nullptr);
    void addRoutes(Router &router);

private:
    // The body is ignored: Google's is empty, and n8n makes something of its own of that.
    Answer notified(const Request &request);
    Answer setup(const Request &request);
    Answer stop();

    service::CalendarService &m_service;
};

} // namespace aria::api
