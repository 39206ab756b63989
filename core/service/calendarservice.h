// The only interface of the core for the API and the windows.
#pragma once

#include "service/diagnosis.h"

#include <QFuture>
#include <QObject>

namespace aria::service {

template <class T> using Reply = QFuture<Expected<T>>;

// An event is identified by its key. If an id alone exists in more than one synced calendar, the answer is Conflict
// "ambiguous_event"; a calendar that is not synced is InvalidInput "unknown_calendar". Both errors name the
// calendars.
//
// Thread-safe: every method may be called from any thread and returns at once; the future finishes on a thread of the
// core, so continue with QFuture::then(context, …) or co_await. Abstract, so that api/ and ui/ can be tested with a
// fake. Signals state facts and are emitted on the service's thread.
class CalendarService : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    // -- state (health: from memory, never waits) ------------------------------------------------------------------------
    virtual HealthView health() const = 0;
    // Notices files that appeared a moment ago.
    virtual Reply<google::AuthStatus> authStatus() = 0;
    // Asks the database, Google and our own public address; takes a few seconds where they do not answer.
    virtual Reply<Diagnosis> diagnose() = 0;

    // -- signing in -----------------------------------------------------------------------------------------------
    virtual Reply<google::Authorization> beginAuthorization(QString redirectUri, QString state) = 0;
    // redirectUri empty: the browser itself landed here (GET); the authorization is found by its state.
    // Value: the granted scopes.
    virtual Reply<QStringList> completeAuthorization(QString code, QString state, QString redirectUri) = 0;
    virtual Reply<void> abandonAuthorization(QString state) = 0;
    virtual Reply<bool> revokeAuthorization() = 0; // whether Google confirmed

    // -- events -----------------------------------------------------------------------------------------------------
    virtual Reply<WriteOutcome> createEvent(CreateRequest request) = 0;
    virtual Reply<WriteOutcome> updateEvent(UpdateRequest request) = 0;
    virtual Reply<WriteOutcome> deleteEvent(EventKey key) = 0;
    // The account's own answer to an invitation. Conflict "not_a_guest": the account is not among the guests.
    virtual Reply<WriteOutcome> respondToEvent(RespondRequest request) = 0;
    // Moves the event or whole series to another calendar; it keeps its id; see edits/moving.h. Until Google has moved
    // it, it is pending in its old calendar.
    virtual Reply<WriteOutcome> moveEvent(MoveRequest request) = 0;
    // "This and following" for an occurrence, as Google does it: its series ends just before it, and an edit starts a
    // new series there with an id of its own; both in one transaction. For the first occurrence it means the whole
    // series. The value of an edit is the new series. NotFound; Precondition "cannot_split", "not_an_occurrence";
    // Forbidden if somebody else organizes it. undo() of any part takes back the whole.
    virtual Reply<FollowingView> following(EventKey key) = 0;
    virtual Reply<WriteOutcome> updateFollowing(UpdateRequest request) = 0; // laid over FollowingView::series
    virtual Reply<WriteOutcome> deleteFollowing(EventKey key) = 0;
    virtual Reply<EventView> event(EventKey key) = 0; // key: also of an instance; NotFound also once deleted
    // Expanded and ordered as in calendar::agenda().
    virtual Reply<AgendaView> eventsBetween(QDateTime from, QDateTime to, int limit) = 0;
    // One page of any period of time, see WindowRequest. InvalidInput names everything that is wrong at once.
    virtual Reply<WindowPage> eventsIn(WindowRequest request) = 0;
    // Today in `zone`; if that is empty, in the zone of the settings, or else in the calendar's own.
    virtual Reply<AgendaView> eventsToday(QByteArray zone) = 0;
    // From now on, including what is still running. Ends `days` × 24 h of wall time from now in `zone`.
    virtual Reply<AgendaView> eventsUpcoming(int days, int maxResults, QByteArray zone) = 0;

    // Read before an answer is made; as long as it stays the same, that answer still holds.
    virtual Reply<Mark> mark() = 0;

    // -- webhook ------------------------------------------------------------------------------------------------------
    // NotFound: unknown channel or wrong token. It may not be finished after 5 s, see SyncRun.
    virtual Reply<SyncRun> notified(WebhookNotification notification) = 0;
    virtual Reply<google::Channel> setupWebhook(
        QString webhookUrl, int expirationHours) = 0; // url empty: the one in the settings
    virtual Reply<bool> stopWebhook() = 0; // false: there was none

    // -- sync -----------------------------------------------------------------------------------------------------------
    virtual Reply<StatusView> status() = 0;
    virtual Reply<QList<ConflictView>> conflicts() = 0;
    // Fields in conflict that the resolution does not name: they are Google's now.
    virtual Reply<QStringList> resolveConflict(EventKey key, Resolution resolution) = 0;
    virtual Reply<SyncRun> syncNow() = 0; // waits up to 30 s
    virtual Reply<bool> pause() = 0;
    virtual Reply<bool> resume() = 0;

    // What a sync would do now. Asks Google, writes nothing on either side; works also while
    // paused. Errors as syncNow().
    virtual Reply<Plan> dryRun() = 0;
    // What is decided and not carried out yet: pending edits, and deletions that were held back because there were so
    // many at once (guarantee 7; state NeedsConfirmation). Read from the database, without asking Google.
    virtual Reply<Plan> plan() = 0;
    // approvePlan() carries out the held deletions; rejectPlan() brings the events back on the side that deleted
    // them. planId: the plan that the person saw; empty: whatever is held now. Conflict "no_plan" if nothing is held,
    // "plan_changed" if something else is. Value: the number of events.
    virtual Reply<qint64> approvePlan(QString planId) = 0;
    virtual Reply<qint64> rejectPlan(QString planId) = 0;
    // approvePlan() of whatever is held; false if nothing is.
    virtual Reply<bool> confirmDeletions() = 0;

    // -- history --
    // cursor empty: from the newest. key.id empty: all events (of that calendar, if one is named). InvalidInput: the
    // cursor is not one of ours.
    virtual Reply<HistoryPage> history(int limit, QString cursor, EventKey key) = 0;
    // NotFound: no such change. The undo is an edit that syncs and can be undone.
    virtual Reply<WriteOutcome> undo(qint64 historyId) = 0;
    // Undoes every change made at `since` or later, newest first. Value: the number of changes.
    virtual Reply<int> undoSince(QDateTime since) = 0;

    // -- what happened to events, for those who follow it (docs/stream.md) --
    virtual Reply<store::EventLogBounds> messageBounds() = 0;
    // The messages of the synced calendars after that id: up to about `mostBytes`, but at least one message.
    virtual Reply<store::EventMessages> messagesAfter(qint64 id, qint64 mostBytes) = 0;

    // -- the account --
    virtual Reply<QList<google::CalendarInfo>> calendars() = 0;
    // Asks Google each time. Forbidden "freebusy_not_allowed": the sign-in does not include it.
    virtual Reply<QList<google::BusyTimes>> freeBusy(google::BusyQuery query) = 0;

Q_SIGNALS:
    void messagesLogged(qint64 last); // there are messages up to this id now
    void stateChanged();
    // A pending authorization is over, whether the browser or a caller ended it. code: empty if somebody is signed in
    // now, "access_denied" if the person refused, otherwise the error's; message: the error's, for a person.
    void authorizationEnded(const QString &state, const QString &code, const QString &message);
    void eventsChanged(const QList<aria::service::EventChange> &changes);
};

} // namespace aria::service
