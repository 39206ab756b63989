// The outgoing hook: POSTs the messages of the event log to the address in the settings, each at least once, and those
// of one event in order (docs/stream.md).
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "base/settings.h"
#include "base/time/foldedruns.h"
#include "base/time/schedule.h"
#include "google/httpclient.h"
#include "service/engines.h"
#include "service/servicethread.h"
#include "store/fencedstore.h"

namespace aria::service {

// How long to wait before the attempt after `attempts` failed ones: seconds at first, hours in the end.
std::chrono::milliseconds hookPause(int attempts, double fraction);

// Lives on the service's thread. The references outlive it. Only the leader of the first calendar sends.
class HookSender final : public QObject
{
    Q_OBJECT
public:
    HookSender(const Settings &settings, store::Store &store, QNetworkAccessManager &network,
        const Clock &clock, RandomSource &random, const Engines &engines, ServiceThread &thread);

    void start();
    void stop(); // nothing more is sent; what is under way is sent again after the next start

    // There may be something to send.
    void look();

private:
    QCoro::Task<void> lookOnce();
    Task<void> work();
    Task<bool> prepare(); // the outbox for this address; false: the receiver wants nothing
    Task<void> takeUp();
    Task<void> settle(); // what attempts have come to
    Task<void> sendDue();
    QCoro::Task<void> send(store::HookMessage message);
    void conclude(store::HookMessage message, const google::HttpAnswer &answer);
    void failed(store::HookMessage message, const QString &why, std::chrono::milliseconds asked);
    bool mayWork() const;

    struct Later
    {
        store::HookMessage message;
        QDateTime until;
    };

    const QUrl m_url;
    const QByteArray m_key;
    const QStringList m_calendarIds;
    store::Store &m_store;
    store::FencedStore m_ours; // what a service writes that does not lead any more is refused
    const Clock &m_clock;
    RandomSource &m_random;
    const Engines &m_engines;
    ServiceThread &m_thread;
    google::HttpClient m_client;
    Schedule m_next;
    FoldedRuns m_looks{ [this] { return lookOnce(); } };
    QString m_series;
    QString m_lastError; // as it stands in the database
    bool m_isPrepared = false;
    bool m_isDisabled = false; // the receiver wanted no more
    bool m_isStarted = false;
    QList<qint64> m_underWay; // sent, or what came of it is not stored yet
    QList<store::HookMessage> m_done;
    QList<Later> m_later;
    std::optional<QString> m_newError; // of the last attempt
    bool m_isGone = false; // the receiver answered 410
};

} // namespace aria::service
