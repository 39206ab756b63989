// How a service that stands by has the leader do something: a row of aria_calendar_metadata holds the command and then
// its answer, NOTIFY wakes whoever waits for either. On a database that only one service uses nothing ever goes here.
#pragma once

#include "base/clock.h"
#include "base/random.h"
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

// Lives on the service's thread. A command outlives the leader that was given it: the next one carries it out, so each
// kind of command must bear to be done twice.
class Relay : public QObject
{
    Q_OBJECT
public:
    using Result = Expected<QJsonObject>;
    // Carries a command out here. "not_leader" leaves it to whoever leads now.
    using Handler = std::function<QCoro::Task<Result>(QString calendarId, QJsonObject command)>;

    Relay(store::Store &store, RandomSource &random, QStringList calendarIds);

    void setHandler(Handler handler) { m_handler = std::move(handler); }
    // Commands of these calendars are carried out here.
    void setLeads(std::function<bool(QString calendarId)> leads) { m_leads = std::move(leads); }

    // The leader's answer or error. Unavailable "no_answer" when the time is over; the command may be carried out all
    // the same.
    QCoro::Task<Result> ask(QString calendarId, QJsonObject command, std::chrono::milliseconds limit);

    void look(); // something changed: commands for us, or answers
    void stop(); // nobody waits any longer
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
    QSet<QString> m_abandoned; // asked in vain; an answer that comes after all is cleared away
    // Taken up here, by the row's key, until the row is gone. True: it is answered; a look that began before that may
    // still see it without.
    QHash<QString, bool> m_takenUp;
    QTimer m_timer; // while somebody waits: a notification may be lost with its connection
    int m_tasks = 0;
    bool m_looking = false;
    bool m_again = false;
    bool m_stopped = false;
};

} // namespace aria::service
