// Services on one database: one leads, another takes over, and what was overtaken changes nothing any more.
#include "store/testdatabase.h"
#include "support/manualclock.h"
#include "support/testmain.h"
#include "sync/fakecalendarapi.h"
#include "sync/lead/fencedapi.h"

#include <QCoro/QCoroTask>

#include <QElapsedTimer>
#include <QSignalSpy>

using namespace Qt::StringLiterals;

namespace tst_leadership {

using namespace aria;
using namespace aria::sync;
using namespace aria::test;

namespace {

const auto primary = u"primary"_s;

// A service, as far as leading goes.
struct Service
{
    explicit Service(const QString &url)
        : store(must(store::Store::open(url)))
        , leadership(std::make_unique<Leadership>(*store, clock, primary))
    {
        leadership->setSelf([this] { return self; });
    }
    ~Service()
    {
        if (leadership && !QTest::qWaitFor([this] { return !leadership->isBusy(); }))
            qFatal("the leadership does not come to rest");
    }
    void start() { QCoro::waitFor(leadership->start()); }
    QString confirmed()
    {
        const auto confirmed = QCoro::waitFor(leadership->confirm());
        return confirmed ? QString() : confirmed.error().code;
    }

    SystemClock clock;
    Leadership::Self self{ true, true, { { u"who"_s, u"me"_s } } };
    std::unique_ptr<store::Store> store;
    std::unique_ptr<Leadership> leadership;
};

} // namespace

class TestLeadership : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { database = std::make_unique<TestDatabase>(Content::Tables); }
    void cleanup() { database.reset(); }

    void oneLeads();
    void takesOverFromOneThatEnds();
    void takesOverFromOneThatFallsSilent();
    void losesWithItsConnection();
    void waitsUntilNothingOldIsUnderWay();
    void makesRoomForASignedInOne();
    void keepsWritesBack();
    void asksAgainAfterAGap_data();
    void asksAgainAfterAGap();
    void aloneItAlwaysLeads();

private:
    std::unique_ptr<Service> service() { return std::make_unique<Service>(database->url()); }
    void endHolder()
    {
        database->sql(u"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                      u" AND database = (SELECT oid FROM pg_database"
                      u" WHERE datname = current_database())"_s);
    }

    std::unique_ptr<TestDatabase> database;
};

void TestLeadership::oneLeads()
{
    const auto first = service();
    const auto second = service();
    first->start();
    second->start();
    QVERIFY(first->leadership->leads());
    QVERIFY(!second->leadership->leads());
    QCOMPARE(first->confirmed(), QString());
    QCOMPARE(second->confirmed(), u"not_leader"_s);
    const auto report = database->one(u"SELECT value FROM aria_calendar_metadata WHERE key = 'leader'"_s);
    QCOMPARE(report.toString(), u"{\"signedIn\":true,\"who\":\"me\"}"_s);
}

void TestLeadership::takesOverFromOneThatEnds()
{
    auto first = service();
    const auto second = service();
    first->start();
    second->start();
    QSignalSpy changed(second->leadership.get(), &Leadership::changed);
    first.reset();
    QTRY_VERIFY(second->leadership->leads());
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed[0][0], QVariant(true));
}

void TestLeadership::takesOverFromOneThatFallsSilent()
{
    // A stopped process: its connection stays, nothing comes from it.
    const auto silent = must(store::Store::open(database->url()));
    QVERIFY(must(silent->write([](store::Session &session) { return session.lead().take(primary); })));
    must(silent->write([](store::Session &session) { return session.lead().beat(primary, u"{}"_s); }));
    const auto second = service();
    QElapsedTimer clock;
    clock.start();
    second->start();
    QVERIFY(!second->leadership->leads());
    QTRY_VERIFY_WITH_TIMEOUT(second->leadership->leads(), 30'000); // within 10 s on a machine that has time
    QVERIFY2(clock.elapsed() > 5000, QByteArray::number(clock.elapsed()));
}

void TestLeadership::losesWithItsConnection()
{
    const auto first = service();
    first->start();
    QSignalSpy changed(first->leadership.get(), &Leadership::changed);
    endHolder();
    // Known before anything is written, though the store connects again at once.
    QTRY_VERIFY(changed.size() > 0);
    QCOMPARE(changed[0][0], QVariant(false));
    QTRY_COMPARE(changed.size(), 2); // nobody else was there
    QVERIFY(first->leadership->leads());
}

void TestLeadership::waitsUntilNothingOldIsUnderWay()
{
    const auto first = service();
    first->start();
    QSignalSpy changed(first->leadership.get(), &Leadership::changed);
    first->self.isIdle = false; // a list from Google, say
    endHolder();
    QTRY_COMPARE(changed.size(), 1);
    QVERIFY(!QTest::qWaitFor([&] { return first->leadership->leads(); }, 2500));
    first->self.isIdle = true;
    QTRY_VERIFY(first->leadership->leads());
}

void TestLeadership::makesRoomForASignedInOne()
{
    const auto first = service();
    const auto second = service();
    first->self.isSignedIn = false;
    second->self.isSignedIn = false;
    first->start();
    second->start();
    QVERIFY(first->leadership->leads());
    second->self.isSignedIn = true;
    QTRY_VERIFY_WITH_TIMEOUT(second->leadership->leads(), 10'000);
    QVERIFY(!first->leadership->leads());
    // It keeps it.
    QVERIFY(!QTest::qWaitFor([&] { return first->leadership->leads(); }, 3000));
}

void TestLeadership::keepsWritesBack()
{
    ManualClock clock;
    FakeCalendarApi google(clock);
    const auto first = service();
    const auto second = service();
    first->start();
    second->start();
    google::Write write;
    write.kind = google::Write::Kind::Insert;
    write.calendarId = primary;
    write.eventId = u"abcdef"_s;
    write.body = QJsonObject{ { u"id"_s, write.eventId }, { u"summary"_s, write.eventId },
        { u"start"_s, QJsonObject{ { u"date"_s, u"2024-01-16"_s } } },
        { u"end"_s, QJsonObject{ { u"date"_s, u"2024-01-17"_s } } } };
    FencedApi refusing(google, *second->leadership);
    const auto refused = QCoro::waitFor(refusing.writeAll({ write, write }));
    QCOMPARE(refused.size(), 2);
    QCOMPARE(refused[1].error().code, u"not_leader"_s);
    const auto alone = QCoro::waitFor(refusing.write(write));
    QCOMPARE(alone.error().code, u"not_leader"_s);
    const auto channel = QCoro::waitFor(refusing.watch(
        primary, u"c"_s, u"t"_s, QUrl(u"https://example.com/webhook"_s), std::chrono::seconds(60)));
    QCOMPARE(channel.error().code, u"not_leader"_s);
    const auto stopped = QCoro::waitFor(refusing.stop(u"c"_s, u"r"_s));
    QCOMPARE(stopped.error().code, u"not_leader"_s);
    QVERIFY(!QCoro::waitFor(google.get(primary, write.eventId)));

    FencedApi passing(google, *first->leadership);
    const auto passed = QCoro::waitFor(passing.write(write));
    QVERIFY2(passed, qPrintable(passed ? QString() : passed.error().message));
    QVERIFY(QCoro::waitFor(google.get(primary, write.eventId)));
}

void TestLeadership::asksAgainAfterAGap_data()
{
    QTest::addColumn<bool>("slept"); // the machine: only the wall clock went on
    QTest::newRow("stopped") << false;
    QTest::newRow("slept") << true;
}

void TestLeadership::asksAgainAfterAGap()
{
    QFETCH(bool, slept);
    ManualClock clock;
    const auto store = must(store::Store::open(database->url()));
    Leadership leadership(*store, clock, primary);
    leadership.setSelf([] { return Leadership::Self{ true, true, {} }; });
    QCoro::waitFor(leadership.start());
    QVERIFY(leadership.leads());
    QSignalSpy changed(&leadership, &Leadership::changed);
    // The clock stands still, so nothing but the gap makes it ask.
    endHolder();
    if (slept)
        clock.setNow(clock.nowUtc().addSecs(4));
    else
        clock.advance(std::chrono::seconds(4));
    const auto confirmed = QCoro::waitFor(leadership.confirm());
    QVERIFY(!confirmed);
    QTRY_VERIFY(changed.size() > 0);
    QCOMPARE(changed[0][0], QVariant(false));
    QTRY_VERIFY(!leadership.isBusy());
}

void TestLeadership::aloneItAlwaysLeads()
{
    QTemporaryDir folder;
    const auto store = must(store::Store::open(u"sqlite://"_s + folder.filePath(u"a.db"_s)));
    SystemClock clock;
    Leadership leadership(*store, clock, primary);
    QVERIFY(leadership.leads());
    QCoro::waitFor(leadership.start());
    QVERIFY(QCoro::waitFor(leadership.confirm()));
    QVERIFY(leadership.leads());
}

ARIA_TEST(TestLeadership)

} // namespace tst_leadership

#include "tst_leadership.moc"
