#include "sync/lead/fencedapi.h"

namespace aria::sync {

using calendar::Event;
using google::Channel;

QCoro::Task<Expected<Event>> FencedApi::write(google::Write write)
{
    const QByteArray call = calls();
    auto leads = co_await m_leadership.confirm();
    if (!leads)
        co_return Expected<Event>(Unexpected(leads.error()));
    auto writtenWork = inCall(call, [&] { return m_api.write(write); });
    auto written = co_await writtenWork;
    co_return written;
}

QCoro::Task<QList<Expected<Event>>> FencedApi::writeAll(QList<google::Write> writes)
{
    const QByteArray call = calls();
    auto leads = co_await m_leadership.confirm();
    if (!leads) {
        const Expected<Event> refused = Unexpected(leads.error());
        co_return QList<Expected<Event>>(writes.size(), refused);
    }
    auto writtenWork = inCall(call, [&] { return m_api.writeAll(writes); });
    auto written = co_await writtenWork;
    co_return written;
}

QCoro::Task<Expected<Channel>> FencedApi::watch(
    QString calendarId, QString channelId, QString token, QUrl address, std::chrono::seconds ttl)
{
    const QByteArray call = calls();
    auto leads = co_await m_leadership.confirm();
    if (!leads)
        co_return Expected<Channel>(Unexpected(leads.error()));
    auto channelWork = inCall(call, [&] { return m_api.watch(calendarId, channelId, token, address, ttl); });
    auto channel = co_await channelWork;
    co_return channel;
}

QCoro::Task<Expected<void>> FencedApi::stop(QString channelId, QString resourceId)
{
    const QByteArray call = calls();
    auto leads = co_await m_leadership.confirm();
    if (!leads)
        co_return leads;
    auto stoppedWork = inCall(call, [&] { return m_api.stop(channelId, resourceId); });
    auto stopped = co_await stoppedWork;
    co_return stopped;
}

} // namespace aria::sync
