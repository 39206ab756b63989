// /sync/…: the state of both sides, conflicts, and the sync itself.
#pragma once

#include "api/answercache.h"
#include "service/calendarservice.h"

namespace aria::api {

class SyncController : public QObject
{
    Q_OBJECT
public:
    SyncController(service::CalendarService &service, AnswerCache &cache, QObject *parent = nullptr);
    void addRoutes(Router &router);

private:
    Answer status();
    Answer readStatus();
    Response written(const service::StatusView &status);
    Answer conflicts();
    Answer resolve(const Request &request);
    Answer now(const Request &request); // ?dry_run=true: only shows what it would do
    Answer pause();
    Answer resume();

    service::CalendarService &m_service;
    AnswerCache &m_cache;
    SharedQuestion<Response> m_status;
    quint64 m_edition = 0; // of the status in m_written
    Response m_written;
};

} // namespace aria::api
