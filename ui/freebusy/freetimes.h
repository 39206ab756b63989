// Who is busy at a time, and when is the next time at which nobody is. Pure.
#pragma once

#include "service/types.h"

#include <QLocale>
#include <QTimeZone>

#include <optional>

namespace aria::freebusy {

using google::BusySpan;
using google::BusyTimes;

// The people who are busy between the two times, each with only the spans in between.
QList<BusyTimes> busyBetween(const QList<BusyTimes> &all, const BusySpan &wanted);

// The busy times without those that the event itself causes.
QList<BusyTimes> without(QList<BusyTimes> all, const BusySpan &own);

// The hours in which people meet: on the locale's working days from 8 to 18; if the chosen time is outside these, on
// any day from 7 to 22.
class MeetingHours
{
public:
    MeetingHours(const BusySpan &chosen, const QTimeZone &zone, const QLocale &locale);
    bool contain(const BusySpan &span) const;
    QDateTime nextOpening(const QDateTime &after) const; // later than it

private:
    QTimeZone m_zone;
    QList<Qt::DayOfWeek> m_days;
    QTime m_from;
    QTime m_until;
};

// The next free time that is as long as `chosen`, starts then or later, on a quarter of an hour, within the hours and
// before `end`. Nullopt: there is none.
std::optional<BusySpan> nextFree(
    const QList<BusyTimes> &all, const BusySpan &chosen, const MeetingHours &hours, const QDateTime &end);

} // namespace aria::freebusy
