// Finds out which series the written events belong to, and loads what is needed to make their rows.
#pragma once

#include "store/eventreading.h"
#include "store/occurrencerows.h"

#include <QHash>

#include <span>

namespace aria::store {

class Dialect;
struct EventTexts;
class Statements;

// What has to be written so that the table agrees with the events.
struct OccurrenceChanges
{
    QList<OccurrenceKey> gone;
    QList<OccurrenceRow> changed; // new ones too
    QList<qint64> done; // events whose rows are right then
    QList<qint64> dense; // series of which only the next days are there
    // Changed occurrences that are no longer of their series, and have to be looked at.
    QList<qint64> stranded;
    // Events whose rows would be too many for this transaction, and are made later.
    QList<qint64> postponed;

    bool isEmpty() const { return gone.isEmpty() && changed.isEmpty(); }
};

// A changed or cancelled occurrence, as far as its series has to know it.
struct ChangedStart
{
    qint64 localId = 0;
    QString originalStart;
    bool isLiving = false;
    QDateTime windowStart;
    QDateTime windowEnd;
};

// A series or single event with its changed occurrences; or a changed occurrence alone, if its series is not there.
struct Family
{
    std::optional<EventRecord> head;
    QHash<qint64, EventRecord> changed; // those that were written, by local id
    QList<ChangedStart> starts; // of all there are, but for a lone one
    bool isHeadWritten = false;
};

class OccurrenceFamilies
{
public:
    OccurrenceFamilies(Statements &statements, const Dialect &dialect, const EventTexts &texts,
        const calendar::Horizon &horizon)
        : m_statements(statements)
        , m_dialect(dialect)
        , m_texts(texts)
        , m_horizon(horizon)
        , m_rows(statements)
    {
    }

    Expected<OccurrenceChanges> changesFor(std::span<const EventRecord> records);

private:
    using SeriesName = std::pair<QString, QString>; // calendar and Google id

    Expected<void> gather(std::span<const EventRecord> records);
    void addHead(const EventRecord &head, bool isWritten);
    Expected<void> loadHeads(const QList<EventRecord> &changed);
    Expected<void> leaveOutUnchanged();
    void postpone(qint64 id, OccurrenceChanges &changes);
    Expected<void> postponeBeyondLimit(OccurrenceChanges &changes);
    Expected<void> loadStarts();
    Expected<void> loadExisting();
    Expected<void> loadMissing();
    bool keepsChanged(const Family &family) const;
    bool isKnown(const OccurrenceRow &row) const; // as a changed occurrence of its series
    bool mayReach(const ChangedStart &start) const;
    QSet<QString> lostOf(const Family &family) const;
    void addWanted(qint64 id, const Family &family, OccurrenceChanges &changes);

    Statements &m_statements;
    const Dialect &m_dialect;
    const EventTexts &m_texts;
    const calendar::Horizon m_horizon;
    EventReading m_rows;
    QHash<qint64, Family> m_families; // by local id of the head, or of the lone occurrence
    QHash<SeriesName, qint64> m_byName;
    QHash<OccurrenceKey, OccurrenceRow> m_existing;
    QHash<OccurrenceKey, OccurrenceRow> m_wanted;
    QSet<qint64> m_postponed; // families
};

} // namespace aria::store
