// The outgoing hook of the real service: nothing is lost and the order is kept, however often the service is killed.
#include "e2e/rig.h"
#include "e2e/team.h"
#include "support/eventually.h"
#include "support/hookreceiver.h"
#include "support/postgrescluster.h"
#include "support/seededrandom.h"
#include "support/testmain.h"

namespace tst_hook {

using namespace Qt::StringLiterals;
using namespace aria::e2e;
using aria::test::HookDelivery;
using aria::test::HookReceiver;

namespace {

const QString secret = u"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"_s;

aria::test::PostgresCluster &cluster()
{
    static aria::test::PostgresCluster cluster;
    return cluster;
}

void useHook(QProcessEnvironment &environment, const HookReceiver &receiver)
{
    environment.insert(u"CALENDAR_SYNC_NOTIFY_URL"_s, receiver.url().toString());
    environment.insert(u"CALENDAR_SYNC_NOTIFY_SECRET"_s, secret);
}

QString insertion(const QString &title)
{
    return u"INSERT INTO aria_calendar_events (title, start_time, end_time) VALUES"
           " ('%1', '2031-03-04T09:00:00Z', '2031-03-04T10:00:00Z')"_s.arg(title);
}

// The titles in the order in which they were first delivered.
QStringList firstTimes(const QList<HookDelivery> &deliveries)
{
    QStringList titles;
    for (const auto &delivery : deliveries) {
        if (!titles.contains(delivery.title()))
            titles << delivery.title();
    }
    return titles;
}

} // namespace

class TestHook : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase_data();

    void survivesKills();
    void isSwitchedOffByTheReceiver();
    void onlyTheLeaderSends();
};

void TestHook::initTestCase_data()
{
    QTest::addColumn<bool>("isPostgres");
    QTest::newRow("sqlite") << false;
    QTest::newRow("postgresql") << true;
}

void TestHook::survivesKills()
{
    QFETCH_GLOBAL(bool, isPostgres);
    constexpr int edits = 60;
    constexpr int kills = 5;
    HookReceiver receiver;
    aria::test::SeededRandom random(7);
    receiver.answer = [&](const HookDelivery &) {
        return HookReceiver::answerOf(random.next() % 8 == 0 ? 503 : 200, "Retry-After: 0\r\n");
    };
    Rig rig;
    if (isPostgres)
        rig.usePostgres(cluster());
    useHook(rig.environment, receiver);
    QVERIFY(rig.start());
    QCOMPARE(rig.syncNow().status, 200);
    QCOMPARE(rig.api("POST", u"/sync/pause"_s).status, 200);
    QVERIFY(rig.sql(insertion(u"0"_s)));
    QStringList titles{ u"0"_s };
    for (int i = 1; i <= edits; ++i) {
        titles << QString::number(i);
        QVERIFY(rig.sql(u"UPDATE aria_calendar_events SET title = '%1'"_s.arg(i)));
        if (i % (edits / kills) == 0) {
            // At any moment of taking up, sending and settling.
            QTest::qWait(int(random.next() % 60));
            rig.service.killHard();
            QVERIFY(rig.startService());
        }
    }
    QTRY_COMPARE_WITH_TIMEOUT(firstTimes(receiver.deliveries), titles, 60'000);
    QTRY_COMPARE(
        rig.status()[u"notify"_s].toObject(), object("{'pending':0,'last_error':null,'disabled':false}"));
    // A later one never came before an earlier one was done; what came twice has the same id and content.
    QHash<QByteArray, QByteArray> bodies;
    for (const auto &delivery : std::as_const(receiver.deliveries)) {
        QVERIFY(bodies.value(delivery.id(), delivery.body) == delivery.body);
        bodies.insert(delivery.id(), delivery.body);
    }
    QCOMPARE(bodies.size(), titles.size());
    qInfo("%lld deliveries of %lld messages", qint64(receiver.deliveries.size()), qint64(titles.size()));
    QCOMPARE(rig.stopAll(), QString());
}

void TestHook::isSwitchedOffByTheReceiver()
{
    QFETCH_GLOBAL(bool, isPostgres);
    HookReceiver receiver;
    receiver.answer = [](const HookDelivery &) { return HookReceiver::answerOf(410); };
    Rig rig;
    if (isPostgres)
        rig.usePostgres(cluster());
    useHook(rig.environment, receiver);
    QVERIFY(rig.start());
    QCOMPARE(rig.syncNow().status, 200);
    QVERIFY(rig.sql(insertion(u"unwanted"_s)));
    QTRY_VERIFY(rig.status()[u"notify"_s].toObject()[u"disabled"_s].toBool());
    QCOMPARE(rig.stopService(), QString());
    QVERIFY(rig.startService());
    QVERIFY(rig.status()[u"notify"_s].toObject()[u"disabled"_s].toBool());
    QVERIFY(rig.sql(insertion(u"unwanted too"_s)));
    QTRY_COMPARE(rig.googleEvents().size(), 2);
    QCOMPARE(receiver.deliveries.size(), 1);
    QVERIFY(!rig.service.everything().contains("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    QCOMPARE(rig.stopAll(), QString());
}

void TestHook::onlyTheLeaderSends()
{
    QFETCH_GLOBAL(bool, isPostgres);
    if (!isPostgres)
        QSKIP("SQLite is for one service");
    HookReceiver receiver;
    Team team(2);
    useHook(team.rig.environment, receiver);
    QVERIFY(team.start());
    QTRY_VERIFY(team.leader() >= 0);
    QCOMPARE(team.api(0, "POST", u"/sync/now"_s).status, 200);
    QStringList titles;
    const auto edit = [&](const QString &title) {
        titles << title;
        team.rows(insertion(title));
    };
    edit(u"first"_s);
    QTRY_COMPARE(firstTimes(receiver.deliveries), titles);
    const int leader = team.leader();
    team.member(leader).killHard();
    edit(u"second"_s);
    QTRY_COMPARE_WITH_TIMEOUT(firstTimes(receiver.deliveries), titles, 40'000);
    QVERIFY(team.startMember(leader));
    edit(u"third"_s);
    QTRY_COMPARE(firstTimes(receiver.deliveries), titles);
    QCOMPARE(receiver.deliveries.size(), titles.size()); // each once
    for (int member : { 0, 1 })
        QTRY_COMPARE(
            team.api(member, "GET", u"/sync/status"_s)["notify"].toObject()[u"pending"_s].toInt(), 0);
    QCOMPARE(team.stop(), QString());
}

ARIA_TEST(TestHook)

} // namespace tst_hook

#include "tst_hook.moc"
