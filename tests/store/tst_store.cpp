// Transactions, threads, files and faults of the Store.
#include "testdatabase.h"

#include <QSignalSpy>

#include <atomic>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {

const auto primary = QStringLiteral("primary");

// A type without a default constructor, which no future may ask for.
struct Bare
{
    explicit Bare(int value)
        : value(value)
    {
    }
    int value;
};

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

class TestStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_database = std::make_unique<TestDatabase>(); }
    void cleanup() { m_database.reset(); }

    void refusesUrls_data();
    void refusesUrls();
    void refusesWhatIsNoDatabase_data();
    void refusesWhatIsNoDatabase();
    void migratesAnEmptyFile();
    void refusesNewerSchema();
    void keepsFilesPrivate();
    void commitsAndRollsBack();
    void turnsExceptionsIntoErrors();
    void takesAnyResult();
    void keepsOrder();
    void finishesWorkBeforeItGoes();
    void readsDuringALongWrite();
    void readsOneSnapshot();
    void refusesToWriteInRead();
    void saysBusy();
    void noticesOthersOnly();
    void losesAndFindsTheFile();
    void survivesDamage();

private:
    std::unique_ptr<Store> open() { return must(Store::open(m_database->url())); }

    std::unique_ptr<TestDatabase> m_database;
};

void TestStore::refusesUrls_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("code");
    QTest::newRow("PostgreSQL") << QStringLiteral("postgresql://user:secret@host/db")
                                << QStringLiteral("database_unsupported");
    for (const char *url : { "", "sqlite:", "sqlite://relative/path", "sqlite:relative", "sqlite:///",
             "/absolute", "mysql://host/db", "sqlite:///a.db?mode=ro", "sqlite:///folder/" })
        QTest::newRow(qPrintable(QStringLiteral("'%1'").arg(QString::fromLatin1(url))))
            << QString::fromLatin1(url) << QStringLiteral("database_url");
}

void TestStore::refusesUrls()
{
    QFETCH(QString, url);
    const auto store = Store::open(QUrl(url));
    QVERIFY(!store);
    QCOMPARE(store.error().category, ErrorCategory::InvalidInput);
    QTEST(store.error().code, "code");
    QVERIFY(!store.error().message.contains(u"secret"));
}

void TestStore::refusesWhatIsNoDatabase_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("text") << QStringLiteral("text.db");
    QTest::newRow("directory") << QStringLiteral("folder");
    QTest::newRow("below a file") << QStringLiteral("text.db/calendar.db");
}

void TestStore::refusesWhatIsNoDatabase()
{
    QFETCH(QString, path);
    QTemporaryDir directory;
    QFile file(directory.filePath(QStringLiteral("text.db")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(5000, 'x'));
    file.close();
    QVERIFY(QDir(directory.path()).mkdir(QStringLiteral("folder")));
    const auto store = Store::open(QUrl(QStringLiteral("sqlite://") + directory.filePath(path)));
    QVERIFY(!store);
    QCOMPARE(store.error().category, ErrorCategory::Precondition);
    QCOMPARE(store.error().code, QStringLiteral("database_unreadable"));
    QVERIFY(store.error().message.contains(directory.filePath(path)));
}

void TestStore::migratesAnEmptyFile()
{
    open();
    QCOMPARE(
        m_database->one(QStringLiteral(
            "SELECT value FROM aria_calendar_metadata WHERE key = 'schema_version' AND calendar_id = ''")),
        QStringLiteral("1"));
    must(open()->write(insertEvent(QStringLiteral("e")))); // again, with nothing to migrate
    QVERIFY(must(open()->read(findEvent)));
}

void TestStore::refusesNewerSchema()
{
    open();
    m_database->sql(
        QStringLiteral("UPDATE aria_calendar_metadata SET value = '999' WHERE key = 'schema_version'"));
    const auto store = Store::open(m_database->url());
    QVERIFY(!store);
    QCOMPARE(store.error().category, ErrorCategory::Precondition);
    QCOMPARE(store.error().code, QStringLiteral("schema_newer"));
}

void TestStore::keepsFilesPrivate()
{
    for (const mode_t mask : { 0000, 0077, 0777 }) {
        const auto before = ::umask(mask);
        QTemporaryDir directory;
        ::chmod(QFile::encodeName(directory.path()).constData(), 0755);
        const auto path = directory.filePath(QStringLiteral("a/b/calendar.db"));
        const auto store = Store::open(QUrl(QStringLiteral("sqlite://") + path));
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

void TestStore::commitsAndRollsBack()
{
    const auto store = open();
    auto failed = store->write([](Session &session) -> Expected<int> {
        must(insertEvent(QStringLiteral("e"))(session));
        return makeError(ErrorCategory::Stale, QStringLiteral("mine"), QStringLiteral("no"));
    });
    failed.waitForFinished();
    QCOMPARE(failed.result().error().code, QStringLiteral("mine"));
    QVERIFY(!must(store->read(findEvent)));
    must(store->write(insertEvent(QStringLiteral("e"))));
    QVERIFY(must(store->read(findEvent)));
    QVERIFY(store->isHealthy());
}

void TestStore::turnsExceptionsIntoErrors()
{
    const auto store = open();
    auto failed = store->write([](Session &session) -> Expected<void> {
        must(insertEvent(QStringLiteral("e"))(session));
        throw std::runtime_error("boom");
    });
    failed.waitForFinished();
    QCOMPARE(failed.result().error().category, ErrorCategory::Internal);
    QVERIFY(!must(store->read(findEvent)));
    must(store->write(insertEvent(QStringLiteral("e"))));
}

void TestStore::takesAnyResult()
{
    const auto store = open();
    QCOMPARE(must(store->read([](Session &) { return Expected<Bare>(Bare(7)); })).value, 7);
    auto moveOnly = std::make_unique<int>(8);
    const auto result = must(store->write([moved = std::move(moveOnly)](Session &) mutable {
        return Expected<std::unique_ptr<int>>(std::move(moved));
    }));
    QCOMPARE(*result, 8);
}

void TestStore::keepsOrder()
{
    const auto store = open();
    QList<QFuture<Expected<qint64>>> futures;
    for (int i = 0; i < 500; ++i) {
        futures << store->write([](Session &session) { return session.nextGeneration(primary); });
        store->read(findEvent); // meanwhile, forgotten
    }
    for (int i = 0; i < futures.size(); ++i)
        QCOMPARE(must(futures.at(i)), i + 1);
}

void TestStore::finishesWorkBeforeItGoes()
{
    QList<QFuture<Expected<void>>> futures;
    {
        const auto store = open();
        for (int i = 0; i < 50; ++i)
            futures << store->write(insertEvent(QString::number(i)));
    }
    for (const auto &future : futures)
        QVERIFY(future.isFinished() && future.result());
    QCOMPARE(m_database->one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync")), 50);
}

void TestStore::readsDuringALongWrite()
{
    const auto store = open();
    std::atomic<bool> mayEnd = false;
    auto write = store->write([&](Session &session) {
        auto done = insertEvent(QStringLiteral("e"))(session);
        mayEnd.wait(false);
        return done;
    });
    const auto seen = must(store->read(findEvent)); // does not wait, and sees nothing of it
    mayEnd = true;
    mayEnd.notify_all();
    must(write);
    QVERIFY(!seen);
    QVERIFY(must(store->read(findEvent)));
}

void TestStore::readsOneSnapshot()
{
    const auto store = open();
    const auto both = must(store->read([&](Session &session) -> Expected<QList<bool>> {
        const bool before = must(findEvent(session)).has_value();
        must(store->write(insertEvent(QStringLiteral("e")))); // on the other thread
        return QList<bool>{ before, must(findEvent(session)).has_value() };
    }));
    QCOMPARE(both, QList<bool>({ false, false }));
}

void TestStore::refusesToWriteInRead()
{
    const auto store = open();
    auto result = store->read(insertEvent(QStringLiteral("e")));
    result.waitForFinished();
    QVERIFY(!result.result());
    QTRY_VERIFY(store->isHealthy());
    QVERIFY(!must(store->read(findEvent)));
}

void TestStore::saysBusy()
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

void TestStore::noticesOthersOnly()
{
    const auto store = open();
    QSignalSpy spy(store.get(), &Store::changedOutside);
    m_database->sql(QStringLiteral("INSERT INTO aria_calendar_events (title) VALUES ('theirs')"));
    QTRY_COMPARE(spy.count(), 1);
    must(store->write(insertEvent(QStringLiteral("e"))));
    must(store->read(findEvent));
    // Were our own write taken for theirs, this would be the second and third.
    QVERIFY(!spy.wait(2500));
    m_database->sql(QStringLiteral("UPDATE aria_calendar_events SET title = 'again'"));
    QTRY_COMPARE(spy.count(), 2);
}

void TestStore::losesAndFindsTheFile()
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

void TestStore::survivesDamage()
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

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
