// Says which event is meant. Google's ids are unique only within a calendar: each guest's copy of a meeting
// has the organizer's id.
#pragma once

#include <QHashFunctions>
#include <QString>

namespace aria::calendar {

struct EventKey
{
    EventKey() = default;
    // An id alone is enough too: most ids exist in only one calendar.
    EventKey(QString eventId, QString inCalendar = {})
        : id(std::move(eventId))
        , calendarId(std::move(inCalendar))
    {
    }

    QString id; // Google's, or an instance id of either form
    QString calendarId; // as in the settings; empty: whichever calendar has it

    bool isEmpty() const { return id.isEmpty(); }
    // Whether both may mean the same event; an empty calendar matches any.
    bool matches(const EventKey &other) const
    {
        return id == other.id
            && (calendarId.isEmpty() || other.calendarId.isEmpty() || calendarId == other.calendarId);
    }

    friend bool operator==(const EventKey &a, const EventKey &b)
    {
        return a.id == b.id && a.calendarId == b.calendarId;
    }
    friend bool operator!=(const EventKey &a, const EventKey &b) { return !(a == b); }
    friend size_t qHash(const EventKey &key, size_t seed = 0) noexcept
    {
        return qHashMulti(seed, key.id, key.calendarId);
    }
};

} // namespace aria::calendar
