// The changes on either side, and what became of them.
#pragma once

#include "store/records.h"

#include "base/error.h"

namespace aria::store {

class Dialect;
struct EventTexts;
class Statements;

class History
{
public:
    History(Statements &statements, const Dialect &dialect, const EventTexts &texts)
        : m_statements(statements)
        , m_dialect(dialect)
        , m_texts(texts)
    {
    }

    // A second intended push of the same local id and revision is the same record (its id is returned).
    Expected<qint64> add(const HistoryRecord &record);
    Expected<void> add(const QList<HistoryRecord> &records);
    // The outcome of the push of this revision: done, failed or superseded.
    Expected<void> finish(qint64 localId, qint64 revision, Outcome outcome, const QString &error = {});

    // Removes everything about a refused edit, which has these revisions: its own entry and those of its intended pushes.
    Expected<void> remove(qint64 localId, qint64 first, qint64 last);

    // Newest first. `before`: only entries older than that id (0: from the newest). An empty id means all events, no
    // calendars means any. Pushes that never happened (failed, superseded) and those under way are left out.
    Expected<QList<HistoryRecord>> page(
        const QStringList &calendarIds, const QString &googleEventId, qint64 before, int limit);
    Expected<std::optional<HistoryRecord>> byId(qint64 id);
    // The same entries, but only those made at `since` or later; oldest last.
    Expected<QList<HistoryRecord>> since(const QStringList &calendarIds, const QDateTime &since);
    // Removes entries made more than `days` ago, and returns how many: at most `limit`, the oldest first, so that
    // nobody waits long for a transaction.
    Expected<qint64> removeOld(int days, const QDateTime &now, int limit = 1'000'000);

private:
    Statements &m_statements;
    const Dialect &m_dialect;
    const EventTexts &m_texts;
};

} // namespace aria::store
