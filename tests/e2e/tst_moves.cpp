// Events that a person moves from one synced calendar to another at Google: it stays one event with one row, and can
// be reached under its id wherever it is.
#include "e2e/movebed.h"

#include "support/testmain.h"

namespace tst_moves {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestMoves : public QObject, MoveBed
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void theRowGoesAlong_data();
    void theRowGoesAlong();
    void editsThatWaitGoAlong_data();
    void editsThatWaitGoAlong();
    void deletionsThatWaitGoAlong_data();
    void deletionsThatWaitGoAlong();
    void writesBeforeTheNextSync_data();
    void writesBeforeTheNextSync();
    void resolvesBeforeTheNextSync();
    void occurrencesGoAlong_data();
    void occurrencesGoAlong();
    void anEditedOccurrenceGoesAlong_data();
    void anEditedOccurrenceGoesAlong();
    void thereAndBack();
    void outOfSight();
    void manyAtOnce();
    void aCopyThatStaysIsNoMove();
};

namespace {

// Which calendar's half of a move arrives first.
void addOrders()
{
    QTest::addColumn<QString>("later"); // empty: as it comes
    QTest::newRow("as it comes") << QString();
    QTest::newRow("first the tombstone") << team;
    QTest::newRow("first the event") << mine;
}

} // namespace

void TestMoves::cleanup()
{
    const QString problem = rig->stopAll();
    rig.reset();
    QCOMPARE(problem, QString());
}

void TestMoves::theRowGoesAlong_data()
{
    addOrders();
}

void TestMoves::theRowGoesAlong()
{
    QFETCH(QString, later);
    QVERIFY(begin());
    const QString id = put(u"Lunch"_s);
    QCOMPARE(rig->syncNow().status, 200);
    const QJsonValue row = here(id)[u"local_event_id"_s];
    QVERIFY(move(id, mine, team));
    if (!later.isEmpty()) {
        QVERIFY(holdUp(later));
        QCOMPARE(rig->syncNow()["changes"][u"errors"_s].toInt(), 1);
        QVERIFY(upcoming().size() <= 1); // not doubled in between
    }
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(upcoming(), QStringList{ u"0 Lunch "_s + team });
    QCOMPARE(here(id)[u"calendar_id"_s], QJsonValue(team));
    QCOMPARE(here(id)[u"local_event_id"_s], row);
    QCOMPARE(rig->api("GET", u"/events/%1?calendar_id=%2"_s.arg(id, team)).status, 200);
    QCOMPARE(rig->api("GET", u"/events/%1?calendar_id=%2"_s.arg(id, mine)).status, 404);
    const Answer edited = edit(id, u"title"_s, u"Late lunch"_s);
    QVERIFY2(edited.status == 200, edited.shown());
    QCOMPARE(titlesAt(team), QStringList{ u"Late lunch"_s });
    QCOMPARE(titlesAt(mine), QStringList());
    QCOMPARE(rig->api("DELETE", u"/events/"_s + id).status, 200);
    QCOMPARE(titlesAt(team), QStringList());
    QCOMPARE(rig->api("GET", u"/events/"_s + id).status, 404);
    QCOMPARE(
        rig->syncNow()["changes"].toObject(), object("{'created':0,'updated':0,'deleted':0,'errors':0}"));
    QCOMPARE(rig->count(u"aria_calendar_events"_s), 1);
}

void TestMoves::editsThatWaitGoAlong_data()
{
    QTest::addColumn<QString>("strategy");
    QTest::addColumn<QString>("later");
    for (const char *strategy : { "google_wins", "aria_wins", "most_recent", "manual" }) {
        QTest::addRow("%s, as it comes", strategy) << QString::fromLatin1(strategy) << QString();
        QTest::addRow("%s, first the tombstone", strategy) << QString::fromLatin1(strategy) << team;
        QTest::addRow("%s, first the event", strategy) << QString::fromLatin1(strategy) << mine;
    }
}

void TestMoves::editsThatWaitGoAlong()
{
    QFETCH(QString, strategy);
    QFETCH(QString, later);
    QVERIFY(begin(strategy));
    const QString id = put(u"Lunch"_s);
    QCOMPARE(rig->syncNow().status, 200);
    const QJsonValue row = here(id)[u"local_event_id"_s];
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    QCOMPARE(edit(id, u"title"_s, u"Late lunch"_s).status, 202);
    QVERIFY(move(id, mine, team));
    QCOMPARE(
        rig->control("PATCH", u"calendars/%1/events/%2"_s.arg(team, id), "{\"location\":\"Canteen\"}").status,
        200);
    if (!later.isEmpty())
        QVERIFY(holdUp(later));
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    QCOMPARE(rig->syncNow().status, 200);
    QTRY_COMPARE(titlesAt(team), QStringList{ u"Late lunch"_s });
    QCOMPARE(titlesAt(mine), QStringList());
    QTRY_COMPARE(here(id)[u"sync_status"_s], QJsonValue(u"synced"_s));
    QCOMPARE(here(id)[u"title"_s], QJsonValue(u"Late lunch"_s));
    QCOMPARE(here(id)[u"location"_s], QJsonValue(u"Canteen"_s)); // both edits
    QCOMPARE(here(id)[u"local_event_id"_s], row);
    QCOMPARE(upcoming(), QStringList{ u"0 Late lunch "_s + team });
    QCOMPARE(rig->status()[u"conflicts"_s].toInt(), 0);
}

void TestMoves::deletionsThatWaitGoAlong_data()
{
    addOrders();
}

void TestMoves::deletionsThatWaitGoAlong()
{
    QFETCH(QString, later);
    QVERIFY(begin());
    const QString id = put(u"Lunch"_s);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    QCOMPARE(rig->api("DELETE", u"/events/"_s + id).status, 200);
    QVERIFY(move(id, mine, team));
    if (!later.isEmpty())
        QVERIFY(holdUp(later));
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    QCOMPARE(rig->syncNow().status, 200);
    QTRY_COMPARE(titlesAt(team), QStringList());
    QCOMPARE(titlesAt(mine), QStringList());
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(upcoming(), QStringList());
    QCOMPARE(rig->api("GET", u"/events/"_s + id).status, 404);
}

void TestMoves::writesBeforeTheNextSync_data()
{
    QTest::addColumn<QString>("strategy");
    QTest::addColumn<bool>("deletes");
    for (const char *strategy : { "google_wins", "aria_wins", "most_recent", "manual" }) {
        QTest::addRow("%s, update", strategy) << QString::fromLatin1(strategy) << false;
        QTest::addRow("%s, delete", strategy) << QString::fromLatin1(strategy) << true;
    }
}

// Somebody writes before the service knows of the move.
void TestMoves::writesBeforeTheNextSync()
{
    QFETCH(QString, strategy);
    QFETCH(bool, deletes);
    QVERIFY(begin(strategy));
    const QString id = put(u"Lunch"_s);
    QCOMPARE(rig->syncNow().status, 200);
    QVERIFY(move(id, mine, team));
    const Answer answer =
        deletes ? rig->api("DELETE", u"/events/"_s + id) : edit(id, u"title"_s, u"Late lunch"_s);
    QVERIFY2(answer.status == 200, answer.shown());
    QCOMPARE(titlesAt(team), deletes ? QStringList() : QStringList{ u"Late lunch"_s });
    QCOMPARE(titlesAt(mine), QStringList());
    if (!deletes)
        QCOMPARE(answer["event"][u"calendar_id"_s], QJsonValue(team));
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(upcoming(), deletes ? QStringList() : QStringList{ u"0 Late lunch "_s + team });
    QCOMPARE(titlesAt(team), deletes ? QStringList() : QStringList{ u"Late lunch"_s });
    QCOMPARE(titlesAt(mine), QStringList());
    QCOMPARE(rig->count(u"aria_calendar_events"_s), 1);
}

// The answer comes when the calendar has it to which Google has moved it.
void TestMoves::resolvesBeforeTheNextSync()
{
    QVERIFY(begin(u"manual"_s));
    const QString id = put(u"Lunch"_s);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    QVERIFY(rig->sql(u"UPDATE aria_calendar_events SET title = 'Ours'"_s));
    QCOMPARE(
        rig->control("PATCH", u"calendars/primary/events/"_s + id, "{\"summary\":\"Theirs\"}").status, 200);
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(rig->status()[u"conflicts"_s], 1, 20'000);
    QVERIFY(move(id, mine, team));
    const Answer resolved = rig->api("POST", u"/sync/resolve/%1?resolution=aria_wins"_s.arg(id));
    QVERIFY2(resolved.status == 200, resolved.shown());
    QCOMPARE(titlesAt(team), QStringList{ u"Ours"_s });
    QCOMPARE(titlesAt(mine), QStringList());
}

void TestMoves::occurrencesGoAlong_data()
{
    addOrders();
}

void TestMoves::occurrencesGoAlong()
{
    QFETCH(QString, later);
    QVERIFY(begin());
    const QString id = put(u"Standup"_s, u"RRULE:FREQ=DAILY;COUNT=4"_s);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(edit(occurrence(id, 1), u"title"_s, u"Long one"_s).status, 200);
    QCOMPARE(rig->api("DELETE", u"/events/"_s + occurrence(id, 2)).status, 200);
    const QJsonValue row = here(id)[u"local_event_id"_s];
    const QJsonValue changedRow = here(occurrence(id, 1))[u"local_event_id"_s];
    QVERIFY(move(id, mine, team));
    if (!later.isEmpty()) {
        QVERIFY(holdUp(later));
        QCOMPARE(rig->syncNow()["changes"][u"errors"_s].toInt(), 1);
    }
    QCOMPARE(rig->syncNow().status, 200);
    const QStringList expected{ u"0 Standup "_s + team, u"1 Long one "_s + team, u"3 Standup "_s + team };
    QCOMPARE(upcoming(), expected);
    QCOMPARE(here(id)[u"local_event_id"_s], row);
    QCOMPARE(here(occurrence(id, 1))[u"local_event_id"_s], changedRow);
    const Answer edited = edit(occurrence(id, 3), u"title"_s, u"Last one"_s);
    QVERIFY2(edited.status == 200, edited.shown());
    QCOMPARE(edited["event"][u"calendar_id"_s], QJsonValue(team));
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(upcoming(),
        (QStringList{ u"0 Standup "_s + team, u"1 Long one "_s + team, u"3 Last one "_s + team }));
    QCOMPARE(rig->api("DELETE", u"/events/"_s + id).status, 200);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(upcoming(), QStringList());
}

void TestMoves::anEditedOccurrenceGoesAlong_data()
{
    QTest::addColumn<QString>("strategy");
    QTest::addColumn<QString>("later");
    for (const char *strategy : { "google_wins", "aria_wins" }) {
        QTest::addRow("%s, as it comes", strategy) << QString::fromLatin1(strategy) << QString();
        QTest::addRow("%s, first the tombstone", strategy) << QString::fromLatin1(strategy) << team;
        QTest::addRow("%s, first the event", strategy) << QString::fromLatin1(strategy) << mine;
    }
}

void TestMoves::anEditedOccurrenceGoesAlong()
{
    QFETCH(QString, strategy);
    QFETCH(QString, later);
    QVERIFY(begin(strategy));
    const QString id = put(u"Standup"_s, u"RRULE:FREQ=DAILY;COUNT=3"_s);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(edit(occurrence(id, 2), u"title"_s, u"Known one"_s).status, 200);
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    QCOMPARE(
        edit(occurrence(id, 1), u"title"_s, u"Long one"_s).status, 202); // a row that Google has not heard of
    QCOMPARE(edit(occurrence(id, 2), u"title"_s, u"Better known"_s).status, 202);
    QVERIFY(move(id, mine, team));
    if (!later.isEmpty())
        QVERIFY(holdUp(later));
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    QCOMPARE(rig->syncNow().status, 200);
    const QStringList expected{ u"0 Standup "_s + team, u"1 Long one "_s + team,
        u"2 Better known "_s + team };
    QTRY_COMPARE(upcoming(), expected);
    QTRY_COMPARE(rig->status()[u"pending_to_google"_s].toInt(), 0);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(upcoming(), expected);
    QCOMPARE(rig->control("GET", u"calendars/%1/events/%2"_s.arg(team, occurrence(id, 1)))["summary"],
        QJsonValue(u"Long one"_s));
    QCOMPARE(titlesAt(mine), QStringList());
}

void TestMoves::thereAndBack()
{
    QVERIFY(begin());
    const QString id = put(u"Lunch"_s);
    QCOMPARE(rig->syncNow().status, 200);
    const QJsonValue row = here(id)[u"local_event_id"_s];
    for (const QString &to : { team, mine, team }) {
        QVERIFY(move(id, to == team ? mine : team, to));
        QCOMPARE(rig->syncNow().status, 200);
        QCOMPARE(rig->syncNow().status, 200);
        QCOMPARE(upcoming(), QStringList{ u"0 Lunch "_s + to });
        QCOMPARE(here(id)[u"local_event_id"_s], row);
    }
    // Its history is that of one event, and leads back.
    QCOMPARE(edit(id, u"title"_s, u"Late lunch"_s).status, 200);
    const QJsonArray history = rig->api("GET", u"/sync/history?google_event_id="_s + id)["history"].toArray();
    QVERIFY(!history.isEmpty());
    QCOMPARE(rig->api("POST", u"/sync/undo/%1"_s.arg(history.first()[u"id"_s].toInt())).status, 200);
    QCOMPARE(titlesAt(team), QStringList{ u"Lunch"_s });
}

// Into a calendar that is not synced: gone for us, and back again.
void TestMoves::outOfSight()
{
    QVERIFY(begin());
    const QString id = put(u"Lunch"_s);
    QCOMPARE(rig->syncNow().status, 200);
    QVERIFY(move(id, mine, unsynced));
    QCOMPARE(rig->syncNow()["changes"][u"deleted"_s].toInt(), 1);
    QCOMPARE(upcoming(), QStringList());
    QCOMPARE(rig->api("DELETE", u"/events/"_s + id).status, 200); // it is deleted, as far as we are asked
    QVERIFY(move(id, unsynced, team));
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(upcoming(), QStringList{ u"0 Lunch "_s + team });
    QCOMPARE(rig->count(u"aria_calendar_events"_s), 1);
}

// So many that their deletion would wait for a person: but nothing was deleted.
void TestMoves::manyAtOnce()
{
    QVERIFY(begin());
    QStringList ids;
    for (int i = 0; i < 36; ++i)
        ids.append(put(u"Talk %1"_s.arg(i)));
    QCOMPARE(rig->syncNow().status, 200);
    for (const QString &id : std::as_const(ids))
        QVERIFY(move(id, mine, team));
    QVERIFY(holdUp(team));
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(rig->status()[u"state"_s], QJsonValue(u"needs_confirmation"_s));
    QCOMPARE(rig->syncNow().status, 200);
    QTRY_COMPARE(rig->status()[u"state"_s], QJsonValue(u"idle"_s));
    QCOMPARE(upcoming().filter(team).size(), 36);
    QCOMPARE(rig->status()[u"total_events"_s].toInt(), 36);
}

void TestMoves::aCopyThatStaysIsNoMove()
{
    QVERIFY(begin());
    const QString id = put(u"Lunch"_s);
    QCOMPARE(rig->syncNow().status, 200);
    const QJsonValue row = here(id)[u"local_event_id"_s];
    QJsonObject copy = rig->control("GET", u"calendars/primary/events/"_s + id).json();
    const QJsonObject event{ { u"id"_s, id }, { u"summary"_s, u"Copy"_s }, { u"start"_s, copy[u"start"_s] },
        { u"end"_s, copy[u"end"_s] } };
    QCOMPARE(rig->control("POST", u"calendars/%1/events"_s.arg(team), toBytes(event)).status, 200);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(upcoming(), (QStringList{ u"0 Copy "_s + team, u"0 Lunch "_s + mine }));
    QCOMPARE(
        rig->api("GET", u"/events/%1?calendar_id=%2"_s.arg(id, mine))["event"][u"local_event_id"_s], row);
    // Nor when the first goes later on: both had rows of their own.
    QCOMPARE(rig->control("DELETE", u"calendars/%1/events/%2"_s.arg(mine, id)).status, 200);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(upcoming(), QStringList{ u"0 Copy "_s + team });
    QVERIFY(here(id)[u"local_event_id"_s] != row);
}

ARIA_TEST(TestMoves)

} // namespace tst_moves

#include "tst_moves.moc"
