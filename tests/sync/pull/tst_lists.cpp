// Lists that do not end, items that cannot be read, events that vanish without a word.
#include "sync/enginerig.h"

#include "sync/pull/fulllist.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_lists {

using namespace aria;
using namespace aria::sync;
using namespace aria::test;

class TestLists : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyListEnds_data();
    void everyListEnds();
    void manyEmptyPagesAreNoFault();
    void unreadableByName();
    void unreadableAndEdited();
    void unreadableWithoutName();
    void unreadableIsNotVanished();
    void vanishesWithoutTombstone();
    void fullListsAreRare();
    void fullListTimes_data();
    void fullListTimes();
    void brakeHolds();

private:
    static QString token(SyncRig &rig)
    {
        return rig.one(QStringLiteral("SELECT value FROM aria_calendar_metadata WHERE key = 'sync_token'"))
            .toString();
    }
};

void TestLists::everyListEnds_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("most");
    QTest::newRow("the same token") << "same" << 2;
    QTest::newRow("a circle of three") << "circle" << 4;
    QTest::newRow("ever new tokens") << "new" << 101; // the first page brings what is known
}

void TestLists::everyListEnds()
{
    QFETCH(QString, kind);
    QFETCH(int, most);
    EngineRig rig;
    rig.google.put(meeting(QStringLiteral("known")));
    rig.begin();
    const QString before = token(rig);
    rig.google.put(meeting(QStringLiteral("fresh"), QStringLiteral("Fresh")));
    rig.google.forgetCalls();
    int page = 0;
    rig.google.nextPage = [&](const google::ListQuery &) {
        ++page;
        return kind == QLatin1String("same")  ? QStringLiteral("0|0")
            : kind == QLatin1String("circle") ? QStringLiteral("0|%1").arg(page % 3)
                                              : QStringLiteral("9999|%1").arg(page);
    };
    const auto synced = rig.syncNow();
    QVERIFY(!synced);
    QCOMPARE(synced.error().code, QStringLiteral("endless_list"));
    QVERIFY(isTransient(synced.error()));
    QVERIFY2(rig.google.count(QStringLiteral("list")) <= most,
        qPrintable(QString::number(rig.google.count(QStringLiteral("list")))));
    QCOMPARE(token(rig), before);
    QVERIFY(rig.engine->nextSync().isValid()); // tried again, later and later
    rig.google.nextPage = nullptr;
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.title(QStringLiteral("fresh")), QStringLiteral("Fresh"));
    QVERIFY(token(rig) != before);
}

void TestLists::manyEmptyPagesAreNoFault()
{
    SyncRig rig;
    rig.google.put(meeting(QStringLiteral("known")));
    int page = 0;
    rig.google.nextPage = [&](const google::ListQuery &) {
        return ++page < 60 ? QStringLiteral("0|%1").arg(page) : QString();
    };
    auto outcome = rig.runPull();
    QVERIFY(outcome);
    QCOMPARE(rig.title(QStringLiteral("known")), QStringLiteral("Meeting"));
}

void TestLists::unreadableByName()
{
    EngineRig rig;
    rig.google.put(meeting(QStringLiteral("good1"), QStringLiteral("Good")));
    rig.google.put(meeting(QStringLiteral("odd"), QStringLiteral("Odd")));
    rig.google.unreadable = { QStringLiteral("odd") };
    rig.begin();
    QCOMPARE(rig.title(QStringLiteral("good1")), QStringLiteral("Good"));
    QVERIFY(!rig.record(QStringLiteral("odd")));
    QVERIFY(rig.engine->lastError());
    QCOMPARE(rig.engine->lastError()->code, QStringLiteral("unreadable_events"));
    QVERIFY(rig.engine->lastError()->message.startsWith(QStringLiteral("1 of")));
    QVERIFY(!rig.engine->isOffline());
    QVERIFY(!token(rig).isEmpty()); // its name is kept

    rig.google.put(meeting(QStringLiteral("good2"), QStringLiteral("More")));
    rig.restartEngine(); // also after a restart
    rig.begin();
    QCOMPARE(rig.title(QStringLiteral("good2")), QStringLiteral("More"));
    QCOMPARE(rig.engine->lastError()->code, QStringLiteral("unreadable_events"));

    rig.google.unreadable.clear(); // no list shows it again
    const auto synced = rig.syncNow();
    QVERIFY(synced);
    QCOMPARE(synced->errors, 0);
    QCOMPARE(rig.title(QStringLiteral("odd")), QStringLiteral("Odd"));
    QVERIFY(!rig.engine->lastError());
}

// What ARIA changes of an event that cannot be read waits; others go on.
void TestLists::unreadableAndEdited()
{
    EngineRig rig;
    rig.google.put(meeting(QStringLiteral("odd"), QStringLiteral("Odd")));
    rig.google.put(meeting(QStringLiteral("good"), QStringLiteral("Good")));
    rig.begin();
    rig.google.edit(QStringLiteral("odd"), titled(QStringLiteral("Odder")));
    rig.google.unreadable = { QStringLiteral("odd") };
    rig.setInAria(QStringLiteral("odd"), QStringLiteral("location"), QStringLiteral("Here"));
    rig.setTitle(QStringLiteral("good"), QStringLiteral("Better"));
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.google.at(QStringLiteral("good")).summary(), QStringLiteral("Better"));
    QCOMPARE(rig.status(QStringLiteral("odd")), QStringLiteral("pending_to_google"));
    rig.google.unreadable.clear();
    rig.clock.advance(std::chrono::minutes(20));
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.google.at(QStringLiteral("odd")).location(), QStringLiteral("Here"));
    QCOMPARE(rig.title(QStringLiteral("odd")), QStringLiteral("Odder"));
}

void TestLists::unreadableWithoutName()
{
    EngineRig rig;
    rig.google.put(meeting(QStringLiteral("known")));
    rig.begin();
    const QString before = token(rig);
    rig.google.put(meeting(QStringLiteral("good"), QStringLiteral("Good")));
    rig.google.nameless = 2;
    const auto synced = rig.syncNow();
    QVERIFY(synced);
    QCOMPARE(synced->errors, 2);
    QCOMPARE(rig.title(QStringLiteral("good")), QStringLiteral("Good"));
    QCOMPARE(token(rig), before); // the next list brings them again
    QVERIFY(rig.engine->lastError());
    rig.google.nameless = 0;
    QVERIFY(rig.syncNow());
    QVERIFY(token(rig) != before);
    QVERIFY(!rig.engine->lastError());
}

void TestLists::unreadableIsNotVanished()
{
    EngineRig rig;
    for (int i = 0; i < 40; ++i)
        rig.google.put(meeting(QStringLiteral("event%1").arg(i)));
    rig.begin();
    QStringList all;
    for (int i = 0; i < 40; ++i)
        all << QStringLiteral("event%1").arg(i);
    rig.google.unreadable = all;
    rig.google.expireTokens();
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.engine->heldDeletions(), 0);
    QCOMPARE(rig.title(QStringLiteral("event39")), QStringLiteral("Meeting"));
    rig.google.unreadable.clear();
    rig.google.leftOut = all;
    rig.google.nameless = 40;
    rig.google.expireTokens();
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.engine->heldDeletions(), 0);
    QCOMPARE(rig.title(QStringLiteral("event0")), QStringLiteral("Meeting"));
}

void TestLists::vanishesWithoutTombstone()
{
    EngineRig rig;
    rig.google.put(meeting(QStringLiteral("stays")));
    rig.google.put(meeting(QStringLiteral("goes"), QStringLiteral("Goes")));
    rig.begin();
    rig.google.purge(QStringLiteral("goes"));
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.title(QStringLiteral("goes")), QStringLiteral("Goes")); // nothing has told
    rig.clock.advance(std::chrono::hours(24 * 9));
    rig.restartEngine(); // the time outlives a restart
    rig.begin();
    QCOMPARE(rig.title(QStringLiteral("goes")), QString());
    QVERIFY(rig.historyKeeps(QStringLiteral("Goes")));
    QCOMPARE(rig.title(QStringLiteral("stays")), QStringLiteral("Meeting"));
}

void TestLists::fullListsAreRare()
{
    EngineRig rig;
    rig.google.put(meeting(QStringLiteral("known")));
    rig.begin();
    rig.google.forgetCalls();
    int full = 0;
    for (int quarter = 0; quarter < 4 * 28; ++quarter) { // of a day
        rig.clock.advance(std::chrono::hours(6));
        QVERIFY(rig.syncNow());
    }
    for (const auto &call : rig.google.calls)
        full += call.name == QLatin1String("list") && call.id.isEmpty();
    QVERIFY2(full >= 3 && full <= 5, qPrintable(QString::number(full)));
}

void TestLists::fullListTimes_data()
{
    QTest::addColumn<QString>("calendarId");
    QTest::addColumn<QString>("eventType");
    QTest::addColumn<int>("leastHours");
    QTest::addColumn<int>("mostHours");
    QTest::newRow("an ordinary one") << "primary" << QString() << 126 << 210;
    QTest::newRow("birthdays in it") << "primary"
                                     << "birthday" << 18 << 30;
    QTest::newRow("contacts") << "addressbook#contacts@group.v.calendar.google.com" << QString() << 18 << 30;
    QTest::newRow("holidays") << "en.german#holiday@group.v.calendar.google.com" << QString() << 18 << 30;
    QTest::newRow("a shared one") << "abc@group.calendar.google.com" << QString() << 126 << 210;
}

void TestLists::fullListTimes()
{
    QFETCH(QString, calendarId);
    QFETCH(QString, eventType);
    QFETCH(int, leastHours);
    QFETCH(int, mostHours);
    SyncRig rig;
    rig.google.calendarId = calendarId;
    QJsonObject event = meeting(QStringLiteral("known"));
    if (!eventType.isEmpty())
        event.insert(QStringLiteral("eventType"), eventType);
    rig.google.put(event);
    Pull pull(rig.google, *rig.store, rig.clock, calendarId);
    QVERIFY(QCoro::waitFor(pull.run()));
    const auto due = [&] {
        return rig.one(QStringLiteral("SELECT value FROM aria_calendar_metadata WHERE key = 'full_list_due'"))
            .toString();
    };
    const QDateTime time = QDateTime::fromString(due(), Qt::ISODateWithMs);
    const qint64 hours = rig.clock.nowUtc().secsTo(time) / 3600;
    QVERIFY2(hours >= leastHours && hours <= mostHours, qPrintable(due()));
    QVERIFY(isFullListDue(due(), time));
    QVERIFY(!isFullListDue(due(), time.addSecs(-1)));
    // A clock that was years ahead when it was set, or a database that has none yet.
    for (const char *value : { "2124-01-01T00:00:00.000Z", "nonsense" }) {
        rig.sql(QStringLiteral("UPDATE aria_calendar_metadata SET value = '%1' WHERE key = 'full_list_due'")
                    .arg(QLatin1String(value)));
        rig.google.forgetCalls();
        QVERIFY(QCoro::waitFor(pull.run()));
        QVERIFY(QDateTime::fromString(due(), Qt::ISODateWithMs) < rig.clock.nowUtc().addDays(9));
        QVERIFY(!rig.google.calls.first().id.isEmpty()); // and it was no full list
    }
}

void TestLists::brakeHolds()
{
    EngineRig rig;
    for (int i = 0; i < 40; ++i)
        rig.google.put(meeting(QStringLiteral("event%1").arg(i)));
    rig.begin();
    for (int i = 0; i < 40; ++i)
        rig.google.purge(QStringLiteral("event%1").arg(i));
    rig.clock.advance(std::chrono::hours(24 * 9));
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.engine->heldDeletions(), 40);
    QCOMPARE(rig.title(QStringLiteral("event7")), QStringLiteral("Meeting"));
}

ARIA_TEST(TestLists)

} // namespace tst_lists

#include "tst_lists.moc"
