#include "calendar/agenda.h"

#include "calendar/recurrence.h"

#include <QSet>

#include <algorithm>

namespace aria::calendar {

namespace {

struct Entry
{
    AgendaPlace place;
    Event event;
};

// An occurrence by its master and original start; instants as milliseconds, dates as days (they cannot
// collide in one series, which has only one kind).
QString occurrenceKey(const QString &masterId, const EventTime &originalStart)
{
    return masterId + u'\n'
        + QString::number(originalStart.isDate() ? originalStart.date().toJulianDay()
                                                 : originalStart.zoned().utc.toMSecsSinceEpoch());
}

class Agenda
{
public:
    Agenda(const QDateTime &from, const QDateTime &to, const QTimeZone &floatingZone)
        : m_from(from)
        , m_to(to)
        , m_zone(floatingZone)
    {
    }

    // Keeps it if it overlaps the window.
    void add(const Event &event)
    {
        const EventTime startTime = event.start();
        if (startTime.isNull())
            return;
        const EventTime endTime = event.end();
        AgendaPlace place = agendaPlaceOf(event, m_zone);
        const QDateTime &start = place.start;
        QDateTime end = endTime.isNull() ? start : endTime.instant(m_zone);
        // A day without an end, or one that ends on itself, is a whole day.
        if (startTime.isDate() && end <= start)
            end = EventTime(startTime.date().addDays(1)).instant(m_zone);
        if (start < m_to && (start >= m_from || end > m_from))
            m_entries.append({ std::move(place), event });
    }

    QList<Event> sorted()
    {
        std::sort(m_entries.begin(), m_entries.end(),
            [](const Entry &a, const Entry &b) { return a.place < b.place; });
        QList<Event> result;
        result.reserve(m_entries.size());
        for (const Entry &entry : std::as_const(m_entries))
            result.append(entry.event);
        return result;
    }

private:
    const QDateTime m_from;
    const QDateTime m_to;
    const QTimeZone m_zone;
    QList<Entry> m_entries;
};

} // namespace

bool AgendaPlace::operator<(const AgendaPlace &other) const
{
    if (start != other.start)
        return start < other.start;
    if (allDay != other.allDay)
        return allDay;
    return title != other.title ? title < other.title : id < other.id;
}

AgendaPlace agendaPlaceOf(const Event &event, const QTimeZone &floatingZone)
{
    return { event.start().instant(floatingZone), event.start().isDate(), event.summary(), event.id() };
}

QList<Event> agenda(
    const QList<Event> &events, const QDateTime &from, const QDateTime &to, const QTimeZone &floatingZone)
{
    QSet<QString> replaced;
    QSet<QString> endedSeries; // Google may or may not list the exceptions of a deleted master
    for (const Event &event : events) {
        if (event.isException())
            replaced.insert(occurrenceKey(event.recurringEventId(), event.originalStart()));
        else if (event.isCancelled())
            endedSeries.insert(event.id());
    }
    Agenda result(from, to, floatingZone);
    for (const Event &event : events) {
        if (event.isCancelled() || endedSeries.contains(event.recurringEventId()))
            continue;
        if (!event.isMaster()) {
            result.add(event);
            continue;
        }
        const auto starts = expandStarts(event, from, to, floatingZone);
        for (const EventTime &start : starts) {
            if (!replaced.contains(occurrenceKey(event.id(), start)))
                result.add(occurrenceOf(event, start));
        }
    }
    return result.sorted();
}

} // namespace aria::calendar
