#include "calendardata.h"

namespace simulator {

using namespace Qt::StringLiterals;

bool StoredEvent::isCancelled() const
{
    return json.value("status"_L1) == "cancelled"_L1;
}

EventTime StoredEvent::originalStart() const
{
    return EventTime::fromStored(json.value("originalStartTime"_L1).toObject());
}

const StoredEvent *CalendarData::find(const QString &eventId) const
{
    const auto it = m_events.find(eventId);
    return it == m_events.end() ? nullptr : &it->second;
}

const StoredEvent *CalendarData::findByICalUid(const QString &uid) const
{
    return find(m_byUid.value(uid));
}

void CalendarData::index(const StoredEvent &event)
{
    m_byOrder[event.order] = &event;
    m_byChange[event.change] = &event;
    if (event.isException())
        m_exceptions[event.seriesId()][event.originalStart().key()] = event.id();
    else
        m_byUid[event.json.value("iCalUID"_L1).toString()] = event.id();
}

const StoredEvent &CalendarData::put(const QJsonObject &json)
{
    StoredEvent &event = m_events[json.value("id"_L1).toString()];
    m_byChange.erase(event.change);
    event.json = json;
    event.change = m_counter.next();
    if (event.order == 0)
        event.order = event.change;
    index(event);
    return event;
}

void CalendarData::remove(const QString &eventId)
{
    const auto it = m_events.find(eventId);
    if (it == m_events.end())
        return;
    const StoredEvent &event = it->second;
    m_byOrder.erase(event.order);
    m_byChange.erase(event.change);
    if (event.isException())
        m_exceptions[event.seriesId()].remove(event.originalStart().key());
    else
        m_byUid.remove(event.json.value("iCalUID"_L1).toString());
    m_events.erase(it);
}

const StoredEvent *CalendarData::exceptionAt(const QString &seriesId, const QString &key) const
{
    const auto series = m_exceptions.constFind(seriesId);
    return series == m_exceptions.constEnd() ? nullptr : find(series->value(key));
}

bool CalendarData::isGone(const StoredEvent &event) const
{
    if (event.isCancelled())
        return true;
    if (!event.isException())
        return false;
    const StoredEvent *series = find(event.seriesId());
    return series == nullptr || series->isCancelled();
}

QJsonObject CalendarData::save() const
{
    QJsonArray events;
    for (const auto &[order, event] : m_byOrder) {
        events.append(QJsonObject{ { "json"_L1, event->json }, { "order"_L1, qint64(event->order) },
            { "change"_L1, qint64(event->change) } });
    }
    return { { "entry"_L1, entry }, { "entryChange"_L1, qint64(entryChange) }, { "events"_L1, events } };
}

void CalendarData::load(const QJsonObject &saved)
{
    entry = saved["entry"_L1].toObject();
    entryChange = quint64(saved["entryChange"_L1].toInteger());
    const QJsonArray events = saved["events"_L1].toArray();
    for (const QJsonValue value : events) {
        const QJsonObject json = value["json"_L1].toObject();
        StoredEvent &event = m_events[json.value("id"_L1).toString()];
        event = { json, quint64(value["order"_L1].toInteger()), quint64(value["change"_L1].toInteger()) };
        index(event);
    }
}

} // namespace simulator
