// The commands that change events: stored first, then pushed, then answered.
#pragma once

#include "service/editpush.h"
#include "service/statusboard.h"

namespace aria::service {

// Lives on the service's thread. The references outlive it. Commands as in CalendarService.
class EventCommands final : public QObject
{
    Q_OBJECT
public:
    EventCommands(const Settings &settings, store::Store &store, google::CalendarApi &api, const Clock &clock,
        RandomSource &random, Engines &engines, LeaderCommands &leader, const StatusBoard &board);

    Task<WriteOutcome> createEvent(CreateRequest request);
    Task<WriteOutcome> updateEvent(UpdateRequest request);
    Task<WriteOutcome> deleteEvent(EventKey key);
    Task<WriteOutcome> respondToEvent(RespondRequest request);
    Task<WriteOutcome> moveEvent(MoveRequest request);
    Task<FollowingView> following(EventKey key);
    Task<WriteOutcome> updateFollowing(UpdateRequest request);
    Task<WriteOutcome> deleteFollowing(EventKey key);
    Task<QStringList> resolveConflict(EventKey key, Resolution resolution);
    Task<WriteOutcome> undo(qint64 historyId);
    Task<int> undoSince(QDateTime since);

Q_SIGNALS:
    void eventsChanged(const QList<aria::sync::EventChange> &changes);

private:
    using Change = std::function<Expected<FollowingEdit>(store::Session &, const EditContext &)>;
    using ChangeOf =
        std::function<Expected<FollowingEdit>(store::Session &, const EditContext &, const EventKey &)>;
    Task<WriteOutcome> storeAndPush(Change change);
    Task<WriteOutcome> storeAndPushOf(EventKey key, ChangeOf change);
    Task<EventKey> knownKey(EventKey key);
    QCoro::Task<void> askGoogle(
        QString calendarId, QString id, std::shared_ptr<QPromise<Expected<calendar::Event>>> answer);

    const QStringList m_calendarIds;
    const std::chrono::milliseconds m_patience; // of whoever waits for an answer
    store::Store &m_store;
    google::CalendarApi &m_api;
    RandomSource &m_random;
    Engines &m_engines;
    LeaderCommands &m_leader;
    const StatusBoard &m_board;
    EditPush m_push;
};

} // namespace aria::service
