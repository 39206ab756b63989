// Several calendars of one account: each with its own sync, some of them read-only.
#include "e2e/rig.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_calendars {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestCalendars : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void eventsCarryTheirCalendar();
    void newEventsGoWhereTheyAreWanted();
    void readOnlyCalendarsSyncOneWay_data();
    void readOnlyCalendarsSyncOneWay();
    void busyCalendarsWithSeries();
    void undoSkipsWhatIsReadOnly();
    void deletionsInAReadOnlyCalendarCannotBeRejected();
    void sqlEditsOfAReadOnlyCalendar();
    void aCalendarThatBecomesWritable();
    void oneFailingHoldsUpNoOther();
    void eachHasItsOwnToken();
    void eachHasItsOwnChannel();
    void dryRunShowsAll();

private:
    QString putAt(const QString &calendar, const QString &title);
    Answer edit(const QString &id, const QString &title)
    {
        return rig->api(
            "POST", u"/events/update"_s, toBytes({ { u"google_event_id"_s, id }, { u"title"_s, title } }));
    }
    QJsonObject here(const QString &id) { return rig->api("GET", u"/events/"_s + id)["event"].toObject(); }
    QJsonObject statusOf(const QString &calendar);
    QStringList titlesAt(const QString &calendar); // living ones, sorted
    std::unique_ptr<Rig> rig;
};

namespace {

const QString team = u"team@group.calendar.google.com"_s;
const QString shared = u"shared@group.calendar.google.com"_s; // reader
const QString busy = u"busy@group.calendar.google.com"_s; // freeBusyReader

} // namespace

void TestCalendars::init()
{
    rig = std::make_unique<Rig>();
    QVERIFY(rig->startGoogle(
        { u"--write-client-secrets"_s, rig->credentials(), u"--write-token"_s, rig->credentials() }));
    for (const auto &[id, role] : { std::pair(team, u"writer"_s), std::pair(shared, u"reader"_s),
             std::pair(busy, u"freeBusyReader"_s) }) {
        const Answer made = rig->control("POST", u"calendars"_s,
            toBytes({ { u"id"_s, id }, { u"summary"_s, id }, { u"timeZone"_s, u"Europe/Berlin"_s },
                { u"accessRole"_s, role } }));
        QVERIFY2(made.status == 200, made.shown());
    }
    rig->environment.insert(
        u"CALENDAR_SYNC_GOOGLE_CALENDAR_ID"_s, u"primary,%1,%2,%3"_s.arg(team, shared, busy));
    QVERIFY(rig->startService());
    const Answer synced = rig->syncNow();
    QVERIFY2(synced.status == 200, synced.shown());
}

void TestCalendars::cleanup()
{
    if (rig->googleProgram.isRunning() && !QTest::currentTestFailed()) {
        const Answer counters = rig->control("GET", u"counters"_s);
        QCOMPARE(counters["refused"].toArray(), QJsonArray());
        QCOMPARE(counters["mails"].toArray(), QJsonArray());
    }
    const QString problem = rig->stopAll();
    rig.reset();
    QCOMPARE(problem, QString());
}

QString TestCalendars::putAt(const QString &calendar, const QString &title)
{
    const QJsonObject event{ { u"summary"_s, title },
        { u"start"_s,
            QJsonObject{ { u"dateTime"_s, u"2031-03-03T09:00:00Z"_s }, { u"timeZone"_s, u"UTC"_s } } },
        { u"end"_s,
            QJsonObject{ { u"dateTime"_s, u"2031-03-03T10:00:00Z"_s }, { u"timeZone"_s, u"UTC"_s } } } };
    const Answer made = rig->control("POST", u"calendars/%1/events"_s.arg(calendar), toBytes(event));
    if (made.status != 200)
        qWarning("%s", made.shown().constData());
    return made.text("id");
}

QJsonObject TestCalendars::statusOf(const QString &calendar)
{
    const QJsonArray calendars = rig->status()[u"calendars"_s].toArray();
    for (const QJsonValue one : calendars) {
        if (one[u"calendar_id"_s] == calendar)
            return one.toObject();
    }
    return {};
}

QStringList TestCalendars::titlesAt(const QString &calendar)
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

void TestCalendars::eventsCarryTheirCalendar()
{
    const QHash<QString, QString> ids{ { u"primary"_s, putAt(u"primary"_s, u"Mine"_s) },
        { team, putAt(team, u"Ours"_s) }, { shared, putAt(shared, u"Theirs"_s) } };
    QCOMPARE(rig->syncNow()["changes"][u"created"_s].toInt(), 3);
    for (auto it = ids.cbegin(); it != ids.cend(); ++it)
        QCOMPARE(here(it.value())[u"calendar_id"_s], QJsonValue(it.key()));
    // An edit goes to the calendar its event is in.
    QCOMPARE(edit(ids[team], u"Ours edited"_s).status, 200);
    QCOMPARE(titlesAt(team), QStringList{ u"Ours edited"_s });
    QCOMPARE(titlesAt(u"primary"_s), QStringList{ u"Mine"_s });
    QCOMPARE(rig->api("DELETE", u"/events/"_s + ids[team]).status, 200);
    QCOMPARE(titlesAt(team), QStringList());
}

void TestCalendars::newEventsGoWhereTheyAreWanted()
{
    const auto create = [this](const QString &title, const QJsonValue &calendar) {
        QJsonObject body{ { u"title"_s, title }, { u"start_time"_s, u"2031-03-04T09:00:00Z"_s },
            { u"end_time"_s, u"2031-03-04T10:00:00Z"_s } };
        if (!calendar.isUndefined())
            body[u"calendar_id"_s] = calendar;
        return rig->api("POST", u"/events/create"_s, toBytes(body));
    };
    QCOMPARE(create(u"First"_s, QJsonValue::Undefined).status, 200);
    const Answer second = create(u"Second"_s, team);
    QVERIFY2(second.status == 200, second.shown());
    QCOMPARE(second["event"][u"calendar_id"_s], QJsonValue(team));
    QCOMPARE(titlesAt(u"primary"_s), QStringList{ u"First"_s });
    QCOMPARE(titlesAt(team), QStringList{ u"Second"_s });
    const Answer unknown = create(u"Third"_s, u"nobody@example.org"_s);
    QCOMPARE(unknown.status, 422);
    QCOMPARE(unknown.faults(), QStringList{ u"body.calendar_id"_s });
    QCOMPARE(create(u"Fourth"_s, shared).status, 403);
    QCOMPARE(rig->count(u"aria_calendar_events"_s), 2);
}

void TestCalendars::readOnlyCalendarsSyncOneWay_data()
{
    QTest::addColumn<QString>("calendar");
    QTest::newRow("reader") << shared;
    QTest::newRow("freeBusyReader") << busy;
}

void TestCalendars::readOnlyCalendarsSyncOneWay()
{
    QFETCH(QString, calendar);
    const QString id = putAt(calendar, u"Theirs"_s);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(here(id)[u"title"_s], QJsonValue(u"Theirs"_s));
    QCOMPARE(statusOf(calendar)[u"read_only"_s], QJsonValue(true));
    QCOMPARE(statusOf(team)[u"read_only"_s], QJsonValue(false));
    const int writes = rig->googleWrites();
    for (const Answer &refused : { edit(id, u"Mine"_s), rig->api("DELETE", u"/events/"_s + id) }) {
        QCOMPARE(refused.status, 403);
        QVERIFY2(refused.text("detail").contains(u"read-only"_s), refused.shown());
        QVERIFY(refused.text("detail").contains(calendar));
    }
    QCOMPARE(here(id)[u"title"_s], QJsonValue(u"Theirs"_s));
    QCOMPARE(here(id)[u"sync_status"_s], QJsonValue(u"synced"_s));
    // What happens there goes on arriving here.
    QCOMPARE(rig->control("PATCH", u"calendars/%1/events/%2"_s.arg(calendar, id), "{\"summary\":\"Moved\"}")
                 .status,
        200);
    QCOMPARE(rig->syncNow()["changes"][u"updated"_s].toInt(), 1);
    QCOMPARE(here(id)[u"title"_s], QJsonValue(u"Moved"_s));
    QCOMPARE(rig->control("DELETE", u"calendars/%1/events/%2"_s.arg(calendar, id)).status, 200);
    QCOMPARE(rig->syncNow()["changes"][u"deleted"_s].toInt(), 1);
    // And what happened there cannot be undone from here.
    const QJsonArray history = rig->api("GET", u"/sync/history"_s)["history"].toArray();
    QVERIFY(!history.isEmpty());
    QCOMPARE(rig->api("POST", u"/sync/undo/%1"_s.arg(history.first()[u"id"_s].toInt())).status, 403);
    QCOMPARE(rig->googleWrites(), writes);
}

// Who may see only when somebody is busy gets occurrences, never the series they are of.
void TestCalendars::busyCalendarsWithSeries()
{
    const QDate first = QDateTime::currentDateTimeUtc().date().addDays(1);
    const auto at = [first](int minute) {
        return QJsonObject{ { u"dateTime"_s,
                                QDateTime(first, QTime(9, minute), Qt::UTC).toString(Qt::ISODate) },
            { u"timeZone"_s, u"UTC"_s } };
    };
    const Answer made = rig->control("POST", u"calendars/%1/events"_s.arg(busy),
        toBytes({ { u"summary"_s, u"Standup"_s }, { u"start"_s, at(0) }, { u"end"_s, at(15) },
            { u"recurrence"_s, QJsonArray{ u"RRULE:FREQ=DAILY;COUNT=5"_s } } }));
    QVERIFY2(made.status == 200, made.shown());
    const QString series = made.text("id");
    const auto days = [&] { // of the first, and what
        QStringList found;
        const QJsonArray events = rig->api("GET", u"/events/upcoming?days=30&tz=UTC"_s)["events"].toArray();
        for (const QJsonValue event : events) {
            const QDate day = QDate::fromString(event[u"start_time"_s].toString().left(10), Qt::ISODate);
            found.append(u"%1 %2"_s.arg(first.daysTo(day)).arg(event[u"title"_s].toString()));
        }
        return found;
    };
    const auto occurrence = [&](int day) {
        return series + u'_' + first.addDays(day).toString(u"yyyyMMdd"_s) + u"T090000Z"_s;
    };
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(days(),
        (QStringList{ u"0 Standup"_s, u"1 Standup"_s, u"2 Standup"_s, u"3 Standup"_s, u"4 Standup"_s }));
    QCOMPARE(rig->status()[u"errors"_s].toInt(), 0);
    for (const Answer &refused :
        { edit(occurrence(1), u"Mine"_s), rig->api("DELETE", u"/events/"_s + occurrence(2)) })
        QCOMPARE(refused.status, 403);
    // One is renamed there, one goes.
    QCOMPARE(
        rig->control("PATCH", u"calendars/%1/events/%2"_s.arg(busy, occurrence(1)), "{\"summary\":\"Long\"}")
            .status,
        200);
    QCOMPARE(rig->control("DELETE", u"calendars/%1/events/%2"_s.arg(busy, occurrence(2))).status, 200);
    QCOMPARE(rig->syncNow().status, 200);
    const QStringList later{ u"0 Standup"_s, u"1 Long"_s, u"3 Standup"_s, u"4 Standup"_s };
    QCOMPARE(days(), later);
    // Nothing changes by reading all of it anew.
    QCOMPARE(rig->control("POST", u"expire"_s, "{\"what\":\"syncTokens\"}").status, 200);
    QCOMPARE(
        rig->syncNow()["changes"].toObject(), object("{'created':0,'updated':0,'deleted':0,'errors':0}"));
    QCOMPARE(days(), later);
    // The series goes, with all that is left of it.
    QCOMPARE(rig->control("DELETE", u"calendars/%1/events/%2"_s.arg(busy, series)).status, 200);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(days(), QStringList());
    QCOMPARE(rig->googleWrites(), 0);
}

void TestCalendars::undoSkipsWhatIsReadOnly()
{
    const QString mine = putAt(u"primary"_s, u"Mine"_s);
    const QString theirs = putAt(shared, u"Theirs"_s);
    QCOMPARE(rig->syncNow().status, 200);
    const QString before = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    QCOMPARE(edit(mine, u"Mine, edited"_s).status, 200);
    QCOMPARE(rig->control("PATCH", u"calendars/%1/events/%2"_s.arg(shared, theirs), "{\"summary\":\"Moved\"}")
                 .status,
        200);
    QCOMPARE(rig->syncNow().status, 200);
    const Answer undone = rig->api("POST", u"/sync/undo"_s, toBytes({ { u"since"_s, before } }));
    QVERIFY2(undone.status == 200, undone.shown());
    QTRY_COMPARE(titlesAt(u"primary"_s), QStringList{ u"Mine"_s });
    QCOMPARE(titlesAt(shared), QStringList{ u"Moved"_s });
    QCOMPARE(here(theirs)[u"title"_s], QJsonValue(u"Moved"_s));
}

void TestCalendars::deletionsInAReadOnlyCalendarCannotBeRejected()
{
    QStringList ids;
    for (int i = 0; i < 36; ++i)
        ids.append(putAt(shared, u"Theirs %1"_s.arg(i)));
    QCOMPARE(rig->syncNow().status, 200);
    for (const QString &id : std::as_const(ids))
        QCOMPARE(rig->control("DELETE", u"calendars/%1/events/%2"_s.arg(shared, id)).status, 200);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(rig->status()[u"state"_s], QJsonValue(u"needs_confirmation"_s));
    const Answer refused = rig->api("POST", u"/sync/plan/reject"_s);
    QVERIFY2(refused.status == 403, refused.shown());
    QVERIFY2(refused.text("detail").contains(u"read-only"_s), refused.shown());
    QCOMPARE(rig->status()[u"total_events"_s].toInt(), 36);
    QCOMPARE(rig->status()[u"state"_s], QJsonValue(u"needs_confirmation"_s));
    QCOMPARE(rig->api("POST", u"/sync/plan/approve"_s).status, 200);
    QTRY_COMPARE(rig->status()[u"total_events"_s].toInt(), 0);
    QCOMPARE(rig->googleWrites(), 0);
}

// As ARIA writes: what it changes is taken back, what it adds cannot go there and says so.
void TestCalendars::sqlEditsOfAReadOnlyCalendar()
{
    const QString edited = putAt(shared, u"Edited"_s);
    const QString deleted = putAt(shared, u"Deleted"_s);
    QCOMPARE(rig->syncNow().status, 200);
    QVERIFY(rig->sql(
        u"UPDATE aria_calendar_events SET title = 'Mine' WHERE google_event_id = '%1'"_s.arg(edited)));
    QVERIFY(rig->sql(u"DELETE FROM aria_calendar_events WHERE google_event_id = '%1'"_s.arg(deleted)));
    QVERIFY(
        rig->sql(u"INSERT INTO aria_calendar_events (calendar_id, title, start_time, end_time)"
                 " VALUES ('%1', 'Added', '2031-03-05T09:00:00Z', '2031-03-05T10:00:00Z')"_s.arg(shared)));
    QTRY_COMPARE(here(edited)[u"title"_s], QJsonValue(u"Edited"_s));
    QTRY_COMPARE(here(deleted)[u"title"_s], QJsonValue(u"Deleted"_s));
    QTRY_COMPARE(
        rig->rows(
               u"SELECT e.sync_status, s.error_message FROM aria_calendar_events e JOIN aria_calendar_sync s"
               " ON s.local_event_id = e.id WHERE e.title = 'Added'"_s)
            .value(0)
            .value(0),
        u"error"_s);
    QVERIFY(rig->rows(u"SELECT s.error_message FROM aria_calendar_events e JOIN aria_calendar_sync s"
                      " ON s.local_event_id = e.id WHERE e.title = 'Added'"_s)
                .value(0)
                .value(0)
                .contains(u"read-only"_s));
    QCOMPARE(rig->status()[u"conflicts"_s].toInt(), 0);
    QCOMPARE(rig->googleWrites(), 0);
    QVERIFY(!rig->rows(u"SELECT 1 FROM aria_calendar_sync_history WHERE before_event LIKE '%\"Mine\"%'"_s)
                 .isEmpty());
}

void TestCalendars::aCalendarThatBecomesWritable()
{
    const QString id = putAt(shared, u"Theirs"_s);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(edit(id, u"Mine"_s).status, 403);
    QCOMPARE(rig->control("PATCH", u"calendars/"_s + shared, "{\"accessRole\":\"writer\"}").status, 200);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(edit(id, u"Mine"_s).status, 200);
    QCOMPARE(titlesAt(shared), QStringList{ u"Mine"_s });
}

void TestCalendars::oneFailingHoldsUpNoOther()
{
    rig->fault("[{'match':{'path':'/calendars/"
               "team'},'kind':'status','status':403,'reason':'forbidden','times':1000}]");
    QVERIFY(rig->faultsAccepted());
    putAt(u"primary"_s, u"Mine"_s);
    putAt(shared, u"Theirs"_s);
    const Answer synced = rig->syncNow();
    QVERIFY2(synced.status == 200, synced.shown());
    QCOMPARE(synced["changes"][u"created"_s].toInt(), 2);
    QCOMPARE(synced["changes"][u"errors"_s].toInt(), 1);
    QVERIFY(!statusOf(team)[u"last_error"_s].toString().isEmpty());
    QVERIFY(statusOf(u"primary"_s)[u"last_error"_s].isNull());
    // Edits elsewhere go through as ever.
    const Answer made = rig->api("POST", u"/events/create"_s,
        toBytes({ { u"title"_s, u"New"_s }, { u"start_time"_s, u"2031-03-04T09:00:00Z"_s },
            { u"end_time"_s, u"2031-03-04T10:00:00Z"_s } }));
    QCOMPARE(made.status, 200);
    QCOMPARE(titlesAt(u"primary"_s), (QStringList{ u"Mine"_s, u"New"_s }));
    // A look at what a sync would do is held up no more than the sync.
    putAt(shared, u"Another"_s);
    const Answer plan = rig->api("POST", u"/sync/now?dry_run=true"_s);
    QVERIFY2(plan.status == 200, plan.shown());
    QCOMPARE(plan["count"].toInt(), 1);
    QCOMPARE(plan["changes"][u"errors"_s].toInt(), 1);
    // And it recovers by itself when asked again.
    QCOMPARE(rig->control("DELETE", u"faults"_s).status, 200);
    putAt(team, u"Ours"_s);
    QCOMPARE(rig->syncNow()["changes"][u"errors"_s].toInt(), 0);
    QVERIFY(statusOf(team)[u"last_error"_s].isNull());
    QCOMPARE(rig->status()[u"total_events"_s].toInt(), 5);
}

void TestCalendars::eachHasItsOwnToken()
{
    putAt(team, u"Ours"_s);
    QCOMPARE(rig->syncNow().status, 200);
    const QString query = u"SELECT calendar_id, value FROM aria_calendar_metadata WHERE key = 'sync_token'"
                          " ORDER BY calendar_id"_s;
    const auto before = rig->rows(query);
    QCOMPARE(before.size(), 4);
    QCOMPARE(rig->control("DELETE", u"requests"_s).status, 200);
    QCOMPARE(rig->control("POST", u"expire"_s,
                    toBytes({ { u"what"_s, u"syncTokens"_s }, { u"calendarId"_s, team } }))
                 .status,
        200);
    QCOMPARE(rig->syncNow().status, 200);
    QSet<QString> listedAnew;
    const QJsonArray requests = rig->control("GET", u"requests"_s)["requests"].toArray();
    for (const QJsonValue request : requests) {
        if (request[u"apiMethod"_s] == u"calendar.events.list"_s
            && request[u"query"_s][u"syncToken"_s].toString().isEmpty())
            listedAnew.insert(request[u"path"_s].toString());
    }
    QCOMPARE(listedAnew.size(), 1);
    QVERIFY(listedAnew.values().first().contains(u"team"_s));
}

void TestCalendars::eachHasItsOwnChannel()
{
    const Answer set =
        rig->api("POST", u"/webhook/setup"_s, "{\"webhook_url\":\"https://aria.example.org/webhook\"}");
    QVERIFY2(set.status == 200, set.shown());
    const auto channels = rig->rows(
        u"SELECT calendar_id, value FROM aria_calendar_metadata WHERE key = 'webhook_channel' ORDER BY calendar_id"_s);
    QCOMPARE(channels.size(), 4);
    QSet<QString> ids;
    for (const QStringList &row : channels)
        ids.insert(QJsonDocument::fromJson(row[1].toUtf8()).object()[u"id"_s].toString());
    QCOMPARE(ids.size(), 4);
    QCOMPARE(rig->api("POST", u"/webhook/stop"_s).status, 200);
}

void TestCalendars::dryRunShowsAll()
{
    putAt(u"primary"_s, u"Mine"_s);
    putAt(team, u"Ours"_s);
    putAt(shared, u"Theirs"_s);
    const QJsonArray writes = rig->api("POST", u"/sync/now?dry_run=true"_s)["plan"][u"aria"_s].toArray();
    QSet<QString> calendars;
    for (const QJsonValue write : writes)
        calendars.insert(write[u"calendar_id"_s].toString());
    QCOMPARE(calendars, (QSet<QString>{ u"primary"_s, team, shared }));
    QCOMPARE(rig->count(u"aria_calendar_events"_s), 0);
}

ARIA_TEST(TestCalendars)

} // namespace tst_calendars

#include "tst_calendars.moc"
