// Notes every call of the API: a line in the log, and its duration for GET /metrics.
#pragma once

#include "api/answer.h"
#include "base/callscope.h"
#include "base/metrics.h"

#include <QElapsedTimer>
#include <QObject>

namespace aria::api {

// Lives on the server's thread.
class CallJournal : public QObject
{
    Q_OBJECT
public:
    explicit CallJournal(Metrics &metrics)
        : m_metrics(metrics)
    {
    }

    // Carries out the call in its scope and notes it when it is answered. `handle` returns the answer, and the
    // template of the route that gave it.
    struct Handled
    {
        Answer answer;
        QString route; // "/events/{id}"; empty: no route took it
    };
    template <class Handle> Answer note(const Request &request, Handle handle);

private:
    struct Call
    {
        QByteArray id;
        QByteArray method;
        QString route;
        QElapsedTimer timer = {};
    };
    Answer whenAnswered(const Answer &answer, const Call &call);
    void conclude(const Call &call, int status);

    Metrics &m_metrics;
};

template <class Handle> Answer CallJournal::note(const Request &request, Handle handle)
{
    Call call{ request.id, request.method, {} };
    call.timer.start();
    const CallScope scope(request.id);
    const Handled handled = handle();
    call.route = handled.route;
    return whenAnswered(handled.answer, call);
}

} // namespace aria::api
