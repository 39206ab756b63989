#include "edits/eventwriter.h"

#include "calendar/fields.h"
#include "calendar/ownanswer.h"
#include "calendar/recurrence.h"
#include "edits/content.h"
#include "edits/eventlookup.h"
#include "edits/refusals.h"
#include "merge/changeset.h"
#include "merge/eventversions.h"
#include "merge/historyentry.h"
#include "merge/readonly.h"
#include "merge/recordstate.h"

using namespace Qt::StringLiterals;

namespace aria::service {

using calendar::Event;
using store::EventRecord;
using store::Operation;
using store::Side;
using store::SyncStatus;

namespace {

const QString byApi = u"api"_s; // the reason, for the history

Expected<Edit> fillRow(store::Session &session, EventRecord record,
    const std::optional<EventRecord> &previous, const CreateRequest &request, const EditContext &context,
    RandomSource &random)
{
    if (record.googleEventId.isEmpty())
        record.googleEventId = newGoogleEventId(random);
    Event base(record.base);
    base.set(u"id"_s, record.googleEventId);
    const auto event = withInput(base, request.content);
    if (!event)
        return Unexpected(event.error());
    sync::setAriaContent(record, *event, context.now);
    if (!record.createdAt.isValid())
        record.createdAt = context.now;
    if (!record.syncCreatedAt.isValid())
        record.syncCreatedAt = context.now;
    record.createFingerprint = fingerprintOf(request);
    record.idempotencyKey = request.idempotencyKey;
    addPushOptions(record, request.content, random);
    auto edit = storeEdit(session, record, previous, context);
    if (!edit || !previous)
        return edit;
    // ARIA's own row becomes this event: what it held before is kept.
    const auto before = sync::ariaVersion(*previous);
    const auto history = sync::ariaEdit(edit->record, Operation::Update,
        before && before->isPresent() ? before->event : Event(previous->base), *event, byApi, context.now);
    if (auto added = session.history().add(QList<store::HistoryRecord>{ history }); !added)
        return Unexpected(added.error());
    return edit;
}

// The edit of an event in conflict meets Google's version that waits.
Expected<Edit> settleEdit(store::Session &session, const EventRecord &record,
    const std::optional<EventRecord> &previous, const EditContext &context)
{
    const sync::MergeContext settling{ context.strategy, record.baseGeneration, context.now, context.clocks };
    sync::AppliedDecision decided =
        sync::applyDecision(record, sync::googleVersion(Event(record.google)), settling);
    if (decided.deletesInAria)
        decided = sync::applyDeletion(decided.record, settling, u"deleted in Google"_s);
    sync::ChangeSet batch;
    batch.add(std::move(decided));
    if (auto saved = batch.save(session); !saved)
        return Unexpected(saved.error());
    const auto stored = session.events().byLocalId(record.localId);
    if (!stored)
        return Unexpected(stored.error());
    return Edit{ stored->value_or(record), previous, true };
}

QStringList changedFields(const Event &before, const Event &after)
{
    QStringList fields = calendar::writableFieldsOf(before, after);
    fields.removeIf([&](const QString &field) { return calendar::sameField(field, before, after); });
    return fields;
}

// What is left of the version `now` without the edit that made `meant` of `was`.
Event without(const Event &now, const Event &was, const Event &meant)
{
    Event left = now;
    for (const QString &field : changedFields(was, meant)) {
        if (const auto merged = calendar::mergeSetField(field, meant, now, was))
            left = calendar::withField(left, field, *merged);
        else if (calendar::sameField(field, meant, now))
            left = calendar::withField(left, field, was);
    }
    return left;
}

// Google or ARIA have changed the row since the edit: that stays.
Expected<void> takeOutOf(
    store::Session &session, const EventRecord &current, const Edit &edit, const EditContext &context)
{
    const auto now = sync::ariaVersion(current);
    const auto was = sync::ariaVersion(*edit.previous);
    const auto meant = sync::ariaVersion(edit.record);
    if (!now || !was || !meant || !now->isPresent() || !was->isPresent() || !meant->isPresent())
        return {}; // nothing of it is left that could be sent
    const bool isLatest = sync::isEditOf(current, edit.record.revision);
    const Event left = without(now->event, was->event, meant->event);
    EventRecord record = current;
    sync::setAriaContent(record, left, context.now);
    sync::takenOut(record, *edit.previous, isLatest, context.now);
    if (auto saved = session.events().save(record); !saved)
        return saved;
    if (!isLatest || calendar::sameContent(was->event, left))
        return {};
    const auto history =
        sync::ariaChange(record, Operation::Update, was->event, left, u"changed in Google"_s, context.now);
    return session.history().add(QList<store::HistoryRecord>{ history });
}

} // namespace

void addPushOptions(EventRecord &record, const EventInput &content, RandomSource &random)
{
    record.pushOptions.askForMails(content.sendUpdates, record.revision + 1);
    if (content.conference && Event(record.base).meetingLink().isEmpty())
        record.pushOptions.askForConference(newUuid(random));
}

Expected<void> checkWritable(store::Session &session, const QString &calendarId)
{
    const auto readOnly = sync::isReadOnly(session, calendarId);
    if (!readOnly)
        return Unexpected(readOnly.error());
    return *readOnly ? Expected<void>(Unexpected(sync::readOnlyError(calendarId))) : Expected<void>();
}

Expected<NewOccurrence> newOccurrence(
    const EventRecord &master, const calendar::EventTime &originalStart, const EditContext &context)
{
    const auto series = sync::ariaVersion(master);
    if (!series)
        return Unexpected(series.error());
    NewOccurrence made;
    made.event = calendar::occurrenceOf(series->event, originalStart);
    made.record = sync::newRecord(master.calendarId, made.event.id(), Side::Aria, context.now);
    made.record.pushOptions.editedFrom = made.event.json();
    return made;
}

Expected<Edit> storeEdit(store::Session &session, EventRecord record,
    const std::optional<EventRecord> &previous, const EditContext &context)
{
    const auto databaseNow = session.now();
    if (!databaseNow)
        return Unexpected(databaseNow.error());
    sync::edited(record, context.now);
    sync::noteEdit(record, context.clocks, *databaseNow);
    if (record.status == SyncStatus::Conflict)
        return settleEdit(session, record, previous, context);
    sync::waitsForPush(record);
    if (auto saved = session.events().save(record); !saved)
        return Unexpected(saved.error());
    Edit edit{ record, previous, true };
    const auto before = previous ? sync::ariaVersion(*previous) : sync::Version::absent();
    const auto after = sync::ariaVersion(record);
    if (before && after && before->isPresent() && after->isPresent())
        edit.fields = changedFields(before->event, after->event);
    return edit;
}

Expected<Edit> createEvent(
    store::Session &session, const CreateRequest &request, const EditContext &context, RandomSource &random)
{
    if (!request.idempotencyKey.isEmpty()) {
        const auto known = session.events().byIdempotencyKey(request.idempotencyKey);
        if (!known)
            return Unexpected(known.error());
        if (*known) {
            if ((*known)->createFingerprint != fingerprintOf(request))
                return conflict(u"This Idempotency-Key was used with another request."_s);
            if ((*known)->isDeletedInAria())
                return conflict(u"The event made with this Idempotency-Key was deleted since."_s);
            return Edit{ **known, std::nullopt, false };
        }
    }
    EventRecord record;
    std::optional<EventRecord> previous;
    record.calendarId = request.calendarId.isEmpty() ? context.calendarIds.constFirst() : request.calendarId;
    if (auto checked = checkCalendar(record.calendarId, context.calendarIds); !checked)
        return Unexpected(checked.error());
    record.source = Side::Aria;
    if (request.localEventId) {
        const auto known = session.events().byLocalId(*request.localEventId);
        if (!known)
            return Unexpected(known.error());
        if (*known) {
            const EventRecord &row = **known;
            if (!row.createFingerprint.isEmpty() && row.createFingerprint == fingerprintOf(request)
                && !row.isDeletedInAria())
                return Edit{ row, std::nullopt, false };
            if (!row.createFingerprint.isEmpty() || row.isDeletedInAria() || row.source == Side::Google) {
                return conflict(u"local_event_id %1 belongs to another event."_s.arg(*request.localEventId));
            }
            if (!request.calendarId.isEmpty() && row.calendarId != request.calendarId) {
                return conflict(
                    u"local_event_id %1 belongs to another calendar."_s.arg(*request.localEventId));
            }
            record = row; // ARIA inserted it: it becomes this event
            previous = row;
        }
        record.localId = *request.localEventId;
    }
    if (auto writable = checkWritable(session, record.calendarId); !writable)
        return Unexpected(writable.error());
    return fillRow(session, record, previous, request, context, random);
}

Expected<OpenedEvent> openEvent(store::Session &session, const EventKey &key, const EditContext &context)
{
    const auto target = findTarget(session, context.calendarIds, key);
    if (!target)
        return Unexpected(target.error());
    if (!target->isKnown() || (target->record && target->record->isDeletedInAria())
        || (target->master && target->master->isDeletedInAria()))
        return eventNotFound();
    if (target->record) {
        const auto version = sync::ariaVersion(*target->record);
        if (!version && !Event(target->record->base).isEmpty())
            return Unexpected(version.error());
        return OpenedEvent{ *target->record, target->record, *target->record,
            version ? version->event : Event() };
    }
    auto made = newOccurrence(*target->master, target->originalStart, context);
    if (!made)
        return Unexpected(made.error());
    return OpenedEvent{ std::move(made->record), std::nullopt, *target->master, std::move(made->event) };
}

Expected<Edit> storeChange(
    store::Session &session, OpenedEvent opened, const Event &after, const EditContext &context)
{
    sync::setAriaContent(opened.record, after, context.now);
    auto edit = storeEdit(session, opened.record, opened.previous, context);
    if (!edit)
        return edit;
    const auto history =
        sync::ariaEdit(edit->record, Operation::Update, opened.before, after, byApi, context.now);
    if (auto added = session.history().add(QList<store::HistoryRecord>{ history }); !added)
        return Unexpected(added.error());
    if (!opened.previous) // an occurrence that was as its series has it
        edit->fields = changedFields(opened.before, after);
    return edit;
}

Expected<Edit> updateEvent(
    store::Session &session, const UpdateRequest &request, const EditContext &context, RandomSource &random)
{
    auto opened = openEvent(session, request.key(), context);
    if (!opened)
        return Unexpected(opened.error());
    EventRecord &record = opened->record;
    const Event &before = opened->before;
    // An occurrence without a row is as its series has it.
    if (!request.etag.isEmpty() && request.etag != opened->known.etag)
        return makeError(
            ErrorCategory::Stale, u"stale"_s, u"The event has changed since the version with this etag."_s);
    if (opened->previous) {
        if (request.localEventId && *request.localEventId != record.localId)
            return conflict(u"local_event_id %1 belongs to another event."_s.arg(*request.localEventId));
    }
    if (auto writable = checkWritable(session, record.calendarId); !writable)
        return Unexpected(writable.error());
    const auto after = withInput(before, request.content);
    if (!after)
        return Unexpected(after.error());
    const QString attendees = u"attendees"_s;
    if (!before.organizedBySelf() && !calendar::sameField(attendees, before, *after)) {
        return makeError(ErrorCategory::Forbidden, u"forbidden_for_non_organizer"_s,
            u"Only the organizer of this event can change its attendees."_s);
    }
    addPushOptions(record, request.content, random);
    const bool asksForMeeting = record.pushOptions.asksForConference();
    if (calendar::sameContent(before, *after) && !asksForMeeting)
        return Edit{ opened->known, opened->previous, false };
    return storeChange(session, std::move(*opened), *after, context);
}

Expected<Edit> respond(store::Session &session, const RespondRequest &request, const EditContext &context)
{
    auto opened = openEvent(session, request.key, context);
    if (!opened)
        return Unexpected(opened.error());
    if (auto writable = checkWritable(session, opened->record.calendarId); !writable)
        return Unexpected(writable.error());
    if (calendar::ownAttendee(opened->before).isEmpty()) {
        return makeError(ErrorCategory::Conflict, u"not_a_guest"_s,
            u"There is nothing to answer: this calendar's owner is not among the guests of the event."_s);
    }
    const Event after = calendar::withOwnAnswer(opened->before, request.response, request.comment);
    if (calendar::sameAnswer(opened->before, after))
        return Edit{ opened->known, opened->previous, false };
    opened->record.pushOptions.askForMails(request.sendUpdates, opened->record.revision + 1);
    return storeChange(session, std::move(*opened), after, context);
}

Expected<Edit> deleteEvent(store::Session &session, const EventKey &key, const EditContext &context)
{
    const auto target = findTarget(session, context.calendarIds, key);
    if (!target)
        return Unexpected(target.error());
    if (!target->isKnown())
        return eventNotFound();
    if (target->record && target->record->isDeletedInAria())
        return Edit{ *target->record, target->record, false };

    EventRecord record = target->record.value_or(EventRecord());
    Event before;
    if (target->record) {
        const auto version = sync::ariaVersion(record);
        before = version ? version->event : Event(record.base);
    } else {
        if (target->master->isDeletedInAria())
            return Edit{ *target->master, target->master, false };
        auto made = newOccurrence(*target->master, target->originalStart, context);
        if (!made)
            return Unexpected(made.error());
        record = std::move(made->record);
        before = std::move(made->event);
        sync::setAriaContent(record, before, context.now);
    }
    if (auto writable = checkWritable(session, record.calendarId); !writable)
        return Unexpected(writable.error());
    sync::deletedInAria(record, context.now);
    auto edit = storeEdit(session, record, target->record, context);
    if (!edit)
        return edit;
    const auto history = sync::ariaEdit(edit->record, Operation::Delete, before, Event(), byApi, context.now);
    if (auto added = session.history().add(QList<store::HistoryRecord>{ history }); !added)
        return Unexpected(added.error());
    return edit;
}

Expected<void> revertEdit(store::Session &session, const Edit &edit, const EditContext &context)
{
    const auto loaded = session.events().byLocalId(edit.record.localId);
    if (!loaded)
        return Unexpected(loaded.error());
    if (!*loaded)
        return {};
    const EventRecord &current = **loaded;
    const bool isLatest = sync::isEditOf(current, edit.record.revision);
    const qint64 last = isLatest ? current.revision : edit.record.revision; // what follows is another edit's
    if (auto forgotten = session.history().remove(current.localId, edit.record.revision, last); !forgotten)
        return forgotten;
    if (!edit.previous)
        return isLatest ? session.events().remove(current.localId) : Expected<void>();
    if (current.revision == edit.record.revision && current.etag == edit.previous->etag) {
        EventRecord restored = sync::reverted(*edit.previous, current);
        return session.events().save(restored);
    }
    return takeOutOf(session, current, edit, context);
}

} // namespace aria::service
