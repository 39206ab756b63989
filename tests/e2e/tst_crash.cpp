// Crash safety: the service is killed at 200 random moments of a mixed run. After that both sides must agree, with
// nothing lost or doubled. The output names the seed; ARIA_E2E_SEED repeats a run's decisions.
#include "e2e/crashmodel.h"
#include "e2e/rig.h"
#include "support/seededrandom.h"
#include "support/testmain.h"

#include <QNetworkReply>
#include <QRandomGenerator>
#include <QSet>
#include <QTest>

#include <functional>

namespace tst_crash {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

namespace {

constexpr int kills = 200;
constexpr int longestRunMs = 250; // from the start of the process to its death

} // namespace

class TestCrash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void survivesKills();

private:
    using Done = std::function<void(const Answer &)>;

    int upTo(int limit) { return int(random->next() % quint64(limit)); }
    bool chance(int percent) { return upTo(100) < percent; }
    TrackedEvent *anyKnown();
    void request(const QByteArray &method, const QString &target, const QByteArray &body,
        const Headers &headers, const Done &done);
    void collectAnswers();
    static bool stored(const Answer &answer) { return answer.status == 200 || answer.status == 202; }

    void act();
    void createInAria();
    void sendCreate(qsizetype index);
    void editInAria();
    void deleteInAria();
    void createAtGoogle();
    void editAtGoogle();
    void editOccurrenceAtGoogle();
    void deleteAtGoogle();
    void breakGoogle();
    void oneLife();

    void settle();
    void compareSides();

    std::unique_ptr<aria::test::SeededRandom> random;
    std::unique_ptr<Rig> rig;
    QList<TrackedEvent> events;
    QList<qsizetype> unanswered; // creations to be repeated with the same key
    QList<std::pair<QNetworkReply *, Done>> inFlight;
    int versions = 0;
    int readyLives = 0;
    int cutOff = 0; // requests that the kill left without an answer
};

TrackedEvent *TestCrash::anyKnown()
{
    QList<TrackedEvent *> known;
    for (TrackedEvent &event : events) {
        if (!event.id.isEmpty() && !event.deletionSent && !event.deleted)
            known.append(&event);
    }
    return known.isEmpty() ? nullptr : known[upTo(int(known.size()))];
}

void TestCrash::request(const QByteArray &method, const QString &target, const QByteArray &body,
    const Headers &headers, const Done &done)
{
    inFlight.append({ rig->http.start(rig->service.url(), method, target, body, headers), done });
}

void TestCrash::collectAnswers()
{
    for (const auto &[reply, done] : std::exchange(inFlight, {})) {
        const Answer answer = HttpClient::finish(reply);
        cutOff += answer.status == 0 ? 1 : 0;
        done(answer);
    }
}

void TestCrash::createInAria()
{
    TrackedEvent event;
    event.key = u"e%1"_s.arg(events.size());
    event.isSeries = chance(20);
    events.append(event);
    sendCreate(events.size() - 1);
}

void TestCrash::sendCreate(qsizetype index)
{
    TrackedEvent &event = events[index];
    if (event.ariaTitles.sent.isEmpty())
        event.ariaTitles.send(event.key + u" a0"_s);
    QJsonObject body{ { u"title"_s, event.ariaTitles.sent.first() },
        { u"start_time"_s, u"2031-03-03T09:00:00"_s }, { u"end_time"_s, u"2031-03-03T10:00:00"_s },
        { u"time_zone"_s, u"Europe/Berlin"_s } };
    if (event.isSeries)
        body[u"recurrence"_s] = u"RRULE:FREQ=DAILY;COUNT=20"_s;
    request("POST", u"/events/create"_s, toBytes(body), { { "Idempotency-Key", event.key.toLatin1() } },
        [this, index](const Answer &answer) {
            if (!stored(answer)) {
                unanswered.append(index);
                return;
            }
            events[index].exists = true;
            events[index].id = answer.text("google_event_id");
            events[index].ariaTitles.acknowledge(0);
        });
}

void TestCrash::editInAria()
{
    TrackedEvent *event = anyKnown();
    if (!event)
        return createInAria();
    const qsizetype index = event - events.data();
    QJsonObject body{ { u"google_event_id"_s, event->id } };
    ++versions;
    const bool title = chance(60);
    Versions &written = title ? event->ariaTitles : event->ariaLocations;
    const QString text = title ? u"%1 a%2"_s.arg(event->key).arg(versions) : u"room %1"_s.arg(versions);
    const qsizetype version = written.send(text);
    body[title ? u"title"_s : u"location"_s] = text;
    request(
        "POST", u"/events/update"_s, toBytes(body), {}, [this, index, title, version](const Answer &answer) {
            Versions &answered = title ? events[index].ariaTitles : events[index].ariaLocations;
            if (stored(answer))
                answered.acknowledge(version);
            else if (answer.status != 0)
                answered.refuse(version);
        });
}

void TestCrash::deleteInAria()
{
    TrackedEvent *event = anyKnown();
    if (!event)
        return;
    const qsizetype index = event - events.data();
    event->deletionSent = true;
    request("DELETE", u"/events/"_s + event->id, {}, {}, [this, index](const Answer &answer) {
        events[index].deleted = events[index].deleted || stored(answer);
    });
}

void TestCrash::createAtGoogle()
{
    TrackedEvent event;
    event.key = u"e%1"_s.arg(events.size());
    event.isSeries = chance(20);
    event.googleTitles.acknowledge(event.googleTitles.send(event.key + u" g0"_s));
    QJsonObject body{ { u"summary"_s, event.googleTitles.confirmed() },
        { u"start"_s, object("{'dateTime':'2031-04-03T09:00:00','timeZone':'Asia/Tokyo'}") },
        { u"end"_s, object("{'dateTime':'2031-04-03T10:00:00','timeZone':'Asia/Tokyo'}") } };
    if (event.isSeries)
        body[u"recurrence"_s] = QJsonArray{ u"RRULE:FREQ=DAILY;COUNT=20"_s };
    const Answer answer = rig->control("POST", u"calendars/primary/events"_s, toBytes(body));
    QVERIFY2(answer.status == 200, answer.shown());
    event.id = answer.text("id");
    event.exists = true;
    events.append(event);
}

void TestCrash::editAtGoogle()
{
    TrackedEvent *event = anyKnown();
    if (!event)
        return createAtGoogle();
    ++versions;
    const bool title = chance(60);
    Versions &written = title ? event->googleTitles : event->googleDescriptions;
    const QString text = title ? u"%1 g%2"_s.arg(event->key).arg(versions) : u"note %1"_s.arg(versions);
    const Answer answer = rig->control("PATCH", u"calendars/primary/events/"_s + event->id,
        toBytes({ { title ? u"summary"_s : u"description"_s, text } }));
    if (answer.status == 200) // not where the service has not made it there yet
        written.acknowledge(written.send(text));
}

void TestCrash::editOccurrenceAtGoogle()
{
    for (TrackedEvent &event : events) {
        if (!event.isSeries || event.id.isEmpty() || event.deletionSent || chance(50))
            continue;
        const bool madeAtGoogle = event.ariaTitles.sent.value(0) != event.key + u" a0"_s;
        const QString day = QString::number(4 + upTo(15)).rightJustified(2, u'0');
        const QString suffix = (madeAtGoogle ? u"203104%1T000000Z"_s : u"203103%1T080000Z"_s).arg(day);
        const QString target = u"calendars/primary/events/%1_%2"_s.arg(event.id, suffix);
        if (chance(30))
            rig->control("DELETE", target);
        else
            rig->control("PATCH", target, toBytes({ { u"colorId"_s, QString::number(1 + upTo(11)) } }));
        return;
    }
}

void TestCrash::deleteAtGoogle()
{
    TrackedEvent *event = anyKnown();
    if (!event)
        return;
    const Answer answer = rig->control("DELETE", u"calendars/primary/events/"_s + event->id);
    event->deleted = event->deleted || answer.status == 200;
}

void TestCrash::breakGoogle()
{
    static const QList<QByteArray> faults{
        "{'match':{'method':'POST','path':'/events'},'kind':'drop_after'}",
        "{'match':{'method':'PATCH'},'kind':'drop_after'}",
        "{'match':{'method':'POST','path':'/batch'},'kind':'drop_after'}",
        "{'match':{'path':'/events'},'kind':'drop_before'}",
        "{'match':{'path':'/events'},'kind':'truncate'}",
        "{'match':{'path':'/events'},'kind':'html'}",
        "{'match':{'path':'/events'},'kind':'status','status':503}",
        "{'match':{'path':'/events'},'kind':'status','status':403,'reason':'rateLimitExceeded'}",
        "{'match':{'path':'/events'},'kind':'status','status':429,'retryAfter':1}",
        "{'match':{'method':'GET','path':'/"
        "events'},'kind':'status','status':410,'reason':'fullSyncRequired'}",
        "{'match':{'method':'PATCH','path':'/events'},'kind':'status','status':412}",
        "{'match':{'path':'/events'},'kind':'delay','ms':60}",
        "{'match':{'method':'POST','path':'/events'},'kind':'delay','ms':60}",
    };
    rig->fault(faults[upTo(int(faults.size()))].constData());
}

void TestCrash::act()
{
    const int choice = upTo(100);
    if (choice < 25)
        createInAria();
    else if (choice < 45)
        editInAria();
    else if (choice < 49)
        deleteInAria();
    else if (choice < 59)
        createAtGoogle();
    else if (choice < 76)
        editAtGoogle();
    else if (choice < 80)
        deleteAtGoogle();
    else if (choice < 86)
        editOccurrenceAtGoogle();
    else
        request("POST", u"/sync/now"_s, {}, {}, [](const Answer &) {});
}

// From the start of the process to its violent end at a random moment.
void TestCrash::oneLife()
{
    const int lifeMs = upTo(longestRunMs);
    if (chance(25))
        breakGoogle();
    rig->service.launch(rig->arguments, rig->environment, rig->path(u"work"_s));
    const bool isReady = rig->service.waitUntilReady(std::max(1, lifeMs));
    if (isReady) {
        // Whoever got no answer asks again.
        for (const qsizetype index : std::exchange(unanswered, {}))
            sendCreate(index);
        ++readyLives;
        // Edits in quick succession, so that syncs and pushes are under way when the end comes: some
        // milliseconds after the last one.
        for (int actions = 1 + upTo(5); actions > 0; --actions) {
            act();
            QTest::qWait(upTo(10));
        }
        QTest::qWait(upTo(60));
    }
    rig->service.killHard();
    collectAnswers();
}

void TestCrash::settle()
{
    rig->control("DELETE", u"faults"_s);
    QVERIFY(rig->startService());
    for (const qsizetype index : std::exchange(unanswered, {}))
        sendCreate(index);
    collectAnswers();
    QVERIFY(unanswered.isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(rig->syncNow().status == 200, 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(rig->status()[u"pending_to_google"_s] == 0, 60'000);
    QCOMPARE(rig->syncNow().status, 200);
    const QJsonObject status = rig->status();
    QVERIFY2(status[u"errors"_s] == 0 && status[u"conflicts"_s] == 0 && status[u"pending_to_aria"_s] == 0,
        toBytes(status));
}

void TestCrash::compareSides()
{
    const QJsonArray all = rig->googleEvents();
    QList<QJsonObject> single;
    for (const QJsonValue value : all) {
        const QJsonObject google = value.toObject();
        if (!google.contains(u"recurringEventId"_s))
            single.append(google);
        const Answer local = rig->api("GET", u"/events/"_s + google[u"id"_s].toString());
        QVERIFY2(local.status == 200, toBytes(google) + local.shown());
        for (const QString &name : google.keys()) {
            const QJsonValue mine = local["event"][name];
            QVERIFY2(mine == google[name],
                name.toUtf8() + ": Google " + toBytes(google) + " ARIA " + local.shown());
        }
    }
    // ARIA has nothing that Google does not have.
    QSet<QString> atGoogle;
    for (const QJsonValue value : all)
        atGoogle.insert(value[u"id"_s].toString());
    const auto live =
        rig->rows(u"SELECT e.google_event_id, e.title, e.source, s.sync_status, s.etag, s.base_event"
                  " FROM aria_calendar_events e LEFT JOIN aria_calendar_sync s ON s.local_event_id = e.id"
                  " WHERE e.deleted_at IS NULL AND e.status <> 'cancelled'"_s);
    for (const QStringList &row : live)
        QVERIFY2(atGoogle.contains(row.first()), row.join(u" | "_s).toUtf8());
    QCOMPARE(live.size(), all.size());

    QByteArray history;
    const auto rows = rig->rows(
        u"SELECT coalesce(before_event,''), coalesce(after_event,'') FROM aria_calendar_sync_history"_s);
    for (const QStringList &row : rows)
        history += row.join(u'\n').toUtf8() + '\n';
    const QStringList wrong = violations(events, single, history);
    QVERIFY2(wrong.isEmpty(), wrong.join(u'\n').toUtf8());
}

void TestCrash::survivesKills()
{
    bool isGiven = false;
    quint64 seed = qEnvironmentVariable("ARIA_E2E_SEED").toULongLong(&isGiven);
    if (!isGiven)
        seed = QRandomGenerator::system()->generate();
    qInfo("seed %llu", static_cast<unsigned long long>(seed));
    random = std::make_unique<aria::test::SeededRandom>(seed);

    rig = std::make_unique<Rig>();
    rig->environment.insert(u"CALENDAR_SYNC_LOG_LEVEL"_s, u"info"_s);
    rig->environment.insert(u"CALENDAR_SYNC_INTERVAL_SECONDS"_s, u"1"_s);
    QVERIFY(rig->startGoogle(
        { u"--write-client-secrets"_s, rig->credentials(), u"--write-token"_s, rig->credentials() }));
    rig->control("PATCH", u"switches"_s, json("{'pageSize':7,'emptyPages':true}"));
    for (int life = 0; life < kills && !QTest::currentTestFailed(); ++life)
        oneLife();
    QVERIFY(!QTest::currentTestFailed());
    settle();
    QVERIFY(!QTest::currentTestFailed());
    compareSides();
    QVERIFY(!QTest::currentTestFailed());

    const int writes = rig->googleWrites();
    QCOMPARE(
        rig->syncNow()["changes"].toObject(), object("{'created':0,'updated':0,'deleted':0,'errors':0}"));
    QCOMPARE(rig->googleWrites(), writes);
    QCOMPARE(rig->control("GET", u"counters"_s)["refused"].toArray(), QJsonArray());
    QCOMPARE(rig->control("GET", u"counters"_s)["mails"].toArray(), QJsonArray());
    qInfo("%d lives, %d requests cut off, %lld events, %lld at Google, %d writes", readyLives, cutOff,
        qlonglong(events.size()), qlonglong(rig->googleEvents().size()), writes);
    QCOMPARE(rig->stopAll(), QString());
}

ARIA_TEST(TestCrash)

} // namespace tst_crash

#include "tst_crash.moc"
