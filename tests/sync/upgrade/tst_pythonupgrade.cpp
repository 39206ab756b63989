// The first syncs on a database that the Python service left behind (PostgreSQL): nothing doubled, nothing lost.
#include "sync/plan/dryrun.h"
#include "sync/enginerig.h"

#include "support/testmain.h"

namespace tst_pythonupgrade {

using namespace aria;
using namespace aria::test;

namespace {

QJsonObject timed(const QString &id, const QString &summary, const QString &start, const QString &end,
    const QJsonObject &more = {})
{
    auto json = meeting(id, summary, more);
    json.insert(QStringLiteral("iCalUID"), id + QStringLiteral("@google.com"));
    json.insert(QStringLiteral("start"), QJsonObject{ { QStringLiteral("dateTime"), start } });
    json.insert(QStringLiteral("end"), QJsonObject{ { QStringLiteral("dateTime"), end } });
    return json;
}

QJsonObject wholeDay(const QString &id, const QString &summary, const QString &start, const QString &end)
{
    auto json = meeting(id, summary);
    json.insert(QStringLiteral("start"), QJsonObject{ { QStringLiteral("date"), start } });
    json.insert(QStringLiteral("end"), QJsonObject{ { QStringLiteral("date"), end } });
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
            database.sql(QStringLiteral("TRUNCATE aria_calendar_events, aria_calendar_sync, aria_tasks;"
                                        "SET TIME ZONE 'UTC'; "
                                        "ALTER TABLE aria_calendar_events ADD COLUMN ical_uid text;")
                + sql);
        });
    }
    // What there is on both sides, and that another sync changes nothing.
    void checkInStep(EngineRig &rig, int events)
    {
        QCOMPARE(rig.google.violations, QStringList());
        QCOMPARE(rig.google.living(), events);
        QCOMPARE(rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_events WHERE deleted_at IS NULL"
                                        " AND sync_status = 'synced'"))
                     .toInt(),
            events);
        QCOMPARE(rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_events WHERE deleted_at IS NULL"))
                     .toInt(),
            events);
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
        return QStringLiteral("2024-01-%1T%2:00:00Z").arg(day).arg(QLatin1String(text));
    };
    rig.google.put(timed(QStringLiteral("g1"), QStringLiteral("Linked"), hour(15, "10"), hour(15, "11")));
    rig.google.put(
        timed(QStringLiteral("g2"), QStringLiteral("Link lost, id known"), hour(16, "10"), hour(16, "11")));
    rig.google.put(timed(
        QStringLiteral("g3"), QStringLiteral("Made in ARIA, never pushed"), hour(17, "10"), hour(17, "11")));
    rig.google.put(wholeDay(QStringLiteral("g4"), QStringLiteral("Holiday"), QStringLiteral("2024-07-01"),
        QStringLiteral("2024-07-03")));
    rig.google.put(
        timed(QStringLiteral("g5"), QStringLiteral("No sync row"), hour(18, "10"), hour(18, "11")));
    rig.google.put(
        timed(QStringLiteral("g6"), QStringLiteral("Title before"), hour(19, "10"), hour(19, "11")));
    rig.google.put(wholeDay(QStringLiteral("g8"), QStringLiteral("Day in winter, midnight UTC"),
        QStringLiteral("2024-12-24"), QStringLiteral("2024-12-25")));
    rig.google.put(
        timed(QStringLiteral("new"), QStringLiteral("Never seen"), hour(20, "10"), hour(20, "11")));
    rig.google.pageSize = 3;

    rig.begin();
    QCOMPARE(rig.google.writes().size(), 0);
    for (const auto &[localId, googleId] : { std::pair{ 1, "g1" }, { 2, "g2" }, { 3, "g3" }, { 4, "g4" },
             { 5, "g5" }, { 6, "g6" }, { 8, "g8" } })
        QCOMPARE(rig.record(QLatin1String(googleId)).value().localId, localId);
    QCOMPARE(rig.title(QStringLiteral("g6")), QStringLiteral("Title before")); // google_wins
    QVERIFY(rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync_history"
                                   " WHERE before_event ->> 'summary' = 'Edited in ARIA'"))
                .toInt()
        == 1);
    QCOMPARE(rig.record(QStringLiteral("g4")).value().columns.startTime, QStringLiteral("2024-07-01"));
    checkInStep(rig, 8);
}

void TestPythonUpgrade::edits_data()
{
    QTest::addColumn<ConflictStrategy>("strategy");
    QTest::addColumn<QString>("lastSynced"); // Google's version is of 2024-01-15 12:00
    QTest::addColumn<QString>("title");
    const auto ours = QStringLiteral("ARIA's");
    const auto theirs = QStringLiteral("Google's");
    const auto before = QStringLiteral("'2024-01-10 00:00+00'");
    const auto after = QStringLiteral("'2024-01-15 13:00+00'");
    const auto never = QStringLiteral("NULL");
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
        QStringLiteral(
            "INSERT INTO aria_calendar_events (id, google_event_id, title, start_time, end_time, sync_status)"
            " VALUES (1, 'g', 'ARIA''s', '2024-01-16 09:00+00', '2024-01-16 10:00+00', 'pending_to_google');"
            "INSERT INTO aria_calendar_sync (google_event_id, local_event_id, sync_status, last_synced)"
            " VALUES ('g', 1, 'pending_to_google', %1)")
            .arg(lastSynced),
        strategy);
    rig->google.put(meeting(QStringLiteral("g"), QStringLiteral("Google's"),
        { { QStringLiteral("location"), QStringLiteral("Room") },
            { QStringLiteral("extendedProperties"),
                QJsonObject{ { QStringLiteral("private"),
                    QJsonObject{ { QStringLiteral("a"), QStringLiteral("b") } } } } } }));
    rig->begin();
    QCOMPARE(titleAt(*rig, QStringLiteral("g")), title);
    QCOMPARE(rig->title(QStringLiteral("g")), title);
    QVERIFY(rig->google.at(QStringLiteral("g")).json().contains(QStringLiteral("extendedProperties")));
    // Either version is where one can find it.
    const auto other = title == u"Google's" ? QStringLiteral("ARIA''s") : QStringLiteral("Google''s");
    QVERIFY(rig->one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync_history"
                                    " WHERE before_event ->> 'summary' = '%1'")
                         .arg(other))
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
        for (const auto &status : { QStringLiteral("synced"), QStringLiteral("pending_to_google") })
            QTest::addRow("%s, %s", qPrintable(toString(strategy)), qPrintable(status)) << strategy << status;
    }
}

// That service knew one recurrence line at most, addresses instead of guests, no reminders, no zones.
void TestPythonUpgrade::lossyRowsDestroyNothing()
{
    QFETCH(ConflictStrategy, strategy);
    QFETCH(QString, status);
    const auto rig = rigWith(
        QStringLiteral(
            "INSERT INTO aria_calendar_events (id, google_event_id, title, start_time, end_time, attendees,"
            " sync_status, updated_at) VALUES (1, 'g', 'Series', '2024-01-16 09:00+00', '2024-01-16 "
            "10:00+00',"
            " 'a@example.com', '%1', '2030-01-01');"
            "INSERT INTO aria_calendar_sync (google_event_id, local_event_id, sync_status) VALUES ('g', 1, "
            "'%1')")
            .arg(status),
        strategy);
    const auto before = rig->google.put(meeting(QStringLiteral("g"), QStringLiteral("Series"),
        { { QStringLiteral("recurrence"), QJsonArray{ QStringLiteral("RRULE:FREQ=DAILY;COUNT=5") } },
            { QStringLiteral("hangoutLink"), QStringLiteral("https://meet.example/x") },
            { QStringLiteral("colorId"), QStringLiteral("5") },
            { QStringLiteral("attendees"),
                QJsonArray{ QJsonObject{ { QStringLiteral("email"), QStringLiteral("a@example.com") },
                    { QStringLiteral("responseStatus"), QStringLiteral("accepted") } } } },
            { QStringLiteral("reminders"),
                QJsonObject{ { QStringLiteral("useDefault"), false },
                    { QStringLiteral("overrides"), QJsonArray() } } } }));
    rig->begin();
    QCOMPARE(rig->google.writes().size(), 0);
    QCOMPARE(rig->google.at(QStringLiteral("g")).json(), before.json());
    QCOMPARE(rig->status(QStringLiteral("g")), QStringLiteral("synced"));
    QCOMPARE(rig->record(QStringLiteral("g")).value().columns.recurrence.size(), 1);
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
    const auto rig = rigWith(
        QStringLiteral("INSERT INTO aria_calendar_events (title, start_time, end_time, all_day, ical_uid)"
                       " VALUES (%1)")
            .arg(row));
    const auto localId = rig->one(QStringLiteral("SELECT id FROM aria_calendar_events")).toLongLong();
    rig->google.put(timed(QStringLiteral("timed"), QStringLiteral("Timed"),
        QStringLiteral("2024-01-16T10:00:00+01:00"), QStringLiteral("2024-01-16T11:00:00+01:00")));
    rig->google.put(wholeDay(QStringLiteral("day"), QStringLiteral("Day"), QStringLiteral("2024-01-18"),
        QStringLiteral("2024-01-19")));
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
    const auto rig = rigWith(
        QStringLiteral("INSERT INTO aria_calendar_events (id, title, start_time, end_time, ical_uid) VALUES"
                       " (1, 'Twin', '2024-01-16 09:00+00', '2024-01-16 10:00+00', NULL),"
                       " (2, 'Twin', '2024-01-16 09:00+00', '2024-01-16 10:00+00', NULL),"
                       " (3, 'Named', '2024-01-17 09:00+00', '2024-01-17 10:00+00', NULL),"
                       " (4, 'Named', '2024-01-17 09:00+00', '2024-01-17 10:00+00', 'named@google.com')"));
    rig->google.put(meeting(QStringLiteral("twin"), QStringLiteral("Twin")));
    rig->google.put(timed(QStringLiteral("named"), QStringLiteral("Named"),
        QStringLiteral("2024-01-17T09:00:00Z"), QStringLiteral("2024-01-17T10:00:00Z")));
    rig->begin();
    QCOMPARE(rig->record(QStringLiteral("twin")).value().localId, 1);
    QCOMPARE(rig->record(QStringLiteral("named")).value().localId, 4);
    QCOMPARE(rig->google.count(QStringLiteral("insert")), 2);
    checkInStep(*rig, 4);
}

void TestPythonUpgrade::occurrences()
{
    // It asked for single events, so it had each occurrence of a series as an event of its own.
    const auto rig = rigWith(QStringLiteral(
        "INSERT INTO aria_calendar_events (id, google_event_id, title, start_time, end_time, sync_status) "
        "VALUES"
        " (1, 's_20240116T090000Z', 'Series', '2024-01-16 09:00+00', '2024-01-16 10:00+00', 'synced'),"
        " (2, 's_20240117T090000Z', 'Edited', '2024-01-17 09:00+00', '2024-01-17 10:00+00', "
        "'pending_to_google'),"
        " (3, 's_20240118T090000Z', 'Moved', '2024-01-18 12:00+00', '2024-01-18 13:00+00', 'synced'),"
        " (4, NULL, 'Series', '2024-01-19 09:00+00', '2024-01-19 10:00+00', 'pending'),"
        " (5, 's_20240130T090000Z', 'Series', '2024-01-30 09:00+00', '2024-01-30 10:00+00', 'synced');"
        "INSERT INTO aria_tasks (event_id) VALUES (1)"));
    rig->google.put(series(QStringLiteral("s")));
    rig->google.edit(QStringLiteral("s_20240118T090000Z"),
        { { QStringLiteral("summary"), QStringLiteral("Moved") },
            { QStringLiteral("start"),
                QJsonObject{ { QStringLiteral("dateTime"), QStringLiteral("2024-01-18T12:00:00Z") } } },
            { QStringLiteral("end"),
                QJsonObject{ { QStringLiteral("dateTime"), QStringLiteral("2024-01-18T13:00:00Z") } } } });
    rig->begin();
    // The series and two changed occurrences; the other rows stood for what the series says.
    QCOMPARE(titleAt(*rig, QStringLiteral("s_20240117T090000Z")), QStringLiteral("Edited"));
    QCOMPARE(rig->record(QStringLiteral("s_20240117T090000Z")).value().recurringEventId, QStringLiteral("s"));
    QCOMPARE(rig->record(QStringLiteral("s_20240118T090000Z")).value().localId, 3);
    QCOMPARE(rig->record(QStringLiteral("s_20240118T090000Z")).value().recurringEventId, QStringLiteral("s"));
    for (const int retired : { 1, 4, 5 }) {
        QCOMPARE(rig->one(QStringLiteral(
                              "SELECT count(*) FROM aria_calendar_sync_history WHERE operation = 'delete'"
                              " AND local_event_id = %1 AND before_event ->> 'summary' = 'Series'")
                              .arg(retired))
                     .toInt(),
            1);
    }
    checkInStep(*rig, 3);
}

void TestPythonUpgrade::gone()
{
    const auto rig = rigWith(QStringLiteral(
        "INSERT INTO aria_calendar_events (id, google_event_id, title, start_time, end_time, sync_status, "
        "deleted_at)"
        " VALUES (1, 'a', 'Unedited', '2024-01-16 09:00+00', '2024-01-16 10:00+00', 'synced', NULL),"
        " (2, 'b', 'Edited', '2024-01-17 09:00+00', '2024-01-17 10:00+00', 'pending_to_google', NULL),"
        " (3, 'c', 'Deleted', '2024-01-18 09:00+00', '2024-01-18 10:00+00', 'synced', '2024-01-10 00:00+00'),"
        " (4, 'd', 'Deleted, Google has it', '2024-01-18 09:00+00', '2024-01-18 10:00+00', 'synced', "
        "'2024-01-16'),"
        " (5, 'hidden', 'Left out', '2024-01-18 09:00+00', '2024-01-18 10:00+00', 'synced', NULL)"));
    rig->google.put(meeting(QStringLiteral("d"), QStringLiteral("Deleted, Google has it")));
    rig->google.put(timed(QStringLiteral("hidden"), QStringLiteral("Left out"),
        QStringLiteral("2024-01-18T09:00:00Z"), QStringLiteral("2024-01-18T10:00:00Z")));
    rig->google.leftOut = { QStringLiteral("hidden") };
    rig->begin();
    QCOMPARE(rig->status(QStringLiteral("a")), QStringLiteral("deleted"));
    QVERIFY(rig->one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync_history WHERE local_event_id = 1"
                                    " AND before_event ->> 'summary' = 'Unedited'"))
                .toInt()
        == 1);
    QVERIFY(!rig->record(QStringLiteral("b")));
    const auto anew = rig->one(QStringLiteral("SELECT google_event_id FROM aria_calendar_sync"
                                              " WHERE local_event_id = 2"))
                          .toString();
    QCOMPARE(titleAt(*rig, anew), QStringLiteral("Edited"));
    QCOMPARE(rig->status(QStringLiteral("c")), QStringLiteral("deleted"));
    QVERIFY(rig->google.at(QStringLiteral("d")).isCancelled()); // ARIA deleted it after Google's last change
    QCOMPARE(rig->status(QStringLiteral("d")), QStringLiteral("deleted"));
    QCOMPARE(rig->status(QStringLiteral("hidden")), QStringLiteral("synced"));
    rig->google.leftOut.clear();
    checkInStep(*rig, 2);
}

void TestPythonUpgrade::sameIdTwice()
{
    // Four workers took in the same event.
    const auto rig = rigWith(QStringLiteral(
        "ALTER TABLE aria_calendar_events DROP CONSTRAINT aria_calendar_events_google_event_id_key;"
        "INSERT INTO aria_calendar_events (id, google_event_id, title, start_time, end_time, sync_status) "
        "VALUES"
        " (1, 'g', 'Meeting', '2024-01-16 09:00+00', '2024-01-16 10:00+00', 'synced'),"
        " (2, 'g', 'Meeting', '2024-01-16 09:00+00', '2024-01-16 10:00+00', 'synced'),"
        " (3, 'g', 'Meeting, edited', '2024-01-16 09:00+00', '2024-01-16 10:00+00', 'synced');"
        "INSERT INTO aria_calendar_sync (google_event_id, local_event_id) VALUES ('g', 1)"));
    rig->google.put(meeting(QStringLiteral("g")));
    rig->begin();
    QCOMPARE(rig->record(QStringLiteral("g")).value().localId, 1);
    QCOMPARE(rig->google.count(QStringLiteral("insert")), 1); // nobody knows whose edit that was: it is kept
    checkInStep(*rig, 2);
}

void TestPythonUpgrade::nothingBeforeItIsKnown()
{
    const auto rig = rigWith(QStringLiteral(
        "INSERT INTO aria_calendar_events (id, google_event_id, title, start_time, end_time, sync_status) "
        "VALUES"
        " (1, 'g', 'Meeting', '2024-01-16 09:00+00', '2024-01-16 10:00+00', 'pending_to_google'),"
        " (2, NULL, 'Timed', '2024-01-17 09:00+00', '2024-01-17 10:00+00', 'pending')"));
    rig->google.put(meeting(QStringLiteral("g")));
    rig->google.put(timed(QStringLiteral("t"), QStringLiteral("Timed"),
        QStringLiteral("2024-01-17T09:00:00Z"), QStringLiteral("2024-01-17T10:00:00Z")));
    rig->google.pageSize = 1;
    rig->google.failNext(QStringLiteral("list"), serverError());
    must(QCoro::waitFor(rig->engine->start()));
    rig->engine->setSignedIn(true);
    rig->applyDecision();
    rig->google.failNext(QStringLiteral("list"), serverError());
    rig->engine->pushNow(); // somebody edited something
    QTRY_VERIFY(rig->google.count(QStringLiteral("list")) >= 2);
    rig->applyDecision();
    QCOMPARE(rig->google.writes().size(), 0);
    must(rig->syncNow());
    QCOMPARE(rig->google.writes().size(), 0);
    checkInStep(*rig, 2);
    // Once.
    rig->google.forgetCalls();
    rig->restartEngine();
    rig->begin();
    QCOMPARE(rig->google.count(QStringLiteral("list")), 1);
}

void TestPythonUpgrade::editedMeanwhile()
{
    const auto rig = rigWith(QStringLiteral(
        "INSERT INTO aria_calendar_events (id, google_event_id, title, start_time, end_time, sync_status,"
        " updated_at) VALUES (1, 'g', 'Meeting', '2024-01-16 09:00+00', '2024-01-16 10:00+00', 'synced',"
        " '2024-01-01');"
        "INSERT INTO aria_calendar_sync (google_event_id, local_event_id, last_synced)"
        " VALUES ('g', 1, '2024-01-15 13:00+00')"));
    rig->google.put(meeting(QStringLiteral("g")));
    bool edited = false;
    rig->google.afterList = [&](const google::ListQuery &) {
        if (!std::exchange(edited, true))
            rig->setTitle(QStringLiteral("g"), QStringLiteral("While listing"));
    };
    rig->begin();
    QCOMPARE(titleAt(*rig, QStringLiteral("g")), QStringLiteral("While listing"));
    checkInStep(*rig, 1);
}

void TestPythonUpgrade::namedCalendar()
{
    const auto rig = rigWith(
        QStringLiteral("INSERT INTO aria_calendar_events (id, google_event_id, title, start_time, end_time, "
                       "sync_status) VALUES"
                       " (1, 'g', 'Meeting', '2024-01-16 09:00+00', '2024-01-16 10:00+00', 'synced')"));
    rig->options.calendarId = rig->google.calendarId = QStringLiteral("team@example.com");
    rig->options.inheritsPrimary = true;
    rig->restartEngine();
    rig->google.put(meeting(QStringLiteral("g")));
    rig->begin();
    QCOMPARE(rig->one(QStringLiteral("SELECT calendar_id FROM aria_calendar_events WHERE id = 1")).toString(),
        rig->options.calendarId);
    checkInStep(*rig, 1);
}

void TestPythonUpgrade::dryRunMatchesFirst_data()
{
    QTest::addColumn<QString>("calendarId");
    QTest::newRow("primary") << QStringLiteral("primary");
    QTest::newRow("a calendar that inherits the rows") << QStringLiteral("team@example.com");
}

// What a dry run says of a database that no sync of ours has seen: the rows stand for Google's events, nothing is new.
void TestPythonUpgrade::dryRunMatchesFirst()
{
    QFETCH(QString, calendarId);
    const auto rig = rigWith(
        QStringLiteral("INSERT INTO aria_calendar_events (id, google_event_id, title, start_time, end_time, "
                       "sync_status) VALUES"
                       " (1, 'g', 'Meeting', '2024-01-16 09:00+00', '2024-01-16 10:00+00', 'synced')"));
    rig->google.calendarId = calendarId;
    rig->google.put(meeting(QStringLiteral("g")));
    const QString before = rig->contents();
    const auto plan = QCoro::waitFor(sync::dryRunAll(
        rig->google, *rig->store, rig->clock, rig->random, { calendarId }, ConflictStrategy::GoogleWins));
    QVERIFY(plan);
    QCOMPARE(plan->writes.size(), 0);
    QCOMPARE(plan->changes.created, 0);
    QCOMPARE(rig->contents(), before);
    QCOMPARE(rig->one(QStringLiteral("SELECT calendar_id FROM aria_calendar_events WHERE id = 1")).toString(),
        QStringLiteral("primary"));
}

ARIA_TEST(TestPythonUpgrade)

} // namespace tst_pythonupgrade

#include "tst_pythonupgrade.moc"
