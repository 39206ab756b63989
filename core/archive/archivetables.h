// Which parts of the database are archived, table by table and column by column. archive/archivetables compares this
// with both schemas: whoever adds a table or a column in a migration adds it here, or there to what is left out.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace aria::archive {

enum class Kind {
    Number,
    Text,
    Truth,
    Instant, // RFC 3339 in UTC
    EventTime, // the same, or a date where the row's all_day is true
    Json,
};

struct Column
{
    QString name;
    Kind kind;
};

struct Table
{
    QString name;
    QStringList key; // its rows are written in this order
    QList<Column> columns;
    bool hasCounter = false; // gives each row an id that is never given again
};

// In an order in which they can be filled: what a row refers to comes first.
const QList<Table> &archivedTables();

// Keys of aria_calendar_metadata that are not archived: secrets, what belongs to a running service, and the version
// of the schema, which each database has itself. SQL: a condition on the column "key".
QString isArchivedKey();

} // namespace aria::archive
