// Which calendar of which account it is: another account's touches nothing, and one under two names is synced once.
#include "sync/enginerig.h"

#include "support/testmain.h"

#include <QCoro/QCoroFuture>

#include <QSignalSpy>

using namespace Qt::StringLiterals;

namespace tst_calendaridentity {

using namespace aria;
using namespace aria::test;

class CalendarIdentityTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anotherAccountTouchesNothing_data();
    void anotherAccountTouchesNothing();
    void aSecondNameIsNotSyncedToo();
    void theSameAccountGoesOn();
    void anUnknownIdentityIsNoObstacle_data();
    void anUnknownIdentityIsNoObstacle();
};

void CalendarIdentityTest::anotherAccountTouchesNothing_data()
{
    QTest::addColumn<QString>("how");
    QTest::newRow("signed in anew") << u"sign in"_s;
    QTest::newRow("token.json replaced: the token is not known there") << u"token"_s;
    QTest::newRow("after a restart") << u"restart"_s;
}

void CalendarIdentityTest::anotherAccountTouchesNothing()
{
    QFETCH(QString, how);
    EngineRig rig;
    for (int i = 0; i < 5; ++i)
        rig.google.put(meeting(u"event%1"_s.arg(i)));
    rig.begin();
    QStringList mine;
    for (int i = 0; i < 5; ++i)
        mine << u"event%1"_s.arg(i);
    rig.setTitle(u"event1"_s, u"Ours"_s);
    const QString contents = rig.contents();
    // Somebody else's calendar, with other events.
    rig.clock.advance(std::chrono::minutes(5));
    rig.google.realCalendarId = u"other@example.com"_s;
    for (const QString &id : std::as_const(mine))
        rig.google.purge(id);
    rig.google.put(meeting(u"theirs"_s));
    rig.google.expireTokens();
    rig.google.forgetCalls();
    if (how == u"sign in"_s) {
        rig.engine->setSignedIn(false);
        rig.engine->setSignedIn(true);
        rig.settle();
    } else if (how == u"restart"_s) {
        rig.restartEngine();
        rig.begin();
    } else {
        QVERIFY(!rig.syncNow());
    }
    QVERIFY(rig.engine->lastError());
    QCOMPARE(rig.engine->lastError()->code, u"other_calendar"_s);
    QVERIFY(rig.engine->lastError()->message.contains(u"other@example.com"_s));
    QSignalSpy ended(rig.engine.get(), &sync::Engine::stateChanged);
    rig.engine->pushNow();
    QTRY_VERIFY(!ended.isEmpty());
    rig.settle();
    QVERIFY(rig.google.writes().isEmpty());
    QCOMPARE(rig.contents(), contents);
    QVERIFY(!rig.record(u"theirs"_s));
    // The right account again: all goes on.
    rig.google.realCalendarId = u"me@example.com"_s;
    rig.google.purge(u"theirs"_s);
    for (const QString &id : std::as_const(mine))
        rig.google.put(meeting(id));
    rig.engine->accountChanged();
    QTRY_COMPARE(rig.google.at(u"event1"_s).summary(), u"Ours"_s);
    rig.settle();
    QCOMPARE(rig.google.living(), 5);
}

// "primary" is a second name of the account's own calendar.
void CalendarIdentityTest::aSecondNameIsNotSyncedToo()
{
    EngineRig rig;
    rig.google.put(meeting(u"event1"_s));
    rig.begin();
    sync::CalendarIdentity second(rig.google, *rig.store, rig.clock, u"me@example.com"_s, { u"primary"_s });
    const auto same = QCoro::waitFor(second.check());
    QVERIFY(!same);
    QCOMPARE(same.error().code, u"same_calendar"_s);
    QVERIFY(
        same.error().message.contains(u"primary"_s) && same.error().message.contains(u"me@example.com"_s));
    sync::CalendarIdentity other(rig.google, *rig.store, rig.clock, u"team@example.com"_s, { u"primary"_s });
    rig.google.realCalendarId = u"team@example.com"_s;
    QVERIFY(QCoro::waitFor(other.check()));
    // The first goes on.
    rig.google.realCalendarId = u"me@example.com"_s;
    sync::CalendarIdentity first(rig.google, *rig.store, rig.clock, u"primary"_s, { u"me@example.com"_s });
    QVERIFY(QCoro::waitFor(first.check()));
}

void CalendarIdentityTest::theSameAccountGoesOn()
{
    EngineRig rig;
    rig.begin();
    QCOMPARE(
        rig.one(u"SELECT value FROM aria_calendar_metadata WHERE key = 'calendar_identity'"_s).toString(),
        u"me@example.com"_s);
    rig.engine->setSignedIn(false);
    rig.google.put(meeting(u"event1"_s));
    rig.engine->setSignedIn(true);
    QTRY_VERIFY(rig.record(u"event1"_s));
    QCOMPARE(rig.google.count(u"info"_s), 2);
}

void CalendarIdentityTest::anUnknownIdentityIsNoObstacle_data()
{
    QTest::addColumn<ErrorCategory>("category");
    QTest::newRow("404") << ErrorCategory::NotFound;
    QTest::newRow("scope missing") << ErrorCategory::Unauthorized;
    QTest::newRow("forbidden") << ErrorCategory::Forbidden;
    QTest::newRow("not supported") << ErrorCategory::Refused;
    QTest::newRow("away") << ErrorCategory::Unavailable;
}

void CalendarIdentityTest::anUnknownIdentityIsNoObstacle()
{
    QFETCH(ErrorCategory, category);
    EngineRig rig;
    rig.google.infoError = googleError(category, u"none"_s, 404);
    rig.google.put(meeting(u"event1"_s));
    rig.begin();
    QVERIFY(rig.record(u"event1"_s));
    QVERIFY(!rig.engine->lastError());
    QCOMPARE(
        rig.one(u"SELECT count(*) FROM aria_calendar_metadata WHERE key = 'calendar_identity'"_s).toInt(), 0);
}

ARIA_TEST(CalendarIdentityTest)

} // namespace tst_calendaridentity

#include "tst_calendaridentity.moc"
