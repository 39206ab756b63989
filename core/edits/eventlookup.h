// Finds the rows behind an id in a request. Inside Store::read or Store::write.
#pragma once

#include "calendar/eventkey.h"
#include "calendar/instanceid.h"
#include "store/session.h"

namespace aria::service {

// What an id refers to: a row of its own, or an occurrence of a series without one (record empty, master set).
struct Target
{
    std::optional<store::EventRecord> record;
    std::optional<store::EventRecord> master; // of an occurrence, with or without a row
    calendar::EventTime originalStart; // of an occurrence

    bool isKnown() const { return record || master; }
    bool isOccurrence() const { return !originalStart.isNull(); }
};

// Which of several events with one id are meant if no calendar is named. Living: those that exist. Undecided: those
// that exist or wait for a decision, which can be true of deleted ones too.
enum class Sought { Living, Undecided };

// Google ids, and instance ids of either form. Neither record nor master: the id is unknown; so is an instance id of
// a series without such an occurrence. An id that exists in several of the calendars means the living event; a
// deleted one is found only if none is living.
//
// Conflict "ambiguous_event": several are living, and the key names no calendar. InvalidInput "unknown_calendar": it
// names one that is not among the calendars.
Expected<Target> findTarget(store::Session &session, const QStringList &calendarIds,
    const calendar::EventKey &key, Sought sought = Sought::Living);

// InvalidInput "unknown_calendar" if a calendar is named that is not synced.
Expected<void> checkCalendar(const QString &calendarId, const QStringList &calendarIds);

// The error for an event that does not exist.
Unexpected eventNotFound();

} // namespace aria::service
