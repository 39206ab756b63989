// The statements that write both rows of an event, composed once a connection.
#pragma once

#include <QString>

namespace aria::store {

// Parameters: eventValues() or syncValues(), then the row's id except for the inserts, which return it.
struct WriteTexts
{
    explicit WriteTexts(const QString &now); // Dialect::now()

    QString insertEvent;
    QString upsertEvent; // with an id of the caller's choice, or of a row that ARIA made
    QString updateEvent;
    QString insertSync;
    QString updateSync;
};

} // namespace aria::store
