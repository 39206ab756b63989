// The server goes away in every way it can, and comes back.
#include "testdatabase.h"

#include "support/testmain.h"

#include <QDir>
#include <QElapsedTimer>
#include <QSignalSpy>

#include <csignal>

namespace tst_postgresoutage {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {

const auto primary = QStringLiteral("primary");

auto insertEvent(const QString &id)
{
    return [id](Session &session) {
        auto record = anEvent(id);
        return session.events().save(record);
    };
}

Expected<std::optional<EventRecord>> findEvent(Session &session)
{
    return session.events().byGoogleId(primary, QStringLiteral("e"));
}

template <class T> QString codeOf(QFuture<Expected<T>> future)
{
    future.waitForFinished();
    return future.result() ? QString() : future.result().error().code;
}

qsizetype openDescriptors()
{
    return QDir(QStringLiteral("/proc/self/fd")).count();
}

} // namespace

class TestPostgresOutage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_database = std::make_unique<TestDatabase>(Content::Tables);
        m_store = must(Store::open(m_database->url()));
    }
    void cleanup()
    {
        cluster().thaw();
        m_store.reset();
        m_database.reset();
    }

    void survivesARestart();
    void survivesALostBackend();
    void rollsBackWhatWasUnderWay();
    void leaksNothing();
    void givesUpOnAFrozenServer();
    void goesThoughTheServerIsFrozen_data();
    void goesThoughTheServerIsFrozen();
    void goesOverToTheSecondHost();
    void leavesAServerThatBecameAStandby();
    void saysBusy();
    void saysWhyItCannotOpen_data();
    void saysWhyItCannotOpen();
    void waitsForAServerThatStartsLater();
    void waitsForAFreeConnection();
    void waitsForItsName();

private:
    void killBackends()
    {
        cluster().sql(QStringLiteral("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                                     " WHERE datname = '%1' AND application_name = 'aria-calendar-sync'")
                          .arg(m_database->name()));
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<Store> m_store;
};

void TestPostgresOutage::survivesARestart()
{
    QSignalSpy health(m_store.get(), &Store::healthChanged);
    must(m_store->write(insertEvent(QStringLiteral("e"))));
    cluster().stop();
    // Noticed without anybody asking.
    QTRY_VERIFY(!m_store->isHealthy());
    QCOMPARE(codeOf(m_store->read(findEvent)), QStringLiteral("database_away"));
    QCOMPARE(codeOf(m_store->write(insertEvent(QStringLiteral("x")))), QStringLiteral("database_away"));
    QSignalSpy changed(m_store.get(), &Store::changedOutside);
    cluster().start();
    QTRY_VERIFY_WITH_TIMEOUT(m_store->isHealthy(), 15000);
    QVERIFY(must(m_store->read(findEvent)));
    must(m_store->write(insertEvent(QStringLiteral("after"))));
    QTRY_VERIFY(!changed.isEmpty()); // nobody knows what happened meanwhile
    QTRY_VERIFY(health.size() >= 2);
    QCOMPARE(health.first().first().toBool(), false);
    QCOMPARE(health.last().first().toBool(), true);
}

void TestPostgresOutage::survivesALostBackend()
{
    must(m_store->write(insertEvent(QStringLiteral("e"))));
    killBackends();
    // Nothing was under way, so nobody has to hear of it.
    must(m_store->write(insertEvent(QStringLiteral("f"))));
    QVERIFY(must(m_store->read(findEvent)));
    QTRY_VERIFY(m_store->isHealthy());
}

void TestPostgresOutage::rollsBackWhatWasUnderWay()
{
    auto lost = m_store->write([this](Session &session) -> Expected<void> {
        must(insertEvent(QStringLiteral("e"))(session));
        killBackends();
        return insertEvent(QStringLiteral("f"))(session);
    });
    QCOMPARE(codeOf(lost), QStringLiteral("database_away"));
    QTRY_VERIFY_WITH_TIMEOUT(m_store->isHealthy(), 15000);
    QVERIFY(!must(m_store->read(findEvent)));
    must(m_store->write(insertEvent(QStringLiteral("e"))));
}

void TestPostgresOutage::leaksNothing()
{
    must(m_store->write(insertEvent(QStringLiteral("e"))));
    must(m_store->read(findEvent));
    const auto descriptors = openDescriptors();
    const auto connections = QSqlDatabase::connectionNames().size();
    const int rounds = qEnvironmentVariableIntValue("ARIA_TEST_OUTAGES");
    for (int i = 0; i < std::max(rounds, 12); ++i) {
        killBackends();
        must(m_store->write(insertEvent(QString::number(i))));
        must(m_store->read(findEvent));
    }
    QCOMPARE(openDescriptors(), descriptors);
    QCOMPARE(QSqlDatabase::connectionNames().size(), connections);
    QCOMPARE(m_database->one(
                 QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                " AND application_name = 'aria-calendar-sync'")),
        2);
}

void TestPostgresOutage::givesUpOnAFrozenServer()
{
    must(m_store->write(insertEvent(QStringLiteral("e"))));
    cluster().freeze();
    QElapsedTimer timer;
    timer.start();
    auto read = m_store->read(findEvent);
    auto write = m_store->write(insertEvent(QStringLiteral("f")));
    QCOMPARE(codeOf(read), QStringLiteral("database_away"));
    QCOMPARE(codeOf(write), QStringLiteral("database_away"));
    // Three seconds for the answer, three for a new connection, on a machine that has time; else it lasts until thawed.
    QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(!m_store->isHealthy());
    cluster().thaw();
    QTRY_VERIFY_WITH_TIMEOUT(m_store->isHealthy(), 30000);
    must(m_store->write(insertEvent(QStringLiteral("g"))));
    QVERIFY(must(m_store->read(findEvent)));
}

void TestPostgresOutage::goesThoughTheServerIsFrozen_data()
{
    QTest::addColumn<bool>("isAsked");
    QTest::newRow("idle") << false;
    QTest::newRow("asked") << true;
}

void TestPostgresOutage::goesThoughTheServerIsFrozen()
{
    QFETCH(bool, isAsked);
    must(m_store->write(insertEvent(QStringLiteral("e"))));
    must(m_store->read(findEvent));
    cluster().freeze();
    QFuture<Expected<void>> pending;
    if (isAsked) {
        pending = m_store->write(insertEvent(QStringLiteral("f")));
        m_store->read(findEvent);
    }
    QElapsedTimer timer;
    timer.start();
    m_store.reset();
    QVERIFY2(timer.elapsed() < 15'000, qPrintable(QString::number(timer.elapsed())));
    if (isAsked)
        QCOMPARE(codeOf(pending), QStringLiteral("database_away"));
}

void TestPostgresOutage::goesOverToTheSecondHost()
{
    PostgresCluster first;
    PostgresCluster second;
    const auto name = first.createDatabase();
    QCOMPARE(second.createDatabase(), name);
    // Both by TCP, as servers are; the second has the schema as if it had been a standby of the first.
    const auto url = QStringLiteral("postgresql://aria@127.0.0.1:%1,127.0.0.1:%2/%3")
                         .arg(first.port())
                         .arg(second.port())
                         .arg(name);
    must(Store::open(second.url(name)));
    const auto store = must(Store::open(url));
    must(store->write(insertEvent(QStringLiteral("e"))));
    first.stop(SIGQUIT);
    QTRY_VERIFY_WITH_TIMEOUT(store->isHealthy()
            && must(store->read([](Session &s) { return s.toDo().statistics({ primary }); })).total == 0,
        15000);
    must(store->write(insertEvent(QStringLiteral("f"))));
    QCOMPARE(second.sql(QStringLiteral("SELECT google_event_id FROM aria_calendar_sync"), name),
        QList<QStringList>{ { QStringLiteral("f") } });
}

void TestPostgresOutage::leavesAServerThatBecameAStandby()
{
    PostgresCluster first;
    PostgresCluster second;
    const auto name = first.createDatabase();
    second.createDatabase();
    must(Store::open(second.url(name)));
    const auto folders = QStringList{ first.folder(), second.folder() };
    const auto store = must(Store::open(QStringLiteral("postgresql://aria@/%1?host=%2&port=%3,%4")
                                            .arg(name, folders.join(u','))
                                            .arg(first.port())
                                            .arg(second.port())));
    must(store->write(insertEvent(QStringLiteral("e"))));
    first.sql(QStringLiteral("ALTER SYSTEM SET default_transaction_read_only TO on"));
    first.sql(QStringLiteral("SELECT pg_reload_conf()"));
    // The first write that the old one refuses is the last one it gets.
    QTRY_VERIFY_WITH_TIMEOUT(codeOf(store->write([](Session &s) {
        return s.metadata().set(QStringLiteral("k"), {}, QStringLiteral("v"));
    })).isEmpty()
            && second.sql(QStringLiteral("SELECT value FROM aria_calendar_metadata WHERE key = 'k'"), name)
                == QList<QStringList>{ { QStringLiteral("v") } },
        15000);
    QTRY_VERIFY(store->isHealthy());
}

void TestPostgresOutage::saysBusy()
{
    m_database->sql(QStringLiteral("BEGIN"));
    m_database->sql(QStringLiteral("LOCK TABLE aria_calendar_events IN ACCESS EXCLUSIVE MODE"));
    QCOMPARE(codeOf(m_store->write(insertEvent(QStringLiteral("e")))), QStringLiteral("database_busy"));
    m_database->sql(QStringLiteral("ROLLBACK"));
    must(m_store->write(insertEvent(QStringLiteral("e"))));
    QVERIFY(m_store->isHealthy());
}

void TestPostgresOutage::saysWhyItCannotOpen_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("word");
    const auto folder = cluster().folder();
    const auto port = QString::number(cluster().port());
    const auto here = QStringLiteral("?host=%1&port=%2").arg(folder, port);
    QTest::newRow("no such database")
        << QStringLiteral("postgresql://aria:secret@/nonesuch") + here << QStringLiteral("\"nonesuch\"");
    QTest::newRow("no such role") << QStringLiteral("postgresql://stranger:secret@/postgres") + here
                                  << QStringLiteral("\"stranger\"");
}

void TestPostgresOutage::saysWhyItCannotOpen()
{
    QFETCH(QString, url);
    const auto store = Store::open(url);
    QVERIFY(!store);
    QFETCH(QString, word);
    QCOMPARE(store.error().category, ErrorCategory::Precondition);
    QCOMPARE(store.error().code, QStringLiteral("database_unreadable"));
    QVERIFY2(store.error().message.contains(word), qPrintable(store.error().message));
    QVERIFY(!store.error().message.contains(u"secret"));
}

// Both start with the machine, in whatever order.
void TestPostgresOutage::waitsForAServerThatStartsLater()
{
    m_store.reset();
    cluster().stop();
    m_store = must(Store::open(m_database->url()));
    QVERIFY(!m_store->isHealthy());
    QCOMPARE(codeOf(m_store->write(insertEvent(QStringLiteral("e")))), QStringLiteral("database_away"));
    QSignalSpy changes(m_store.get(), &Store::changedOutside);
    cluster().start();
    QTRY_VERIFY_WITH_TIMEOUT(m_store->isHealthy(), 20'000);
    must(m_store->write(insertEvent(QStringLiteral("e"))));
    QVERIFY(!changes.isEmpty());
}

// Others have taken them all. Only what a person has to mend ends the program.
void TestPostgresOutage::waitsForAFreeConnection()
{
    m_store.reset();
    const auto limit = [this](const QString &count) {
        m_database->sql(QStringLiteral("ALTER DATABASE \"%1\" CONNECTION LIMIT %2").arg(m_database->name(), count));
    };
    m_database->sql(QStringLiteral("CREATE ROLE guest LOGIN"));
    const auto remove = qScopeGuard([&] {
        m_store.reset();
        limit(QStringLiteral("-1"));
        m_database->sql(QStringLiteral("DROP OWNED BY guest; DROP ROLE guest"));
    });
    m_database->sql(QStringLiteral("GRANT ALL ON ALL TABLES IN SCHEMA public TO guest;"
                                   " GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO guest"));
    limit(QStringLiteral("1")); // not for superusers; ours is one of them
    auto url = m_database->url();
    url.replace(QStringLiteral("aria@"), QStringLiteral("guest@"));
    QVERIFY(url.contains(u"guest"));
    m_store = must(Store::open(url));
    QVERIFY(!m_store->isHealthy());
    QCOMPARE(codeOf(m_store->write(insertEvent(QStringLiteral("e")))), QStringLiteral("database_away"));
    limit(QStringLiteral("-1"));
    QTRY_VERIFY_WITH_TIMEOUT(m_store->isHealthy(), 20'000);
}

void TestPostgresOutage::waitsForItsName()
{
    const auto store = must(Store::open(QStringLiteral("postgresql://aria@nowhere.invalid/aria")));
    QVERIFY(!store->isHealthy());
}

ARIA_TEST(TestPostgresOutage)

} // namespace tst_postgresoutage

#include "tst_postgresoutage.moc"
