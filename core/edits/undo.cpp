#include "edits/undo.h"

#include "calendar/ariacolumns.h"
#include "calendar/fields.h"
#include "calendar/recurrence.h"
#include "edits/moving.h"
#include "merge/eventversions.h"
#include "merge/historyentry.h"
#include "merge/recordstate.h"

using namespace Qt::StringLiterals;

namespace aria::service {

using calendar::Event;
using store::EventRecord;

namespace {

const QString idMember = u"id"_s;

Event keptBy(const store::HistoryRecord &change)
{
    return Event(change.before.isEmpty() ? change.after : change.before);
}

Expected<std::optional<EventRecord>> rowOf(store::Session &session, const store::HistoryRecord &change)
{
    auto row = session.events().byLocalId(change.localId);
    if (!row || *row)
        return row;
    row = session.events().byGoogleId(change.calendarId, change.googleEventId);
    const Event kept = keptBy(change);
    if (!row || *row || !kept.isException())
        return row;
    return session.events().exceptionAt( // Google names occurrences otherwise than we do
        change.calendarId, kept.recurringEventId(), sync::originalStartKey(kept.originalStart()));
}

// Nothing is left of the event: it is made anew from what the history kept.
EventRecord newRowFor(const store::HistoryRecord &change, const EditContext &context, RandomSource &random)
{
    auto record =
        sync::newRecord(change.calendarId, newGoogleEventId(random), store::Side::Aria, context.now);
    record.pushOptions.more = calendar::beyondColumns(Event(change.before), calendar::Copy::Whole);
    return record;
}

// A push that changed nothing but the calendar.
bool isMove(const store::HistoryRecord &change)
{
    return change.side == store::Side::Google && change.operation == store::Operation::Update
        && calendar::sameContent(Event(change.before), Event(change.after));
}

// The occurrence that the change was made to and that has no row: the series may have taken it back since. Empty: the
// change is to an event of its own.
Expected<std::optional<NewOccurrence>> occurrenceOf(
    store::Session &session, const store::HistoryRecord &change, const EditContext &context)
{
    const Event kept = keptBy(change);
    if (!kept.isException())
        return std::optional<NewOccurrence>();
    const auto master = session.events().byGoogleId(change.calendarId, kept.recurringEventId());
    if (!master)
        return Unexpected(master.error());
    if (*master && !(*master)->isDeletedInAria()) {
        const auto series = sync::ariaVersion(**master);
        if (series && calendar::hasOccurrence(series->event, kept.originalStart(), QTimeZone::utc())) {
            auto made = newOccurrence(**master, kept.originalStart(), context);
            if (!made)
                return Unexpected(made.error());
            return std::optional<NewOccurrence>(std::move(*made));
        }
    }
    return makeError(
        ErrorCategory::Conflict, u"already_gone"_s, u"The series no longer has this occurrence."_s);
}

// The current version with the fields the change touched as they were before it.
Event withFieldsOf(const Event &before, const Event &after, const Event &current)
{
    Event reverted = current;
    for (const QString &field : calendar::writableFieldsOf(before, after)) {
        if (!calendar::sameField(field, before, after))
            reverted = calendar::withField(reverted, field, before);
    }
    return reverted;
}

} // namespace

Expected<Edit> undoChange(store::Session &session, const store::HistoryRecord &change,
    const EditContext &context, RandomSource &random, const QString &reason)
{
    const auto found = rowOf(session, change);
    if (!found)
        return Unexpected(found.error());
    const QString calendarId = *found ? (*found)->calendarId : change.calendarId; // it may have moved since
    if (auto writable = checkWritable(session, calendarId); !writable)
        return Unexpected(writable.error());
    if (isMove(change) && *found && calendarId != change.calendarId)
        return moveEvent(session, { { (*found)->googleEventId, calendarId }, change.calendarId }, context);
    const Event before(change.before);
    std::optional<NewOccurrence> occurrence;
    if (!*found) {
        auto asSeriesHasIt = occurrenceOf(session, change, context);
        if (!asSeriesHasIt)
            return Unexpected(asSeriesHasIt.error());
        occurrence = std::move(*asSeriesHasIt);
    }
    const bool made = change.before.isEmpty() || before.isCancelled();
    if (made && !occurrence && (!*found || (*found)->isDeletedInAria())) {
        return makeError(
            ErrorCategory::Conflict, u"already_gone"_s, u"The event this change made is deleted already."_s);
    }

    EventRecord record = found->value_or(EventRecord());
    Event current;
    if (occurrence) {
        record = occurrence->record;
        current = occurrence->event;
    } else if (*found) {
        const auto version = sync::ariaVersion(record);
        current = version && version->isPresent() ? version->event : Event();
    } else {
        record = newRowFor(change, context, random);
    }

    Event wanted;
    if (made) {
        if (occurrence)
            sync::setAriaContent(record, current, context.now);
        sync::deletedInAria(record, context.now);
    } else {
        const bool deleted = current.isEmpty() || change.after.isEmpty();
        wanted = deleted ? before : withFieldsOf(before, Event(change.after), current);
        wanted.set(idMember, record.googleEventId);
        if (occurrence && calendar::sameContent(wanted, current)) { // the series has it that way by now
            sync::inStep(record);
            return Edit{ record, *found, false };
        }
        sync::setAriaContent(record, wanted, context.now);
    }
    auto options = record.pushOptions.withoutWishes();
    options.reason = u"undo"_s;
    options.moveTo = made ? QString() : record.pushOptions.moveTo; // a wish of its own
    options.editedFrom = record.pushOptions.editedFrom;
    options.more = record.pushOptions.more;
    record.pushOptions = options;
    auto edit = storeEdit(session, record, *found, context);
    if (!edit)
        return edit;

    const auto history = sync::ariaEdit(edit->record, store::Operation::Undo, current, wanted,
        reason.isEmpty() ? u"undo of %1"_s.arg(change.id) : reason, context.now);
    if (auto added = session.history().add(QList<store::HistoryRecord>{ history }); !added)
        return Unexpected(added.error());
    return edit;
}

} // namespace aria::service
