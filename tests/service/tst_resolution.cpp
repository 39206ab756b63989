// Conflicts that a person decides.
#include "service/servicerig.h"

#include "support/testmain.h"

using namespace aria;
using namespace aria::test;
using service::Resolution;
using Side = Resolution::Side;

class ResolutionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whole_data();
    void whole();
    void byField();
    void deleteAgainstEdit_data();
    void deleteAgainstEdit();
    void refusals();
    void readOnlyCalendars();
    void decidingOneBlocksNoOther();
    void noMailAfterGoogleWon();

private:
    // Title conflicts; ARIA alone changed the description.
    static void makeConflict(ServiceRig &rig, const QString &id)
    {
        rig.setTitle(id, QStringLiteral("Ours"));
        rig.setInAria(id, QStringLiteral("location"), QStringLiteral("Our place"));
        rig.setInAria(id, QStringLiteral("description"), QStringLiteral("Our words"));
        rig.google.edit(id,
            { { QStringLiteral("summary"), QStringLiteral("Theirs") },
                { QStringLiteral("location"), QStringLiteral("Their place") } });
        QVERIFY(rig.wait(rig.live->syncNow()));
        QCOMPARE(rig.status(id), QStringLiteral("conflict"));
    }
    static Resolution wholly(Side side)
    {
        Resolution resolution;
        resolution.whole = side;
        return resolution;
    }
};

void ResolutionTest::whole_data()
{
    QTest::addColumn<bool>("aria");
    QTest::newRow("google_wins") << false;
    QTest::newRow("aria_wins") << true;
}

void ResolutionTest::whole()
{
    QFETCH(bool, aria);
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    rig.begin();
    makeConflict(rig, QStringLiteral("event1"));
    const auto conflicts = rig.wait(rig.live->conflicts());
    QVERIFY(conflicts);
    QCOMPARE(conflicts->size(), 1);
    QStringList names;
    for (const auto &field : conflicts->constFirst().fields)
        names << field.name;
    names.sort();
    QCOMPARE(names, QStringList({ QStringLiteral("location"), QStringLiteral("title") }));

    QVERIFY(rig.wait(
        rig.live->resolveConflict(QStringLiteral("event1"), wholly(aria ? Side::Aria : Side::Google))));
    const QString winner = aria ? QStringLiteral("Ours") : QStringLiteral("Theirs");
    QTRY_COMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("synced"));
    QCOMPARE(rig.title(QStringLiteral("event1")), winner);
    QCOMPARE(rig.google.at(QStringLiteral("event1")).summary(), winner);
    QCOMPARE(rig.google.at(QStringLiteral("event1")).description(), QStringLiteral("Our words"));
    QVERIFY(rig.historyKeeps(aria ? QStringLiteral("Theirs") : QStringLiteral("Ours")));
    QVERIFY(rig.wait(rig.live->conflicts())->isEmpty());
}

void ResolutionTest::byField()
{
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    rig.begin();
    makeConflict(rig, QStringLiteral("event1"));
    Resolution resolution;
    resolution.fields = { { QStringLiteral("title"), Side::Aria },
        { QStringLiteral("location"), Side::Google } };
    QVERIFY(rig.wait(rig.live->resolveConflict(QStringLiteral("event1"), resolution)));
    QTRY_COMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("synced"));
    QCOMPARE(rig.google.at(QStringLiteral("event1")).summary(), QStringLiteral("Ours"));
    QCOMPARE(rig.google.at(QStringLiteral("event1")).location(), QStringLiteral("Their place"));
    QCOMPARE(rig.record(QStringLiteral("event1"))->columns.location, QStringLiteral("Their place"));
}

void ResolutionTest::deleteAgainstEdit_data()
{
    QTest::addColumn<bool>("ariaDeleted");
    QTest::addColumn<bool>("ariaWins");
    QTest::newRow("ARIA deleted, ARIA wins") << true << true;
    QTest::newRow("ARIA deleted, Google wins") << true << false;
    QTest::newRow("Google deleted, ARIA wins") << false << true;
    QTest::newRow("Google deleted, Google wins") << false << false;
}

void ResolutionTest::deleteAgainstEdit()
{
    QFETCH(bool, ariaDeleted);
    QFETCH(bool, ariaWins);
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    rig.begin();
    if (ariaDeleted) {
        rig.deleteInAria(QStringLiteral("event1"));
        rig.google.edit(QStringLiteral("event1"), titled(QStringLiteral("Edited")));
    } else {
        rig.setTitle(QStringLiteral("event1"), QStringLiteral("Edited"));
        rig.google.remove(QStringLiteral("event1"));
    }
    QVERIFY(rig.wait(rig.live->syncNow()));
    const auto conflicts = rig.wait(rig.live->conflicts());
    QVERIFY(conflicts);
    QCOMPARE(conflicts->size(), 1);
    QCOMPARE(conflicts->constFirst().fields.size(), 1);
    QCOMPARE(conflicts->constFirst().fields.constFirst().name, QStringLiteral("event"));
    QVERIFY(rig.wait(
        rig.live->resolveConflict(QStringLiteral("event1"), wholly(ariaWins ? Side::Aria : Side::Google))));
    const bool lives = ariaDeleted != ariaWins;
    rig.settle();
    QTRY_COMPARE(rig.google.living(), lives ? 1 : 0);
    QTRY_COMPARE(
        rig.status(QStringLiteral("event1")), lives ? QStringLiteral("synced") : QStringLiteral("deleted"));
    QCOMPARE(rig.title(QStringLiteral("event1")), lives ? QStringLiteral("Edited") : QString());
    if (!lives)
        QVERIFY(rig.historyKeeps(QStringLiteral("Edited")));
}

void ResolutionTest::refusals()
{
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    rig.begin();
    const auto unknown = rig.wait(rig.live->resolveConflict(QStringLiteral("unknown"), wholly(Side::Google)));
    QVERIFY(!unknown && unknown.error().category == ErrorCategory::NotFound);
    const auto calm = rig.wait(rig.live->resolveConflict(QStringLiteral("event1"), wholly(Side::Google)));
    QVERIFY(!calm && calm.error().category == ErrorCategory::Conflict);
    makeConflict(rig, QStringLiteral("event1"));
    Resolution resolution;
    resolution.fields = { { QStringLiteral("color_id"), Side::Aria } };
    const auto wrong = rig.wait(rig.live->resolveConflict(QStringLiteral("event1"), resolution));
    QVERIFY(!wrong && wrong.error().category == ErrorCategory::InvalidInput);
    QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("conflict"));
}

// The account may only read the calendar by now.
void ResolutionTest::readOnlyCalendars()
{
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    rig.begin();
    makeConflict(rig, QStringLiteral("event1"));
    rig.sql(QStringLiteral(
        "UPDATE aria_calendar_metadata SET value = replace(value, '\"owner\"', '\"reader\"')"));
    const auto refused = rig.wait(rig.live->resolveConflict(QStringLiteral("event1"), wholly(Side::Aria)));
    QVERIFY(!refused && refused.error().category == ErrorCategory::Forbidden);
    QVERIFY(refused.error().message.contains(QStringLiteral("read-only")));
    QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("conflict"));
    QVERIFY(rig.wait(rig.live->resolveConflict(QStringLiteral("event1"), wholly(Side::Google))));
    QTRY_COMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("synced"));
    QCOMPARE(rig.title(QStringLiteral("event1")), QStringLiteral("Theirs"));
}

void ResolutionTest::decidingOneBlocksNoOther()
{
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    rig.google.put(meeting(QStringLiteral("event2"), QStringLiteral("Base")));
    rig.begin();
    makeConflict(rig, QStringLiteral("event1"));
    makeConflict(rig, QStringLiteral("event2"));
    QVERIFY(rig.wait(rig.live->resolveConflict(QStringLiteral("event2"), wholly(Side::Aria))));
    QTRY_COMPARE(rig.status(QStringLiteral("event2")), QStringLiteral("synced"));
    QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("conflict"));
    QCOMPARE(rig.google.at(QStringLiteral("event1")).summary(), QStringLiteral("Theirs"));
}

void ResolutionTest::noMailAfterGoogleWon()
{
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    rig.begin();
    rig.google.edit(QStringLiteral("event1"), titled(QStringLiteral("Theirs")));
    auto request = retitle(QStringLiteral("event1"), QStringLiteral("Ours"));
    request.content.sendUpdates = google::SendUpdates::All;
    QVERIFY(rig.wait(rig.live->updateEvent(request)));
    QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("conflict"));
    QVERIFY(rig.wait(rig.live->resolveConflict(QStringLiteral("event1"), wholly(Side::Google))));
    rig.google.forgetCalls();
    QVERIFY(rig.wait(rig.live->updateEvent(retitle(QStringLiteral("event1"), QStringLiteral("Later")))));
    QCOMPARE(rig.google.writes().size(), 1);
    QVERIFY(rig.google.writes().constFirst().sendUpdates == google::SendUpdates::None);
}

ARIA_TEST(ResolutionTest)

#include "tst_resolution.moc"
