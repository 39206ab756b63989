// When ARIA's edits were made, on Google's clock. Our own clocks may be wrong, may be set between an edit and its
// sync, and there may be several. updated_at is the time by the clock that wrote it; beside it the record keeps
// readings of clocks that nobody sets.
#pragma once

#include "base/clock.h"
#include "google/calendarapi.h"
#include "store/session.h"

namespace aria::sync {

// One reading of all clocks.
struct ClockReading
{
    QDateTime now; // our wall clock
    std::chrono::milliseconds monotonic{ 0 }; // since a moment of `epoch`
    QString epoch; // see Clock::epoch()
    // Google's clock minus our wall clock; nullopt: not known yet.
    std::optional<std::chrono::milliseconds> offset;

    QDateTime atGoogle() const { return now.addMSecs(offset.value_or(std::chrono::milliseconds(0)).count()); }
};

ClockReading readClocks(const Clock &clock, const google::CalendarApi &api);

// Records that ARIA's content of `record.revision` was edited now. `atDatabase`: the clock that all services
// on the database share.
void noteEdit(store::EventRecord &record, const ClockReading &clocks, const QDateTime &atDatabase);

// The same for edits that others made, by SQL or through another service: the database's clock says how long ago they
// were made. Called soon after each edit. Inside Store::write.
Expected<void> noteEditsOfOthers(
    store::Session &session, const QString &calendarId, const ClockReading &clocks);

// When ARIA's latest edit was made, on Google's clock, UTC. Best first: the time elapsed since on this machine's
// monotonic clock; Google's clock as known at the time; updated_at with the present offset. Pure.
QDateTime editedAt(const store::EventRecord &record, const ClockReading &clocks);

} // namespace aria::sync
