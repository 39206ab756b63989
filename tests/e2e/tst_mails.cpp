// Nobody gets mail by surprise, whatever the service writes: every kind of write there is, with guests, in one run.
#include "e2e/rig.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_mails {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestMails : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void everyKindOfWriteSaysNone();
    void foreignGuestsAreNotWritten();

private:
    QString create(const QString &title, const QJsonObject &more = {});
    Answer update(const QString &id, const QJsonObject &changes);
    QString titleAtGoogle(const QString &id) { return rig->googleEvent(id)[u"summary"_s].toString(); }
    // The newest change of an event, undone.
    Answer undo(const QString &id, const QString &operation);
    std::unique_ptr<Rig> rig;
};

namespace {

const QJsonArray guests{ u"ann@example.org"_s, u"bob@example.org"_s };

} // namespace

void TestMails::init()
{
    rig = std::make_unique<Rig>();
    rig->environment.insert(u"CALENDAR_SYNC_CONFLICT_RESOLUTION"_s, u"manual"_s);
    QVERIFY(rig->start());
    QCOMPARE(rig->syncNow().status, 200);
}

void TestMails::cleanup()
{
    if (rig->googleProgram.isRunning() && !QTest::currentTestFailed()) {
        QCOMPARE(rig->control("GET", u"counters"_s)["mails"].toArray(), QJsonArray());
        QCOMPARE(rig->status()[u"mails_caused"_s].toInt(), 0);
    }
    const QString problem = rig->stopAll();
    rig.reset();
    QCOMPARE(problem, QString());
}

QString TestMails::create(const QString &title, const QJsonObject &more)
{
    QJsonObject body{ { u"title"_s, title }, { u"start_time"_s, u"2031-03-04T09:00:00Z"_s },
        { u"end_time"_s, u"2031-03-04T10:00:00Z"_s }, { u"attendees"_s, guests } };
    for (auto it = more.begin(); it != more.end(); ++it)
        body[it.key()] = it.value();
    const Answer made = rig->api("POST", u"/events/create"_s, toBytes(body));
    if (made.status != 200 && made.status != 202)
        qWarning("%s", made.shown().constData());
    return made.text("google_event_id");
}

Answer TestMails::update(const QString &id, const QJsonObject &changes)
{
    QJsonObject body = changes;
    body[u"google_event_id"_s] = id;
    return rig->api("POST", u"/events/update"_s, toBytes(body));
}

Answer TestMails::undo(const QString &id, const QString &operation)
{
    const QJsonArray history = rig->api("GET", u"/sync/history?google_event_id="_s + id)["history"].toArray();
    for (const QJsonValue entry : history) {
        if (entry[u"operation"_s] == operation)
            return rig->api("POST", u"/sync/undo/%1"_s.arg(entry[u"id"_s].toInt()));
    }
    return {};
}

void TestMails::everyKindOfWriteSaysNone()
{
    // One at a time: insert, patch, an occurrence changed and cancelled, deletion.
    const QString kept = create(u"Kept"_s);
    QCOMPARE(update(kept, { { u"title"_s, u"Renamed"_s } }).status, 200);
    QCOMPARE(
        update(kept, { { u"attendees"_s, QJsonArray{ u"ann@example.org"_s, u"cat@example.org"_s } } }).status,
        200);
    const QString daily = create(u"Daily"_s, { { u"recurrence"_s, u"RRULE:FREQ=DAILY;COUNT=5"_s } });
    QCOMPARE(update(daily + u"_20310305T090000Z"_s, { { u"title"_s, u"Longer"_s } }).status, 200);
    QCOMPARE(rig->api("DELETE", u"/events/%1_20310306T090000Z"_s.arg(daily)).status, 200);
    const QString doomed = create(u"Doomed"_s);
    QCOMPARE(rig->api("DELETE", u"/events/"_s + doomed).status, 200);

    // The way back: of an edit, of a deletion, of a creation.
    QCOMPARE(undo(kept, u"update"_s).status, 200);
    const Answer restored = undo(doomed, u"delete"_s);
    QVERIFY2(restored.status == 200, restored.shown());
    const QString fresh = create(u"Fresh"_s);
    QCOMPARE(undo(fresh, u"create"_s).status, 200);
    QTRY_COMPARE(rig->status()[u"pending_to_google"_s].toInt(), 0);

    // Conflicts, decided for ARIA: a field, and an event that Google deleted and gets back.
    const QString disputed = create(u"Disputed"_s);
    const QString revived = create(u"Revived"_s);
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    QCOMPARE(update(disputed, { { u"title"_s, u"Ours"_s } }).status, 202);
    QCOMPARE(update(revived, { { u"title"_s, u"Alive"_s } }).status, 202);
    QCOMPARE(
        rig->control("PATCH", u"calendars/primary/events/"_s + disputed, "{\"summary\":\"Theirs\"}").status,
        200);
    QCOMPARE(rig->control("DELETE", u"calendars/primary/events/"_s + revived).status, 200);
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    QTRY_COMPARE(rig->status()[u"conflicts"_s].toInt(), 2);
    for (const QString &id : { disputed, revived })
        QCOMPARE(rig->api("POST", u"/sync/resolve/%1?resolution=aria_wins"_s.arg(id)).status, 200);
    QTRY_COMPARE(titleAtGoogle(disputed), u"Ours"_s);
    QTRY_VERIFY(
        !rig->rows(u"SELECT 1 FROM aria_calendar_events WHERE title = 'Alive' AND sync_status = 'synced'"_s)
             .isEmpty());

    // Many at once, in a batch, by the API and by SQL; then Google loses them all, and a person says no to that.
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    QStringList many;
    for (int i = 0; i < 40; ++i)
        many.append(create(u"Many %1"_s.arg(i)));
    QVERIFY(rig->sql(
        u"INSERT INTO aria_calendar_events (title, start_time, end_time, attendees) VALUES ('By SQL',"
        " '2031-03-04T09:00:00Z', '2031-03-04T10:00:00Z', '[\"ann@example.org\"]')"_s));
    QVERIFY(rig->sql(u"DELETE FROM aria_calendar_events WHERE google_event_id = '%1'"_s.arg(disputed)));
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    QTRY_COMPARE(rig->status()[u"pending_to_google"_s].toInt(), 0);
    QTRY_VERIFY(rig->googleEvent(disputed)[u"status"_s] == u"cancelled"_s);
    QCOMPARE(rig->syncNow().status, 200);
    for (const QString &id : std::as_const(many))
        QCOMPARE(rig->control("DELETE", u"calendars/primary/events/"_s + id).status, 200);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(rig->status()[u"state"_s].toString(), u"needs_confirmation"_s);
    const int before = int(rig->googleEvents().size());
    QCOMPARE(rig->api("POST", u"/sync/plan/reject"_s).status, 200);
    QTRY_COMPARE(rig->googleEvents().size(), before + 40);
    QTRY_COMPARE(rig->status()[u"pending_to_google"_s].toInt(), 0);
    // Ours go all at once, and a person says yes.
    QVERIFY(rig->sql(
        u"UPDATE aria_calendar_events SET deleted_at = '2031-01-01T00:00:00Z' WHERE title LIKE 'Many %'"_s));
    QTRY_COMPARE(rig->status()[u"state"_s].toString(), u"needs_confirmation"_s);
    QCOMPARE(rig->api("POST", u"/sync/plan/approve"_s).status, 200);
    QTRY_COMPARE(rig->googleEvents().size(), before);

    int alone = 0;
    int batched = 0;
    QMap<QString, int> writes;
    const QJsonArray requests = rig->control("GET", u"requests"_s)["requests"].toArray();
    for (const QJsonValue request : requests) {
        const QString method = request[u"apiMethod"_s].toString().section(u'.', -1);
        if (!QStringList{ u"insert"_s, u"patch"_s, u"update"_s, u"delete"_s, u"move"_s, u"import"_s }
                 .contains(method))
            continue;
        ++writes[method];
        ++(request[u"inBatch"_s].toBool() ? batched : alone);
        QVERIFY2(request[u"query"_s][u"sendUpdates"_s] == u"none"_s, toBytes(request.toObject()));
    }
    QCOMPARE(writes.keys(), QStringList({ u"delete"_s, u"insert"_s, u"patch"_s }));
    QVERIFY(writes[u"insert"_s] >= 47 && writes[u"patch"_s] >= 8 && writes[u"delete"_s] >= 43);
    QVERIFY(batched >= 80 && alone >= 10);
    QCOMPARE(rig->counters()[u"sendUpdates"_s].toObject().keys(), QStringList{ u"none"_s });
}

// Neither by an edit nor when such an event has to be made anew.
void TestMails::foreignGuestsAreNotWritten()
{
    const Answer made = rig->control("POST", u"calendars/primary/events"_s,
        json("{'summary':'Theirs','start':{'dateTime':'2031-03-03T09:00:00Z'},'end':{'dateTime':'2031-03-"
             "03T10:00:00Z'"
             "},'organizer':{'email':'boss@example.org'},'guestsCanModify':true,'attendees':[{'email':'you@"
             "example.org'"
             "},{'email':'me@example.org','self':true}]}"));
    QVERIFY2(made.status == 200, made.shown());
    QCOMPARE(rig->syncNow().status, 200);
    const QString id = made.text("id");
    QCOMPARE(update(id, { { u"attendees"_s, QJsonArray{ u"intruder@example.org"_s } } }).status, 403);
    QVERIFY(
        rig->sql(u"UPDATE aria_calendar_events SET attendees = '[\"intruder@example.org\"]', title = 'Mine'"
                 " WHERE google_event_id = '%1'"_s.arg(id)));
    QTRY_COMPARE(titleAtGoogle(id), u"Mine"_s);
    QTRY_VERIFY(
        rig->rows(u"SELECT 1 FROM aria_calendar_events WHERE attendees LIKE '%intruder%'"_s).isEmpty());
    QCOMPARE(rig->googleEvent(id)[u"attendees"_s].toArray().size(), 2);
    const QJsonArray requests = rig->control("GET", u"requests"_s)["requests"].toArray();
    for (const QJsonValue request : requests)
        QVERIFY(!request[u"body"_s].toObject().contains(u"attendees"_s));
}

ARIA_TEST(TestMails)

} // namespace tst_mails

#include "tst_mails.moc"
