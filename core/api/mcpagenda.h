// The tools of an assistant that look at a window of time: list_events, search_events, find_free_time.
#pragma once

#include "api/freetime.h"
#include "api/message.h"
#include "base/clock.h"
#include "service/calendarservice.h"

namespace aria::api {

// Belongs to the server's thread. The arguments have already been checked against the tools' schemas.
class McpAgenda : public QObject
{
    Q_OBJECT
public:
    McpAgenda(service::CalendarService &service, const Clock &clock);

    Answer list(const QJsonObject &arguments);
    Answer search(const QJsonObject &arguments);
    Answer freeTime(const QJsonObject &arguments);

private:
    Answer read(const QJsonObject &arguments, const Span &otherwise);

    service::CalendarService &m_service;
    const Clock &m_clock;
};

} // namespace aria::api
