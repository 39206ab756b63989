// Keeps one calendar's webhook channel alive: a new one is set up before the old one ends (docs/sync.md).
#pragma once

#include "base/time/schedule.h"
#include "sync/engine/channels.h"

#include <functional>

namespace aria::sync {

// Lives on the service's thread. The references outlive it.
class ChannelRenewal : public QObject
{
    Q_OBJECT
public:
    // `address`: https, for the first channel; empty: none is wanted, and only one that a person set up is renewed.
    // `pause`: before the next attempt after one that failed; five minutes at least.
    ChannelRenewal(
        Channels &channels, const Clock &clock, QString calendarId, QUrl address, std::chrono::seconds pause);

    // Asked before each attempt: whether this service may speak to Google for the calendar now.
    void setAllowed(std::function<bool()> allowed) { m_allowed = std::move(allowed); }

    // Reads the channels that an earlier run left, unless that has been done.
    QCoro::Task<Expected<void>> load();
    // Another service may have changed them since they were read.
    void forget();
    void stop() { m_schedule.clear(); } // until start() is called again

    // After a sync: looks whether a channel is due, if nothing is planned yet, and stops the replaced ones.
    QCoro::Task<void> afterSync();
    // Somebody set up or stopped a channel. A stopped one is set up again only when a person asks for it.
    void channelChanged();

    bool isBusy() const { return m_tasks > 0; }

Q_SIGNALS:
    void renewed(); // or tried in vain

private:
    QCoro::Task<void> renew();

    Channels &m_channels;
    const Clock &m_clock;
    const QString m_calendarId;
    const QUrl m_address;
    const std::chrono::seconds m_pause;
    std::function<bool()> m_allowed;
    Schedule m_schedule;
    int m_tasks = 0;
    bool m_known = false;
    bool m_renewing = false;
    bool m_keep = true; // false: a person stopped it
};

} // namespace aria::sync
