// What a sync of one calendar does, step by step. When it does it, and who waits for it, is the engine's business.
#pragma once

#include "store/fencedstore.h"
#include "sync/pull/pull.h"
#include "sync/push/push.h"
#include "sync/upgrade/pythonupgrade.h"

namespace aria::sync {

// Lives on the service's thread. The references outlive it.
class CalendarSync : public QObject
{
    Q_OBJECT
public:
    struct Calendar
    {
        QString id;
        ConflictStrategy strategy = ConflictStrategy::GoogleWins;
        bool inheritsPrimary = false; // see PythonUpgrade
        QStringList others = {}; // calendars that are synced too, see sync/pull/moves.h
    };
    CalendarSync(google::CalendarApi &api, store::Store &store, const Clock &clock, RandomSource &random,
        const Calendar &calendar);

    // Both ways. Errors: Google's, the database's; what was done by then stays.
    QCoro::Task<Expected<Changes>> both();
    // Takes up what ARIA did by SQL since the last time.
    QCoro::Task<Expected<void>> takeUpEdits();
    // ARIA's side only, once its edits are taken up.
    QCoro::Task<Expected<void>> pushOnly();

    // False: rows of the Python service are not taken over yet, so nobody knows what is new; only both() may run.
    QCoro::Task<Expected<bool>> mayPushOnly() { return m_upgrade.isDone(); }
    // Whether everything has to be listed anew, which a push may have shown.
    QCoro::Task<Expected<bool>> needsFullList();

    // A person decided about the deletions that were held back, on both sides. Value: how many events;
    // 0: none was held.
    enum class Verdict { Approve, Reject };
    QCoro::Task<Expected<qint64>> decideDeletions(Verdict verdict);

    // Another service may have led, or somebody else signed in: the calendar is asked again who it is.
    void forgetIdentity() { m_identity.forget(); }
    // Forgets everything that an earlier run found out.
    void forgetFindings();

    // The calls of the API for which this calendar is worked on now.
    void setCalls(QByteArray callIds);

    Push &push() { return m_push; }
    qint64 heldDeletions() const { return m_heldDeletions + m_push.heldDeletions(); }
    // Events that Google sent in an unreadable form.
    std::optional<Error> unreadable() const { return m_unreadable; }

Q_SIGNALS:
    void progressed(qint64 done);
    void changed(const QList<aria::sync::EventChange> &changes);
    void otherConcerned(const QString &calendarId); // a move gave that calendar something to do

private:
    QCoro::Task<Expected<Changes>> pullAndPush();
    void note(const PullOutcome &pulled);

    RandomSource &m_random;
    store::Store &m_store;
    const QString m_calendarId;
    CalendarIdentity m_identity;
    PythonUpgrade m_upgrade;
    Pull m_pull;
    Push m_push;
    std::optional<Error> m_unreadable;
    qint64 m_heldDeletions = 0;
    QByteArray m_calls;
};

} // namespace aria::sync
