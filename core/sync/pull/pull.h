// Google → ARIA for one calendar: all pages of a full or incremental list, each page one transaction.
#pragma once

#include "base/clock.h"
#include "google/calendarapi.h"
#include "merge/applydecision.h"
#include "store/store.h"
#include "sync/pull/calendaridentity.h"
#include "sync/pull/cycle.h"
#include "sync/pull/movefollower.h"
#include "sync/pull/rereader.h"

namespace aria::sync {

struct PullOutcome
{
    Changes changes;
    qint64 heldDeletions = 0; // > 0: a mass deletion waits for a person
    qint64 unreadable = 0; // events that Google sent in an unreadable form; among the errors of `changes`
};

// Lives on the service's thread; one pull at a time.
class Pull : public QObject
{
    Q_OBJECT
public:
    Pull(google::CalendarApi &api, store::Store &store, const Clock &clock, QString calendarId);

    // Asked before Google is believed that everything, or an event, is gone. Must outlive this object.
    void setIdentity(CalendarIdentity &identity)
    {
        m_identity = &identity;
        m_rereader.setIdentity(identity);
    }

    void setStrategy(ConflictStrategy strategy) { m_strategy = strategy; }
    ConflictStrategy strategy() const { return m_strategy; }

    MoveFollower &moves() { return m_moves; }
    Rereader &rereader() { return m_rereader; }

    // The calls of the API for which the calendar is read.
    void setCalls(QByteArray callIds) { m_calls = std::move(callIds); }

    // Errors leave everything as consistent as before: pages already stored stay, the sync token does not move.
    QCoro::Task<Expected<PullOutcome>> run();

    // Why everything has to be listed anew (store::metadata::listAnew); empty: it need not be.
    QCoro::Task<Expected<QString>> fullListDemand();

    // Grows with each full list, once all of its pages are read.
    int fullListsRead() const { return m_fullListsRead; }

    MergeContext context() const;

Q_SIGNALS:
    void progressed(qint64 done);
    void changed(const QList<aria::sync::EventChange> &changes);
    void otherConcerned(const QString &calendarId); // as MoveFollower says

private:
    QCoro::Task<Expected<QString>> remembered(QString key); // the calendar's metadata; empty: none
    // What is remembered from earlier lists.
    struct Known
    {
        QString token;
        QString demand;
        QString fullListDue;
        QString lastSync;
        QString unreadable;
        qint64 generation = 0;
    };
    QCoro::Task<Expected<Known>> known();
    QCoro::Task<Expected<PullOutcome>> runOnce(bool full, Known known);
    struct Stored
    {
        Changes changes;
        QStringList unreadable; // ids
        std::optional<DeletionOutcome> ended; // the list's end, too
    };
    // `end`: set if nothing comes between the page and the end of the list, so that both may be one transaction.
    QCoro::Task<Expected<Stored>> storePage(
        QList<calendar::Event> listed, std::optional<ListEnd> end, MergeContext context);
    QCoro::Task<Expected<void>> lookAfterPushes(MergeContext context);
    QCoro::Task<Expected<PullOutcome>> finish(
        google::EventPage page, bool full, bool silently, Unread unread, MergeContext context);
    PullOutcome conclude(const DeletionOutcome &ended, const Unread &unread);
    QCoro::Task<Expected<Unread>> askAgain(Unread unread);
    QCoro::Task<Expected<void>> markSeen(QStringList eventIds, MergeContext context);
    QCoro::Task<Expected<void>> lookForVanished(QStringList unreadable, MergeContext context);

    google::CalendarApi &m_api;
    store::Store &m_store;
    const Clock &m_clock;
    const QString m_calendarId;
    MoveFollower m_moves;
    Rereader m_rereader;
    QByteArray m_calls;
    ConflictStrategy m_strategy = ConflictStrategy::GoogleWins;
    CalendarIdentity *m_identity = nullptr;
    qint64 m_generation = 0;
    qsizetype m_itemsTogether = 500; // of a page, in one transaction
    int m_fullListsRead = 0;
    QString m_listDemand; // the demand that the latest list meets
    bool m_readOnly = false; // as the latest page said
    bool m_initialImport = false;
    bool m_fullList = false; // the list under way, or the latest
};

} // namespace aria::sync
