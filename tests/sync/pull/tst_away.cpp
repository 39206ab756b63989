// Google's word that an event is not there counts only while the calendar itself answers.
#include "sync/enginerig.h"

#include "calendar/recurrence.h"
#include "sync/plan/dryrun.h"
#include "sync/pull/notfound.h"

#include "support/testmain.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace tst_away {

using namespace aria;
using namespace aria::sync;
using namespace aria::test;

class TestAway : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void editsWait_data();
    void editsWait();
    void answersOnlyForAMoment_data();
    void answersOnlyForAMoment();
    void deletionThatWasNone();
    void theCalendarSaysWhy();
    void dryRunSeesNoDeletion();
    void oneEventThatIsGone();
};

namespace {

const QString single = u"single"_s;
const QString master = u"daily"_s;
const QString occurrence = u"daily_20240118T090000Z"_s;

// An event, a series, and one of its occurrences that was changed; both sides agree.
void fill(SyncRig &rig)
{
    rig.google.put(meeting(single, u"Before"_s));
    rig.google.put(series(master));
    rig.google.edit(occurrence, titled(u"Moved"_s));
    QVERIFY(rig.runSync());
    QCOMPARE(rig.title(occurrence), u"Moved"_s);
    rig.google.forgetCalls();
}

void edit(SyncRig &rig, const QString &what)
{
    if (what == "update"_L1)
        rig.setTitle(single, u"After"_s);
    else if (what == "delete"_L1)
        rig.deleteInAria(single);
    else if (what == "series"_L1)
        rig.setTitle(master, u"After"_s);
    else if (what == "delete series"_L1)
        rig.deleteInAria(master);
    else if (what == "occurrence"_L1)
        rig.setTitle(occurrence, u"After"_s);
    else
        rig.deleteInAria(occurrence);
}

} // namespace

void TestAway::editsWait_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what :
        { "update", "delete", "series", "delete series", "occurrence", "delete occurrence" })
        QTest::newRow(what) << QString::fromLatin1(what);
}

void TestAway::editsWait()
{
    QFETCH(QString, what);
    SyncRig rig;
    fill(rig);
    const int living = rig.google.living();
    edit(rig, what);
    rig.google.away = true;
    const auto pushed = rig.runPush();
    QVERIFY(!pushed);
    QCOMPARE(pushed.error().code, u"calendar_away"_s);
    QVERIFY(isTransient(pushed.error()));
    QCOMPARE(
        rig.one(u"SELECT count(*) FROM aria_calendar_sync WHERE sync_status = 'pending_to_google'"_s).toInt(),
        1);
    const auto pulled = rig.runPull();
    QVERIFY(!pulled);
    QCOMPARE(pulled.error().code, u"calendar_away"_s);
    QCOMPARE(rig.google.living(), living);

    rig.google.away = false;
    rig.clock.advance(std::chrono::minutes(20));
    QVERIFY(rig.runSync());
    const bool deletes = what.startsWith("delete"_L1);
    const QString id = what.contains("occurrence"_L1) ? occurrence
        : what.contains("series"_L1)                  ? master
                                                      : single;
    QCOMPARE(rig.google.at(id).isCancelled(), deletes);
    if (!deletes)
        QCOMPARE(rig.google.at(id).summary(), u"After"_s);
    QCOMPARE(rig.title(id), deletes ? QString() : u"After"_s);
    QCOMPARE(rig.google.violations, QStringList());
}

void TestAway::answersOnlyForAMoment_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QStringList>("calls");
    for (const char *what : { "update", "delete" }) {
        const QString call = QLatin1String(what) == "update"_L1 ? u"patch"_s : u"delete"_s;
        const QStringList calls{ call, u"get"_s, u"probe"_s };
        for (int n = 1; n <= 3; ++n)
            QTest::addRow("%s, %d not found", what, n) << QString::fromLatin1(what) << calls.mid(0, n);
    }
}

// It is away for the first requests and back for the next.
void TestAway::answersOnlyForAMoment()
{
    QFETCH(QString, what);
    QFETCH(QStringList, calls);
    SyncRig rig;
    fill(rig);
    edit(rig, what);
    for (const QString &call : std::as_const(calls)) {
        rig.google.failNext(call,
            call == "probe"_L1 ? googleError(ErrorCategory::Unavailable, u"calendar_away"_s, 404)
                               : googleError(ErrorCategory::NotFound, u"notFound"_s, 404));
    }
    (void)rig.runPush();
    rig.clock.advance(std::chrono::minutes(20));
    QVERIFY(rig.runSync());
    if (what == "update"_L1) {
        QCOMPARE(rig.google.at(single).summary(), u"After"_s);
        QCOMPARE(rig.title(single), u"After"_s);
    } else {
        QVERIFY(rig.google.at(single).isCancelled());
        QCOMPARE(rig.title(single), QString());
    }
}

void TestAway::deletionThatWasNone()
{
    SyncRig rig;
    fill(rig);
    rig.deleteInAria(single);
    rig.google.failNext(u"delete"_s, googleError(ErrorCategory::Gone, u"deleted"_s, 410));
    QVERIFY(rig.runPush());
    QVERIFY(rig.google.at(single).isCancelled()); // it was tried again: the first answer was not true
    QCOMPARE(rig.google.count(u"delete"_s), 2);
}

void TestAway::theCalendarSaysWhy()
{
    EngineRig rig;
    rig.google.put(meeting(single));
    rig.begin();
    rig.google.away = true;
    const auto synced = rig.syncNow();
    QVERIFY(!synced);
    QVERIFY(rig.engine->lastError());
    QCOMPARE(rig.engine->lastError()->code, u"calendar_away"_s);
    QVERIFY(rig.engine->lastError()->message.contains(u"primary"_s));
    QVERIFY(!rig.engine->isOffline()); // Google answers
    QVERIFY(rig.secondsToNextSync() <= 1);
    rig.google.away = false;
    QVERIFY(rig.syncNow());
    QVERIFY(!rig.engine->lastError());
    QCOMPARE(rig.title(single), u"Meeting"_s);
}

void TestAway::dryRunSeesNoDeletion()
{
    SyncRig rig;
    fill(rig);
    rig.google.expireTokens();
    rig.google.leftOut = { single };
    rig.google.failNext(u"get"_s, googleError(ErrorCategory::NotFound, u"notFound"_s, 404));
    DryRun run(rig.google, *rig.store, rig.clock, rig.random, u"primary"_s, ConflictStrategy::GoogleWins);
    const auto plan = QCoro::waitFor(run.run());
    QVERIFY(plan);
    QCOMPARE(plan->changes.deleted, 0);
}

void TestAway::oneEventThatIsGone()
{
    SyncRig rig;
    fill(rig);
    rig.google.purge(single);
    rig.setTitle(single, u"After"_s);
    QVERIFY(rig.runPush());
    QCOMPARE(rig.title(single), QString()); // google_wins: it is deleted there
    QVERIFY(rig.historyKeeps(u"After"_s));
    QCOMPARE(rig.google.count(u"probe"_s), 1);
}

ARIA_TEST(TestAway)

} // namespace tst_away

#include "tst_away.moc"
