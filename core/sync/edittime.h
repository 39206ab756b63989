// When ARIA's edits were made, on Google's clock, although our own clocks may be wrong, may be set between an edit and its
// sync, and may be several. updated_at says what the clock said that wrote it; beside it the record keeps readings of
// clocks that nobody sets.
#pragma once

#include "base/clock.h"
#include "google/calendarapi.h"
#include "store/session.h"

namespace aria::sync {

// One look at all clocks.
struct ClockReading
{
    QDateTime now; // our wall clock
    std::chrono::milliseconds monotonic{ 0 }; // since a moment of `epoch`
    QString epoch; // see Clock::epoch()
    std::optional<std::chrono::milliseconds>
        offset; // Google's clock minus our wall clock; nullopt: not known yet

    QDateTime atGoogle() const { return now.addMSecs(offset.value_or(std::chrono::milliseconds(0)).count()); }
};

ClockReading readClocks(const Clock &clock, const google::CalendarApi &api);

// Notes that ARIA's content of `record.revision` is of now. `atDatabase`: the clock that all services on it share.
void noteEdit(store::EventRecord &record, const ClockReading &clocks, const QDateTime &atDatabase);

// The same for edits that others made, by SQL or through another service: how long ago that was the database's clock
// says. Called soon after each edit. Inside Store::write.
Expected<void> noteEditsOfOthers(
    store::Session &session, const QString &calendarId, const ClockReading &clocks);

// When ARIA's latest edit was made, on Google's clock, UTC. Best first: what this machine's monotonic clock ran since;
// what Google's clock was known to be then; updated_at with the present offset. Pure.
QDateTime editedAt(const store::EventRecord &record, const ClockReading &clocks);

} // namespace aria::sync
