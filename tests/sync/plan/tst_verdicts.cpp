// What becomes of deletions that were held back, once a person has decided (guarantee 7).
#include "sync/enginerig.h"

#include "support/testmain.h"

using namespace Qt::StringLiterals;

namespace tst_verdicts {

using namespace aria;
using namespace aria::test;
using Verdict = sync::Engine::Verdict;

class VerdictsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rejectedGooglesDeletions_data();
    void rejectedGooglesDeletions();
    void rejectedSeriesComesBackWhole();
    void rejectedWhatLivesAtGoogleAfterAll();
    void rejectedAriasDeletions();
    void anEditUnderARejectedDeletionGoesToGoogle();
    void approvalSurvivesARestart();
    void approvalIsForTheseDeletionsOnly();
    void bothSidesAtOnce();
    void nothingWaits();
    void someoneElsesMeetingIsRestoredWithoutItsGuests();

private:
    qint64 decide(EngineRig &rig, Verdict verdict)
    {
        const qint64 events = must(QCoro::waitFor(rig.engine->decideDeletions(verdict)));
        rig.settle();
        return events;
    }
    int living(EngineRig &rig)
    {
        return rig.one(u"SELECT count(*) FROM aria_calendar_events WHERE deleted_at IS NULL"_s).toInt();
    }
    void deleteMany(EngineRig &rig, int from, int to)
    {
        rig.sql(u"UPDATE aria_calendar_events SET deleted_at = '2024-01-15T12:00:00.000Z'"
                u" WHERE id > %1 AND id <= %2"_s.arg(from)
                    .arg(to));
    }
    // One more sync, a full one, and nothing is written or asked.
    void verifyQuiet(EngineRig &rig)
    {
        rig.google.forgetCalls();
        QVERIFY(rig.syncNow());
        rig.google.expireTokens();
        QVERIFY(rig.syncNow());
        QCOMPARE(rig.engine->heldDeletions(), 0);
        QVERIFY(rig.google.writes().isEmpty());
        QVERIFY2(rig.google.violations.isEmpty(), qPrintable(rig.google.violations.join(QLatin1Char('\n'))));
        QCOMPARE(living(rig), rig.google.living());
    }
};

namespace {

QString many(int i)
{
    return u"event%1"_s.arg(i, 3, 10, QLatin1Char('0'));
}

} // namespace

void VerdictsTest::rejectedGooglesDeletions_data()
{
    QTest::addColumn<QString>("how");
    QTest::newRow("tombstones") << u"tombstones"_s;
    QTest::newRow("bare tombstones") << u"bare"_s;
    QTest::newRow("gone altogether") << u"gone"_s;
    QTest::newRow("Google keeps the ids") << u"kept"_s;
}

void VerdictsTest::rejectedGooglesDeletions()
{
    QFETCH(QString, how);
    EngineRig rig;
    for (int i = 0; i < 40; ++i)
        rig.google.put(meeting(many(i), many(i)));
    rig.begin();
    rig.google.bareTombstones = how == u"bare"_s;
    rig.google.restoresDeleted = how != u"kept"_s;
    for (int i = 0; i < 36; ++i) {
        if (how == u"gone"_s)
            rig.google.purge(many(i));
        else
            rig.google.remove(many(i));
    }
    if (how == u"gone"_s)
        rig.google.expireTokens();
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.engine->heldDeletions(), 36);
    QCOMPARE(decide(rig, Verdict::Reject), 36);
    QCOMPARE(rig.engine->heldDeletions(), 0);
    QVERIFY(rig.syncNow());
    QCOMPARE(living(rig), 40);
    QCOMPARE(rig.google.living(), 40);
    for (const google::Write &write : rig.google.writes())
        QVERIFY(write.sendUpdates == calendar::SendUpdates::None);
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_sync WHERE sync_status = 'synced'"_s).toInt(), 40);
    verifyQuiet(rig);
    // Remembered also by a service that starts anew.
    rig.restartEngine();
    rig.begin();
    verifyQuiet(rig);
}

void VerdictsTest::rejectedSeriesComesBackWhole()
{
    EngineRig rig;
    for (int i = 0; i < 35; ++i)
        rig.google.put(series(many(i)));
    const QString occurrence = many(0) + u"_20240117T090000Z"_s;
    rig.google.edit(occurrence, titled(u"Other"_s));
    rig.begin();
    for (int i = 0; i < 35; ++i)
        rig.google.remove(many(i));
    QVERIFY(rig.syncNow());
    QVERIFY(rig.engine->heldDeletions() > 30);
    decide(rig, Verdict::Reject);
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.google.at(occurrence).summary(), u"Other"_s);
    QVERIFY(!rig.google.at(occurrence).isCancelled());
    QCOMPARE(rig.title(occurrence), u"Other"_s);
    verifyQuiet(rig);
}

// A list that came back empty: what was changed at Google meanwhile is not overwritten unseen.
void VerdictsTest::rejectedWhatLivesAtGoogleAfterAll()
{
    EngineRig rig;
    for (int i = 0; i < 40; ++i)
        rig.google.put(meeting(many(i), many(i)));
    rig.begin();
    rig.google.emptyLists = true;
    rig.google.expireTokens();
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.engine->heldDeletions(), 40);
    rig.google.emptyLists = false;
    rig.google.edit(many(3), titled(u"Changed there"_s));
    decide(rig, Verdict::Reject);
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.google.living(), 40);
    QCOMPARE(rig.google.at(many(3)).summary(), u"Changed there"_s);
    QCOMPARE(rig.title(many(3)), u"Changed there"_s);
    QCOMPARE(rig.google.count(u"insert"_s), 0);
    verifyQuiet(rig);
}

void VerdictsTest::rejectedAriasDeletions()
{
    EngineRig rig;
    for (int i = 0; i < 60; ++i)
        rig.google.put(meeting(many(i), many(i)));
    rig.begin();
    deleteMany(rig, 0, 40);
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.engine->heldDeletions(), 40);
    rig.changes.clear();
    QCOMPARE(decide(rig, Verdict::Reject), 40);
    QCOMPARE(rig.changes.size(), 40);
    QCOMPARE(living(rig), 60);
    QCOMPARE(rig.google.living(), 60);
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_sync_history WHERE operation = 'restore'"
                     u" AND side = 'aria'"_s)
                 .toInt(),
        40);
    verifyQuiet(rig);
}

void VerdictsTest::anEditUnderARejectedDeletionGoesToGoogle()
{
    EngineRig rig;
    for (int i = 0; i < 40; ++i)
        rig.google.put(meeting(many(i), many(i)));
    rig.begin();
    rig.setTitle(many(5), u"Ours"_s);
    deleteMany(rig, 0, 40);
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.engine->heldDeletions(), 40);
    decide(rig, Verdict::Reject);
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.google.at(many(5)).summary(), u"Ours"_s);
    QCOMPARE(rig.title(many(5)), u"Ours"_s);
    verifyQuiet(rig);
}

void VerdictsTest::approvalSurvivesARestart()
{
    EngineRig rig;
    for (int i = 0; i < 60; ++i)
        rig.google.put(meeting(many(i), many(i)));
    rig.begin();
    deleteMany(rig, 0, 40);
    QVERIFY(rig.syncNow());
    rig.engine->setPaused(true); // nothing is sent before the restart
    QCOMPARE(decide(rig, Verdict::Approve), 40);
    QCOMPARE(rig.google.living(), 60);
    rig.restartEngine();
    rig.begin();
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.google.living(), 20);
    QCOMPARE(rig.engine->heldDeletions(), 0);
    verifyQuiet(rig);
}

void VerdictsTest::approvalIsForTheseDeletionsOnly()
{
    EngineRig rig;
    for (int i = 0; i < 100; ++i)
        rig.google.put(meeting(many(i), many(i)));
    rig.begin();
    deleteMany(rig, 0, 40);
    QVERIFY(rig.syncNow());
    rig.engine->setPaused(true);
    QCOMPARE(decide(rig, Verdict::Approve), 40);
    deleteMany(rig, 40, 80);
    rig.engine->setPaused(false);
    rig.settle();
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.engine->heldDeletions(), 40);
    QCOMPARE(rig.google.living(), 60);
    decide(rig, Verdict::Reject);
    QVERIFY(rig.syncNow());
    QCOMPARE(living(rig), 60);
    verifyQuiet(rig);
}

void VerdictsTest::bothSidesAtOnce()
{
    for (const Verdict verdict : { Verdict::Approve, Verdict::Reject }) {
        EngineRig rig;
        for (int i = 0; i < 90; ++i)
            rig.google.put(meeting(many(i), many(i)));
        rig.begin();
        deleteMany(rig, 0, 45);
        for (int i = 45; i < 90; ++i)
            rig.google.remove(many(i));
        QVERIFY(rig.syncNow());
        QCOMPARE(rig.engine->heldDeletions(), 90);
        QCOMPARE(decide(rig, verdict), 90);
        QVERIFY(rig.syncNow());
        QCOMPARE(living(rig), verdict == Verdict::Approve ? 0 : 90);
        verifyQuiet(rig);
    }
}

void VerdictsTest::nothingWaits()
{
    EngineRig rig;
    rig.google.put(meeting(many(0)));
    rig.begin();
    rig.deleteInAria(many(0)); // a single one asks nobody
    QCOMPARE(decide(rig, Verdict::Reject), 0);
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.google.living(), 0);
}

void VerdictsTest::someoneElsesMeetingIsRestoredWithoutItsGuests()
{
    for (const bool restores : { true, false }) {
        EngineRig rig;
        const QJsonObject foreign{
            { u"organizer"_s, QJsonObject{ { u"email"_s, u"boss@x.org"_s } } },
            { u"attendees"_s,
                QJsonArray{ QJsonObject{ { u"email"_s, u"me@x.org"_s } },
                    QJsonObject{ { u"email"_s, u"you@x.org"_s } } } },
        };
        for (int i = 0; i < 40; ++i)
            rig.google.put(meeting(many(i), many(i), foreign));
        rig.begin();
        rig.google.restoresDeleted = restores;
        for (int i = 0; i < 40; ++i)
            rig.google.remove(many(i));
        QVERIFY(rig.syncNow());
        decide(rig, Verdict::Reject);
        QVERIFY(rig.syncNow());
        QCOMPARE(rig.google.living(), 40);
        for (const google::Write &write : rig.google.writes())
            QVERIFY(!write.body.contains(u"attendees"_s));
        verifyQuiet(rig);
    }
}

ARIA_TEST(VerdictsTest)

} // namespace tst_verdicts

#include "tst_verdicts.moc"
