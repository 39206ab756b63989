// Google's push notifications for one calendar: set up, renewed with overlap, stopped (Calendar API, guides/push).
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "google/calendarapi.h"
#include "store/store.h"

namespace aria::sync {

// Lives on the service's thread.
class Channels : public QObject
{
    Q_OBJECT
public:
    Channels(google::CalendarApi &api, store::Store &store, const Clock &clock, RandomSource &random,
        QString calendarId);

    // Reads the state that an earlier run left.
    QCoro::Task<Expected<void>> load();

    // The new channel works before the old one is stopped. `address`: https, where /webhook can
    // be reached from outside.
    QCoro::Task<Expected<google::Channel>> setUp(QUrl address, std::chrono::seconds life);
    // Stops all channels. The value says whether there was one.
    QCoro::Task<Expected<bool>> stopAll();
    // Stops replaced channels that could not be stopped at the time.
    QCoro::Task<Expected<void>> stopRetired();

    bool hasRetired() const { return !m_retired.isEmpty(); }

    // Whether a notification is for us: a known channel id with its token, compared in constant time.
    bool isKnown(const QString &channelId, const QString &token) const;

    std::optional<google::Channel> current() const; // nullopt: none, or expired
    // When 10% of its lifetime is left (sync.md); invalid: nothing to renew.
    QDateTime renewalDue() const;
    QUrl address() const; // of the current channel, for its renewal
    std::chrono::seconds life() const { return m_life; }

private:
    QCoro::Task<Expected<void>> persist();

    google::CalendarApi &m_api;
    store::Store &m_store;
    const Clock &m_clock;
    RandomSource &m_random;
    const QString m_calendarId;
    std::optional<google::Channel> m_current;
    // Requested; its first notification may come before Google's answer.
    std::optional<google::Channel> m_pending;
    QList<google::Channel> m_retired; // still valid at Google until stopped
    std::chrono::seconds m_life{ 0 }; // of the current channel when it was set up
};

} // namespace aria::sync
