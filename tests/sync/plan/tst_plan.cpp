// What a sync would do, shown before it does it.
#include "support/testmain.h"
#include "sync/enginerig.h"
#include "sync/plan/dryrun.h"

using namespace Qt::StringLiterals;

namespace tst_plan {

using namespace aria;
using namespace aria::test;
using sync::Plan;
using sync::PlannedWrite;

class PlanTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsBothSidesAndWritesNothing();
    void aPullThatFailedHidesNothing();
    void theFirstImportIsShown();
    void anExpiredTokenIsNotDropped();
    void whatAListLeavesOutIsLookedAt();
    void deletionsThatWouldBeHeld();
    void conflictsAreShown_data();
    void conflictsAreShown();
    void pages();
    void anotherAccountIsRefused();
    void errorsAreReported();
    void theTimeOfADeletionIsAskedFor_data();
    void theTimeOfADeletionIsAskedFor();
    void timesOfEditsAreTakenUpFirst();
    void waitingPlanNeedsNoGoogle();
};

namespace {

QString many(int i)
{
    return u"event%1"_s.arg(i, 3, 10, QLatin1Char('0'));
}

Expected<Plan> tryIt(SyncRig &rig, ConflictStrategy strategy = ConflictStrategy::GoogleWins)
{
    sync::DryRun dryRun(rig.google, *rig.store, rig.clock, rig.random, u"primary"_s, strategy);
    return QCoro::waitFor(dryRun.run());
}

// Everything the database holds, so that nothing is overlooked.
QString everything(SyncRig &rig)
{
    QString text = rig.contents();
    for (const auto *table : { "aria_calendar_metadata", "aria_calendar_sync_history" }) {
        QSqlQuery query(rig.database.plain());
        if (!query.exec(u"SELECT * FROM %1 ORDER BY 1, 2"_s.arg(QLatin1String(table))))
            qFatal("%s", qPrintable(query.lastError().text()));
        while (query.next()) {
            for (int i = 0; i < query.record().count(); ++i)
                text += query.value(i).toString() + QLatin1Char(';');
            text += QLatin1Char('\n');
        }
    }
    return text;
}

QStringList described(const Plan &plan)
{
    QStringList lines;
    for (const PlannedWrite &write : plan.writes) {
        const calendar::Event &shown = write.after.isEmpty() ? write.before : write.after;
        lines.append(u"%1 %2 %3 (%4)%5"_s.arg(
            write.side == PlannedWrite::Side::Aria ? u"aria"_s : u"google"_s, toString(write.operation),
            shown.summary(), write.reason, write.held ? u" held"_s : QString()));
    }
    lines.sort();
    return lines;
}

} // namespace

void PlanTest::showsBothSidesAndWritesNothing()
{
    EngineRig rig;
    for (int i = 0; i < 6; ++i)
        rig.google.put(meeting(many(i), many(i)));
    rig.google.put(series(u"series1"_s));
    rig.begin();
    rig.google.put(meeting(u"fresh1"_s, u"New there"_s));
    rig.google.edit(many(0), titled(u"Edited there"_s));
    rig.google.remove(many(1));
    rig.setTitle(many(2), u"Edited here"_s);
    rig.deleteInAria(many(3));
    rig.sql(u"INSERT INTO aria_calendar_events (title, start_time, end_time, time_zone) VALUES"
            u" ('New here', '2024-01-17T10:00:00Z', '2024-01-17T11:00:00Z', 'UTC')"_s);
    rig.google.edit(many(4), titled(u"Both there"_s));
    rig.setTitle(many(4), u"Both here"_s);
    rig.google.forgetCalls();
    const QString before = everything(rig);

    const auto plan = tryIt(rig);
    QVERIFY2(plan, plan ? "" : qPrintable(plan.error().message));
    QCOMPARE(described(*plan),
        (QStringList{ u"aria create New there (made in Google)"_s,
            u"aria delete event001 (deleted in Google)"_s, u"aria update Both there (google_wins)"_s,
            u"aria update Edited there (changed in Google)"_s, u"google create New here (aria edit)"_s,
            u"google delete event003 (aria edit)"_s, u"google update Edited here (aria edit)"_s }));
    QVERIFY(!plan->needsConfirmation());
    QVERIFY(plan->id().isEmpty());
    for (const PlannedWrite &write : plan->writes) {
        QCOMPARE(write.calendarId, u"primary"_s);
        if (write.side == PlannedWrite::Side::Google)
            QCOMPARE(write.sendUpdates, u"none"_s);
    }
    QCOMPARE(everything(rig), before);
    QVERIFY(rig.google.writes().isEmpty());

    // The sync then does just that.
    const auto synced = rig.syncNow();
    QVERIFY(synced);
    QCOMPARE(synced->created, plan->changes.created);
    QCOMPARE(synced->updated, plan->changes.updated);
    QCOMPARE(synced->deleted, plan->changes.deleted);
    QCOMPARE(rig.google.writes().size(), 3);
    const auto after = tryIt(rig);
    QVERIFY(after);
    QCOMPARE(described(*after), QStringList());
}

// What is pushed after it bears its number.
void PlanTest::aPullThatFailedHidesNothing()
{
    SyncRig rig;
    rig.google.put(meeting(many(0), many(0)));
    QVERIFY(rig.runSync());
    rig.google.failNext(u"list"_s, Error{ ErrorCategory::Unavailable, u"backendError"_s, {} });
    QVERIFY(!rig.runPull());
    rig.setTitle(many(0), u"Edited here"_s);
    QVERIFY(rig.runPush());
    rig.google.edit(many(0), titled(u"Edited there"_s));
    const auto plan = tryIt(rig);
    QVERIFY(plan);
    QCOMPARE(described(*plan), QStringList(u"aria update Edited there (changed in Google)"_s));
}

void PlanTest::theFirstImportIsShown()
{
    SyncRig rig;
    for (int i = 0; i < 3; ++i)
        rig.google.put(meeting(many(i), many(i)));
    const QString before = everything(rig);
    const auto plan = tryIt(rig);
    QVERIFY(plan);
    QCOMPARE(plan->changes.created, 3);
    QCOMPARE(everything(rig), before);
    QVERIFY(rig.runSync());
    QCOMPARE(rig.title(many(2)), many(2));
    QCOMPARE(rig.historyCount(), 0); // still the first import
}

void PlanTest::anExpiredTokenIsNotDropped()
{
    SyncRig rig;
    for (int i = 0; i < 3; ++i)
        rig.google.put(meeting(many(i), many(i)));
    QVERIFY(rig.runSync());
    rig.google.purge(many(0));
    rig.google.expireTokens();
    const QString before = everything(rig);
    const auto plan = tryIt(rig);
    QVERIFY(plan);
    QCOMPARE(described(*plan), QStringList{ u"aria delete event000 (deleted in Google)"_s });
    QCOMPARE(everything(rig), before);
    QVERIFY(rig.runSync());
    QCOMPARE(rig.title(many(0)), QString());
}

void PlanTest::whatAListLeavesOutIsLookedAt()
{
    SyncRig rig;
    for (int i = 0; i < 3; ++i)
        rig.google.put(meeting(many(i), many(i)));
    QVERIFY(rig.runSync());
    rig.google.leftOut = QStringList{ many(1) };
    rig.google.expireTokens();
    const auto plan = tryIt(rig);
    QVERIFY(plan);
    QCOMPARE(described(*plan), QStringList());
}

void PlanTest::deletionsThatWouldBeHeld()
{
    SyncRig rig;
    for (int i = 0; i < 40; ++i)
        rig.google.put(meeting(many(i), many(i)));
    QVERIFY(rig.runSync());
    for (int i = 0; i < 35; ++i)
        rig.google.remove(many(i));
    const QString before = everything(rig);
    const auto plan = tryIt(rig);
    QVERIFY(plan);
    QVERIFY(plan->needsConfirmation());
    QCOMPARE(plan->writes.size(), 35);
    QCOMPARE(plan->changes.deleted, 0);
    QCOMPARE(everything(rig), before);
}

void PlanTest::conflictsAreShown_data()
{
    QTest::addColumn<ConflictStrategy>("strategy");
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<qsizetype>("conflicts");
    QTest::newRow("manual") << ConflictStrategy::Manual << QStringList() << qsizetype(1);
    QTest::newRow("google_wins") << ConflictStrategy::GoogleWins
                                 << QStringList{ u"aria update There (google_wins)"_s } << qsizetype(0);
    QTest::newRow("aria_wins") << ConflictStrategy::AriaWins
                               << QStringList{ u"google update Here (aria edit)"_s } << qsizetype(0);
}

void PlanTest::conflictsAreShown()
{
    QFETCH(ConflictStrategy, strategy);
    QFETCH(QStringList, lines);
    QFETCH(qsizetype, conflicts);
    SyncRig rig(strategy);
    rig.google.put(meeting(many(0)));
    QVERIFY(rig.runSync());
    rig.google.edit(many(0), titled(u"There"_s));
    rig.setTitle(many(0), u"Here"_s);
    const auto plan = tryIt(rig, strategy);
    QVERIFY(plan);
    QStringList shown = described(*plan);
    // What Google bumped besides comes over with it, under aria_wins too.
    shown.removeIf([](const QString &line) { return line.startsWith(u"aria update Here"_s); });
    QCOMPARE(shown, lines);
    QCOMPARE(plan->conflicts.size(), conflicts);
}

void PlanTest::pages()
{
    SyncRig rig;
    for (int i = 0; i < 25; ++i)
        rig.google.put(meeting(many(i), many(i)));
    rig.google.pageSize = 10;
    const auto plan = tryIt(rig);
    QVERIFY(plan);
    QCOMPARE(plan->changes.created, 25);
}

void PlanTest::anotherAccountIsRefused()
{
    EngineRig rig;
    rig.google.put(meeting(many(0)));
    rig.begin();
    rig.google.realCalendarId = u"somebody.else@example.com"_s;
    const auto plan = tryIt(rig);
    QVERIFY(!plan);
    QCOMPARE(plan.error().code, u"other_calendar"_s);
}

void PlanTest::errorsAreReported()
{
    SyncRig rig;
    rig.google.failNext(u"list"_s, networkError());
    const auto plan = tryIt(rig);
    QVERIFY(!plan);
    QVERIFY(plan.error().category == ErrorCategory::Unavailable);
}

void PlanTest::theTimeOfADeletionIsAskedFor_data()
{
    QTest::addColumn<bool>("deletionIsLater");
    QTest::newRow("deleted, then edited") << false;
    QTest::newRow("edited, then deleted") << true;
}

// A list's tombstones tell no time; most_recent needs one.
void PlanTest::theTimeOfADeletionIsAskedFor()
{
    QFETCH(bool, deletionIsLater);
    SyncRig rig(ConflictStrategy::MostRecent);
    rig.google.put(meeting(many(0), many(0)));
    QVERIFY(rig.runSync());
    rig.google.bareTombstones = true;
    const auto edit = [&] {
        auto record = rig.record(many(0));
        record->columns.title = u"Ours"_s;
        record->updatedAt = rig.clock.nowUtc();
        record->status = store::SyncStatus::PendingToGoogle;
        ++record->revision;
        const auto clocks = sync::readClocks(rig.clock, rig.google);
        must(rig.store->write([record, clocks](store::Session &session) mutable {
            sync::noteEdit(*record, clocks, must(session.now()));
            return session.events().save(*record);
        }));
    };
    if (deletionIsLater)
        edit();
    else
        rig.google.remove(many(0));
    rig.clock.advance(std::chrono::minutes(5));
    if (deletionIsLater)
        rig.google.remove(many(0));
    else
        edit();
    const auto plan = tryIt(rig, ConflictStrategy::MostRecent);
    QVERIFY(plan);
    QCOMPARE(described(*plan),
        deletionIsLater ? QStringList{ u"aria delete Ours (deleted in Google)"_s }
                        : QStringList{ u"google restore Ours (aria edit)"_s });
    QVERIFY(rig.runSync());
    QCOMPARE(rig.title(many(0)), deletionIsLater ? QString() : u"Ours"_s);
    QCOMPARE(rig.google.living(), deletionIsLater ? 0 : 1);
}

// An edit by SQL that no service has noticed yet, stamped by a database clock that is years ahead: when it was made is
// found out before anything is decided, in the dry run as in the sync.
void PlanTest::timesOfEditsAreTakenUpFirst()
{
    EngineRig rig(QUrl(), ConflictStrategy::MostRecent);
    rig.google.put(meeting(many(0), u"Base"_s));
    rig.begin();
    const QDateTime made = rig.clock.nowUtc();
    rig.setTitle(many(0), u"Ours"_s);
    rig.clock.advance(std::chrono::minutes(20));
    rig.google.edit(many(0), titled(u"Theirs"_s));
    rig.clock.setNow(made);
    const auto plan = tryIt(rig, ConflictStrategy::MostRecent);
    QVERIFY(plan);
    QCOMPARE(described(*plan), QStringList{ u"aria update Theirs (most_recent)"_s });
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.title(many(0)), u"Theirs"_s);
}

void PlanTest::waitingPlanNeedsNoGoogle()
{
    SyncRig rig;
    for (int i = 0; i < 2; ++i)
        rig.google.put(meeting(many(i), many(i)));
    QVERIFY(rig.runSync());
    rig.setTitle(many(0), u"Ours"_s);
    rig.google.forgetCalls();
    const QDateTime now = rig.clock.nowUtc();
    auto work = rig.store->read(
        [now](store::Session &session) { return sync::waitingPlan(session, u"primary"_s, now); });
    const auto plan = must(work);
    QCOMPARE(described(plan), QStringList{ u"google update Ours (aria edit)"_s });
    QVERIFY(rig.google.calls.isEmpty());
}

ARIA_TEST(PlanTest)

} // namespace tst_plan

#include "tst_plan.moc"
