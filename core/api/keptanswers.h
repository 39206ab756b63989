// Answers of reading: given with an entity tag, and given again while nothing in the database changes, by whomever.
#pragma once

#include "api/router.h"
#include "api/sharedquestion.h"
#include "service/calendarservice.h"

#include <QCache>

namespace aria::api {

// Lives on the server's thread. Holds at most 16 MiB, what was asked for last.
class KeptAnswers : public QObject
{
    Q_OBJECT
public:
    explicit KeptAnswers(service::CalendarService &service, QObject *parent = nullptr);

    // What an answer follows from, besides the request.
    enum class From { Database, DatabaseAndTime };

    // The same answers as those of `handler`, which is asked where none is kept. Only answers with status 200 are tagged
    // and kept. To be called, as every handler, on the server's thread.
    Router::Handler of(From from, Router::Handler handler);

private:
    struct Kept
    {
        QByteArray mark;
        Response response;
    };
    Answer answer(
        const Request &request, const Expected<service::Mark> &now, From from, const Router::Handler &handler);
    void keep(const QByteArray &name, const QByteArray &mark, const Response &response);

    SharedQuestion<Expected<service::Mark>> m_mark;
    QCache<QByteArray, Kept> m_kept; // cost: bytes
};

} // namespace aria::api
