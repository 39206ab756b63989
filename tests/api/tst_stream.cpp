// GET /events/stream: the protocol, and many readers at once.
#include "apiclient.h"

#include "support/testmain.h"

namespace tst_stream {

using namespace aria;
using namespace aria::test;
using namespace Qt::StringLiterals;

namespace {

store::EventMessage message(qint64 id, const QString &type = u"updated"_s, qsizetype bytes = 20)
{
    return { id, type, 1, u"2024-01-15T10:00:00.000Z"_s,
        "{\"id\":" + QByteArray::number(id) + ",\"x\":\"" + QByteArray(bytes, 'x') + "\"}" };
}

QByteArray idText(qint64 id)
{
    return QByteArray::number(id).rightJustified(16, '0');
}

QByteArray frame(const store::EventMessage &message)
{
    return "id: " + idText(message.id) + "\nevent: " + message.type.toLatin1() + "\ndata: " + message.data
        + "\n\n";
}

QByteArray opening(qint64 id)
{
    return ": connected\nretry: 1000\nid: " + idText(id) + "\n\n";
}

// A reader of a stream. What it has read of the body is in `body`.
class Reader
{
public:
    explicit Reader(quint16 port, const QByteArray &query = {}, const QByteArray &fields = {})
        : client(port)
    {
        client.send("GET /events/stream" + query + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n");
    }
    bool isOpen()
    {
        return QTest::qWaitFor([this] { return take() && status() == 200 && body.contains("\n\n"); });
    }
    bool has(const QByteArray &bytes, int timeout = 5000)
    {
        return QTest::qWaitFor([&] { return take() && body.contains(bytes); }, timeout);
    }
    int status() const { return head.split(' ').value(1).toInt(); }
    bool take()
    {
        client.received += client.socket.readAll();
        if (head.isEmpty()) {
            const auto end = client.received.indexOf("\r\n\r\n");
            if (end < 0)
                return false;
            head = client.received.left(end);
            client.received.remove(0, end + 4);
        }
        body += std::exchange(client.received, {});
        return true;
    }

    RawClient client;
    QByteArray head;
    QByteArray body;
};

} // namespace

class TestStream : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sendsWhatHappens();
    void resumes_data();
    void resumes();
    void refuses_data();
    void refuses();
    void filtersTypes();
    void startsWithReset_data();
    void startsWithReset();
    void answersHead();
    void guardsTheStream();
    void commentsInSilence();
    void servesAHundredAndNoMore();
    void makesRoomForWhoComesAfterOneHasLeft();
    void keepsStreamsApartFromConnections();
    void servesWhoHasEndedSending();
    void readsTheLogOnceForAll();
    void cutsOffWhoIsStuck();
    void catchesUpWithAWholeLog();
    void waitsForTheDatabase();
    void endsWithTheServer();

private:
    static void log(ApiFixture &api, const store::EventMessage &message)
    {
        api.service.messages.append(message);
        Q_EMIT api.service.messagesLogged(message.id);
    }
};

void TestStream::sendsWhatHappens()
{
    ApiFixture api;
    api.service.messages = { message(4) };
    Reader reader(api.port);
    QVERIFY(reader.isOpen());
    QVERIFY(reader.head.startsWith("HTTP/1.1 200 "));
    QVERIFY(reader.head.toLower().contains("\r\ncontent-type: text/event-stream\r\n"));
    QVERIFY(reader.head.toLower().contains("\r\ncache-control: no-store\r\n"));
    QVERIFY(!reader.head.toLower().contains("content-length"));
    QCOMPARE(reader.body, opening(4));
    log(api, message(5, u"created"_s));
    log(api, message(6, u"deleted"_s));
    QVERIFY(reader.has(frame(message(6, u"deleted"_s))));
    QCOMPARE(reader.body, opening(4) + frame(message(5, u"created"_s)) + frame(message(6, u"deleted"_s)));
}

void TestStream::resumes_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("fields");
    QTest::newRow("header") << QByteArray() << QByteArray("Last-Event-ID: 2\r\n");
    QTest::newRow("as it was sent") << QByteArray() << QByteArray("Last-Event-ID: " + idText(2) + "\r\n");
    QTest::newRow("query") << QByteArray("?last_event_id=0000000000000002") << QByteArray();
    QTest::newRow("the header is newer")
        << QByteArray("?last_event_id=1") << QByteArray("Last-Event-ID: 2\r\n");
}

void TestStream::resumes()
{
    QFETCH(QByteArray, query);
    QFETCH(QByteArray, fields);
    ApiFixture api;
    for (int i = 1; i <= 4; ++i)
        api.service.messages << message(i);
    Reader reader(api.port, query, fields);
    QVERIFY(reader.has(frame(message(4))));
    log(api, message(5));
    QVERIFY(reader.has(frame(message(5))));
    QCOMPARE(reader.body, opening(2) + frame(message(3)) + frame(message(4)) + frame(message(5)));
}

void TestStream::refuses_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("named");
    QTest::newRow("type") << QByteArray("?types=created,moved") << QByteArray() << QByteArray("moved");
    QTest::newRow("no type") << QByteArray("?types=") << QByteArray() << QByteArray("types");
    QTest::newRow("id in the query") << QByteArray("?last_event_id=abc") << QByteArray() << QByteArray("abc");
    QTest::newRow("id in the header")
        << QByteArray() << QByteArray("Last-Event-ID: -1\r\n") << QByteArray("-1");
    QTest::newRow("long id") << QByteArray("?last_event_id=1234567890123456789") << QByteArray()
                             << QByteArray("1234567890123456789");
}

void TestStream::refuses()
{
    QFETCH(QByteArray, query);
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, named);
    ApiFixture api;
    RawClient client(api.port);
    client.send("GET /events/stream" + query + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n");
    const auto answer = client.answer();
    QCOMPARE(answer.status, 422);
    QVERIFY(answer.body.contains(named));
    QCOMPARE(answer.faults().size(), 1);
}

void TestStream::filtersTypes()
{
    ApiFixture api;
    api.service.messages = { message(1), message(2, u"conflict"_s), message(3) };
    Reader reader(api.port, "?types=conflict,resolved&last_event_id=0");
    QVERIFY(reader.has(frame(message(2, u"conflict"_s))));
    log(api, message(4, u"created"_s));
    log(api, message(5, u"resolved"_s));
    QVERIFY(reader.has(frame(message(5, u"resolved"_s))));
    QCOMPARE(reader.body, opening(0) + frame(message(2, u"conflict"_s)) + frame(message(5, u"resolved"_s)));
}

void TestStream::startsWithReset_data()
{
    QTest::addColumn<QByteArray>("since");
    QTest::newRow("older than what is kept") << QByteArray("6");
    QTest::newRow("of another database") << QByteArray("10");
}

void TestStream::startsWithReset()
{
    QFETCH(QByteArray, since);
    ApiFixture api;
    api.service.firstMessage = 8;
    api.service.messages = { message(8), message(9) };
    Reader reader(api.port, "?types=created&last_event_id=" + since);
    QVERIFY(reader.has("event: reset\n"));
    QVERIFY(reader.has("id: " + idText(9) + "\nevent: reset\ndata: {"));
    log(api, message(10, u"created"_s));
    QVERIFY(reader.has(frame(message(10, u"created"_s))));
    QCOMPARE(reader.body.count("event: "), 2); // once
    Reader whole(api.port, "?last_event_id=7");
    QVERIFY(whole.has(frame(message(9))));
    QVERIFY(!whole.body.contains("reset"));
}

void TestStream::answersHead()
{
    ApiFixture api;
    RawClient client(api.port);
    client.send("HEAD /events/stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const auto answer = client.answer(true);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.headers["content-type"], "text/event-stream");
    client.send("POST /events/stream HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                "Content-Length: 2\r\n\r\n{}");
    const auto wrong = client.answer();
    QCOMPARE(wrong.status, 405);
    QCOMPARE(wrong.headers["allow"], "GET, HEAD");
}

void TestStream::guardsTheStream()
{
    api::ServerOptions options;
    options.apiToken = u"0123456789abcdef"_s;
    options.webhookBaseUrl = QUrl(u"https://hooks.example.org"_s);
    ApiFixture api(options);
    const auto statusOf = [&api](const QByteArray &fields) {
        RawClient client(api.port);
        client.send("GET /events/stream HTTP/1.1\r\n" + fields + "\r\n");
        return client.answer().status;
    };
    const QByteArray token = "Authorization: Bearer 0123456789abcdef\r\n";
    QCOMPARE(statusOf("Host: localhost\r\n"), 401);
    QCOMPARE(statusOf("Host: evil.example\r\n" + token), 403);
    QCOMPARE(statusOf("Host: hooks.example.org\r\n" + token), 403);
    QCOMPARE(statusOf("Host: localhost\r\nOrigin: https://evil.example\r\n" + token), 403);
    Reader reader(api.port, {}, token);
    QVERIFY(reader.isOpen());
}

void TestStream::commentsInSilence()
{
    api::ServerOptions options;
    options.limits.streamComment = std::chrono::milliseconds(20);
    options.limits.bodyTimeout = std::chrono::milliseconds(200);
    options.limits.idleTimeout = std::chrono::milliseconds(200);
    options.limits.headTimeout = std::chrono::milliseconds(200);
    ApiFixture api(options);
    Reader reader(api.port);
    QVERIFY(reader.isOpen());
    // Longer than any other connection is left idle.
    QTRY_VERIFY(reader.take() && reader.body.count("\n:\n\n") > 20);
    QCOMPARE(QByteArray(reader.body).replace(":\n\n", ""), opening(0));
}

void TestStream::servesAHundredAndNoMore()
{
    ApiFixture api;
    std::vector<std::unique_ptr<Reader>> readers;
    for (int i = 0; i < 100; ++i)
        readers.push_back(std::make_unique<Reader>(api.port));
    for (const auto &reader : readers)
        QVERIFY(reader->isOpen());
    RawClient more(api.port);
    more.send("GET /events/stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const auto refused = more.answer();
    QCOMPARE(refused.status, 503);
    QVERIFY(refused.headers["retry-after"].toInt() > 0);
    log(api, message(1));
    for (const auto &reader : readers)
        QVERIFY(reader->has(frame(message(1))));
}

void TestStream::makesRoomForWhoComesAfterOneHasLeft()
{
    api::ServerOptions options;
    options.limits.maxStreams = 2;
    ApiFixture api(options);
    auto first = std::make_unique<Reader>(api.port);
    Reader second(api.port);
    QVERIFY(first->isOpen() && second.isOpen());
    first.reset(); // closed, not only ended
    QTRY_VERIFY([&] {
        Reader third(api.port);
        return third.isOpen();
    }());
}

void TestStream::keepsStreamsApartFromConnections()
{
    api::ServerOptions options;
    options.limits.maxConnections = 4;
    ApiFixture api(options);
    std::vector<std::unique_ptr<Reader>> readers;
    for (int i = 0; i < 20; ++i) {
        readers.push_back(std::make_unique<Reader>(api.port));
        QVERIFY(readers.back()->isOpen());
    }
    api.service.held.insert(u"event"_s);
    std::vector<std::unique_ptr<RawClient>> busy;
    for (int i = 0; i < 4; ++i) {
        busy.push_back(std::make_unique<RawClient>(api.port));
        busy.back()->send("GET /events/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QTRY_COMPARE(api.service.heldCount(), i + 1);
    }
    std::vector<std::unique_ptr<RawClient>> idle;
    for (int i = 0; i < 10; ++i) {
        idle.push_back(std::make_unique<RawClient>(api.port));
        idle.back()->send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QCOMPARE(idle.back()->answer().status, 200);
    }
    log(api, message(1));
    for (const auto &reader : readers)
        QVERIFY(reader->has(frame(message(1))));
    api.service.release();
    for (const auto &client : busy)
        QCOMPARE(client->answer().status, 200);
}

void TestStream::servesWhoHasEndedSending()
{
    ApiFixture api;
    Reader reader(api.port);
    QVERIFY(reader.isOpen());
    ::shutdown(static_cast<int>(reader.client.socket.socketDescriptor()), SHUT_WR);
    QVERIFY(reader.has("\n:\n\n")); // the server found out whether somebody is there
    log(api, message(1));
    QVERIFY(reader.has(frame(message(1))));
}

void TestStream::readsTheLogOnceForAll()
{
    ApiFixture api;
    std::vector<std::unique_ptr<Reader>> readers;
    for (int i = 0; i < 50; ++i) {
        readers.push_back(std::make_unique<Reader>(api.port));
        QVERIFY(readers.back()->isOpen());
    }
    api.service.calls.clear();
    for (int i = 1; i <= 10; ++i) {
        log(api, message(i));
        for (const auto &reader : readers)
            QVERIFY(reader->has(frame(message(i))));
    }
    QCOMPARE(api.service.calls.filter(u"messages"_s).size(), 10);
}

// One reader takes nothing, all others get everything; what the server holds for the one is bounded.
void TestStream::cutsOffWhoIsStuck()
{
    constexpr int count = 1200;
    ApiFixture api;
    Reader stuck(api.port);
    QVERIFY(stuck.isOpen());
    stuck.client.socket.setReadBufferSize(1024);
    std::vector<std::unique_ptr<Reader>> readers;
    for (int i = 0; i < 10; ++i) {
        readers.push_back(std::make_unique<Reader>(api.port));
        QVERIFY(readers.back()->isOpen());
    }
    QElapsedTimer took;
    took.start();
    for (int i = 1; i <= count; ++i)
        api.service.messages << message(i, u"updated"_s, 8 * 1024);
    Q_EMIT api.service.messagesLogged(count); // all at once, as one transaction can make them
    const QByteArray last = "id: " + idText(count) + "\n";
    for (const auto &reader : readers)
        QVERIFY(reader->has(last, 20'000));
    qInfo("%d messages of 8 KiB to 10 readers beside a stuck one: %lld ms", count, took.elapsed());
    for (const auto &reader : readers)
        QCOMPARE(reader->body.count("event: updated\n"), count);
    // Those who read need no more reading of the log than one alone.
    QVERIFY(api.service.calls.filter(u"messages"_s).size() < 2 * count * 8300 / (128 * 1024));
    QTRY_VERIFY(api.send("GET", u"/metrics"_s).body.contains("aria_stream_subscribers 10\n"));
    stuck.client.socket.setReadBufferSize(0);
    QVERIFY(stuck.client.closed());
    QVERIFY(stuck.client.received.size() < 2 * 1024 * 1024 && stuck.client.received.size() > 0);
    // It comes back for the rest.
    const auto at = stuck.client.received.lastIndexOf("\nid: ");
    const auto lastId = stuck.client.received.lastIndexOf("\n\n") > at
        ? stuck.client.received.mid(at + 5, 16).toLongLong()
        : stuck.client.received.mid(at + 5, 16).toLongLong() - 1;
    Reader again(api.port, {}, "Last-Event-ID: " + QByteArray::number(lastId) + "\r\n");
    QVERIFY(again.has(last, 20'000));
    QCOMPARE(again.body.count("event: updated\n"), count - lastId);
}

void TestStream::catchesUpWithAWholeLog()
{
    constexpr int count = 3000;
    ApiFixture api;
    for (int i = 1; i <= count; ++i)
        api.service.messages << message(i, u"updated"_s, 1000);
    Reader live(api.port);
    QVERIFY(live.isOpen());
    Reader late(api.port, "?last_event_id=0");
    for (int i = count + 1; i <= count + 50; ++i) {
        log(api, message(i));
        QVERIFY(live.has(frame(message(i)))); // it does not wait for the other
    }
    QVERIFY(late.has(frame(message(count + 50))));
    QByteArray expected = opening(0);
    for (const auto &each : std::as_const(api.service.messages))
        expected += frame(each);
    QCOMPARE(late.body, expected);
}

void TestStream::waitsForTheDatabase()
{
    ApiFixture api;
    api.service.held.insert(u"bounds"_s);
    Reader reader(api.port);
    QTRY_COMPARE(api.service.heldCount(), 1);
    api.service.held.clear();
    api.service.release();
    QVERIFY(reader.isOpen());
}

void TestStream::endsWithTheServer()
{
    auto api = std::make_unique<ApiFixture>();
    Reader reader(api->port);
    QVERIFY(reader.isOpen());
    QSignalSpy stopped(api->server.get(), &api::Server::stopped);
    api->server->stop();
    QTRY_COMPARE(stopped.size(), 1);
    QVERIFY(reader.client.closed());
}

ARIA_TEST(TestStream)

} // namespace tst_stream

#include "tst_stream.moc"
