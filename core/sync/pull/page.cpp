#include "sync/pull/page.h"

#include "calendar/recurrence.h"
#include "merge/changeset.h"
#include "merge/eventversions.h"
#include "merge/recordstate.h"
#include "store/isolate.h"
#include "sync/pull/moves.h"
#include "sync/pull/unstorable.h"

namespace aria::sync {

using calendar::Event;
using store::EventRecord;

namespace {

Expected<std::optional<EventRecord>> exceptionRecordOf(
    store::Session &session, const QString &calendarId, const Event &item)
{
    if (!item.isException())
        return std::optional<EventRecord>();
    auto record = session.events().exceptionAt(
        calendarId, item.recurringEventId(), originalStartKey(item.originalStart()));
    if (!record || !*record)
        return record;
    (*record)->googleEventId = item.id();
    return record;
}

// Our own push coming back, or nothing new. A tombstone may come without an etag, and a delete
// request's answer tells none.
bool isKnown(const EventRecord &record, const Event &item)
{
    if (record.base.isEmpty() || !record.google.isEmpty() || comesBackWithSeries(record))
        return false;
    if (item.isCancelled() && Event(record.base).isCancelled() && record.isDeletedInAria()
        && record.status != store::SyncStatus::PendingToGoogle)
        return true;
    // An occurrence that goes with its series may keep its etag, so that alone does not tell.
    const bool agreedOnLife = item.isCancelled() == Event(record.base).isCancelled();
    return item.etag().isEmpty() ? item.isCancelled() && agreedOnLife
                                 : record.etag == item.etag() && agreedOnLife;
}

// A list shows a deletion as little more than an id. Where the time of it decides about an edit of ARIA's, Google is asked
// for the event, which tells it.
bool lacksTime(const EventRecord &record, const Event &item, const MergeContext &context)
{
    return !context.settleAnyway && context.strategy == ConflictStrategy::MostRecent && item.isCancelled()
        && !item.updated().isValid() && !record.isDeletedInAria()
        && (record.status == store::SyncStatus::PendingToGoogle || record.status == store::SyncStatus::Error);
}

// "This and following" may hand a changed occurrence over to the second series.
bool changesSeries(const EventRecord &record, const Event &item)
{
    return item.isException() && item.recurringEventId() != record.recurringEventId;
}

// What a new exception was until now; empty where its series is not known or begins with this list.
Expected<Event> occurrenceBehind(
    store::Session &session, const QString &calendarId, const Event &item, const MergeContext &context)
{
    if (!item.isException() || context.initialImport)
        return Event();
    const auto master = session.events().byGoogleId(calendarId, item.recurringEventId());
    if (!master)
        return Unexpected(master.error());
    if (!*master || (*master)->isDeletedInAria())
        return Event();
    const auto series = ariaVersion(**master);
    if (!series || !calendar::hasOccurrence(series->event, item.originalStart(), QTimeZone::utc()))
        return Event();
    return calendar::occurrenceOf(series->event, item.originalStart());
}

Expected<AppliedDecision> adopt(
    store::Session &session, const QString &calendarId, const Event &item, const MergeContext &context)
{
    const auto occurrence = occurrenceBehind(session, calendarId, item, context);
    if (!occurrence)
        return Unexpected(occurrence.error());
    return adoptFromGoogle(calendarId, item, context, *occurrence);
}

Expected<AppliedDecision> settleItem(store::Session &session, const std::optional<EventRecord> &record,
    const QString &calendarId, const Event &item, const MergeContext &context)
{
    if (!record)
        return adopt(session, calendarId, item, context);
    if (record->pushOptions.aside && !record->isDeletedInAria() && !item.isCancelled()) {
        auto stored = adopt(session, calendarId, item, context);
        if (stored) { // if it can be, by now
            stored->record.localId = record->localId;
            stored->record.syncId = record->syncId;
            stored->record.revision = record->revision + 1;
        }
        return stored;
    }
    if (item.isCancelled() && comesBackWithSeries(*record)) {
        AppliedDecision back;
        back.record = *record;
        broughtBackWithSeries(back.record, item.etag(), context.now);
        back.record.seenGeneration = context.generation;
        return back;
    }
    AppliedDecision decided = applyDecision(*record, googleVersion(item), context);
    decided.record.pushOptions.afterListed();
    decided.record.seenGeneration = context.generation;
    return decided;
}

} // namespace

Expected<void> baseOnSeries(store::Session &session, EventRecord &exception)
{
    if (!exception.base.isEmpty() || !exception.attempted.isEmpty() || exception.recurringEventId.isEmpty())
        return {};
    if (!exception.pushOptions.editedFrom.isEmpty()) {
        comparedWith(exception, Event(exception.pushOptions.editedFrom));
        return {};
    }
    const auto master = session.events().byGoogleId(exception.calendarId, exception.recurringEventId);
    if (!master)
        return Unexpected(master.error());
    if (*master && !(*master)->base.isEmpty()) {
        const Event series((*master)->base);
        comparedWith(
            exception, calendar::occurrenceOf(series, originalStartFromKey(exception.originalStart)));
    }
    return {};
}

Expected<std::optional<EventRecord>> recordOf(
    store::Session &session, const QString &calendarId, const Event &item)
{
    auto record = session.events().byGoogleId(calendarId, item.id());
    if (record && !*record)
        record = exceptionRecordOf(session, calendarId, item);
    if (!record || !*record)
        return record;
    if (auto based = baseOnSeries(session, **record); !based)
        return Unexpected(based.error());
    return record;
}

// Those in conflict are no exceptions at Google, perhaps: then what is there now is not in the list, and not in the row.
static Expected<QStringList> conflictsIn(
    store::Session &session, const QString &calendarId, const QString &masterGoogleId)
{
    const auto exceptions = session.events().exceptionsOf(calendarId, masterGoogleId);
    if (!exceptions)
        return Unexpected(exceptions.error());
    QStringList ids;
    for (const EventRecord &exception : *exceptions) {
        if (exception.status == store::SyncStatus::Conflict)
            ids.append(exception.googleEventId);
    }
    return ids;
}

static Expected<PageOutcome> applyItems(store::Session &session, const QString &calendarId,
    const QList<Event> &items, const MergeContext &context)
{
    PageOutcome outcome;
    QStringList ids;
    ids.reserve(items.size());
    for (const Event &item : items)
        ids.append(item.id());
    const auto known = session.events().allByGoogleId(calendarId, ids);
    if (!known)
        return Unexpected(known.error());

    ChangeSet batch;
    QStringList unchanged;
    QSet<QString> handled;
    for (const Event &item : items) {
        std::optional<EventRecord> record;
        if (const auto found = known->constFind(item.id()); found != known->constEnd()) {
            record = *found;
            if (auto based = baseOnSeries(session, *record); !based)
                return Unexpected(based.error());
        } else { // by its id it is not there
            auto exception = exceptionRecordOf(session, calendarId, item);
            if (!exception)
                return Unexpected(exception.error());
            record = *exception;
            if (auto based = record ? baseOnSeries(session, *record) : Expected<void>(); !based)
                return Unexpected(based.error());
        }
        const bool moves = record && changesSeries(*record, item);
        if (moves) {
            record->recurringEventId = item.recurringEventId();
            record->originalStart = originalStartKey(item.originalStart());
        }
        if (record && !moves && isKnown(*record, item)) {
            unchanged.append(item.id());
            continue;
        }
        bool mayHaveMoved = false;
        if (record && context.followsMoves && item.isCancelled() && !Event(record->base).isCancelled()) {
            const auto edited = hasEdits(session, *record);
            if (!edited)
                return Unexpected(edited.error());
            mayHaveMoved = *edited;
        }
        if (mayHaveMoved || handled.contains(item.id())
            || (record && record->baseGeneration == context.generation)
            || (record && lacksTime(*record, item, context))) {
            outcome.doubtful.append(item.id());
            unchanged.append(item.id());
            continue;
        }
        handled.insert(item.id());
        auto decided = settleItem(session, record, calendarId, item, context);
        if (!decided)
            return Unexpected(decided.error());
        batch.add(std::move(*decided));
    }
    auto changes = batch.save(session);
    if (!changes)
        return Unexpected(changes.error());
    for (const Event &item : items) {
        if (!item.isMaster() || !known->contains(item.id()) || !handled.contains(item.id()))
            continue;
        if (auto removed = removeUnchangedOccurrences(session, calendarId, item.id()); !removed)
            return Unexpected(removed.error());
        const auto conflicts = conflictsIn(session, calendarId, item.id());
        if (!conflicts)
            return Unexpected(conflicts.error());
        for (const QString &id : *conflicts) {
            if (!handled.contains(id) && !outcome.doubtful.contains(id))
                outcome.doubtful.append(id);
        }
    }
    if (context.fullList) { // else it would be a write for nothing
        if (auto marked = session.events().markSeen(calendarId, unchanged, context.generation); !marked)
            return Unexpected(marked.error());
    }
    outcome.changes = std::move(*changes);
    return outcome;
}

Expected<PageOutcome> applyPage(store::Session &session, const QString &calendarId, const QList<Event> &items,
    const MergeContext &context)
{
    PageOutcome outcome;
    const auto apply = [&](const QList<Event> &part) -> Expected<void> {
        auto applied = applyItems(session, calendarId, part, context);
        if (!applied)
            return Unexpected(applied.error());
        outcome.changes.append(std::move(applied->changes));
        outcome.doubtful.append(std::move(applied->doubtful));
        return {};
    };
    const auto aside = [&](const Event &item, const Error &why) {
        ++outcome.errors;
        return standAside(session, calendarId, item, why, context);
    };
    if (auto done = isolate(session, items, apply, aside); !done)
        return Unexpected(done.error());
    return outcome;
}

static Expected<QList<EventChange>> settleReread(store::Session &session, const QString &calendarId,
    const QString &eventId, const std::optional<Event> &google, const MergeContext &context)
{
    auto record =
        google ? recordOf(session, calendarId, *google) : session.events().byGoogleId(calendarId, eventId);
    if (!record)
        return Unexpected(record.error());
    ChangeSet batch;
    if (*record && google && (*record)->pushOptions.aside) {
        auto stored = settleItem(session, *record, calendarId, *google, context);
        if (!stored)
            return Unexpected(stored.error());
        batch.add(std::move(*stored));
    } else if (!*record) {
        if (google) {
            auto adopted = adopt(session, calendarId, *google, context);
            if (!adopted)
                return Unexpected(adopted.error());
            batch.add(std::move(*adopted));
        }
    } else if (!google && (*record)->base.isEmpty()) {
        return QList<EventChange>(); // it never arrived there: nothing is deleted by not being there
    } else if (!google || (*record)->etag != google->etag() || !(*record)->attempted.isEmpty()
        || (*record)->base.isEmpty() || google->isCancelled() != Event((*record)->base).isCancelled()) {
        AppliedDecision decided = applyDecision(
            **record, google ? googleVersion(*google) : Version::deleted(Event((*record)->base)), context);
        decided.record.seenGeneration = context.generation;
        batch.add(std::move(decided));
    } else if (context.fullList) {
        auto marked = session.events().markSeen(calendarId, { (*record)->googleEventId }, context.generation);
        if (!marked)
            return Unexpected(marked.error());
    }
    auto changes = batch.save(session);
    if (!changes || !google || (!google->isException() && !google->isMaster()))
        return changes;
    const QString masterId = google->isException() ? google->recurringEventId() : google->id();
    if (auto removed = removeUnchangedOccurrences(session, calendarId, masterId); !removed)
        return Unexpected(removed.error());
    return changes;
}

Expected<QList<EventChange>> applyReread(store::Session &session, const QString &calendarId,
    const QString &eventId, const std::optional<Event> &google, const MergeContext &context)
{
    const auto applied =
        session.attempt([&] { return settleReread(session, calendarId, eventId, google, context); });
    if (applied || !google || !store::concernsRows(applied.error()))
        return applied;
    if (auto aside = standAside(session, calendarId, *google, applied.error(), context); !aside)
        return Unexpected(aside.error());
    return QList<EventChange>();
}

Expected<void> removeUnchangedOccurrences(
    store::Session &session, const QString &calendarId, const QString &masterGoogleId)
{
    const auto master = session.events().byGoogleId(calendarId, masterGoogleId);
    if (!master)
        return Unexpected(master.error());
    if (!*master || (*master)->etag.isEmpty())
        return {};
    const auto exceptions = session.events().exceptionsOf(calendarId, masterGoogleId);
    if (!exceptions)
        return Unexpected(exceptions.error());
    for (const EventRecord &exception : *exceptions) {
        const bool settled = exception.status == store::SyncStatus::Synced && !exception.isDeletedInAria()
            && !Event(exception.base).isCancelled();
        if (!settled || exception.etag != (*master)->etag)
            continue;
        if (auto removed = session.events().remove(exception.localId); !removed)
            return removed;
    }
    return {};
}

} // namespace aria::sync
