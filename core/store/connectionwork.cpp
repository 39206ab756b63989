// Connection: work in transactions, and questions without one.
#include "store/connection.h"

#include <QSqlQuery>
#include <QThread>

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {
constexpr std::chrono::seconds longestCommit{ 10 };
constexpr int mostTries = 8; // of a transaction that meets others
} // namespace

std::optional<Error> Connection::perform(Job &job)
{
    if (job.isOneStatement())
        return ask(job);
    auto error = transact(job);
    for (int tries = 1;
         error && isWorthRepeating(*error) && job.mayRepeat() && tries < mostTries && !m_isEnding; ++tries) {
        // Whoever was in the way gets time to finish; this thread has nothing else to do.
        QThread::msleep(static_cast<unsigned long>(10 * tries));
        error = transact(job);
    }
    return error;
}

std::optional<Error> Connection::ask(Job &job)
{
    m_watchdog.arm(longestAnswer);
    auto error = job.run(*m_session);
    // A connection that died while nothing was asked of it; see begin().
    if (error && m_notifier && meansConnectionLost(*error)) {
        lose(*error);
        reopen();
        if (m_session)
            error = job.run(*m_session);
    }
    m_watchdog.disarm();
    return error;
}

Expected<void> Connection::begin()
{
    const auto text = m_access == Access::ReadWrite ? m_dialect->beginWrite() : m_dialect->beginRead();
    auto begun = statement(text);
    if (begun || !m_notifier || !meansConnectionLost(begun.error()))
        return begun;
    // A connection that died while nothing was asked of it. Nothing is lost yet, so the work need not fail.
    lose(begun.error());
    reopen();
    return m_session ? statement(text) : begun;
}

std::optional<Error> Connection::transact(Job &job)
{
    m_watchdog.arm(longestAnswer);
    if (const auto begun = begin(); !begun) {
        m_watchdog.disarm();
        return begun.error();
    }
    auto &log = m_session->eventLog();
    log.begin();
    auto error = job.run(*m_session);
    if (!error && m_access == Access::ReadWrite) {
        if (const auto logged = log.finish(); !logged)
            error = logged.error();
    }
    if (!error) {
        m_watchdog.arm(longestCommit);
        if (const auto committed = statement(u"COMMIT"_s); !committed)
            error = committed.error();
        else if (log.hasNews())
            Q_EMIT eventsLogged();
    }
    if (error) {
        // SQLite has rolled back by itself after some errors (disk full), so this may fail without harm; if
        // it fails otherwise, the next BEGIN fails too and says so.
        m_watchdog.arm(longestAnswer);
        statement(u"ROLLBACK"_s);
    }
    m_watchdog.disarm();
    return error;
}

Expected<void> Connection::statement(const QString &text)
{
    QSqlQuery query(QSqlDatabase::database(m_name, false));
    bool done = query.exec(text);
    while (done && query.nextResult()) { } // of several statements, the later ones may fail too
    done = done && !query.lastError().isValid();
    return done ? Expected<void>() : Unexpected(m_dialect->toError(query.lastError()));
}

} // namespace aria::store
