#include "soak/ledger.h"

#include <algorithm>

namespace aria::soak {

namespace {

// An occurrence's series. Ids of split series have a part after an underscore too: Google's "_R".
QString seriesOf(const QString &id)
{
    const qsizetype mark = id.lastIndexOf(QLatin1Char('_'));
    return mark < 0 || id.indexOf(QLatin1Char('R'), mark) == mark + 1 ? id : id.left(mark);
}

} // namespace

Tracked &Ledger::add(const QString &key)
{
    Tracked event;
    event.key = key;
    m_events.append(event);
    return m_events.last();
}

Tracked *Ledger::byKey(const QString &key)
{
    const auto it = std::find_if(
        m_events.begin(), m_events.end(), [&](const Tracked &event) { return event.key == key; });
    return it == m_events.end() ? nullptr : &*it;
}

Tracked *Ledger::byId(const QString &id)
{
    const QString series = seriesOf(id);
    const auto it = std::find_if(
        m_events.begin(), m_events.end(), [&](const Tracked &event) { return event.id == series; });
    return it == m_events.end() || series.isEmpty() ? nullptr : &*it;
}

void Ledger::forget(const QString &id, Side side)
{
    m_marks.removeIf([&](const Mark &mark) {
        return mark.side == side && (mark.eventId == id || seriesOf(mark.eventId) == id);
    });
}

void Ledger::forgetOccurrences(const QString &id, Side side)
{
    m_marks.removeIf([&](const Mark &mark) {
        return mark.side == side && mark.eventId != id && seriesOf(mark.eventId) == id;
    });
}

QList<Mark> Ledger::newest() const
{
    QHash<QString, Mark> byPlace;
    for (const Mark &mark : m_marks)
        byPlace.insert(mark.eventId + mark.field + QString::number(static_cast<int>(mark.side)), mark);
    return byPlace.values();
}

} // namespace aria::soak
