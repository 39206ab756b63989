// When an edit was made, on Google's clock, whatever became of our own clocks since.
#include "support/testmain.h"
#include "sync/rig.h"

using namespace Qt::StringLiterals;

namespace tst_edittime {

using namespace aria;
using namespace aria::test;
using std::chrono::hours;
using std::chrono::minutes;

class EditTimeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void survivesAClockThatIsSet_data();
    void survivesAClockThatIsSet();
    void editsOfOthersByTheDatabasesClock();
    void editsOfAnotherMachine();
    void aMergeDoesNotMakeAnEditYounger();
    void isForThatRevisionOnly();

private:
    static qint64 secondsOff(const QDateTime &found, const QDateTime &expected)
    {
        return std::abs(found.secsTo(expected));
    }
    static sync::ClockReading reading(SyncRig &rig) { return sync::readClocks(rig.clock, rig.google); }
    static void note(SyncRig &rig)
    {
        const auto clocks = reading(rig);
        must(rig.store->write([clocks](store::Session &session) -> Expected<bool> {
            const auto noted = sync::noteEditsOfOthers(session, u"primary"_s, clocks);
            return noted ? Expected<bool>(true) : Unexpected(noted.error());
        }));
    }
};

void EditTimeTest::survivesAClockThatIsSet_data()
{
    QTest::addColumn<bool>("known"); // whether Google's clock was known when the edit was made
    QTest::addColumn<bool>("startedAnew"); // the machine
    QTest::addColumn<int>("set"); // hours by which our clock is set between edit and sync
    QTest::addColumn<bool>("exact");
    for (const bool known : { false, true }) {
        for (const bool startedAnew : { false, true }) {
            for (const int set : { 0, 3, -3 }) {
                // Unknown, and nothing ran since: only updated_at is left, which was right if our clock was not set.
                QTest::addRow(
                    "%s%s, %d h", known ? "known" : "unknown", startedAnew ? ", started anew" : "", set)
                    << known << startedAnew << set << (known || !startedAnew || set == 0);
            }
        }
    }
}

void EditTimeTest::survivesAClockThatIsSet()
{
    QFETCH(bool, known);
    QFETCH(bool, startedAnew);
    QFETCH(int, set);
    QFETCH(bool, exact);
    ManualClock clock;
    const std::chrono::milliseconds error = hours(1); // Google's clock minus ours
    const QDateTime made = clock.nowUtc().addMSecs(error.count());
    store::EventRecord record;
    record.revision = 4;
    record.updatedAt = clock.nowUtc();
    sync::noteEdit(record,
        { clock.nowUtc(), clock.monotonic(), clock.epoch(), known ? std::optional(error) : std::nullopt },
        clock.nowUtc());
    clock.advance(minutes(20));
    if (startedAnew)
        clock.setEpoch(u"next"_s);
    clock.setNow(clock.nowUtc().addSecs(set * 3600));
    const sync::ClockReading later{ clock.nowUtc(), clock.monotonic(), clock.epoch(), error - hours(set) };
    QCOMPARE(sync::editedAt(record, later) == made, exact);
    if (!exact)
        QCOMPARE(sync::editedAt(record, later), made.addSecs(-set * 3600));
}

// Which is years ahead of ours here.
void EditTimeTest::editsOfOthersByTheDatabasesClock()
{
    SyncRig rig;
    rig.google.put(meeting(u"event1"_s));
    rig.google.put(meeting(u"event2"_s));
    QVERIFY(rig.runSync());
    rig.setTitle(u"event1"_s, u"Ours"_s);
    rig.deleteInAria(u"event2"_s);
    const QDateTime made = rig.clock.nowUtc();
    note(rig);
    rig.clock.advance(minutes(20));
    rig.clock.setNow(rig.clock.nowUtc().addDays(-1));
    rig.google.offset = hours(24); // ours was set, Google's was not
    note(rig); // once is enough
    for (const char *id : { "event1", "event2" }) {
        const auto record = rig.record(QLatin1String(id));
        QVERIFY(secondsOff(sync::editedAt(*record, reading(rig)), made) < 10);
    }
    // A later edit is later.
    rig.setTitle(u"event1"_s, u"Ours again"_s);
    note(rig);
    QVERIFY(secondsOff(sync::editedAt(*rig.record(u"event1"_s), reading(rig)), made.addSecs(1200)) < 10);
}

// It knows neither Google's clock nor ours; both know the database's.
void EditTimeTest::editsOfAnotherMachine()
{
    SyncRig rig;
    rig.google.put(meeting(u"event1"_s));
    QVERIFY(rig.runSync());
    auto record = rig.record(u"event1"_s);
    const QDateTime wrong = rig.clock.nowUtc().addDays(40);
    ++record->revision;
    record->updatedAt = wrong;
    record->status = store::SyncStatus::PendingToGoogle;
    const sync::ClockReading theirs{ wrong, hours(7), u"another machine"_s, std::nullopt };
    sync::noteEdit(*record, theirs, QDateTime::currentDateTimeUtc().addSecs(-600));
    must(rig.store->write(
        [record](store::Session &session) mutable { return session.events().save(*record); }));
    note(rig);
    rig.clock.advance(minutes(5));
    const QDateTime found = sync::editedAt(*rig.record(u"event1"_s), reading(rig));
    QVERIFY(secondsOff(found, rig.clock.nowUtc().addSecs(-900)) < 10);
}

void EditTimeTest::aMergeDoesNotMakeAnEditYounger()
{
    SyncRig rig(ConflictStrategy::MostRecent);
    rig.google.put(meeting(u"event1"_s));
    QVERIFY(rig.runSync());
    rig.setTitle(u"event1"_s, u"Ours"_s);
    note(rig);
    const QDateTime made = rig.clock.nowUtc();
    rig.clock.advance(minutes(10));
    rig.google.edit(u"event1"_s, { { u"location"_s, u"Berlin"_s } });
    rig.clock.advance(minutes(10));
    QVERIFY(rig.runPull()); // both edits are in ARIA's row now, ours still waits
    QCOMPARE(rig.status(u"event1"_s), u"pending_to_google"_s);
    QVERIFY(secondsOff(sync::editedAt(*rig.record(u"event1"_s), reading(rig)), made) < 10);
}

void EditTimeTest::isForThatRevisionOnly()
{
    store::EventRecord record;
    record.revision = 1;
    const ManualClock clock;
    const sync::ClockReading now{ clock.nowUtc(), clock.monotonic(), clock.epoch(), std::chrono::seconds(5) };
    sync::noteEdit(record, now, now.now);
    record.revision = 2; // by SQL, and not noted yet
    record.updatedAt = now.now.addSecs(77);
    QCOMPARE(sync::editedAt(record, now), now.now.addSecs(82));
    record.deletedAt = now.now.addSecs(99);
    QCOMPARE(sync::editedAt(record, now), now.now.addSecs(104));
}

ARIA_TEST(EditTimeTest)

} // namespace tst_edittime

#include "tst_edittime.moc"
