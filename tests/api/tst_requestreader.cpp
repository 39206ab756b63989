#include "api/requestreader.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_requestreader {

using namespace aria::api;
using Progress = RequestReader::Progress;

// Framing of what clients send, byte by byte and all at once.
class TestRequestReader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void refusesWhatIsMalformed_data();
    void refusesWhatIsMalformed();
    void readsInPiecesOfAnySize_data();
    void readsInPiecesOfAnySize();
    void keepsPipelinedRequestsApart();
    void keepAliveFollowsTheVersion_data();
    void keepAliveFollowsTheVersion();
    void dropsHopByHopHeaders();
    void asksForABodyThatIsExpected();
};

void TestRequestReader::refusesWhatIsMalformed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const QByteArray post = "POST / HTTP/1.1\r\nHost: localhost\r\n";
    QTest::newRow("tls") << QByteArray("\x16\x03\x01\x02\x00\x01", 6) << 400;
    QTest::newRow("words") << QByteArray("hello\r\n\r\n") << 400;
    QTest::newRow("bare line feeds") << QByteArray("GET / HTTP/1.1\nHost: x\n\n") << 400;
    QTest::newRow("version") << QByteArray("GET / HTTP/2.0\r\nHost: x\r\n\r\n") << 505;
    QTest::newRow("no version") << QByteArray("GET /\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("no host") << QByteArray("GET / HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("two hosts") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n") << 400;
    QTest::newRow("odd host") << QByteArray("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n") << 400;
    QTest::newRow("space in target") << QByteArray("GET /a b HTTP/1.1\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("broken escape") << QByteArray("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("bytes in target") << QByteArray("GET /\xc3\xa4 HTTP/1.1\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("authority form") << QByteArray("CONNECT a:80 HTTP/1.1\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("folded header") << QByteArray("GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n") << 400;
    QTest::newRow("space before colon") << QByteArray("GET / HTTP/1.1\r\nHost : x\r\n\r\n") << 400;
    QTest::newRow("null in header") << QByteArray("GET / HTTP/1.1\r\nHost: x\r\nA: \0b\r\n\r\n", 34) << 400;
    QTest::newRow("two tokens") << post + "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n" << 400;
    QTest::newRow("odd length") << post + "Content-Length: +1\r\n\r\n" << 400;
    QTest::newRow("negative length") << post + "Content-Length: -1\r\n\r\n" << 400;
    QTest::newRow("two lengths") << post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n" << 400;
    QTest::newRow("length and coding") << post + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
                                       << 400;
    QTest::newRow("unknown coding") << post + "Transfer-Encoding: gzip, chunked\r\n\r\n" << 501;
    QTest::newRow("unknown expectation") << post + "Expect: miracles\r\n\r\n" << 417;
    QTest::newRow("length too large") << post + "Content-Length: 1048577\r\n\r\n" << 413;
    QTest::newRow("length beyond 64 bits") << post + "Content-Length: 99999999999999999999999\r\n\r\n" << 413;
    QTest::newRow("chunk too large") << post + "Transfer-Encoding: chunked\r\n\r\n100001\r\n" << 413;
    QTest::newRow("chunks too large together")
        << post + "Transfer-Encoding: chunked\r\n\r\n80000\r\n" + QByteArray(0x80000, 'x') + "\r\n80001\r\n"
        << 413;
    QTest::newRow("broken chunk size") << post + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n" << 400;
    QTest::newRow("broken chunk end") << post + "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n" << 400;
    QTest::newRow("head too large") << "GET / HTTP/1.1\r\nHost: x\r\nA: " + QByteArray(16 * 1024, 'a')
            + "\r\n\r\n" << 431;
    QTest::newRow("endless head") << "GET / HTTP/1.1\r\nHost: x\r\nA: " + QByteArray(16 * 1024, 'a') << 431;
    QTest::newRow("endless first line") << "GET /" + QByteArray(16 * 1024, 'a') << 431;
}

void TestRequestReader::refusesWhatIsMalformed()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    RequestReader reader({});
    QCOMPARE(reader.feed(bytes), Progress::Refused);
    QCOMPARE(reader.refusal().status, status);
    QVERIFY(!reader.refusal().detail.isEmpty());
}

void TestRequestReader::readsInPiecesOfAnySize_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("wire");
    const QByteArray own = "X-Aria-Connection: 7\r\n";
    QTest::newRow("get") << QByteArray("\r\nGET /health?a=b HTTP/1.1\r\nHost: localhost:1\r\nA:b\r\n\r\n")
                         << "GET /health?a=b HTTP/1.1\r\n" + own
            + "Host: localhost:1\r\na: b\r\nContent-Length: 0\r\n\r\n";
    QTest::newRow("length") << QByteArray("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
                            << "POST /x HTTP/1.1\r\n" + own + "Host: x\r\nContent-Length: 5\r\n\r\nhello";
    QTest::newRow("chunked") << QByteArray("POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                                           "3;a=b\r\nhel\r\n2\r\nlo\r\n0\r\nTrailer: t\r\n\r\n")
                             << "POST /x HTTP/1.1\r\n" + own + "Host: x\r\nContent-Length: 5\r\n\r\nhello";
    QTest::newRow("absolute form") << QByteArray(
        "GET http://evil.example/a?b HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                   << "GET /a?b HTTP/1.1\r\n" + own
            + "Host: evil.example\r\nContent-Length: 0\r\n\r\n";
    QTest::newRow("unknown method") << QByteArray("BREW /a HTTP/1.1\r\nHost: x\r\n\r\n")
                                    << "OPTIONS /a HTTP/1.1\r\n" + own
            + "Host: x\r\nContent-Length: 0\r\n\r\n";
}

void TestRequestReader::readsInPiecesOfAnySize()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, wire);
    for (qsizetype size = 1; size <= bytes.size(); ++size) {
        RequestReader reader({});
        Progress progress = Progress::Idle;
        for (qsizetype at = 0; at < bytes.size(); at += size) {
            QVERIFY(progress != Progress::Complete);
            progress = reader.feed(bytes.mid(at, size));
        }
        QCOMPARE(progress, Progress::Complete);
        QCOMPARE(reader.take(7).wire, wire);
    }
}

void TestRequestReader::keepsPipelinedRequestsApart()
{
    RequestReader reader({});
    const QByteArray first = "POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab";
    QCOMPARE(reader.feed(first + "GET /2 HTTP/1.1\r\nHost: x\r\n\r\nGET /3"), Progress::Complete);
    QVERIFY(reader.take(1).wire.endsWith("\r\n\r\nab"));
    QCOMPARE(reader.feed({}), Progress::Complete);
    QVERIFY(reader.take(1).wire.startsWith("GET /2 "));
    QCOMPARE(reader.feed({}), Progress::InHead);
    QCOMPARE(reader.feed(" HTTP/1.1\r\nHost: x\r\n\r\n"), Progress::Complete);
}

void TestRequestReader::keepAliveFollowsTheVersion_data()
{
    QTest::addColumn<QByteArray>("version");
    QTest::addColumn<QByteArray>("connection");
    QTest::addColumn<bool>("keepAlive");
    QTest::newRow("1.1") << QByteArray("1.1") << QByteArray("TE") << true;
    QTest::newRow("1.1 close") << QByteArray("1.1") << QByteArray("TE, Close") << false;
    QTest::newRow("1.0") << QByteArray("1.0") << QByteArray("TE") << false;
    QTest::newRow("1.0 keep-alive") << QByteArray("1.0") << QByteArray("Keep-Alive") << true;
}

void TestRequestReader::keepAliveFollowsTheVersion()
{
    QFETCH(QByteArray, version);
    QFETCH(QByteArray, connection);
    RequestReader reader({});
    QCOMPARE(reader.feed("GET / HTTP/" + version + "\r\nHost: x\r\nConnection: " + connection + "\r\n\r\n"),
        Progress::Complete);
    QTEST(reader.take(1).keepAlive, "keepAlive");
}

void TestRequestReader::dropsHopByHopHeaders()
{
    RequestReader reader({});
    QCOMPARE(reader.feed("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                         "X-Aria-Connection: 99\r\n\r\n"),
        Progress::Complete);
    const QByteArray wire = reader.take(1).wire.toLower();
    QVERIFY(!wire.contains("upgrade"));
    QVERIFY(!wire.contains("99"));
}

void TestRequestReader::asksForABodyThatIsExpected()
{
    RequestReader reader({});
    QCOMPARE(reader.feed("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"),
        Progress::InBody);
    QVERIFY(reader.takeContinueWanted());
    QVERIFY(!reader.takeContinueWanted());
    QCOMPARE(reader.feed("ab"), Progress::Complete);
}

ARIA_TEST(TestRequestReader)

} // namespace tst_requestreader

#include "tst_requestreader.moc"
