// Keeps the answers to reads: they get an entity tag, and are given again as long as nobody changes anything in the
// database. A request for an answer that is just being made gets that one.
#pragma once

#include "api/router.h"
#include "api/sharedquestion.h"
#include "service/calendarservice.h"

#include <QCache>

#include <optional>
#include <vector>

namespace aria::api {

// Lives on the server's thread. Holds at most 4 MiB; what was asked for last stays.
class AnswerCache : public QObject
{
    Q_OBJECT
public:
    explicit AnswerCache(service::CalendarService &service, QObject *parent = nullptr);

    // What an answer depends on, besides the request.
    enum class From { Database, DatabaseAndTime };

    // A handler that gives the same answers as `handler`, and asks it only if no answer is kept. Only answers with
    // status 200 are tagged and kept. Like every handler, it is called on the server's thread.
    Router::Handler of(From from, Router::Handler handler);
    // The same for a handler that keeps something itself. It gets the mark of the database; an error means that the
    // mark is unknown.
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
