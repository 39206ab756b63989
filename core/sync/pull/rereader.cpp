#include "sync/pull/rereader.h"

#include "sync/pull/deletions.h"
#include "sync/pull/moves.h"
#include "sync/pull/notfound.h"
#include "sync/pull/page.h"

#include <QCoro/QCoroFuture>

namespace aria::sync {

using store::Session;

namespace {

// How often an event is read again because a push went on while Google answered.
constexpr int rereadsAllowed = 5;

} // namespace

Rereader::Rereader(google::CalendarApi &api, store::Store &store, QString calendarId, MoveFollower &moves,
    std::function<MergeContext()> context)
    : m_api(api)
    , m_store(store)
    , m_calendarId(std::move(calendarId))
    , m_moves(moves)
    , m_context(std::move(context))
{
}

QCoro::Task<Expected<void>> Rereader::reread(QString eventId, Deletions deletions)
{
    for (int round = 0; round < rereadsAllowed; ++round) {
        auto settled = co_await rereadOnce(eventId, deletions);
        if (!settled)
            co_return Expected<void>(Unexpected(settled.error()));
        if (*settled)
            co_return Expected<void>();
    }
    // The push that keeps coming in between brings Google's version itself.
    co_return Expected<void>();
}

QCoro::Task<Expected<bool>> Rereader::rereadOnce(QString eventId, Deletions deletions)
{
    const QString calendarId = m_calendarId;
    auto beforeWork = m_store.read(
        [calendarId, eventId](Session &session) { return session.events().byGoogleId(calendarId, eventId); });
    auto before = co_await beforeWork;
    if (!before)
        co_return Expected<bool>(Unexpected(before.error()));
    auto found = co_await lookUp(m_api, calendarId, eventId);
    if (!found)
        co_return Expected<bool>(Unexpected(found.error()));
    const std::optional<calendar::Event> google = *found;
    if (!google && m_identity) {
        auto same = co_await m_identity->checkAgain();
        if (!same)
            co_return Expected<bool>(Unexpected(same.error()));
    }
    if (*before && m_moves.isPossible() && (!google || google->isCancelled())) {
        const store::EventRecord record = **before;
        auto editedWork = m_store.read([record](Session &session) { return hasEdits(session, record); });
        auto edited = co_await editedWork;
        if (!edited)
            co_return edited;
        Expected<QString> followed = QString();
        if (*edited) {
            auto asked = co_await m_moves.follow(eventId);
            followed = asked;
        }
        if (!followed)
            co_return Expected<bool>(Unexpected(followed.error()));
        if (!followed->isEmpty())
            co_return Expected<bool>(true);
    }
    const MergeContext context = m_context();
    const QString etag = *before ? (*before)->etag : QString();
    const bool mark = deletions == Deletions::Mark || m_lists > 0;
    struct Reread
    {
        QList<EventChange> changes;
        bool overtaken = false; // what Google answered may be older than what the database has learnt since
    };
    auto rereadWork = m_store.write(
        [calendarId, eventId, etag, google, context, mark](Session &session) -> Expected<Reread> {
            Reread result;
            const auto now = session.events().byGoogleId(calendarId, eventId);
            if (!now)
                return Unexpected(now.error());
            if ((*now ? (*now)->etag : QString()) != etag) {
                result.overtaken = true;
                return result;
            }
            auto settled = applyReread(session, calendarId, eventId, google, context);
            if (!settled)
                return Unexpected(settled.error());
            result.changes = *settled;
            if (mark)
                return result;
            auto deleted = applyMarkedDeletions(session, calendarId, context);
            if (!deleted)
                return Unexpected(deleted.error());
            result.changes += deleted->changes;
            return result;
        });
    auto reread = co_await rereadWork;
    if (!reread)
        co_return Expected<bool>(Unexpected(reread.error()));
    if (!reread->changes.isEmpty())
        Q_EMIT changed(reread->changes);
    co_return Expected<bool>(!reread->overtaken);
}

} // namespace aria::sync
