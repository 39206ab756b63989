// The file under an SQLite database: rights, locks, loss and damage.
#include "testdatabase.h"

#include "store/inspection.h"
#include "store/sqlitefile.h"
#include "support/oddfiles.h"
#include "support/testmain.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QSignalSpy>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sys/syscall.h>

#include <atomic>
#include <cerrno>

using namespace Qt::StringLiterals;

namespace {
std::atomic<int> flushTime = 0; // ms, of the main thread's flushes: ARIA's
std::atomic<bool> isDiskFull = false;
std::atomic<int> roomChecks = 0;
} // namespace

extern "C" int fdatasync(int file)
{
    if (QThread::currentThread() == QCoreApplication::instance()->thread())
        QThread::msleep(static_cast<unsigned long>(flushTime));
    return static_cast<int>(::syscall(SYS_fdatasync, file));
}

extern "C" ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t at)
{
    if (isDiskFull) {
        errno = ENOSPC;
        return -1;
    }
    return ::syscall(SYS_pwrite64, file, bytes, size, at);
}

extern "C" int posix_fallocate(int file, off_t at, off_t size)
{
    ++roomChecks;
    return isDiskFull ? ENOSPC : static_cast<int>(::syscall(SYS_fallocate, file, 0, at, size));
}

namespace tst_sqlitestore {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {

const auto primary = u"primary"_s;

int modeOf(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? int(status.st_mode & 07777) : -1;
}

auto insertEvent(const QString &id)
{
    return [id](Session &session) {
        auto record = anEvent(id);
        return session.events().save(record);
    };
}

Expected<std::optional<EventRecord>> findEvent(Session &session)
{
    return session.events().byGoogleId(primary, u"e"_s);
}

} // namespace

class TestSqliteStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_database = std::make_unique<TestDatabase>(); }
    void cleanup()
    {
        isDiskFull = false;
        m_database.reset();
    }

    void refusesWhatIsNoDatabase_data();
    void refusesWhatIsNoDatabase();
    void refusesWhatIsNoFile_data();
    void refusesWhatIsNoFile();
    void inspectionKnowsWhereNoneCanBeMade();
    void keepsFilesPrivate();
    void saysBusy();
    void losesAndFindsTheFile();
    void survivesDamage();
    void isNotBegunAnew_data();
    void isNotBegunAnew();
    void refusesAnEmptiedFile();
    void waitsForALock();
    void noticesAcrossASlowFlush();
    void waitsForRoom();
    void failsAgainAndAgain();
    void knowsWhoElseHasItOpen();

private:
    std::unique_ptr<Store> open() { return must(Store::open(m_database->url())); }

    std::unique_ptr<TestDatabase> m_database;
};

void TestSqliteStore::refusesWhatIsNoDatabase_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("text") << u"text.db"_s;
    QTest::newRow("directory") << u"folder"_s;
    QTest::newRow("below a file") << u"text.db/calendar.db"_s;
}

void TestSqliteStore::refusesWhatIsNoDatabase()
{
    QFETCH(QString, path);
    QTemporaryDir directory;
    QFile file(directory.filePath(u"text.db"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(5000, 'x'));
    file.close();
    QVERIFY(QDir(directory.path()).mkdir(u"folder"_s));
    const auto store = Store::open(u"sqlite://"_s + directory.filePath(path));
    QVERIFY(!store);
    QCOMPARE(store.error().category, ErrorCategory::Precondition);
    QCOMPARE(store.error().code, u"database_unreadable"_s);
    QVERIFY(store.error().message.contains(directory.filePath(path)));
}

void TestSqliteStore::refusesWhatIsNoFile_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QString>("beside");
    for (const QByteArray &kind : oddFileKinds()) {
        if (kind != "huge file") // a file like any other
            QTest::newRow(kind.constData()) << kind << QString();
    }
    QTest::newRow("a file of the kernel's") << QByteArray("kernel") << QString();
    for (const auto &suffix : { u"-wal"_s, u"-shm"_s, u"-journal"_s })
        QTest::newRow(qPrintable(u"pipe as "_s + suffix)) << QByteArray("pipe") << suffix;
}

// At once: opening a pipe would wait for whoever writes into it.
void TestSqliteStore::refusesWhatIsNoFile()
{
    QFETCH(QByteArray, kind);
    QFETCH(QString, beside);
    QTemporaryDir directory;
    QString path = directory.filePath(u"calendar.db"_s);
    if (kind == "kernel")
        path = u"/proc/self/status"_s;
    else if (!putOddFile(kind, path + beside))
        QSKIP("this system has none");
    if (!beside.isEmpty())
        QVERIFY(QFile(path).open(QIODevice::WriteOnly));
    QElapsedTimer timer;
    timer.start();
    const auto store = Store::open(u"sqlite://"_s + path);
    QVERIFY(!store);
    QCOMPARE(store.error().code, u"database_unreadable"_s);
    QVERIFY2(store.error().message.contains(path + beside + u" is "_s), qPrintable(store.error().message));
    const auto inspected = inspectSchema(u"sqlite://"_s + path);
    QVERIFY(!inspected);
    QCOMPARE(inspected.error().code, u"database_unreadable"_s);
    QVERIFY(timer.elapsed() < 2000);
}

void TestSqliteStore::inspectionKnowsWhereNoneCanBeMade()
{
    QTemporaryDir directory;
    const auto versionAt = [&](const QString &path) {
        return inspectSchema(u"sqlite://"_s + directory.filePath(path));
    };
    QCOMPARE(must(versionAt(u"calendar.db"_s)), 0);
    QCOMPARE(must(versionAt(u"a/b/calendar.db"_s)), 0);
    QVERIFY(!QFileInfo::exists(directory.filePath(u"a"_s)));
    QFile file(directory.filePath(u"text.db"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    QCOMPARE(versionAt(u"text.db/calendar.db"_s).error().code, u"database_unreadable"_s);
    QCOMPARE(versionAt(u"text.db/a/calendar.db"_s).error().code, u"database_unreadable"_s);
}

void TestSqliteStore::keepsFilesPrivate()
{
    for (const mode_t mask : { 0000, 0077, 0777 }) {
        const auto before = ::umask(mask);
        QTemporaryDir directory;
        ::chmod(QFile::encodeName(directory.path()).constData(), 0755);
        const auto path = directory.filePath(u"a/b/calendar.db"_s);
        const auto store = Store::open(u"sqlite://"_s + path);
        ::umask(before);
        QVERIFY(store);
        must((*store)->write(insertEvent(u"e"_s)));
        QCOMPARE(modeOf(directory.filePath(u"a"_s)), 0700);
        QCOMPARE(modeOf(directory.filePath(u"a/b"_s)), 0700);
        QCOMPARE(modeOf(path), 0600);
        QCOMPARE(modeOf(path + u"-wal"_s), 0600);
        QCOMPARE(modeOf(path + u"-shm"_s), 0600);
        QCOMPARE(modeOf(directory.path()), 0755); // not ours
    }
    open();
    ::chmod(QFile::encodeName(m_database->path()).constData(), 0644);
    open();
    QCOMPARE(modeOf(m_database->path()), 0600);
}

void TestSqliteStore::saysBusy()
{
    const auto store = open();
    m_database->sql(u"BEGIN IMMEDIATE"_s);
    auto refused = store->write(insertEvent(u"e"_s));
    QVERIFY(!must(store->read(findEvent)));
    refused.waitForFinished(); // 5 s
    QCOMPARE(refused.result().error().category, ErrorCategory::Unavailable);
    QCOMPARE(refused.result().error().code, u"database_busy"_s);
    m_database->sql(u"ROLLBACK"_s);
    must(store->write(insertEvent(u"e"_s)));
    QVERIFY(store->isHealthy());
}

void TestSqliteStore::losesAndFindsTheFile()
{
    const auto store = open();
    QSignalSpy health(store.get(), &Store::healthChanged);
    must(store->write(insertEvent(u"e"_s)));
    const auto elsewhere = m_database->path() + u".moved"_s;
    // Everything goes into the one file, so that it can be moved alone.
    m_database->sql(u"PRAGMA wal_checkpoint(TRUNCATE)"_s);
    QVERIFY(QFile::rename(m_database->path(), elsewhere));
    auto lost = store->write(insertEvent(u"lost"_s));
    lost.waitForFinished();
    QCOMPARE(lost.result().error().category, ErrorCategory::Unavailable);
    QCOMPARE(lost.result().error().code, u"database_away"_s);
    QVERIFY(!store->isHealthy());
    QVERIFY(!QFile::exists(m_database->path())); // no new, empty database in its place
    QTRY_COMPARE(health.count(), 1);
    QCOMPARE(health.first().first().toBool(), false);

    QVERIFY(QFile::rename(elsewhere, m_database->path()));
    QTRY_VERIFY_WITH_TIMEOUT(store->isHealthy(), 15000);
    QTRY_VERIFY_WITH_TIMEOUT(!health.isEmpty() && health.last().first().toBool(), 15000);
    must(store->write(insertEvent(u"after"_s)));
    QVERIFY(must(store->read(findEvent)));
}

void TestSqliteStore::survivesDamage()
{
    const auto store = open();
    must(store->write(insertEvent(u"e"_s)));
    m_database->sql(u"PRAGMA wal_checkpoint(TRUNCATE)"_s);
    QFile file(m_database->path());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto good = file.readAll();
    file.close();
    const auto put = [&](const QByteArray &content) {
        QFile next(m_database->path() + u".next"_s);
        QVERIFY(next.open(QIODevice::WriteOnly | QIODevice::Truncate));
        next.write(content);
        next.close();
        QVERIFY(::rename(QFile::encodeName(next.fileName()).constData(),
                    QFile::encodeName(m_database->path()).constData())
            == 0);
    };
    put(QByteArray(good.size(), 'x'));
    auto refused = store->write(insertEvent(u"x"_s));
    refused.waitForFinished();
    QCOMPARE(refused.result().error().code, u"database_away"_s);
    auto unread = store->read(findEvent);
    unread.waitForFinished();
    QCOMPARE(unread.result().error().code, u"database_away"_s);
    QVERIFY(!store->isHealthy());
    put(good);
    QTRY_VERIFY_WITH_TIMEOUT(store->isHealthy(), 15000);
    QVERIFY(must(store->read(findEvent)));
}

void TestSqliteStore::isNotBegunAnew_data()
{
    QTest::addColumn<QString>("how");
    for (const char *how : { "emptied", "half gone", "replaced by nothing", "replaced by another database" })
        QTest::newRow(how) << QString::fromLatin1(how);
}

void TestSqliteStore::isNotBegunAnew()
{
    QFETCH(QString, how);
    const auto store = open();
    QList<EventRecord> records;
    for (int i = 0; i < 500; ++i)
        records << anEvent(QString::number(i));
    must(store->write([&records](Session &session) { return session.events().save(records); }));
    m_database->sql(u"PRAGMA wal_checkpoint(TRUNCATE)"_s);
    m_database->disconnect();
    const auto name = QFile::encodeName(m_database->path());
    const auto size = QFileInfo(m_database->path()).size();
    if (how == u"emptied") {
        QCOMPARE(::truncate(name.constData(), 0), 0);
    } else if (how == u"half gone") {
        QFile file(m_database->path());
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.write(QByteArray(size / 2, '\0'));
    } else {
        const auto other = name + ".other";
        QFile file(QFile::decodeName(other));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        if (how != u"replaced by nothing") {
            auto database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other"_s);
            database.setDatabaseName(QFile::decodeName(other));
            QVERIFY(database.open());
            QSqlQuery(database).exec(u"CREATE TABLE theirs (x)"_s);
            database = {};
            QSqlDatabase::removeDatabase(u"other"_s);
        }
        QCOMPARE(::rename(other.constData(), name.constData()), 0);
    }
    const auto codeOf = [&](auto work) {
        auto asked = store->write(std::move(work));
        asked.waitForFinished();
        return asked.result() ? u"done"_s : asked.result().error().code;
    };
    QTRY_VERIFY_WITH_TIMEOUT(codeOf(insertEvent(u"x"_s)).startsWith(u"database_"), 10'000);
    QTRY_VERIFY(!store->isHealthy());
    QTest::qWait(1200); // it is looked for meanwhile
    QVERIFY(!store->isHealthy());
    QVERIFY(store->trouble());
    QVERIFY(codeOf(insertEvent(u"y"_s)).startsWith(u"database_"));
}

void TestSqliteStore::refusesAnEmptiedFile()
{
    open();
    const auto name = QFile::encodeName(m_database->path());
    QCOMPARE(::truncate(name.constData(), 0), 0);
    QVERIFY(Store::open(m_database->url())); // nothing shows that there was more
    QCOMPARE(::truncate(name.constData(), 0), 0);
    QFile lock(m_database->path() + u"-service"_s);
    QVERIFY(lock.open(QIODevice::WriteOnly));
    const auto refused = Store::open(m_database->url());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"database_unreadable"_s);
    QVERIFY2(refused.error().message.contains(u"is empty"), qPrintable(refused.error().message));
}

void TestSqliteStore::waitsForALock()
{
    open();
    const auto newest =
        m_database->one(u"SELECT value FROM aria_calendar_metadata WHERE key = 'schema_version'"_s)
            .toString();
    m_database->sql(u"UPDATE aria_calendar_metadata SET value = '1' WHERE key = 'schema_version'"_s);
    m_database->sql(u"BEGIN IMMEDIATE"_s);
    const auto store = open(); // would bring it up to date
    QVERIFY(!store->isHealthy());
    m_database->sql(
        u"UPDATE aria_calendar_metadata SET value = '%1' WHERE key = 'schema_version'"_s.arg(newest));
    m_database->sql(u"COMMIT"_s);
    QTRY_VERIFY_WITH_TIMEOUT(store->isHealthy(), 15'000);
    must(store->write(insertEvent(u"e"_s)));
}

void TestSqliteStore::noticesAcrossASlowFlush()
{
    const auto store = open();
    QSignalSpy noticed(store.get(), &Store::changedOutside);
    m_database->sql(u"PRAGMA synchronous = FULL"_s);
    for (const int time : { 150, 600, 2500 }) {
        must(store->write(insertEvent(QString::number(time)))); // a write of ours before it
        noticed.clear();
        flushTime = time;
        m_database->sql(u"UPDATE aria_calendar_events SET title = '%1'"_s.arg(time));
        flushTime = 0;
        QVERIFY2(!noticed.isEmpty() || noticed.wait(1200), qPrintable(QString::number(time)));
    }
}

void TestSqliteStore::waitsForRoom()
{
    const auto store = open();
    must(store->write(insertEvent(u"e"_s)));
    QSignalSpy health(store.get(), &Store::healthChanged);
    roomChecks = 0;
    isDiskFull = true;
    auto refused = store->write(insertEvent(u"f"_s));
    refused.waitForFinished();
    QCOMPARE(refused.result().error().code, u"disk_full"_s);
    QTRY_VERIFY_WITH_TIMEOUT(roomChecks >= 3, 15'000);
    QCOMPARE(health.size(), 1); // nothing is well in between
    QVERIFY(!store->isHealthy());
    QCOMPARE(store->trouble()->code, u"disk_full"_s);
    QVERIFY(must(store->read(findEvent))); // reading goes on
    isDiskFull = false;
    QTRY_VERIFY_WITH_TIMEOUT(store->isHealthy(), 15'000);
    QVERIFY(!store->trouble());
    must(store->write(insertEvent(u"f"_s)));
    QTRY_COMPARE(health.size(), 2);
}

// It can be opened and not be written, so whoever hears that it is back tries in vain: less and less often.
void TestSqliteStore::failsAgainAndAgain()
{
    const auto store = open();
    must(store->write(insertEvent(u"e"_s)));
    int tries = 0;
    const auto fail = [](Session &) -> Expected<void> {
        return makeError(ErrorCategory::Unavailable, u"database_away"_s, u"it cannot be written"_s);
    };
    QObject::connect(store.get(), &Store::healthChanged, store.get(), [&](bool isHealthy) {
        if (isHealthy) {
            ++tries;
            store->write(fail);
        }
    });
    QElapsedTimer time;
    time.start();
    store->write(fail);
    QTRY_COMPARE_WITH_TIMEOUT(tries, 4, 15'000);
    QVERIFY2(time.elapsed() >= 1'500, qPrintable(QString::number(time.elapsed())));
}

// Nobody else: then nobody can be waiting to write, and there is no pause between two long transactions.
void TestSqliteStore::knowsWhoElseHasItOpen()
{
    const auto store = open();
    const QString path = m_database->path();
    QVERIFY(!isOpenElsewhere(path));
    QProcess other;
    other.start(u"python3"_s,
        { u"-c"_s,
            u"import sqlite3, sys\n"
            u"database = sqlite3.connect(sys.argv[1])\n"
            u"database.execute('SELECT count(*) FROM aria_calendar_events').fetchall()\n"
            u"print('open', flush=True)\n"
            u"sys.stdin.read()\n"_s,
            path });
    QVERIFY(other.waitForReadyRead());
    QVERIFY(isOpenElsewhere(path));
    must(store->write(insertEvent(u"e"_s))); // which it does not keep us from
    QVERIFY(isOpenElsewhere(path));
    other.closeWriteChannel();
    QVERIFY(other.waitForFinished());
    QVERIFY(!isOpenElsewhere(path));
    QVERIFY(isOpenElsewhere(path + u".other"_s)); // nobody can tell
}

ARIA_TEST(TestSqliteStore)

} // namespace tst_sqlitestore

#include "tst_sqlitestore.moc"
