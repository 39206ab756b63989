// Answers of reading: given with an entity tag, and given again while nothing in the database changes, by whomever. Who
// asks for an answer that is being made gets that one.
#pragma once

#include "api/router.h"
#include "api/sharedquestion.h"
#include "service/calendarservice.h"

#include <QCache>

#include <optional>
#include <vector>

namespace aria::api {

// Lives on the server's thread. Holds at most 4 MiB, what was asked for last.
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
    // The same for a handler that keeps something itself. It is told what the database looks like; an error: unknown.
    using MarkedHandler = std::function<Answer(const Request &, const Expected<service::Mark> &)>;
    Router::Handler ofMarked(From from, MarkedHandler handler);

private:
    struct Kept
    {
        QByteArray mark;
        Response response;
    };
    struct Waiting
    {
        Answer answer;
        QByteArray known; // its If-None-Match
    };
    Answer answer(
        const Request &request, const Expected<service::Mark> &now, From from, const MarkedHandler &handler);
    void give(const QByteArray &name, const QByteArray &mark, const Response &made);
    void keep(const QByteArray &name, const QByteArray &mark, const Response &response);

    using Mark = std::optional<Expected<service::Mark>>; // nullopt: the service is stopping
    SharedQuestion<Mark> m_mark;
    QCache<QByteArray, Kept> m_kept; // cost: bytes
    QHash<std::pair<QByteArray, QByteArray>, std::vector<Waiting>> m_making; // by name and mark
};

} // namespace aria::api
