// What the service asks of the database, on one open connection. Synchronous: used only inside Store::read and
// Store::write, on the store's own threads.
#pragma once

#include "store/backlog.h"
#include "store/clocktable.h"
#include "store/eventlog.h"
#include "store/events.h"
#include "store/history.h"
#include "store/hook.h"
#include "store/lead.h"
#include "store/metadata.h"
#include "store/occurrencelookup.h"
#include "store/occurrences.h"
#include "store/pythonrows.h"
#include "store/repair.h"
#include "store/savepoints.h"

#include <QSqlDatabase>

#include <memory>

namespace aria::store {

class Watchdog;

// One connection and the parts that make its statements. Every method of them is one or few statements; bulk ones take
// the whole list at once.
// Errors: Unavailable "database_away" | "database_busy" | "database_contended" | "disk_full", Conflict
// "duplicate", InvalidInput "database_value" (it cannot hold what was to be written), Internal otherwise. After an
// error nothing more can be done in this transaction (PostgreSQL); return it.
class Session
{
public:
    // Dialect and watchdog outlive the session.
    Session(QSqlDatabase database, const Dialect &dialect, Watchdog &watchdog);
    ~Session();
    void release(); // before the connection is closed; nothing but destruction may follow
    Q_DISABLE_COPY_MOVE(Session)

    Events &events() { return m_events; }
    EventLog &eventLog() { return m_eventLog; }
    Hook &hook() { return m_hook; }
    Occurrences &occurrences() { return m_occurrences; }
    OccurrenceLookup &occurrenceLookup() { return m_occurrenceLookup; }
    ClockTable &clockTable() { return m_clockTable; }
    Backlog &backlog() { return m_backlog; }
    History &history() { return m_history; }
    Metadata &metadata() { return m_metadata; }
    Lead &lead() { return m_lead; }
    Repair &repair() { return m_repair; }
    PythonRows &pythonRows() { return m_pythonRows; }

    // Inside Store::read. Two equal marks mean that nobody changed anything in between. After a reconnection, no mark
    // equals an earlier one.
    Expected<QByteArray> mark();
    Expected<QDateTime> now(); // the database's clock, which all services on it share

    // See Savepoints.
    template <class Work> auto attempt(const Work &work) { return m_savepoints.attempt(work); }

    // Everything executed so far on this connection; for a look at its query plans.
    QStringList statementTexts() const;

private:
    const Dialect &m_dialect;
    const QByteArray m_name; // of this connection, in marks
    const std::unique_ptr<Statements> m_statements; // prepared once each
    const std::unique_ptr<const EventTexts> m_texts;
    Savepoints m_savepoints;
    Occurrences m_occurrences;
    OccurrenceLookup m_occurrenceLookup;
    ClockTable m_clockTable;
    EventLog m_eventLog;
    Hook m_hook;
    Events m_events;
    Backlog m_backlog;
    History m_history;
    Metadata m_metadata;
    Lead m_lead;
    Repair m_repair;
    PythonRows m_pythonRows;
};

} // namespace aria::store
