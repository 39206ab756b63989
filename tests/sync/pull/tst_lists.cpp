// Lists that do not end, items that cannot be read, events that vanish without a word.
#include "sync/enginerig.h"

#include "sync/pull/fulllist.h"

#include "support/testmain.h"

#include <QTest>

using namespace Qt::StringLiterals;

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
    void unreadableAfterALostAnswer();
    void unreadableAndVanished();
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
        return rig.one(u"SELECT value FROM aria_calendar_metadata WHERE key = 'sync_token'"_s).toString();
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
    rig.google.put(meeting(u"known"_s));
    rig.begin();
    const QString before = token(rig);
    rig.google.put(meeting(u"fresh"_s, u"Fresh"_s));
    rig.google.forgetCalls();
    int page = 0;
    rig.google.nextPage = [&](const google::ListQuery &) {
        ++page;
        return kind == "same"_L1  ? u"0|0"_s
            : kind == "circle"_L1 ? u"0|%1"_s.arg(page % 3)
                                  : u"9999|%1"_s.arg(page);
    };
    const auto synced = rig.syncNow();
    QVERIFY(!synced);
    QCOMPARE(synced.error().code, u"endless_list"_s);
    QVERIFY(isTransient(synced.error()));
    QVERIFY2(rig.google.count(u"list"_s) <= most, qPrintable(QString::number(rig.google.count(u"list"_s))));
    QCOMPARE(token(rig), before);
    QVERIFY(rig.engine->nextSync().isValid()); // tried again, later and later
    rig.google.nextPage = nullptr;
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.title(u"fresh"_s), u"Fresh"_s);
    QVERIFY(token(rig) != before);
}

void TestLists::manyEmptyPagesAreNoFault()
{
    SyncRig rig;
    rig.google.put(meeting(u"known"_s));
    int page = 0;
    rig.google.nextPage = [&](const google::ListQuery &) {
        return ++page < 60 ? u"0|%1"_s.arg(page) : QString();
    };
    auto outcome = rig.runPull();
    QVERIFY(outcome);
    QCOMPARE(rig.title(u"known"_s), u"Meeting"_s);
}

void TestLists::unreadableByName()
{
    EngineRig rig;
    rig.google.put(meeting(u"good1"_s, u"Good"_s));
    rig.google.put(meeting(u"odd"_s, u"Odd"_s));
    rig.google.unreadable = { u"odd"_s };
    rig.begin();
    QCOMPARE(rig.title(u"good1"_s), u"Good"_s);
    QVERIFY(!rig.record(u"odd"_s));
    QVERIFY(rig.engine->lastError());
    QCOMPARE(rig.engine->lastError()->code, u"unreadable_events"_s);
    QVERIFY(rig.engine->lastError()->message.startsWith(u"1 of"_s));
    QVERIFY(!rig.engine->isOffline());
    QVERIFY(!token(rig).isEmpty()); // its name is kept

    rig.google.put(meeting(u"good2"_s, u"More"_s));
    rig.restartEngine(); // also after a restart
    rig.begin();
    QCOMPARE(rig.title(u"good2"_s), u"More"_s);
    QCOMPARE(rig.engine->lastError()->code, u"unreadable_events"_s);

    rig.google.unreadable.clear(); // no list shows it again
    const auto synced = rig.syncNow();
    QVERIFY(synced);
    QCOMPARE(synced->errors, 0);
    QCOMPARE(rig.title(u"odd"_s), u"Odd"_s);
    QVERIFY(!rig.engine->lastError());
}

// What ARIA changes of an event that cannot be read waits; others go on.
void TestLists::unreadableAndEdited()
{
    EngineRig rig;
    rig.google.put(meeting(u"odd"_s, u"Odd"_s));
    rig.google.put(meeting(u"good"_s, u"Good"_s));
    rig.begin();
    rig.google.edit(u"odd"_s, titled(u"Odder"_s));
    rig.google.unreadable = { u"odd"_s };
    rig.setInAria(u"odd"_s, u"location"_s, u"Here"_s);
    rig.setTitle(u"good"_s, u"Better"_s);
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.google.at(u"good"_s).summary(), u"Better"_s);
    QCOMPARE(rig.status(u"odd"_s), u"pending_to_google"_s);
    rig.google.unreadable.clear();
    rig.clock.advance(std::chrono::minutes(20));
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.google.at(u"odd"_s).location(), u"Here"_s);
    QCOMPARE(rig.title(u"odd"_s), u"Odder"_s);
}

// A new event of ARIA's that Google has, though nobody heard of it, and that cannot be read there: others go on.
void TestLists::unreadableAfterALostAnswer()
{
    using Fault = FakeCalendarApi::Fault;
    EngineRig rig;
    rig.begin();
    const QString odd = rig.createInAria(u"Odd"_s);
    rig.google.failNext(u"insert"_s,
        Fault{ { ErrorCategory::Unavailable, u"offline"_s, u"No network."_s }, Fault::When::After });
    QVERIFY(!rig.syncNow());
    QVERIFY(!rig.google.at(odd).id().isEmpty());
    rig.setTitle(odd, u"Odder"_s);
    rig.google.unreadable = { odd };
    const QString good = rig.createInAria(u"Good"_s);
    QVERIFY(rig.syncNow());
    QVERIFY(!rig.google.at(good).id().isEmpty());
    QCOMPARE(rig.status(odd), u"pending_to_google"_s);
    rig.google.unreadable.clear();
    rig.clock.advance(std::chrono::minutes(20));
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.google.at(odd).summary(), u"Odder"_s);
}

// A full list leaves it out, and asked for by name it cannot be read: it stays, and the sync goes on.
void TestLists::unreadableAndVanished()
{
    EngineRig rig;
    for (int i = 0; i < 10; ++i)
        rig.google.put(meeting(u"event%1"_s.arg(i)));
    rig.begin();
    rig.google.leftOut = { u"event3"_s };
    rig.google.unreadable = { u"event3"_s };
    rig.google.put(meeting(u"good"_s, u"Good"_s));
    rig.google.expireTokens();
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.title(u"good"_s), u"Good"_s);
    QCOMPARE(rig.title(u"event3"_s), u"Meeting"_s);
}

void TestLists::unreadableWithoutName()
{
    EngineRig rig;
    rig.google.put(meeting(u"known"_s));
    rig.begin();
    const QString before = token(rig);
    rig.google.put(meeting(u"good"_s, u"Good"_s));
    rig.google.nameless = 2;
    const auto synced = rig.syncNow();
    QVERIFY(synced);
    QCOMPARE(synced->errors, 2);
    QCOMPARE(rig.title(u"good"_s), u"Good"_s);
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
        rig.google.put(meeting(u"event%1"_s.arg(i)));
    rig.begin();
    QStringList all;
    for (int i = 0; i < 40; ++i)
        all << u"event%1"_s.arg(i);
    rig.google.unreadable = all;
    rig.google.expireTokens();
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.engine->heldDeletions(), 0);
    QCOMPARE(rig.title(u"event39"_s), u"Meeting"_s);
    rig.google.unreadable.clear();
    rig.google.leftOut = all;
    rig.google.nameless = 40;
    rig.google.expireTokens();
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.engine->heldDeletions(), 0);
    QCOMPARE(rig.title(u"event0"_s), u"Meeting"_s);
}

void TestLists::vanishesWithoutTombstone()
{
    EngineRig rig;
    rig.google.put(meeting(u"stays"_s));
    rig.google.put(meeting(u"goes"_s, u"Goes"_s));
    rig.begin();
    rig.google.purge(u"goes"_s);
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.title(u"goes"_s), u"Goes"_s); // nothing has told
    rig.clock.advance(std::chrono::hours(24 * 9));
    rig.restartEngine(); // the time outlives a restart
    rig.begin();
    QCOMPARE(rig.title(u"goes"_s), QString());
    QVERIFY(rig.historyKeeps(u"Goes"_s));
    QCOMPARE(rig.title(u"stays"_s), u"Meeting"_s);
}

void TestLists::fullListsAreRare()
{
    EngineRig rig;
    rig.google.put(meeting(u"known"_s));
    rig.begin();
    rig.google.forgetCalls();
    int full = 0;
    for (int quarter = 0; quarter < 4 * 28; ++quarter) { // of a day
        rig.clock.advance(std::chrono::hours(6));
        QVERIFY(rig.syncNow());
    }
    for (const auto &call : rig.google.calls)
        full += call.name == "list"_L1 && call.id.isEmpty();
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
    QJsonObject event = meeting(u"known"_s);
    if (!eventType.isEmpty())
        event.insert(u"eventType"_s, eventType);
    rig.google.put(event);
    Pull pull(rig.google, *rig.store, rig.clock, calendarId);
    QVERIFY(QCoro::waitFor(pull.run()));
    const auto due = [&] {
        return rig.one(u"SELECT value FROM aria_calendar_metadata WHERE key = 'full_list_due'"_s).toString();
    };
    const QDateTime time = QDateTime::fromString(due(), Qt::ISODateWithMs);
    const qint64 hours = rig.clock.nowUtc().secsTo(time) / 3600;
    QVERIFY2(hours >= leastHours && hours <= mostHours, qPrintable(due()));
    QVERIFY(isFullListDue(due(), time));
    QVERIFY(!isFullListDue(due(), time.addSecs(-1)));
    // A clock that was years ahead when it was set, or a database that has none yet.
    for (const char *value : { "2124-01-01T00:00:00.000Z", "nonsense" }) {
        rig.sql(u"UPDATE aria_calendar_metadata SET value = '%1' WHERE key = 'full_list_due'"_s.arg(
            QLatin1String(value)));
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
        rig.google.put(meeting(u"event%1"_s.arg(i)));
    rig.begin();
    for (int i = 0; i < 40; ++i)
        rig.google.purge(u"event%1"_s.arg(i));
    rig.clock.advance(std::chrono::hours(24 * 9));
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.engine->heldDeletions(), 40);
    QCOMPARE(rig.title(u"event7"_s), u"Meeting"_s);
}

ARIA_TEST(TestLists)

} // namespace tst_lists

#include "tst_lists.moc"
