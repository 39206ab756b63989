// One connection on a thread of its own, kept alive: what breaks is closed, and opened again as soon as it
// can be.
#pragma once

#include "store/dialect.h"
#include "store/job.h"
#include "store/session.h"
#include "store/watchdog.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>

namespace aria::store {

// Made anywhere, moved to its thread; from then on every function is called there.
class Connection : public QObject
{
    Q_OBJECT
public:
    Connection(std::shared_ptr<const Dialect> dialect, Access access);

    Expected<void> start(); // opens for the first time; the writer creates and migrates
    void keepTrying(); // instead of it, where nobody answers yet: open as soon as it can be
    void stop(); // closes for good

    void execute(Job &job);

    // From any thread: the program ends. A server that does not answer is not waited for much longer.
    void hurry();

    // Why there is no connection; thread-safe. Nullopt: there is one.
    std::optional<Error> trouble() const;

    // For so long from now this connection says by itself that the leader lives (Lead::signOfLife).
    void keepLeading(std::chrono::milliseconds life);

Q_SIGNALS:
    void healthChanged(bool healthy);
    void changedOutside(); // the writer only

private:
    Expected<void> open(Storage storage);
    Expected<void> prepareSchema(QSqlDatabase &database, Storage storage);
    Expected<void> checkTables(QSqlDatabase &database) const;
    void close();
    void reopen(); // or tries again later
    void lose(const Error &why);
    void watchFiles();
    void lookOften(); // after a file changed
    // When the server or a file says something, and by the clock: still the same database, new writes of others?
    void look();
    void probe(); // of a server: does it still answer? Says that the leader lives, if this is it
    Error whyAway() const;
    std::optional<Error> perform(Job &job);
    void makeWay(qint64 took) const; // ms that the last piece of work took
    std::optional<Error> transact(Job &job);
    Expected<void> begin();
    Expected<void> statement(const QString &text);

    std::shared_ptr<const Dialect> m_dialect;
    const Access m_access;
    const QString m_name; // of the QSqlDatabase
    Watchdog m_watchdog;
    std::unique_ptr<QSocketNotifier> m_notifier; // null without a server
    std::unique_ptr<QFileSystemWatcher> m_files; // of the writer
    std::unique_ptr<Session> m_session; // null while the connection is lost
    QByteArray m_identity;
    qint64 m_outsideVersion = 0;
    std::chrono::milliseconds m_backoff;
    QTimer m_lookTimer{ this };
    qint64 m_leadsUntil = 0; // ms of the steady clock
    QTimer m_soon{ this };
    std::chrono::milliseconds m_nextLook{ 0 };
    qint64 m_fileChanged = 0; // ms of the steady clock
    QTimer m_reopenTimer{ this };
    bool m_wasOpen = false; // so there is a database, and it is never begun anew
    bool m_isDoubtful = false; // it was lost: what is found again has to prove that it is whole
    mutable std::mutex m_troubleMutex;
    std::optional<Error> m_trouble; // why there is no connection
    bool m_isQuiet = false; // nothing was asked of the server since the last look by the clock
    std::atomic<bool> m_isEnding = false;
};

} // namespace aria::store
