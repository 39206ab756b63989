// The database behind two threads of its own: one that writes, one that reads. Nobody else opens it.
#pragma once

#include "base/error.h"
#include "store/job.h"
#include "store/session.h"

#include <QFuture>
#include <QObject>
#include <QUrl>

namespace aria::store {

// Thread-safe. Work is a function that gets a Session and runs on the store's thread; the future finishes there, so
// await it with QCoro or QFuture::then(context, …). While a connection is lost, work fails with Unavailable
// "database_away" at once and the store reconnects by itself.
class Store : public QObject
{
    Q_OBJECT
public:
    // Opens (SQLite: creates 0600 in a 0700 directory, WAL) and migrates. Precondition "schema_newer" where the
    // database was written by a newer program; "database_unreadable" with the path where it cannot be opened.
    static Expected<std::unique_ptr<Store>> open(const QUrl &databaseUrl);
    // Finishes the work that was asked for, then ends both threads. Not on one of the store's own threads.
    ~Store() override;

    // In a transaction that is committed if the work returns a value and rolled back if it returns an error.
    // Writes run one after the other in the order in which they were asked for.
    template<class Work> // Expected<T>(Session &)
    auto write(Work work) -> QFuture<std::invoke_result_t<Work, Session &>>;

    // On the read-only connection, one snapshot for the whole work; never waits for a write.
    template<class Work>
    auto read(Work work) -> QFuture<std::invoke_result_t<Work, Session &>>;

    // Whether the last attempt to reach the database succeeded. Never blocks.
    bool isHealthy() const;

Q_SIGNALS:
    // Somebody else than this service changed rows: ARIA's SQL (SQLite: data_version looked at each second).
    void changedOutside();
    void healthChanged(bool healthy);

private:
    class Private;
    explicit Store(std::unique_ptr<Private> priv);
    void post(Access access, std::shared_ptr<Job> job);

    std::unique_ptr<Private> d;
};

template<class Work>
auto Store::write(Work work) -> QFuture<std::invoke_result_t<Work, Session &>>
{
    auto job = std::make_shared<WorkJob<Work>>(std::move(work));
    auto future = job->future();
    post(Access::ReadWrite, std::move(job));
    return future;
}

template<class Work>
auto Store::read(Work work) -> QFuture<std::invoke_result_t<Work, Session &>>
{
    auto job = std::make_shared<WorkJob<Work>>(std::move(work));
    auto future = job->future();
    post(Access::ReadOnly, std::move(job));
    return future;
}

} // namespace aria::store
