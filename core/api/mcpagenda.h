// The tools of an assistant that look at a window of time: list_events, search_events, find_free_time.
#pragma once

#include "api/message.h"
#include "base/clock.h"
#include "service/calendarservice.h"

namespace aria::api {

// Belongs to the server's thread. The arguments fit the tools' schemas already.
class McpAgenda : public QObject
{
    Q_OBJECT
public:
    McpAgenda(service::CalendarService &service, const Clock &clock);

    Answer list(const QJsonObject &arguments);
    Answer search(const QJsonObject &arguments);
    Answer freeTime(const QJsonObject &arguments);

private:
    service::CalendarService &m_service;
    const Clock &m_clock;
};

// Whether each of the words is in the event's title, description, location or guests, whatever its case and accents.
bool hasWords(const QJsonObject &event, const QString &words);

} // namespace aria::api
