// The database behind two threads of its own: one that writes, one that reads. Nobody else opens it.
#pragma once

#include "base/error.h"
#include "base/metrics.h"
#include "store/job.h"
#include "store/session.h"

#include <QFuture>
#include <QObject>

#include <chrono>

namespace aria::store {

// Thread-safe. Work is a function that gets a Session and runs on the store's thread; the future finishes there, so
// await it with QCoro or QFuture::then(context, …). While a connection is lost, work fails at once with Unavailable
// "database_away", and the store reconnects by itself.
class Store : public QObject
{
    Q_OBJECT
public:
    // Opens sqlite:///absolute/path (creates 0600 in a 0700 directory, WAL) or postgresql://… (see
    // PostgresParameters) and migrates. Precondition "schema_newer" if the database was written by a newer
    // program, "database_unreadable" with its place if it cannot be opened, "database_refused" if the server
    // wants another name, password or right; InvalidInput "database_url". A problem that may pass is not an error
    // (a server that does not answer yet, is starting or has no connection to spare; an SQLite file that is
    // locked, or whose disk is full): the store is then not healthy, and opens the database by itself as soon as
    // it can. A database that was open once is never replaced by a new one: if its content is gone, all work
    // fails with Unavailable "database_lost".
    static Expected<std::unique_ptr<Store>> open(const QString &databaseUrl);
    // Finishes the requested work, then ends both threads; work that a server does not answer within 2.5 s is
    // given up. Not on one of the store's own threads.
    ~Store() override;

    // Runs in a transaction that is committed if the work returns a value and rolled back if it returns an error.
    // Work that changes nothing outside the database (no mutable lambda) is repeated if others changed the same rows
    // meanwhile. Writes run one after the other, in the order in which they were requested.
    template <class Work> // Expected<T>(Session &)
    auto write(Work work) -> QFuture<std::invoke_result_t<Work, Session &>>;

    // The same, but always rolled back: finds out what the work would do, without doing it.
    template <class Work> auto tryOut(Work work) -> QFuture<std::invoke_result_t<Work, Session &>>;

    // On the read-only connection, with one snapshot for the whole work; never waits for a write.
    template <class Work> auto read(Work work) -> QFuture<std::invoke_result_t<Work, Session &>>;

    // The same for work that is one statement: there is no transaction around it, which would be two more journeys to a
    // server.
    template <class Work> auto readOnce(Work work) -> QFuture<std::invoke_result_t<Work, Session &>>;

    // Whether the last attempt to reach the database succeeded. Never blocks.
    virtual bool isHealthy() const;

    // What keeps it from being healthy, in a sentence for a person. Never blocks.
    virtual std::optional<Error> trouble() const;

    // Whether several services may work on this database, so that they have to agree on who leads (Lead::take).
    virtual bool isShared() const;

    // For this long from now, the store tells other services that the leader lives, from a thread of its own and as
    // long as it has the lock. The leader keeps renewing this: so a service that hangs falls silent too.
    void keepLeading(std::chrono::milliseconds life);

    void setMetrics(Metrics *metrics); // before the first work; null: nothing is counted

Q_SIGNALS:
    // Somebody other than this store changed rows: ARIA's SQL or another service (SQLite: data_version, checked when
    // the file changes; PostgreSQL: NOTIFY, at once). Also emitted after every reconnection.
    void changedOutside();
    // This store wrote to the event log: there is something to read, or to be given out (EventLog::giveOut).
    void eventsLogged();
    void healthChanged(bool healthy);

protected:
    Store(); // a view of another store, without connections of its own

private:
    friend class FencedStore;
    class Private;
    explicit Store(std::unique_ptr<Private> priv);
    virtual void post(Access access, std::shared_ptr<Job> job);

    std::unique_ptr<Private> d;
};

template <class Work> auto Store::write(Work work) -> QFuture<std::invoke_result_t<Work, Session &>>
{
    auto job = std::make_shared<WorkJob<Work>>(std::move(work));
    auto future = job->future();
    post(Access::ReadWrite, std::move(job));
    return future;
}

template <class Work> auto Store::tryOut(Work work) -> QFuture<std::invoke_result_t<Work, Session &>>
{
    auto job = std::make_shared<TrialJob<Work>>(std::move(work));
    auto future = job->future();
    post(Access::ReadWrite, std::move(job));
    return future;
}

template <class Work> auto Store::read(Work work) -> QFuture<std::invoke_result_t<Work, Session &>>
{
    auto job = std::make_shared<WorkJob<Work>>(std::move(work));
    auto future = job->future();
    post(Access::ReadOnly, std::move(job));
    return future;
}

template <class Work> auto Store::readOnce(Work work) -> QFuture<std::invoke_result_t<Work, Session &>>
{
    auto job = std::make_shared<OneStatementJob<Work>>(std::move(work));
    auto future = job->future();
    post(Access::ReadOnly, std::move(job));
    return future;
}

} // namespace aria::store
