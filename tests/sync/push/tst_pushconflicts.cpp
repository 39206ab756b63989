// Edits on both sides, under every strategy: what is written where, what the history keeps.
#include "sync/rig.h"

#include "support/testmain.h"

using namespace Qt::StringLiterals;

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
    void ofASpecialEventOnlyWhatChangedIsSent();
    void aRestoredSeriesKeepsItsExceptions_data();
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
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    QVERIFY(rig.runPull());
    rig.google.edit(u"event1"_s, { { u"location"_s, u"Berlin"_s } });
    rig.setTitle(u"event1"_s, u"Ours"_s);
    QVERIFY(pullFirst ? rig.runSync() : rig.runPush());
    const auto event = rig.google.at(u"event1"_s);
    QCOMPARE(event.summary(), u"Ours"_s);
    QCOMPARE(event.location(), u"Berlin"_s);
    QCOMPARE(rig.title(u"event1"_s), u"Ours"_s);
    QCOMPARE(rig.record(u"event1"_s)->columns.location, u"Berlin"_s);
    QCOMPARE(rig.status(u"event1"_s), u"synced"_s);
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
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    QVERIFY(rig.runPull());
    rig.setTitle(u"event1"_s, u"Ours"_s);
    rig.google.edit(u"event1"_s, titled(u"Theirs"_s));
    rig.clock.advance(std::chrono::minutes(1)); // ARIA's edit is noticed now: it is the later one
    QVERIFY(pullFirst ? rig.runSync() : rig.runPush());
    if (strategy == ConflictStrategy::Manual) {
        QCOMPARE(rig.status(u"event1"_s), u"conflict"_s);
        QCOMPARE(rig.title(u"event1"_s), u"Ours"_s);
        QCOMPARE(rig.google.at(u"event1"_s).summary(), u"Theirs"_s);
        return;
    }
    const bool ours = strategy != ConflictStrategy::GoogleWins;
    const QString winner = ours ? u"Ours"_s : u"Theirs"_s;
    QCOMPARE(rig.title(u"event1"_s), winner);
    QCOMPARE(rig.google.at(u"event1"_s).summary(), winner);
    QCOMPARE(rig.status(u"event1"_s), u"synced"_s);
    QVERIFY(rig.historyKeeps(ours ? u"Theirs"_s : u"Ours"_s));
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
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    QVERIFY(rig.runPull());
    rig.deleteInAria(u"event1"_s);
    rig.clock.advance(std::chrono::minutes(5)); // Google's edit is the later one
    rig.google.edit(u"event1"_s, titled(u"Theirs"_s));
    QVERIFY(pullFirst ? rig.runSync() : rig.runPush());
    if (strategy == ConflictStrategy::Manual) {
        QCOMPARE(rig.status(u"event1"_s), u"conflict"_s);
        QVERIFY(!rig.google.at(u"event1"_s).isCancelled());
    } else if (strategy == ConflictStrategy::AriaWins) {
        QVERIFY(rig.google.at(u"event1"_s).isCancelled());
        QCOMPARE(rig.status(u"event1"_s), u"deleted"_s);
        QVERIFY(rig.historyKeeps(u"Theirs"_s));
    } else {
        QCOMPARE(rig.title(u"event1"_s), u"Theirs"_s);
        QVERIFY(!rig.google.at(u"event1"_s).isCancelled());
        QCOMPARE(rig.status(u"event1"_s), u"synced"_s);
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
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    QVERIFY(rig.runPull());
    rig.setTitle(u"event1"_s, u"Ours"_s);
    rig.google.remove(u"event1"_s);
    rig.clock.advance(std::chrono::minutes(1)); // ARIA's edit is noticed now: it is the later one
    rig.google.restoresDeleted = true;
    // Without a pull a patch of a tombstone comes back as forbidden here, or as 404 once it is purged.
    if (!pullFirst)
        rig.google.purge(u"event1"_s);
    QVERIFY(pullFirst ? rig.runSync() : rig.runPush());
    if (strategy == ConflictStrategy::Manual) {
        QCOMPARE(rig.status(u"event1"_s), u"conflict"_s);
        QCOMPARE(rig.title(u"event1"_s), u"Ours"_s);
        QCOMPARE(rig.google.living(), 0);
    } else if (strategy == ConflictStrategy::GoogleWins) {
        QCOMPARE(rig.status(u"event1"_s), u"deleted"_s);
        QVERIFY(rig.historyKeeps(u"Ours"_s));
        QCOMPARE(rig.google.living(), 0);
    } else {
        QCOMPARE(rig.google.living(), 1);
        QCOMPARE(
            rig.one(
                   u"SELECT count(*) FROM aria_calendar_events WHERE deleted_at IS NULL AND title = 'Ours'"_s)
                .toInt(),
            1);
        QCOMPARE(rig.one(u"SELECT sync_status FROM aria_calendar_sync"_s).toString(), u"synced"_s);
        if (pullFirst)
            QCOMPARE(rig.google.at(u"event1"_s).summary(), u"Ours"_s);
    }
    const QString contents = rig.contents();
    QVERIFY(rig.runSync());
    QCOMPARE(rig.contents(), contents);
}

void PushConflictsTest::restoredUnderAFreshId()
{
    SyncRig rig(ConflictStrategy::AriaWins);
    // What no column holds comes along.
    const QJsonObject more{ { u"extendedProperties"_s,
                                QJsonObject{ { u"private"_s, QJsonObject{ { u"a"_s, u"b"_s } } } } },
        { u"source"_s, QJsonObject{ { u"url"_s, u"https://example.com/"_s } } },
        { u"guestsCanModify"_s, true },
        { u"attachments"_s, QJsonArray{ QJsonObject{ { u"fileUrl"_s, u"https://example.com/a"_s } } } },
        { u"conferenceData"_s,
            QJsonObject{ { u"conferenceId"_s, u"abc"_s },
                { u"createRequest"_s, QJsonObject{ { u"requestId"_s, u"r"_s } } } } } };
    rig.google.put(meeting(u"event1"_s, u"Base"_s, more));
    QVERIFY(rig.runPull());
    const qint64 localId = rig.record(u"event1"_s)->localId;
    rig.setTitle(u"event1"_s, u"Ours"_s);
    rig.google.remove(u"event1"_s);
    rig.google.restoresDeleted = false;
    QVERIFY(rig.runSync());
    QVERIFY(rig.google.at(u"event1"_s).isCancelled());
    QCOMPARE(rig.google.living(), 1);
    const auto record = must(
        rig.store->read([localId](store::Session &session) { return session.events().byLocalId(localId); }));
    QVERIFY(record);
    QVERIFY(record->googleEventId != u"event1"_s);
    const QJsonObject anew = rig.google.at(record->googleEventId).json();
    QCOMPARE(anew.value(u"summary"_s).toString(), u"Ours"_s);
    for (const auto &member :
        { u"extendedProperties"_s, u"source"_s, u"guestsCanModify"_s, u"attachments"_s })
        QCOMPARE(anew.value(member), more.value(member));
    QCOMPARE(anew.value(u"hangoutLink"_s).toString(), u"https://meet.google.com/abc"_s);
    QCOMPARE(toString(record->status), u"synced"_s);
    const QString contents = rig.contents();
    QVERIFY(rig.runSync());
    QCOMPARE(rig.contents(), contents);
    QCOMPARE(rig.google.living(), 1);
    QVERIFY2(rig.google.violations.isEmpty(), qPrintable(rig.google.violations.join(QLatin1Char('\n'))));
}

// A birthday, or what Google made from a mail: most fields must not be named (Calendar API, guides/event-types).
void PushConflictsTest::ofASpecialEventOnlyWhatChangedIsSent()
{
    SyncRig rig(ConflictStrategy::AriaWins);
    rig.google.put(meeting(u"event1"_s, u"Flight"_s, { { u"eventType"_s, u"fromGmail"_s } }));
    QVERIFY(rig.runPull());
    rig.setInAria(u"event1"_s, u"color_id"_s, u"5"_s);
    rig.google.remove(u"event1"_s);
    rig.google.forgetCalls();
    QVERIFY(rig.runSync());
    QCOMPARE(rig.google.writes().size(), 1);
    QCOMPARE(rig.google.writes().first().body,
        QJsonObject({ { u"colorId"_s, u"5"_s }, { u"status"_s, u"confirmed"_s } }));
    QVERIFY(!rig.google.at(u"event1"_s).isCancelled());
}

// Google lists no occurrences of a deleted series, and they do not change when it lives again.
void PushConflictsTest::aRestoredSeriesShowsItsHoles()
{
    SyncRig rig(ConflictStrategy::AriaWins);
    rig.google.put(series(u"series1"_s));
    QVERIFY(rig.runPull());
    const QString hole = u"series1_20240117T090000Z"_s;
    rig.setTitle(u"series1"_s, u"Ours"_s);
    const QJsonObject cancelled{ { u"status"_s, u"cancelled"_s } };
    rig.google.edit(hole, cancelled);
    rig.google.edit(u"series1"_s, cancelled);
    rig.google.leftOut = QStringList{ hole };
    QVERIFY(rig.runSync());
    QVERIFY(!rig.google.at(u"series1"_s).isCancelled());
    QCOMPARE(rig.google.at(u"series1"_s).summary(), u"Ours"_s);
    QVERIFY(!rig.record(hole));

    rig.google.leftOut.clear();
    QVERIFY(rig.runSync());
    QVERIFY(rig.record(hole));
    QVERIFY(rig.record(hole)->isDeletedInAria());
    // Once is enough.
    rig.google.forgetCalls();
    QVERIFY(rig.runSync());
    QCOMPARE(rig.google.count(u"list"_s), 1);
    QVERIFY(!rig.google.calls.first().id.isEmpty()); // the sync token
    QCOMPARE(rig.google.writes().size(), 0);
}

void PushConflictsTest::aRestoredSeriesKeepsItsExceptions_data()
{
    QTest::addColumn<bool>("listed");
    QTest::newRow("the series alone is listed as deleted") << false;
    QTest::newRow("its exceptions too") << true;
}

// All occurrences of a deleted series look cancelled.
void PushConflictsTest::aRestoredSeriesKeepsItsExceptions()
{
    QFETCH(bool, listed);
    SyncRig rig(ConflictStrategy::AriaWins);
    rig.google.put(series(u"series1"_s));
    rig.google.edit(u"series1_20240117T090000Z"_s, titled(u"Other"_s));
    QVERIFY(rig.runPull());
    rig.setTitle(u"series1"_s, u"Ours"_s);
    if (listed)
        rig.google.remove(u"series1"_s);
    else
        rig.google.edit(u"series1"_s, { { u"status"_s, u"cancelled"_s } });
    rig.google.restoresDeleted = false;
    QVERIFY(rig.runSync());
    const QString fresh =
        rig.one(u"SELECT google_event_id FROM aria_calendar_sync ORDER BY id LIMIT 1"_s).toString();
    QVERIFY(fresh != u"series1"_s);
    QCOMPARE(rig.google.at(fresh).summary(), u"Ours"_s);
    QCOMPARE(rig.google.at(fresh + u"_20240117T090000Z"_s).summary(), u"Other"_s);
}

// The first attempt fails; then Google changes; then the second attempt overwrites that change.
void PushConflictsTest::aVersionSeenAfterAFailedPushIsKept()
{
    SyncRig rig(ConflictStrategy::AriaWins);
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    QVERIFY(rig.runPull());
    rig.setTitle(u"event1"_s, u"Ours"_s);
    rig.google.failNext(u"patch"_s, networkError());
    QVERIFY(!rig.runPush());
    rig.google.edit(u"event1"_s, titled(u"Theirs"_s));
    bool keptBefore = false;
    rig.google.afterWrite = [&](const Write &) { keptBefore = rig.historyKeeps(u"Theirs"_s); };
    QVERIFY(rig.runSync());
    QCOMPARE(rig.google.at(u"event1"_s).summary(), u"Ours"_s);
    QVERIFY(keptBefore);
    QCOMPARE(
        rig.one(u"SELECT count(*) FROM aria_calendar_sync_history WHERE outcome = 'intended'"_s).toInt(), 0);
}

void PushConflictsTest::mostRecentReckonsWithTheClockOffset_data()
{
    QTest::addColumn<int>("offsetMinutes");
    QTest::addColumn<QString>("winner");
    // ARIA's edit is a minute older than Google's by our clock.
    QTest::newRow("same clock") << 0 << u"Theirs"_s;
    QTest::newRow("Google's is ten minutes ahead") << 10 << u"Theirs"_s;
    QTest::newRow("Google's is ten minutes behind") << -10 << u"Theirs"_s;
}

void PushConflictsTest::mostRecentReckonsWithTheClockOffset()
{
    QFETCH(int, offsetMinutes);
    QFETCH(QString, winner);
    for (const bool ariaLater : { false, true }) {
        SyncRig rig(ConflictStrategy::MostRecent);
        rig.google.offset = std::chrono::minutes(offsetMinutes);
        rig.google.put(meeting(u"event1"_s, u"Base"_s));
        QVERIFY(rig.runPull());
        rig.clock.advance(std::chrono::hours(1));
        const auto editHere = [&rig] {
            auto record = rig.record(u"event1"_s);
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
        if (!ariaLater)
            editHere();
        rig.clock.advance(std::chrono::minutes(ariaLater ? 0 : 1));
        rig.google.edit(u"event1"_s, titled(u"Theirs"_s));
        rig.clock.advance(std::chrono::minutes(ariaLater ? 1 : 0));
        if (ariaLater)
            editHere();
        QVERIFY(rig.runSync());
        const QString expected = ariaLater ? u"Ours"_s : winner;
        QCOMPARE(rig.title(u"event1"_s), expected);
        QCOMPARE(rig.google.at(u"event1"_s).summary(), expected);
    }
}

void PushConflictsTest::manualWritesNeitherSide()
{
    SyncRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    rig.google.put(meeting(u"event2"_s, u"Base"_s));
    QVERIFY(rig.runPull());
    rig.setTitle(u"event1"_s, u"Ours"_s);
    rig.google.edit(u"event1"_s, titled(u"Theirs"_s));
    rig.changes.clear();
    QVERIFY(rig.runSync());
    QCOMPARE(rig.status(u"event1"_s), u"conflict"_s);
    QVERIFY(rig.google.writes().isEmpty());
    QCOMPARE(rig.changes.size(), 1);
    QVERIFY(rig.changes.constFirst().kind == sync::EventChange::Kind::Conflict);
    // It blocks nothing, and it is told once.
    rig.changes.clear();
    rig.setTitle(u"event2"_s, u"Ours"_s);
    QVERIFY(rig.runSync());
    QCOMPARE(rig.google.at(u"event2"_s).summary(), u"Ours"_s);
    QVERIFY(rig.changes.isEmpty());
}

void PushConflictsTest::laterEditsUpdateTheConflict()
{
    SyncRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    QVERIFY(rig.runPull());
    rig.setTitle(u"event1"_s, u"Ours"_s);
    rig.google.edit(u"event1"_s, titled(u"Theirs"_s));
    QVERIFY(rig.runSync());
    rig.google.edit(u"event1"_s, titled(u"Theirs 2"_s));
    rig.setTitle(u"event1"_s, u"Ours 2"_s);
    QVERIFY(rig.runSync());
    const auto record = rig.record(u"event1"_s);
    QCOMPARE(toString(record->status), u"conflict"_s);
    QCOMPARE(calendar::Event(record->google).summary(), u"Theirs 2"_s);
    QCOMPARE(calendar::Event(record->base).summary(), u"Base"_s);
    QCOMPARE(record->columns.title, u"Ours 2"_s);
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
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    QVERIFY(rig.runPull());
    rig.setTitle(u"event1"_s, u"Ours"_s);
    rig.google.edit(u"event1"_s, titled(u"Theirs"_s));
    QVERIFY(rig.runSync());
    if (googleGivesIn)
        rig.google.edit(u"event1"_s, titled(u"Ours"_s));
    else
        rig.setTitle(u"event1"_s, u"Theirs"_s);
    QVERIFY(rig.runSync());
    QCOMPARE(rig.status(u"event1"_s), u"synced"_s);
    QVERIFY(rig.record(u"event1"_s)->google.isEmpty());
    QVERIFY(rig.google.writes().isEmpty());
}

void PushConflictsTest::endlessStaleAnswersEnd()
{
    SyncRig rig(ConflictStrategy::AriaWins);
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    QVERIFY(rig.runPull());
    rig.setTitle(u"event1"_s, u"Ours"_s);
    for (int i = 0; i < 100; ++i)
        rig.google.failNext(u"patch"_s, googleError(ErrorCategory::Stale, u"conditionNotMet"_s, 412));
    QVERIFY(rig.runPush());
    QVERIFY(rig.google.writes().size() < 10);
    QCOMPARE(rig.status(u"event1"_s), u"pending_to_google"_s);
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
    QString id = u"event1"_s;
    if (isNew) {
        id = rig.createInAria(u"Two"_s);
    } else {
        rig.google.put(meeting(id, u"One"_s));
        QVERIFY(rig.runPull());
        rig.setTitle(id, u"Two"_s);
    }
    const auto when = arrived ? FakeCalendarApi::Fault::When::After : FakeCalendarApi::Fault::When::Before;
    const Error lost{ ErrorCategory::Unavailable, u"connection"_s, u"no answer"_s };
    rig.google.failNext(isNew ? u"insert"_s : u"patch"_s, { lost, when });
    QVERIFY(!rig.runPush());
    QCOMPARE(rig.google.at(id).summary(), arrived ? u"Two"_s : isNew ? QString() : u"One"_s);

    // No pull comes in between to see what became of it.
    rig.setTitle(id, u"Three"_s);
    rig.clock.advance(std::chrono::hours(1));
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.at(id).summary(), u"Three"_s);
    QCOMPARE(rig.title(id), u"Three"_s);
    QCOMPARE(rig.status(id), u"synced"_s);
    QCOMPARE(rig.google.living(), 1);
    QCOMPARE(rig.google.violations, QStringList());
}

ARIA_TEST(PushConflictsTest)

} // namespace tst_pushconflicts

#include "tst_pushconflicts.moc"
