// Answers that were given before and still hold: nothing in the database has changed since, by whomever.
#pragma once

#include "api/message.h"
#include "service/calendarservice.h"

#include <QCache>

namespace aria::api {

// For GET requests. Lives on the server's thread, which the answers come back to. Holds at most 16 MiB, what was asked
// for last.
class KeptAnswers : public QObject
{
    Q_OBJECT
public:
    explicit KeptAnswers(service::CalendarService &service, QObject *parent = nullptr);

    // What an answer follows from, besides the request.
    enum class From { Database, DatabaseAndTime };

    // The answer to `request` that is kept, or else what `make` answers, which is kept if its status is 200. `make` is
    // called later, on the server's thread.
    Answer answer(const Request &request, From from, std::function<Answer()> make);

private:
    struct Kept
    {
        QByteArray mark;
        Response response;
    };
    void keep(const QByteArray &name, const QByteArray &mark, const Response &response);

    service::CalendarService &m_service;
    QCache<QByteArray, Kept> m_kept; // cost: bytes
};

} // namespace aria::api
