// --export: the whole state as files (docs/export.md).
#pragma once

#include "base/error.h"

namespace aria::archive {

struct Exported
{
    qint64 rows = 0; // of all tables
    qint64 calendars = 0;
    qint64 unreadable = 0; // events whose columns no calendar file can hold; the tables have them
};

// Blocks. The folder must be new or empty. All files show one moment, whatever is written meanwhile; manifest.json is
// written last, so that what was not finished is no archive. Secrets are left out.
// Precondition "archive_folder", Unavailable "archive_unwritable", and what Store::open says.
Expected<Exported> exportTo(const QString &databaseUrl, const QString &folder);

} // namespace aria::archive
