// The file under an SQLite database: rights, locks, loss and damage.
#include "testdatabase.h"

#include "support/testmain.h"

#include <QSignalSpy>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tst_sqlitestore {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {

const auto primary = QStringLiteral("primary");

int modeOf(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? int(status.st_mode & 07777) : -1;
}

auto insertEvent(const QString &id)
{
    return [id](Session &session) {
        auto record = anEvent(id);
        return session.save(record);
    };
}

Expected<std::optional<EventRecord>> findEvent(Session &session)
{
    return session.eventByGoogleId(primary, QStringLiteral("e"));
}

} // namespace

class TestSqliteStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_database = std::make_unique<TestDatabase>(); }
    void cleanup() { m_database.reset(); }

    void refusesWhatIsNoDatabase_data();
    void refusesWhatIsNoDatabase();
    void keepsFilesPrivate();
    void saysBusy();
    void losesAndFindsTheFile();
    void survivesDamage();

private:
    std::unique_ptr<Store> open() { return must(Store::open(m_database->url())); }

    std::unique_ptr<TestDatabase> m_database;
};

void TestSqliteStore::refusesWhatIsNoDatabase_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("text") << QStringLiteral("text.db");
    QTest::newRow("directory") << QStringLiteral("folder");
    QTest::newRow("below a file") << QStringLiteral("text.db/calendar.db");
}

void TestSqliteStore::refusesWhatIsNoDatabase()
{
    QFETCH(QString, path);
    QTemporaryDir directory;
    QFile file(directory.filePath(QStringLiteral("text.db")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(5000, 'x'));
    file.close();
    QVERIFY(QDir(directory.path()).mkdir(QStringLiteral("folder")));
    const auto store = Store::open(QStringLiteral("sqlite://") + directory.filePath(path));
    QVERIFY(!store);
    QCOMPARE(store.error().category, ErrorCategory::Precondition);
    QCOMPARE(store.error().code, QStringLiteral("database_unreadable"));
    QVERIFY(store.error().message.contains(directory.filePath(path)));
}

void TestSqliteStore::keepsFilesPrivate()
{
    for (const mode_t mask : { 0000, 0077, 0777 }) {
        const auto before = ::umask(mask);
        QTemporaryDir directory;
        ::chmod(QFile::encodeName(directory.path()).constData(), 0755);
        const auto path = directory.filePath(QStringLiteral("a/b/calendar.db"));
        const auto store = Store::open(QStringLiteral("sqlite://") + path);
        ::umask(before);
        QVERIFY(store);
        must((*store)->write(insertEvent(QStringLiteral("e"))));
        QCOMPARE(modeOf(directory.filePath(QStringLiteral("a"))), 0700);
        QCOMPARE(modeOf(directory.filePath(QStringLiteral("a/b"))), 0700);
        QCOMPARE(modeOf(path), 0600);
        QCOMPARE(modeOf(path + QStringLiteral("-wal")), 0600);
        QCOMPARE(modeOf(path + QStringLiteral("-shm")), 0600);
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
    m_database->sql(QStringLiteral("BEGIN IMMEDIATE"));
    auto refused = store->write(insertEvent(QStringLiteral("e")));
    QVERIFY(!must(store->read(findEvent)));
    refused.waitForFinished(); // 5 s
    QCOMPARE(refused.result().error().category, ErrorCategory::Unavailable);
    QCOMPARE(refused.result().error().code, QStringLiteral("database_busy"));
    m_database->sql(QStringLiteral("ROLLBACK"));
    must(store->write(insertEvent(QStringLiteral("e"))));
    QVERIFY(store->isHealthy());
}

void TestSqliteStore::losesAndFindsTheFile()
{
    const auto store = open();
    QSignalSpy health(store.get(), &Store::healthChanged);
    must(store->write(insertEvent(QStringLiteral("e"))));
    const auto elsewhere = m_database->path() + QStringLiteral(".moved");
    // Everything goes into the one file, so that it can be moved alone.
    m_database->sql(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)"));
    QVERIFY(QFile::rename(m_database->path(), elsewhere));
    auto lost = store->write(insertEvent(QStringLiteral("lost")));
    lost.waitForFinished();
    QCOMPARE(lost.result().error().category, ErrorCategory::Unavailable);
    QCOMPARE(lost.result().error().code, QStringLiteral("database_away"));
    QVERIFY(!store->isHealthy());
    QVERIFY(!QFile::exists(m_database->path())); // no new, empty database in its place
    QTRY_COMPARE(health.count(), 1);
    QCOMPARE(health.first().first().toBool(), false);

    QVERIFY(QFile::rename(elsewhere, m_database->path()));
    QTRY_VERIFY_WITH_TIMEOUT(store->isHealthy(), 15000);
    QTRY_VERIFY_WITH_TIMEOUT(!health.isEmpty() && health.last().first().toBool(), 15000);
    must(store->write(insertEvent(QStringLiteral("after"))));
    QVERIFY(must(store->read(findEvent)));
}

void TestSqliteStore::survivesDamage()
{
    const auto store = open();
    must(store->write(insertEvent(QStringLiteral("e"))));
    m_database->sql(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)"));
    QFile file(m_database->path());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto good = file.readAll();
    file.close();
    const auto put = [&](const QByteArray &content) {
        QFile next(m_database->path() + QStringLiteral(".next"));
        QVERIFY(next.open(QIODevice::WriteOnly | QIODevice::Truncate));
        next.write(content);
        next.close();
        QVERIFY(::rename(QFile::encodeName(next.fileName()).constData(),
                    QFile::encodeName(m_database->path()).constData())
            == 0);
    };
    put(QByteArray(good.size(), 'x'));
    auto refused = store->write(insertEvent(QStringLiteral("x")));
    refused.waitForFinished();
    QCOMPARE(refused.result().error().code, QStringLiteral("database_away"));
    auto unread = store->read(findEvent);
    unread.waitForFinished();
    QCOMPARE(unread.result().error().code, QStringLiteral("database_away"));
    QVERIFY(!store->isHealthy());
    put(good);
    QTRY_VERIFY_WITH_TIMEOUT(store->isHealthy(), 15000);
    QVERIFY(must(store->read(findEvent)));
}

ARIA_TEST(TestSqliteStore)

} // namespace tst_sqlitestore

#include "tst_sqlitestore.moc"
