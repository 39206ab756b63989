#include "store/store.h"

#include "store/connection.h"
#include "store/dialect.h"

#include "base/callscope.h"
#include "base/logging.h"

#include <QElapsedTimer>
#include <QSemaphore>
#include <QThread>

#include <atomic>

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

// Whoever starts the service waits no longer for a server: it is to answer meanwhile, and to end when it is told to.
constexpr int firstWord = 2000; // ms

// A connection and its thread.
class Worker
{
public:
    Worker(std::shared_ptr<const Dialect> dialect, Access access, const QString &name)
        : m_label(access == Access::ReadWrite ? "write" : "read")
        , m_connection(std::move(dialect), access)
    {
        m_thread.setObjectName(name);
        m_connection.moveToThread(&m_thread);
        m_thread.start();
    }

    void hurry() { m_connection.hurry(); }
    void keepLeading(std::chrono::milliseconds life)
    {
        QMetaObject::invokeMethod(
            &m_connection, [this, life] { m_connection.keepLeading(life); }, Qt::QueuedConnection);
    }

    ~Worker()
    {
        // Behind all work that was asked for.
        QMetaObject::invokeMethod(
            &m_connection, [this] { m_connection.stop(); }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }
    Q_DISABLE_COPY_MOVE(Worker)

    // Nullopt: the server is there but says nothing. The attempt goes on, and keepTrying() comes after it.
    std::optional<Expected<void>> start()
    {
        struct Attempt
        {
            QSemaphore ended;
            Expected<void> result;
        };
        const auto attempt = std::make_shared<Attempt>();
        QMetaObject::invokeMethod(
            &m_connection,
            [this, attempt] {
                attempt->result = m_connection.start();
                attempt->ended.release();
            },
            Qt::QueuedConnection);
        while (!attempt->ended.tryAcquire(1, firstWord)) {
            if (m_connection.isConnecting())
                return std::nullopt;
        }
        return attempt->result;
    }

    void post(std::shared_ptr<Job> job)
    {
        if (m_metrics)
            m_metrics->count(Metric::QueueLength, { "database_" + m_label });
        QMetaObject::invokeMethod(
            &m_connection,
            [this, job = std::move(job), call = CallScope::current()] {
                const CallScope scope(call);
                execute(*job);
            },
            Qt::QueuedConnection);
    }

    void setMetrics(Metrics *metrics) { m_metrics = metrics; }

    void keepTrying()
    {
        QMetaObject::invokeMethod(
            &m_connection, [this] { m_connection.keepTrying(); }, Qt::QueuedConnection);
    }

    const Connection &connection() const { return m_connection; }

private:
    void execute(Job &job)
    {
        if (!m_metrics)
            return m_connection.execute(job);
        QElapsedTimer timer;
        timer.start();
        m_connection.execute(job);
        m_metrics->observe(Metric::StoreSeconds, std::chrono::nanoseconds(timer.nsecsElapsed()), { m_label });
        m_metrics->count(Metric::QueueLength, { "database_" + m_label }, -1);
    }

    const QByteArray m_label;
    Metrics *m_metrics = nullptr;
    QThread m_thread;
    Connection m_connection;
};

} // namespace

class Store::Private
{
public:
    explicit Private(const std::shared_ptr<const Dialect> &dialect)
        : shared(dialect->isShared())
        , writer(dialect, Access::ReadWrite, u"store-writer"_s)
        , reader(dialect, Access::ReadOnly, u"store-reader"_s)
    {
    }

    // True if the two together changed.
    bool note(unsigned connection, bool isHealthy)
    {
        const auto before = isHealthy ? broken.fetch_and(~connection) : broken.fetch_or(connection);
        const auto after = isHealthy ? before & ~connection : before | connection;
        return (before == 0) != (after == 0);
    }

    const bool shared;
    std::atomic<unsigned> broken = 0; // bits of the connections that are lost
    Worker writer;
    Worker reader;
};

// Nothing was reachable yet, and waiting does not help: this is for a person to mend.
static Error refusal(const Error &error, const Dialect &dialect)
{
    if (error.code != u"database_away" && error.code != u"database_lost")
        return error;
    return { ErrorCategory::Precondition, u"database_unreadable"_s,
        u"the database %1 cannot be opened: %2"_s.arg(
            dialect.place(), error.code == u"database_lost" ? error.message : dialect.reasonOf(error)) };
}

Expected<std::unique_ptr<Store>> Store::open(const QString &databaseUrl)
{
    auto dialect = Dialect::forUrl(databaseUrl);
    if (!dialect)
        return Unexpected(dialect.error());
    const std::shared_ptr<const Dialect> shared(std::move(*dialect));
    auto d = std::make_unique<Private>(shared);
    std::vector<Worker *> absent;
    unsigned bit = 1;
    for (auto *worker : { &d->writer, &d->reader }) {
        const auto started = absent.empty() ? worker->start() : Expected<void>();
        const bool isSilent = !started;
        if (!absent.empty() || isSilent || (!*started && shared->mayPass(started->error()))) {
            if (absent.empty()) {
                const QString reason = isSilent ? u"it does not answer"_s : started->error().message;
                qCWarning(lcStore).noquote()
                    << "the database" << shared->place() << "cannot be used yet:" << reason;
            }
            absent.push_back(worker);
            d->note(bit, false);
        } else if (!*started) {
            return Unexpected(refusal(started->error(), *shared));
        }
        bit <<= 1;
    }
    std::unique_ptr<Store> store(new Store(std::move(d)));
    for (auto *worker : absent)
        worker->keepTrying();
    return store;
}

Store::Store(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
    unsigned bit = 1;
    for (const auto *worker : { &d->writer, &d->reader }) {
        // Emitted on the connection's thread; whoever listens with a context of its own gets it there.
        connect(
            &worker->connection(), &Connection::healthChanged, this,
            [this, priv = this->d.get(), bit](bool isHealthy) {
                if (priv->note(bit, isHealthy))
                    Q_EMIT healthChanged(isHealthy);
            },
            Qt::DirectConnection);
        connect(&worker->connection(), &Connection::changedOutside, this, &Store::changedOutside,
            Qt::DirectConnection);
        connect(&worker->connection(), &Connection::eventsLogged, this, &Store::eventsLogged,
            Qt::DirectConnection);
        bit <<= 1;
    }
}

Store::Store() = default;

Store::~Store()
{
    if (!d)
        return;
    for (auto *worker : { &d->writer, &d->reader })
        worker->hurry();
}

void Store::post(Access access, std::shared_ptr<Job> job)
{
    (access == Access::ReadWrite ? d->writer : d->reader).post(std::move(job));
}

void Store::setMetrics(Metrics *metrics)
{
    for (auto *worker : { &d->writer, &d->reader })
        worker->setMetrics(metrics);
}

void Store::keepLeading(std::chrono::milliseconds life)
{
    if (d && d->shared)
        d->writer.keepLeading(life);
}

bool Store::isHealthy() const
{
    return d->broken == 0;
}

std::optional<Error> Store::trouble() const
{
    for (const auto *worker : { &d->writer, &d->reader }) {
        if (auto error = worker->connection().trouble())
            return error;
    }
    return std::nullopt;
}

bool Store::isShared() const
{
    return d->shared;
}

} // namespace aria::store
