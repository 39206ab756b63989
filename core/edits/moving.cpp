#include "edits/moving.h"

#include "edits/refusals.h"
#include "merge/recordstate.h"
#include "sync/pull/moves.h"

using namespace Qt::StringLiterals;

namespace aria::service {

using calendar::Event;
using store::EventRecord;
using store::SyncStatus;

namespace {

Unexpected invalid(const QString &member, const QString &message)
{
    Error error{ ErrorCategory::InvalidInput, u"value_error"_s, message };
    error.faults = { Fault{ { u"body"_s, member }, message, u"value_error"_s } };
    return Unexpected(error);
}

// Whether Google would move it; nothing is asked for that it refuses anyway.
Expected<void> checkMovable(store::Session &session, const EventRecord &record, const Event &event)
{
    if (record.status == SyncStatus::Conflict || record.status == SyncStatus::PendingToAria)
        return conflict(u"The event waits for a decision: decide that first, then move it."_s);
    if (!event.organizedBySelf()) {
        return makeError(ErrorCategory::Forbidden, u"forbidden_for_non_organizer"_s,
            u"Only the organizer of this event can move it to another calendar."_s);
    }
    const QString kind = event.json().value("eventType"_L1).toString(u"default"_s);
    if (kind != "default"_L1) {
        return invalid(u"google_event_id"_s,
            u"Google moves only ordinary events, and this one is of the kind %1."_s.arg(kind));
    }
    return checkWritable(session, record.calendarId);
}

Expected<void> checkDestination(store::Session &session, const EventRecord &record, const QString &calendarId)
{
    if (auto writable = checkWritable(session, calendarId); !writable)
        return writable;
    const auto there = session.events().byGoogleId(calendarId, record.googleEventId);
    if (!there)
        return Unexpected(there.error());
    if (*there && !(*there)->isDeletedInAria())
        return conflict(u"The calendar %1 has an event with this id already."_s.arg(calendarId));
    return {};
}

} // namespace

Expected<Edit> moveEvent(store::Session &session, const MoveRequest &request, const EditContext &context)
{
    if (!checkCalendar(request.toCalendarId, context.calendarIds)) {
        return invalid(u"to_calendar_id"_s,
            u"The calendar %1 is not synced; these are: %2"_s.arg(
                request.toCalendarId, context.calendarIds.join(u", "_s)));
    }
    auto opened = openEvent(session, request.key, context);
    if (!opened)
        return Unexpected(opened.error());
    EventRecord record = opened->record;
    if (!opened->previous || !record.recurringEventId.isEmpty()) {
        return invalid(u"google_event_id"_s,
            u"One occurrence cannot be moved to another calendar; its whole series can, by the id %1."_s.arg(
                opened->before.recurringEventId()));
    }
    const bool staysAnyway = record.pushOptions.moveTo.isEmpty() && record.calendarId == request.toCalendarId;
    if (staysAnyway || record.pushOptions.moveTo == request.toCalendarId)
        return Edit{ record, record, false };
    if (record.calendarId == request.toCalendarId) { // back before Google has heard of it
        sync::toBeMoved(record, {});
        return storeEdit(session, record, opened->previous, context);
    }
    if (auto movable = checkMovable(session, record, opened->before); !movable)
        return Unexpected(movable.error());
    if (auto free = checkDestination(session, record, request.toCalendarId); !free)
        return Unexpected(free.error());
    if (record.base.isEmpty() && record.attempted.isEmpty()) {
        const auto moved =
            sync::moveSeries(session, record.googleEventId, record.calendarId, request.toCalendarId);
        if (!moved)
            return Unexpected(moved.error());
        const auto there = session.events().byLocalId(record.localId);
        if (!there)
            return Unexpected(there.error());
        return storeEdit(session, there->value_or(record), opened->previous, context);
    }
    sync::toBeMoved(record, request.toCalendarId);
    return storeEdit(session, record, opened->previous, context);
}

} // namespace aria::service
