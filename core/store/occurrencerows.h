// The rows of aria_calendar_occurrences: which ones a record makes, and how a row is stored in the table.
#pragma once

#include "store/records.h"

#include "base/error.h"
#include "calendar/horizon.h"

#include <QSet>
#include <QSqlQuery>
#include <QVariantList>

namespace aria::store {

class Dialect;

struct OccurrenceRow
{
    qint64 seriesId = 0; // local id of the series; of a single event its own
    QString originalStart; // as calendar::originalStartKey(); empty: a single event
    qint64 eventId = 0; // local id of the row with the content: of the changed occurrence, else seriesId
    QString calendarId;
    QString occurrenceId; // public; empty: Google does not know the event yet
    QString title;
    bool allDay = false;
    QDateTime start; // UTC; all-day ones: midnight UTC of the date
    QDateTime end; // exclusive, in the same form

    bool isChanged() const { return eventId != seriesId; }
    calendar::EventTime startTime() const; // in UTC

    friend bool operator==(const OccurrenceRow &, const OccurrenceRow &) = default;
};

// Which row it is.
struct OccurrenceKey
{
    qint64 seriesId = 0;
    QString originalStart;
    qint64 eventId = 0;

    friend bool operator==(const OccurrenceKey &, const OccurrenceKey &) = default;
    friend size_t qHash(const OccurrenceKey &key, size_t seed = 0) noexcept
    {
        return qHashMulti(seed, key.seriesId, key.originalStart, key.eventId);
    }
};
OccurrenceKey keyOf(const OccurrenceRow &row);

struct SeriesRows
{
    QList<OccurrenceRow> rows;
    bool isWhole = true; // see calendar::Unfolded
};

// False for a deleted series: then nothing of it is shown, not even its changed occurrences.
bool isSeriesShown(const EventRecord &head);

// The rows of a series or single event itself; none if it is not shown. `replaced`: original starts of its occurrences
// that have rows of their own, cancelled ones too.
SeriesRows rowsOf(const EventRecord &head, const calendar::Horizon &horizon, const QSet<QString> &replaced);

// The row of a changed occurrence; nullopt if it is cancelled or outside the horizon. `seriesId`: local id of its
// series, or its own if the series is not there.
std::optional<OccurrenceRow> rowOf(
    const EventRecord &changed, qint64 seriesId, const calendar::Horizon &horizon);

// Those of `originalStarts` that ARIA's edit took out of the series; once the edit is at Google, they are deleted
// there.
QSet<QString> lostStarts(const EventRecord &head, const QStringList &originalStarts);

QString notNull(const QString &text); // a null one would be bound as NULL

// The columns, in the order in which they are selected and written.
const QStringList &occurrenceColumns();
const QStringList &occurrenceKeyColumns();
QVariantList occurrenceValues(const OccurrenceRow &row);
// SELECT … without its FROM; alias is the table.
QString selectOccurrence(const Dialect &dialect, const QString &alias);
OccurrenceRow occurrenceOf(const QSqlQuery &row);

} // namespace aria::store
