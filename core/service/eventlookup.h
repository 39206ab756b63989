// From an id in a request to the rows behind it. Inside Store::read or Store::write.
#pragma once

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

// Google ids and instance ids of either form. Not known: neither record nor master. An instance id of a series that
// has no such occurrence is not known.
Expected<Target> findTarget(store::Session &session, const QStringList &calendarIds, const QString &id);

// The id our answers give a record: MASTER_YYYYMMDDTHHMMSSZ for an occurrence, Google's id otherwise.
QString publicIdOf(const store::EventRecord &record);

// The answer where there is none.
Unexpected eventNotFound();

} // namespace aria::service
