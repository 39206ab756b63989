// From an id in a request to the rows behind it. Inside Store::read or Store::write.
#pragma once

#include "calendar/eventkey.h"
#include "calendar/instanceid.h"
#include "store/session.h"

namespace aria::service {

// What an id names: a row of its own, or an occurrence of a series that has none (record empty, master set).
struct Target
{
    std::optional<store::EventRecord> record;
    std::optional<store::EventRecord> master; // of an occurrence, with or without a row
    calendar::EventTime originalStart; // of an occurrence

    bool isKnown() const { return record || master; }
    bool isOccurrence() const { return !originalStart.isNull(); }
};

// Which of several events of one id are meant where no calendar is named: those that live; or those that live or wait for
// a decision, which deleted ones may do as well.
enum class Sought { Living, Undecided };

// Google ids and instance ids of either form. Not known: neither record nor master. An instance id of a series that
// has no such occurrence is not known. An id that stands in several of the calendars means the event that lives; a
// deleted one is found only where none does.
//
// Conflict "ambiguous_event": several live, and the key names no calendar. InvalidInput "unknown_calendar": it names
// one that is not among them.
Expected<Target> findTarget(store::Session &session, const QStringList &calendarIds,
    const calendar::EventKey &key, Sought sought = Sought::Living);

// InvalidInput "unknown_calendar" if one is named that is not among those that are synced.
Expected<void> checkCalendar(const QString &calendarId, const QStringList &calendarIds);

// The id our answers give a record: MASTER_YYYYMMDDTHHMMSSZ for an occurrence, Google's id otherwise.
QString publicIdOf(const store::EventRecord &record);

// The answer where there is none.
Unexpected eventNotFound();

} // namespace aria::service
