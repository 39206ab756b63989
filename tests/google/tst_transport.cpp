#include "google/transport.h"

#include "google/rig.h"

#include "support/testmain.h"

#include <QElapsedTimer>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;

using namespace aria;
using namespace aria::google;
using test::ScriptedAnswer;

namespace {

ScriptedAnswer failure(int status, const char *reason, QList<QByteArray> headers = {})
{
    ScriptedAnswer answer;
    answer.status = status;
    answer.body = R"({"error":{"errors":[{"reason":")" + QByteArray(reason) + R"("}],"code":)"
        + QByteArray::number(status) + R"(,"message":"m"}})";
    answer.headers = headers;
    return answer;
}

ScriptedAnswer ok()
{
    ScriptedAnswer answer;
    answer.body = R"({"id":"a"})";
    return answer;
}

ScriptedAnswer with(void (*change)(ScriptedAnswer &))
{
    ScriptedAnswer answer = ok();
    change(answer);
    return answer;
}

struct TransportRig : test::Rig
{
    TransportRig()
    {
        writeSecrets();
        writeToken(3600);
        oauth = makeOAuth();
        transport = makeTransport(quickPolicy());
    }
    static RetryPolicy quickPolicy() { return test::quickPolicy(); }
    std::unique_ptr<Transport> makeTransport(const RetryPolicy &policy)
    {
        return std::make_unique<Transport>(
            QUrl(QString::fromLatin1(google.url() + "/")), *oauth, network, clock, random, policy);
    }
    Expected<ApiAnswer> send(ApiRequest request = {})
    {
        if (request.path.isEmpty())
            request.path = "/x";
        return QCoro::waitFor(transport->send(request));
    }

    std::unique_ptr<OAuth> oauth;
    std::unique_ptr<Transport> transport;
};

} // namespace

class TestTransport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sendsTheWholeRequest()
    {
        TransportRig rig;
        ApiRequest request;
        request.verb = "PATCH";
        request.path = "/calendar/v3/calendars/a%23b%40c%2Fd/events/e";
        request.query = { { u"syncToken"_s, u"a+b/="_s } };
        request.body = "{\"a\":1}";
        request.contentType = "application/json; charset=UTF-8";
        request.ifMatch = "\"5\"";
        rig.google.script = { failure(503, "backendError"), ok() };
        QVERIFY(rig.send(request));
        QCOMPARE(rig.google.seen.size(), 2);
        for (const test::SeenRequest &seen : rig.google.seen) { // a repeat holds everything
            QCOMPARE(seen.verb, QByteArray("PATCH"));
            QCOMPARE(seen.target,
                QByteArray("/calendar/v3/calendars/a%23b%40c%2Fd/events/e?syncToken=a%2Bb%2F%3D"));
            QCOMPARE(seen.headers.value("authorization"), QByteArray("Bearer at1"));
            QCOMPARE(seen.headers.value("if-match"), QByteArray("\"5\""));
            QCOMPARE(seen.headers.value("content-type"), QByteArray("application/json; charset=UTF-8"));
            QCOMPARE(seen.body, QByteArray("{\"a\":1}"));
            QVERIFY(seen.headers.value("accept-encoding").contains("gzip"));
            QVERIFY(seen.headers.value("user-agent").contains("gzip"));
        }
    }

    void outcomes_data()
    {
        QTest::addColumn<QList<ScriptedAnswer>>("script");
        QTest::addColumn<bool>("success");
        QTest::addColumn<ErrorCategory>("category");
        QTest::addColumn<int>("requests");
        const auto row = [](const char *name, QList<ScriptedAnswer> script,
                             std::optional<ErrorCategory> error, int n) {
            QTest::newRow(name) << script << !error << error.value_or(ErrorCategory::Internal) << n;
        };
        const auto html = with([](ScriptedAnswer &a) {
            a.body = "<html>";
            a.contentType = "text/html";
        });
        const auto html404 = with([](ScriptedAnswer &a) {
            a.body = "<html>";
            a.contentType = "text/html";
            a.status = 404;
        });
        const auto cut = with([](ScriptedAnswer &a) { a.cutAt = 4; });
        const auto halfJson = with([](ScriptedAnswer &a) { a.body = "{\"id\":"; });
        const auto redirect = with([](ScriptedAnswer &a) {
            a.status = 302;
            a.headers = { "Location: /elsewhere" };
        });
        row("at once", { ok() }, {}, 1);
        row("503 once", { failure(503, "backendError"), ok() }, {}, 2);
        row("three failures", { failure(500, "backendError"), failure(502, "x"), failure(504, "x"), ok() },
            {}, 4);
        row("for good", QList<ScriptedAnswer>(9, failure(503, "backendError")), ErrorCategory::Unavailable,
            4);
        row("403 rate limit", { failure(403, "rateLimitExceeded"), ok() }, {}, 2);
        row("429 for good", QList<ScriptedAnswer>(9, failure(429, "rateLimitExceeded")),
            ErrorCategory::RateLimited, 4);
        row("HTML 200", { html, ok() }, {}, 2);
        row("HTML 404", { html404, ok() }, {}, 2);
        const auto text404 = with([](ScriptedAnswer &a) {
            a.body = "404 page not found";
            a.contentType = "text/plain";
            a.status = 404;
        });
        row("text 404", { text404, ok() }, {}, 2);
        row("text 404 for good", QList<ScriptedAnswer>(9, text404), ErrorCategory::Unavailable, 2);
        row("HTML for good", QList<ScriptedAnswer>(9, html), ErrorCategory::Unavailable, 4);
        row("cut off", { cut, ok() }, {}, 2);
        row("cut off for good", QList<ScriptedAnswer>(9, cut), ErrorCategory::Unavailable, 4);
        row("half JSON", { halfJson, ok() }, {}, 2);
        row("redirect is not followed", QList<ScriptedAnswer>(9, redirect), ErrorCategory::Unavailable, 4);
        row("400", { failure(400, "invalid"), ok() }, ErrorCategory::Refused, 1);
        row("403 forbidden", { failure(403, "forbiddenForNonOrganizer"), ok() }, ErrorCategory::Forbidden, 1);
        row("404", { failure(404, "notFound"), ok() }, ErrorCategory::NotFound, 1);
        row("409", { failure(409, "duplicate"), ok() }, ErrorCategory::Conflict, 1);
        row("410", { failure(410, "deleted"), ok() }, ErrorCategory::Gone, 1);
        row("412", { failure(412, "conditionNotMet"), ok() }, ErrorCategory::Stale, 1);
        row("scope", { failure(403, "insufficientPermissions"), ok() }, ErrorCategory::Unauthorized, 1);
    }
    void outcomes()
    {
        QFETCH(QList<ScriptedAnswer>, script);
        QFETCH(bool, success);
        QFETCH(ErrorCategory, category);
        QFETCH(int, requests);
        TransportRig rig;
        rig.google.script = script;
        const auto answer = rig.send();
        QCOMPARE(answer.has_value(), success);
        QCOMPARE(rig.google.count("/x"), requests);
        QCOMPARE(rig.google.count("/elsewhere"), 0);
        QCOMPARE(rig.google.count("/token"), 0);
        if (!success) {
            QCOMPARE(answer.error().category, category);
            QCOMPARE(answer.error().retryAfter.has_value(), isTransient(answer.error()));
        }
    }

    void droppedConnectionIsRepeated()
    {
        TransportRig rig;
        int left = 2;
        rig.google.handler = [&left](const test::SeenRequest &) {
            ScriptedAnswer answer = ok();
            answer.drop = left-- > 0;
            return answer;
        };
        QVERIFY(rig.send());
    }

    void silenceTimesOut()
    {
        TransportRig rig;
        RetryPolicy policy = test::quickPolicy();
        policy.transferTimeout = std::chrono::milliseconds(50);
        rig.transport = rig.makeTransport(policy);
        rig.google.script = QList<ScriptedAnswer>(9, with([](ScriptedAnswer &a) { a.hang = true; }));
        const auto answer = rig.send();
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, u"timeout"_s);
        QCOMPARE(rig.google.seen.size(), 2);
    }

    void offlineFailsFast()
    {
        TransportRig rig;
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost, 0));
        const quint16 port = closed.serverPort();
        closed.close();
        RetryPolicy policy;
        policy.base = std::chrono::seconds(20); // waiting for it would show
        policy.offlineWait = std::chrono::milliseconds(1);
        Transport transport(
            QUrl(u"http://127.0.0.1:%1"_s.arg(port)), *rig.oauth, rig.network, rig.clock, rig.random, policy);
        QElapsedTimer timer;
        timer.start();
        ApiRequest request;
        request.path = "/x";
        const auto answer = QCoro::waitFor(transport.send(request));
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, u"offline"_s);
        QVERIFY(answer.error().retryAfter >= std::chrono::seconds(1));
        QVERIFY(timer.elapsed() < 15'000);
    }

    void retryAfterIsHonoured()
    {
        TransportRig rig;
        rig.google.script = { failure(503, "backendError", { "Retry-After: 0" }), ok() };
        QVERIFY(rig.send());
        // Too long to wait for inside a request: told to the caller at once.
        rig.google.script = { failure(429, "rateLimitExceeded", { "Retry-After: 300" }), ok() };
        const auto answer = rig.send();
        QVERIFY(!answer);
        QCOMPARE(answer.error().category, ErrorCategory::RateLimited);
        QCOMPARE(*answer.error().retryAfter, std::chrono::seconds(300));
    }

    void neverHotterThanOurOwnPauses_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::newRow("zero") << QByteArray("Retry-After: 0");
        QTest::newRow("a past date") << QByteArray("Retry-After: Mon, 15 Jan 2001 11:00:00 GMT");
    }
    void neverHotterThanOurOwnPauses()
    {
        QFETCH(QByteArray, header);
        TransportRig rig;
        RetryPolicy policy = test::quickPolicy();
        policy.base = std::chrono::milliseconds(60);
        rig.transport = rig.makeTransport(policy);
        rig.google.script = QList<ScriptedAnswer>(9, failure(429, "rateLimitExceeded", { header }));
        QElapsedTimer timer;
        timer.start();
        const auto answer = rig.send();
        QVERIFY(!answer);
        QCOMPARE(rig.google.seen.size(), 4);
        QVERIFY(timer.elapsed() >= 60 + 120 + 240);
        QVERIFY(*answer.error().retryAfter >= std::chrono::milliseconds(480));
    }

    // A body without end, also an unpacked one, and an answer that hardly comes, in its head or in its body.
    void endlessAnswersAreCut_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char *kind :
            { "body", "chunks", "drip", "dripping head", "flooding head", "endless line" })
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }
    void endlessAnswersAreCut()
    {
        QFETCH(QString, kind);
        const bool slow = kind.startsWith("drip"_L1);
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost, 0));
        int requests = 0;
        QTimer drip;
        connect(&server, &QTcpServer::newConnection, &server, [&] {
            QTcpSocket *socket = server.nextPendingConnection();
            ++requests;
            QByteArray head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
            if (kind == "chunks"_L1)
                head += "Transfer-Encoding: chunked\r\n";
            const bool inHead = kind.endsWith("head"_L1) || kind == "endless line"_L1;
            socket->write(inHead ? head : kind == "chunks"_L1 ? head + "\r\n" : head + "\r\n{\"a\":\"");
            if (slow) {
                connect(&drip, &QTimer::timeout, socket, [socket] { socket->write("x"); });
                return;
            }
            const auto pour = [socket, kind] {
                const QByteArray some = kind == "flooding head"_L1
                    ? QByteArray("X-Flood: here it comes\r\n").repeated(10000)
                    : QByteArray(256 * 1024, 'x');
                if (socket->bytesToWrite() < 1024 * 1024)
                    socket->write(kind == "chunks"_L1 ? "40000\r\n" + some + "\r\n" : some);
            };
            connect(socket, &QTcpSocket::bytesWritten, socket, pour);
            pour();
        });
        drip.start(20);
        TransportRig rig;
        RetryPolicy policy = test::quickPolicy();
        policy.transferTimeout = std::chrono::milliseconds(300);
        policy.largestAnswer = 3 * 1024 * 1024;
        Transport transport(QUrl(u"http://127.0.0.1:%1"_s.arg(server.serverPort())), *rig.oauth, rig.network,
            rig.clock, rig.random, policy);
        ApiRequest request;
        request.path = "/x";
        QElapsedTimer timer;
        timer.start();
        const auto answer = QCoro::waitFor(transport.send(request));
        QVERIFY(!answer);
        QVERIFY(isTransient(answer.error()));
        // A head is Qt's to cut: it has no progress that would begin its time-out anew.
        const bool inHead = kind.endsWith("head"_L1) || kind == "endless line"_L1;
        QVERIFY2(inHead || answer.error().message.contains(u"was cut"_s), qPrintable(answer.error().message));
        QVERIFY2(timer.elapsed() < 10000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(requests <= (inHead ? 2 : 1)); // what was cut is not asked for again at once
    }

    void rejectedTokenIsRefreshedOnce()
    {
        TransportRig rig;
        ScriptedAnswer token;
        token.body = R"({"access_token":"at2","expires_in":3600,"token_type":"Bearer"})";
        rig.google.tokenScript = { token };
        rig.google.script = { failure(401, "authError", { "WWW-Authenticate: Bearer realm=\"x\"" }), ok() };
        QVERIFY(rig.send());
        QCOMPARE(rig.google.count("/token"), 1);
        QCOMPARE(rig.google.seen.last().headers.value("authorization"), QByteArray("Bearer at2"));

        // Refused again after the refresh: no loop.
        token.body.replace("at2", "at3");
        rig.google.tokenScript = { token };
        rig.google.seen.clear();
        rig.google.script = QList<ScriptedAnswer>(9, failure(401, "authError"));
        const auto answer = rig.send();
        QVERIFY(!answer);
        QCOMPARE(answer.error().category, ErrorCategory::Unauthorized);
        QCOMPARE(rig.google.count("/x"), 2);
        QCOMPARE(rig.google.count("/token"), 1);
    }

    void measuresTheClock()
    {
        TransportRig rig;
        QVERIFY(!rig.transport->clockOffset());
        rig.google.script = { with(
            [](ScriptedAnswer &a) { a.headers = { "Date: Mon, 15 Jan 2024 12:01:00 GMT" }; }) };
        QVERIFY(rig.send());
        QCOMPARE(rig.transport->clockOffset()->count(), 60500);
        // Somebody sets our clock before Google is heard of again; time goes on.
        rig.clock.setNow(rig.clock.nowUtc().addSecs(-3 * 3600));
        rig.clock.advance(std::chrono::minutes(5));
        QCOMPARE(rig.transport->clockOffset()->count(), 3 * 3'600'000 + 60500);
        // Offsets below what the header can say are none.
        rig.clock.setNow(rig.clock.nowUtc().addMSecs(rig.transport->clockOffset()->count() - 900));
        QCOMPARE(rig.transport->clockOffset()->count(), 0);
    }

    // The server's clock counts for a date it names, not ours.
    void retryAfterByAWrongClock()
    {
        TransportRig rig; // at 12:00
        const QList<QByteArray> headers{ "Date: Mon, 15 Jan 2024 18:00:00 GMT",
            "Retry-After: Mon, 15 Jan 2024 18:02:00 GMT" };
        rig.google.script = { failure(429, "rateLimitExceeded", headers) };
        const auto answer = rig.send();
        QVERIFY(!answer);
        QCOMPARE(*answer.error().retryAfter, std::chrono::minutes(2));
    }

    void stopEndsWhatIsInFlight()
    {
        TransportRig rig;
        rig.google.script = { with([](ScriptedAnswer &a) { a.hang = true; }) };
        ApiRequest request;
        request.path = "/x";
        auto task = rig.transport->send(request);
        QTRY_COMPARE(rig.google.seen.size(), 1);
        rig.transport->stop();
        const auto answer = QCoro::waitFor(std::move(task));
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, u"stopped"_s);
        const auto late = rig.send();
        QCOMPARE(late.error().code, u"stopped"_s);
        QCOMPARE(rig.google.seen.size(), 1);
    }

    void stopCutsAWaitShort()
    {
        TransportRig rig;
        RetryPolicy policy = test::quickPolicy();
        policy.base = std::chrono::seconds(15);
        rig.transport = rig.makeTransport(policy);
        rig.google.script = { failure(503, "backendError") };
        ApiRequest request;
        request.path = "/x";
        auto task = rig.transport->send(request);
        QTRY_COMPARE(rig.google.seen.size(), 1);
        QElapsedTimer timer;
        timer.start();
        rig.transport->stop();
        QVERIFY(!QCoro::waitFor(std::move(task)));
        QVERIFY(timer.elapsed() < 12'000);
    }
};

ARIA_TEST(TestTransport)

#include "tst_transport.moc"
