// Says that there is something new in the event log, within moments of its commit, whoever wrote it; and makes messages
// of what ARIA's SQL left there.
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "base/settings.h"
#include "base/time/foldedruns.h"
#include "service/servicethread.h"
#include "store/store.h"

#include <QTimer>

namespace aria::service {

// Lives on the service's thread, except for bounds() and after(), which any thread may call. The references outlive it.
// Every service on a database does this, even one that only stands by.
class EventFeed final : public QObject
{
    Q_OBJECT
public:
    EventFeed(const Settings &settings, store::Store &store, const Clock &clock, RandomSource &random,
        ServiceThread &thread);

    void start();
    void stop() { m_isStarted = false; }

    Reply<store::EventLogBounds> bounds() const;
    Reply<store::EventMessages> after(qint64 id, qint64 mostBytes) const;

Q_SIGNALS:
    void logged(qint64 last); // the log reaches to this id now

private:
    void look();
    QCoro::Task<void> lookOnce();
    Task<bool> giveOut(); // true: nothing waits any more

    const QStringList m_calendarIds;
    store::Store &m_store;
    const Clock &m_clock;
    RandomSource &m_random;
    ServiceThread &m_thread;
    QTimer m_later; // another service is giving out, or the database is away
    FoldedRuns m_looks{ [this] { return lookOnce(); } };
    qint64 m_last = 0;
    bool m_isStarted = false;
};

} // namespace aria::service
