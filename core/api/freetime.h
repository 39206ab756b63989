// Gaps between events: when somebody has time.
#pragma once

#include "service/types.h"

#include <QTimeZone>

namespace aria::api {

struct Span
{
    QDateTime from;
    QDateTime to; // exclusive
};

struct FreeTimeQuestion
{
    Span window;
    QTimeZone zone;
    int minutes = 30; // a gap has at least this length
    int earliest = 9 * 60; // of each day in `zone`, in minutes from midnight
    int latest = 18 * 60; // up to 24 × 60
    bool weekends = false;
    int limit = 20;
};

// When the events keep somebody busy. Those that are marked as free, that are cancelled or that the account's owner
// declined do not. All-day events last from midnight to midnight in `zone`.
QList<Span> busyTimes(const QList<service::EventView> &events, const QTimeZone &zone);

// The gaps, in order. `busy` in any order, overlapping or not.
QList<Span> freeTimes(QList<Span> busy, const FreeTimeQuestion &question);

} // namespace aria::api
