// One connection on a thread of its own, kept alive: a broken one is closed, and opened again as soon as possible.
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

// Created on any thread, then moved to its own; from then on every function is called there.
class Connection : public QObject
{
    Q_OBJECT
public:
    Connection(std::shared_ptr<const Dialect> dialect, Access access);

    Expected<void> start(); // opens for the first time; the writer creates and migrates
    // Used instead if nobody answers yet: opens as soon as possible, if start() did not after all.
    void keepTrying();
    void stop(); // closes for good

    void execute(Job &job);

    // From any thread: the program is ending. Does not wait much longer for a server that does not answer.
    void hurry();

    // From any thread: waits for a server's first word, which only the server can end.
    bool isConnecting() const { return m_isConnecting; }

    // Why there is no connection, or why nothing can be written; thread-safe. Nullopt: all is well.
    std::optional<Error> trouble() const;

    // For this long from now, this connection itself reports that the leader lives (Lead::signOfLife).
    void keepLeading(std::chrono::milliseconds life);

Q_SIGNALS:
    void healthChanged(bool healthy);
    void changedOutside(); // the writer only
    void eventsLogged(); // the writer only

private:
    static constexpr std::chrono::seconds longestAnswer{ 3 }; // to a statement that does nothing

    Expected<void> open(Storage storage);
    Expected<void> prepareSchema(QSqlDatabase &database, Storage storage);
    Expected<void> checkTables(QSqlDatabase &database) const;
    void close();
    void reopen(); // or tries again later
    // At work: it may be open again only to fail again, so that comes later and later.
    enum class Lost { Idle, AtWork };
    void lose(const Error &why, Lost when = Lost::Idle);
    void runOutOfRoom(const Error &why); // the connection is as good as ever, but its disk is full
    void lookForRoom();
    // How long to wait before the next attempt: not at all after it was good for a while, else longer and longer.
    std::chrono::milliseconds pause();
    void setTrouble(const std::optional<Error> &why);
    void watchFiles();
    void lookOften(); // after a file changed
    // Called when the server or a file reports something, and by the clock: is it still the same database, are there
    // new writes by others?
    void look();
    void probe(); // asks a server whether it still answers; reports that the leader lives, if this is it
    void warnOfCheck(const Error &why);
    Error whyAway() const;
    std::optional<Error> perform(Job &job);
    void makeWay() const;
    std::optional<Error> transact(Job &job);
    std::optional<Error> ask(Job &job); // without a transaction
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
    QString m_warned; // of a check that failed, and said so once
    std::chrono::milliseconds m_backoff;
    qint64 m_goodSince = 0; // ms of the steady clock
    QTimer m_lookTimer{ this };
    qint64 m_leadsUntil = 0; // ms of the steady clock
    QTimer m_soon{ this };
    std::chrono::milliseconds m_nextLook{ 0 };
    qint64 m_fileChanged = 0; // ms of the steady clock
    QTimer m_reopenTimer{ this };
    QTimer m_roomTimer{ this }; // active: the disk is full
    bool m_wasOpen = false; // so there is a database, and it is never replaced by a new one
    bool m_isDoubtful = false; // the connection was lost: what is found again has to prove that it is whole
    mutable std::mutex m_troubleMutex;
    std::optional<Error> m_trouble; // why there is no connection, or that the disk is full
    qint64 m_restUntil = 0; // ms of the steady clock: others may write until then
    bool m_isQuiet = false; // the server was asked nothing since the last check by the clock
    std::atomic<bool> m_isEnding = false;
    std::atomic<bool> m_isConnecting = false;
};

} // namespace aria::store
