// Who is busy at a time, and when the next one is at which nobody is. Pure.
#pragma once

#include "service/types.h"

#include <QLocale>
#include <QTimeZone>

#include <optional>

namespace aria::freebusy {

using google::BusySpan;
using google::BusyTimes;

// Those who are busy between the two, with these times alone.
QList<BusyTimes> busyBetween(const QList<BusyTimes> &all, const BusySpan &wanted);

// Without a time that is theirs because of the event itself.
QList<BusyTimes> without(QList<BusyTimes> all, const BusySpan &own);

// When people meet: on the locale's working days from 8 to 18, or, where what they have chosen lies outside of that, on
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

// As long as `chosen`, at its start or later, on a quarter of an hour, in the hours and before `end`. Nullopt: there is
// none.
std::optional<BusySpan> nextFree(
    const QList<BusyTimes> &all, const BusySpan &chosen, const MeetingHours &hours, const QDateTime &end);

} // namespace aria::freebusy
