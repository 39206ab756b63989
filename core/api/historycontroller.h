// /sync/history and /sync/undo: every change that the service made, and how to take it back.
#pragma once

#include "api/answercache.h"
#include "service/calendarservice.h"

namespace aria::api {

class HistoryController : public QObject
{
    Q_OBJECT
public:
    HistoryController(service::CalendarService &service, AnswerCache &cache, QObject *parent = nullptr);
    void addRoutes(Router &router);

private:
    Answer history(const Request &request);
    Answer undo(const Request &request);
    Answer undoSince(const Request &request);

    service::CalendarService &m_service;
    AnswerCache &m_cache;
};

} // namespace aria::api
