// Whatever does not come from Google itself changes nothing about an event, and the service answers what is stored.
#include "e2e/twosides.h"

#include "support/testmain.h"

#include <QFile>
#include <QNetworkReply>
#include <QSaveFile>
#include <QTest>

namespace tst_truth {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestTruth : public TwoSides
{
    Q_OBJECT

private Q_SLOTS:
    void calendarAwayForAWhile();
    void othersAnswers_data();
    void othersAnswers();
    void answersWhatIsStored_data();
    void answersWhatIsStored();
    void missingScope();
    void webhookRefused_data();
    void webhookRefused();
    void quotaIsNotOffline();
    void googlesRefusalOfASyncIsNotOurs_data();
    void googlesRefusalOfASyncIsNotOurs();

private:
    void grantMore(); // another sign-in
    bool noFaults() { return rig->control("DELETE", u"faults"_s).status == 200; }
    QByteArray updateOf(const QString &id, const QString &title)
    {
        return toBytes({ { u"google_event_id"_s, id }, { u"title"_s, title } });
    }
};

void TestTruth::grantMore()
{
    QFile file(rig->credentials() + u"/token.json"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QJsonObject token = QJsonDocument::fromJson(file.readAll()).object();
    file.close();
    token[u"scopes"_s] = QJsonArray{ u"https://www.googleapis.com/auth/calendar"_s, u"openid"_s };
    QSaveFile anew(file.fileName());
    QVERIFY(anew.open(QIODevice::WriteOnly));
    anew.write(toBytes(token));
    QVERIFY(anew.commit());
}

void TestTruth::calendarAwayForAWhile()
{
    const QString known = atGoogle(meeting)[u"id"_s].toString();
    const QString doomed = atGoogle(meeting)[u"id"_s].toString();
    const QString series = atGoogle("{'summary':'Daily','start':{'dateTime':'2031-03-03T09:00:00','timeZone':"
                                    "'Europe/Berlin'},'end':{'dateTime':'2031-03-03T10:00:00','timeZone':"
                                    "'Europe/Berlin'},'recurrence':['RRULE:FREQ=DAILY;COUNT=5']}")[u"id"_s]
                               .toString();
    const int writes = rig->googleWrites();
    rig->fault(
        "{'match':{'path':'/calendars/'},'kind':'status','status':404,'reason':'notFound','times':-1}");
    QVERIFY(rig->faultsAccepted());

    const Answer updated = rig->api("POST", u"/events/update"_s, updateOf(known, u"Ours"_s));
    QVERIFY2(updated.status == 202, updated.shown());
    QCOMPARE(updated.text("sync_status"), u"pending_to_google"_s);
    const Answer removed = rig->api("DELETE", u"/events/"_s + doomed);
    QVERIFY2(removed.status == 200, removed.shown());
    QCOMPARE(removed.text("sync_status"), u"pending_to_google"_s);
    QVERIFY2(removed.text("message") != u"Event deleted"_s, removed.shown());
    const Answer occurrence = rig->api("DELETE", u"/events/%1_20310304T080000Z"_s.arg(series));
    QCOMPARE(occurrence.text("sync_status"), u"pending_to_google"_s);
    const Answer synced = rig->syncNow();
    QVERIFY2(synced.status == 503, synced.shown());
    QVERIFY2(synced.text("detail").contains(u"primary"_s), synced.shown());
    const QJsonObject status = rig->status();
    QCOMPARE(status[u"state"_s], u"idle"_s);
    QVERIFY(status[u"last_error"_s].toString().contains(u"does not find the calendar"_s));
    QVERIFY(status[u"calendars"_s][0][u"last_error"_s].toString().contains(u"does not find the calendar"_s));
    QCOMPARE(status[u"pending_to_google"_s], 3);
    QCOMPARE(here(known)[u"summary"_s], u"Ours"_s);
    QCOMPARE(rig->googleWrites(), writes);

    QVERIFY(noFaults());
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(rig->googleEvent(known)[u"summary"_s], u"Ours"_s);
    QCOMPARE(rig->googleEvents().size(), 2); // the event and the series
    QCOMPARE(rig->status()[u"pending_to_google"_s], 0);
    QCOMPARE(rig->status()[u"last_error"_s], QJsonValue::Null);
    QCOMPARE(rig->api("GET", u"/events/"_s + doomed).status, 404);
}

void TestTruth::othersAnswers_data()
{
    QTest::addColumn<QByteArray>("fault");
    for (const char *status : { "404", "410" }) {
        QTest::addRow("%s text", status) << QByteArray("'status':") + status + ",'body':'404 page not found'";
        QTest::addRow("%s gateway", status) << QByteArray("'status':") + status
                + ",'contentType':'application/json','body':'{\\\"message\\\":\\\"no Route matched\\\"}'";
        QTest::addRow("%s nothing", status) << QByteArray("'status':") + status + ",'body':''";
    }
    QTest::newRow("410 about a sync token") << QByteArray(
        "'status':410,'contentType':'application/json','body':'{\\\"error\\\":{\\\"code\\\":410,"
        "\\\"errors\\\":[{\\\"reason\\\":\\\"fullSyncRequired\\\"}]}}'");
    QTest::newRow("200 of a portal") << QByteArray("'status':200,'body':'welcome'");
    QTest::newRow("403 of a proxy") << QByteArray("'status':403,'body':'forbidden by policy'");
}

void TestTruth::othersAnswers()
{
    QFETCH(QByteArray, fault);
    const QString known = atGoogle(meeting)[u"id"_s].toString();
    const QString doomed = atGoogle(meeting)[u"id"_s].toString();
    // Whoever stands in between answers everything about events by name.
    rig->fault(("{'match':{'path':'/events/'},'kind':'body','times':-1," + fault + "}").constData());
    QVERIFY(rig->faultsAccepted());
    QNetworkReply *update = rig->startApi("POST", u"/events/update"_s, updateOf(known, u"Ours"_s));
    QNetworkReply *remove = rig->startApi("DELETE", u"/events/"_s + doomed);
    const Answer updated = HttpClient::finish(update);
    QVERIFY2(updated.status == 202, updated.shown());
    QCOMPARE(updated.text("sync_status"), u"pending_to_google"_s);
    const Answer removed = HttpClient::finish(remove);
    QCOMPARE(removed.text("sync_status"), u"pending_to_google"_s);
    QCOMPARE(rig->googleEvents().size(), 2);
    QCOMPARE(here(known)[u"summary"_s], u"Ours"_s);
    QVERIFY(noFaults());
    QTRY_COMPARE_WITH_TIMEOUT(rig->syncNow().status, 200, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(rig->googleEvents().size(), 1, 30'000);
    QCOMPARE(rig->googleEvent(known)[u"summary"_s], u"Ours"_s);
}

void TestTruth::answersWhatIsStored_data()
{
    QTest::addColumn<QString>("strategy");
    QTest::addColumn<QString>("atGoogle");
    QTest::addColumn<int>("status");
    QTest::newRow("deleted") << "google_wins"
                             << "delete" << 404;
    QTest::newRow("changed") << "google_wins"
                             << "change" << 409;
    QTest::newRow("changed, aria wins") << "aria_wins"
                                        << "change" << 200;
    QTest::newRow("deleted, aria wins") << "aria_wins"
                                        << "delete" << 200;
    QTest::newRow("changed, manual") << "manual"
                                     << "change" << 202;
    QTest::newRow("deleted, manual") << "manual"
                                     << "delete" << 202;
}

void TestTruth::answersWhatIsStored()
{
    QFETCH(QString, strategy);
    QFETCH(QString, atGoogle);
    QFETCH(int, status);
    restart(u"CALENDAR_SYNC_CONFLICT_RESOLUTION"_s, strategy);
    const QString id = this->atGoogle(meeting)[u"id"_s].toString();
    if (atGoogle == u"delete")
        QCOMPARE(rig->control("DELETE", u"calendars/primary/events/"_s + id).status, 200);
    else
        QVERIFY(editAtGoogle(id, { { u"summary"_s, u"Theirs"_s } }));
    const Answer updated = rig->api("POST", u"/events/update"_s, updateOf(id, u"Ours"_s));
    QVERIFY2(updated.status == status, updated.shown());
    if (status != 200 && status != 202) {
        QVERIFY2(updated.text("detail").contains(u"history"_s), updated.shown());
        QCOMPARE(rig->api("GET", u"/events/"_s + id).status, status == 404 ? 404 : 200);
        return;
    }
    const QList<QStringList> row = rig->rows(u"SELECT sync_status FROM aria_calendar_sync"_s);
    QCOMPARE(updated.text("sync_status"), row.first().first());
    QCOMPARE(updated["event"].toObject()[u"sync_status"_s].toString(), row.first().first());
    QCOMPARE(updated.status == 200, row.first().first() == u"synced"_s);
    if (strategy == u"manual") // nothing may be written before it is decided
        QCOMPARE(rig->api("POST", u"/sync/resolve/%1?resolution=aria_wins"_s.arg(id)).status, 200);
}

void TestTruth::missingScope()
{
    const QString id = atGoogle(meeting)[u"id"_s].toString();
    for (const char *method : { "PATCH", "POST", "DELETE" })
        rig->fault((QByteArray("{'match':{'method':'") + method
            + "','path':'/events'},'kind':'status','status':403,'reason':'insufficientPermissions',"
              "'times':-1}")
                       .constData());
    const Answer updated = rig->api("POST", u"/events/update"_s, updateOf(id, u"Ours"_s));
    QVERIFY2(updated.status == 202, updated.shown());
    QTRY_COMPARE(rig->status()[u"state"_s], u"needs_auth"_s);
    const int asked = rig->counters()[u"total"_s].toInt();
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(rig->syncNow().status, 400);
        const QJsonObject status = rig->status();
        QCOMPARE(status[u"state"_s], u"needs_auth"_s);
        QVERIFY(status[u"last_error"_s].toString().contains(u"calendar.events"_s));
        QCOMPARE(status[u"pending_to_google"_s], 1);
    }
    QCOMPARE(rig->counters()[u"total"_s].toInt(), asked); // Google is not asked again
    QVERIFY(noFaults());
    grantMore();
    QTRY_COMPARE(rig->status()[u"state"_s], u"idle"_s);
    QTRY_COMPARE(rig->googleEvent(id)[u"summary"_s], u"Ours"_s);
}

void TestTruth::webhookRefused_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<int>("status");
    QTest::newRow("404") << QByteArray("'kind':'status','status':404,'reason':'notFound'") << 400;
    QTest::newRow("403") << QByteArray("'kind':'status','status':403,'reason':'forbidden'") << 400;
    QTest::newRow("410") << QByteArray("'kind':'status','status':410,'reason':'deleted'") << 400;
    QTest::newRow("400") << QByteArray(
        "'kind':'status','status':400,'reason':'pushNotSupportedForRequestedResource'")
                         << 422;
}

void TestTruth::webhookRefused()
{
    QFETCH(QByteArray, fault);
    QFETCH(int, status);
    rig->fault(("{'match':{'path':'/watch'},'times':-1," + fault + "}").constData());
    const Answer answer =
        rig->api("POST", u"/webhook/setup"_s, json("{'webhook_url':'https://aria.example/webhook'}"));
    QVERIFY2(answer.status == status, answer.shown());
    QVERIFY2(answer.body.contains("Google"), answer.shown());
    QVERIFY(noFaults());
}

void TestTruth::quotaIsNotOffline()
{
    rig->fault(
        "{'match':{'method':'GET','path':'/events'},'kind':'status','status':403,'reason':'quotaExceeded',"
        "'message':'Calendar usage limits exceeded.','retryAfter':3000,'times':-1}");
    const Answer synced = rig->syncNow();
    QVERIFY2(synced.status == 503, synced.shown());
    const QJsonObject status = rig->status();
    QCOMPARE(status[u"state"_s], u"idle"_s);
    QVERIFY(status[u"last_error"_s].toString().contains(u"usage limits"_s));
    const QDateTime next = QDateTime::fromString(status[u"next_sync_time"_s].toString(), Qt::ISODateWithMs);
    QVERIFY(QDateTime::currentDateTimeUtc().secsTo(next) > 2900);
    QVERIFY(noFaults());
    QCOMPARE(rig->syncNow().status, 200); // a person asks: at once
}

void TestTruth::googlesRefusalOfASyncIsNotOurs_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::newRow("403") << QByteArray("'status':403,'reason':'forbidden'");
    QTest::newRow("404") << QByteArray("'status':404,'reason':'notFound'");
    QTest::newRow("410") << QByteArray("'status':410,'reason':'deleted'");
    QTest::newRow("409") << QByteArray("'status':409,'reason':'conflict'");
    QTest::newRow("412") << QByteArray("'status':412,'reason':'conditionNotMet'");
    QTest::newRow("400") << QByteArray("'status':400,'reason':'badRequest'");
}

// 403 and 404 of ours mean something else, and the request was not at fault (422).
void TestTruth::googlesRefusalOfASyncIsNotOurs()
{
    QFETCH(QByteArray, fault);
    rig->fault(("{'match':{'method':'GET','path':'/events[?]'},'kind':'status','times':-1," + fault + "}")
                   .constData());
    for (const char *path : { "/sync/now", "/sync/now?dry_run=true" }) {
        const Answer answer = rig->api("POST", QString::fromLatin1(path));
        QVERIFY2(answer.status == 503, answer.shown());
        QVERIFY2(answer.body.contains("Google"), answer.shown());
    }
    QVERIFY(noFaults());
    QCOMPARE(rig->syncNow().status, 200);
}

ARIA_TEST(TestTruth)

} // namespace tst_truth

#include "tst_truth.moc"
