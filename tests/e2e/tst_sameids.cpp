// Two synced calendars with the same event ids, as each guest's copy of a meeting has the organizer's: each event can
// be reached, is shown and is written separately.
#include "e2e/rig.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_sameids {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestSameIds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void bothAreShown();
    void anIdAloneIsRefused_data();
    void anIdAloneIsRefused();
    void theCalendarDecides_data();
    void theCalendarDecides();
    void faultyCalendars_data();
    void faultyCalendars();
    void onceOneIsDeletedTheIdMeansTheOther();
    void occurrencesAreApart();
    void followingIsApart();
    void conflictsAreApart();
    void historyAndUndoAreApart();
    void createdTwiceUnderOneKey();
    void editsBySql();
    void thePlanNamesTheCalendar();

private:
    bool begin(const QString &strategy = u"google_wins"_s);
    QJsonObject here(const QString &id, const QString &calendar)
    {
        return rig->api("GET", u"/events/%1?calendar_id=%2"_s.arg(id, calendar))["event"].toObject();
    }
    QJsonObject there(const QString &id, const QString &calendar)
    {
        return rig->control("GET", u"calendars/%1/events/%2"_s.arg(calendar, id)).json();
    }
    Answer edit(const QString &id, const QJsonValue &calendar, const QString &title)
    {
        QJsonObject body{ { u"google_event_id"_s, id }, { u"title"_s, title } };
        if (calendar.isString())
            body[u"calendar_id"_s] = calendar;
        return rig->api("POST", u"/events/update"_s, toBytes(body));
    }
    bool put(const QString &id, const QString &title, const QString &recurrence = {});
    QStringList upcoming(); // "DAY TITLE CALENDAR", the day counted from the first event's
    std::unique_ptr<Rig> rig;
    QDate first;
};

namespace {

const QString mine = u"primary"_s;
const QString team = u"team@group.calendar.google.com"_s;
const QString meeting = u"meeting00001"_s;

} // namespace

void TestSameIds::init()
{
    rig = std::make_unique<Rig>();
    first = QDateTime::currentDateTimeUtc().date().addDays(1);
    QVERIFY(rig->startGoogle(
        { u"--write-client-secrets"_s, rig->credentials(), u"--write-token"_s, rig->credentials() }));
    const Answer made = rig->control("POST", u"calendars"_s,
        toBytes({ { u"id"_s, team }, { u"summary"_s, team }, { u"timeZone"_s, u"Europe/Berlin"_s },
            { u"accessRole"_s, u"writer"_s } }));
    QVERIFY2(made.status == 200, made.shown());
}

void TestSameIds::cleanup()
{
    const QString problem = rig->stopAll();
    rig.reset();
    QCOMPARE(problem, QString());
}

bool TestSameIds::begin(const QString &strategy)
{
    rig->environment.insert(u"CALENDAR_SYNC_GOOGLE_CALENDAR_ID"_s, u"%1,%2"_s.arg(mine, team));
    rig->environment.insert(u"CALENDAR_SYNC_CONFLICT_RESOLUTION"_s, strategy);
    return rig->startService() && rig->syncNow().status == 200;
}

// The same meeting in both, "TITLE in CALENDAR".
bool TestSameIds::put(const QString &id, const QString &title, const QString &recurrence)
{
    for (const QString &calendar : { mine, team }) {
        const auto at = [this](int hour) {
            return QJsonObject{ { u"dateTime"_s,
                                    QDateTime(first, QTime(hour, 0), Qt::UTC).toString(Qt::ISODate) },
                { u"timeZone"_s, u"UTC"_s } };
        };
        QJsonObject event{ { u"id"_s, id },
            { u"summary"_s, title + u" in "_s + calendar.section(u'@', 0, 0) }, { u"start"_s, at(9) },
            { u"end"_s, at(10) } };
        if (!recurrence.isEmpty())
            event[u"recurrence"_s] = QJsonArray{ recurrence };
        const Answer made = rig->control("POST", u"calendars/%1/events"_s.arg(calendar), toBytes(event));
        if (made.status != 200) {
            qWarning("%s", made.shown().constData());
            return false;
        }
    }
    return true;
}

QStringList TestSameIds::upcoming()
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

void TestSameIds::bothAreShown()
{
    QVERIFY(put(meeting, u"Talk"_s));
    QVERIFY(begin());
    QCOMPARE(upcoming(), (QStringList{ u"0 Talk in primary primary"_s, u"0 Talk in team "_s + team }));
    const QJsonArray found =
        rig->api("GET", u"/events/upcoming?days=30&max_results=1&tz=UTC"_s)["events"].toArray();
    QCOMPARE(found.size(), 1);
    QCOMPARE(here(meeting, mine)[u"title"_s], QJsonValue(u"Talk in primary"_s));
    QCOMPARE(here(meeting, team)[u"title"_s], QJsonValue(u"Talk in team"_s));
    QVERIFY(here(meeting, mine)[u"local_event_id"_s] != here(meeting, team)[u"local_event_id"_s]);
    QCOMPARE(rig->status()[u"total_events"_s].toInt(), 2);
}

void TestSameIds::anIdAloneIsRefused_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("body");
    const QString day = QDateTime::currentDateTimeUtc().date().addDays(2).toString(u"yyyyMMdd"_s);
    const QString occurrence = u"series000001_%1T090000Z"_s.arg(day);
    QTest::newRow("get") << QByteArray("GET") << u"/events/meeting00001"_s << QByteArray();
    QTest::newRow("get an occurrence") << QByteArray("GET") << u"/events/"_s + occurrence << QByteArray();
    QTest::newRow("update") << QByteArray("POST") << u"/events/update"_s
                            << toBytes({ { u"google_event_id"_s, meeting }, { u"title"_s, u"X"_s } });
    QTest::newRow("update with all_day")
        << QByteArray("POST") << u"/events/update"_s
        << toBytes({ { u"google_event_id"_s, meeting }, { u"all_day"_s, false }, { u"title"_s, u"X"_s } });
    QTest::newRow("update an occurrence")
        << QByteArray("POST") << u"/events/update"_s
        << toBytes({ { u"google_event_id"_s, occurrence }, { u"title"_s, u"X"_s } });
    QTest::newRow("delete") << QByteArray("DELETE") << u"/events/meeting00001"_s << QByteArray();
    QTest::newRow("delete a series") << QByteArray("DELETE") << u"/events/series000001"_s << QByteArray();
    QTest::newRow("delete an occurrence")
        << QByteArray("DELETE") << u"/events/"_s + occurrence << QByteArray();
    QTest::newRow("resolve") << QByteArray("POST") << u"/sync/resolve/meeting00001?resolution=google_wins"_s
                             << QByteArray();
    QTest::newRow("history") << QByteArray("GET") << u"/sync/history?google_event_id=meeting00001"_s
                             << QByteArray();
}

void TestSameIds::anIdAloneIsRefused()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(QByteArray, body);
    QVERIFY(put(meeting, u"Talk"_s));
    QVERIFY(put(u"series000001"_s, u"Standup"_s, u"RRULE:FREQ=DAILY;COUNT=3"_s));
    QVERIFY(begin());
    const QStringList before = upcoming();
    const int writes = rig->googleWrites();
    const Answer answer = rig->api(method, path, body);
    QVERIFY2(answer.status == 409, answer.shown());
    for (const QString &word : { mine, team, u"calendar_id"_s })
        QVERIFY2(answer.text("detail").contains(word), answer.shown());
    QCOMPARE(upcoming(), before);
    QCOMPARE(rig->googleWrites(), writes);
}

void TestSameIds::theCalendarDecides_data()
{
    QTest::addColumn<QString>("calendar");
    QTest::addColumn<QString>("other");
    QTest::newRow("first") << mine << team;
    QTest::newRow("second") << team << mine;
}

void TestSameIds::theCalendarDecides()
{
    QFETCH(QString, calendar);
    QFETCH(QString, other);
    QVERIFY(put(meeting, u"Talk"_s));
    QVERIFY(begin());
    const QJsonObject untouched = there(meeting, other);
    const Answer inBody = edit(meeting, calendar, u"In the body"_s);
    QVERIFY2(inBody.status == 200, inBody.shown());
    QCOMPARE(inBody["event"][u"calendar_id"_s], QJsonValue(calendar));
    QCOMPARE(there(meeting, calendar)[u"summary"_s], QJsonValue(u"In the body"_s));
    const Answer inQuery = rig->api("POST", u"/events/update?calendar_id="_s + calendar,
        toBytes({ { u"google_event_id"_s, meeting }, { u"title"_s, u"In the query"_s } }));
    QVERIFY2(inQuery.status == 200, inQuery.shown());
    QCOMPARE(there(meeting, calendar)[u"summary"_s], QJsonValue(u"In the query"_s));
    QCOMPARE(there(meeting, other), untouched);
    QCOMPARE(rig->api("DELETE", u"/events/%1?calendar_id=%2"_s.arg(meeting, calendar)).status, 200);
    QCOMPARE(there(meeting, calendar)[u"status"_s], QJsonValue(u"cancelled"_s));
    QCOMPARE(there(meeting, other), untouched);
    QCOMPARE(rig->api("GET", u"/events/%1?calendar_id=%2"_s.arg(meeting, calendar)).status, 404);
    QCOMPARE(rig->api("DELETE", u"/events/%1?calendar_id=%2"_s.arg(meeting, calendar)).status, 200); // again
    QCOMPARE(there(meeting, other), untouched);
}

void TestSameIds::faultyCalendars_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("loc");
    const QString wrong = u"?calendar_id=nobody@example.org"_s;
    const auto body = [](const QJsonValue &calendar) {
        QJsonObject json{ { u"google_event_id"_s, meeting }, { u"title"_s, u"X"_s } };
        if (!calendar.isUndefined())
            json[u"calendar_id"_s] = calendar;
        return toBytes(json);
    };
    QTest::newRow("get") << QByteArray("GET") << u"/events/meeting00001"_s + wrong << QByteArray()
                         << u"query.calendar_id"_s;
    QTest::newRow("delete") << QByteArray("DELETE") << u"/events/meeting00001"_s + wrong << QByteArray()
                            << u"query.calendar_id"_s;
    QTest::newRow("update, body") << QByteArray("POST") << u"/events/update"_s
                                  << body(u"nobody@example.org"_s) << u"body.calendar_id"_s;
    QTest::newRow("update, query") << QByteArray("POST") << u"/events/update"_s + wrong
                                   << body(QJsonValue::Undefined) << u"query.calendar_id"_s;
    QTest::newRow("update, both and different")
        << QByteArray("POST") << u"/events/update?calendar_id=primary"_s << body(team)
        << u"query.calendar_id"_s;
    QTest::newRow("empty") << QByteArray("GET") << u"/events/meeting00001?calendar_id="_s << QByteArray()
                           << u"query.calendar_id"_s;
    QTest::newRow("no text") << QByteArray("POST") << u"/events/update"_s << body(7) << u"body.calendar_id"_s;
    QTest::newRow("resolve, query") << QByteArray("POST")
                                    << u"/sync/resolve/meeting00001%1&resolution=aria_wins"_s.arg(wrong)
                                    << QByteArray() << u"query.calendar_id"_s;
    QTest::newRow("resolve, body") << QByteArray("POST")
                                   << u"/sync/resolve/meeting00001?resolution=aria_wins"_s
                                   << toBytes({ { u"calendar_id"_s, u"nobody@example.org"_s } })
                                   << u"body.calendar_id"_s;
    QTest::newRow("history") << QByteArray("GET") << u"/sync/history"_s + wrong << QByteArray()
                             << u"query.calendar_id"_s;
}

void TestSameIds::faultyCalendars()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(QByteArray, body);
    QFETCH(QString, loc);
    QVERIFY(put(meeting, u"Talk"_s));
    QVERIFY(begin());
    const Answer answer = rig->api(method, path, body);
    QVERIFY2(answer.status == 422, answer.shown());
    QCOMPARE(answer.faults(), QStringList{ loc });
    if (path.contains(u"nobody"_s) || body.contains("nobody"))
        QVERIFY2(
            answer.shown().contains("primary") && answer.shown().contains(team.toUtf8()), answer.shown());
}

void TestSameIds::onceOneIsDeletedTheIdMeansTheOther()
{
    QVERIFY(put(meeting, u"Talk"_s));
    QVERIFY(begin());
    QCOMPARE(rig->control("DELETE", u"calendars/%1/events/%2"_s.arg(mine, meeting)).status, 200);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(upcoming(), QStringList{ u"0 Talk in team "_s + team });
    const Answer shown = rig->api("GET", u"/events/"_s + meeting);
    QVERIFY2(shown.status == 200, shown.shown());
    QCOMPARE(shown["event"][u"calendar_id"_s], QJsonValue(team));
    QCOMPARE(edit(meeting, {}, u"Renamed"_s).status, 200);
    QCOMPARE(there(meeting, team)[u"summary"_s], QJsonValue(u"Renamed"_s));
    QCOMPARE(rig->api("DELETE", u"/events/"_s + meeting).status, 200);
    QCOMPARE(there(meeting, team)[u"status"_s], QJsonValue(u"cancelled"_s));
    QCOMPARE(rig->api("DELETE", u"/events/"_s + meeting).status, 200);
    QCOMPARE(rig->api("GET", u"/events/"_s + meeting).status, 404);
    // Brought back in the first one, it is an event again.
    QCOMPARE(
        rig->control("PATCH", u"calendars/%1/events/%2"_s.arg(mine, meeting), "{\"status\":\"confirmed\"}")
            .status,
        200);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(upcoming(), QStringList{ u"0 Talk in primary primary"_s });
}

void TestSameIds::occurrencesAreApart()
{
    const QString series = u"series000001"_s;
    QVERIFY(put(series, u"Standup"_s, u"RRULE:FREQ=DAILY;COUNT=3"_s));
    QVERIFY(begin());
    const auto occurrence = [&](int day) {
        return series + u'_' + first.addDays(day).toString(u"yyyyMMdd"_s) + u"T090000Z"_s;
    };
    // One is cancelled at Google in the first calendar, one from here in the second.
    QCOMPARE(rig->control("DELETE", u"calendars/%1/events/%2"_s.arg(mine, occurrence(1))).status, 200);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(rig->api("DELETE", u"/events/%1?calendar_id=%2"_s.arg(occurrence(2), team)).status, 200);
    QCOMPARE(edit(occurrence(0), team, u"Long one"_s).status, 200);
    const QStringList expected{ u"0 Long one "_s + team, u"0 Standup in primary primary"_s,
        u"1 Standup in team "_s + team, u"2 Standup in primary primary"_s };
    QCOMPARE(upcoming(), expected);
    QCOMPARE(there(occurrence(0), team)[u"summary"_s], QJsonValue(u"Long one"_s));
    QCOMPARE(there(occurrence(0), mine)[u"summary"_s], QJsonValue(u"Standup in primary"_s));
    QCOMPARE(there(occurrence(2), team)[u"status"_s], QJsonValue(u"cancelled"_s));
    QCOMPARE(there(occurrence(2), mine)[u"status"_s], QJsonValue(u"confirmed"_s));
    QCOMPARE(here(occurrence(0), mine)[u"title"_s], QJsonValue(u"Standup in primary"_s));
    QCOMPARE(here(occurrence(0), team)[u"title"_s], QJsonValue(u"Long one"_s));
    // Where it takes place in one calendar only, its id alone is enough.
    QCOMPARE(rig->api("GET", u"/events/"_s + occurrence(1))["event"][u"calendar_id"_s], QJsonValue(team));
    QCOMPARE(rig->api("GET", u"/events/"_s + occurrence(2))["event"][u"calendar_id"_s], QJsonValue(mine));
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(upcoming(), expected);
}

void TestSameIds::followingIsApart()
{
    const QString series = u"series000001"_s;
    QVERIFY(put(series, u"Standup"_s, u"RRULE:FREQ=DAILY;COUNT=3"_s));
    QVERIFY(begin());
    QCOMPARE(rig->control("PATCH", u"calendars/%1/events/%2"_s.arg(team, series),
                    "{\"recurrence\":[\"RRULE:FREQ=DAILY;COUNT=2\"]}")
                 .status,
        200);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(upcoming(),
        (QStringList{ u"0 Standup in primary primary"_s, u"0 Standup in team "_s + team,
            u"1 Standup in primary primary"_s, u"1 Standup in team "_s + team,
            u"2 Standup in primary primary"_s }));
    const QString last = series + u'_' + first.addDays(2).toString(u"yyyyMMdd"_s) + u"T090000Z"_s;
    QCOMPARE(rig->api("GET", u"/events/"_s + last)["event"][u"calendar_id"_s], QJsonValue(mine));
    QCOMPARE(rig->api("GET", u"/events/%1?calendar_id=%2"_s.arg(last, team)).status, 404);
}

void TestSameIds::conflictsAreApart()
{
    QVERIFY(put(meeting, u"Talk"_s));
    QVERIFY(begin(u"manual"_s));
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    for (const QString &calendar : { mine, team }) {
        QCOMPARE(edit(meeting, calendar, u"From ARIA"_s).status, 202);
        QCOMPARE(rig->control("PATCH", u"calendars/%1/events/%2"_s.arg(calendar, meeting),
                        "{\"summary\":\"From Google\"}")
                     .status,
            200);
    }
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    QCOMPARE(rig->syncNow().status, 200);
    const QJsonArray conflicts = rig->api("GET", u"/sync/conflicts"_s)["conflicts"].toArray();
    QCOMPARE(conflicts.size(), 2);
    QSet<QString> calendars;
    for (const QJsonValue conflict : conflicts) {
        QCOMPARE(conflict[u"google_event_id"_s], QJsonValue(meeting));
        calendars.insert(conflict[u"calendar_id"_s].toString());
    }
    QCOMPARE(calendars, (QSet<QString>{ mine, team }));
    QCOMPARE(rig->api("POST", u"/sync/resolve/%1?resolution=aria_wins"_s.arg(meeting)).status, 409);
    QCOMPARE(
        rig->api("POST", u"/sync/resolve/%1?resolution=aria_wins&calendar_id=%2"_s.arg(meeting, team)).status,
        200);
    QTRY_COMPARE(there(meeting, team)[u"summary"_s], QJsonValue(u"From ARIA"_s));
    QCOMPARE(there(meeting, mine)[u"summary"_s], QJsonValue(u"From Google"_s));
    QCOMPARE(rig->status()[u"conflicts"_s].toInt(), 1);
    const Answer second = rig->api("POST", u"/sync/resolve/"_s + meeting,
        toBytes({ { u"calendar_id"_s, mine }, { u"fields"_s, QJsonObject{ { u"title"_s, u"google"_s } } } }));
    QVERIFY2(second.status == 200, second.shown());
    QCOMPARE(here(meeting, mine)[u"title"_s], QJsonValue(u"From Google"_s));
    QCOMPARE(here(meeting, team)[u"title"_s], QJsonValue(u"From ARIA"_s));
}

void TestSameIds::historyAndUndoAreApart()
{
    QVERIFY(put(meeting, u"Talk"_s));
    QVERIFY(begin());
    QCOMPARE(edit(meeting, team, u"Theirs, edited"_s).status, 200);
    QCOMPARE(edit(meeting, mine, u"Mine, edited"_s).status, 200);
    const auto entries = [this](const QString &query) {
        return rig->api("GET", u"/sync/history"_s + query)["history"].toArray();
    };
    const QJsonArray theirs = entries(u"?google_event_id=%1&calendar_id=%2"_s.arg(meeting, team));
    QVERIFY(!theirs.isEmpty());
    for (const QJsonValue entry : theirs)
        QCOMPARE(entry[u"calendar_id"_s], QJsonValue(team));
    const QJsonArray all = entries(u"?calendar_id="_s + mine);
    QVERIFY(!all.isEmpty());
    for (const QJsonValue entry : all)
        QCOMPARE(entry[u"calendar_id"_s], QJsonValue(mine));
    QCOMPARE(theirs.size() + all.size(), entries({}).size());
    const Answer undone = rig->api("POST", u"/sync/undo/%1"_s.arg(theirs.first()[u"id"_s].toInt()));
    QVERIFY2(undone.status == 200, undone.shown());
    QCOMPARE(undone["event"][u"calendar_id"_s], QJsonValue(team));
    QCOMPARE(there(meeting, team)[u"summary"_s], QJsonValue(u"Talk in team"_s));
    QCOMPARE(there(meeting, mine)[u"summary"_s], QJsonValue(u"Mine, edited"_s));
}

void TestSameIds::createdTwiceUnderOneKey()
{
    QVERIFY(begin());
    const auto create = [this](const QString &calendar) {
        return rig->api("POST", u"/events/create?calendar_id="_s + calendar,
            toBytes({ { u"title"_s, u"New"_s }, { u"start_time"_s, u"2031-03-04T09:00:00Z"_s },
                { u"end_time"_s, u"2031-03-04T10:00:00Z"_s } }),
            { { "Idempotency-Key", "once" } });
    };
    const Answer made = create(team);
    QVERIFY2(made.status == 200, made.shown());
    QCOMPARE(made.json()[u"calendar_id"_s], QJsonValue(team));
    QCOMPARE(create(team).text("google_event_id"), made.text("google_event_id"));
    QCOMPARE(create(mine).status, 409); // another request under the same key
    QCOMPARE(rig->count(u"aria_calendar_events"_s), 1);
}

void TestSameIds::editsBySql()
{
    QVERIFY(put(meeting, u"Talk"_s));
    QVERIFY(begin());
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    QVERIFY(
        rig->sql(u"UPDATE aria_calendar_events SET title = 'By SQL' WHERE calendar_id = '%1'"_s.arg(team)));
    const QString pending = u"SELECT calendar_id, google_event_id, title FROM v_events_pending_to_google"_s;
    QCOMPARE(rig->rows(pending), (QList<QStringList>{ { team, meeting, u"By SQL"_s } }));
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    QTRY_COMPARE(there(meeting, team)[u"summary"_s], QJsonValue(u"By SQL"_s));
    QVERIFY(rig->sql(u"DELETE FROM aria_calendar_events WHERE calendar_id = '%1'"_s.arg(mine)));
    QTRY_COMPARE(there(meeting, mine)[u"status"_s], QJsonValue(u"cancelled"_s));
    QCOMPARE(there(meeting, team)[u"summary"_s], QJsonValue(u"By SQL"_s));
}

void TestSameIds::thePlanNamesTheCalendar()
{
    QVERIFY(put(meeting, u"Talk"_s));
    QVERIFY(begin(u"manual"_s));
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    QCOMPARE(edit(meeting, team, u"From ARIA"_s).status, 202);
    QCOMPARE(
        rig->control("PATCH", u"calendars/%1/events/%2"_s.arg(team, meeting), "{\"summary\":\"From Google\"}")
            .status,
        200);
    QCOMPARE(edit(meeting, mine, u"Mine"_s).status, 202);
    const Answer plan = rig->api("POST", u"/sync/now?dry_run=true"_s);
    QCOMPARE(plan["conflict_events"].toArray(),
        (QJsonArray{ QJsonObject{ { u"google_event_id"_s, meeting }, { u"calendar_id"_s, team } } }));
    const QJsonArray writes = plan["plan"][u"google"_s].toArray();
    QCOMPARE(writes.size(), 1);
    QCOMPARE(writes.first()[u"calendar_id"_s], QJsonValue(mine));
}

ARIA_TEST(TestSameIds)

} // namespace tst_sameids

#include "tst_sameids.moc"
