#include "edits/eventlookup.h"

#include "calendar/recurrence.h"
#include "merge/eventversions.h"
#include "store/shownevent.h"

using namespace Qt::StringLiterals;

namespace aria::service {

using calendar::Event;
using store::EventRecord;

namespace {

Expected<Target> occurrenceTarget(
    store::Session &session, const EventRecord &master, const calendar::EventTime &originalStart)
{
    Target target;
    auto exception = session.events().exceptionAt(
        master.calendarId, master.googleEventId, sync::originalStartKey(originalStart));
    if (!exception)
        return Unexpected(exception.error());
    if (!*exception) {
        const auto series = sync::ariaVersion(master);
        if (!series || !calendar::hasOccurrence(series->event, originalStart, QTimeZone::utc()))
            return target;
    }
    target.record = *exception;
    target.master = master;
    target.originalStart = originalStart;
    return target;
}

Expected<Target> targetIn(store::Session &session, const QString &calendarId, const QString &id)
{
    auto record = session.events().byGoogleId(calendarId, id);
    if (!record)
        return Unexpected(record.error());
    Target target;
    if (*record) {
        target.record = *record;
        if ((*record)->recurringEventId.isEmpty())
            return target;
        target.originalStart = sync::originalStartFromKey((*record)->originalStart);
        auto master = session.events().byGoogleId(calendarId, (*record)->recurringEventId);
        if (!master)
            return Unexpected(master.error());
        target.master = *master;
        return target;
    }
    const auto instance = calendar::parseInstanceId(id);
    if (!instance)
        return target;
    auto master = session.events().byGoogleId(calendarId, instance->masterId);
    if (!master)
        return Unexpected(master.error());
    return *master ? occurrenceTarget(session, **master, instance->originalStart) : target;
}

bool isSought(const Target &target, Sought sought)
{
    if (sought == Sought::Undecided && target.record && target.record->status == store::SyncStatus::Conflict)
        return true;
    return !(target.record && target.record->isDeletedInAria())
        && !(target.master && target.master->isDeletedInAria());
}

} // namespace

Expected<Target> findTarget(
    store::Session &session, const QStringList &calendarIds, const calendar::EventKey &key, Sought sought)
{
    if (auto checked = checkCalendar(key.calendarId, calendarIds); !checked)
        return Unexpected(checked.error());
    Target gone;
    Target living;
    QStringList livesIn;
    for (const QString &calendarId : key.calendarId.isEmpty() ? calendarIds : QStringList{ key.calendarId }) {
        auto target = targetIn(session, calendarId, key.id);
        if (!target)
            return target;
        if (!target->isKnown())
            continue;
        if (!isSought(*target, sought)) {
            if (!gone.isKnown())
                gone = *target;
            continue;
        }
        living = *target;
        livesIn.append(calendarId);
    }
    if (livesIn.size() > 1) {
        return makeError(ErrorCategory::Conflict, u"ambiguous_event"_s,
            u"This id stands in more than one calendar (%1); name one with calendar_id."_s.arg(
                livesIn.join(u", "_s)));
    }
    return livesIn.isEmpty() ? gone : living;
}

Expected<void> checkCalendar(const QString &calendarId, const QStringList &calendarIds)
{
    if (calendarId.isEmpty() || calendarIds.contains(calendarId))
        return {};
    Error error{ ErrorCategory::InvalidInput, u"unknown_calendar"_s,
        u"\"%1\" is not one of the calendars that are synced: %2"_s.arg(
            calendarId, calendarIds.join(u", "_s)) };
    error.faults = { Fault{ { u"body"_s, u"calendar_id"_s }, error.message, u"value_error"_s } };
    return Unexpected(error);
}

Unexpected eventNotFound()
{
    return makeError(ErrorCategory::NotFound, u"not_found"_s, u"Event not found"_s);
}

} // namespace aria::service
