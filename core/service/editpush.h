// What happens to an edit once it is stored: it is pushed, reverted if Google refuses it, and answered.
#pragma once

#include "edits/following.h"
#include "service/leadercommands.h"

namespace aria::service {

// Lives on the service's thread. The references outlive it.
class EditPush final : public QObject
{
    Q_OBJECT
public:
    EditPush(const Settings &settings, store::Store &store, const google::CalendarApi &api,
        const Clock &clock, RandomSource &random, Engines &engines, LeaderCommands &leader);

    EditContext context() const; // of an edit that is made now

    // Answers when Google has the edit, or when the time is up. An error: Google refused it, and nothing of it is left.
    Task<WriteOutcome> pushEdit(FollowingEdit edit);

    using Outcome = std::optional<sync::PushOutcome>; // nullopt: nothing waits for Google, or the time is up
    // Pushes a stored edit; where Google has moved the event to another calendar meanwhile, that one pushes it.
    Task<Outcome> pushAndFollow(store::EventRecord record);

Q_SIGNALS:
    void eventsChanged(const QList<aria::sync::EventChange> &changes);

private:
    Task<WriteOutcome> pushAlone(Edit edit);
    Task<WriteOutcome> pushTogether(FollowingEdit edit);
    Task<WriteOutcome> answerTogether(QList<Edit> edits);
    Task<void> revertTogether(FollowingEdit edit);
    Task<Outcome> pushWhereItMoved(qint64 localId, Outcome before);
    Task<Outcome> pushWhatIsLeft(Edit edit, Outcome refused);
    void announce(const Edit &edit, const calendar::Event &after);

    const Settings m_settings;
    store::Store &m_store;
    const google::CalendarApi &m_api;
    const Clock &m_clock;
    RandomSource &m_random;
    Engines &m_engines;
    LeaderCommands &m_leader;
};

} // namespace aria::service
