// An event in the columns of aria_calendar_events, which ARIA, n8n and people read and write with SQL.
#pragma once

#include "calendar/event.h"

namespace aria::calendar {

// The content columns. Times are text: a date for all-day rows, otherwise RFC 3339 in UTC with Z.
struct AriaColumns
{
    QString title;
    QString description;
    QString location;
    QString startTime;
    QString endTime;
    bool allDay = false;
    QByteArray timeZone; // IANA zone of start (and of end unless endTimeZone says otherwise); empty: none
    QByteArray endTimeZone;
    QJsonArray attendees; // Google's attendee objects; a bare e-mail string is accepted when read
    QJsonArray recurrence; // lines
    std::optional<QJsonArray> reminders; // overrides; nullopt: the calendar's default reminders
    QString colorId;
    QString visibility; // empty: default
    QString transparency; // empty: opaque
    QString status; // confirmed, tentative, cancelled

    friend bool operator==(const AriaColumns &, const AriaColumns &) = default;
};

AriaColumns columnsOf(const Event &event);

// `base`, with every column applied whose value means something different from base's own column. What no column
// holds (Meet links, extended properties, answers of attendees that stay) comes from `base` unchanged. Category
// InvalidInput with faults if the columns do not make an event (no title, unless base has none either; end before
// start; unreadable times, zone, attendees, reminders or recurrence).
Expected<Event> applyColumns(const Event &base, const AriaColumns &columns);

// What no column holds, and Google takes with a new event that is a copy of this one. A part that is cut off a series
// leaves the meeting link and the attachments with the rest.
enum class Copy { Whole, Part };
QJsonObject beyondColumns(const Event &event, Copy copy);

} // namespace aria::calendar
