// Commands that only a calendar's leader carries out: done here if this service leads the calendar, otherwise passed to
// the service that does.
#pragma once

#include "service/engines.h"
#include "service/relay.h"
#include "service/servicethread.h"

namespace aria::service {

// Lives on the service's thread. The references outlive it.
class LeaderCommands
{
public:
    LeaderCommands(const Settings &settings, store::Store &store, RandomSource &random, Engines &engines,
        ServiceThread &thread);

    // How the push of this revision ended; nullopt: it did not end in time.
    QCoro::Task<std::optional<sync::PushOutcome>> pushEdit(
        sync::Engine *engine, qint64 localId, qint64 revision);
    // As Engine::requestSync(). Waits no longer than `limit` for another service's answer.
    QFuture<Expected<sync::Changes>> requestSync(sync::Engine *engine, std::chrono::milliseconds limit);
    Task<google::Channel> setupWebhook(sync::Engine *engine, QUrl address, int hours);
    Task<bool> stopWebhook(sync::Engine *engine);
    Task<qint64> decideDeletions(sync::Engine *engine, sync::Engine::Verdict verdict);

    // Nothing waits for other services any more; the end is near.
    void stop() { m_relay.stop(); }
    bool isBusy() const { return m_relay.isBusy(); }

private:
    QCoro::Task<void> runSync(sync::Engine *engine, std::chrono::milliseconds limit,
        std::shared_ptr<QPromise<Expected<sync::Changes>>> result);
    Task<QJsonObject> carryOut(QString calendarId, QJsonObject command); // for a service that stands by
    Task<QJsonObject> carryOutPush(sync::Engine *engine, QJsonObject command);

    const std::chrono::milliseconds m_pushWait;
    store::Store &m_store;
    Engines &m_engines;
    ServiceThread &m_thread;
    Relay m_relay;
};

} // namespace aria::service
