#include "google/batch.h"

#include "google/writerequest.h"

#include "support/testmain.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace tst_batch {

using namespace aria;
using namespace aria::google;
using calendar::SendUpdates;

namespace {

Write patchOf(const QString &id, const QString &etag)
{
    Write write;
    write.calendarId = u"a#b@c/d"_s;
    write.eventId = id;
    write.body = { { u"summary"_s, u"x"_s } };
    write.etag = etag;
    return write;
}

QByteArray part(const QByteArray &id, const QByteArray &inner)
{
    return "--b_1\r\nContent-Type: application/http\r\nContent-ID: <" + id + ">\r\n\r\n" + inner + "\r\n";
}

QByteArray http(int status, const QByteArray &body)
{
    return "HTTP/1.1 " + QByteArray::number(status)
        + " Word\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size())
        + "\r\n\r\n" + body;
}

} // namespace

class TestBatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encodesWholeRequests()
    {
        Write insert;
        insert.kind = Write::Kind::Insert;
        insert.calendarId = u"primary"_s;
        insert.body = { { u"id"_s, u"abc"_s } };
        insert.sendUpdates = SendUpdates::All;
        insert.conferenceData = true;
        Write removal;
        removal.kind = Write::Kind::Delete;
        removal.calendarId = u"primary"_s;
        removal.eventId = u"gone"_s;
        removal.etag = u"\"7\""_s;
        QList<ApiRequest> requests;
        for (const Write &write : { insert, patchOf(u"e1"_s, u"\"5\""_s), removal }) {
            const auto request = writeRequest(write);
            QVERIFY(request);
            requests.append(*request);
        }
        const QByteArray expected =
            "--B\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n"
            "Content-ID: <item-0>\r\n\r\n"
            "POST /calendar/v3/calendars/primary/events?sendUpdates=all"
            "&conferenceDataVersion=1 HTTP/1.1\r\n"
            "Content-Type: application/json; charset=UTF-8\r\nContent-Length: 12\r\n\r\n"
            "{\"id\":\"abc\"}\r\n"
            "--B\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n"
            "Content-ID: <item-1>\r\n\r\n"
            "PATCH /calendar/v3/calendars/a%23b%40c%2Fd/events/e1?sendUpdates=none HTTP/1.1\r\n"
            "If-Match: \"5\"\r\n"
            "Content-Type: application/json; charset=UTF-8\r\nContent-Length: 15\r\n\r\n"
            "{\"summary\":\"x\"}\r\n"
            "--B\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n"
            "Content-ID: <item-2>\r\n\r\n"
            "DELETE /calendar/v3/calendars/primary/events/gone?sendUpdates=none HTTP/1.1\r\n"
            "If-Match: \"7\"\r\n\r\n\r\n"
            "--B--\r\n";
        QCOMPARE(encodeBatch(requests, "B"), expected);
    }

    void insertNeedsItsId()
    {
        Write insert;
        insert.kind = Write::Kind::Insert;
        insert.calendarId = u"primary"_s;
        QVERIFY(!writeRequest(insert));
    }

    void mapsByContentId()
    {
        const QByteArray body = part("response-item-2", "HTTP/1.1 204 No Content\r\n\r\n")
            + part("response-item-0", http(200, R"({"id":"zero"})"))
            + part("response-item-9", http(200, R"({"id":"nine"})")) + part("other", http(200, "{}"))
            + part("response-item-0", http(500, "{}")) + "--b_1--\r\n";
        for (const QByteArray &type : { QByteArray("multipart/mixed; boundary=b_1"),
                 QByteArray("multipart/mixed; boundary=\"b_1\"; charset=x"),
                 QByteArray("Multipart/Mixed; Boundary=b_1") }) {
            const auto parts = parseBatch(body, type, 4);
            QCOMPARE(parts.size(), 4);
            QVERIFY(parts.at(0) && !parts.at(1) && parts.at(2) && !parts.at(3));
            QCOMPARE(parts.at(0)->status, 200);
            QCOMPARE(parts.at(0)->body, QByteArray(R"({"id":"zero"})"));
            QCOMPARE(parts.at(2)->status, 204);
        }
    }

    void brokenOffPartsAreMissing()
    {
        const QByteArray whole = part("response-item-0", http(200, R"({"id":"zero"})"))
            + part("response-item-1", http(200, R"({"id":"one"})"));
        const auto parts = parseBatch(whole.left(whole.size() - 8), "multipart/mixed; boundary=b_1", 2);
        QVERIFY(parts.at(0) && !parts.at(1));
        QVERIFY(!parseBatch(whole, "multipart/mixed", 2).at(0));
        QVERIFY(!parseBatch("", "multipart/mixed; boundary=b_1", 2).at(0));
    }

    void bareLineFeeds()
    {
        QByteArray body = part("response-item-0", http(200, R"({"id":"zero"})")) + "--b_1--";
        body.replace("\r\n", "\n");
        const auto parts = parseBatch(body, "multipart/mixed; boundary=b_1", 1);
        QVERIFY(parts.at(0));
        QCOMPARE(parts.at(0)->body, QByteArray(R"({"id":"zero"})"));
    }

    void boundaryInsideABodyIsText()
    {
        const QByteArray json = R"({"id":"zero","summary":"see --b_1 there"})";
        const auto parts = parseBatch(
            part("response-item-0", http(200, json)) + "--b_1--", "multipart/mixed; boundary=b_1", 1);
        QVERIFY(parts.at(0));
        QCOMPARE(parts.at(0)->body, json);
    }

    void resultsOfParts()
    {
        const QDateTime now({ 2024, 1, 15 }, { 12, 0 }, Qt::UTC);
        Write patch;
        patch.eventId = u"a"_s;
        Write insert;
        insert.kind = Write::Kind::Insert;
        insert.body = { { u"id"_s, u"a"_s } };
        Write remove = patch;
        remove.kind = Write::Kind::Delete;
        const auto missing = writeResult(patch, std::nullopt, now);
        QCOMPARE(missing.error().code, u"batch_part_missing"_s);
        QCOMPARE(missing.error().category, ErrorCategory::Unavailable);
        const auto limited =
            writeResult(patch, BatchPart{ 429, "application/json", "7", R"({"error":{"code":429}})" }, now);
        QCOMPARE(limited.error().category, ErrorCategory::RateLimited);
        QCOMPARE(limited.error().retryAfter->count(), 7000);
        const auto page = writeResult(patch, BatchPart{ 200, "text/html", {}, "<html>" }, now);
        QCOMPARE(page.error().category, ErrorCategory::Unavailable);
        const BatchPart half{ 200, "application/json", {}, "{\"id\":\"a" };
        QVERIFY(!writeResult(insert, half, now));
        QVERIFY(writeResult(remove, BatchPart{ 204, {}, {}, {} }, now)->isEmpty());
        const QByteArray event = R"({"id":"a","start":{"date":"2024-01-15"},"end":{"date":"2024-01-16"}})";
        QCOMPARE(writeResult(insert, BatchPart{ 200, {}, {}, event }, now)->json().size(), 3);
    }
};

ARIA_TEST(TestBatch)

} // namespace tst_batch

#include "tst_batch.moc"
