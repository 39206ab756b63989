// Times and zones in the form of libical.
#pragma once

#include "calendar/eventtime.h"

#include <libical/ical.h>

#include <QSet>

namespace aria::archive {

// The zones that a calendar file uses, by the names it uses.
class IcalTimes
{
public:
    // A date, or a wall time in its zone if libical has the zone's rules, else in UTC.
    icaltimetype timeOf(const calendar::EventTime &time);
    // The same instant as a wall time of `like`'s zone, as RECURRENCE-ID and EXDATE want it.
    icaltimetype timeLike(const calendar::EventTime &time, const calendar::EventTime &like);
    // With the parameter TZID where the time has a zone.
    void setZone(icalproperty *property, const calendar::EventTime &like);

    void use(const QByteArray &tzid); // named by a line that is taken over as it is
    QByteArray definitions() const; // VTIMEZONE of all that were used

private:
    QByteArray zoneFor(const calendar::EventTime &time); // empty: UTC
    QSet<QByteArray> m_used;
};

icaltimetype utcTime(const QDateTime &instant);
QByteArray textOf(icalcomponent *component); // and frees it

} // namespace aria::archive
