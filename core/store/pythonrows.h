// What the Python service left behind in the database (PostgreSQL).
#pragma once

#include "store/eventreading.h"
#include "store/records.h"

#include "base/error.h"

namespace aria::store {

class Dialect;
class EventLog;
struct EventTexts;
class Occurrences;
class Statements;

class PythonRows
{
public:
    PythonRows(Statements &statements, const Dialect &dialect, const EventTexts &texts, Occurrences &occurrences,
        EventLog &log)
        : m_statements(statements)
        , m_dialect(dialect)
        , m_texts(texts)
        , m_occurrences(occurrences)
        , m_log(log)
        , m_rows(statements)
    {
    }

    // Rows whose event at Google it did not know, oldest id first, after `afterLocalId`; googleEventId is a clue at
    // most (an id that another row has, an iCalUID). They are not among the unadopted until they are released; saving
    // one with the id of the event that it is takes it out too.
    Expected<QList<EventRecord>> unmatched(const QString &calendarId, qint64 afterLocalId, int limit);
    Expected<qint64> releaseUnmatched(const QString &calendarId); // how many; they are new to Google
    // Rows with a link and without a version both sides agreed on, in the same order; new ones are among them.
    Expected<QList<EventRecord>> withoutBase(const QString &calendarId, qint64 afterLocalId, int limit);
    // Deleted and without a link: something else stands for them now. Whoever refers to them still finds them.
    Expected<void> retire(const QList<qint64> &localIds, const QDateTime &now);
    // It knew one calendar and no name for it: its rows are those of the calendar that is synced now.
    Expected<void> renameCalendar(const QString &from, const QString &to);

private:
    Statements &m_statements;
    const Dialect &m_dialect;
    const EventTexts &m_texts;
    Occurrences &m_occurrences;
    EventLog &m_log;
    EventReading m_rows;
};

} // namespace aria::store
