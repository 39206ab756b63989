#include "service/editpush.h"

#include "base/callscope.h"
#include "base/logging.h"
#include "edits/eventreader.h"
#include "edits/writeresult.h"
#include "merge/recordstate.h"

#include <QCoro/QCoroFuture>

using namespace Qt::StringLiterals;

namespace aria::service {

using calendar::Event;
using store::Session;
using store::SyncStatus;
using sync::Engine;
using sync::PushOutcome;

namespace {

bool isRefused(const std::optional<PushOutcome> &outcome)
{
    return outcome && outcome->kind == PushOutcome::Kind::Refused;
}

bool isSettled(SyncStatus status)
{
    return status == SyncStatus::Synced || status == SyncStatus::Deleted;
}

} // namespace

EditPush::EditPush(const Settings &settings, store::Store &store, const google::CalendarApi &api,
    const Clock &clock, RandomSource &random, Engines &engines, LeaderCommands &leader)
    : m_settings(settings)
    , m_store(store)
    , m_api(api)
    , m_clock(clock)
    , m_random(random)
    , m_engines(engines)
    , m_leader(leader)
{
}

EditContext EditPush::context() const
{
    return { m_settings.calendarIds, m_settings.conflictStrategy, m_clock.nowUtc(),
        sync::readClocks(m_clock, m_api) };
}

void EditPush::announce(const Edit &edit, const Event &after)
{
    sync::EventChange change;
    change.kind = edit.record.isDeletedInAria()                    ? sync::EventChange::Kind::Deleted
        : edit.previous || !edit.record.recurringEventId.isEmpty() ? sync::EventChange::Kind::Updated
                                                                   : sync::EventChange::Kind::Created;
    change.googleEventId = edit.record.googleEventId;
    change.localId = edit.record.localId;
    change.calendarId = edit.record.calendarId;
    if (edit.previous)
        change.before = viewOf(*edit.previous).event;
    change.after = edit.record.isDeletedInAria() ? Event() : after;
    Q_EMIT eventsChanged({ change });
}

Task<WriteOutcome> EditPush::pushEdit(FollowingEdit edit)
{
    if (edit.edits.size() == 1 && edit.reason.isEmpty())
        return pushAlone(edit.edits.constFirst());
    return pushTogether(edit);
}

Task<WriteOutcome> EditPush::pushAlone(Edit edit)
{
    const bool waits = edit.record.status == SyncStatus::PendingToGoogle;
    const QByteArray call = CallScope::current();
    auto pushed = co_await pushAndFollow(edit.record);
    if (!pushed)
        co_return Expected<WriteOutcome>(Unexpected(pushed.error()));
    Outcome outcome = *pushed;
    if (isRefused(outcome)) {
        auto pushing = inCall(call, [&] { return pushWhatIsLeft(edit, outcome); });
        auto left = co_await pushing;
        if (!left)
            co_return Expected<WriteOutcome>(Unexpected(left.error()));
        outcome = *left;
    }
    if (isRefused(outcome)) {
        if (edit.changed) { // else it was another request's, which reverts it
            const EditContext now = context();
            auto reverting =
                m_store.write([edit, now](Session &session) { return revertEdit(session, edit, now); });
            auto reverted = co_await reverting;
            if (!reverted)
                co_return Expected<WriteOutcome>(Unexpected(reverted.error()));
            m_engines.pushNow(); // what is left of other edits
        }
        co_return Expected<WriteOutcome>(Unexpected(outcome->error));
    }
    const QStringList calendarIds = m_settings.calendarIds;
    const bool confirmed = !waits || (outcome && outcome->kind == PushOutcome::Kind::Synced);
    auto resultWork = m_store.read([calendarIds, edit, confirmed](Session &session) {
        return resultOf(session, calendarIds, edit, confirmed);
    });
    auto result = co_await resultWork;
    if (result && edit.changed)
        announce(edit, result->view.event);
    co_return result;
}

// What was refused may have been an earlier edit under way, which went out with this one and is taken out of it by now.
Task<EditPush::Outcome> EditPush::pushWhatIsLeft(Edit edit, Outcome refused)
{
    const QByteArray call = CallScope::current();
    const qint64 localId = edit.record.localId;
    auto currentWork =
        m_store.read([localId](Session &session) { return session.events().byLocalId(localId); });
    auto current = co_await currentWork;
    if (!current)
        co_return Expected<Outcome>(Unexpected(current.error()));
    const bool goesOn = *current && (*current)->status == SyncStatus::PendingToGoogle
        && (*current)->revision != edit.record.revision && sync::isEditOf(**current, edit.record.revision);
    if (!goesOn)
        co_return Expected<Outcome>(refused);
    auto pushing = inCall(call, [&] { return pushAndFollow(**current); });
    auto told = co_await pushing;
    co_return told;
}

Task<EditPush::Outcome> EditPush::pushAndFollow(store::EventRecord record)
{
    Engine *engine = m_engines.of(record.calendarId);
    if (!engine || record.status != SyncStatus::PendingToGoogle)
        co_return Expected<Outcome>(Outcome());
    const QByteArray call = CallScope::current();
    auto outcome = co_await m_leader.pushEdit(engine, record.localId, record.revision);
    if (!outcome || outcome->kind != PushOutcome::Kind::Moved)
        co_return Expected<Outcome>(outcome);
    auto following = inCall(call, [&] { return pushWhereItMoved(record.localId, outcome); });
    auto there = co_await following;
    co_return there;
}

// Another calendar has it and pushes the edit.
Task<EditPush::Outcome> EditPush::pushWhereItMoved(qint64 localId, Outcome before)
{
    const QByteArray call = CallScope::current();
    auto movedWork =
        m_store.read([localId](Session &session) { return session.events().byLocalId(localId); });
    auto moved = co_await movedWork;
    if (!moved)
        co_return Expected<Outcome>(Unexpected(moved.error()));
    Engine *there = *moved ? m_engines.of((*moved)->calendarId) : nullptr;
    if (!there || (*moved)->status != SyncStatus::PendingToGoogle)
        co_return Expected<Outcome>(before);
    const qint64 revision = (*moved)->revision;
    auto pushing = inCall(call, [&] { return m_leader.pushEdit(there, localId, revision); });
    auto told = co_await pushing;
    co_return Expected<Outcome>(told);
}

Task<WriteOutcome> EditPush::pushTogether(FollowingEdit edit)
{
    std::vector<Task<Outcome>> pushes; // all under way at once
    for (const Edit &part : std::as_const(edit.edits)) {
        if (part.record.recurringEventId.isEmpty()) // occurrences follow their series
            pushes.push_back(pushAndFollow(part.record));
    }
    std::optional<Error> refused;
    for (const auto &push : pushes) {
        auto outcome = co_await push;
        if (!outcome) // nobody knows what became of it; the rows say so
            qCWarning(lcService) << "what became of an edit is not known:" << outcome.error().message;
        else if (isRefused(*outcome) && !refused)
            refused = (*outcome)->error;
    }
    if (refused) {
        auto reverted = co_await revertTogether(edit);
        co_return Expected<WriteOutcome>(Unexpected(reverted ? *refused : reverted.error()));
    }
    auto answer = co_await answerTogether(edit.edits);
    co_return answer;
}

// The one half without the other would lose or double what follows.
Task<void> EditPush::revertTogether(FollowingEdit edit)
{
    const EditContext now = context();
    const QString reason = edit.reason;
    const QString calendarId = edit.edits.constFirst().record.calendarId;
    auto reverting = m_store.write([this, calendarId, reason, now](Session &session) {
        return undoFollowing(session, calendarId, reason, now, m_random);
    });
    auto reverted = co_await reverting;
    if (!reverted)
        co_return Expected<void>(Unexpected(reverted.error()));
    m_engines.pushNow();
    co_return Expected<void>();
}

Task<WriteOutcome> EditPush::answerTogether(QList<Edit> edits)
{
    using Views = QList<EventView>;
    auto viewsWork = m_store.read([edits](Session &session) -> Expected<Views> {
        Views views;
        for (const Edit &part : edits) {
            const auto stored = session.events().byLocalId(part.record.localId);
            if (!stored)
                return Unexpected(stored.error());
            views.append(viewOf(stored->value_or(part.record)));
        }
        return views;
    });
    auto views = co_await viewsWork;
    if (!views)
        co_return Expected<WriteOutcome>(Unexpected(views.error()));
    WriteOutcome result;
    result.view = views->constFirst();
    result.pushed = true;
    for (qsizetype i = 0; i < edits.size(); ++i) {
        if (edits.at(i).record.recurringEventId.isEmpty())
            result.pushed = result.pushed && isSettled(views->at(i).status);
        announce(edits.at(i), views->at(i).event);
    }
    co_return Expected<WriteOutcome>(result);
}

} // namespace aria::service
