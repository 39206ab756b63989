// One event: all of Google's own JSON, with typed access to what we understand. What we do not understand survives.
#pragma once

#include "calendar/eventtime.h"

#include <QJsonArray>
#include <QJsonObject>

namespace aria::calendar {

enum class EventStatus { Confirmed, Tentative, Cancelled };

// A value; cheap to copy (the JSON is implicitly shared). No I/O, no clock. Defaults that Google leaves out of its
// answers (status confirmed, transparency opaque, visibility default) read as those defaults.
class Event
{
public:
    Event() = default;
    explicit Event(QJsonObject json)
        : m_json(std::move(json))
    {
    }

    const QJsonObject &json() const { return m_json; }
    QJsonObject &json() { return m_json; }
    bool isEmpty() const { return m_json.isEmpty(); }

    QString id() const; // Google's id
    QString etag() const; // opaque, quotes included
    QString iCalUid() const;
    EventStatus status() const;
    bool isCancelled() const { return status() == EventStatus::Cancelled; }
    QString summary() const;
    QString description() const;
    QString location() const;
    QString colorId() const;
    QDateTime updated() const; // UTC; invalid if absent

    EventTime start() const; // null if absent or unreadable
    EventTime end() const; // exclusive; null if absent
    bool isAllDay() const { return start().isDate(); }

    QStringList recurrence() const; // RRULE/RDATE/EXDATE/EXRULE lines, unchanged
    bool isMaster() const { return !recurrence().isEmpty(); }
    QString recurringEventId() const; // set on exceptions (instances)
    EventTime originalStart() const;
    bool isException() const { return !recurringEventId().isEmpty(); }

    QJsonArray attendees() const;
    QJsonObject reminders() const; // {"useDefault": true} if absent
    QString meetingLink() const; // hangoutLink, or the video entry point of conferenceData
    bool organizedBySelf() const; // false only where organizer.self is absent and another organizer is named

    // Sets a member; null or undefined removes it.
    void set(const QString &member, const QJsonValue &value);
    void setTimes(const EventTime &start, const EventTime &end);

private:
    QJsonObject m_json;
};

} // namespace aria::calendar
