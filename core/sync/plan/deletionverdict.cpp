#include "sync/plan/deletionverdict.h"

#include "calendar/fields.h"
#include "merge/changeset.h"
#include "merge/eventversions.h"
#include "merge/historyentry.h"
#include "merge/readonly.h"
#include "merge/recordstate.h"
#include "sync/plan/waitingplan.h"
#include "sync/pull/deletions.h"

using namespace Qt::StringLiterals;

namespace aria::sync {

using calendar::Event;
using store::EventRecord;

namespace {

const QString rejected = u"deletion rejected"_s;

// Google's deletion is what both know now; ARIA, which holds the event, has it made again.
void restoreAtGoogle(EventRecord &record, const Event &tombstone, const MergeContext &context)
{
    agreedOn(record, tombstone, context.generation, context.now);
    toBeRestored(record, rejected);
}

Expected<void> restoreAllAtGoogle(
    store::Session &session, QList<EventRecord> marked, const MergeContext &context)
{
    QSet<qint64> done;
    QList<EventRecord> restored;
    const auto restore = [&](EventRecord record, const Event &tombstone) {
        if (done.contains(record.localId))
            return;
        done.insert(record.localId);
        restoreAtGoogle(record, tombstone, context);
        restored.append(std::move(record));
    };
    for (const EventRecord &record : std::as_const(marked)) {
        restore(record, tombstoneOf(Event(record.google.isEmpty() ? record.base : record.google)));
        if (!record.recurringEventId.isEmpty())
            continue;
        // Google deletes a series with its changed occurrences; they come back with it.
        const auto exceptions = session.events().exceptionsOf(record.calendarId, record.googleEventId);
        if (!exceptions)
            return Unexpected(exceptions.error());
        for (const EventRecord &exception : *exceptions) {
            if (exception.isDeletedInAria() || exception.base.isEmpty())
                continue;
            Event tombstone = tombstoneOf(Event(exception.base));
            tombstone.set(u"etag"_s, {}); // whatever it is there by now
            restore(exception, tombstone);
        }
    }
    return session.events().save(restored);
}

Expected<QList<EventChange>> restoreAllInAria(
    store::Session &session, QList<EventRecord> deleted, const MergeContext &context)
{
    QList<EventChange> changes;
    QList<store::HistoryRecord> history;
    for (EventRecord &record : deleted) {
        undeleted(record, context.now);
        const auto aria = ariaVersion(record);
        const Event event = aria ? aria->event : Event(record.base);
        // An edit that the deletion had hidden goes to Google after all.
        const bool agreed = record.attempted.isEmpty() && !record.base.isEmpty()
            && calendar::sameContent(event, Event(record.base));
        if (agreed)
            inStep(record);
        else
            waitsForPush(record);

        history.append(ariaEdit(record, store::Operation::Restore, Event(), event, rejected, context.now));

        EventChange change;
        change.kind = EventChange::Kind::Created;
        change.googleEventId = record.googleEventId;
        change.localId = record.localId;
        change.calendarId = record.calendarId;
        change.after = event;
        change.reason = rejected;
        changes.append(change);
    }
    if (auto saved = session.events().save(deleted); !saved)
        return Unexpected(saved.error());
    if (auto added = session.history().add(history); !added)
        return Unexpected(added.error());
    return changes;
}

} // namespace

Expected<VerdictOutcome> approveDeletions(
    store::Session &session, const QString &calendarId, const MergeContext &context)
{
    VerdictOutcome outcome;
    auto waiting = waitingDeletions(session, calendarId);
    if (!waiting)
        return Unexpected(waiting.error());
    if (waiting->ariaHeld) {
        auto deleted = applyMarkedDeletions(session, calendarId, context, true);
        if (!deleted)
            return Unexpected(deleted.error());
        outcome.changes = std::move(deleted->changes);
        outcome.decided += countEvents(waiting->inAria);
    }
    if (waiting->googleHeld) {
        for (EventRecord &record : waiting->atGoogle)
            deletionApproved(record);
        if (auto saved = session.events().save(waiting->atGoogle); !saved)
            return Unexpected(saved.error());
        outcome.decided += waiting->atGoogle.size();
    }
    return outcome;
}

Expected<VerdictOutcome> rejectDeletions(
    store::Session &session, const QString &calendarId, const MergeContext &context)
{
    VerdictOutcome outcome;
    const auto waiting = waitingDeletions(session, calendarId);
    if (!waiting)
        return Unexpected(waiting.error());
    const auto readOnly = isReadOnly(session, calendarId);
    if (!readOnly)
        return Unexpected(readOnly.error());
    if (waiting->ariaHeld && *readOnly) // nothing can be restored there
        return Unexpected(readOnlyError(calendarId));
    if (waiting->ariaHeld) {
        if (auto restored = restoreAllAtGoogle(session, waiting->inAria, context); !restored)
            return Unexpected(restored.error());
        outcome.decided += countEvents(waiting->inAria);
    }
    if (waiting->googleHeld) {
        auto restored = restoreAllInAria(session, waiting->atGoogle, context);
        if (!restored)
            return Unexpected(restored.error());
        outcome.changes = std::move(*restored);
        outcome.decided += waiting->atGoogle.size();
    }
    return outcome;
}

} // namespace aria::sync
