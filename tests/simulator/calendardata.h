// What a calendar holds: events with tombstones, in the order of creation and of change.
#pragma once

#include "recurrence.h"

#include <map>

namespace simulator {

// One event, series or exception. `json` is complete except for what rendering adds (etag, htmlLink …); times are
// kept in UTC (EventTime::toStored).
struct StoredEvent
{
    QJsonObject json;
    quint64 order = 0; // of creation
    quint64 change = 0; // of the last change; also the etag

    QString id() const { return json[QLatin1String("id")].toString(); }
    bool isCancelled() const;
    bool isSeries() const { return json.contains(QLatin1String("recurrence")); }
    bool isException() const { return json.contains(QLatin1String("recurringEventId")); }
    QString seriesId() const { return json[QLatin1String("recurringEventId")].toString(); }
    EventTime originalStart() const;
};

// Counts every change of every calendar, so that etags and sync tokens never repeat.
struct ChangeCounter
{
    quint64 last = 0;
    quint64 next() { return ++last; }
};

class CalendarData
{
public:
    explicit CalendarData(ChangeCounter &counter)
        : m_counter(counter)
    {
    }

    // The calendarList entry: id, summary, timeZone, accessRole, primary, defaultReminders …
    QJsonObject entry;
    quint64 entryChange = 0;

    QString id() const { return entry[QLatin1String("id")].toString(); }
    QString zoneId() const { return entry[QLatin1String("timeZone")].toString(); }
    QTimeZone zone() const { return zoneOf(zoneId()).value_or(QTimeZone::utc()); }

    const StoredEvent *find(const QString &eventId) const;
    const StoredEvent *findByICalUid(const QString &uid) const;
    // Adds or replaces; every call is a change with a new etag.
    const StoredEvent &put(const QJsonObject &json);
    void remove(const QString &eventId); // without a trace
    // Exceptions of a series by key of their original start.
    QMap<QString, QString> exceptionsOf(const QString &seriesId) const
    {
        return m_exceptions.value(seriesId);
    }
    const StoredEvent *exceptionAt(const QString &seriesId, const QString &key) const;
    // Whether the event is gone: cancelled itself, or an exception of a series that is.
    bool isGone(const StoredEvent &event) const;

    // In order of creation and of the last change. The pointers stay valid until the event is removed.
    using Index = std::map<quint64, const StoredEvent *>;
    const Index &byOrder() const { return m_byOrder; }
    const Index &byChange() const { return m_byChange; }
    qsizetype size() const { return qsizetype(m_events.size()); }

    QJsonObject save() const;
    void load(const QJsonObject &saved);

private:
    void index(const StoredEvent &event);

    ChangeCounter &m_counter;
    std::map<QString, StoredEvent> m_events;
    Index m_byOrder;
    Index m_byChange;
    QHash<QString, QMap<QString, QString>> m_exceptions;
    QHash<QString, QString> m_byUid; // of events that are no exceptions
};

} // namespace simulator
