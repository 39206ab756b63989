// Google's notifications: sets the channels up, stops them, and takes notifications.
#pragma once

#include "service/leadercommands.h"

namespace aria::service {

// Lives on the service's thread. The references outlive it.
class WebhookCommands
{
public:
    WebhookCommands(
        const Settings &settings, Engines &engines, LeaderCommands &leader, ServiceThread &thread);

    Task<google::Channel> setupWebhook(QString webhookUrl, int hours);
    Task<bool> stopWebhook();
    Task<SyncRun> notified(WebhookNotification notification);

private:
    const QUrl m_ownAddress; // empty: there is none
    Engines &m_engines;
    LeaderCommands &m_leader;
    ServiceThread &m_thread;
};

} // namespace aria::service
