// Google's word that an event is not there counts only while the calendar itself answers.
#include "sync/enginerig.h"

#include "calendar/recurrence.h"
#include "sync/plan/dryrun.h"
#include "sync/pull/notfound.h"

#include "support/testmain.h"

#include <QTest>

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

const QString single = QStringLiteral("single");
const QString master = QStringLiteral("daily");
const QString occurrence = QStringLiteral("daily_20240118T090000Z");

// An event, a series, and one of its occurrences that was changed; both sides agree.
void fill(SyncRig &rig)
{
    rig.google.put(meeting(single, QStringLiteral("Before")));
    rig.google.put(series(master));
    rig.google.edit(occurrence, titled(QStringLiteral("Moved")));
    QVERIFY(rig.runSync());
    QCOMPARE(rig.title(occurrence), QStringLiteral("Moved"));
    rig.google.forgetCalls();
}

void edit(SyncRig &rig, const QString &what)
{
    if (what == QLatin1String("update"))
        rig.setTitle(single, QStringLiteral("After"));
    else if (what == QLatin1String("delete"))
        rig.deleteInAria(single);
    else if (what == QLatin1String("series"))
        rig.setTitle(master, QStringLiteral("After"));
    else if (what == QLatin1String("delete series"))
        rig.deleteInAria(master);
    else if (what == QLatin1String("occurrence"))
        rig.setTitle(occurrence, QStringLiteral("After"));
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
    QCOMPARE(pushed.error().code, QStringLiteral("calendar_away"));
    QVERIFY(isTransient(pushed.error()));
    QCOMPARE(rig.one(QStringLiteral(
                         "SELECT count(*) FROM aria_calendar_sync WHERE sync_status = 'pending_to_google'"))
                 .toInt(),
        1);
    const auto pulled = rig.runPull();
    QVERIFY(!pulled);
    QCOMPARE(pulled.error().code, QStringLiteral("calendar_away"));
    QCOMPARE(rig.google.living(), living);

    rig.google.away = false;
    rig.clock.advance(std::chrono::minutes(20));
    QVERIFY(rig.runSync());
    const bool deletes = what.startsWith(QLatin1String("delete"));
    const QString id = what.contains(QLatin1String("occurrence")) ? occurrence
        : what.contains(QLatin1String("series"))                  ? master
                                                                  : single;
    QCOMPARE(rig.google.at(id).isCancelled(), deletes);
    if (!deletes)
        QCOMPARE(rig.google.at(id).summary(), QStringLiteral("After"));
    QCOMPARE(rig.title(id), deletes ? QString() : QStringLiteral("After"));
    QCOMPARE(rig.google.violations, QStringList());
}

void TestAway::answersOnlyForAMoment_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QStringList>("calls");
    for (const char *what : { "update", "delete" }) {
        const QString call = QLatin1String(what) == QLatin1String("update") ? QStringLiteral("patch")
                                                                            : QStringLiteral("delete");
        const QStringList calls{ call, QStringLiteral("get"), QStringLiteral("probe") };
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
            call == QLatin1String("probe")
                ? googleError(ErrorCategory::Unavailable, QStringLiteral("calendar_away"), 404)
                : googleError(ErrorCategory::NotFound, QStringLiteral("notFound"), 404));
    }
    (void)rig.runPush();
    rig.clock.advance(std::chrono::minutes(20));
    QVERIFY(rig.runSync());
    if (what == QLatin1String("update")) {
        QCOMPARE(rig.google.at(single).summary(), QStringLiteral("After"));
        QCOMPARE(rig.title(single), QStringLiteral("After"));
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
    rig.google.failNext(
        QStringLiteral("delete"), googleError(ErrorCategory::Gone, QStringLiteral("deleted"), 410));
    QVERIFY(rig.runPush());
    QVERIFY(rig.google.at(single).isCancelled()); // it was tried again: the first answer was not true
    QCOMPARE(rig.google.count(QStringLiteral("delete")), 2);
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
    QCOMPARE(rig.engine->lastError()->code, QStringLiteral("calendar_away"));
    QVERIFY(rig.engine->lastError()->message.contains(QStringLiteral("primary")));
    QVERIFY(!rig.engine->isOffline()); // Google answers
    QVERIFY(rig.secondsToNextSync() <= 1);
    rig.google.away = false;
    QVERIFY(rig.syncNow());
    QVERIFY(!rig.engine->lastError());
    QCOMPARE(rig.title(single), QStringLiteral("Meeting"));
}

void TestAway::dryRunSeesNoDeletion()
{
    SyncRig rig;
    fill(rig);
    rig.google.expireTokens();
    rig.google.leftOut = { single };
    rig.google.failNext(
        QStringLiteral("get"), googleError(ErrorCategory::NotFound, QStringLiteral("notFound"), 404));
    DryRun run(rig.google, *rig.store, rig.clock, rig.random, QStringLiteral("primary"),
        ConflictStrategy::GoogleWins);
    const auto plan = QCoro::waitFor(run.run());
    QVERIFY(plan);
    QCOMPARE(plan->changes.deleted, 0);
}

void TestAway::oneEventThatIsGone()
{
    SyncRig rig;
    fill(rig);
    rig.google.purge(single);
    rig.setTitle(single, QStringLiteral("After"));
    QVERIFY(rig.runPush());
    QCOMPARE(rig.title(single), QString()); // google_wins: it is deleted there
    QVERIFY(rig.historyKeeps(QStringLiteral("After")));
    QCOMPARE(rig.google.count(QStringLiteral("probe")), 1);
}

ARIA_TEST(TestAway)

} // namespace tst_away

#include "tst_away.moc"
