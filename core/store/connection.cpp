#include "store/connection.h"

#include "store/migrations.h"
#include "store/postgreserror.h"

#include "base/logging.h"

#include <QSqlQuery>
#include <QThread>

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

using namespace std::chrono_literals;

constexpr auto lookInterval = 500ms; // an edit is to be at Google within a second
constexpr auto seldom = 10s; // where files are watched
constexpr auto probeInterval = 15s; // where a server tells what happens: only to see whether it still does
// A leader's sign of life. Two of these are to fit into the silence after which another
// service takes over (sync/lead/leadership.cpp).
constexpr auto pulse = 2800ms;
// A commit writes several times, and what another program writes is there to see only when its disk has taken it: after
// a change of a file it is looked at again and again, ever less often.
constexpr auto firstLook = 20ms;
constexpr auto nextLook = 400ms;
constexpr auto lateLook = 1s;
constexpr auto quickFlush = 5s;
constexpr auto longestFlush = 30s;
constexpr auto firstBackoff = 250ms;
constexpr auto longestBackoff = 10s;
constexpr auto longestMigration = 10min;
constexpr qint64 longWrite = 15; // ms
constexpr qint64 shortestPause = 25; // ms
constexpr qint64 longestPause = 60; // ms

qint64 steadyNow()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

} // namespace

Connection::Connection(std::shared_ptr<const Dialect> dialect, Access access)
    : m_dialect(std::move(dialect))
    , m_access(access)
    , m_name(freshConnectionName(u"aria-store"_s))
    , m_backoff(firstBackoff)
{
    m_lookTimer.setInterval(lookInterval);
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, [this] {
        look();
        lookOften();
    });
    m_reopenTimer.setSingleShot(true);
    connect(&m_lookTimer, &QTimer::timeout, this, [this] {
        look();
        probe();
    });
    connect(&m_reopenTimer, &QTimer::timeout, this, &Connection::reopen);
    m_roomTimer.setSingleShot(true);
    connect(&m_roomTimer, &QTimer::timeout, this, &Connection::lookForRoom);
}

Expected<void> Connection::start()
{
    setTrouble(databaseAway(firstBackoff)); // until the server has said something
    auto opened = open(Storage::Create);
    if (!opened)
        setTrouble(opened.error());
    if (opened && m_access == Access::ReadWrite)
        m_lookTimer.start();
    return opened;
}

void Connection::keepTrying()
{
    if (m_access == Access::ReadWrite)
        m_lookTimer.start();
    if (m_session)
        Q_EMIT healthChanged(true);
    else
        m_reopenTimer.start(m_backoff);
}

void Connection::stop()
{
    m_lookTimer.stop();
    m_soon.stop();
    m_reopenTimer.stop();
    m_roomTimer.stop();
    close();
}

void Connection::hurry()
{
    m_isEnding = true;
    m_watchdog.hurry();
}

void Connection::keepLeading(std::chrono::milliseconds life)
{
    const bool isNew = steadyNow() >= m_leadsUntil;
    m_leadsUntil = steadyNow() + life.count();
    if (isNew && m_notifier)
        m_lookTimer.setInterval(pulse);
}

Expected<void> Connection::open(Storage storage)
{
    auto database = QSqlDatabase::addDatabase(m_dialect->driver(), m_name);
    m_isConnecting = true;
    auto opened = m_dialect->open(database, m_access, storage);
    m_isConnecting = false;
    if (opened) {
        m_watchdog.watch(m_dialect->socket(database));
        m_watchdog.arm(m_access == Access::ReadWrite ? longestMigration : longestAnswer);
        opened = prepareSchema(database, storage);
    }
    Expected<qint64> version = 0;
    if (opened) {
        version = m_dialect->outsideVersion(database, 0);
        if (!version)
            opened = Unexpected(version.error());
    }
    m_watchdog.disarm();
    if (!opened) {
        database = {};
        close();
        return opened;
    }
    m_wasOpen = true;
    m_isDoubtful = false;
    m_goodSince = steadyNow();
    setTrouble({});
    m_outsideVersion = *version;
    m_identity = m_dialect->identity();
    m_session = std::make_unique<Session>(database, *m_dialect, m_watchdog);
    if (const int socket = m_dialect->socket(database); socket >= 0) {
        m_notifier = std::make_unique<QSocketNotifier>(socket, QSocketNotifier::Read);
        connect(m_notifier.get(), &QSocketNotifier::activated, this, &Connection::look);
    }
    if (m_access == Access::ReadWrite)
        watchFiles();
    return {};
}

// An idle service is woken by who writes and not by the clock; only where files cannot be watched it looks often.
void Connection::watchFiles()
{
    const QStringList files = m_dialect->files();
    m_files = std::make_unique<QFileSystemWatcher>();
    connect(m_files.get(), &QFileSystemWatcher::fileChanged, this, [this] {
        m_fileChanged = steadyNow();
        m_nextLook = firstLook;
        if (!m_soon.isActive() || m_soon.remainingTimeAsDuration() > firstLook)
            m_soon.start(firstLook);
    });
    const bool isWatched = !files.isEmpty() && m_files->addPaths(files).isEmpty();
    m_lookTimer.setInterval(m_notifier ? std::chrono::milliseconds(probeInterval)
            : isWatched                ? std::chrono::milliseconds(seldom)
                                       : lookInterval);
}

void Connection::lookOften()
{
    const auto since = std::chrono::milliseconds(steadyNow() - m_fileChanged);
    if (!m_session || since >= longestFlush)
        return;
    m_nextLook =
        std::min<std::chrono::milliseconds>(m_nextLook * 2, since < quickFlush ? nextLook : lateLook);
    m_soon.start(m_nextLook);
}

Expected<void> Connection::prepareSchema(QSqlDatabase &database, Storage storage)
{
    const auto migrations = migrationsIn(m_dialect->migrationFolder());
    const auto version = schemaVersion(database, *m_dialect);
    if (!version)
        return Unexpected(version.error());
    if (storage == Storage::MustExist && *version == 0)
        return Unexpected(databaseLost());
    if (m_isDoubtful) {
        if (auto whole = m_dialect->checkWhole(database); !whole)
            return whole;
    }
    // The writer may not have seen yet that the database is another one.
    if (m_access == Access::ReadOnly)
        return *version == migrations.last().version ? Expected<void>()
                                                     : Unexpected(databaseAway(firstBackoff));
    if (auto migrated = migrate(database, *m_dialect, migrations); !migrated)
        return migrated;
    if (auto checked = checkTables(database); !checked)
        return checked;
    for (const auto &statement : m_dialect->mendCounters()) {
        QSqlQuery query(database);
        if (!query.exec(statement))
            return Unexpected(m_dialect->toError(query.lastError()));
    }
    return {};
}

// A version number alone is no database.
Expected<void> Connection::checkTables(QSqlDatabase &database) const
{
    QSqlQuery query(database);
    if (!query.exec(
            u"SELECT 1 FROM aria_calendar_events, aria_calendar_sync, aria_calendar_sync_history,"
            u" aria_calendar_occurrences, aria_calendar_unfolding, aria_calendar_event_log, aria_calendar_hook,"
            u" aria_calendar_hook_waiting WHERE false"_s))
        return Unexpected(m_dialect->toError(query.lastError()));
    return {};
}

std::optional<Error> Connection::trouble() const
{
    const std::lock_guard lock(m_troubleMutex);
    return m_trouble;
}

void Connection::setTrouble(const std::optional<Error> &why)
{
    const std::lock_guard lock(m_troubleMutex);
    m_trouble = why;
}

void Connection::close()
{
    if (m_notifier) { // this may be its own signal
        m_notifier->setEnabled(false);
        m_notifier.release()->deleteLater();
    }
    m_files.reset();
    if (m_session)
        m_session->release();
    if (QSqlDatabase::contains(m_name)) {
        QSqlDatabase::database(m_name, false).close();
        QSqlDatabase::removeDatabase(m_name);
    }
    m_session.reset();
    m_watchdog.watch(-1);
}

void Connection::lose(const Error &why, Lost when)
{
    qCWarning(lcStore).noquote() << why.message << "- trying again until it is back";
    close();
    m_isDoubtful = true;
    m_roomTimer.stop();
    setTrouble(why);
    m_reopenTimer.start(when == Lost::AtWork ? pause() : 0ms); // it may be back already
    Q_EMIT healthChanged(false);
}

// Whatever comes back only to fail again must not have everybody try at once each time.
std::chrono::milliseconds Connection::pause()
{
    if (steadyNow() - m_goodSince >= std::chrono::milliseconds(longestBackoff).count()) {
        m_backoff = firstBackoff;
        return 0ms;
    }
    return std::exchange(m_backoff, std::min<std::chrono::milliseconds>(m_backoff * 2, longestBackoff));
}

// A new connection would help nobody, and reading goes on.
void Connection::runOutOfRoom(const Error &why)
{
    if (m_roomTimer.isActive())
        return;
    qCWarning(lcStore).noquote() << why.message << "- trying again until there is room";
    setTrouble(why);
    m_roomTimer.start(std::max<std::chrono::milliseconds>(pause(), firstBackoff));
    Q_EMIT healthChanged(false);
}

void Connection::lookForRoom()
{
    m_watchdog.arm(longestAnswer);
    const auto room = m_dialect->checkRoom(QSqlDatabase::database(m_name, false));
    m_watchdog.disarm();
    if (!room && meansConnectionLost(room.error())) {
        lose(room.error());
        return;
    }
    if (!room) {
        m_goodSince = steadyNow(); // it is not: the pauses grow
        m_roomTimer.start(pause());
        return;
    }
    m_goodSince = steadyNow();
    setTrouble({});
    qCInfo(lcStore) << "there is room for the database again";
    Q_EMIT healthChanged(true);
}

void Connection::reopen()
{
    m_reopenTimer.stop();
    if (m_isEnding)
        return;
    if (const auto opened = open(m_wasOpen ? Storage::MustExist : Storage::Create); !opened) {
        const bool isKnown = meansConnectionLost(opened.error()) && opened.error().code != u"database_lost";
        const std::lock_guard lock(m_troubleMutex);
        if (isKnown)
            qCDebug(lcStore) << "the database is still away:" << opened.error().message;
        else if (!m_trouble || m_trouble->message != opened.error().message)
            qCWarning(lcStore).noquote() << "the database cannot be used:" << opened.error().message;
        m_trouble = opened.error();
        m_reopenTimer.start(m_backoff);
        m_backoff = std::min<std::chrono::milliseconds>(m_backoff * 2, longestBackoff);
        return;
    }
    qCInfo(lcStore) << "the database is back";
    Q_EMIT healthChanged(true);
    // Nobody can tell what happened meanwhile.
    if (m_access == Access::ReadWrite)
        Q_EMIT changedOutside();
}

void Connection::look()
{
    if (!m_session)
        return;
    if (m_dialect->identity() != m_identity) {
        lose(databaseAway(firstBackoff));
        return;
    }
    const auto version = m_dialect->outsideVersion(QSqlDatabase::database(m_name, false), m_outsideVersion);
    if (!version) {
        if (meansConnectionLost(version.error()))
            lose(version.error());
        else
            warnOfCheck(version.error());
        return;
    }
    if (*version != m_outsideVersion) {
        m_outsideVersion = *version;
        if (m_access == Access::ReadWrite)
            Q_EMIT changedOutside();
    }
}

void Connection::probe()
{
    const bool wasQuiet = std::exchange(m_isQuiet, true);
    if (!m_session || !m_notifier)
        return;
    const bool isGiven = steadyNow() < m_leadsUntil;
    if (!isGiven && m_lookTimer.intervalAsDuration() != probeInterval)
        m_lookTimer.setInterval(probeInterval);
    const QString signOfLife = isGiven ? m_session->lead().signOfLife() : QString();
    if (signOfLife.isEmpty() && !wasQuiet)
        return;
    m_watchdog.arm(longestAnswer);
    const auto answered = statement(signOfLife.isEmpty() ? u"SELECT 1"_s : signOfLife);
    m_watchdog.disarm();
    if (!answered && meansConnectionLost(answered.error())) {
        lose(answered.error());
        return;
    }
    if (answered)
        m_warned.clear();
    else if (meansDiskFull(answered.error()))
        runOutOfRoom(answered.error());
    else
        warnOfCheck(answered.error());
    look(); // what the server told between the lines
}

// They come every few seconds.
void Connection::warnOfCheck(const Error &why)
{
    if (std::exchange(m_warned, why.message) != why.message)
        qCWarning(lcStore).noquote() << "a look at the database failed:" << why.message;
}

void Connection::execute(Job &job)
{
    // A file that was replaced or removed would take writes that nobody ever finds again.
    if (m_session && m_dialect->identity() != m_identity) {
        lose(databaseAway(firstBackoff));
        reopen();
    }
    m_isQuiet = false;
    makeWay();
    const qint64 begun = steadyNow();
    const auto error = m_session ? perform(job) : std::optional(whyAway());
    if (error && m_session && meansConnectionLost(*error))
        lose(*error, Lost::AtWork);
    else if (error && m_session && meansDiskFull(*error) && m_access == Access::ReadWrite)
        runOutOfRoom(*error);
    const qint64 ended = steadyNow();
    if (ended - begun >= longWrite)
        m_restUntil = ended + std::clamp<qint64>((ended - begun) / 2, shortestPause, longestPause);
    job.finish(error);
    if (m_notifier)
        look(); // what the server told between the lines
}

// What it is, as far as those are concerned who want something of it now.
Error Connection::whyAway() const
{
    const std::lock_guard lock(m_troubleMutex);
    return m_trouble && m_trouble->code == u"database_lost" ? *m_trouble : databaseAway(firstBackoff);
}

// SQLite's other writers get the lock only by asking while nobody has it, every 25 ms or so: without a pause between long
// transactions they would ask in vain for seconds. What the service does between two transactions is a part of the pause, and
// where nobody else has the file open there is none.
void Connection::makeWay() const
{
    const qint64 left = m_restUntil - steadyNow();
    if (m_access == Access::ReadWrite && left > 0 && !m_isEnding && m_dialect->mayOthersWait())
        QThread::msleep(static_cast<unsigned long>(std::min(left, longestPause)));
}

} // namespace aria::store
