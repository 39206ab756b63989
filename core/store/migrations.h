// Brings the schema up to the version of this program.
#pragma once

#include "base/error.h"

#include <QSqlDatabase>

namespace aria::store {

class Dialect;

struct Migration
{
    int version = 0;
    QString path; // of the script
};

// The scripts NNNN_name.sql of a folder (or resource folder), by number.
QList<Migration> migrationsIn(const QString &folder);

// 0: empty database. Kept in aria_calendar_metadata ('schema_version', '').
Expected<int> schemaVersion(const QSqlDatabase &database, const Dialect &dialect);

// Applies the missing scripts, each with its version number in one transaction. Precondition "schema_newer" if the
// database has a version that is not among them; Internal "migration_failed" if a script fails.
Expected<void> migrate(QSqlDatabase &database, const Dialect &dialect, const QList<Migration> &migrations);

} // namespace aria::store
