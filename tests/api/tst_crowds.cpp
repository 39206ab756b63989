#include "apiclient.h"

#include "support/testmain.h"

#include <QThread>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace tst_crowds {

using namespace aria;
using namespace aria::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray getHealth = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";

} // namespace

// Many connections at once, held or left, and clients that have said their last word.
class TestCrowds : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theLongestIdleGivesWay();
    void servesNewcomersAmongHeldConnections_data();
    void servesNewcomersAmongHeldConnections();
    void newOnesAreNotCutOffForNewerOnes();
    void turnsAwayTooManyRunningRequests();
    void answersWhoHasEndedSending_data();
    void answersWhoHasEndedSending();
    void answersAllThatCameBeforeTheEnd();
    void survivesClientsThatLeave();
    void survivesThousandsThatLeave_data();
    void survivesThousandsThatLeave();
    void endsWhileRequestsRun();
    void answersManyAtOnce();
};

void TestCrowds::theLongestIdleGivesWay()
{
    api::ServerOptions options;
    options.limits.maxConnections = 3;
    ApiFixture api(options);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 4; ++i) {
        clients.push_back(std::make_unique<RawClient>(api.port));
        clients.back()->send(getHealth);
        QCOMPARE(clients.back()->answer().status, 200);
        if (i == 1) { // the second is used once more, and so is not the one that waits longest
            QTest::qWait(2);
            clients.front()->send(getHealth);
            QCOMPARE(clients.front()->answer().status, 200);
        }
    }
    QVERIFY(clients[1]->closed());
    for (const int i : { 0, 2, 3 }) {
        clients[size_t(i)]->send(getHealth);
        QCOMPARE(clients[size_t(i)]->answer().status, 200);
    }
}

void TestCrowds::servesNewcomersAmongHeldConnections_data()
{
    QTest::addColumn<QByteArray>("held");
    QTest::newRow("silent") << QByteArray();
    QTest::newRow("idle") << getHealth;
    QTest::newRow("half a request line") << QByteArray("GE");
    QTest::newRow("half a head") << QByteArray("GET /health HTTP/1.1\r\nHost: loc");
    QTest::newRow("half a body") << QByteArray(
        "POST /events/create HTTP/1.1\r\nHost: localhost\r\n"
        "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
    QTest::newRow("half a chunk") << QByteArray(
        "POST /events/create HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\na");
    QTest::newRow("reading no answer") << getHealth.repeated(20'000);
}

void TestCrowds::servesNewcomersAmongHeldConnections()
{
    QFETCH(QByteArray, held);
    api::ServerOptions options;
    options.limits.maxConnections = 16;
    ApiFixture api(options);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 60; ++i) {
        clients.push_back(std::make_unique<RawClient>(api.port));
        clients.back()->socket.setReadBufferSize(1024);
        clients.back()->send(held);
        if (i % 10 == 9) {
            QVERIFY(clients.back()->connected());
            RawClient fresh(api.port);
            fresh.send(getHealth);
            QCOMPARE(fresh.answer().status, 200);
        }
    }
}

void TestCrowds::newOnesAreNotCutOffForNewerOnes()
{
    api::ServerOptions options;
    options.limits.maxConnections = 16;
    options.limits.grace = std::chrono::hours(1);
    ApiFixture api(options);
    std::vector<std::unique_ptr<RawClient>> clients;
    const auto come = [&](int many) {
        for (int i = 0; i < many; ++i) {
            clients.push_back(std::make_unique<RawClient>(api.port));
            QVERIFY(clients.back()->connected());
        }
    };
    come(31);
    clients.front()->send(getHealth);
    QCOMPARE(clients.front()->answer().status, 200);
    // It has had its answer, and more than twice as many are too many.
    come(3);
    QVERIFY(clients[0]->closed());
    QVERIFY(clients[1]->closed());
    for (const std::size_t i : { std::size_t(5), clients.size() - 1 }) {
        clients[i]->send(getHealth);
        QCOMPARE(clients[i]->answer().status, 200);
    }
}

void TestCrowds::turnsAwayTooManyRunningRequests()
{
    api::ServerOptions options;
    options.limits.maxConnections = 3;
    ApiFixture api(options);
    api.service.held.insert(u"event"_s);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 3; ++i) {
        clients.push_back(std::make_unique<RawClient>(api.port));
        clients.back()->send("GET /events/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QTRY_COMPARE(api.service.heldCount(), i + 1);
    }
    RawClient more(api.port);
    more.send("GET /events/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const HttpAnswer refused = more.answer();
    QCOMPARE(refused.status, 503);
    QVERIFY(!refused.headers["retry-after"].isEmpty());
    QVERIFY(more.closed());
    RawClient health(api.port);
    health.send(getHealth);
    QCOMPARE(health.answer().status, 200);
    // One that has left counts until its answer is there.
    clients.front()->socket.abort();
    RawClient again(api.port);
    again.send("GET /events/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QCOMPARE(again.answer().status, 503);

    api.service.release();
    QCOMPARE(clients[1]->answer().status, 200);
    QCOMPARE(clients[2]->answer().status, 200);
    api.service.held.clear();
    QCOMPARE(api.send("GET", u"/events/x"_s).status, 200);
}

void TestCrowds::answersWhoHasEndedSending_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QList<int>>("statuses");
    const QByteArray slow = "GET /events/x HTTP/1.1\r\nHost: localhost\r\n\r\n";
    QTest::newRow("one") << getHealth << QList<int>{ 200 };
    QTest::newRow("one that takes its time") << slow << QList<int>{ 200 };
    QTest::newRow("a create") << QByteArray(
        "POST /events/update HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
        "application/json\r\nContent-Length: 25\r\n\r\n{\"google_event_id\":\"abc\"}")
                              << QList<int>{ 202 };
    QTest::newRow("several") << getHealth + slow + getHealth << QList<int>{ 200, 200, 200 };
    QTest::newRow("to be closed") << QByteArray(
        "GET /events/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                                  << QList<int>{ 200 };
    QTest::newRow("half a head") << QByteArray("GET /health HT") << QList<int>{ 400 };
    QTest::newRow("half a body") << QByteArray("POST /events/create HTTP/1.1\r\nHost: localhost\r\n"
                                               "Content-Length: 100\r\n\r\n{")
                                 << QList<int>{ 400 };
    QTest::newRow("one and a half") << getHealth + "GET /he" << QList<int>{ 200, 400 };
    QTest::newRow("nothing") << QByteArray() << QList<int>{};
}

void TestCrowds::answersWhoHasEndedSending()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QList<int>, statuses);
    ApiFixture api;
    api.service.held.insert(u"event"_s);
    RawClient client(api.port);
    QVERIFY(client.connected());
    client.send(bytes);
    QTRY_COMPARE(client.socket.bytesToWrite(), 0);
    QCOMPARE(::shutdown(int(client.socket.socketDescriptor()), SHUT_WR), 0);
    if (bytes.contains("/events/x"))
        QTRY_COMPARE(api.service.heldCount(), 1);
    api.service.release();
    for (const int status : statuses)
        QCOMPARE(client.answer().status, status);
    QVERIFY(client.closed());
    QVERIFY(client.received.isEmpty());
    QTRY_COMPARE(api.send("GET", u"/health"_s).status, 200);
}

// All in one packet, and the end with it; on a thread of its own, as in the service, with the event loop that looks at
// sockets before what was posted meanwhile.
void TestCrowds::answersAllThatCameBeforeTheEnd()
{
    QThread thread;
    QObject there;
    there.moveToThread(&thread);
    qputenv("QT_NO_GLIB", "1");
    thread.start();
    std::unique_ptr<ApiFixture> api;
    const auto onThread = [&there](const auto &work) {
        QMetaObject::invokeMethod(&there, work, Qt::BlockingQueuedConnection);
    };
    onThread([&api] { api = std::make_unique<ApiFixture>(); });
    const auto end = qScopeGuard([&] {
        onThread([&api] { api.reset(); });
        thread.quit();
        thread.wait();
        qunsetenv("QT_NO_GLIB");
    });
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(api->port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < 20; ++i) {
        const int wire = ::socket(AF_INET, SOCK_STREAM, 0);
        const auto close = qScopeGuard([wire] { ::close(wire); });
        const bool isCutOff = i % 2 == 0;
        const QByteArray sent = getHealth.repeated(2 + i % 3) + (isCutOff ? "GET /he" : "");
        QCOMPARE(::connect(wire, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
        QCOMPARE(::send(wire, sent.constData(), size_t(sent.size()), 0), sent.size());
        QCOMPARE(::shutdown(wire, SHUT_WR), 0);
        QByteArray received;
        std::array<char, 4096> part{};
        for (ssize_t got = 1; got > 0;) {
            got = ::recv(wire, part.data(), part.size(), 0);
            received.append(part.data(), std::max<ssize_t>(0, got));
        }
        QCOMPARE(received.count("HTTP/1.1 200 "), 2 + i % 3);
        QCOMPARE(received.count("HTTP/1.1 400 "), isCutOff ? 1 : 0);
    }
}

void TestCrowds::survivesClientsThatLeave()
{
    ApiFixture api;
    api.service.held.insert(u"event"_s);
    for (int i = 0; i < 20; ++i) {
        RawClient client(api.port);
        client.send("GET /events/slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QTRY_COMPARE(api.service.heldCount(), i + 1);
        client.socket.abort();
    }
    RawClient half(api.port);
    half.send("POST /events/create HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");
    QVERIFY(half.connected());
    half.socket.abort();
    QCOMPARE(api.send("GET", u"/health"_s).status, 200);
    api.service.release();
    QCOMPARE(api.send("GET", u"/health"_s).status, 200);
}

void TestCrowds::survivesThousandsThatLeave_data()
{
    QTest::addColumn<bool>("reset");
    QTest::addColumn<QByteArray>("path");
    for (const bool reset : { false, true }) {
        for (const char *path : { "/events/slow", "/health", "/events/today", "/nothing" })
            QTest::addRow("%s, %s", path, reset ? "reset" : "closed") << reset << QByteArray(path);
    }
}

void TestCrowds::survivesThousandsThatLeave()
{
    QFETCH(bool, reset);
    QFETCH(QByteArray, path);
    ApiFixture api;
    api.service.held.insert(u"event"_s);
    const QByteArray request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    for (int i = 0; i < 1000; ++i) {
        RawClient client(api.port);
        QVERIFY(client.socket.waitForConnected());
        client.send(request);
        QVERIFY(client.socket.waitForBytesWritten());
        // Now and then the server has seen the request already, now and then it finds the client gone.
        if (i % 3 == 0)
            QCoreApplication::processEvents();
        if (reset) {
            const linger at{ 1, 0 }; // once
            ::setsockopt(int(client.socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &at, sizeof at);
        }
        client.socket.abort();
        if (i % 50 == 49)
            api.service.release();
    }
    QTRY_COMPARE_WITH_TIMEOUT(
        [&] {
            api.service.release();
            return api.send("GET", u"/health"_s).status;
        }(),
        200, 10000);
    api.service.held.clear();
    QCOMPARE(api.send("GET", u"/events/x"_s).status, 200);
}

void TestCrowds::endsWhileRequestsRun()
{
    auto api = std::make_unique<ApiFixture>();
    api->service.held.insert(u"event"_s);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 20; ++i) {
        clients.push_back(std::make_unique<RawClient>(api->port));
        clients.back()->send("GET /events/slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QTRY_COMPARE(api->service.heldCount(), i + 1);
        if (i % 2)
            clients.back()->socket.abort();
    }
    api->server.reset();
    QVERIFY(clients.front()->closed());
    api->service.release();
    QCoreApplication::processEvents();
}

void TestCrowds::answersManyAtOnce()
{
    ApiFixture api;
    api.service.held.insert(u"event"_s);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 100; ++i) {
        clients.push_back(std::make_unique<RawClient>(api.port));
        clients.back()->send("GET /events/" + QByteArray::number(i) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }
    QTRY_COMPARE(api.service.heldCount(), 100);
    QCOMPARE(api.send("GET", u"/health"_s).status, 200);
    api.service.release();
    for (const auto &client : clients)
        QCOMPARE(client->answer().status, 200);
}

ARIA_TEST(TestCrowds)

} // namespace tst_crowds

#include "tst_crowds.moc"
