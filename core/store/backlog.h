// What is still to be done with events, and how much of it there is.
#pragma once

#include "store/eventreading.h"
#include "store/records.h"

#include "base/error.h"

namespace aria::store {

class Dialect;
struct EventTexts;
class Occurrences;
class Statements;

class Backlog
{
public:
    Backlog(Statements &statements, const Dialect &dialect, const EventTexts &texts, Occurrences &occurrences)
        : m_statements(statements)
        , m_dialect(dialect)
        , m_texts(texts)
        , m_occurrences(occurrences)
        , m_rows(statements)
    {
    }

    // PendingToGoogle and due at `now`; masters before exceptions, then oldest edit first; `exceptLocalIds`
    // are in flight already.
    Expected<QList<EventRecord>> pendingToGoogle(
        const QString &calendarId, const QDateTime &now, const QList<qint64> &exceptLocalIds, int limit);
    // Events (no occurrences) deleted in ARIA and not yet at Google, for the mass-deletion brake. Those a person has
    // approved (push option "deletionApproved") are not counted.
    Expected<qint64> pendingDeletions(const QString &calendarId);
    Expected<std::optional<QDateTime>> nextAttemptAt(
        const QString &calendarId); // earliest retry still waiting
    // Pending edits of events Google knows whose time was not noted, or not by the clock of this epoch.
    Expected<QList<EditTime>> editsOfOthers(const QString &calendarId, const QString &epoch);
    Expected<QList<EventRecord>> conflicts(const QStringList &calendarIds);
    Expected<QList<EventRecord>> heldDeletions(const QString &calendarId); // PendingToAria
    // Rows of aria_calendar_events without a sync row: ARIA inserted them by SQL. Occurrences come after all others.
    Expected<QList<EventRecord>> unadopted(const QString &calendarId, int limit);
    // Synced rows that the full list of `generation` did not show. Before: agreed on before that list (guarantee 7
    // counts them first); Meanwhile: agreed on by a push while the list was being read.
    enum class Agreed { Before, Meanwhile };
    Expected<QList<EventRecord>> unseen(
        const QString &calendarId, qint64 generation, Agreed agreed = Agreed::Before);
    // Makes rows in status error pending again. Returns how many.
    Expected<qint64> retryErrors(const QStringList &calendarIds);
    Expected<Statistics> statistics(const QStringList &calendarIds);
    Expected<void> saveEditTimes(const QList<EditTime> &edits);
    Expected<void> shortenWaits(
        const QString &calendarId, const QDateTime &latest); // no attempt waits longer

private:
    Statements &m_statements;
    const Dialect &m_dialect;
    const EventTexts &m_texts;
    Occurrences &m_occurrences;
    EventReading m_rows;
};

} // namespace aria::store
