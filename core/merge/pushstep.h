// Decides what has to be sent to Google for one pending record. Pure.
#pragma once

#include "base/random.h"
#include "google/calendarapi.h"
#include "store/records.h"

namespace aria::sync {

struct PushStep
{
    enum class Kind {
        Nothing, // both sides already hold the same: only the status changes
        Forget, // deleted in ARIA before Google ever saw it
        Locate, // an occurrence that Google has to name first (events.instances?originalStart=)
        Send, // `write`
        Restore, // `write` brings a deleted event back; refused: it is made anew under a fresh id
        Revert, // nothing may be written to this calendar: ARIA's row becomes what Google has
        Unusable, // ARIA's row does not make an event: `error`
    };
    Kind kind = Kind::Nothing;
    google::Write write;
    calendar::Event sent; // the version both sides will agree on when the write succeeds
    Error error;
};

PushStep pushStepFor(const store::EventRecord &record);

// The intent as history, written before the request is sent (guarantee 1).
store::HistoryRecord pushHistory(
    const store::EventRecord &record, const PushStep &step, const QDateTime &now);

} // namespace aria::sync
