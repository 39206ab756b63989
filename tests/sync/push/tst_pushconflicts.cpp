// Edits on both sides, under every strategy: what is written where, what the history keeps.
#include "sync/rig.h"

#include "support/testmain.h"

namespace tst_pushconflicts {

using namespace aria;
using namespace aria::test;
using google::Write;

class PushConflictsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void differentFieldsMerge_data();
    void differentFieldsMerge();
    void sameField_data();
    void sameField();
    void deleteAgainstEdit_data();
    void deleteAgainstEdit();
    void editAgainstDelete_data();
    void editAgainstDelete();
    void restoredUnderAFreshId();
    void aRestoredSeriesKeepsItsExceptions();
    void aRestoredSeriesShowsItsHoles();
    void aVersionSeenAfterAFailedPushIsKept();
    void mostRecentReckonsWithTheClockOffset_data();
    void mostRecentReckonsWithTheClockOffset();
    void manualWritesNeitherSide();
    void laterEditsUpdateTheConflict();
    void conflictsVanishWhenBothAgree_data();
    void conflictsVanishWhenBothAgree();
    void endlessStaleAnswersEnd();
    void anEditAfterALostAnswerMeetsOurOwn_data();
    void anEditAfterALostAnswerMeetsOurOwn();

private:
    static void strategies(bool withPullFirst);
};

void PushConflictsTest::strategies(bool withPullFirst)
{
    QTest::addColumn<ConflictStrategy>("strategy");
    QTest::addColumn<bool>("pullFirst"); // else the push finds out (412)
    const QList<QPair<const char *, ConflictStrategy>> all{ { "google_wins", ConflictStrategy::GoogleWins },
        { "aria_wins", ConflictStrategy::AriaWins }, { "most_recent", ConflictStrategy::MostRecent },
        { "manual", ConflictStrategy::Manual } };
    for (const auto &[name, strategy] : all) {
        QTest::addRow("%s, 412", name) << strategy << false;
        if (withPullFirst)
            QTest::addRow("%s, pull", name) << strategy << true;
    }
}

void PushConflictsTest::differentFieldsMerge_data()
{
    strategies(true);
}

void PushConflictsTest::differentFieldsMerge()
{
    QFETCH(ConflictStrategy, strategy);
    QFETCH(bool, pullFirst);
    SyncRig rig(strategy);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    QVERIFY(rig.runPull());
    rig.google.edit(QStringLiteral("event1"), { { QStringLiteral("location"), QStringLiteral("Berlin") } });
    rig.setTitle(QStringLiteral("event1"), QStringLiteral("Ours"));
    QVERIFY(pullFirst ? rig.runSync() : rig.runPush());
    const auto event = rig.google.at(QStringLiteral("event1"));
    QCOMPARE(event.summary(), QStringLiteral("Ours"));
    QCOMPARE(event.location(), QStringLiteral("Berlin"));
    QCOMPARE(rig.title(QStringLiteral("event1")), QStringLiteral("Ours"));
    QCOMPARE(rig.record(QStringLiteral("event1"))->columns.location, QStringLiteral("Berlin"));
    QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("synced"));
}

void PushConflictsTest::sameField_data()
{
    strategies(true);
}

void PushConflictsTest::sameField()
{
    QFETCH(ConflictStrategy, strategy);
    QFETCH(bool, pullFirst);
    SyncRig rig(strategy);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    QVERIFY(rig.runPull());
    rig.setTitle(QStringLiteral("event1"), QStringLiteral("Ours"));
    rig.google.edit(QStringLiteral("event1"), titled(QStringLiteral("Theirs")));
    rig.clock.advance(std::chrono::minutes(1)); // ARIA's edit is noticed now: it is the later one
    QVERIFY(pullFirst ? rig.runSync() : rig.runPush());
    if (strategy == ConflictStrategy::Manual) {
        QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("conflict"));
        QCOMPARE(rig.title(QStringLiteral("event1")), QStringLiteral("Ours"));
        QCOMPARE(rig.google.at(QStringLiteral("event1")).summary(), QStringLiteral("Theirs"));
        return;
    }
    const bool ours = strategy != ConflictStrategy::GoogleWins;
    const QString winner = ours ? QStringLiteral("Ours") : QStringLiteral("Theirs");
    QCOMPARE(rig.title(QStringLiteral("event1")), winner);
    QCOMPARE(rig.google.at(QStringLiteral("event1")).summary(), winner);
    QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("synced"));
    QVERIFY(rig.historyKeeps(ours ? QStringLiteral("Theirs") : QStringLiteral("Ours")));
    const QString contents = rig.contents();
    QVERIFY(rig.runSync());
    QCOMPARE(rig.contents(), contents);
}

void PushConflictsTest::deleteAgainstEdit_data()
{
    strategies(true);
}

// ARIA deleted, Google edited.
void PushConflictsTest::deleteAgainstEdit()
{
    QFETCH(ConflictStrategy, strategy);
    QFETCH(bool, pullFirst);
    SyncRig rig(strategy);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    QVERIFY(rig.runPull());
    rig.deleteInAria(QStringLiteral("event1"));
    rig.clock.advance(std::chrono::minutes(5)); // Google's edit is the later one
    rig.google.edit(QStringLiteral("event1"), titled(QStringLiteral("Theirs")));
    QVERIFY(pullFirst ? rig.runSync() : rig.runPush());
    if (strategy == ConflictStrategy::Manual) {
        QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("conflict"));
        QVERIFY(!rig.google.at(QStringLiteral("event1")).isCancelled());
    } else if (strategy == ConflictStrategy::AriaWins) {
        QVERIFY(rig.google.at(QStringLiteral("event1")).isCancelled());
        QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("deleted"));
        QVERIFY(rig.historyKeeps(QStringLiteral("Theirs")));
    } else {
        QCOMPARE(rig.title(QStringLiteral("event1")), QStringLiteral("Theirs"));
        QVERIFY(!rig.google.at(QStringLiteral("event1")).isCancelled());
        QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("synced"));
    }
}

void PushConflictsTest::editAgainstDelete_data()
{
    strategies(true);
}

// ARIA edited, Google deleted.
void PushConflictsTest::editAgainstDelete()
{
    QFETCH(ConflictStrategy, strategy);
    QFETCH(bool, pullFirst);
    SyncRig rig(strategy);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    QVERIFY(rig.runPull());
    rig.setTitle(QStringLiteral("event1"), QStringLiteral("Ours"));
    rig.google.remove(QStringLiteral("event1"));
    rig.clock.advance(std::chrono::minutes(1)); // ARIA's edit is noticed now: it is the later one
    rig.google.restoresDeleted = true;
    // Without a pull a patch of a tombstone comes back as forbidden here, or as 404 once it is purged.
    if (!pullFirst)
        rig.google.purge(QStringLiteral("event1"));
    QVERIFY(pullFirst ? rig.runSync() : rig.runPush());
    if (strategy == ConflictStrategy::Manual) {
        QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("conflict"));
        QCOMPARE(rig.title(QStringLiteral("event1")), QStringLiteral("Ours"));
        QCOMPARE(rig.google.living(), 0);
    } else if (strategy == ConflictStrategy::GoogleWins) {
        QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("deleted"));
        QVERIFY(rig.historyKeeps(QStringLiteral("Ours")));
        QCOMPARE(rig.google.living(), 0);
    } else {
        QCOMPARE(rig.google.living(), 1);
        QCOMPARE(
            rig
                .one(QStringLiteral(
                    "SELECT count(*) FROM aria_calendar_events WHERE deleted_at IS NULL AND title = 'Ours'"))
                .toInt(),
            1);
        QCOMPARE(rig.one(QStringLiteral("SELECT sync_status FROM aria_calendar_sync")).toString(),
            QStringLiteral("synced"));
        if (pullFirst)
            QCOMPARE(rig.google.at(QStringLiteral("event1")).summary(), QStringLiteral("Ours"));
    }
    const QString contents = rig.contents();
    QVERIFY(rig.runSync());
    QCOMPARE(rig.contents(), contents);
}

void PushConflictsTest::restoredUnderAFreshId()
{
    SyncRig rig(ConflictStrategy::AriaWins);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    QVERIFY(rig.runPull());
    const qint64 localId = rig.record(QStringLiteral("event1"))->localId;
    rig.setTitle(QStringLiteral("event1"), QStringLiteral("Ours"));
    rig.google.remove(QStringLiteral("event1"));
    rig.google.restoresDeleted = false;
    QVERIFY(rig.runSync());
    QVERIFY(rig.google.at(QStringLiteral("event1")).isCancelled());
    QCOMPARE(rig.google.living(), 1);
    const auto record = must(
        rig.store->read([localId](store::Session &session) { return session.events().byLocalId(localId); }));
    QVERIFY(record);
    QVERIFY(record->googleEventId != QStringLiteral("event1"));
    QCOMPARE(rig.google.at(record->googleEventId).summary(), QStringLiteral("Ours"));
    QCOMPARE(toString(record->status), QStringLiteral("synced"));
    const QString contents = rig.contents();
    QVERIFY(rig.runSync());
    QCOMPARE(rig.contents(), contents);
    QCOMPARE(rig.google.living(), 1);
    QVERIFY2(rig.google.violations.isEmpty(), qPrintable(rig.google.violations.join(QLatin1Char('\n'))));
}

// Google lists no occurrences of a deleted series, and they do not change when it lives again.
void PushConflictsTest::aRestoredSeriesShowsItsHoles()
{
    SyncRig rig(ConflictStrategy::AriaWins);
    rig.google.put(series(QStringLiteral("series1")));
    QVERIFY(rig.runPull());
    const QString hole = QStringLiteral("series1_20240117T090000Z");
    rig.setTitle(QStringLiteral("series1"), QStringLiteral("Ours"));
    const QJsonObject cancelled{ { QStringLiteral("status"), QStringLiteral("cancelled") } };
    rig.google.edit(hole, cancelled);
    rig.google.edit(QStringLiteral("series1"), cancelled);
    rig.google.leftOut = QStringList{ hole };
    QVERIFY(rig.runSync());
    QVERIFY(!rig.google.at(QStringLiteral("series1")).isCancelled());
    QCOMPARE(rig.google.at(QStringLiteral("series1")).summary(), QStringLiteral("Ours"));
    QVERIFY(!rig.record(hole));

    rig.google.leftOut.clear();
    QVERIFY(rig.runSync());
    QVERIFY(rig.record(hole));
    QVERIFY(rig.record(hole)->isDeletedInAria());
    // Once is enough.
    rig.google.forgetCalls();
    QVERIFY(rig.runSync());
    QCOMPARE(rig.google.count(QStringLiteral("list")), 1);
    QVERIFY(!rig.google.calls.first().id.isEmpty()); // the sync token
    QCOMPARE(rig.google.writes().size(), 0);
}

void PushConflictsTest::aRestoredSeriesKeepsItsExceptions()
{
    SyncRig rig(ConflictStrategy::AriaWins);
    rig.google.put(series(QStringLiteral("series1")));
    rig.google.edit(QStringLiteral("series1_20240117T090000Z"), titled(QStringLiteral("Other")));
    QVERIFY(rig.runPull());
    rig.setTitle(QStringLiteral("series1"), QStringLiteral("Ours"));
    rig.google.edit(QStringLiteral("series1"), { { QStringLiteral("status"), QStringLiteral("cancelled") } });
    rig.google.restoresDeleted = false;
    QVERIFY(rig.runSync());
    const QString fresh =
        rig.one(QStringLiteral("SELECT google_event_id FROM aria_calendar_sync ORDER BY id LIMIT 1"))
            .toString();
    QVERIFY(fresh != QStringLiteral("series1"));
    QCOMPARE(rig.google.at(fresh).summary(), QStringLiteral("Ours"));
    QCOMPARE(rig.google.at(fresh + QStringLiteral("_20240117T090000Z")).summary(), QStringLiteral("Other"));
}

// The first attempt fails; then Google changes; then the second attempt overwrites that change.
void PushConflictsTest::aVersionSeenAfterAFailedPushIsKept()
{
    SyncRig rig(ConflictStrategy::AriaWins);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    QVERIFY(rig.runPull());
    rig.setTitle(QStringLiteral("event1"), QStringLiteral("Ours"));
    rig.google.failNext(QStringLiteral("patch"), networkError());
    QVERIFY(!rig.runPush());
    rig.google.edit(QStringLiteral("event1"), titled(QStringLiteral("Theirs")));
    bool keptBefore = false;
    rig.google.afterWrite = [&](const Write &) { keptBefore = rig.historyKeeps(QStringLiteral("Theirs")); };
    QVERIFY(rig.runSync());
    QCOMPARE(rig.google.at(QStringLiteral("event1")).summary(), QStringLiteral("Ours"));
    QVERIFY(keptBefore);
    QCOMPARE(
        rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync_history WHERE outcome = 'intended'"))
            .toInt(),
        0);
}

void PushConflictsTest::mostRecentReckonsWithTheClockOffset_data()
{
    QTest::addColumn<int>("offsetMinutes");
    QTest::addColumn<QString>("winner");
    // ARIA's edit is a minute older than Google's by our clock.
    QTest::newRow("same clock") << 0 << QStringLiteral("Theirs");
    QTest::newRow("Google's is ten minutes ahead") << 10 << QStringLiteral("Theirs");
    QTest::newRow("Google's is ten minutes behind") << -10 << QStringLiteral("Theirs");
}

void PushConflictsTest::mostRecentReckonsWithTheClockOffset()
{
    QFETCH(int, offsetMinutes);
    QFETCH(QString, winner);
    for (const bool ariaLater : { false, true }) {
        SyncRig rig(ConflictStrategy::MostRecent);
        rig.google.offset = std::chrono::minutes(offsetMinutes);
        rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
        QVERIFY(rig.runPull());
        rig.clock.advance(std::chrono::hours(1));
        const auto editHere = [&rig] {
            auto record = rig.record(QStringLiteral("event1"));
            record->columns.title = QStringLiteral("Ours");
            record->updatedAt = rig.clock.nowUtc();
            record->status = store::SyncStatus::PendingToGoogle;
            ++record->revision;
            const auto clocks = sync::readClocks(rig.clock, rig.google);
            must(rig.store->write([record, clocks](store::Session &session) mutable {
                sync::noteEdit(*record, clocks, must(session.now()));
                return session.events().save(*record);
            }));
        };
        if (!ariaLater)
            editHere();
        rig.clock.advance(std::chrono::minutes(ariaLater ? 0 : 1));
        rig.google.edit(QStringLiteral("event1"), titled(QStringLiteral("Theirs")));
        rig.clock.advance(std::chrono::minutes(ariaLater ? 1 : 0));
        if (ariaLater)
            editHere();
        QVERIFY(rig.runSync());
        const QString expected = ariaLater ? QStringLiteral("Ours") : winner;
        QCOMPARE(rig.title(QStringLiteral("event1")), expected);
        QCOMPARE(rig.google.at(QStringLiteral("event1")).summary(), expected);
    }
}

void PushConflictsTest::manualWritesNeitherSide()
{
    SyncRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    rig.google.put(meeting(QStringLiteral("event2"), QStringLiteral("Base")));
    QVERIFY(rig.runPull());
    rig.setTitle(QStringLiteral("event1"), QStringLiteral("Ours"));
    rig.google.edit(QStringLiteral("event1"), titled(QStringLiteral("Theirs")));
    rig.changes.clear();
    QVERIFY(rig.runSync());
    QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("conflict"));
    QVERIFY(rig.google.writes().isEmpty());
    QCOMPARE(rig.changes.size(), 1);
    QVERIFY(rig.changes.constFirst().kind == sync::EventChange::Kind::Conflict);
    // It blocks nothing, and it is told once.
    rig.changes.clear();
    rig.setTitle(QStringLiteral("event2"), QStringLiteral("Ours"));
    QVERIFY(rig.runSync());
    QCOMPARE(rig.google.at(QStringLiteral("event2")).summary(), QStringLiteral("Ours"));
    QVERIFY(rig.changes.isEmpty());
}

void PushConflictsTest::laterEditsUpdateTheConflict()
{
    SyncRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    QVERIFY(rig.runPull());
    rig.setTitle(QStringLiteral("event1"), QStringLiteral("Ours"));
    rig.google.edit(QStringLiteral("event1"), titled(QStringLiteral("Theirs")));
    QVERIFY(rig.runSync());
    rig.google.edit(QStringLiteral("event1"), titled(QStringLiteral("Theirs 2")));
    rig.setTitle(QStringLiteral("event1"), QStringLiteral("Ours 2"));
    QVERIFY(rig.runSync());
    const auto record = rig.record(QStringLiteral("event1"));
    QCOMPARE(toString(record->status), QStringLiteral("conflict"));
    QCOMPARE(calendar::Event(record->google).summary(), QStringLiteral("Theirs 2"));
    QCOMPARE(calendar::Event(record->base).summary(), QStringLiteral("Base"));
    QCOMPARE(record->columns.title, QStringLiteral("Ours 2"));
}

void PushConflictsTest::conflictsVanishWhenBothAgree_data()
{
    QTest::addColumn<bool>("googleGivesIn");
    QTest::newRow("Google takes ARIA's") << true;
    QTest::newRow("ARIA takes Google's") << false;
}

void PushConflictsTest::conflictsVanishWhenBothAgree()
{
    QFETCH(bool, googleGivesIn);
    SyncRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    QVERIFY(rig.runPull());
    rig.setTitle(QStringLiteral("event1"), QStringLiteral("Ours"));
    rig.google.edit(QStringLiteral("event1"), titled(QStringLiteral("Theirs")));
    QVERIFY(rig.runSync());
    if (googleGivesIn)
        rig.google.edit(QStringLiteral("event1"), titled(QStringLiteral("Ours")));
    else
        rig.setTitle(QStringLiteral("event1"), QStringLiteral("Theirs"));
    QVERIFY(rig.runSync());
    QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("synced"));
    QVERIFY(rig.record(QStringLiteral("event1"))->google.isEmpty());
    QVERIFY(rig.google.writes().isEmpty());
}

void PushConflictsTest::endlessStaleAnswersEnd()
{
    SyncRig rig(ConflictStrategy::AriaWins);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    QVERIFY(rig.runPull());
    rig.setTitle(QStringLiteral("event1"), QStringLiteral("Ours"));
    for (int i = 0; i < 100; ++i)
        rig.google.failNext(QStringLiteral("patch"),
            googleError(ErrorCategory::Stale, QStringLiteral("conditionNotMet"), 412));
    QVERIFY(rig.runPush());
    QVERIFY(rig.google.writes().size() < 10);
    QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("pending_to_google"));
}

void PushConflictsTest::anEditAfterALostAnswerMeetsOurOwn_data()
{
    QTest::addColumn<bool>("isNew");
    QTest::addColumn<bool>("arrived");
    QTest::newRow("insert, arrived") << true << true;
    QTest::newRow("insert, lost") << true << false;
    QTest::newRow("patch, arrived") << false << true;
    QTest::newRow("patch, lost") << false << false;
}

void PushConflictsTest::anEditAfterALostAnswerMeetsOurOwn()
{
    QFETCH(bool, isNew);
    QFETCH(bool, arrived);
    SyncRig rig(ConflictStrategy::GoogleWins);
    QString id = QStringLiteral("event1");
    if (isNew) {
        id = rig.createInAria(QStringLiteral("Two"));
    } else {
        rig.google.put(meeting(id, QStringLiteral("One")));
        QVERIFY(rig.runPull());
        rig.setTitle(id, QStringLiteral("Two"));
    }
    const auto when = arrived ? FakeCalendarApi::Fault::When::After : FakeCalendarApi::Fault::When::Before;
    const Error lost{ ErrorCategory::Unavailable, QStringLiteral("connection"), QStringLiteral("no answer") };
    rig.google.failNext(isNew ? QStringLiteral("insert") : QStringLiteral("patch"), { lost, when });
    QVERIFY(!rig.runPush());
    QCOMPARE(rig.google.at(id).summary(),
        arrived     ? QStringLiteral("Two")
            : isNew ? QString()
                    : QStringLiteral("One"));

    // No pull comes in between to see what became of it.
    rig.setTitle(id, QStringLiteral("Three"));
    rig.clock.advance(std::chrono::hours(1));
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.at(id).summary(), QStringLiteral("Three"));
    QCOMPARE(rig.title(id), QStringLiteral("Three"));
    QCOMPARE(rig.status(id), QStringLiteral("synced"));
    QCOMPARE(rig.google.living(), 1);
    QCOMPARE(rig.google.violations, QStringList());
}

ARIA_TEST(PushConflictsTest)

} // namespace tst_pushconflicts

#include "tst_pushconflicts.moc"
