// LiveService: "this and following".
#include "service/eventreader.h"
#include "service/liveservice.h"

#include <QCoro/QCoroFuture>

namespace aria::service {

using calendar::Event;
using store::Session;
using store::SyncStatus;
using sync::PushOutcome;

namespace {

bool isSettled(SyncStatus status)
{
    return status == SyncStatus::Synced || status == SyncStatus::Deleted;
}

} // namespace

Reply<FollowingView> LiveService::following(EventKey key)
{
    return onThread<FollowingView>([this, key] { return followingTask(key); });
}

Reply<WriteOutcome> LiveService::updateFollowing(UpdateRequest request)
{
    return onThread<WriteOutcome>([this, request] { return changeFollowing(request, request.key()); });
}

Reply<WriteOutcome> LiveService::deleteFollowing(EventKey key)
{
    return onThread<WriteOutcome>([this, key] { return changeFollowing(std::nullopt, key); });
}

QCoro::Task<Expected<FollowingView>> LiveService::followingTask(EventKey key)
{
    auto known = co_await knownKey(key);
    if (!known)
        co_return Expected<FollowingView>(tl::unexpected(known.error()));
    const EventKey name = *known;
    const QStringList calendarIds = m_settings.calendarIds;
    auto viewWork = m_store.read(
        [calendarIds, name](Session &session) { return readFollowing(session, calendarIds, name); });
    auto view = co_await viewWork;
    co_return view;
}

QCoro::Task<Expected<WriteOutcome>> LiveService::changeFollowing(
    std::optional<UpdateRequest> request, EventKey key)
{
    auto known = co_await knownKey(key);
    if (!known)
        co_return Expected<WriteOutcome>(tl::unexpected(known.error()));
    const EventKey name = *known;
    if (request) {
        request->googleEventId = name.id;
        request->calendarId = name.calendarId;
    }
    const EditContext context = editContext();
    auto editWork = m_store.write([this, request, name, context](Session &session) {
        return request ? service::updateFollowing(session, *request, context, m_random)
                       : service::deleteFollowing(session, name, context);
    });
    auto edit = co_await editWork;
    if (!edit)
        co_return Expected<WriteOutcome>(tl::unexpected(edit.error()));
    auto outcome = co_await pushTogether(*edit);
    co_return outcome;
}

QCoro::Task<Expected<WriteOutcome>> LiveService::pushTogether(FollowingEdit edit)
{
    if (edit.edits.size() == 1 && edit.reason.isEmpty()) {
        auto outcome = co_await push(edit.edits.constFirst());
        co_return outcome;
    }
    std::vector<QCoro::Task<std::optional<PushOutcome>>> pushes; // all under way at once
    for (const Edit &part : std::as_const(edit.edits)) {
        sync::Engine *engine = engineFor(part.record.calendarId);
        if (engine && part.record.status == SyncStatus::PendingToGoogle
            && part.record.recurringEventId.isEmpty()) // occurrences follow their series
            pushes.push_back(pushed(engine, part.record.localId, part.record.revision));
    }
    std::optional<Error> refused;
    for (const auto &push : pushes) {
        auto outcome = co_await push;
        if (outcome && outcome->kind == PushOutcome::Kind::Refused && !refused)
            refused = outcome->error;
    }
    if (refused) {
        // The one half without the other would lose or double what follows.
        const EditContext context = editContext();
        const QString reason = edit.reason;
        const QString calendarId = edit.edits.constFirst().record.calendarId;
        auto takenWork = m_store.write([this, calendarId, reason, context](Session &session) {
            return undoFollowing(session, calendarId, reason, context, m_random);
        });
        auto taken = co_await takenWork;
        if (!taken)
            co_return Expected<WriteOutcome>(tl::unexpected(taken.error()));
        for (const auto &engine : m_engines)
            engine->pushNow();
    }
    if (refused)
        co_return Expected<WriteOutcome>(tl::unexpected(*refused));
    const QList<Edit> edits = edit.edits;
    using Views = QList<EventView>;
    auto viewsWork = m_store.read([edits](Session &session) -> Expected<Views> {
        Views views;
        for (const Edit &part : edits) {
            const auto stored = session.eventByLocalId(part.record.localId);
            if (!stored)
                return tl::unexpected(stored.error());
            views.append(viewOf(stored->value_or(part.record)));
        }
        return views;
    });
    auto views = co_await viewsWork;
    if (!views)
        co_return Expected<WriteOutcome>(tl::unexpected(views.error()));
    WriteOutcome result;
    result.view = views->constFirst();
    result.pushed = true;
    for (qsizetype i = 0; i < edits.size(); ++i) {
        if (edits.at(i).record.recurringEventId.isEmpty())
            result.pushed = result.pushed && isSettled(views->at(i).status);
        announceEdit(edits.at(i), edits.at(i).record.isDeletedInAria() ? Event() : views->at(i).event);
    }
    co_return Expected<WriteOutcome>(result);
}

} // namespace aria::service
