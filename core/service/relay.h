// How a standby service has the leader do something: a row of aria_calendar_metadata holds the command and later its
// answer, and NOTIFY wakes whoever waits for either. Never used on a database that only one service uses.
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "base/time/foldedruns.h"
#include "store/store.h"

#include <QCoro/QCoroTask>

#include <QHash>
#include <QJsonObject>
#include <QPromise>
#include <QSet>
#include <QTimer>

#include <functional>
#include <map>

namespace aria::service {

// Lives on the service's thread. A command outlives the leader that received it: the next leader carries it out, so
// every kind of command must be safe to carry out twice.
class Relay : public QObject
{
    Q_OBJECT
public:
    using Result = Expected<QJsonObject>;
    // Carries out a command here. "not_leader" leaves it to whoever leads now.
    using Handler = std::function<QCoro::Task<Result>(QString calendarId, QJsonObject command)>;

    Relay(store::Store &store, RandomSource &random, QStringList calendarIds);

    void setHandler(Handler handler) { m_handler = std::move(handler); }
    // Commands for these calendars are carried out here.
    void setLeads(std::function<bool(QString calendarId)> leads) { m_leads = std::move(leads); }

    // The leader's answer or error. Unavailable "no_answer" when the time is up; the command may be carried
    // out all the same.
    QCoro::Task<Result> ask(QString calendarId, QJsonObject command, std::chrono::milliseconds limit);

    void look(); // something changed: looks for commands for us, and for answers
    void stop(); // nobody waits any more
    bool isBusy() const { return m_tasks > 0; }

private:
    QCoro::Task<void> lookOnce();
    QCoro::Task<void> carryOut(QString calendarId, QString key, QJsonObject command);
    QCoro::Task<void> forget(QString calendarId, QString key);
    void answer(const QString &key, const Result &result);

    store::Store &m_store;
    RandomSource &m_random;
    const QStringList m_calendarIds;
    Handler m_handler;
    std::function<bool(QString)> m_leads;
    std::map<QString, QPromise<Result>> m_waiting; // by the row's key
    QSet<QString> m_abandoned; // nobody waits for these any more; an answer that still comes is removed
    // Commands taken up here, by the row's key, until the row is gone. True: it is answered; a read that began before
    // may still see the row without its answer.
    QHash<QString, bool> m_takenUp;
    QTimer m_timer; // runs while somebody waits: a notification may be lost with its connection
    FoldedRuns m_looks{ [this] { return lookOnce(); } };
    int m_tasks = 0;
    bool m_stopped = false;
};

} // namespace aria::service
