// What an operator sees of the real programs: one id from a call to Google, metrics, and nothing private in either.
#include "e2e/rig.h"

#include "support/testmain.h"

#include <QProcess>
#include <QRegularExpression>
#include <QTest>

namespace tst_operations {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestOperations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void oneIdUpToGoogle();
    void idsOfCallsAtOnce();
    void metrics();
    void diagnostics();
    void doctor();
    void doctorWhereNothingRuns_data();
    void doctorWhereNothingRuns();

private:
    // The categories of the lines of the log that name this id, once one of them is `last`.
    QStringList categories(const QByteArray &id, const QString &last);
    double metric(const QByteArray &series);
    // What --doctor prints with the service's own environment, and how it ends.
    std::pair<int, QByteArray> consultDoctor(const QStringList &arguments = {});
    std::unique_ptr<Rig> rig;
};

namespace {

const char *const dentist =
    "{'title':'Dentist','start_time':'2031-03-04T09:00:00+01:00','end_time':'2031-03-04T10:00:00+01:00'}";

} // namespace

void TestOperations::init()
{
    rig = std::make_unique<Rig>();
    rig->environment.insert(u"CALENDAR_SYNC_LOG_LEVEL"_s, u"debug"_s);
    rig->environment.insert(u"CALENDAR_SYNC_LOG_FORMAT"_s, u"json"_s);
    QVERIFY(rig->start());
    QCOMPARE(rig->syncNow().status, 200);
}

void TestOperations::cleanup()
{
    const QString problem = rig->stopAll();
    if (QTest::currentTestFailed())
        qInfo().noquote() << rig->service.errors().right(6000);
    rig.reset();
    QCOMPARE(problem, QString());
}

QStringList TestOperations::categories(const QByteArray &id, const QString &last)
{
    QStringList found;
    const auto look = [&] {
        found.clear();
        for (const QByteArray &line : rig->service.errors().split('\n')) {
            const QJsonObject json = QJsonDocument::fromJson(line).object();
            if (json[u"request_id"_s].toString().split(u',').contains(QString::fromLatin1(id)))
                found.append(json[u"category"_s].toString());
        }
        return found.contains(last);
    };
    if (!QTest::qWaitFor(look, 10'000))
        qWarning("no line of %s names %s", qPrintable(last), id.constData());
    found.removeDuplicates();
    return found;
}

double TestOperations::metric(const QByteArray &series)
{
    for (const QByteArray &line : rig->api("GET", u"/metrics"_s).body.split('\n')) {
        if (line.startsWith(series + ' '))
            return line.mid(series.size() + 1).toDouble();
    }
    return -1;
}

void TestOperations::oneIdUpToGoogle()
{
    const auto id = [](const Answer &answer) { return answer.headers.value("x-request-id"); };
    const Answer made = rig->api("POST", u"/events/create"_s, json(dentist));
    QCOMPARE(made.status, 200);
    QVERIFY(categories(id(made), u"aria.api"_s).contains(u"aria.google"_s));
    const QString event = made.text("google_event_id");
    const Answer updated = rig->api(
        "POST", u"/events/update"_s, toBytes({ { u"google_event_id"_s, event }, { u"location"_s, u"B"_s } }));
    QCOMPARE(updated.status, 200);
    QVERIFY(categories(id(updated), u"aria.api"_s).contains(u"aria.google"_s));
    const Answer synced = rig->api("POST", u"/sync/now"_s, {}, { { "X-Request-Id", "my-own.id_7" } });
    QCOMPARE(id(synced), "my-own.id_7");
    QVERIFY(categories("my-own.id_7", u"aria.api"_s).contains(u"aria.google"_s));
    const Answer planned = rig->api("POST", u"/sync/now?dry_run=true"_s);
    QCOMPARE(planned.status, 200);
    QVERIFY(categories(id(planned), u"aria.api"_s).contains(u"aria.google"_s));
    const Answer removed = rig->api("DELETE", u"/events/"_s + event);
    QCOMPARE(removed.status, 200);
    QVERIFY(categories(id(removed), u"aria.api"_s).contains(u"aria.google"_s));
    const Answer read = rig->api("GET", u"/events/today"_s);
    QCOMPARE(categories(id(read), u"aria.api"_s), QStringList{ u"aria.api"_s }); // reads never ask Google
    // Google never learns them.
    const QByteArray requests = rig->control("GET", u"requests"_s).body;
    QVERIFY2(!requests.toLower().contains("x-request-id") && !requests.contains("my-own.id_7"), requests);
}

// Each request to Google names the calls that it serves and no others.
void TestOperations::idsOfCallsAtOnce()
{
    constexpr int calls = 8;
    QList<QNetworkReply *> replies;
    for (int i = 0; i < calls; ++i)
        replies.append(rig->startApi("POST", u"/events/create"_s, json(dentist)));
    QSet<QByteArray> ids;
    for (QNetworkReply *reply : std::as_const(replies)) {
        const Answer answer = HttpClient::finish(reply);
        QCOMPARE(answer.status, 200);
        ids.insert(answer.headers.value("x-request-id"));
    }
    QCOMPARE(ids.size(), calls);
    for (const QByteArray &id : std::as_const(ids))
        QVERIFY(categories(id, u"aria.api"_s).contains(u"aria.google"_s));
}

void TestOperations::metrics()
{
    QCOMPARE(rig->api("POST", u"/events/create"_s, json(dentist)).status, 200);
    QCOMPARE(metric("aria_pushes_total{outcome=\"synced\"}"), 1);
    QVERIFY(metric("aria_syncs_total{outcome=\"ok\"}") >= 1);
    QCOMPARE(metric("aria_events{status=\"synced\"}"), 1);
    QVERIFY(metric("aria_google_requests_total{method=\"POST\",status=\"200\"}") >= 1);
    QVERIFY(metric("aria_google_request_seconds_count{method=\"GET\"}") >= 1);
    QVERIFY(metric("aria_store_seconds_count{access=\"write\"}") >= 1);
    QVERIFY(metric("aria_store_seconds_count{access=\"read\"}") >= 1);
    QCOMPARE(
        metric("aria_api_request_seconds_count{method=\"POST\",route=\"/events/create\",status=\"200\"}"), 1);
    QCOMPARE(metric("aria_queue_length{queue=\"google\"}"), 0);
    QCOMPARE(metric("aria_state{state=\"idle\"}"), 1);

    rig->fault("{'match':{'method':'POST','path':'/events'},'kind':'status','status':503}");
    QVERIFY(rig->faultsAccepted());
    QCOMPARE(rig->api("POST", u"/events/create"_s, json(dentist)).status, 200);
    QVERIFY(metric("aria_google_requests_total{method=\"POST\",status=\"503\"}") >= 1);
    const QByteArray text = rig->api("GET", u"/metrics"_s).body;
    QVERIFY2(text.contains("aria_google_retries_total{reason=\""), text);
    static const QRegularExpression line(
        u"^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*\\})? [0-9.e+-]+)$"_s);
    for (const QByteArray &one : text.trimmed().split('\n'))
        QVERIFY2(line.match(QString::fromUtf8(one)).hasMatch(), one);
    QVERIFY2(!text.contains('@') && !text.contains("Dentist") && !text.contains("primary"), text);
}

std::pair<int, QByteArray> TestOperations::consultDoctor(const QStringList &arguments)
{
    QProcess doctor;
    doctor.setProcessEnvironment(rig->environment);
    doctor.setWorkingDirectory(rig->path(u"."_s));
    doctor.start(daemonPath(), QStringList{ u"--doctor"_s } + rig->arguments + arguments);
    if (!doctor.waitForFinished(60'000))
        return { -1, "it did not end" };
    return { doctor.exitCode(), doctor.readAllStandardOutput() };
}

void TestOperations::diagnostics()
{
    const Answer answer = rig->api("GET", u"/diagnostics"_s);
    QCOMPARE(answer.status, 200);
    QHash<QString, QString> found;
    for (const QJsonValue check : answer["checks"].toArray())
        found.insert(check[u"id"_s].toString(), check[u"status"_s].toString());
    for (const QString &id :
        { u"settings"_s, u"database"_s, u"schema"_s, u"client_secrets"_s, u"sign_in"_s, u"scopes"_s,
            u"google"_s, u"calendars"_s, u"clock"_s, u"webhook_channel"_s, u"sync"_s, u"last_error"_s })
        QVERIFY2(found.value(id) == u"ok"_s, qPrintable(id + u": "_s + QString::fromUtf8(answer.body)));
    QVERIFY2(!answer.body.contains('@') && !answer.body.contains(rig->path({}).toUtf8()), answer.shown());
    // Google is away: it says so, within the time that a person waits, and the service works on.
    QCOMPARE(rig->stopGoogle(), QString());
    const Answer away = rig->api("GET", u"/diagnostics"_s);
    QCOMPARE(away.status, 200);
    QCOMPARE(away.text("status"), u"problem"_s);
    QVERIFY(rig->startGoogle());
}

void TestOperations::doctor()
{
    const auto [code, text] = consultDoctor();
    QVERIFY2(code == 0, text);
    QVERIFY2(text.contains("ok       database: ") && text.contains("ok       google: "), text);
    QVERIFY2(text.contains("CALENDAR_SYNC_LOG_LEVEL: debug [environment]"), text);
    QVERIFY2(!text.contains('@') && !text.contains(rig->path({}).toUtf8()), text);
    QCOMPARE(rig->api("GET", u"/health"_s).status, 200);
}

void TestOperations::doctorWhereNothingRuns_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("problem");
    QTest::newRow("bad setting") << QStringList{ u"--port"_s, u"web"_s } << QByteArray("problem  settings: ");
    QTest::newRow("no credentials") << QStringList{ u"--credentials-dir"_s, u"/nonexistent"_s }
                                    << QByteArray("problem  client_secrets: ");
    QTest::newRow("no Google") << QStringList{ u"--google-api-url"_s, u"http://127.0.0.1:1"_s }
                               << QByteArray("problem  google: ");
    QTest::newRow("no server") << QStringList{ u"--database-url"_s,
        u"postgresql://u:hunter2@127.0.0.1:1/x"_s }
                               << QByteArray("problem  database: ");
    QTest::newRow("no place for a file")
        << QStringList{ u"--database-url"_s, u"sqlite:///dev/null/calendar.db"_s }
        << QByteArray("problem  database: ");
}

void TestOperations::doctorWhereNothingRuns()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, problem);
    QCOMPARE(rig->stopService(), QString());
    const auto [code, text] = consultDoctor(arguments);
    QVERIFY2(code == 1, text);
    QVERIFY2(text.contains(problem), text);
    QVERIFY2(!text.contains("hunter2"), text);
}

ARIA_TEST(TestOperations)

} // namespace tst_operations

#include "tst_operations.moc"
