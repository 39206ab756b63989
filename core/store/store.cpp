#include "store/store.h"

#include "store/connection.h"
#include "store/dialect.h"

#include <QThread>

#include <atomic>

namespace aria::store {

namespace {

// A connection and its thread.
class Worker
{
public:
    Worker(std::shared_ptr<const Dialect> dialect, Access access, const QString &name)
        : m_connection(std::move(dialect), access)
    {
        m_thread.setObjectName(name);
        m_connection.moveToThread(&m_thread);
        m_thread.start();
    }

    void hurry() { m_connection.hurry(); }

    ~Worker()
    {
        // Behind all work that was asked for.
        QMetaObject::invokeMethod(
            &m_connection, [this] { m_connection.stop(); }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }
    Q_DISABLE_COPY_MOVE(Worker)

    Expected<void> start()
    {
        Expected<void> started;
        QMetaObject::invokeMethod(
            &m_connection, [this, &started] { started = m_connection.start(); },
            Qt::BlockingQueuedConnection);
        return started;
    }

    void post(std::shared_ptr<Job> job)
    {
        QMetaObject::invokeMethod(
            &m_connection, [this, job = std::move(job)] { m_connection.execute(*job); },
            Qt::QueuedConnection);
    }

    const Connection &connection() const { return m_connection; }

private:
    QThread m_thread;
    Connection m_connection;
};

} // namespace

class Store::Private
{
public:
    explicit Private(const std::shared_ptr<const Dialect> &dialect)
        : shared(dialect->isShared())
        , writer(dialect, Access::ReadWrite, QStringLiteral("store-writer"))
        , reader(dialect, Access::ReadOnly, QStringLiteral("store-reader"))
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

Expected<std::unique_ptr<Store>> Store::open(const QString &databaseUrl)
{
    auto dialect = Dialect::forUrl(databaseUrl);
    if (!dialect)
        return Unexpected(dialect.error());
    const std::shared_ptr<const Dialect> shared(std::move(*dialect));
    auto d = std::make_unique<Private>(shared);
    for (auto *worker : { &d->writer, &d->reader }) {
        auto started = worker->start();
        if (started)
            continue;
        auto error = started.error();
        // Nothing was reachable yet, so there is nothing to wait for: this is for a person to mend.
        if (error.code == u"database_away") {
            error = Error{ ErrorCategory::Precondition, QStringLiteral("database_unreadable"),
                QStringLiteral("the database %1 cannot be opened: %2")
                    .arg(shared->place(), shared->reasonOf(error)) };
        }
        return Unexpected(error);
    }
    return std::unique_ptr<Store>(new Store(std::move(d)));
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

bool Store::isHealthy() const
{
    return d->broken == 0;
}

bool Store::isShared() const
{
    return d->shared;
}

} // namespace aria::store
