#include "sync/engine/channelrenewal.h"

#include "base/logging.h"
#include "base/scopedcount.h"

using namespace Qt::StringLiterals;

namespace aria::sync {

namespace {

constexpr std::chrono::seconds channelLife{ 7 * 24 * 3600 };
constexpr std::chrono::seconds shortestPause{ 300 };

} // namespace

ChannelRenewal::ChannelRenewal(
    Channels &channels, const Clock &clock, QString calendarId, QUrl address, std::chrono::seconds pause)
    : m_channels(channels)
    , m_clock(clock)
    , m_calendarId(std::move(calendarId))
    , m_address(std::move(address))
    , m_pause(std::max(pause, shortestPause))
    , m_schedule(clock)
{
    connect(&m_schedule, &Schedule::reached, this, [this] { renew(); });
}

QCoro::Task<Expected<void>> ChannelRenewal::load()
{
    if (m_known)
        co_return Expected<void>();
    auto loaded = co_await m_channels.load();
    m_known = loaded.has_value();
    co_return loaded;
}

void ChannelRenewal::forget()
{
    m_known = false;
    m_schedule.clear();
}

QCoro::Task<void> ChannelRenewal::afterSync()
{
    if (!m_schedule.due().isValid())
        renew();
    if (!m_channels.hasRetired())
        co_return;
    auto stopped = co_await m_channels.stopRetired();
    if (!stopped)
        qCInfo(lcSync) << "a replaced webhook channel could not be stopped yet:" << stopped.error().message;
}

void ChannelRenewal::channelChanged()
{
    m_keep = m_channels.current().has_value();
    m_schedule.setDue(m_channels.renewalDue());
}

QCoro::Task<void> ChannelRenewal::renew()
{
    const ScopedCount busy(m_tasks);
    const QDateTime due = m_channels.renewalDue();
    const bool current = m_channels.current().has_value();
    // One that ran out while nobody looked is replaced by one with the same address.
    const QUrl address = m_channels.address().isEmpty() ? m_address : m_channels.address();
    if (m_renewing || address.isEmpty() || !m_keep || !m_allowed())
        co_return;
    if (current && due > m_clock.nowUtc()) {
        m_schedule.setDue(due);
        co_return;
    }
    m_renewing = true;
    auto channel = co_await m_channels.setUp(address, channelLife);
    m_renewing = false;
    if (channel && m_channels.renewalDue() > m_clock.nowUtc()) {
        m_schedule.setDue(m_channels.renewalDue());
    } else {
        // Polling goes on; notifications are tried again with the next period. A channel that is over as soon as it is
        // made would be renewed without end: one of the clocks is wrong.
        qCWarning(lcSync).noquote() << "no webhook for calendar" << m_calendarId << ":"
                                    << (channel ? u"Google's channel ends before it begins, by the clock"
                                                  u" of this machine"_s
                                                : channel.error().message);
        m_schedule.setDueIn(m_pause);
    }
    Q_EMIT renewed();
}

} // namespace aria::sync
