// Questions about events, answered from the database alone, also while a large import runs.
#pragma once

#include "base/clock.h"
#include "service/calendarservice.h"
#include "store/store.h"

namespace aria::service {

// Thread-safe. The references outlive it. Queries as in CalendarService.
class EventQueries
{
public:
    EventQueries(const Settings &settings, store::Store &store, const Clock &clock);

    Reply<EventView> event(EventKey key);
    Reply<AgendaView> eventsBetween(QDateTime from, QDateTime to, int limit);
    Reply<WindowPage> eventsIn(WindowRequest request);
    Reply<AgendaView> eventsToday(QByteArray zone);
    Reply<AgendaView> eventsUpcoming(int days, int maxResults, QByteArray zone);
    Reply<Mark> mark();
    Reply<QList<ConflictView>> conflicts();
    Reply<HistoryPage> history(int limit, QString cursor, EventKey key);

private:
    const Settings m_settings;
    store::Store &m_store;
    const Clock &m_clock;
};

} // namespace aria::service
