// Calendars that Google lets us only read sync one way.
#include "support/testmain.h"
#include "sync/enginerig.h"
#include "sync/plan/dryrun.h"

using namespace Qt::StringLiterals;

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
    for (const QString &role : { u"reader"_s, u"freeBusyReader"_s }) {
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
    rig.setTitle(u"edited"_s, u"Ours"_s);
    rig.deleteInAria(u"deleted"_s);
    rig.setTitle(u"both00"_s, u"Ours too"_s);
    rig.google.edit(u"both00"_s, titled(u"Theirs"_s));
    sync::DryRun dryRun(rig.google, *rig.store, rig.clock, rig.random, u"primary"_s, strategy);
    const auto plan = QCoro::waitFor(dryRun.run());
    QVERIFY(plan);
    for (const sync::PlannedWrite &write : plan->writes)
        QVERIFY(write.side == sync::PlannedWrite::Side::Aria);
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.title(u"edited"_s), u"edited"_s);
    QCOMPARE(rig.title(u"deleted"_s), u"deleted"_s);
    QCOMPARE(rig.title(u"both00"_s), u"Theirs"_s);
    for (const char *id : { "edited", "deleted", "both00" })
        QCOMPARE(rig.status(QLatin1String(id)), u"synced"_s);
    QVERIFY(rig.google.writes().isEmpty());
    QVERIFY(rig.historyKeeps(u"Ours"_s));
    QVERIFY(rig.historyKeeps(u"Ours too"_s));
    const int history = rig.historyCount();
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.historyCount(), history);
}

void ReadOnlyTest::anInsertedRowIsAnError()
{
    EngineRig rig;
    rig.google.accessRole = u"reader"_s;
    rig.begin();
    const QString id = rig.createInAria(u"Ours"_s);
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.status(id), u"error"_s);
    QVERIFY(rig.record(id)->errorMessage.contains(u"read-only"_s));
    QVERIFY(rig.google.writes().isEmpty());
}

void ReadOnlyTest::googlesEditsArrive()
{
    EngineRig rig({}, ConflictStrategy::Manual);
    rig.google.accessRole = u"reader"_s;
    rig.google.put(meeting(u"event1"_s));
    rig.google.put(meeting(u"event2"_s));
    rig.begin();
    rig.google.edit(u"event1"_s, titled(u"Theirs"_s));
    rig.google.remove(u"event2"_s);
    rig.google.put(meeting(u"event3"_s, u"Third"_s));
    const auto synced = rig.syncNow();
    QVERIFY(synced);
    QCOMPARE(synced->created, 1);
    QCOMPARE(synced->updated, 1);
    QCOMPARE(synced->deleted, 1);
    QCOMPARE(rig.title(u"event1"_s), u"Theirs"_s);
    QVERIFY(rig.google.writes().isEmpty());
}

void ReadOnlyTest::theRoleMayChange()
{
    EngineRig rig;
    rig.google.put(meeting(u"event1"_s));
    rig.begin();
    rig.google.accessRole = u"reader"_s;
    QVERIFY(rig.syncNow());
    rig.setTitle(u"event1"_s, u"Refused"_s);
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.title(u"event1"_s), u"Meeting"_s);
    rig.google.accessRole = u"writer"_s;
    QVERIFY(rig.syncNow());
    rig.setTitle(u"event1"_s, u"Taken"_s);
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.google.at(u"event1"_s).summary(), u"Taken"_s);
}

ARIA_TEST(ReadOnlyTest)

} // namespace tst_readonly

#include "tst_readonly.moc"
