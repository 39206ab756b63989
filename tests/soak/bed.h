// A whole world in one process: a simulated Google, a database, and the service living between them, one life after
// another. Time moves only when the bed is told to wait.
#pragma once

#include "google/httpcalendarapi.h"
#include "service/liveservice.h"
#include "soak/database.h"
#include "soak/hookreceiver.h"
#include "soak/network.h"
#include "soak/virtualtime.h"

#include <QMutex>
#include <QTemporaryDir>

#include <random>

namespace aria::soak {

// Repeatable, and asked from the store's threads too.
class SharedRandom final : public RandomSource
{
public:
    explicit SharedRandom(quint64 seed)
        : m_engine(seed)
    {
    }
    quint64 next() override
    {
        const QMutexLocker lock(&m_mutex);
        return m_engine();
    }

private:
    QMutex m_mutex;
    std::mt19937_64 m_engine;
};

class Bed
{
public:
    Bed(quint64 seed, ConflictStrategy strategy);
    ~Bed();
    Q_DISABLE_COPY_MOVE(Bed)

    // -- the service's life ---------------------------------------------------------------------------------------------
    void start();
    void stop(); // as on SIGTERM
    void kill(); // as on SIGKILL: what was under way is never heard of again
    bool isAlive() const { return m_live != nullptr; }
    service::LiveService &live() { return *m_live; }
    Network &network() { return *m_network; }
    Database &database() { return m_database; }
    HookReceiver &receiver() { return m_receiver; }
    store::Store &store() { return *m_store; }

    // -- time -------------------------------------------------------------------------------------------------------------
    // Does everything that can be done without time passing.
    void pump();
    void wait(std::chrono::milliseconds time);
    // Lets time pass until the condition holds; false: it did not hold even within `limit`.
    bool waitUntil(const std::function<bool()> &holds, std::chrono::milliseconds limit);
    template <class T>
    std::optional<Expected<T>> answer(QFuture<Expected<T>> reply, std::chrono::seconds limit);
    // The answer of a sync asked for now; nullopt: none within an hour.
    std::optional<Expected<service::SyncRun>> sync();

    // -- Google ----------------------------------------------------------------------------------------------------------
    simulator::Simulator &google() { return m_google; }
    // What a person does there, by the simulator's control path. The status is the first, 200 where it was done.
    std::pair<int, QJsonObject> person(
        const QByteArray &method, const QString &path, const QJsonObject &body = {});
    QList<QJsonObject> googleEvents(); // with tombstones
    void addFault(const QJsonObject &fault);
    int googleWrites();
    void signIn(); // the token file is made anew

    std::chrono::milliseconds slowest{ 0 }; // of each life's network
    bool webhook = false;
    bool hook = false; // changes are sent to the receiver, over a network of its own
    std::function<void()> googleChanged = [] {};
    // Of each life's network.
    std::function<void(const simulator::Request &, const simulator::Outcome &)> watch;
    QDateTime trueNow() const { return m_trueClock.nowUtc(); }

private:
    void destroyLife();

    SharedRandom m_random;
    TrueClock m_trueClock;
    SystemClock m_clock; // right or wrong, see setClockError()
    simulator::Simulator m_google;
    QTemporaryDir m_credentials;
    Settings m_settings;
    Database m_database;
    std::unique_ptr<store::Store> m_store;
    HookReceiver m_receiver;
    std::unique_ptr<Network> m_network;
    std::unique_ptr<Network> m_hookNetwork;
    std::unique_ptr<google::OAuth> m_oauth;
    std::unique_ptr<google::HttpCalendarApi> m_api;
    std::unique_ptr<service::LiveService> m_live;
};

template <class T>
std::optional<Expected<T>> Bed::answer(QFuture<Expected<T>> reply, std::chrono::seconds limit)
{
    if (!waitUntil([&reply] { return reply.isFinished(); }, limit))
        return std::nullopt;
    return reply.result();
}

} // namespace aria::soak
