// /events/…: writing, reading and deleting events.
#pragma once

#include "api/agendacache.h"
#include "api/answercache.h"
#include "api/eventinput.h"
#include "api/router.h"
#include "service/calendarservice.h"

namespace aria::api {

class EventsController : public QObject
{
    Q_OBJECT
public:
    EventsController(service::CalendarService &service, AnswerCache &cache, QObject *parent = nullptr);
    void addRoutes(Router &router);

private:
    Answer create(const Request &request);
    Answer update(const Request &request);
    Answer sendUpdate(const service::UpdateRequest &update, const Request &request);
    Answer remove(const Request &request);
    Answer respond(const Request &request);
    Answer move(const Request &request);
    Answer get(const Request &request);
    Answer list(const Request &request);
    Answer today(const Request &request);
    Answer upcoming(const Request &request, const Expected<service::Mark> &now);

    service::CalendarService &m_service;
    AnswerCache &m_cache;
    AgendaCache m_upcoming;
};

} // namespace aria::api
