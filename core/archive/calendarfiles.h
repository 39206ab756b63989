// One iCalendar file for each calendar of the database.
#pragma once

#include "base/error.h"

#include <QList>

namespace aria::archive {

class OwnConnection;

struct CalendarFile
{
    QString calendarId;
    QString name; // below the archive's folder
    qint64 events = 0; // changed occurrences not counted
    qint64 unreadable = 0;
};

Expected<QList<CalendarFile>> writeCalendarFiles(OwnConnection &connection, const QString &folder);

// For the name of a file: what is not a letter, a digit or one of "@._-" is percent-encoded.
QString fileNameFor(const QString &calendarId);

} // namespace aria::archive
