#include "sync/pull/movefollower.h"

#include "sync/pull/moves.h"
#include "sync/pull/notfound.h"

#include <QCoro/QCoroFuture>

namespace aria::sync {

using store::Session;

MoveFollower::MoveFollower(google::CalendarApi &api, store::Store &store, QString calendarId)
    : m_api(api)
    , m_store(store)
    , m_calendarId(std::move(calendarId))
{
}

QCoro::Task<Expected<void>> MoveFollower::takeFrom(QList<calendar::Event> items)
{
    if (!isPossible())
        co_return Expected<void>();
    const QString calendarId = m_calendarId;
    const QStringList others = m_others;
    auto possibleWork = m_store.read([calendarId, others, items](Session &session) {
        return possibleMoves(session, calendarId, others, items);
    });
    auto possible = co_await possibleWork;
    if (!possible)
        co_return Expected<void>(Unexpected(possible.error()));
    QSet<QString> concerned; // fewer deletions wait there now
    for (const PossibleMove &move : std::as_const(*possible)) {
        if (!move.isCertain) {
            auto left = co_await lookUp(m_api, move.from, move.id);
            if (!left || (*left && !(*left)->isCancelled()))
                continue; // it is there, or nobody knows: an event of its own until the other calendar tells
        }
        const QString id = move.id;
        const QString from = move.from;
        auto movedWork = m_store.write(
            [id, from, calendarId](Session &session) { return moveSeries(session, id, from, calendarId); });
        auto moved = co_await movedWork;
        if (!moved)
            co_return Expected<void>(Unexpected(moved.error()));
        if (!*moved)
            continue;
        Q_EMIT changed({ **moved });
        if (move.isHeld)
            concerned.insert(from);
    }
    for (const QString &other : std::as_const(concerned))
        Q_EMIT otherConcerned(other);
    co_return Expected<void>();
}

QCoro::Task<Expected<QString>> MoveFollower::follow(QString eventId)
{
    if (!isPossible())
        co_return Expected<QString>(QString());
    const QString calendarId = m_calendarId;
    auto seriesWork = m_store.read(
        [calendarId, eventId](Session &session) { return movableSeries(session, calendarId, eventId); });
    auto series = co_await seriesWork;
    if (!series || series->isEmpty())
        co_return series;
    const QString id = *series;
    if (id != eventId) { // one occurrence may be cancelled in a series that stays
        auto stays = co_await lookUp(m_api, calendarId, id);
        if (!stays)
            co_return Expected<QString>(Unexpected(stays.error()));
        if (*stays && !(*stays)->isCancelled())
            co_return Expected<QString>(QString());
    }
    for (const QString &other : std::as_const(m_others)) {
        auto there = co_await m_api.get(other, id);
        if (!there && isTransient(there.error()))
            co_return Expected<QString>(Unexpected(there.error())); // nobody knows yet
        if (!there || there->isCancelled() || !there->organizedBySelf())
            continue;
        auto movedWork = m_store.write(
            [id, calendarId, other](Session &session) { return moveSeries(session, id, calendarId, other); });
        auto moved = co_await movedWork;
        if (!moved)
            co_return Expected<QString>(Unexpected(moved.error()));
        if (!*moved)
            continue;
        Q_EMIT changed({ **moved });
        Q_EMIT otherConcerned(other);
        co_return Expected<QString>(other);
    }
    co_return Expected<QString>(QString());
}

} // namespace aria::sync
