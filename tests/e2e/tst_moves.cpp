// Events that a person moves from one synced calendar to another at Google: it stays one event with one row, and can
// be reached under its id wherever it is.
#include "e2e/rig.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_moves {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestMoves : public QObject
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
    void occurrencesGoAlong_data();
    void occurrencesGoAlong();
    void anEditedOccurrenceGoesAlong_data();
    void anEditedOccurrenceGoesAlong();
    void thereAndBack();
    void outOfSight();
    void manyAtOnce();
    void aCopyThatStaysIsNoMove();
    void movesOnRequest_data();
    void movesOnRequest();
    void requestsWaitForGoogle();
    void movesWhatGoogleHasNotHeardOf();
    void survivesBreaks_data();
    void survivesBreaks();
    void refusesMoves();

private:
    bool begin(const QString &strategy = u"google_wins"_s);
    QString put(const QString &title, const QString &recurrence = {});
    bool move(const QString &id, const QString &from, const QString &to)
    {
        const Answer moved = rig->control(
            "POST", u"calendars/%1/events/%2/move"_s.arg(from, id), toBytes({ { u"destination"_s, to } }));
        if (moved.status != 200)
            qWarning("%s", moved.shown().constData());
        return moved.status == 200;
    }
    Answer request(const QString &id, const QString &to)
    {
        return rig->api(
            "POST", u"/events/move"_s, toBytes({ { u"google_event_id"_s, id }, { u"to_calendar_id"_s, to } }));
    }
    bool holdUp(const QString &calendar); // its next list fails
    QJsonObject here(const QString &id) { return rig->api("GET", u"/events/"_s + id)["event"].toObject(); }
    Answer edit(const QString &id, const QString &name, const QString &value)
    {
        return rig->api(
            "POST", u"/events/update"_s, toBytes({ { u"google_event_id"_s, id }, { name, value } }));
    }
    QStringList titlesAt(const QString &calendar); // living ones, sorted
    QStringList upcoming(); // "DAY TITLE CALENDAR"
    QString occurrence(const QString &series, int day)
    {
        return series + u'_' + first.addDays(day).toString(u"yyyyMMdd"_s) + u"T090000Z"_s;
    }
    std::unique_ptr<Rig> rig;
    QDate first;
};

namespace {

const QString mine = u"primary"_s;
const QString team = u"team@group.calendar.google.com"_s;
const QString unsynced = u"other@group.calendar.google.com"_s;

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

bool TestMoves::begin(const QString &strategy)
{
    rig = std::make_unique<Rig>();
    first = QDateTime::currentDateTimeUtc().date().addDays(1);
    if (!rig->startGoogle(
            { u"--write-client-secrets"_s, rig->credentials(), u"--write-token"_s, rig->credentials() }))
        return false;
    for (const QString &id : { team, unsynced }) {
        const Answer made = rig->control("POST", u"calendars"_s,
            toBytes({ { u"id"_s, id }, { u"summary"_s, id }, { u"timeZone"_s, u"Europe/Berlin"_s },
                { u"accessRole"_s, u"writer"_s } }));
        if (made.status != 200)
            return false;
    }
    rig->environment.insert(u"CALENDAR_SYNC_GOOGLE_CALENDAR_ID"_s, u"%1,%2"_s.arg(mine, team));
    rig->environment.insert(u"CALENDAR_SYNC_CONFLICT_RESOLUTION"_s, strategy);
    return rig->startService() && rig->syncNow().status == 200;
}

QString TestMoves::put(const QString &title, const QString &recurrence)
{
    const auto at = [this](int hour) {
        return QJsonObject{ { u"dateTime"_s,
                                QDateTime(first, QTime(hour, 0), Qt::UTC).toString(Qt::ISODate) },
            { u"timeZone"_s, u"UTC"_s } };
    };
    QJsonObject event{ { u"summary"_s, title }, { u"start"_s, at(9) }, { u"end"_s, at(10) } };
    if (!recurrence.isEmpty())
        event[u"recurrence"_s] = QJsonArray{ recurrence };
    return rig->control("POST", u"calendars/primary/events"_s, toBytes(event)).text("id");
}

bool TestMoves::holdUp(const QString &calendar)
{
    rig->fault(("[{'match':{'method':'GET','path':'/calendars/" + calendar.section(u'@', 0, 0).toUtf8()
        + "[^/]*/events[?]'},'kind':'status','status':403,'reason':'forbidden','times':1}]")
                   .constData());
    return rig->faultsAccepted();
}

QStringList TestMoves::titlesAt(const QString &calendar)
{
    QStringList titles;
    const QJsonArray events = rig->control("GET", u"calendars/"_s + calendar)["events"].toArray();
    for (const QJsonValue event : events) {
        if (event[u"status"_s] != u"cancelled"_s)
            titles.append(event[u"summary"_s].toString());
    }
    titles.sort();
    return titles;
}

QStringList TestMoves::upcoming()
{
    QStringList found;
    const QJsonArray events = rig->api("GET", u"/events/upcoming?days=30&tz=UTC"_s)["events"].toArray();
    for (const QJsonValue event : events) {
        const QDate day = QDate::fromString(event[u"start_time"_s].toString().left(10), Qt::ISODate);
        found.append(u"%1 %2 %3"_s.arg(first.daysTo(day))
                         .arg(event[u"title"_s].toString(), event[u"calendar_id"_s].toString()));
    }
    return found;
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

void TestMoves::movesOnRequest_data()
{
    QTest::addColumn<bool>("isSeries");
    QTest::newRow("a single event") << false;
    QTest::newRow("a series with a changed and a cancelled occurrence") << true;
}

void TestMoves::movesOnRequest()
{
    QFETCH(bool, isSeries);
    QVERIFY(begin());
    const QString id = put(u"Lunch"_s, isSeries ? u"RRULE:FREQ=DAILY;COUNT=4"_s : QString());
    QCOMPARE(rig->syncNow().status, 200);
    if (isSeries) {
        QCOMPARE(edit(occurrence(id, 1), u"title"_s, u"Long one"_s).status, 200);
        QCOMPARE(rig->api("DELETE", u"/events/"_s + occurrence(id, 2)).status, 200);
    }
    const QStringList expected = isSeries
        ? QStringList{ u"0 Lunch "_s + team, u"1 Long one "_s + team, u"3 Lunch "_s + team }
        : QStringList{ u"0 Lunch "_s + team };
    const QJsonValue row = here(id)[u"local_event_id"_s];
    const Answer moved = request(id, team);
    QVERIFY2(moved.status == 200, moved.shown());
    QCOMPARE(moved["sync_status"], QJsonValue(u"synced"_s));
    QCOMPARE(moved["calendar_id"], QJsonValue(team));
    QCOMPARE(moved["local_event_id"], row);
    QCOMPARE(titlesAt(mine), QStringList());
    QCOMPARE(upcoming(), expected);
    QCOMPARE(rig->syncNow()["changes"][u"errors"_s].toInt(), 0);
    QCOMPARE(upcoming(), expected);
    QCOMPARE(here(id)[u"local_event_id"_s], row);
    QCOMPARE(request(id, team).status, 200); // it is there already
    const QJsonArray requests = rig->control("GET", u"requests"_s)["requests"].toArray();
    int moves = 0;
    for (const QJsonValue sent : requests) {
        if (!sent[u"path"_s].toString().endsWith(u"/move"_s))
            continue;
        ++moves;
        QCOMPARE(sent[u"query"_s][u"sendUpdates"_s], QJsonValue(u"none"_s));
    }
    QCOMPARE(moves, 1);
    // And back, with an edit that waits.
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    QCOMPARE(edit(id, u"location"_s, u"Canteen"_s).status, 202);
    QCOMPARE(request(id, mine).status, 202);
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    QTRY_COMPARE(here(id)[u"calendar_id"_s], QJsonValue(mine));
    QTRY_COMPARE(rig->status()[u"pending_to_google"_s].toInt(), 0);
    QCOMPARE(rig->control("GET", u"calendars/primary/events/"_s + id)["location"], QJsonValue(u"Canteen"_s));
    QCOMPARE(titlesAt(team), QStringList());
    QCOMPARE(here(id)[u"local_event_id"_s], row);
}

void TestMoves::requestsWaitForGoogle()
{
    QVERIFY(begin());
    const QString id = put(u"Lunch"_s);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    const Answer waiting = request(id, team);
    QCOMPARE(waiting.status, 202);
    QCOMPARE(waiting["sync_status"], QJsonValue(u"pending_to_google"_s));
    QCOMPARE(upcoming(), QStringList{ u"0 Lunch "_s + mine });
    QCOMPARE(rig->stopService(), QString()); // the wish is in the database
    QVERIFY(rig->startService());
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    QTRY_COMPARE(upcoming(), QStringList{ u"0 Lunch "_s + team });
    QTRY_COMPARE(here(id)[u"sync_status"_s], QJsonValue(u"synced"_s));
    QCOMPARE(titlesAt(mine), QStringList());
    QCOMPARE(titlesAt(team), QStringList{ u"Lunch"_s });
}

void TestMoves::movesWhatGoogleHasNotHeardOf()
{
    QVERIFY(begin());
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    const Answer made = rig->api("POST", u"/events/create"_s,
        toBytes({ { u"title"_s, u"New"_s }, { u"start_time"_s, first.toString(Qt::ISODate) + u"T09:00:00Z"_s },
            { u"end_time"_s, first.toString(Qt::ISODate) + u"T10:00:00Z"_s } }));
    QCOMPARE(made.status, 202);
    const QString id = made.text("google_event_id");
    const Answer moved = request(id, team);
    QCOMPARE(moved.status, 202);
    QCOMPARE(moved["calendar_id"], QJsonValue(team));
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    QTRY_COMPARE(titlesAt(team), QStringList{ u"New"_s });
    QCOMPARE(titlesAt(mine), QStringList());
    QTRY_COMPARE(here(id)[u"sync_status"_s], QJsonValue(u"synced"_s));
    QCOMPARE(here(id)[u"local_event_id"_s], made["local_event_id"]);
}

void TestMoves::survivesBreaks_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::newRow("Google never got it") << QByteArray("'kind':'drop_before','times':4");
    QTest::newRow("Google's answer was lost") << QByteArray("'kind':'drop_after','times':1");
    QTest::newRow("Google's answer was lost, and the next ones") << QByteArray("'kind':'drop_after','times':4");
    QTest::newRow("Google is busy") << QByteArray("'kind':'status','status':503,'times':4");
    QTest::newRow("killed before the answer") << QByteArray("'kind':'delay','ms':60000,'times':1");
}

void TestMoves::survivesBreaks()
{
    QFETCH(QByteArray, fault);
    QVERIFY(begin());
    const QString id = put(u"Lunch"_s);
    QCOMPARE(rig->syncNow().status, 200);
    const QJsonValue row = here(id)[u"local_event_id"_s];
    rig->fault(("[{'match':{'method':'POST','path':'/move'}," + fault + "}]").constData());
    QVERIFY(rig->faultsAccepted());
    if (fault.contains("delay")) {
        rig->startApi("POST", u"/events/move"_s,
            toBytes({ { u"google_event_id"_s, id }, { u"to_calendar_id"_s, team } }));
        QTRY_VERIFY(rig->faultsBegan());
        rig->service.killHard();
        QVERIFY(rig->startService());
    } else {
        const Answer asked = request(id, team);
        QVERIFY2(asked.status == 200 || asked.status == 202, asked.shown());
    }
    QTRY_VERIFY_WITH_TIMEOUT(rig->syncNow().status == 200 && here(id)[u"calendar_id"_s] == QJsonValue(team), 60'000);
    QTRY_COMPARE(here(id)[u"sync_status"_s], QJsonValue(u"synced"_s));
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(upcoming(), QStringList{ u"0 Lunch "_s + team });
    QCOMPARE(here(id)[u"local_event_id"_s], row);
    QCOMPARE(titlesAt(mine), QStringList());
    QCOMPARE(titlesAt(team), QStringList{ u"Lunch"_s });
    QCOMPARE(rig->count(u"aria_calendar_events"_s), 1);
}

void TestMoves::refusesMoves()
{
    QVERIFY(begin());
    const QString id = put(u"Lunch"_s, u"RRULE:FREQ=DAILY;COUNT=3"_s);
    QCOMPARE(rig->syncNow().status, 200);
    const Answer occurrenceAlone = request(occurrence(id, 1), team);
    QCOMPARE(occurrenceAlone.status, 422);
    QVERIFY2(toBytes(occurrenceAlone.json()).contains(id.toLatin1()), occurrenceAlone.shown());
    const Answer elsewhere = request(id, unsynced);
    QCOMPARE(elsewhere.status, 422);
    QCOMPARE(elsewhere["detail"][0][u"loc"_s][1], QJsonValue(u"to_calendar_id"_s));
    QCOMPARE(request(u"unknown0"_s, team).status, 404);
    // Google refuses what looked possible: everything is as before.
    rig->fault("[{'match':{'method':'POST','path':'/move'},'kind':'status','status':403,'reason':'forbidden','times':1}]");
    const Answer refused = request(id, team);
    QVERIFY2(refused.status == 403, refused.shown());
    QCOMPARE(here(id)[u"calendar_id"_s], QJsonValue(mine));
    QCOMPARE(here(id)[u"sync_status"_s], QJsonValue(u"synced"_s));
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(upcoming().filter(mine).size(), 3);
    QCOMPARE(rig->control("PATCH", u"calendars/"_s + team, "{"accessRole":"reader"}").status, 200);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(request(id, team).status, 403);
    QCOMPARE(upcoming().filter(mine).size(), 3);
}

ARIA_TEST(TestMoves)

} // namespace tst_moves

#include "tst_moves.moc"
