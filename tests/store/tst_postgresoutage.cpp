// The server goes away in every way it can, and comes back.
#include "testdatabase.h"

#include "support/testmain.h"

#include <QDir>
#include <QElapsedTimer>
#include <QSignalSpy>

#include <csignal>

using namespace Qt::StringLiterals;

namespace tst_postgresoutage {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {

const auto primary = u"primary"_s;

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

template <class T> QString codeOf(QFuture<Expected<T>> future)
{
    future.waitForFinished();
    return future.result() ? QString() : future.result().error().code;
}

qsizetype openDescriptors()
{
    return QDir(u"/proc/self/fd"_s).count();
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
    void opensThoughTheServerIsFrozen();
    void waitsForAFreeConnection();
    void waitsForItsName();

private:
    void killBackends()
    {
        cluster().sql(
            u"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            u" WHERE datname = '%1' AND application_name = 'aria-calendar-sync'"_s.arg(m_database->name()));
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<Store> m_store;
};

void TestPostgresOutage::survivesARestart()
{
    QSignalSpy health(m_store.get(), &Store::healthChanged);
    must(m_store->write(insertEvent(u"e"_s)));
    cluster().stop();
    // Noticed without anybody asking.
    QTRY_VERIFY(!m_store->isHealthy());
    QCOMPARE(codeOf(m_store->read(findEvent)), u"database_away"_s);
    QCOMPARE(codeOf(m_store->write(insertEvent(u"x"_s))), u"database_away"_s);
    QSignalSpy changed(m_store.get(), &Store::changedOutside);
    cluster().start();
    QTRY_VERIFY_WITH_TIMEOUT(m_store->isHealthy(), 15000);
    QVERIFY(must(m_store->read(findEvent)));
    must(m_store->write(insertEvent(u"after"_s)));
    QTRY_VERIFY(!changed.isEmpty()); // nobody knows what happened meanwhile
    QTRY_VERIFY(health.size() >= 2);
    QCOMPARE(health.first().first().toBool(), false);
    QCOMPARE(health.last().first().toBool(), true);
}

void TestPostgresOutage::survivesALostBackend()
{
    must(m_store->write(insertEvent(u"e"_s)));
    killBackends();
    // Nothing was under way, so nobody has to hear of it.
    must(m_store->write(insertEvent(u"f"_s)));
    QVERIFY(must(m_store->read(findEvent)));
    killBackends();
    QVERIFY(must(m_store->readOnce(findEvent)));
    QTRY_VERIFY(m_store->isHealthy());
}

void TestPostgresOutage::rollsBackWhatWasUnderWay()
{
    auto lost = m_store->write([this](Session &session) -> Expected<void> {
        must(insertEvent(u"e"_s)(session));
        killBackends();
        return insertEvent(u"f"_s)(session);
    });
    QCOMPARE(codeOf(lost), u"database_away"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_store->isHealthy(), 15000);
    QVERIFY(!must(m_store->read(findEvent)));
    must(m_store->write(insertEvent(u"e"_s)));
}

void TestPostgresOutage::leaksNothing()
{
    must(m_store->write(insertEvent(u"e"_s)));
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
    QCOMPARE(m_database->one(u"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                             u" AND application_name = 'aria-calendar-sync'"_s),
        2);
}

void TestPostgresOutage::givesUpOnAFrozenServer()
{
    must(m_store->write(insertEvent(u"e"_s)));
    cluster().freeze();
    QElapsedTimer timer;
    timer.start();
    auto read = m_store->read(findEvent);
    auto write = m_store->write(insertEvent(u"f"_s));
    QCOMPARE(codeOf(read), u"database_away"_s);
    QCOMPARE(codeOf(write), u"database_away"_s);
    // Three seconds for the answer, three for a new connection, on a machine that has time; else it lasts until thawed.
    QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(!m_store->isHealthy());
    cluster().thaw();
    QTRY_VERIFY_WITH_TIMEOUT(m_store->isHealthy(), 30000);
    must(m_store->write(insertEvent(u"g"_s)));
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
    must(m_store->write(insertEvent(u"e"_s)));
    must(m_store->read(findEvent));
    cluster().freeze();
    QFuture<Expected<void>> pending;
    if (isAsked) {
        pending = m_store->write(insertEvent(u"f"_s));
        m_store->read(findEvent);
    }
    QElapsedTimer timer;
    timer.start();
    m_store.reset();
    QVERIFY2(timer.elapsed() < 15'000, qPrintable(QString::number(timer.elapsed())));
    if (isAsked)
        QCOMPARE(codeOf(pending), u"database_away"_s);
}

void TestPostgresOutage::goesOverToTheSecondHost()
{
    PostgresCluster first;
    PostgresCluster second;
    const auto name = first.createDatabase();
    QCOMPARE(second.createDatabase(), name);
    // Both by TCP, as servers are; the second has the schema as if it had been a standby of the first.
    const auto url =
        u"postgresql://aria@127.0.0.1:%1,127.0.0.1:%2/%3"_s.arg(first.port()).arg(second.port()).arg(name);
    must(Store::open(second.url(name)));
    const auto store = must(Store::open(url));
    must(store->write(insertEvent(u"e"_s)));
    first.stop(SIGQUIT);
    QTRY_VERIFY_WITH_TIMEOUT(store->isHealthy()
            && must(store->read([](Session &s) { return s.backlog().statistics({ primary }); })).total == 0,
        15000);
    must(store->write(insertEvent(u"f"_s)));
    QCOMPARE(second.sql(u"SELECT google_event_id FROM aria_calendar_sync"_s, name),
        QList<QStringList>{ { u"f"_s } });
}

void TestPostgresOutage::leavesAServerThatBecameAStandby()
{
    PostgresCluster first;
    PostgresCluster second;
    const auto name = first.createDatabase();
    second.createDatabase();
    must(Store::open(second.url(name)));
    const auto folders = QStringList{ first.folder(), second.folder() };
    const auto store =
        must(Store::open(u"postgresql://aria@/%1?host=%2&port=%3,%4"_s.arg(name, folders.join(u','))
                             .arg(first.port())
                             .arg(second.port())));
    must(store->write(insertEvent(u"e"_s)));
    first.sql(u"ALTER SYSTEM SET default_transaction_read_only TO on"_s);
    first.sql(u"SELECT pg_reload_conf()"_s);
    // The first write that the old one refuses is the last one it gets.
    QTRY_VERIFY_WITH_TIMEOUT(
        codeOf(store->write([](Session &s) { return s.metadata().set(u"k"_s, {}, u"v"_s); })).isEmpty()
            && second.sql(u"SELECT value FROM aria_calendar_metadata WHERE key = 'k'"_s, name)
                == QList<QStringList>{ { u"v"_s } },
        15000);
    QTRY_VERIFY(store->isHealthy());
}

void TestPostgresOutage::saysBusy()
{
    m_database->sql(u"BEGIN"_s);
    m_database->sql(u"LOCK TABLE aria_calendar_events IN ACCESS EXCLUSIVE MODE"_s);
    QCOMPARE(codeOf(m_store->write(insertEvent(u"e"_s))), u"database_busy"_s);
    m_database->sql(u"ROLLBACK"_s);
    must(m_store->write(insertEvent(u"e"_s)));
    QVERIFY(m_store->isHealthy());
}

void TestPostgresOutage::saysWhyItCannotOpen_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("word");
    const auto folder = cluster().folder();
    const auto port = QString::number(cluster().port());
    const auto here = u"?host=%1&port=%2"_s.arg(folder, port);
    QTest::newRow("no such database") << u"postgresql://aria:secret@/nonesuch"_s + here << u"\"nonesuch\""_s;
    QTest::newRow("no such role") << u"postgresql://stranger:secret@/postgres"_s + here << u"\"stranger\""_s;
}

void TestPostgresOutage::saysWhyItCannotOpen()
{
    QFETCH(QString, url);
    const auto store = Store::open(url);
    QVERIFY(!store);
    QFETCH(QString, word);
    QCOMPARE(store.error().category, ErrorCategory::Precondition);
    QCOMPARE(store.error().code, u"database_unreadable"_s);
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
    QCOMPARE(codeOf(m_store->write(insertEvent(u"e"_s))), u"database_away"_s);
    QSignalSpy changes(m_store.get(), &Store::changedOutside);
    cluster().start();
    QTRY_VERIFY_WITH_TIMEOUT(m_store->isHealthy(), 20'000);
    must(m_store->write(insertEvent(u"e"_s)));
    QVERIFY(!changes.isEmpty());
}

// It takes connections and says nothing. The service is to answer all the same, and to end when it is told to.
void TestPostgresOutage::opensThoughTheServerIsFrozen()
{
    m_store.reset();
    cluster().freeze();
    QElapsedTimer timer;
    timer.start();
    m_store = must(Store::open(m_database->url()));
    QVERIFY2(timer.elapsed() < 4000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(!m_store->isHealthy());
    QCOMPARE(m_store->trouble().value_or(Error()).code, u"database_away"_s);
    QSignalSpy health(m_store.get(), &Store::healthChanged);
    cluster().thaw();
    QTRY_VERIFY_WITH_TIMEOUT(m_store->isHealthy(), 20'000);
    QTRY_COMPARE(health.size(), 1);
    must(m_store->write(insertEvent(u"e"_s)));
    QVERIFY(must(m_store->read(findEvent)));
}

// Others have taken them all. Only what a person has to mend ends the program.
void TestPostgresOutage::waitsForAFreeConnection()
{
    m_store.reset();
    const auto limit = [this](const QString &count) {
        m_database->sql(u"ALTER DATABASE \"%1\" CONNECTION LIMIT %2"_s.arg(m_database->name(), count));
    };
    m_database->sql(u"CREATE ROLE guest LOGIN"_s);
    const auto remove = qScopeGuard([&] {
        m_store.reset();
        limit(u"-1"_s);
        m_database->sql(u"DROP OWNED BY guest; DROP ROLE guest"_s);
    });
    m_database->sql(u"GRANT ALL ON ALL TABLES IN SCHEMA public TO guest;"
                    u" GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO guest"_s);
    limit(u"1"_s); // not for superusers; ours is one of them
    auto url = m_database->url();
    url.replace(u"aria@"_s, u"guest@"_s);
    QVERIFY(url.contains(u"guest"));
    m_store = must(Store::open(url));
    QVERIFY(!m_store->isHealthy());
    QCOMPARE(codeOf(m_store->write(insertEvent(u"e"_s))), u"database_away"_s);
    limit(u"-1"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_store->isHealthy(), 20'000);
}

void TestPostgresOutage::waitsForItsName()
{
    const auto store = must(Store::open(u"postgresql://aria@nowhere.invalid/aria"_s));
    QVERIFY(!store->isHealthy());
}

ARIA_TEST(TestPostgresOutage)

} // namespace tst_postgresoutage

#include "tst_postgresoutage.moc"
