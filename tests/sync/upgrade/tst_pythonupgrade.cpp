// The first syncs on a database that the Python service left behind (PostgreSQL): nothing doubled, nothing lost.
#include "sync/enginerig.h"
#include "sync/plan/dryrun.h"

#include "support/testmain.h"

using namespace Qt::StringLiterals;

namespace tst_pythonupgrade {

using namespace aria;
using namespace aria::test;

namespace {

QJsonObject timed(const QString &id, const QString &summary, const QString &start, const QString &end,
    const QJsonObject &more = {})
{
    auto json = meeting(id, summary, more);
    json.insert(u"iCalUID"_s, id + u"@google.com"_s);
    json.insert(u"start"_s, QJsonObject{ { u"dateTime"_s, start } });
    json.insert(u"end"_s, QJsonObject{ { u"dateTime"_s, end } });
    return json;
}

QJsonObject wholeDay(const QString &id, const QString &summary, const QString &start, const QString &end)
{
    auto json = meeting(id, summary);
    json.insert(u"start"_s, QJsonObject{ { u"date"_s, start } });
    json.insert(u"end"_s, QJsonObject{ { u"date"_s, end } });
    return json;
}

} // namespace

class TestPythonUpgrade : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachRowOnce();
    void edits_data();
    void edits();
    void lossyRowsDestroyNothing_data();
    void lossyRowsDestroyNothing();
    void lostRows_data();
    void lostRows();
    void usesEachOnce();
    void occurrences();
    void gone();
    void sameIdTwice();
    void nothingBeforeItIsKnown();
    void editedMeanwhile();
    void namedCalendar();
    void dryRunMatchesFirst_data();
    void dryRunMatchesFirst();

private:
    // The Python service's tables, empty but for these rows.
    std::unique_ptr<EngineRig> rigWith(
        const QString &sql, ConflictStrategy strategy = ConflictStrategy::GoogleWins)
    {
        const QString fixture = QStringLiteral(ARIA_TESTS "/store/fixtures/python-service.sql");
        return std::make_unique<EngineRig>(QUrl(), strategy, [&](TestDatabase &database) {
            database.load(fixture);
            database.sql(u"TRUNCATE aria_calendar_events, aria_calendar_sync, aria_tasks;"
                         u"SET TIME ZONE 'UTC'; "
                         u"ALTER TABLE aria_calendar_events ADD COLUMN ical_uid text;"_s
                + sql);
        });
    }
    // What there is on both sides, and that another sync changes nothing.
    void checkInStep(EngineRig &rig, int events)
    {
        QCOMPARE(rig.google.violations, QStringList());
        QCOMPARE(rig.google.living(), events);
        QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_events WHERE deleted_at IS NULL"
                         u" AND sync_status = 'synced'"_s)
                     .toInt(),
            events);
        QCOMPARE(
            rig.one(u"SELECT count(*) FROM aria_calendar_events WHERE deleted_at IS NULL"_s).toInt(), events);
        const auto before = rig.contents();
        const auto writes = rig.google.writes().size();
        must(rig.syncNow());
        QCOMPARE(rig.contents(), before);
        QCOMPARE(rig.google.writes().size(), writes);
    }
    static QString titleAt(EngineRig &rig, const QString &id) { return rig.google.at(id).summary(); }
};

void TestPythonUpgrade::eachRowOnce()
{
    const QString fixture = QStringLiteral(ARIA_TESTS "/store/fixtures/python-service.sql");
    EngineRig rig({}, ConflictStrategy::GoogleWins, [&](TestDatabase &database) { database.load(fixture); });
    const auto hour = [](int day, const char *text) {
        return u"2024-01-%1T%2:00:00Z"_s.arg(day).arg(QLatin1String(text));
    };
    rig.google.put(timed(u"g1"_s, u"Linked"_s, hour(15, "10"), hour(15, "11")));
    rig.google.put(timed(u"g2"_s, u"Link lost, id known"_s, hour(16, "10"), hour(16, "11")));
    rig.google.put(timed(u"g3"_s, u"Made in ARIA, never pushed"_s, hour(17, "10"), hour(17, "11")));
    rig.google.put(wholeDay(u"g4"_s, u"Holiday"_s, u"2024-07-01"_s, u"2024-07-03"_s));
    rig.google.put(timed(u"g5"_s, u"No sync row"_s, hour(18, "10"), hour(18, "11")));
    rig.google.put(timed(u"g6"_s, u"Title before"_s, hour(19, "10"), hour(19, "11")));
    rig.google.put(wholeDay(u"g8"_s, u"Day in winter, midnight UTC"_s, u"2024-12-24"_s, u"2024-12-25"_s));
    rig.google.put(timed(u"new"_s, u"Never seen"_s, hour(20, "10"), hour(20, "11")));
    rig.google.pageSize = 3;

    rig.begin();
    QCOMPARE(rig.google.writes().size(), 0);
    for (const auto &[localId, googleId] : { std::pair{ 1, "g1" }, { 2, "g2" }, { 3, "g3" }, { 4, "g4" },
             { 5, "g5" }, { 6, "g6" }, { 8, "g8" } })
        QCOMPARE(rig.record(QLatin1String(googleId)).value().localId, localId);
    QCOMPARE(rig.title(u"g6"_s), u"Title before"_s); // google_wins
    QVERIFY(rig.one(u"SELECT count(*) FROM aria_calendar_sync_history"
                    u" WHERE before_event ->> 'summary' = 'Edited in ARIA'"_s)
                .toInt()
        == 1);
    QCOMPARE(rig.record(u"g4"_s).value().columns.startTime, u"2024-07-01"_s);
    checkInStep(rig, 8);
}

void TestPythonUpgrade::edits_data()
{
    QTest::addColumn<ConflictStrategy>("strategy");
    QTest::addColumn<QString>("lastSynced"); // Google's version is of 2024-01-15 12:00
    QTest::addColumn<QString>("title");
    const auto ours = u"ARIA's"_s;
    const auto theirs = u"Google's"_s;
    const auto before = u"'2024-01-10 00:00+00'"_s;
    const auto after = u"'2024-01-15 13:00+00'"_s;
    const auto never = u"NULL"_s;
    for (const auto strategy : { ConflictStrategy::GoogleWins, ConflictStrategy::AriaWins }) {
        const auto name = toString(strategy).toUtf8();
        QTest::addRow("%s, only ARIA's edit", name.constData()) << strategy << after << ours;
        const auto &winner = strategy == ConflictStrategy::AriaWins ? ours : theirs;
        QTest::addRow("%s, both edited", name.constData()) << strategy << before << winner;
        QTest::addRow("%s, nobody knows", name.constData()) << strategy << never << winner;
    }
}

void TestPythonUpgrade::edits()
{
    QFETCH(ConflictStrategy, strategy);
    QFETCH(QString, lastSynced);
    QFETCH(QString, title);
    const auto rig = rigWith(
        u"INSERT INTO aria_calendar_events (id, google_event_id, title, start_time, end_time, sync_status)"
        u" VALUES (1, 'g', 'ARIA''s', '2024-01-16 09:00+00', '2024-01-16 10:00+00', 'pending_to_google');"
        u"INSERT INTO aria_calendar_sync (google_event_id, local_event_id, sync_status, last_synced)"
        u" VALUES ('g', 1, 'pending_to_google', %1)"_s.arg(lastSynced),
        strategy);
    rig->google.put(meeting(u"g"_s, u"Google's"_s,
        { { u"location"_s, u"Room"_s },
            { u"extendedProperties"_s,
                QJsonObject{ { u"private"_s, QJsonObject{ { u"a"_s, u"b"_s } } } } } }));
    rig->begin();
    QCOMPARE(titleAt(*rig, u"g"_s), title);
    QCOMPARE(rig->title(u"g"_s), title);
    QVERIFY(rig->google.at(u"g"_s).json().contains(u"extendedProperties"_s));
    // Either version is where one can find it.
    const auto other = title == u"Google's" ? u"ARIA''s"_s : u"Google''s"_s;
    QVERIFY(rig->one(u"SELECT count(*) FROM aria_calendar_sync_history"
                     u" WHERE before_event ->> 'summary' = '%1'"_s.arg(other))
                .toInt()
        > 0);
    checkInStep(*rig, 1);
}

void TestPythonUpgrade::lossyRowsDestroyNothing_data()
{
    QTest::addColumn<ConflictStrategy>("strategy");
    QTest::addColumn<QString>("status");
    for (const auto strategy : { ConflictStrategy::GoogleWins, ConflictStrategy::AriaWins,
             ConflictStrategy::MostRecent, ConflictStrategy::Manual }) {
        for (const auto &status : { u"synced"_s, u"pending_to_google"_s })
            QTest::addRow("%s, %s", qPrintable(toString(strategy)), qPrintable(status)) << strategy << status;
    }
}

// That service knew one recurrence line at most, addresses instead of guests, no reminders, no zones.
void TestPythonUpgrade::lossyRowsDestroyNothing()
{
    QFETCH(ConflictStrategy, strategy);
    QFETCH(QString, status);
    const auto rig = rigWith(
        u"INSERT INTO aria_calendar_events (id, google_event_id, title, start_time, end_time, attendees,"
        u" sync_status, updated_at) VALUES (1, 'g', 'Series', '2024-01-16 09:00+00', '2024-01-16 "
        u"10:00+00',"
        u" 'a@example.com', '%1', '2030-01-01');"
        u"INSERT INTO aria_calendar_sync (google_event_id, local_event_id, sync_status) VALUES ('g', 1, "
        u"'%1')"_s.arg(status),
        strategy);
    const auto before = rig->google.put(meeting(u"g"_s, u"Series"_s,
        { { u"recurrence"_s, QJsonArray{ u"RRULE:FREQ=DAILY;COUNT=5"_s } },
            { u"hangoutLink"_s, u"https://meet.example/x"_s }, { u"colorId"_s, u"5"_s },
            { u"attendees"_s,
                QJsonArray{ QJsonObject{
                    { u"email"_s, u"a@example.com"_s }, { u"responseStatus"_s, u"accepted"_s } } } },
            { u"reminders"_s,
                QJsonObject{ { u"useDefault"_s, false }, { u"overrides"_s, QJsonArray() } } } }));
    rig->begin();
    QCOMPARE(rig->google.writes().size(), 0);
    QCOMPARE(rig->google.at(u"g"_s).json(), before.json());
    QCOMPARE(rig->status(u"g"_s), u"synced"_s);
    QCOMPARE(rig->record(u"g"_s).value().columns.recurrence.size(), 1);
    QCOMPARE(rig->historyCount(), 1); // the Python service's own
    checkInStep(*rig, 1);
}

void TestPythonUpgrade::lostRows_data()
{
    QTest::addColumn<QString>("row"); // title, start, end, all_day, ical_uid
    QTest::addColumn<QString>("matched"); // empty: new to Google
    const auto add = [](const char *name, const char *row, const char *matched) {
        QTest::newRow(name) << QString::fromLatin1(row) << QString::fromLatin1(matched);
    };
    add("iCalUID", "'Renamed', '2024-05-01 09:00+00', '2024-05-01 10:00+00', false, 'timed@google.com'",
        "timed");
    add("content", "'Timed', '2024-01-16 09:00+00', '2024-01-16 10:00+00', false, NULL", "timed");
    add("content, spaces", "' Timed ', '2024-01-16 09:00+00', '2024-01-16 10:00+00', false, NULL", "timed");
    add("wall time of the calendar", "'Timed', '2024-01-16 10:00', '2024-01-16 11:00', false, NULL", "timed");
    add("other title", "'Other', '2024-01-16 09:00+00', '2024-01-16 10:00+00', false, NULL", "");
    add("other start", "'Timed', '2024-01-16 08:00+00', '2024-01-16 10:00+00', false, NULL", "");
    add("other end", "'Timed', '2024-01-16 09:00+00', '2024-01-16 10:30+00', false, NULL", "");
    add("whole day", "'Day', '2024-01-18', '2024-01-19', true, NULL", "day");
    add("whole day, last day written", "'Day', '2024-01-18', '2024-01-18', true, NULL", "day");
    add("whole day as times", "'Day', '2024-01-18', '2024-01-19', false, NULL", "day");
    add("whole day as times of the calendar",
        "'Day', '2024-01-17 23:00+00', '2024-01-18 23:00+00', false, NULL", "day");
    add("other day", "'Day', '2024-01-19', '2024-01-20', true, NULL", "");
}

void TestPythonUpgrade::lostRows()
{
    QFETCH(QString, row);
    QFETCH(QString, matched);
    const auto rig =
        rigWith(u"INSERT INTO aria_calendar_events (title, start_time, end_time, all_day, ical_uid)"
                u" VALUES (%1)"_s.arg(row));
    const auto localId = rig->one(u"SELECT id FROM aria_calendar_events"_s).toLongLong();
    rig->google.put(
        timed(u"timed"_s, u"Timed"_s, u"2024-01-16T10:00:00+01:00"_s, u"2024-01-16T11:00:00+01:00"_s));
    rig->google.put(wholeDay(u"day"_s, u"Day"_s, u"2024-01-18"_s, u"2024-01-19"_s));
    rig->begin();
    if (matched.isEmpty()) {
        QCOMPARE(rig->google.writes().size(), 1);
        checkInStep(*rig, 3);
        return;
    }
    QCOMPARE(rig->google.writes().size(), 0);
    QCOMPARE(rig->record(matched).value().localId, localId);
    checkInStep(*rig, 2);
}

void TestPythonUpgrade::usesEachOnce()
{
    // Two equal rows and one event: the second row is an event of its own. The id's claim goes before the title's.
    const auto rig =
        rigWith(u"INSERT INTO aria_calendar_events (id, title, start_time, end_time, ical_uid) VALUES"
                u" (1, 'Twin', '2024-01-16 09:00+00', '2024-01-16 10:00+00', NULL),"
                u" (2, 'Twin', '2024-01-16 09:00+00', '2024-01-16 10:00+00', NULL),"
                u" (3, 'Named', '2024-01-17 09:00+00', '2024-01-17 10:00+00', NULL),"
                u" (4, 'Named', '2024-01-17 09:00+00', '2024-01-17 10:00+00', 'named@google.com')"_s);
    rig->google.put(meeting(u"twin"_s, u"Twin"_s));
    rig->google.put(timed(u"named"_s, u"Named"_s, u"2024-01-17T09:00:00Z"_s, u"2024-01-17T10:00:00Z"_s));
    rig->begin();
    QCOMPARE(rig->record(u"twin"_s).value().localId, 1);
    QCOMPARE(rig->record(u"named"_s).value().localId, 4);
    QCOMPARE(rig->google.count(u"insert"_s), 2);
    checkInStep(*rig, 4);
}

void TestPythonUpgrade::occurrences()
{
    // It asked for single events, so it had each occurrence of a series as an event of its own.
    const auto rig = rigWith(
        u"INSERT INTO aria_calendar_events (id, google_event_id, title, start_time, end_time, sync_status) "
        u"VALUES"
        u" (1, 's_20240116T090000Z', 'Series', '2024-01-16 09:00+00', '2024-01-16 10:00+00', 'synced'),"
        u" (2, 's_20240117T090000Z', 'Edited', '2024-01-17 09:00+00', '2024-01-17 10:00+00', "
        u"'pending_to_google'),"
        u" (3, 's_20240118T090000Z', 'Moved', '2024-01-18 12:00+00', '2024-01-18 13:00+00', 'synced'),"
        u" (4, NULL, 'Series', '2024-01-19 09:00+00', '2024-01-19 10:00+00', 'pending'),"
        u" (5, 's_20240130T090000Z', 'Series', '2024-01-30 09:00+00', '2024-01-30 10:00+00', 'synced');"
        u"INSERT INTO aria_tasks (event_id) VALUES (1)"_s);
    rig->google.put(series(u"s"_s));
    rig->google.edit(u"s_20240118T090000Z"_s,
        { { u"summary"_s, u"Moved"_s },
            { u"start"_s, QJsonObject{ { u"dateTime"_s, u"2024-01-18T12:00:00Z"_s } } },
            { u"end"_s, QJsonObject{ { u"dateTime"_s, u"2024-01-18T13:00:00Z"_s } } } });
    rig->begin();
    // The series and two changed occurrences; the other rows stood for what the series says.
    QCOMPARE(titleAt(*rig, u"s_20240117T090000Z"_s), u"Edited"_s);
    QCOMPARE(rig->record(u"s_20240117T090000Z"_s).value().recurringEventId, u"s"_s);
    QCOMPARE(rig->record(u"s_20240118T090000Z"_s).value().localId, 3);
    QCOMPARE(rig->record(u"s_20240118T090000Z"_s).value().recurringEventId, u"s"_s);
    for (const int retired : { 1, 4, 5 }) {
        QCOMPARE(
            rig->one(u"SELECT count(*) FROM aria_calendar_sync_history WHERE operation = 'delete'"
                     u" AND local_event_id = %1 AND before_event ->> 'summary' = 'Series'"_s.arg(retired))
                .toInt(),
            1);
    }
    checkInStep(*rig, 3);
}

void TestPythonUpgrade::gone()
{
    const auto rig = rigWith(
        u"INSERT INTO aria_calendar_events (id, google_event_id, title, start_time, end_time, sync_status, "
        u"deleted_at)"
        u" VALUES (1, 'a', 'Unedited', '2024-01-16 09:00+00', '2024-01-16 10:00+00', 'synced', NULL),"
        u" (2, 'b', 'Edited', '2024-01-17 09:00+00', '2024-01-17 10:00+00', 'pending_to_google', NULL),"
        u" (3, 'c', 'Deleted', '2024-01-18 09:00+00', '2024-01-18 10:00+00', 'synced', '2024-01-10 "
        u"00:00+00'),"
        u" (4, 'd', 'Deleted, Google has it', '2024-01-18 09:00+00', '2024-01-18 10:00+00', 'synced', "
        u"'2024-01-16'),"
        u" (5, 'hidden', 'Left out', '2024-01-18 09:00+00', '2024-01-18 10:00+00', 'synced', NULL)"_s);
    rig->google.put(meeting(u"d"_s, u"Deleted, Google has it"_s));
    rig->google.put(timed(u"hidden"_s, u"Left out"_s, u"2024-01-18T09:00:00Z"_s, u"2024-01-18T10:00:00Z"_s));
    rig->google.leftOut = { u"hidden"_s };
    rig->begin();
    QCOMPARE(rig->status(u"a"_s), u"deleted"_s);
    QVERIFY(rig->one(u"SELECT count(*) FROM aria_calendar_sync_history WHERE local_event_id = 1"
                     u" AND before_event ->> 'summary' = 'Unedited'"_s)
                .toInt()
        == 1);
    QVERIFY(!rig->record(u"b"_s));
    const auto anew = rig->one(u"SELECT google_event_id FROM aria_calendar_sync"
                               u" WHERE local_event_id = 2"_s)
                          .toString();
    QCOMPARE(titleAt(*rig, anew), u"Edited"_s);
    QCOMPARE(rig->status(u"c"_s), u"deleted"_s);
    QVERIFY(rig->google.at(u"d"_s).isCancelled()); // ARIA deleted it after Google's last change
    QCOMPARE(rig->status(u"d"_s), u"deleted"_s);
    QCOMPARE(rig->status(u"hidden"_s), u"synced"_s);
    rig->google.leftOut.clear();
    checkInStep(*rig, 2);
}

void TestPythonUpgrade::sameIdTwice()
{
    // Four workers took in the same event.
    const auto rig = rigWith(
        u"ALTER TABLE aria_calendar_events DROP CONSTRAINT aria_calendar_events_google_event_id_key;"
        u"INSERT INTO aria_calendar_events (id, google_event_id, title, start_time, end_time, sync_status) "
        u"VALUES"
        u" (1, 'g', 'Meeting', '2024-01-16 09:00+00', '2024-01-16 10:00+00', 'synced'),"
        u" (2, 'g', 'Meeting', '2024-01-16 09:00+00', '2024-01-16 10:00+00', 'synced'),"
        u" (3, 'g', 'Meeting, edited', '2024-01-16 09:00+00', '2024-01-16 10:00+00', 'synced');"
        u"INSERT INTO aria_calendar_sync (google_event_id, local_event_id) VALUES ('g', 1)"_s);
    rig->google.put(meeting(u"g"_s));
    rig->begin();
    QCOMPARE(rig->record(u"g"_s).value().localId, 1);
    QCOMPARE(rig->google.count(u"insert"_s), 1); // nobody knows whose edit that was: it is kept
    checkInStep(*rig, 2);
}

void TestPythonUpgrade::nothingBeforeItIsKnown()
{
    const auto rig = rigWith(
        u"INSERT INTO aria_calendar_events (id, google_event_id, title, start_time, end_time, sync_status) "
        u"VALUES"
        u" (1, 'g', 'Meeting', '2024-01-16 09:00+00', '2024-01-16 10:00+00', 'pending_to_google'),"
        u" (2, NULL, 'Timed', '2024-01-17 09:00+00', '2024-01-17 10:00+00', 'pending')"_s);
    rig->google.put(meeting(u"g"_s));
    rig->google.put(timed(u"t"_s, u"Timed"_s, u"2024-01-17T09:00:00Z"_s, u"2024-01-17T10:00:00Z"_s));
    rig->google.pageSize = 1;
    rig->google.failNext(u"list"_s, serverError());
    QCoro::waitFor(rig->engine->start());
    rig->engine->setSignedIn(true);
    rig->settle();
    rig->google.failNext(u"list"_s, serverError());
    rig->engine->pushNow(); // somebody edited something
    QTRY_VERIFY(rig->google.count(u"list"_s) >= 2);
    rig->settle();
    QCOMPARE(rig->google.writes().size(), 0);
    must(rig->syncNow());
    QCOMPARE(rig->google.writes().size(), 0);
    checkInStep(*rig, 2);
    // Once.
    rig->google.forgetCalls();
    rig->restartEngine();
    rig->begin();
    QCOMPARE(rig->google.count(u"list"_s), 1);
}

void TestPythonUpgrade::editedMeanwhile()
{
    const auto rig = rigWith(
        u"INSERT INTO aria_calendar_events (id, google_event_id, title, start_time, end_time, sync_status,"
        u" updated_at) VALUES (1, 'g', 'Meeting', '2024-01-16 09:00+00', '2024-01-16 10:00+00', 'synced',"
        u" '2024-01-01');"
        u"INSERT INTO aria_calendar_sync (google_event_id, local_event_id, last_synced)"
        u" VALUES ('g', 1, '2024-01-15 13:00+00')"_s);
    rig->google.put(meeting(u"g"_s));
    bool edited = false;
    rig->google.afterList = [&](const google::ListQuery &) {
        if (!std::exchange(edited, true))
            rig->setTitle(u"g"_s, u"While listing"_s);
    };
    rig->begin();
    QCOMPARE(titleAt(*rig, u"g"_s), u"While listing"_s);
    checkInStep(*rig, 1);
}

void TestPythonUpgrade::namedCalendar()
{
    const auto rig =
        rigWith(u"INSERT INTO aria_calendar_events (id, google_event_id, title, start_time, end_time, "
                u"sync_status) VALUES"
                u" (1, 'g', 'Meeting', '2024-01-16 09:00+00', '2024-01-16 10:00+00', 'synced')"_s);
    rig->options.calendarId = rig->google.calendarId = u"team@example.com"_s;
    rig->options.inheritsPrimary = true;
    rig->restartEngine();
    rig->google.put(meeting(u"g"_s));
    rig->begin();
    QCOMPARE(rig->one(u"SELECT calendar_id FROM aria_calendar_events WHERE id = 1"_s).toString(),
        rig->options.calendarId);
    checkInStep(*rig, 1);
}

void TestPythonUpgrade::dryRunMatchesFirst_data()
{
    QTest::addColumn<QString>("calendarId");
    QTest::newRow("primary") << u"primary"_s;
    QTest::newRow("a calendar that inherits the rows") << u"team@example.com"_s;
}

// What a dry run says of a database that no sync of ours has seen: the rows stand for Google's events, nothing is new.
void TestPythonUpgrade::dryRunMatchesFirst()
{
    QFETCH(QString, calendarId);
    const auto rig =
        rigWith(u"INSERT INTO aria_calendar_events (id, google_event_id, title, start_time, end_time, "
                u"sync_status) VALUES"
                u" (1, 'g', 'Meeting', '2024-01-16 09:00+00', '2024-01-16 10:00+00', 'synced')"_s);
    rig->google.calendarId = calendarId;
    rig->google.put(meeting(u"g"_s));
    const QString before = rig->contents();
    const auto plan = QCoro::waitFor(sync::dryRunAll(
        rig->google, *rig->store, rig->clock, rig->random, { calendarId }, ConflictStrategy::GoogleWins));
    QVERIFY(plan);
    QCOMPARE(plan->writes.size(), 0);
    QCOMPARE(plan->changes.created, 0);
    QCOMPARE(rig->contents(), before);
    QCOMPARE(
        rig->one(u"SELECT calendar_id FROM aria_calendar_events WHERE id = 1"_s).toString(), u"primary"_s);
}

ARIA_TEST(TestPythonUpgrade)

} // namespace tst_pythonupgrade

#include "tst_pythonupgrade.moc"
