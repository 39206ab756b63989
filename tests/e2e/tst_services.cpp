// Three services on one PostgreSQL database: one of them speaks to Google, all of them serve, and nothing is lost,
// doubled or overwritten when the one dies, stops or wakes up again.
#include "e2e/team.h"
#include "support/seededrandom.h"
#include "support/testmain.h"

#include <QElapsedTimer>
#include <QMap>
#include <QNetworkReply>
#include <QTest>

namespace tst_services {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

namespace {

constexpr int takeOverMs = 30'000; // sync.md promises 10 s on a machine that has time for it
const char *const nothing = "{'created':0,'updated':0,'deleted':0,'errors':0}";

QByteArray meeting(const QString &title)
{
    return toBytes({ { u"title"_s, title }, { u"start_time"_s, u"2031-03-03T09:00:00Z"_s },
        { u"end_time"_s, u"2031-03-03T10:00:00Z"_s } });
}

QByteArray retitled(const QString &id, const QString &title)
{
    return toBytes({ { u"google_event_id"_s, id }, { u"title"_s, title } });
}

} // namespace

class TestServices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void standbysServeEverything();
    void refusalsReachTheAsker();
    void takesOverFromAKilledLeader();
    void wokenLeaderPushesNothingStale();
    void wokenLeaderStoresNothingStale();
    void leaderLosesItsConnection();
    void manyEdits();

private:
    int newLeader(int but, qint64 limit = takeOverMs); // -1: not in time
    // The next such request to Google is answered so late that there is time to stop or kill who sent it.
    void hangUp(const char *match)
    {
        team->rig.fault(qPrintable(u"[{'match':{%1},'kind':'delay','ms':4000}]"_s.arg(QLatin1String(match))));
    }
    int standby(); // one that runs and does not lead
    QString titleAtGoogle(const QString &id) { return team->rig.googleEvent(id)[u"summary"_s].toString(); }
    QString titleHere(int member, const QString &id)
    {
        return team->api(member, "GET", u"/events/"_s + id)["event"][u"title"_s].toString();
    }

    std::unique_ptr<Team> team;
};

void TestServices::init()
{
    team = std::make_unique<Team>(3);
    QVERIFY(team->start());
    QTRY_VERIFY(team->leader() >= 0);
    QCOMPARE(team->api(0, "POST", u"/sync/now"_s).status, 200);
}

void TestServices::cleanup()
{
    // Whatever the test did: one more sync writes nothing, nobody was asked for nonsense, and one service leads.
    if (!QTest::currentTestFailed()) {
        QTRY_VERIFY(team->leader() >= 0);
        const int asked = standby();
        QTRY_COMPARE(team->api(asked, "POST", u"/sync/now"_s).status, 200);
        const int writes = team->rig.googleWrites();
        QCOMPARE(team->api(asked, "POST", u"/sync/now"_s)["changes"].toObject(), object(nothing));
        QCOMPARE(team->rig.googleWrites(), writes);
        const Answer counters = team->rig.control("GET", u"counters"_s);
        QCOMPARE(counters["mails"].toArray(), QJsonArray());
        QTRY_COMPARE(team->rows(u"SELECT count(*) FROM aria_calendar_metadata WHERE key LIKE 'command/%'"_s),
            QStringList{ u"0"_s });
    }
    const QString problem = team->stop();
    team.reset();
    QCOMPARE(problem, QString());
}

int TestServices::newLeader(int but, qint64 limit)
{
    QElapsedTimer clock;
    clock.start();
    int leader = -1;
    while (clock.elapsed() < limit && (leader < 0 || leader == but)) {
        leader = team->leader();
        QTest::qWait(100); // each look asks three services
    }
    qInfo("service %d leads after %lld ms", leader, clock.elapsed());
    return leader == but ? -1 : leader;
}

int TestServices::standby()
{
    const int leader = team->leader();
    for (int i = 0; i < team->size(); ++i) {
        if (i != leader && team->member(i).isRunning())
            return i;
    }
    return -1;
}

void TestServices::standbysServeEverything()
{
    const int leader = team->leader();
    const int other = standby();
    QCOMPARE(team->role(other), u"standby"_s);

    const Answer made = team->api(other, "POST", u"/events/create"_s, meeting(u"Made"_s));
    QVERIFY2(made.status == 200, made.shown());
    QCOMPARE(made.text("sync_status"), u"synced"_s);
    const QString id = made.text("google_event_id");
    QCOMPARE(titleAtGoogle(id), u"Made"_s);
    QCOMPARE(titleHere(leader, id), u"Made"_s);
    const Answer edited = team->api(other, "POST", u"/events/update"_s, retitled(id, u"Edited"_s));
    QVERIFY2(edited.status == 200, edited.shown());
    QCOMPARE(titleAtGoogle(id), u"Edited"_s);

    // A person at Google edits; the standby is asked to sync and tells what changed.
    team->rig.control("PATCH", u"calendars/primary/events/"_s + id, json("{'summary':'Theirs'}"));
    const Answer synced = team->api(other, "POST", u"/sync/now"_s);
    QVERIFY2(synced.status == 200, synced.shown());
    QCOMPARE(synced["changes"].toObject(), object("{'created':0,'updated':1,'deleted':0,'errors':0}"));
    QCOMPARE(titleHere(other, id), u"Theirs"_s);

    // Pause holds for all of them.
    QCOMPARE(team->api(other, "POST", u"/sync/pause"_s).status, 200);
    for (int i = 0; i < team->size(); ++i)
        QTRY_COMPARE(team->api(i, "GET", u"/sync/status"_s).text("state"), u"paused"_s);
    QCOMPARE(team->api(other, "POST", u"/events/update"_s, retitled(id, u"Paused"_s)).status, 202);
    QCOMPARE(titleAtGoogle(id), u"Theirs"_s);
    QCOMPARE(team->api(other, "POST", u"/sync/now"_s).status, 400);
    QCOMPARE(team->api(other, "POST", u"/sync/resume"_s).status, 200);
    QTRY_COMPARE(titleAtGoogle(id), u"Paused"_s);

    const Answer deleted = team->api(other, "DELETE", u"/events/"_s + id);
    QVERIFY2(deleted.status == 200, deleted.shown());
    QCOMPARE(team->rig.googleEvents(), QJsonArray());
    QCOMPARE(team->api(leader, "GET", u"/events/"_s + id).status, 404);
    QTRY_VERIFY(!team->api(other, "GET", u"/sync/status"_s)["next_sync_time"].isNull());
}

void TestServices::refusalsReachTheAsker()
{
    const int other = standby();
    team->rig.fault("[{'match':{'method':'POST','path':'/events'},'status':400,'reason':'invalid',"
                    "'message':'Not like this.'}]");
    QVERIFY(team->rig.faultsAccepted());
    const Answer refused = team->api(other, "POST", u"/events/create"_s, meeting(u"Refused"_s));
    QVERIFY2(refused.status == 422, refused.shown());
    QVERIFY2(refused.body.contains("Not like this."), refused.shown());
    QCOMPARE(team->rows(u"SELECT count(*) FROM aria_calendar_events"_s), QStringList{ u"0"_s });
}

void TestServices::takesOverFromAKilledLeader()
{
    const int first = team->leader();
    const Answer made = team->api(first, "POST", u"/events/create"_s, meeting(u"Before"_s));
    const QString id = made.text("google_event_id");
    // It dies with a push under way whose answer it never gets.
    hangUp("'method':'PATCH','path':'/events/'");
    QVERIFY(team->rig.faultsAccepted());
    QNetworkReply *pending = team->startApi(first, "POST", u"/events/update"_s, retitled(id, u"After"_s));
    QTRY_VERIFY(team->rig.faultsBegan());
    team->member(first).killHard();
    const int second = newLeader(first);
    QVERIFY(second >= 0);
    HttpClient::finish(pending);
    QTRY_COMPARE(titleAtGoogle(id), u"After"_s);
    const Answer edited = team->api(second, "POST", u"/events/update"_s, retitled(id, u"Later"_s));
    QVERIFY2(edited.status == 200, edited.shown());
    QVERIFY(team->startMember(first));
    QCOMPARE(team->role(first), u"standby"_s);
    QCOMPARE(titleHere(first, id), u"Later"_s);
    QCOMPARE(team->rig.googleEvents().size(), 1);
}

void TestServices::wokenLeaderPushesNothingStale()
{
    const int first = team->leader();
    const int other = standby();
    const QString id =
        team->api(first, "POST", u"/events/create"_s, meeting(u"One"_s)).text("google_event_id");
    // Stopped while it waits for Google's answer to a push, with another edit behind it.
    hangUp("'method':'PATCH','path':'/events/'");
    QVERIFY(team->rig.faultsAccepted());
    QNetworkReply *two = team->startApi(first, "POST", u"/events/update"_s, retitled(id, u"Two"_s));
    QTRY_VERIFY(team->rig.faultsBegan());
    team->signal(first, SIGSTOP);
    QNetworkReply *three = team->startApi(other, "POST", u"/events/update"_s, retitled(id, u"Three"_s));
    const int second = newLeader(first);
    QVERIFY(second >= 0);
    QTRY_COMPARE_WITH_TIMEOUT(titleAtGoogle(id), u"Three"_s, takeOverMs);
    // Whether the new leader was there before the asker's time was up is chance.
    const Answer third = HttpClient::finish(three);
    QVERIFY2(third.status == 200 || third.status == 202, third.shown());
    const Answer four = team->api(other, "POST", u"/events/update"_s, retitled(id, u"Four"_s));
    QVERIFY2(four.status == 200, four.shown());
    const int writes = team->rig.googleWrites();

    team->signal(first, SIGCONT);
    QTRY_COMPARE(team->role(first), u"standby"_s);
    HttpClient::finish(two);
    const Answer five = team->api(first, "POST", u"/events/update"_s, retitled(id, u"Five"_s));
    QVERIFY2(five.status == 200, five.shown());
    QCOMPARE(team->leader(), second);
    QCOMPARE(titleAtGoogle(id), u"Five"_s);
    QCOMPARE(team->rig.googleWrites(), writes + 1); // nothing but the last edit
    for (int i = 0; i < team->size(); ++i)
        QCOMPARE(titleHere(i, id), u"Five"_s);
}

void TestServices::wokenLeaderStoresNothingStale()
{
    const int first = team->leader();
    const int other = standby();
    const QString id =
        team->api(first, "POST", u"/events/create"_s, meeting(u"One"_s)).text("google_event_id");
    team->rig.control("PATCH", u"calendars/primary/events/"_s + id, json("{'summary':'Two'}"));
    // Stopped in the middle of a pull: it wakes with a list that was true long ago.
    hangUp("'method':'GET','path':'syncToken'");
    QVERIFY(team->rig.faultsAccepted());
    QNetworkReply *sync = team->startApi(first, "POST", u"/sync/now"_s);
    QTRY_VERIFY(team->rig.faultsBegan());
    team->signal(first, SIGSTOP);
    const int second = newLeader(first);
    QVERIFY(second >= 0);
    QTRY_COMPARE(titleHere(other, id), u"Two"_s); // by the new leader's own pull
    const Answer three = team->api(other, "POST", u"/events/update"_s, retitled(id, u"Three"_s));
    QVERIFY2(three.status == 200, three.shown());
    const QStringList before = team->rows(u"SELECT * FROM aria_calendar_sync"_s);

    team->signal(first, SIGCONT);
    QTRY_COMPARE(team->role(first), u"standby"_s);
    // It had the new leader do it, ran out of time, or had just found its connection ended.
    const Answer answered = HttpClient::finish(sync);
    QVERIFY2(QList<int>({ 200, 202, 503 }).contains(answered.status), answered.shown());
    QCOMPARE(team->rows(u"SELECT * FROM aria_calendar_sync"_s), before);
    QCOMPARE(titleAtGoogle(id), u"Three"_s);
    QCOMPARE(team->leader(), second);
}

void TestServices::leaderLosesItsConnection()
{
    const int first = team->leader();
    // The server ends it; the service itself is well and may lead again, or somebody else does.
    const auto holder = [this] {
        return team->rows(u"SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted"_s);
    };
    const QStringList before = holder();
    QCOMPARE(before.size(), 1);
    team->rows(u"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"_s);
    QTRY_VERIFY_WITH_TIMEOUT(holder().size() == 1 && holder() != before, takeOverMs);
    QTRY_VERIFY_WITH_TIMEOUT(team->leader() >= 0, takeOverMs);
    const Answer made = team->api(first, "POST", u"/events/create"_s, meeting(u"Made"_s));
    QVERIFY2(made.status == 200 || made.status == 202, made.shown());
    QTRY_COMPARE(titleAtGoogle(made.text("google_event_id")), u"Made"_s);
}

void TestServices::manyEdits()
{
    // ARIA_SERVICES_EDITS=2000 in `make soak`.
    const int edits = std::max(400, qEnvironmentVariableIntValue("ARIA_SERVICES_EDITS"));
    constexpr int together = 15; // of different events, so that it is known what each must be in the end
    aria::test::SeededRandom random(20311);
    const auto upTo = [&random](qsizetype limit) { return qsizetype(random.next() % quint64(limit)); };
    struct Edit
    {
        QNetworkReply *reply = nullptr;
        QString id; // empty: a new event
        QString title; // empty: deleted
        Answer answer{};
    };
    QMap<QString, QString> expected; // title by Google id
    int killed = -1;
    int slow = 0;
    QElapsedTimer clock;
    clock.start();
    for (int done = 0; done < edits;) {
        if (done >= edits / 2 && killed < 0) { // the leader, in the middle of it
            killed = team->leader();
            QVERIFY(killed >= 0);
            team->member(killed).killHard();
        }
        QList<Edit> round;
        QStringList free = expected.keys();
        for (int i = 0; i < together && done + round.size() < edits; ++i) {
            int member = int((done + i) % team->size());
            if (member == killed)
                member = (member + 1) % team->size();
            Edit edit;
            const QString title = u"e%1"_s.arg(done + i);
            const qsizetype kind = upTo(10);
            if (kind < 4 || free.isEmpty()) {
                edit.title = title;
                edit.reply = team->startApi(member, "POST", u"/events/create"_s, meeting(title));
            } else {
                edit.id = free.takeAt(upTo(free.size()));
                edit.title = kind < 8 ? title : QString();
                edit.reply = kind < 8
                    ? team->startApi(member, "POST", u"/events/update"_s, retitled(edit.id, title))
                    : team->startApi(member, "DELETE", u"/events/"_s + edit.id);
            }
            round.append(edit);
        }
        for (Edit &edit : round) {
            edit.answer = HttpClient::finish(edit.reply);
            QVERIFY2(edit.answer.status == 200 || edit.answer.status == 202, edit.answer.shown());
            slow += edit.answer.status == 202 ? 1 : 0;
            const QString id = edit.id.isEmpty() ? edit.answer.text("google_event_id") : edit.id;
            QVERIFY2(!id.isEmpty(), edit.answer.shown());
            if (edit.title.isEmpty())
                expected.remove(id);
            else
                expected[id] = edit.title;
        }
        done += int(round.size());
    }
    qInfo("%d edits in %lld ms, %d answered before Google had them", edits, clock.elapsed(), slow);
    QVERIFY(team->startMember(killed));
    QTRY_COMPARE_WITH_TIMEOUT(
        team->api(killed, "GET", u"/sync/status"_s)["pending_to_google"], QJsonValue(0), 20'000);

    QMap<QString, QString> atGoogle;
    const QJsonArray events = team->rig.googleEvents();
    for (const QJsonValue event : events)
        atGoogle[event[u"id"_s].toString()] = event[u"summary"_s].toString();
    QCOMPARE(events.size(), atGoogle.size());
    QCOMPARE(atGoogle, expected);
    QMap<QString, QString> here;
    const QStringList rows = team->rows(u"SELECT google_event_id || '|' || title FROM aria_calendar_events"
                                        " WHERE deleted_at IS NULL AND sync_status = 'synced'"_s);
    for (const QString &row : rows)
        here[row.section(u'|', 0, 0)] = row.section(u'|', 1);
    QCOMPARE(rows.size(), here.size());
    QCOMPARE(here, expected);
    for (int i = 0; i < team->size(); ++i)
        QCOMPARE(team->api(i, "GET", u"/sync/status"_s)["total_events"], QJsonValue(expected.size()));
}

ARIA_TEST(TestServices)

} // namespace tst_services

#include "tst_services.moc"
