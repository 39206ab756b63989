// ARIA → Google for one calendar: pushes whatever is pending, in the order of the edits, several requests in flight.
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "base/time/steadyclock.h"
#include "base/time/waitinglist.h"
#include "google/calendarapi.h"
#include "store/store.h"
#include "sync/pull/pull.h"
#include "sync/push/pushtransactions.h"

#include <QFuture>
#include <QPromise>
#include <QSet>

#include <map>

namespace aria::sync {

// How the push of one revision ended, for a caller that waits for it.
struct PushOutcome
{
    enum class Kind {
        Synced, // Google confirmed it, or had it already
        Refused,
        Later,
        Overtaken, // something else was decided meanwhile (a conflict, a deletion): the row says what
        Moved, // Google has moved the event to another calendar, which pushes what waits
    };
    Kind kind = Kind::Later;
    Error error; // Refused: Google's reason; Later, Moved: what it waits for
};

// Lives on the service's thread. An event is never in two requests at once (guarantee 8).
class Push : public QObject
{
    Q_OBJECT
public:
    Push(google::CalendarApi &api, store::Store &store, const Clock &clock, RandomSource &random, Pull &pull,
        QString calendarId);
    ~Push() override;

    // Sends what is pending until nothing is left, then finishes. Errors: Unauthorized, Unavailable, RateLimited (the
    // rest waits), database away. Calls while one is running join it; edits that come meanwhile are sent too.
    QCoro::Task<Expected<void>> run();

    // Finishes when the push of this revision (or a later one) has ended. Register before kicking run().
    QFuture<PushOutcome> outcomeOf(qint64 localId, qint64 revision);
    // Nobody will push now (paused, not signed in, offline): all waiters are told why.
    void releaseWaiters(const Error &why);

    // What an earlier run or another service postponed, perhaps by a wrong clock, waits no longer than
    // we would let it.
    QCoro::Task<Expected<void>> adoptWaits();
    // How long to wait for an attempt that was postponed until `due`.
    std::chrono::milliseconds waitUntil(const QDateTime &due) const
    {
        return std::chrono::milliseconds(m_waits.now().msecsTo(due));
    }
    // While false, run() stops at the next request.
    void setAllowed(bool allowed) { m_allowed = allowed; }

    // The calls of the API that wait for a push.
    QByteArray waitingCalls() const;

    // > 0: ARIA deleted so much at once that a person has to confirm it first (guarantee 7).
    qint64 heldDeletions() const { return m_heldDeletions; }
    void forgetHeldDeletions() { m_heldDeletions = 0; } // decided; the next run counts again

Q_SIGNALS:
    // What a push changed on ARIA's side beyond our own edit (a merge with somebody's edit at Google).
    void changed(const QList<aria::sync::EventChange> &changes);
    void ended(aria::sync::PushOutcome::Kind kind); // the push of one revision

private:
    QCoro::Task<Expected<void>> drain();
    QCoro::Task<Expected<QList<qint64>>> claim();
    QCoro::Task<void> send(QList<qint64> localIds);
    QCoro::Task<Expected<QSet<qint64>>> lookFirst(QList<qint64> localIds); // those that are put off
    QCoro::Task<Expected<void>> lookAt(store::EventRecord before);
    QCoro::Task<Expected<void>> sendPrepared(QList<PreparedPush> prepared);
    QCoro::Task<Expected<void>> withoutRequest(PreparedPush push);
    QCoro::Task<Expected<void>> locate(PreparedPush push);
    QCoro::Task<Expected<void>> compareWith(PreparedPush push, calendar::Event instance);
    // These four return whether the push is dealt with, so that nothing more is to be done about it.
    QCoro::Task<Expected<bool>> settleUnderNewSeries(PreparedPush push);
    QCoro::Task<Expected<bool>> forgetOccurrence(PreparedPush push);
    QCoro::Task<Expected<bool>> settleDeletedSeries(PreparedPush push);
    QCoro::Task<Expected<bool>> followedAway(PreparedPush push);
    QCoro::Task<Expected<void>> concludeDeletion(PreparedPush push, Error error);
    QCoro::Task<Expected<void>> concludeMove(PreparedPush push, Error error);
    QCoro::Task<Expected<void>> restoreAnew(PreparedPush push, Error error);
    QCoro::Task<Expected<void>> conclude(PreparedPush push, Error error); // Google did not accept it
    QCoro::Task<Expected<void>> confirm(QList<AcceptedPush> accepted);
    QCoro::Task<Expected<void>> confirmTogether(QList<AcceptedPush> accepted);
    QCoro::Task<Expected<void>> lookAgain(PreparedPush push, Error error);
    // Why Google refuses everything, and not only what it answered with `error`; nullopt: the event is to blame.
    QCoro::Task<std::optional<Error>> refusalOfAll(Error error);
    QCoro::Task<Expected<void>> postpone(PreparedPush push, Error error);
    QCoro::Task<Expected<void>> giveUp(PreparedPush push, Error error);
    void tell(qint64 localId, qint64 revision, const PushOutcome &outcome);
    void answerWaiters(qint64 localId, qint64 revision, const PushOutcome &outcome);
    QByteArray callsFor(const QList<qint64> &localIds) const;

    struct Waiter
    {
        qint64 revision = 0;
        QByteArray call; // of the API
        QPromise<PushOutcome> promise;
    };

    google::CalendarApi &m_api;
    store::Store &m_store;
    const Clock &m_clock;
    const SteadyClock m_waits; // next_attempt_at is measured with this
    RandomSource &m_random;
    Pull &m_pull;
    const QString m_calendarId;
    QSet<qint64> m_inFlight;
    // Claimed, edited since they were last sent, and it is unknown whether that arrived.
    QSet<qint64> m_doubtful;
    QHash<qint64, int> m_staleRounds; // by local id: how often in this run Google had changed it in between
    WaitingList m_batchFinished;
    WaitingList m_finished;
    int m_requests = 0; // in flight
    quint64 m_endedRequests = 0;
    std::optional<Error> m_stop; // why nothing more is sent in this run
    std::optional<Error> m_refusal; // Google refuses everything in this run
    bool m_allowed = true;
    bool m_running = false;
    bool m_again = false;
    Expected<void> m_last;
    qint64 m_heldDeletions = 0;
    std::multimap<qint64, Waiter> m_waiters; // by local id
};

} // namespace aria::sync
