// GET /events/stream: changes of events as server-sent events (contract: How others learn of changes).
#pragma once

#include "api/httplimits.h"
#include "api/router.h"
#include "api/streamhub.h"

namespace aria::api {

class StreamController : public QObject
{
    Q_OBJECT
public:
    StreamController(service::CalendarService &service, const HttpLimits &limits, QObject *parent = nullptr);
    void addRoutes(Router &router);

    int subscribers() const { return m_hub.subscribers(); }

private:
    Answer open(const Request &request);

    service::CalendarService &m_service;
    const int m_maxStreams;
    StreamHub m_hub;
    int m_opening = 0; // subscribers to be
};

} // namespace aria::api
