#include "sync/pull/moves.h"

#include "base/logging.h"
#include "merge/eventversions.h"
#include "merge/recordstate.h"

using namespace Qt::StringLiterals;

namespace aria::sync {

using calendar::Event;
using store::EventRecord;
using store::SyncStatus;

namespace {

// Deleted on both sides: kept for a while for those who ask.
bool isLeftOver(const EventRecord &record)
{
    return record.isDeletedInAria()
        && (record.status == SyncStatus::Deleted || !record.recurringEventId.isEmpty());
}

bool isMovable(const EventRecord &record)
{
    return record.recurringEventId.isEmpty() && !record.base.isEmpty()
        && Event(record.base).organizedBySelf();
}

bool isGoneAtGoogle(const EventRecord &record)
{
    return Event(record.base).isCancelled()
        || (!record.google.isEmpty() && Event(record.google).isCancelled());
}

Expected<void> arrive(store::Session &session, EventRecord &record, const QString &calendarId)
{
    const qint64 ended = movedTo(record, calendarId);
    return ended == 0 ? Expected<void>()
                      : session.history().finish(record.localId, ended, store::Outcome::Superseded);
}

} // namespace

Expected<QList<PossibleMove>> possibleMoves(
    store::Session &session, const QString &to, const QStringList &others, const QList<Event> &items)
{
    QList<PossibleMove> moves;
    if (others.isEmpty())
        return moves;
    QSet<QString> shown;
    for (const Event &item : items) {
        if (!item.isCancelled() && item.organizedBySelf())
            shown.insert(item.isException() ? item.recurringEventId() : item.id());
    }
    QStringList ids(shown.cbegin(), shown.cend());
    if (ids.isEmpty())
        return moves;
    const auto here = session.events().allByGoogleId(to, ids);
    if (!here)
        return Unexpected(here.error());
    ids.removeIf([&here](const QString &id) {
        const auto known = here->constFind(id);
        return known != here->cend() && !isLeftOver(*known);
    });
    for (const QString &from : others) {
        if (ids.isEmpty())
            break;
        const auto there = session.events().allByGoogleId(from, ids);
        if (!there)
            return Unexpected(there.error());
        for (const EventRecord &record : *there) {
            if (!isMovable(record))
                continue;
            moves.append({ record.googleEventId, from, isGoneAtGoogle(record),
                record.status == SyncStatus::PendingToAria });
            ids.removeOne(record.googleEventId);
        }
    }
    return moves;
}

Expected<QString> movableSeries(store::Session &session, const QString &calendarId, const QString &eventId)
{
    auto record = session.events().byGoogleId(calendarId, eventId);
    if (record && *record && !(*record)->recurringEventId.isEmpty())
        record = session.events().byGoogleId(calendarId, QString((*record)->recurringEventId));
    if (!record)
        return Unexpected(record.error());
    return *record && isMovable(**record) ? (*record)->googleEventId : QString();
}

Expected<bool> hasEdits(store::Session &session, const EventRecord &record)
{
    if (editWaits(record))
        return true;
    if (!record.recurringEventId.isEmpty() || !Event(record.base).isMaster())
        return false;
    const auto exceptions = session.events().exceptionsOf(record.calendarId, record.googleEventId);
    if (!exceptions)
        return Unexpected(exceptions.error());
    return std::any_of(exceptions->cbegin(), exceptions->cend(), editWaits);
}

Expected<std::optional<EventChange>> moveSeries(
    store::Session &session, const QString &id, const QString &from, const QString &to)
{
    using Result = std::optional<EventChange>;
    auto series = session.events().byGoogleId(from, id);
    auto here = session.events().byGoogleId(to, id);
    auto leftOvers = session.events().exceptionsOf(to, id);
    for (const auto *error : { series ? nullptr : &series.error(), here ? nullptr : &here.error(),
             leftOvers ? nullptr : &leftOvers.error() }) {
        if (error)
            return Unexpected(*error);
    }
    if (*here)
        leftOvers->append(**here);
    if (!*series || !std::all_of(leftOvers->cbegin(), leftOvers->cend(), isLeftOver))
        return Result();
    for (const EventRecord &old : std::as_const(*leftOvers)) {
        if (auto removed = session.events().remove(old.localId); !removed)
            return Unexpected(removed.error());
    }
    auto rows = session.events().exceptionsOf(from, id);
    if (!rows)
        return Unexpected(rows.error());
    rows->append(**series);
    for (EventRecord &row : *rows) {
        if (auto arrived = arrive(session, row, to); !arrived)
            return Unexpected(arrived.error());
    }
    if (auto saved = session.events().save(*rows); !saved)
        return Unexpected(saved.error());
    qCInfo(lcSync) << "Google moved event" << id << "from calendar" << from << "to" << to;
    EventChange change;
    change.googleEventId = id;
    change.localId = (*series)->localId;
    change.calendarId = to;
    const auto version = ariaVersion(**series);
    change.before = version && version->isPresent() ? version->event : Event((*series)->base);
    change.after = change.before;
    change.byGoogle = true;
    change.reason = u"moved in Google"_s;
    return Result(std::move(change));
}

} // namespace aria::sync
