#include "api/requestreader.h"

#include "support/testmain.h"

#include <QTest>

using namespace Qt::StringLiterals;

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

    const QByteArray get = "GET / HTTP/1.1\r\nHost: localhost\r\n";
    QTest::newRow("line feed alone between headers") << get + "A: b\nContent-Length: 5\r\n\r\n" << 400;
    QTest::newRow("line feed alone, at once") << get + "A: b\n" << 400;
    QTest::newRow("two line feeds end nothing") << get + "\n\n" << 400;
    QTest::newRow("carriage return alone") << get + "A: b\rC: d\r\n\r\n" << 400;
    QTest::newRow("vertical tab around a value") << get + "A: \vb\f\r\n\r\n" << 400;
    QTest::newRow("vertical tab around a length") << post + "Content-Length: \v5\r\n\r\nhello" << 400;
    QTest::newRow("tab before colon") << get + "A\t: b\r\n\r\n" << 400;
    QTest::newRow("no name") << get + ": b\r\n\r\n" << 400;
    QTest::newRow("no colon") << get + "abc\r\n\r\n" << 400;
    QTest::newRow("name that is no token") << get + "A(b): c\r\n\r\n" << 400;
    QTest::newRow("bytes in a name") << get + "\xc3\xa4: c\r\n\r\n" << 400;
    QTest::newRow("folded with tab") << get + "A: b\r\n\tc\r\n\r\n" << 400;
    QTest::newRow("first header folded") << QByteArray("GET / HTTP/1.1\r\n Host: x\r\n\r\n") << 400;
    QTest::newRow("delete in a value") << get + "A: b\x7f\r\n\r\n" << 400;
    QTest::newRow("two spaces") << QByteArray("GET  / HTTP/1.1\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("tab for a space") << QByteArray("GET\t/ HTTP/1.1\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("space at the end") << QByteArray("GET / HTTP/1.1 \r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("space before the method") << QByteArray(" GET / HTTP/1.1\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("control character in target")
        << QByteArray("GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("fragment") << QByteArray("GET /#a HTTP/1.1\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("backslash host") << QByteArray("GET / HTTP/1.1\r\nHost: x\\y\r\n\r\n") << 400;
    QTest::newRow("version without point") << QByteArray("GET / HTTP/11\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("version in lower case") << QByteArray("GET / http/1.1\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("version with more") << QByteArray("GET / HTTP/1.1.1\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("old version") << QByteArray("GET / HTTP/0.9\r\nHost: x\r\n\r\n") << 505;
    QTest::newRow("two hosts that are the same") << get + "Host: localhost\r\n\r\n" << 400;
    QTest::newRow("empty host") << QByteArray("GET / HTTP/1.1\r\nHost:\r\n\r\n") << 400;
    QTest::newRow("user in host") << QByteArray("GET / HTTP/1.1\r\nHost: a@localhost\r\n\r\n") << 400;
    QTest::newRow("list of hosts") << QByteArray("GET / HTTP/1.1\r\nHost: a, b\r\n\r\n") << 400;
    QTest::newRow("absolute form without host") << QByteArray("GET http://x/ HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("absolute form without authority")
        << QByteArray("GET http:///a HTTP/1.1\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("absolute form with user")
        << QByteArray("GET http://a@x/ HTTP/1.1\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("absolute form of another kind")
        << QByteArray("GET ftp://x/ HTTP/1.1\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("authority form for GET") << QByteArray("GET x:80 HTTP/1.1\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("asterisk for GET") << QByteArray("GET * HTTP/1.1\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("two lengths that are the same") << post + "Content-Length: 1\r\nContent-Length: 1\r\n\r\n"
                                                   << 400;
    QTest::newRow("list of lengths") << post + "Content-Length: 1, 1\r\n\r\n" << 400;
    QTest::newRow("hexadecimal length") << post + "Content-Length: 0x5\r\n\r\n" << 400;
    QTest::newRow("empty length") << post + "Content-Length:\r\n\r\n" << 400;
    QTest::newRow("coding and length") << post + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n"
                                       << 400;
    QTest::newRow("coding twice") << post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"
                                  << 400;
    QTest::newRow("coding twice in one") << post + "Transfer-Encoding: chunked, chunked\r\n\r\n" << 400;
    QTest::newRow("chunked not last") << post + "Transfer-Encoding: chunked, identity\r\n\r\n" << 400;
    QTest::newRow("empty coding") << post + "Transfer-Encoding:\r\n\r\n" << 400;
    QTest::newRow("vertical tab before coding") << post + "Transfer-Encoding: \vchunked\r\n\r\n" << 400;
    QTest::newRow("identity coding") << post + "Transfer-Encoding: identity\r\n\r\n" << 501;
    QTest::newRow("coding in HTTP/1.0")
        << QByteArray("POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n") << 400;

    const QByteArray chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
    for (const char *size : { " 5", "5 ", "+5", "-5", "0x5", "5h", "", ";a", "5;", "5;a b", "5;a=", "5;=b",
             "5;a=\"b", "5\t", "5 a", "5;a\x01", "10000000000000005" }) {
        QTest::addRow("chunk size <%s>", QByteArray(size).toPercentEncoding(" ;=\"").constData()) << chunked
                + size + "\r\nhello\r\n0\r\n\r\n" << 400;
    }
    QTest::newRow("line feed alone after size") << chunked + "5\nhello\r\n0\r\n\r\n" << 400;
    QTest::newRow("line feed alone after data") << chunked + "5\r\nhello\n0\r\n\r\n" << 400;
    QTest::newRow("carriage return alone after size") << chunked + "5\rhello" << 400;
    QTest::newRow("more data than said") << chunked + "5\r\nhello!" << 400;
    QTest::newRow("line feed alone after the last") << chunked + "0\n\n" << 400;
    QTest::newRow("trailer that is none") << chunked + "0\r\nabc\r\n\r\n" << 400;
    QTest::newRow("trailer that is folded") << chunked + "0\r\nA: b\r\n c\r\n\r\n" << 400;
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

namespace {

// A request on one line: method path?query host/otherHost [other headers] body
QByteArray shown(const Request &request)
{
    QByteArray line = request.method + ' ' + request.path.toLatin1();
    if (!request.query.isEmpty())
        line += '?' + request.query.toString().toLatin1();
    line += ' ' + request.header("host");
    if (!request.otherHost.isEmpty())
        line += '/' + request.otherHost;
    QList<QByteArray> names = request.headers.keys();
    std::sort(names.begin(), names.end());
    names.removeOne("host");
    for (const QByteArray &name : std::as_const(names))
        line += " [" + name + ": " + request.header(name) + ']';
    return request.body.isEmpty() ? line : line + ' ' + request.body;
}

} // namespace

void TestRequestReader::readsInPiecesOfAnySize_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("request");
    QTest::newRow("get") << QByteArray("\r\nGET /health?a=b HTTP/1.1\r\nHost: localhost:1\r\nA:b\r\n\r\n")
                         << QByteArray("GET /health?a=b localhost:1 [a: b]");
    QTest::newRow("length") << QByteArray("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
                            << QByteArray("POST /x x hello");
    QTest::newRow("chunked") << QByteArray(
        "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3;a=b\r\nhel\r\n2 ; c = \"d\\\";e\" ;f\r\nlo\r\n0\r\nTrailer: t\r\n\r\n")
                             << QByteArray("POST /x x hello");
    QTest::newRow("chunked, empty") << QByteArray(
        "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n000\r\n\r\n")
                                    << QByteArray("POST /x x");
    QTest::newRow("absolute form") << QByteArray(
        "GET http://a.example/a?b HTTP/1.1\r\nHost: A.example\r\n\r\n")
                                   << QByteArray("GET /a?b a.example");
    QTest::newRow("absolute form of another host")
        << QByteArray("GET http://localhost HTTP/1.1\r\nHost: hooks.example\r\n\r\n")
        << QByteArray("GET / localhost/hooks.example");
    QTest::newRow("unknown method") << QByteArray("BREW /a HTTP/1.1\r\nHost: x\r\n\r\n")
                                    << QByteArray("BREW /a x");
    QTest::newRow("two slashes") << QByteArray("GET //evil.example/webhook HTTP/1.1\r\nHost: x\r\n\r\n")
                                 << QByteArray("GET //evil.example/webhook x");
    QTest::newRow("blanks around a value")
        << QByteArray("GET / HTTP/1.1\r\nHost: \t x \t\r\nA: \t b c\t\r\n\r\n")
        << QByteArray("GET / x [a: b c]");
    QTest::newRow("a header twice") << QByteArray(
        "GET / HTTP/1.1\r\nHost: x\r\nForwarded: for=a\r\nForwarded: for=b\r\n\r\n")
                                    << QByteArray("GET / x [forwarded: for=a, for=b]");
    QTest::newRow("asterisk") << QByteArray("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n")
                              << QByteArray("OPTIONS /* x");
}

void TestRequestReader::readsInPiecesOfAnySize()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, request);
    for (qsizetype size = 1; size <= bytes.size(); ++size) {
        RequestReader reader({});
        Progress progress = Progress::Idle;
        for (qsizetype at = 0; at < bytes.size(); at += size) {
            QVERIFY(progress != Progress::Complete);
            progress = reader.feed(bytes.mid(at, size));
        }
        QCOMPARE(progress, Progress::Complete);
        QCOMPARE(shown(reader.take().request), request);
    }
}

void TestRequestReader::keepsPipelinedRequestsApart()
{
    RequestReader reader({});
    const QByteArray first = "POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab";
    QCOMPARE(reader.feed(first + "GET /2 HTTP/1.1\r\nHost: x\r\n\r\nGET /3"), Progress::Complete);
    QCOMPARE(reader.take().request.body, "ab");
    QCOMPARE(reader.feed({}), Progress::Complete);
    QCOMPARE(reader.take().request.path, u"/2"_s);
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
    QTEST(reader.take().keepAlive, "keepAlive");
}

void TestRequestReader::dropsHopByHopHeaders()
{
    RequestReader reader({});
    QCOMPARE(reader.feed("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                         "Keep-Alive: timeout=5\r\nProxy-Connection: close\r\nTrailer: x\r\n\r\n"),
        Progress::Complete);
    QCOMPARE(reader.take().request.headers.keys(), QList<QByteArray>{ "host" });
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
