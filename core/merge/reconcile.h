// The decision at the heart of the sync: a pure function of three versions, the strategy and two times.
// See docs/sync.md. No I/O, no clock of its own; tested on every combination.
#pragma once

#include "base/settings.h"
#include "calendar/event.h"

#include <QDateTime>

namespace aria::sync {

// One side's version. Absent (it never existed) and deleted are different things.
struct Version
{
    enum class Presence { Absent, Present, Deleted };
    Presence presence = Presence::Absent;
    calendar::Event event; // Present: the version; Deleted: the last one known, may be empty
    // When this side changed it last, on Google's clock, UTC; invalid: unknown (then it is older)
    QDateTime changed;

    static Version absent() { return {}; }
    static Version present(calendar::Event event, QDateTime changed = {});
    static Version deleted(calendar::Event event = {}, QDateTime changed = {});
    bool isPresent() const { return presence == Presence::Present; }
    bool isDeleted() const { return presence == Presence::Deleted; }
};

// A field that both sides changed to different values, and the side whose value was taken.
struct FieldConflict
{
    enum class Winner { Aria, Google, Undecided };
    QString field; // as in calendar/fields.h; "" for delete against edit of the whole event
    Winner winner = Winner::Undecided;
};

struct Decision
{
    enum class Aria { Keep, Write, Delete }; // what happens to ARIA's row
    enum class Google { Keep, Insert, Patch, Delete, Restore }; // what must be sent to Google
    Aria aria = Aria::Keep;
    Google google = Google::Keep;
    // What both sides shall hold in the end (Google's server-owned members included). Present unless both delete.
    Version merged;
    // Manual: neither side is written, both are kept and shown. aria and google are Keep then.
    bool conflict = false;
    QList<FieldConflict> conflicts; // also those a strategy decided, for the history
};

// `base`: the last version both agreed on; Absent if they never did.
// Restoring: Google deleted, ARIA wins -> google = Restore (the engine makes the event anew if Google will not
// restore it).
// Absent base with both present (first meeting): every field that differs is in conflict.
Decision reconcile(
    const Version &base, const Version &aria, const Version &google, ConflictStrategy strategy);

} // namespace aria::sync
