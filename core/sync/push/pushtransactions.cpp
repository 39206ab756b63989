#include "sync/push/pushtransactions.h"

#include "calendar/fields.h"
#include "calendar/instanceid.h"
#include "calendar/ownanswer.h"
#include "calendar/recurrence.h"
#include "merge/changeset.h"
#include "merge/eventversions.h"
#include "merge/guestmails.h"
#include "merge/historyentry.h"
#include "merge/readonly.h"
#include "merge/recordstate.h"
#include "store/isolate.h"
#include "sync/pull/moves.h"
#include "sync/pull/page.h"

using namespace Qt::StringLiterals;

namespace aria::sync {

using calendar::Event;
using store::EventRecord;
using store::Operation;
using store::Outcome;
using store::SyncStatus;

namespace {

Expected<std::optional<EventRecord>> load(store::Session &session, qint64 localId)
{
    return session.events().byLocalId(localId);
}

const QString notTheOrganizer = u"only its organizer invites guests"_s;

// Takes the guests off ARIA's version and returns what is to be kept of it.
store::HistoryRecord withoutGuests(EventRecord &record, const QDateTime &now)
{
    const auto before = ariaVersion(record);
    record.columns.attendees = {};
    ++record.revision;
    const auto after = ariaVersion(record);
    const Event base(record.base);
    return ariaChange(record, Operation::Update, before ? contentOf(*before) : base,
        after ? after->event : base, notTheOrganizer, now);
}

// ARIA changed the guests of somebody else's event (by SQL; the API refuses it). That is not sent, so ARIA's row goes
// back to what is true, but for one's own answer.
Expected<void> revertForeignGuests(store::Session &session, EventRecord &record, const MergeContext &context)
{
    const Event base(record.base);
    if (record.isDeletedInAria() || base.organizedBySelf())
        return {};
    const auto aria = ariaVersion(record);
    if (!aria)
        return {};
    const Event answered = calendar::withOwnAnswer(base, aria->event);
    if (calendar::sameField(u"attendees"_s, aria->event, answered))
        return {};
    const Event corrected = calendar::withField(aria->event, u"attendees"_s, answered);
    const auto history =
        ariaChange(record, Operation::Update, aria->event, corrected, notTheOrganizer, context.now);
    setAriaContent(record, corrected, context.now);
    return session.history().add(QList<store::HistoryRecord>{ history });
}

void agreeOnDeletion(EventRecord &record, const MergeContext &context)
{
    Event tombstone = tombstoneOf(Event(record.base));
    tombstone.set(u"etag"_s, {}); // Google gave it a new one and does not tell which
    agreedOn(record, tombstone, context.generation, context.now);
    sendingEnded(record);
    if (record.isDeletedInAria()) // else ARIA took it back meanwhile: still pending, to be restored
        inStep(record);
}

} // namespace

static Expected<QList<PreparedPush>> prepareTogether(
    store::Session &session, const QString &calendarId, const QList<qint64> &localIds, const QDateTime &now)
{
    QList<PreparedPush> prepared;
    QList<EventRecord> changed;
    QList<store::HistoryRecord> history;
    const auto readOnly = isReadOnly(session, calendarId);
    if (!readOnly)
        return Unexpected(readOnly.error());
    const auto records = session.events().allByLocalId(localIds);
    if (!records)
        return Unexpected(records.error());
    for (const qint64 localId : localIds) {
        const auto record = records->constFind(localId);
        if (record == records->cend() || record->status != SyncStatus::PendingToGoogle
            || record->calendarId != calendarId) // it moved to another meanwhile
            continue;
        PreparedPush push{ *record, pushStepFor(*record) };
        const bool sends = push.step.kind == PushStep::Kind::Send || push.step.kind == PushStep::Kind::Restore
            || push.step.kind == PushStep::Kind::Locate;
        if (sends && *readOnly) { // ARIA's SQL wrote what the API refuses; nothing of it is sent
            push.step.kind = push.record.base.isEmpty() ? PushStep::Kind::Unusable : PushStep::Kind::Revert;
            push.step.error = readOnlyError(calendarId);
        }
        if (push.step.kind == PushStep::Kind::Send || push.step.kind == PushStep::Kind::Restore) {
            // An earlier attempt that overwrites something else than this one is over; only a mere repetition is the
            // same entry in the history.
            const qint64 attempted = push.record.attemptedRevision;
            if (push.record.attempted.isEmpty() || attempted != push.record.revision) {
                for (const qint64 revision : { attempted, push.record.revision }) {
                    auto ended = session.history().finish(localId, revision, Outcome::Superseded);
                    if (!ended)
                        return Unexpected(ended.error());
                }
            }
            sending(push.record, push.step.sent);
            changed.append(push.record);
            history.append(pushHistory(push.record, push.step, now));
        }
        prepared.append(std::move(push));
    }
    if (auto saved = session.events().save(changed); !saved)
        return Unexpected(saved.error());
    if (auto added = session.history().add(history); !added)
        return Unexpected(added.error());
    return prepared;
}

Expected<QList<PreparedPush>> preparePush(
    store::Session &session, const QString &calendarId, const QList<qint64> &localIds, const QDateTime &now)
{
    QList<PreparedPush> prepared;
    const auto apply = [&](const QList<qint64> &part) -> Expected<void> {
        auto done = prepareTogether(session, calendarId, part, now);
        if (!done)
            return Unexpected(done.error());
        prepared.append(std::move(*done));
        return {};
    };
    const auto aside = [&](qint64 localId, const Error &why) -> Expected<void> {
        const auto record = load(session, localId);
        if (!record)
            return Unexpected(record.error());
        if (*record) {
            PreparedPush unusable{ **record, {} };
            unusable.step.kind = PushStep::Kind::Unusable;
            unusable.step.error = why;
            prepared.append(std::move(unusable));
        }
        return {};
    };
    if (auto done = isolate(session, localIds, apply, aside); !done)
        return Unexpected(done.error());
    return prepared;
}

// Google has it in the other calendar now: so has ARIA, with the rows of its occurrences.
static Expected<QList<EventChange>> applyMoved(store::Session &session, const PreparedPush &push,
    const EventRecord &before, const Event &answer, const MergeContext &context)
{
    if (before.googleEventId != push.record.googleEventId || before.calendarId != push.record.calendarId)
        return QList<EventChange>(); // a pull has seen it there first
    const auto moved =
        moveSeries(session, before.googleEventId, before.calendarId, push.step.write.destination);
    if (!moved)
        return Unexpected(moved.error());
    if (!*moved)
        return QList<EventChange>(); // the other calendar's next sync tells what it has
    const auto arrived = load(session, before.localId);
    if (!arrived || !*arrived)
        return arrived ? Expected<QList<EventChange>>() : Unexpected(arrived.error());
    EventRecord record = **arrived;
    confirmed(record, push.step.sent, push.record.revision);
    MergeContext there = context;
    there.generation = 0; // lists are numbered by calendar
    ChangeSet batch;
    batch.add(applyDecision(record, googleVersion(answer), there, record.revision == push.record.revision));
    return batch.save(session);
}

Expected<void> refuseMove(store::Session &session, const EventRecord &record, const Error &error)
{
    auto loaded = load(session, record.localId);
    if (!loaded)
        return Unexpected(loaded.error());
    if (*loaded && (*loaded)->pushOptions.moveTo == record.pushOptions.moveTo) {
        EventRecord staying = **loaded;
        toBeMoved(staying, {});
        if (auto saved = session.events().save(staying); !saved)
            return saved;
    }
    return quarantine(session, record, error);
}

static Expected<void> applyDeleted(store::Session &session, EventRecord record, const MergeContext &context)
{
    agreeOnDeletion(record, context);
    if (auto forgotten = forgetExceptions(session, record, context.now); !forgotten)
        return forgotten;
    return session.events().save(record);
}

static Expected<QList<EventChange>> applyTogether(
    store::Session &session, const QList<AcceptedPush> &accepted, const MergeContext &context)
{
    QList<qint64> localIds;
    for (const AcceptedPush &each : accepted)
        localIds.append(each.push.record.localId);
    const auto records = session.events().allByLocalId(localIds);
    if (!records)
        return Unexpected(records.error());
    QList<EventChange> changes;
    ChangeSet decided;
    for (const auto &[push, answer] : accepted) {
        const auto localId = push.record.localId;
        if (auto done = session.history().finish(localId, push.record.revision, Outcome::Done); !done)
            return Unexpected(done.error());
        const qint64 mails = mailsOf(push.step.write.sendUpdates, Event(push.record.base), push.step.sent);
        if (auto counted = countMails(session, push.record.calendarId, mails); !counted)
            return Unexpected(counted.error());
        const auto found = records->constFind(localId);
        if (found == records->cend())
            continue; // cleaned up meanwhile
        EventRecord record = *found;
        if (push.step.write.kind == google::Write::Kind::Move) {
            const auto moved = applyMoved(session, push, record, answer, context);
            if (!moved)
                return moved;
            changes.append(*moved);
            continue;
        }
        if (record.etag != push.record.etag || record.googleEventId != push.record.googleEventId
            || record.calendarId != push.record.calendarId)
            continue; // a pull has brought in this or a later state already
        if (push.step.write.kind == google::Write::Kind::Delete) {
            if (auto deleted = applyDeleted(session, record, context); !deleted)
                return Unexpected(deleted.error());
            continue;
        }
        if (auto guests = revertForeignGuests(session, record, context); !guests)
            return Unexpected(guests.error());
        const bool revivesSeries = Event(record.base).isCancelled() && answer.isMaster();
        confirmed(record, push.step.sent, push.record.revision);
        answered(record, push.step.sent, answer); // If-Match
        AppliedDecision decision = applyDecision(record, googleVersion(answer), context, true);
        decision.revival = revivesSeries ? AppliedDecision::Revival::ByAria : AppliedDecision::Revival::None;
        decision.editedFrom = Event(push.record.base);
        decided.add(std::move(decision));
    }
    const auto saved = decided.save(session);
    if (!saved)
        return saved;
    return changes + *saved;
}

Expected<AppliedAnswers> applyPushed(
    store::Session &session, const QList<AcceptedPush> &accepted, const MergeContext &context)
{
    QList<qint64> localIds;
    for (const AcceptedPush &each : accepted)
        localIds.append(each.push.record.localId);
    if (auto locked = session.events().lock(localIds); !locked)
        return Unexpected(locked.error());
    AppliedAnswers applied;
    const auto apply = [&](const QList<AcceptedPush> &part) -> Expected<void> {
        const auto changes = applyTogether(session, part, context);
        if (!changes)
            return Unexpected(changes.error());
        applied.changes.append(*changes);
        return {};
    };
    // Google has it, and what it made of it cannot be stored.
    const auto aside = [&](const AcceptedPush &one, const Error &why) -> Expected<void> {
        const EventRecord &record = one.push.record;
        applied.unstored.insert(record.localId, why);
        if (auto done = session.history().finish(record.localId, record.revision, Outcome::Done); !done)
            return done;
        return session.repair().markError(
            record, u"Google's answer cannot be stored: %1."_s.arg(why.message));
    };
    if (auto done = isolate(session, accepted, apply, aside); !done)
        return Unexpected(done.error());
    return applied;
}

// What we made of a series and what Google calls the same differ in more than what people write: ids, links, words for a
// time. That is nobody's change.
static Event inGooglesWords(const Event &occurrence, const Event &instance)
{
    Event result = instance;
    for (const QString &field : calendar::writableFieldsOf(occurrence, instance)) {
        if (!calendar::sameField(field, occurrence, instance))
            result = calendar::withField(result, field, occurrence);
    }
    return result;
}

// Of one that Google was asked about, and no list has shown yet. With nothing to send it is either no exception at Google,
// and a row of its own would hide later changes of the series; or it is one, and then the list that is still to come
// brings it.
static bool isPartOfSeries(const EventRecord &located)
{
    return located.status == SyncStatus::Synced && !located.isDeletedInAria();
}

Expected<AppliedLocation> applyLocated(store::Session &session, qint64 localId, const Event &instance,
    const std::optional<Event> &series, const MergeContext &context)
{
    AppliedLocation applied;
    auto loaded = load(session, localId);
    if (!loaded)
        return Unexpected(loaded.error());
    if (!*loaded || !(*loaded)->base.isEmpty())
        return applied;
    EventRecord record = **loaded;
    if (auto based = baseOnSeries(session, record); !based)
        return Unexpected(based.error());
    // What changed in the whole series is no edit of the one occurrence that is to go.
    if (record.isDeletedInAria() && !instance.isCancelled()
        && !calendar::sameContent(Event(record.base), instance)) {
        applied.asksForSeries = !series;
        if (!series)
            return applied;
        const auto at = originalStartFromKey(record.originalStart);
        if (!series->isEmpty() && calendar::sameContent(calendar::occurrenceOf(*series, at), instance))
            comparedWith(record, instance);
    }
    if (!record.base.isEmpty())
        comparedWith(record, inGooglesWords(Event(record.base), instance));
    located(record, instance, context.generation);
    ChangeSet batch;
    batch.add(applyDecision(record, googleVersion(instance), context));
    auto changes = batch.save(session);
    if (!changes)
        return Unexpected(changes.error());
    applied.changes = std::move(*changes);
    auto stored = load(session, localId);
    if (!stored)
        return Unexpected(stored.error());
    if (!*stored)
        return applied;
    applied.record = **stored;
    if (isPartOfSeries(applied.record)) {
        if (auto removed = session.events().remove(localId); !removed)
            return Unexpected(removed.error());
    }
    return applied;
}

Expected<void> giveFreshId(
    store::Session &session, qint64 localId, RandomSource &random, const QDateTime &now)
{
    auto loaded = load(session, localId);
    if (!loaded)
        return Unexpected(loaded.error());
    if (!*loaded)
        return {};
    EventRecord record = **loaded;
    // The occurrences that were changed on their own follow their series under its new id.
    auto exceptions = session.events().exceptionsOf(record.calendarId, record.googleEventId);
    if (!exceptions)
        return Unexpected(exceptions.error());
    QList<store::HistoryRecord> history;
    // A copy of somebody else's meeting is ours: its guests were not invited to it, nor shall they be.
    const auto leaveGuests = [&history, now](EventRecord &copied) {
        if (!Event(copied.base).organizedBySelf() && !copied.columns.attendees.isEmpty())
            history.append(withoutGuests(copied, now));
    };
    leaveGuests(record);
    relinked(record, newGoogleEventId(random));
    for (EventRecord &exception : *exceptions) {
        leaveGuests(exception);
        const QString id =
            calendar::instanceIdOf(record.googleEventId, originalStartFromKey(exception.originalStart));
        relinkedWithSeries(exception, id, record.googleEventId);
    }
    if (auto saved = session.events().save(*exceptions); !saved)
        return saved;
    if (auto saved = session.events().save(record); !saved)
        return saved;
    return session.history().add(history);
}

Expected<Dropped> dropOccurrence(
    store::Session &session, const EventRecord &record, const MergeContext &context)
{
    const auto current = load(session, record.localId);
    if (!current)
        return Unexpected(current.error());
    const auto master = session.events().byGoogleId(record.calendarId, record.recurringEventId);
    if (!master)
        return Unexpected(master.error());
    if (!*current || (*current)->revision != record.revision || !*master)
        return Dropped();
    const auto series = ariaVersion(**master);
    const bool isKept = !series || !series->isPresent()
        || calendar::hasOccurrence(
            series->event, originalStartFromKey(record.originalStart), QTimeZone::utc());
    if (isKept)
        return Dropped();
    if (record.isDeletedInAria()) {
        auto done = session.history().finish(record.localId, record.revision, Outcome::Done);
        if (!done)
            return Unexpected(done.error());
        if (auto removed = session.events().remove(record.localId); !removed)
            return Unexpected(removed.error());
        return Dropped{ true, {} };
    }
    AppliedDecision decided =
        applyDeletion(**current, context, u"its series has no such occurrence any more"_s);
    if (auto added = session.history().add(decided.history); !added)
        return Unexpected(added.error());
    if (auto removed = session.events().remove(record.localId); !removed)
        return Unexpected(removed.error());
    return Dropped{ true, { *decided.change } };
}

Expected<void> settleWithoutPush(store::Session &session, qint64 localId, const MergeContext &context)
{
    auto loaded = load(session, localId);
    if (!loaded)
        return Unexpected(loaded.error());
    if (!*loaded || (*loaded)->status != SyncStatus::PendingToGoogle)
        return {};
    EventRecord record = **loaded;
    switch (pushStepFor(record).kind) {
    case PushStep::Kind::Forget:
    case PushStep::Kind::Nothing:
        break;
    default:
        return {}; // edited meanwhile
    }
    if (const qint64 ended = sendingEnded(record); ended != 0) {
        if (auto finished = session.history().finish(localId, ended, Outcome::Superseded); !finished)
            return finished;
    }
    record.lastSynced = context.now;
    if (auto guests = revertForeignGuests(session, record, context); !guests)
        return guests;
    const bool wasLocated = record.pushOptions.located;
    inStep(record);
    if (wasLocated && isPartOfSeries(record))
        return session.events().remove(localId);
    if (record.status == SyncStatus::Deleted) {
        if (auto forgotten = forgetExceptions(session, record, context.now); !forgotten)
            return forgotten;
    }
    return session.events().save(record);
}

Expected<QList<EventChange>> revertToGoogle(store::Session &session, qint64 localId, MergeContext context)
{
    auto loaded = load(session, localId);
    if (!loaded)
        return Unexpected(loaded.error());
    if (!*loaded || (*loaded)->status != SyncStatus::PendingToGoogle || (*loaded)->base.isEmpty())
        return QList<EventChange>();
    context.readOnly = true;
    AppliedDecision decided = applyDecision(**loaded, googleVersion(Event((*loaded)->base)), context);
    for (store::HistoryRecord &entry : decided.history)
        entry.reason = u"read-only calendar"_s;
    if (decided.deletesInAria)
        decided = applyDeletion(decided.record, context, u"read-only calendar"_s);
    ChangeSet batch;
    batch.add(std::move(decided));
    return batch.save(session);
}

Expected<void> quarantine(store::Session &session, const EventRecord &record, const Error &error)
{
    auto loaded = load(session, record.localId);
    if (!loaded)
        return Unexpected(loaded.error());
    if (auto failed =
            session.history().finish(record.localId, record.revision, Outcome::Failed, error.message);
        !failed)
        return failed;
    if (!*loaded || (*loaded)->revision != record.revision)
        return {}; // edited meanwhile: the new content gets its own try
    EventRecord current = **loaded;
    refused(current, error.message);
    const auto saved = session.attempt([&] { return session.events().save(current); });
    return saved || !store::concernsRows(saved.error()) ? saved
                                                        : session.repair().markError(current, error.message);
}

Expected<void> postponePush(store::Session &session, const EventRecord &record, const Error &error,
    std::optional<std::chrono::milliseconds> delay, const QDateTime &now)
{
    auto loaded = load(session, record.localId);
    if (!loaded)
        return Unexpected(loaded.error());
    if (!*loaded || (*loaded)->status != SyncStatus::PendingToGoogle)
        return {};
    EventRecord current = **loaded;
    postponed(current, error.message, delay ? now.addMSecs(delay->count()) : QDateTime());
    return session.events().save(current);
}

} // namespace aria::sync
