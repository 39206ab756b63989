// Calendars that Google lets us only read sync one way.
#include "support/testmain.h"
#include "sync/plan/dryrun.h"
#include "sync/enginerig.h"

namespace tst_readonly {

using namespace aria;
using namespace aria::test;

class ReadOnlyTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void editsBySqlAreTakenBack_data();
    void editsBySqlAreTakenBack();
    void anInsertedRowIsAnError();
    void googlesEditsArrive();
    void theRoleMayChange();
};

void ReadOnlyTest::editsBySqlAreTakenBack_data()
{
    QTest::addColumn<ConflictStrategy>("strategy");
    QTest::addColumn<QString>("role");
    for (const QString &role : { QStringLiteral("reader"), QStringLiteral("freeBusyReader") }) {
        for (const ConflictStrategy strategy : { ConflictStrategy::GoogleWins, ConflictStrategy::AriaWins,
                 ConflictStrategy::MostRecent, ConflictStrategy::Manual })
            QTest::addRow("%s %s", qPrintable(role), qPrintable(toString(strategy))) << strategy << role;
    }
}

void ReadOnlyTest::editsBySqlAreTakenBack()
{
    QFETCH(ConflictStrategy, strategy);
    QFETCH(QString, role);
    EngineRig rig({}, strategy);
    rig.google.accessRole = role;
    for (const char *id : { "edited", "deleted", "both00" })
        rig.google.put(meeting(QLatin1String(id), QLatin1String(id)));
    rig.begin();
    rig.setTitle(QStringLiteral("edited"), QStringLiteral("Ours"));
    rig.deleteInAria(QStringLiteral("deleted"));
    rig.setTitle(QStringLiteral("both00"), QStringLiteral("Ours too"));
    rig.google.edit(QStringLiteral("both00"), titled(QStringLiteral("Theirs")));
    sync::DryRun dryRun(rig.google, *rig.store, rig.clock, rig.random, QStringLiteral("primary"), strategy);
    const auto plan = QCoro::waitFor(dryRun.run());
    QVERIFY(plan);
    for (const sync::PlannedWrite &write : plan->writes)
        QVERIFY(write.side == sync::PlannedWrite::Side::Aria);
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.title(QStringLiteral("edited")), QStringLiteral("edited"));
    QCOMPARE(rig.title(QStringLiteral("deleted")), QStringLiteral("deleted"));
    QCOMPARE(rig.title(QStringLiteral("both00")), QStringLiteral("Theirs"));
    for (const char *id : { "edited", "deleted", "both00" })
        QCOMPARE(rig.status(QLatin1String(id)), QStringLiteral("synced"));
    QVERIFY(rig.google.writes().isEmpty());
    QVERIFY(rig.historyKeeps(QStringLiteral("Ours")));
    QVERIFY(rig.historyKeeps(QStringLiteral("Ours too")));
    const int history = rig.historyCount();
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.historyCount(), history);
}

void ReadOnlyTest::anInsertedRowIsAnError()
{
    EngineRig rig;
    rig.google.accessRole = QStringLiteral("reader");
    rig.begin();
    const QString id = rig.createInAria(QStringLiteral("Ours"));
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.status(id), QStringLiteral("error"));
    QVERIFY(rig.record(id)->errorMessage.contains(QStringLiteral("read-only")));
    QVERIFY(rig.google.writes().isEmpty());
}

void ReadOnlyTest::googlesEditsArrive()
{
    EngineRig rig({}, ConflictStrategy::Manual);
    rig.google.accessRole = QStringLiteral("reader");
    rig.google.put(meeting(QStringLiteral("event1")));
    rig.google.put(meeting(QStringLiteral("event2")));
    rig.begin();
    rig.google.edit(QStringLiteral("event1"), titled(QStringLiteral("Theirs")));
    rig.google.remove(QStringLiteral("event2"));
    rig.google.put(meeting(QStringLiteral("event3"), QStringLiteral("Third")));
    const auto synced = rig.syncNow();
    QVERIFY(synced);
    QCOMPARE(synced->created, 1);
    QCOMPARE(synced->updated, 1);
    QCOMPARE(synced->deleted, 1);
    QCOMPARE(rig.title(QStringLiteral("event1")), QStringLiteral("Theirs"));
    QVERIFY(rig.google.writes().isEmpty());
}

void ReadOnlyTest::theRoleMayChange()
{
    EngineRig rig;
    rig.google.put(meeting(QStringLiteral("event1")));
    rig.begin();
    rig.google.accessRole = QStringLiteral("reader");
    QVERIFY(rig.syncNow());
    rig.setTitle(QStringLiteral("event1"), QStringLiteral("Refused"));
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.title(QStringLiteral("event1")), QStringLiteral("Meeting"));
    rig.google.accessRole = QStringLiteral("writer");
    QVERIFY(rig.syncNow());
    rig.setTitle(QStringLiteral("event1"), QStringLiteral("Taken"));
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.google.at(QStringLiteral("event1")).summary(), QStringLiteral("Taken"));
}

ARIA_TEST(ReadOnlyTest)

} // namespace tst_readonly

#include "tst_readonly.moc"
