#include "program/serviceprocess.h"

#include "api/server.h"
#include "base/logging.h"
#include "base/random.h"
#include "base/sparememory.h"
#include "google/httpcalendarapi.h"
#include "service/liveservice.h"
#include "store/servicelock.h"
#include "store/store.h"
#include "sync/engine/cleanup.h"

#include <QDir>
#include <QFileInfo>
#include <QNetworkAccessManager>
#include <QThread>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace aria::program {

namespace {

constexpr std::chrono::milliseconds idleLook{ 10 };
constexpr int idleLooks = 200; // 2 s

// Only the owner may read the credentials folder (0700). It is made if it does not exist.
Expected<void> prepareCredentialsDir(const QString &path)
{
    const auto unusable = [&path](const QString &why) {
        return makeError(ErrorCategory::Precondition, u"credentials_unusable"_s,
            u"the credentials folder %1 %2 (CALENDAR_SYNC_CREDENTIALS_DIR)"_s.arg(path, why));
    };
    const QFileInfo info(path);
    if (info.exists() && !info.isDir())
        return unusable(u"is not a folder"_s);
    if (!info.exists()) {
        if (!QDir().mkpath(path))
            return unusable(u"cannot be made"_s);
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    const QFileInfo made(path);
    if (!made.isReadable() || !made.isExecutable())
        return unusable(u"cannot be read"_s);
    if (!made.isWritable())
        return unusable(u"cannot be written, so a renewed token could not be kept"_s);
    return {};
}

// What lives on the service's thread, in the order in which it is made.
struct Core
{
    Core(const Settings &settings, std::shared_ptr<const google::TokenStore> tokens, store::Store &store,
        Metrics &metrics)
        : oauth({ settings.credentialsDir, settings.googleRevokeUrl, {}, std::move(tokens) }, network, clock,
            random)
        , google(settings.googleApiUrl, oauth, network, clock, random)
        , service(settings, store, oauth, google, receivers, clock, random, &metrics)
    {
        google.setMetrics(&metrics);
    }

    SystemClock clock;
    SystemRandom random;
    QNetworkAccessManager network;
    // Of the outgoing hook: no cookie and no connection is shared with Google.
    QNetworkAccessManager receivers;
    google::OAuth oauth;
    google::HttpCalendarApi google;
    service::LiveService service;
};

class CoreThread final : public QThread
{
public:
    CoreThread(Settings settings, std::shared_ptr<const google::TokenStore> tokens, store::Store &store,
        Metrics &metrics)
        : m_settings(std::move(settings))
        , m_tokens(std::move(tokens))
        , m_store(store)
        , m_metrics(metrics)
    {
        setObjectName(u"service"_s);
    }

    // Only while the thread runs.
    Core &core() { return *m_core; }

    // Blocks until the core is made.
    void startCore()
    {
        m_anchor.moveToThread(this);
        start();
        QMetaObject::invokeMethod(
            &m_anchor, [this] { m_core = std::make_unique<Core>(m_settings, m_tokens, m_store, m_metrics); },
            Qt::BlockingQueuedConnection);
    }

    // Ends everything in flight, waits until nothing uses the core any more, then ends the thread.
    void stopCore()
    {
        QMetaObject::invokeMethod(&m_anchor, [this] {
            m_core->google.stopAll();
            m_core->service.stop();
            waitUntilIdle(idleLooks);
        });
    }

private:
    void waitUntilIdle(int looks)
    {
        if (m_core->service.isBusy() && looks > 0) {
            QTimer::singleShot(idleLook, &m_anchor, [this, looks] { waitUntilIdle(looks - 1); });
            return;
        }
        if (m_core->service.isBusy()) {
            qCWarning(lcBase) << "something still waits for an answer; ending without it";
            m_core.release(); // the process ends; what still refers to it must not find it gone
        }
        quit();
    }

    void run() override
    {
        exec();
        m_core.reset(); // on the thread it lives on
    }

    const Settings m_settings;
    const std::shared_ptr<const google::TokenStore> m_tokens;
    store::Store &m_store;
    Metrics &m_metrics;
    QObject m_anchor;
    std::unique_ptr<Core> m_core;
};

} // namespace

class ServiceProcess::Private
{
public:
    Settings settings;
    LoadedSettings loaded; // the same, and where they came from
    std::shared_ptr<const google::TokenStore> tokens;
    SystemClock clock;
    Metrics metrics; // outlives all who count
    std::unique_ptr<store::ServiceLock> lock; // outlives the store
    std::unique_ptr<store::Store> store;
    std::unique_ptr<CoreThread> coreThread;
    QThread apiThread;
    QObject *apiAnchor = nullptr; // lives on apiThread
    api::Server *server = nullptr; // lives on apiThread, child of apiAnchor
    quint16 port = 0;

    Expected<quint16> startServer();
};

Expected<quint16> ServiceProcess::Private::startServer()
{
    apiThread.setObjectName(u"api"_s);
    apiAnchor = new QObject;
    apiAnchor->moveToThread(&apiThread);
    QObject::connect(&apiThread, &QThread::finished, apiAnchor, &QObject::deleteLater);
    apiThread.start();
    Expected<quint16> listening = quint16(0);
    QMetaObject::invokeMethod(
        apiAnchor,
        [this, &listening] {
            api::ServerOptions options;
            options.host = settings.host;
            options.port = settings.port;
            options.apiToken = settings.apiToken;
            options.webhookBaseUrl = settings.webhookBaseUrl;
            options.metrics = &metrics;
            server = new api::Server(coreThread->core().service, clock, options, apiAnchor);
            listening = server->start();
        },
        Qt::BlockingQueuedConnection);
    return listening;
}

ServiceProcess::ServiceProcess(
    LoadedSettings loaded, std::shared_ptr<const google::TokenStore> tokens, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    keepLittleMemory();
    d->settings = loaded.settings;
    d->loaded = std::move(loaded);
    d->tokens = std::move(tokens);
}

ServiceProcess::~ServiceProcess()
{
    d->apiThread.quit();
    d->apiThread.wait();
    if (d->coreThread) {
        d->coreThread->quit();
        d->coreThread->wait();
    }
}

Expected<void> ServiceProcess::start()
{
    if (auto prepared = prepareCredentialsDir(d->settings.credentialsDir); !prepared)
        return prepared;
    auto store = store::Store::open(d->settings.databaseUrl);
    if (!store)
        return Unexpected(store.error());
    d->store = std::move(*store);
    d->store->setMetrics(&d->metrics);
    auto lock = store::ServiceLock::take(d->settings.databaseUrl);
    d->coreThread = std::make_unique<CoreThread>(d->settings, d->tokens, *d->store, d->metrics);
    d->coreThread->startCore();
    d->coreThread->core().service.setLoaded(d->loaded);
    auto listening = d->startServer();
    if (!listening)
        return Unexpected(listening.error());
    if (!lock) // only now: with the same settings the port is taken too, and that the tray program can ask about
        return Unexpected(lock.error());
    d->lock = std::move(*lock);
    d->port = *listening;
    service::LiveService &service = d->coreThread->core().service;
    QMetaObject::invokeMethod(&service, [&service] { service.start(); });
    return {};
}

service::CalendarService &ServiceProcess::service() const
{
    return d->coreThread->core().service;
}

QList<QObject *> ServiceProcess::members() const
{
    return { &d->coreThread->core().service, d->server };
}

QUrl ServiceProcess::url() const
{
    QUrl url;
    url.setScheme(u"http"_s);
    const QHostAddress &host = d->settings.host;
    const bool any =
        host == QHostAddress::AnyIPv4 || host == QHostAddress::AnyIPv6 || host == QHostAddress::Any;
    url.setHost(any ? u"127.0.0.1"_s : host.toString());
    url.setPort(d->port);
    return url;
}

void ServiceProcess::stop()
{
    // First the API, so that nothing new comes in; then what talks to Google; the database last.
    connect(d->server, &api::Server::stopped, this, [this] {
        d->apiThread.quit();
        d->coreThread->stopCore();
    });
    connect(d->coreThread.get(), &QThread::finished, this, [this] {
        d->apiThread.wait();
        d->coreThread->wait();
        d->store.reset();
        d->lock.reset();
        Q_EMIT stopped();
    });
    QMetaObject::invokeMethod(d->server, &api::Server::stop);
}

Expected<qint64> ServiceProcess::rebuildOccurrences(const Settings &settings)
{
    constexpr int atOnce = 100; // ARIA's own writes, and the service's, come in between
    const auto store = store::Store::open(settings.databaseUrl);
    if (!store)
        return Unexpected(store.error());
    const QDateTime now = SystemClock().nowUtc();
    auto emptying =
        (*store)->write([now](store::Session &session) { return session.occurrences().rebuild(now); });
    if (const auto emptied = emptying.result(); !emptied) // blocks, as a command may
        return Unexpected(emptied.error());
    qint64 made = 0;
    while (true) {
        auto taking =
            (*store)->write([](store::Session &session) { return session.occurrences().takeUp(atOnce); });
        const auto taken = taking.result();
        if (!taken || *taken == 0)
            return taken ? Expected<qint64>(made) : taken;
        made += *taken;
    }
}

Expected<qint64> ServiceProcess::cleanup(const Settings &settings)
{
    const auto store = store::Store::open(settings.databaseUrl);
    if (!store)
        return Unexpected(store.error());
    const int history = settings.historyRetentionDays;
    const int deleted = settings.deletedRetentionDays;
    const SystemClock clock;
    qint64 removed = 0;
    for (bool isComplete = false; !isComplete;) {
        const sync::ClockReading clocks{ clock.nowUtc(), clock.monotonic(), clock.epoch(), std::nullopt };
        auto cleaning = (*store)->write([history, deleted, clocks](store::Session &session) {
            return sync::cleanUp(session, history, deleted, clocks);
        });
        const auto part = cleaning.result(); // blocks, as a command may
        if (!part)
            return Unexpected(part.error());
        removed += part->history + part->messages + part->events;
        isComplete = part->isComplete;
    }
    return removed;
}

} // namespace aria::program
