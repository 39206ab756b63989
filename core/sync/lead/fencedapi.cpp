#include "sync/lead/fencedapi.h"

namespace aria::sync {

using calendar::Event;
using google::Channel;

QCoro::Task<Expected<Event>> FencedApi::write(google::Write write)
{
    auto leads = co_await m_leadership.confirm();
    if (!leads)
        co_return Expected<Event>(Unexpected(leads.error()));
    auto written = co_await m_api.write(write);
    co_return written;
}

QCoro::Task<QList<Expected<Event>>> FencedApi::writeAll(QList<google::Write> writes)
{
    auto leads = co_await m_leadership.confirm();
    if (!leads) {
        const Expected<Event> refused = Unexpected(leads.error());
        co_return QList<Expected<Event>>(writes.size(), refused);
    }
    auto written = co_await m_api.writeAll(writes);
    co_return written;
}

QCoro::Task<Expected<Channel>> FencedApi::watch(
    QString calendarId, QString channelId, QString token, QUrl address, std::chrono::seconds ttl)
{
    auto leads = co_await m_leadership.confirm();
    if (!leads)
        co_return Expected<Channel>(Unexpected(leads.error()));
    auto channel = co_await m_api.watch(calendarId, channelId, token, address, ttl);
    co_return channel;
}

QCoro::Task<Expected<bool>> FencedApi::stop(QString channelId, QString resourceId)
{
    auto leads = co_await m_leadership.confirm();
    if (!leads)
        co_return leads;
    auto stopped = co_await m_api.stop(channelId, resourceId);
    co_return stopped;
}

} // namespace aria::sync
