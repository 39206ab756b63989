// The statements about both rows of an event, composed once per connection, and the texts of their JSON.
#pragma once

#include "store/jsontexts.h"

#include <QStringList>

namespace aria::store {

class Dialect;

// Parameters of those that write: eventValues() or syncValues(), then the row's id, except for the
// inserts, which return it.
struct EventTexts
{
    explicit EventTexts(const Dialect &dialect);

    QString fromSync; // SELECT … FROM linked events, by their link
    QString fromEvents; // SELECT … FROM all events, linked or not
    QString insertEvent;
    QString insertEventAs; // with a fresh id
    QString upsertEvent; // with an id that the caller chose, or of a row that ARIA made
    QString updateEvent;
    QString insertSync;
    QString insertSyncAs; // with a fresh id
    QString updateSync;
    // aria_calendar_occurrences; occurrencerows.h has the parameters.
    QString removeOccurrence; // by its key
    QString putOccurrence;

    // The same for many rows passed as one parameter (see Dialect::rowsOf); empty if the database has no such form.
    QString upsertEvents; // with their ids
    QString updateEvents;
    QString insertSyncs; // RETURNING local_event_id, id
    QString updateSyncs;
    QString insertHistory;
    QString removeOccurrences;
    QString putOccurrences;

    mutable JsonTexts json; // of this transaction
};

// The members of a row in that parameter.
const QStringList &historyColumns();

} // namespace aria::store
