#include "service/eventqueries.h"

#include "edits/agendareader.h"
#include "edits/eventreader.h"
#include "edits/windowreader.h"
#include "service/dayzone.h"
#include "service/historyreader.h"

namespace aria::service {

using store::Session;

EventQueries::EventQueries(const Settings &settings, store::Store &store, const Clock &clock)
    : m_settings(settings)
    , m_store(store)
    , m_clock(clock)
{
}

Reply<EventView> EventQueries::event(EventKey key)
{
    const QStringList calendarIds = m_settings.calendarIds;
    return m_store.read(
        [calendarIds, key](Session &session) { return readEvent(session, calendarIds, key); });
}

Reply<AgendaView> EventQueries::eventsBetween(QDateTime from, QDateTime to, int limit)
{
    const Settings settings = m_settings;
    return m_store.read([settings, from, to, limit](Session &session) -> Expected<AgendaView> {
        const auto zone = calendarZone(session, settings.calendarIds.constFirst());
        if (!zone)
            return Unexpected(zone.error());
        return readAgenda(session, settings.calendarIds, from, to, zone->value_or(QTimeZone::utc()), limit);
    });
}

Reply<WindowPage> EventQueries::eventsIn(WindowRequest request)
{
    const Settings settings = m_settings;
    return m_store.read([settings, request](Session &session) -> Expected<WindowPage> {
        const auto zone = dayZone(session, settings, request.zone);
        if (!zone)
            return Unexpected(zone.error());
        return readWindow(session, settings.calendarIds, request, *zone);
    });
}

Reply<AgendaView> EventQueries::eventsToday(QByteArray zone)
{
    const Settings settings = m_settings;
    const QDateTime now = m_clock.nowUtc();
    return m_store.read([settings, zone, now](Session &session) -> Expected<AgendaView> {
        const auto chosen = dayZone(session, settings, zone);
        if (!chosen)
            return Unexpected(chosen.error());
        const QDate today = now.toTimeZone(*chosen).date();
        return readAgenda(session, settings.calendarIds, today.startOfDay(*chosen),
            today.addDays(1).startOfDay(*chosen), *chosen, std::numeric_limits<int>::max());
    });
}

Reply<AgendaView> EventQueries::eventsUpcoming(int days, int maxResults, QByteArray zone)
{
    const Settings settings = m_settings;
    const QDateTime now = m_clock.nowUtc();
    return m_store.read([settings, days, maxResults, zone, now](Session &session) -> Expected<AgendaView> {
        const auto chosen = dayZone(session, settings, zone);
        if (!chosen)
            return Unexpected(chosen.error());
        const QDateTime end = now.toTimeZone(*chosen).addDays(days);
        return readAgenda(session, settings.calendarIds, now, end, *chosen, maxResults);
    });
}

Reply<Mark> EventQueries::mark()
{
    const QDateTime now = m_clock.nowUtc();
    const QDateTime second = now.addMSecs(-now.time().msec());
    return m_store.readOnce([second](Session &session) -> Expected<Mark> {
        const auto content = session.mark();
        if (!content)
            return Unexpected(content.error());
        return Mark{ *content, second };
    });
}

Reply<QList<ConflictView>> EventQueries::conflicts()
{
    const QStringList calendarIds = m_settings.calendarIds;
    return m_store.read([calendarIds](Session &session) { return readConflicts(session, calendarIds); });
}

Reply<HistoryPage> EventQueries::history(int limit, QString cursor, EventKey key)
{
    const QStringList calendarIds = m_settings.calendarIds;
    return m_store.read([calendarIds, limit, cursor, key](Session &session) {
        return readHistory(session, calendarIds, limit, cursor, key);
    });
}

} // namespace aria::service
