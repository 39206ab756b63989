// Recurrence rules through libical, in the wall time of the series' zone.
#pragma once

#include "timevalue.h"

namespace simulator {

// What decides which occurrences a series has.
struct Series
{
    EventTime start;
    EventTime end;
    QStringList lines; // RRULE, EXRULE, RDATE, EXDATE

    bool sameTimes(const Series &other) const;
    // The end of the occurrence that begins at `occurrence`: the wall-clock length is kept for days, the real
    // length for instants.
    EventTime endOf(const EventTime &occurrence) const;
    static Series fromStored(const QJsonObject &event);
};

// 400 for what libical or Google would not take. Lenient: values that Google itself returns from imports.
Result<void> checkRecurrence(const Series &series, bool lenient);

// Original starts that lie before `before`, in order, at most `limit`.
QList<EventTime> expand(const Series &series, const QDateTime &before, qsizetype limit);

// Whether the series has an occurrence with this key.
std::optional<EventTime> findOccurrence(const Series &series, const QString &key);

// RRULE lines that end before `key` (the first half of "this and following").
QStringList endBefore(const QStringList &lines, const EventTime &occurrence);

} // namespace simulator
