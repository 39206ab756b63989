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
    PythonRows(Statements &statements, const Dialect &dialect, const EventTexts &texts,
        Occurrences &occurrences, EventLog &log)
        : m_statements(statements)
        , m_dialect(dialect)
        , m_texts(texts)
        , m_occurrences(occurrences)
        , m_log(log)
        , m_rows(statements)
    {
    }

    // Rows whose event at Google that service did not know, lowest id first, after `afterLocalId`. Their googleEventId
    // is at most a clue (an id that another row has, or an iCalUID). They are not among Backlog::unadopted() until they
    // are released; saving one with the id of its event takes it out of this list, too.
    Expected<QList<EventRecord>> unmatched(const QString &calendarId, qint64 afterLocalId, int limit);
    Expected<qint64> releaseUnmatched(const QString &calendarId); // how many; they are new to Google
    // Rows with a link but without a version on which both sides agreed, in the same order; new rows are among them.
    Expected<QList<EventRecord>> withoutBase(const QString &calendarId, qint64 afterLocalId, int limit);
    // Marks the rows as deleted and removes their link, because another row stands for their event now. References to
    // them stay valid.
    Expected<void> retire(const QList<qint64> &localIds, const QDateTime &now);
    // That service knew one calendar and no name for it: its rows now belong to the calendar that is synced.
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
