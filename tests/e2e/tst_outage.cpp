// The database goes away while the service runs: callers are told, nothing is lost, and the
// service recovers by itself.
#include "e2e/rig.h"

#include "support/testmain.h"

#include "support/postgrescluster.h"

#include <QNetworkReply>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

namespace tst_outage {

using namespace Qt::StringLiterals;
using namespace aria::e2e;
using aria::test::PostgresCluster;

class TestOutage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void inTheMiddle_data();
    void inTheMiddle();
    void saysSo();
    void startsWithoutIt();
    void goesToTheSecondHost_data();
    void goesToTheSecondHost();
    void waitsForLocks();
    void diskFull();
    void leaksNothing();

private:
    QString create(const QString &title);
    QStringList titlesAtGoogle();
    bool isHealthy() { return rig->api("GET", u"/health"_s)["components"][u"database"_s] == u"healthy"_s; }
    void killBackends();
    int connections(const QString &since = u"-infinity"_s); // of the service's, opened after that
    // 503, and when to come again.
    void checkRefusals(bool readsToo);
    std::unique_ptr<Rig> rig;
};

namespace {

PostgresCluster &cluster()
{
    static PostgresCluster cluster;
    return cluster;
}

QByteArray content(const QString &title)
{
    return toBytes({ { u"title"_s, title }, { u"start_time"_s, u"2031-03-04T09:00:00Z"_s },
        { u"end_time"_s, u"2031-03-04T10:00:00Z"_s } });
}

const QString ours = u"application_name = 'aria-calendar-sync' AND datname = current_database()"_s;

} // namespace

void TestOutage::init()
{
    rig = std::make_unique<Rig>();
    rig->usePostgres(cluster());
    // The cluster forgets its latest commits when it is killed, unless it is told not to.
    cluster().sql(u"ALTER DATABASE %1 SET synchronous_commit = on"_s.arg(rig->postgresDatabase()));
    rig->environment.insert(
        u"CALENDAR_SYNC_INTERVAL_SECONDS"_s, u"2"_s); // at most so long it waits to try again
    QVERIFY(rig->start());
    QCOMPARE(rig->syncNow().status, 200);
}

void TestOutage::cleanup()
{
    if (!QTest::currentTestFailed() && rig->service.isRunning()) {
        QTRY_COMPARE_WITH_TIMEOUT(rig->syncNow().status, 200, 20'000);
        const int writes = rig->googleWrites();
        QCOMPARE(
            rig->syncNow()["changes"].toObject(), object("{'created':0,'updated':0,'deleted':0,'errors':0}"));
        QCOMPARE(rig->googleWrites(), writes);
        QCOMPARE(rig->control("GET", u"counters"_s)["refused"].toArray(), QJsonArray());
    }
    const QString problem = rig->stopAll();
    rig.reset();
    QCOMPARE(problem, QString());
}

QString TestOutage::create(const QString &title)
{
    return rig->api("POST", u"/events/create"_s, content(title)).text("google_event_id");
}

QStringList TestOutage::titlesAtGoogle()
{
    QStringList titles;
    const QJsonArray events = rig->googleEvents();
    for (const QJsonValue event : events)
        titles.append(event[u"summary"_s].toString());
    titles.sort();
    return titles;
}

void TestOutage::killBackends()
{
    rig->rows(u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "_s + ours);
}

int TestOutage::connections(const QString &since)
{
    return rig
        ->rows(u"SELECT count(*) FROM pg_stat_activity WHERE backend_start > '%1' AND "_s.arg(since) + ours)
        .value(0)
        .value(0)
        .toInt();
}

void TestOutage::inTheMiddle_data()
{
    QTest::addColumn<QByteArray>("match"); // the request to Google that is under way then
    QTest::addColumn<QString>("outage");
    for (const char *outage : { "killed backends", "fast restart", "immediate restart" }) {
        const auto add = [outage](const char *phase, const char *match) {
            QTest::addRow("%s, %s", phase, outage) << QByteArray(match) << QString::fromLatin1(outage);
        };
        add("list", "'method':'GET','path':'/events'");
        add("create", "'method':'POST','path':'/calendar/v3/.*/events'");
        add("update", "'method':'PATCH'");
        add("delete", "'method':'DELETE'");
    }
}

void TestOutage::inTheMiddle()
{
    QFETCH(QByteArray, match);
    QFETCH(QString, outage);
    const QString known = create(u"known"_s);
    const QString doomed = create(u"doomed"_s);
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    rig->control("POST", u"calendars/primary/events"_s,
        json("{'summary':'new','start':{'date':'2031-03-30'},'end':{'date':'2031-03-31'}}"));
    QVERIFY(rig->sql(u"INSERT INTO aria_calendar_events (title, start_time, end_time) VALUES"
                     " ('made', '2031-03-05 09:00+00', '2031-03-05 10:00+00')"_s));
    QVERIFY(rig->sql(u"UPDATE aria_calendar_events SET title = 'changed' WHERE title = 'known'"_s));
    QVERIFY(rig->sql(u"DELETE FROM aria_calendar_events WHERE title = 'doomed'"_s));
    rig->fault(("{'match':{" + match + "},'kind':'delay','ms':1500}").constData());
    QVERIFY(rig->faultsAccepted());
    QNetworkReply *resumed = rig->startApi("POST", u"/sync/resume"_s);
    QTRY_VERIFY(rig->faultsBegan());
    const int before = connections();
    const QString outageAt = rig->rows(u"SELECT clock_timestamp()"_s).value(0).value(0);
    if (outage == u"killed backends") {
        killBackends();
    } else {
        cluster().stop(outage == u"fast restart" ? SIGINT : SIGQUIT);
        QTRY_VERIFY(!isHealthy());
        cluster().start();
    }
    HttpClient::finish(resumed);
    // It may be well before it has noticed. Only when each of its connections is a new one is the outage over.
    QTRY_COMPARE_WITH_TIMEOUT(connections(outageAt), before, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(isHealthy(), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(rig->status()[u"pending_to_google"_s].toInt(-1), 0, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(titlesAtGoogle(), QStringList({ u"changed"_s, u"made"_s, u"new"_s }), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(rig->status()[u"synced"_s], 3, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(rig->status()[u"state"_s], u"idle"_s, 20'000);
    QCOMPARE(rig->status()[u"errors"_s], 0);
    QCOMPARE(rig->status()[u"conflicts"_s], 0);
    QCOMPARE(rig->googleEvent(known)[u"summary"_s], u"changed"_s);
    QCOMPARE(rig->googleEvent(doomed)[u"status"_s], u"cancelled"_s);
    QCOMPARE(rig->googleEventsWithTombstones().size(), 4);
}

void TestOutage::checkRefusals(bool readsToo)
{
    QList<Answer> answers{ rig->api("POST", u"/events/create"_s, content(u"refused"_s)),
        rig->api("POST", u"/sync/pause"_s) };
    if (readsToo) {
        answers << rig->api("GET", u"/sync/status"_s) << rig->api("GET", u"/events/today"_s)
                << rig->api("GET", u"/events/upcoming"_s) << rig->api("GET", u"/events/abcdef"_s)
                << rig->api("GET", u"/sync/conflicts"_s);
    }
    for (const Answer &answer : std::as_const(answers)) {
        QVERIFY2(answer.status == 503, answer.shown());
        QVERIFY2(answer.headers.value("retry-after").toInt() >= 1, answer.shown());
        QVERIFY2(!answer.text("detail").isEmpty(), answer.shown());
    }
}

void TestOutage::saysSo()
{
    const QString id = create(u"here"_s);
    cluster().stop();
    checkRefusals(true);
    const Answer health = rig->api("GET", u"/health"_s);
    QCOMPARE(health.status, 200);
    QCOMPARE(health.text("status"), u"degraded"_s);
    QCOMPARE(health["components"][u"database"_s], u"unhealthy"_s);
    cluster().start();
    QTRY_VERIFY_WITH_TIMEOUT(isHealthy(), 20'000);
    QCOMPARE(rig->api("GET", u"/events/"_s + id).status, 200);
    QCOMPARE(titlesAtGoogle(), QStringList({ u"here"_s }));
}

void TestOutage::startsWithoutIt()
{
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    QCOMPARE(rig->stopService(), QString());
    rig->control("POST", u"calendars/primary/events"_s,
        json("{'summary':'new','start':{'date':'2031-03-30'},'end':{'date':'2031-03-31'}}"));
    cluster().stop();
    QVERIFY(rig->startService());
    checkRefusals(true);
    QVERIFY(!isHealthy());
    QCOMPARE(rig->stopService(), QString()); // it ends as quickly as ever
    QVERIFY(rig->startService());
    cluster().start();
    QTRY_VERIFY_WITH_TIMEOUT(isHealthy(), 20'000);
    QTRY_COMPARE(rig->api("GET", u"/health"_s)["components"][u"sync_handler"_s], u"ready"_s);
    QCOMPARE(rig->status()[u"state"_s], u"paused"_s); // as it was left
    QCOMPARE(rig->status()[u"total_events"_s], 0);
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(rig->status()[u"total_events"_s], 1, 20'000);
}

void TestOutage::goesToTheSecondHost_data()
{
    QTest::addColumn<bool>("staysReadOnly");
    QTest::newRow("the first is down") << false;
    QTest::newRow("the first became a standby") << true;
}

void TestOutage::goesToTheSecondHost()
{
    QFETCH(bool, staysReadOnly);
    PostgresCluster second;
    const QString name = rig->postgresDatabase();
    QCOMPARE(rig->stopService(), QString());
    rig->environment.insert(u"CALENDAR_SYNC_DATABASE_URL"_s,
        u"postgresql://aria@/%1?host=%2,%3&port=%4,%5&target_session_attrs=read-write"_s.arg(name,
            cluster().folder(), second.folder(), QString::number(cluster().port()),
            QString::number(second.port())));
    QVERIFY(rig->startService());
    const QString id = create(u"before"_s);
    QTRY_COMPARE(rig->status()[u"synced"_s], 1);
    QTRY_COMPARE(rig->status()[u"state"_s], u"idle"_s);
    // What the first one has is on the second one too, and an edit that waits.
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    QVERIFY(rig->sql(u"UPDATE aria_calendar_events SET title = 'after'"_s));
    second.sql(u"CREATE DATABASE "_s + name);
    QFile dump(rig->path(u"dump.sql"_s));
    QVERIFY(dump.open(QIODevice::WriteOnly));
    dump.write(cluster().run(u"pg_dump"_s, name, {}));
    dump.close();
    second.run(u"psql"_s, name, { u"-o"_s, u"/dev/null"_s, u"-f"_s, dump.fileName() });
    cluster().stop(SIGQUIT);
    if (staysReadOnly)
        cluster().start({ u"default_transaction_read_only=on"_s });
    QTRY_COMPARE_WITH_TIMEOUT(rig->api("POST", u"/sync/resume"_s).status, 200, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(rig->googleEvent(id)[u"summary"_s], u"after"_s, 20'000);
    QVERIFY(isHealthy());
    QCOMPARE(second.sql(u"SELECT count(*) >= 2 FROM pg_stat_activity WHERE "_s + ours, name),
        QList<QStringList>{ { u"t"_s } });
    const int writes = rig->googleWrites();
    QTRY_COMPARE_WITH_TIMEOUT(rig->syncNow().status, 200, 20'000);
    QCOMPARE(rig->googleWrites(), writes);
    QCOMPARE(rig->stopService(), QString());
    cluster().stop();
    cluster().start();
}

void TestOutage::waitsForLocks()
{
    const QString id = create(u"here"_s);
    {
        QSqlDatabase locker = QSqlDatabase::addDatabase(u"QPSQL"_s, u"locker"_s);
        locker.setHostName(cluster().folder());
        locker.setPort(cluster().port());
        locker.setUserName(u"aria"_s);
        locker.setDatabaseName(rig->postgresDatabase());
        QVERIFY(locker.open());
        QSqlQuery query(locker);
        QVERIFY(query.exec(u"BEGIN"_s));
        QVERIFY(query.exec(u"LOCK TABLE aria_calendar_events IN ACCESS EXCLUSIVE MODE"_s));
        const Answer refused = rig->api("POST", u"/events/create"_s, content(u"refused"_s));
        QVERIFY2(refused.status == 503, refused.shown());
        QVERIFY(refused.headers.value("retry-after").toInt() >= 1);
        const Answer read = rig->api("GET", u"/events/"_s + id);
        QVERIFY2(read.status == 503, read.shown());
        QVERIFY(read.headers.value("retry-after").toInt() >= 1);
        QCOMPARE(rig->api("GET", u"/health"_s).status, 200);
        QVERIFY(query.exec(u"ROLLBACK"_s));
    }
    QSqlDatabase::removeDatabase(u"locker"_s);
    QCOMPARE(rig->api("GET", u"/events/"_s + id).status, 200);
    QVERIFY(!create(u"again"_s).isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(titlesAtGoogle(), QStringList({ u"again"_s, u"here"_s }), 20'000);
}

// A disk cannot be filled here; the server says the same (SQLSTATE 53100) from a trigger.
void TestOutage::diskFull()
{
    const QString id = create(u"here"_s);
    QVERIFY(rig->sql(u"CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                     " RAISE EXCEPTION 'could not extend file: No space left on device'"
                     " USING ERRCODE = 'disk_full'; END $$;"
                     "CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON aria_calendar_sync"
                     " FOR EACH ROW EXECUTE FUNCTION full_disk();"
                     "CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON aria_calendar_metadata"
                     " FOR EACH ROW EXECUTE FUNCTION full_disk()"_s));
    rig->control("POST", u"calendars/primary/events"_s,
        json("{'summary':'new','start':{'date':'2031-03-30'},'end':{'date':'2031-03-31'}}"));
    checkRefusals(false);
    QCOMPARE(rig->api("GET", u"/events/"_s + id).status, 200); // reading goes on
    QCOMPARE(rig->syncNow().status, 503);
    QCOMPARE(titlesAtGoogle(), QStringList({ u"here"_s, u"new"_s }));
    QVERIFY(rig->sql(u"DROP TRIGGER full_disk ON aria_calendar_sync;"
                     "DROP TRIGGER full_disk ON aria_calendar_metadata"_s));
    QTRY_COMPARE_WITH_TIMEOUT(rig->status()[u"synced"_s], 2, 20'000);
    QVERIFY(!create(u"again"_s).isEmpty());
}

void TestOutage::leaksNothing()
{
    create(u"here"_s);
    const int before = connections();
    QVERIFY(before >= 2);
    constexpr int outages = 24; // what leaks one connection each time shows long before that
    for (int i = 0; i < outages; ++i) {
        if (i % 8 == 7) {
            cluster().stop(i % 16 == 7 ? SIGINT : SIGQUIT);
            cluster().start();
        } else {
            killBackends();
        }
        QTRY_COMPARE_WITH_TIMEOUT(rig->api("GET", u"/sync/status"_s).status, 200, 20'000);
    }
    QTRY_VERIFY_WITH_TIMEOUT(isHealthy(), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(connections(), before, 20'000);
    qInfo("connections before and after %d outages: %d", outages, before);
    QVERIFY(!create(u"after"_s).isEmpty());
}

ARIA_TEST(TestOutage)

} // namespace tst_outage

#include "tst_outage.moc"
