#include "apiclient.h"

#include "support/testmain.h"

#include <QThread>

#include <sys/socket.h>

namespace tst_connections {

using namespace aria;
using namespace aria::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray getHealth = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";

api::ServerOptions shortLimits()
{
    api::ServerOptions options;
    options.limits.headTimeout = 100ms;
    options.limits.bodyTimeout = 100ms;
    options.limits.idleTimeout = 100ms;
    options.limits.lingerTimeout = 100ms;
    options.limits.stopTimeout = 100ms;
    return options;
}

} // namespace

// What a client may do to its own connection, and that it never harms another.
class TestConnections : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void refusesBadRequests_data();
    void refusesBadRequests();
    void refusesWhatIsTooSlow_data();
    void refusesWhatIsTooSlow();
    void closesIdleConnections();
    void takesBodiesOfEveryForm_data();
    void takesBodiesOfEveryForm();
    void saysContinue();
    void answersPipelinedRequestsInOrder();
    void speaksHttp10();
    void sendsLargeAnswersWholeToWhoReadsLate_data();
    void sendsLargeAnswersWholeToWhoReadsLate();
    void answersHeadWithoutBody();
    void refusesHeadWithoutBody_data();
    void refusesHeadWithoutBody();
    void refusesUnknownMethods_data();
    void refusesUnknownMethods();
    void ignoresUpgrades();
    void slowReplyBlocksNobody();
    void repliesFromAnotherThread();
    void repliesThatAreGivenUp();
    void saysWhyItCannotListen();
    void listensOnOneAddressOnly();
    void refusesToBeOpenToAll();
    void finishesWhatRunsWhenItStops();
    void stopsThoughAClientHangs();
    void worksOnItsOwnThread();
};

void TestConnections::refusesBadRequests_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::newRow("garbage") << QByteArray("\x16\x03\x01 TLS hello") << 400;
    QTest::newRow("no host") << QByteArray("GET / HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("large head") << "GET / HTTP/1.1\r\nHost: localhost\r\nA: " + QByteArray(20'000, 'a')
                                << 431;
    QTest::newRow("announced body") << QByteArray(
        "POST /events/create HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048577\r\n\r\n")
                                    << 413;
    QTest::newRow("large body, sent")
        << "POST /events/create HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000000\r\n\r\n"
            + QByteArray(3'000'000, 'x')
        << 413;
    QTest::newRow("large chunks")
        << "POST /events/create HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n100000\r\n"
            + QByteArray(0x100000, 'x') + "\r\n1\r\n"
        << 413;
}

void TestConnections::refusesBadRequests()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    ApiFixture api;
    RawClient client(api.port);
    client.send(bytes);
    const HttpAnswer answer = client.answer();
    QCOMPARE(answer.status, status);
    QVERIFY(!answer.detail().isEmpty());
    QCOMPARE(answer.headers["content-type"], "application/json");
    QCOMPARE(answer.headers["connection"], "close");
    QVERIFY(client.closed());
    QVERIFY(api.service.calls.isEmpty());
    QCOMPARE(api.send("GET", u"/health"_s).status, 200);
}

void TestConnections::refusesWhatIsTooSlow_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status"); // 0: closed without a word
    QTest::newRow("nothing") << QByteArray() << 0;
    QTest::newRow("half a head") << QByteArray("GET /health HTTP/1.1\r\nHo") << 408;
    QTest::newRow("half a body") << QByteArray(
        "POST /events/create HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{")
                                 << 408;
}

void TestConnections::refusesWhatIsTooSlow()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    ApiFixture api(shortLimits());
    RawClient client(api.port);
    client.send(bytes);
    if (status)
        QCOMPARE(client.answer().status, status);
    QVERIFY(client.closed());
    QVERIFY(status || client.received.isEmpty());
}

void TestConnections::closesIdleConnections()
{
    ApiFixture api(shortLimits());
    RawClient client(api.port);
    client.send(getHealth);
    QCOMPARE(client.answer().status, 200);
    QVERIFY(client.closed());
}

void TestConnections::takesBodiesOfEveryForm_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray head = "POST /events/update HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                            "application/json; charset=utf-8\r\n";
    QTest::newRow("length") << head + "Content-Length: 25\r\n\r\n{\"google_event_id\":\"abc\"}";
    QTest::newRow("chunked") << head
            + "Transfer-Encoding: "
              "chunked\r\n\r\n5\r\n{\"goo\r\n13\r\ngle_event_id\":\"abc\"\r\n1\r\n}\r\n0\r\n\r\n";
    QTest::newRow("large") << head + "Content-Length: 1000000\r\n\r\n{\"google_event_id\":\"abc\"}"
            + QByteArray(1'000'000 - 25, ' ');
}

void TestConnections::takesBodiesOfEveryForm()
{
    QFETCH(QByteArray, bytes);
    ApiFixture api;
    RawClient client(api.port);
    client.send(bytes);
    QCOMPARE(client.answer().status, 202);
    QCOMPARE(api.service.calls, QStringList{ u"update abc"_s });
}

void TestConnections::saysContinue()
{
    ApiFixture api;
    RawClient client(api.port);
    client.send("POST /events/update HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                "Content-Length: 25\r\nExpect: 100-continue\r\n\r\n");
    QCOMPARE(client.answer().status, 100);
    client.send("{\"google_event_id\":\"abc\"}");
    QCOMPARE(client.answer().status, 202);
}

void TestConnections::answersPipelinedRequestsInOrder()
{
    ApiFixture api;
    api.service.held.insert(u"event"_s);
    RawClient client(api.port);
    client.send("GET /events/1 HTTP/1.1\r\nHost: localhost\r\n\r\n" + getHealth
        + "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QTRY_COMPARE(api.service.heldCount(), 1);
    api.service.release();
    QVERIFY(client.answer().body.contains("event"));
    QVERIFY(client.answer().body.contains("healthy"));
    QCOMPARE(client.answer().status, 404);
    QVERIFY(client.received.isEmpty());
}

void TestConnections::speaksHttp10()
{
    ApiFixture api;
    RawClient client(api.port);
    client.send("GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n");
    const HttpAnswer answer = client.answer();
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.headers["connection"], "close");
    QVERIFY(client.closed());
}

void TestConnections::sendsLargeAnswersWholeToWhoReadsLate_data()
{
    QTest::addColumn<qsizetype>("size");
    QTest::newRow("sent at once") << qsizetype(20'000);
    QTest::newRow("more than the kernel of either side holds") << qsizetype(3'000'000);
}

void TestConnections::sendsLargeAnswersWholeToWhoReadsLate()
{
    QFETCH(qsizetype, size);
    ApiFixture api;
    api.service.one = sampleEvent();
    QString notes;
    for (int i = 0; notes.size() < size; ++i)
        notes += QString::number(i) + u' ';
    api.service.one->event.set(u"description"_s, notes);
    const QByteArray whole = api.send("GET", u"/events/abc"_s).body;
    QVERIFY(whole.size() > size);

    RawClient client(api.port);
    QVERIFY(client.connected());
    const int little = 16 * 1024;
    QCOMPARE(::setsockopt(int(client.socket.socketDescriptor()), SOL_SOCKET, SO_RCVBUF, &little, sizeof little), 0);
    client.socket.setReadBufferSize(little);
    client.send(QByteArray("GET /events/abc HTTP/1.1\r\nHost: localhost\r\n\r\n").repeated(2));
    QTRY_COMPARE(client.socket.bytesAvailable(), little);
    QCOMPARE(api.send("GET", u"/health"_s).status, 200); // meanwhile
    for (int i = 0; i < 2; ++i) {
        const HttpAnswer answer = client.answer();
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.body == whole);
    }
    QVERIFY(client.received.isEmpty());
}

void TestConnections::answersHeadWithoutBody()
{
    ApiFixture api;
    RawClient client(api.port);
    client.send("HEAD /health HTTP/1.1\r\nHost: localhost\r\n\r\n" + getHealth);
    const HttpAnswer head = client.answer(true);
    QCOMPARE(head.status, 200);
    QVERIFY(head.headers["content-length"].toInt() > 0);
    const HttpAnswer get = client.answer();
    QCOMPARE(get.status, 200);
    QCOMPARE(get.headers["content-length"], head.headers["content-length"]);
}

void TestConnections::refusesHeadWithoutBody_data()
{
    QTest::addColumn<QByteArray>("rest");
    QTest::addColumn<int>("status");
    QTest::newRow("two hosts") << QByteArray("Host: localhost\r\nHost: localhost\r\n\r\n") << 400;
    QTest::newRow("expectation") << QByteArray("Host: localhost\r\nExpect: x\r\n\r\n") << 417;
    QTest::newRow("line feed") << QByteArray("Host: localhost\n\n") << 400;
    QTest::newRow("too large") << "Host: localhost\r\nA: " + QByteArray(17'000, 'a') << 431;
    QTest::newRow("half a body") << QByteArray("Host: localhost\r\nContent-Length: 5\r\n\r\na") << 400;
}

void TestConnections::refusesHeadWithoutBody()
{
    QFETCH(QByteArray, rest);
    QFETCH(int, status);
    ApiFixture api;
    RawClient client(api.port);
    QVERIFY(client.connected());
    client.send(getHealth + "HEAD /health HTTP/1.1\r\n" + rest);
    QTRY_COMPARE(client.socket.bytesToWrite(), 0);
    ::shutdown(int(client.socket.socketDescriptor()), SHUT_WR); // fails where it was refused already
    QCOMPARE(client.answer().status, 200);
    const HttpAnswer refused = client.answer(true);
    QCOMPARE(refused.status, status);
    QVERIFY(refused.headers["content-length"].toInt() > 0);
    QVERIFY(client.closed());
    QVERIFY(client.received.isEmpty());
}

void TestConnections::refusesUnknownMethods_data()
{
    QTest::addColumn<QByteArray>("method");
    for (const char *method : { "OPTIONS", "PUT", "PATCH", "TRACE", "BREW", "get", "PROPFIND" })
        QTest::newRow(method) << QByteArray(method);
}

void TestConnections::refusesUnknownMethods()
{
    QFETCH(QByteArray, method);
    ApiFixture api;
    RawClient client(api.port);
    client.send(method + " /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const HttpAnswer answer = client.answer();
    QCOMPARE(answer.status, 405);
    QCOMPARE(answer.headers["allow"], "GET, HEAD");
    QVERIFY(!answer.detail().isEmpty());
}

void TestConnections::ignoresUpgrades()
{
    ApiFixture api;
    RawClient client(api.port);
    client.send("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    QCOMPARE(client.answer().status, 200);
}

void TestConnections::slowReplyBlocksNobody()
{
    ApiFixture api;
    api.service.held.insert(u"event"_s);
    QNetworkReply *slow = api.start("GET", u"/events/slow"_s);
    QTRY_COMPARE(api.service.heldCount(), 1);
    QCOMPARE(api.send("GET", u"/health"_s).status, 200);
    QCOMPARE(api.send("GET", u"/sync/status"_s).status, 200);
    QVERIFY(!slow->isFinished());
    api.service.release();
    QCOMPARE(api.finish(slow).status, 200);
}

void TestConnections::repliesFromAnotherThread()
{
    ApiFixture api;
    api.service.held.insert(u"event"_s);
    QNetworkReply *slow = api.start("GET", u"/events/slow"_s);
    QTRY_COMPARE(api.service.heldCount(), 1);
    std::unique_ptr<QThread> thread(QThread::create([&api] { api.service.release(); }));
    thread->start();
    QCOMPARE(api.finish(slow).status, 200);
    QVERIFY(thread->wait(5000));
}

void TestConnections::repliesThatAreGivenUp()
{
    ApiFixture api;
    api.service.held.insert(u"event"_s);
    QNetworkReply *reply = api.start("GET", u"/events/x"_s);
    QTRY_COMPARE(api.service.heldCount(), 1);
    api.service.dropHeld();
    QCOMPARE(api.finish(reply).status, 503);
}

void TestConnections::saysWhyItCannotListen()
{
    ApiFixture api;
    FakeService service;
    ManualClock clock;
    api::Server second(service, clock, { .port = api.port });
    const auto inUse = second.start();
    QVERIFY(!inUse);
    QCOMPARE(inUse.error().code, u"port_in_use"_s);
    QVERIFY(inUse.error().message.contains(u"127.0.0.1:%1"_s.arg(api.port)));

    api::Server elsewhere(
        service, clock, { .host = QHostAddress(u"192.0.2.1"_s), .port = 0, .apiToken = u"t"_s });
    const auto notHere = elsewhere.start();
    QVERIFY(!notHere);
    QCOMPARE(notHere.error().code, u"address_not_available"_s);
}

void TestConnections::listensOnOneAddressOnly()
{
    ApiFixture api;
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(u"127.0.0.2"_s), api.port);
    QTRY_COMPARE(socket.error(), QAbstractSocket::ConnectionRefusedError);
}

void TestConnections::refusesToBeOpenToAll()
{
    FakeService service;
    ManualClock clock;
    api::Server server(service, clock, { .host = QHostAddress(QHostAddress::Any), .port = 0 });
    const auto started = server.start();
    QVERIFY(!started);
    QCOMPARE(started.error().code, u"api_token_missing"_s);
}

void TestConnections::finishesWhatRunsWhenItStops()
{
    ApiFixture api;
    api.service.held.insert(u"event"_s);
    QSignalSpy stopped(api.server.get(), &api::Server::stopped);
    RawClient idle(api.port);
    idle.send(getHealth);
    QCOMPARE(idle.answer().status, 200);
    RawClient running(api.port);
    running.send("GET /events/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QTRY_COMPARE(api.service.heldCount(), 1);

    api.server->stop();
    QVERIFY(idle.closed());
    QVERIFY(stopped.isEmpty());
    api.service.release();
    const HttpAnswer answer = running.answer();
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.headers["connection"], "close");
    QVERIFY(running.closed());
    QTRY_COMPARE(stopped.count(), 1);
    RawClient late(api.port);
    QTRY_COMPARE(late.socket.error(), QAbstractSocket::ConnectionRefusedError);
}

void TestConnections::stopsThoughAClientHangs()
{
    ApiFixture api(shortLimits());
    api.service.held.insert(u"event"_s);
    QSignalSpy stopped(api.server.get(), &api::Server::stopped);
    RawClient running(api.port);
    running.send("GET /events/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QTRY_COMPARE(api.service.heldCount(), 1);
    api.server->stop();
    QTRY_COMPARE(stopped.count(), 1);
    QVERIFY(running.closed());
    api.service.release();
}

void TestConnections::worksOnItsOwnThread()
{
    FakeService service;
    ManualClock clock;
    QThread thread;
    thread.start();
    QObject onThread;
    onThread.moveToThread(&thread);
    std::unique_ptr<api::Server> server;
    quint16 port = 0;
    QMetaObject::invokeMethod(
        &onThread,
        [&] {
            server = std::make_unique<api::Server>(service, clock, api::ServerOptions{ .port = 0 });
            port = server->start().value_or(quint16{ 0 });
        },
        Qt::BlockingQueuedConnection);
    RawClient client(port);
    client.send(getHealth);
    const int status = client.answer().status;
    QMetaObject::invokeMethod(
        &onThread, [&] { server.reset(); }, Qt::BlockingQueuedConnection);
    thread.quit();
    QVERIFY(thread.wait(5000));
    QCOMPARE(status, 200);
}

ARIA_TEST(TestConnections)

} // namespace tst_connections

#include "tst_connections.moc"
