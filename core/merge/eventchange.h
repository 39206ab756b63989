// What a sync changed on ARIA's side, as facts: for counts, notifications and streams.
#pragma once

#include "calendar/event.h"
#include "calendar/eventkey.h"

#include <QList>

namespace aria::sync {

struct Changes
{
    int created = 0;
    int updated = 0;
    int deleted = 0;
    int errors = 0;

    Changes &operator+=(const Changes &other)
    {
        created += other.created;
        updated += other.updated;
        deleted += other.deleted;
        errors += other.errors;
        return *this;
    }
};

struct EventChange
{
    enum class Kind { Created, Updated, Deleted, Conflict };
    Kind kind = Kind::Updated;
    QString googleEventId;
    qint64 localId = 0;
    QString calendarId;
    calendar::Event before; // empty for Created
    calendar::Event after; // empty for Deleted
    bool byGoogle = false; // changed in Google; otherwise it came through this service or ARIA's SQL
    // As in the history: "made in Google", "changed in Google", the strategy that decided, ...
    QString reason;

    calendar::EventKey key() const { return { googleEventId, calendarId }; }
};

Changes countOf(const QList<EventChange> &changes);

} // namespace aria::sync
