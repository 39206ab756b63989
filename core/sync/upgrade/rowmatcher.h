// Matches rows that the Python service lost track of with Google's events. Pure.
#pragma once

#include "calendar/event.h"
#include "store/records.h"

#include <QHash>

namespace aria::sync {

// Takes Google's events page by page; keeps only those that may match a row.
class RowMatcher
{
public:
    explicit RowMatcher(QList<store::EventRecord> rows);

    // Takes an event that no row is linked to.
    void offer(const calendar::Event &item);

    struct Match
    {
        store::EventRecord row;
        calendar::Event item;
    };
    struct Result
    {
        QList<Match> matches;
        QList<store::EventRecord> occurrences; // of series that Google has: they are in ARIA twice
        QList<store::EventRecord> rest;
    };
    // Matches by id, then by iCalUID, then by title, start and end; each event and each row once. `zone`: the
    // calendar's, for times that were written without one.
    Result match(const QTimeZone &zone) const;

    bool isEmpty() const { return m_rows.isEmpty(); }

private:
    QList<store::EventRecord> m_rows;
    QSet<QString> m_clues; // ids and iCalUIDs
    QSet<QString> m_titles;
    QList<calendar::Event> m_items;
};

// Title, start and end as one text: dates, or instants in UTC. Empty if they cannot make a key.
QString contentKey(const QString &title, const calendar::EventTime &start, const calendar::EventTime &end);
// The keys under which the event of the row may be known, the most exact one first.
QStringList contentKeysOf(const store::EventRecord &row, const QTimeZone &zone);

} // namespace aria::sync
