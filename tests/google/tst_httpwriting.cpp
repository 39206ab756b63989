// Writes over HTTP: one by one, and many in a batch.
#include "google/apirig.h"
#include "google/writerequest.h"

#include "support/testmain.h"

#include <QRegularExpression>
#include <QTest>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace tst_httpwriting {

using namespace aria;
using namespace aria::google;
using calendar::Event;
using calendar::EventTime;
using calendar::SendUpdates;
using test::ApiRig;
using test::calendarId;
using test::events;
using test::insertOf;
using test::q;
using test::ScriptedAnswer;
using test::SeenRequest;

namespace {

// Plays Google's batch: answers every part through `inner`, in reverse order.
ScriptedAnswer playBatch(
    const SeenRequest &request, const std::function<QByteArray(int item, const QByteArray &text)> &inner)
{
    const QByteArray type = request.headers.value("content-type");
    const QByteArray boundary = "--" + type.mid(type.indexOf("boundary=") + 9);
    ScriptedAnswer answer;
    answer.contentType = "multipart/mixed; boundary=answer";
    answer.body.clear();
    qsizetype from = 0;
    static const QRegularExpression idPattern(u"Content-ID: <item-(\\d+)>"_s);
    while (true) {
        const qsizetype begin = request.body.indexOf(boundary, from);
        const qsizetype end = request.body.indexOf(boundary, begin + boundary.size());
        if (end < 0)
            break;
        const QByteArray text = request.body.mid(begin, end - begin);
        const int item = idPattern.match(QString::fromUtf8(text)).captured(1).toInt();
        const QByteArray out = inner(item, text);
        if (!out.isEmpty())
            answer.body.prepend("--answer\r\nContent-Type: application/http\r\nContent-ID: <response-item-"
                + QByteArray::number(item) + ">\r\n\r\n" + out + "\r\n");
        from = end;
    }
    answer.body += "--answer--\r\n";
    return answer;
}

QByteArray http(int status, const QByteArray &body)
{
    return "HTTP/1.1 " + QByteArray::number(status) + " Word\r\nContent-Type: application/json\r\n\r\n"
        + body;
}

} // namespace

class TestHttpWriting : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void writesOne()
    {
        ApiRig rig;
        Write patch;
        patch.calendarId = calendarId;
        patch.eventId = u"e"_s;
        patch.body = { { u"summary"_s, u"Ü"_s } };
        patch.etag = u"\"33\""_s;
        patch.sendUpdates = SendUpdates::ExternalOnly;
        rig.answer(q("{'id':'e','etag':'34',"
                     "'start':{'date':'2024-01-15'},'end':{'date':'2024-01-16'}}"));
        const auto event = QCoro::waitFor(rig.api->write(patch));
        QVERIFY(event);
        const SeenRequest seen = rig.google.seen.takeFirst();
        QCOMPARE(seen.verb, QByteArray("PATCH"));
        QCOMPARE(seen.target, events + "/e?sendUpdates=externalOnly");
        QCOMPARE(seen.headers.value("if-match"), QByteArray("\"33\""));
        QCOMPARE(seen.body, QByteArray("{\"summary\":\"Ü\"}"));

        patch.kind = Write::Kind::Delete;
        rig.answer({}, 204);
        const auto removed = QCoro::waitFor(rig.api->write(patch));
        QVERIFY(removed && removed->isEmpty());
        QCOMPARE(rig.google.seen.first().verb, QByteArray("DELETE"));
        QVERIFY(rig.google.seen.first().target.contains("sendUpdates=externalOnly"));
        QCOMPARE(rig.google.seen.first().headers.value("if-match"), QByteArray("\"33\""));

        for (const auto &[status, reason, category] : { std::tuple(404, "notFound", ErrorCategory::NotFound),
                 std::tuple(410, "deleted", ErrorCategory::Gone),
                 std::tuple(412, "conditionNotMet", ErrorCategory::Stale) }) {
            rig.fail(status, reason);
            QCOMPARE(QCoro::waitFor(rig.api->write(patch)).error().category, category);
        }
    }

    void oneOfManyNeedsNoBatch()
    {
        ApiRig rig;
        rig.answer(q("{'id':'a','start':{'date':'2024-01-15'},'end':{'date':'2024-01-16'}}"));
        const auto results = QCoro::waitFor(rig.api->writeAll({ insertOf(u"a"_s) }));
        QCOMPARE(results.size(), 1);
        QVERIFY(results.at(0));
        QCOMPARE(rig.google.seen.at(0).target,
            QByteArray("/calendar/v3/calendars/primary/events?sendUpdates=none"));
        QVERIFY(QCoro::waitFor(rig.api->writeAll({})).isEmpty());
    }

    void batchesHaveMixedResults()
    {
        ApiRig rig;
        rig.google.handler = [](const SeenRequest &request) {
            return playBatch(request, [](int item, const QByteArray &) -> QByteArray {
                switch (item) {
                case 0:
                    return http(
                        200, q("{'id':'w0','start':{'date':'2024-01-15'},'end':{'date':'2024-01-16'}}"));
                case 1:
                    return http(412, q("{'error':{'errors':[{'reason':'conditionNotMet'}]}}"));
                case 2:
                    return {}; // Google forgot it
                case 3:
                    return http(409, q("{'error':{'errors':[{'reason':'duplicate'}]}}"));
                case 4:
                    return http(410, q("{'error':{'errors':[{'reason':'fullSyncRequired'}]}}"));
                default:
                    return http(503, "{}");
                }
            });
        };
        QList<Write> writes;
        for (int i = 0; i < 6; ++i)
            writes.append(insertOf(u"w%1"_s.arg(i)));
        writes.insert(1, Write()); // cannot be sent, hinders nobody
        const auto results = QCoro::waitFor(rig.api->writeAll(writes));
        QCOMPARE(results.size(), 7);
        QCOMPARE(results.at(0)->json().value("id"_L1).toString(), u"w0"_s);
        QCOMPARE(results.at(1).error().category, ErrorCategory::Internal);
        QCOMPARE(results.at(2).error().category, ErrorCategory::Stale);
        QCOMPARE(results.at(3).error().code, u"batch_part_missing"_s);
        QCOMPARE(results.at(4).error().category, ErrorCategory::Conflict);
        QCOMPARE(results.at(5).error().code, u"bad_answer"_s);
        QCOMPARE(results.at(6).error().category, ErrorCategory::Unavailable);
        QCOMPARE(rig.google.count("/batch/calendar/v3"), 1);
    }

    void batchesAreSplit()
    {
        ApiRig rig;
        QList<qsizetype> sizes;
        rig.google.handler = [&sizes](const SeenRequest &request) {
            qsizetype size = 0;
            const ScriptedAnswer answer = playBatch(request, [&size](int, const QByteArray &text) {
                ++size;
                const qsizetype at = text.indexOf("{\"id\"");
                return http(200,
                    text.mid(at, text.indexOf('}', at) - at)
                        + q(",'start':{'date':'2024-01-15'},'end':{'date':'2024-01-16'}}"));
            });
            sizes.append(size);
            return answer;
        };
        QList<Write> writes;
        for (int i = 0; i < 120; ++i)
            writes.append(insertOf(u"w%1"_s.arg(i)));
        const auto results = QCoro::waitFor(rig.api->writeAll(writes));
        QCOMPARE(results.size(), 120);
        for (int i = 0; i < 120; ++i)
            QCOMPARE(results.at(i)->json().value("id"_L1).toString(), u"w%1"_s.arg(i));
        std::sort(sizes.begin(), sizes.end());
        QCOMPARE(sizes, QList<qsizetype>({ 20, 50, 50 }));
    }

    void wholeBatchErrorStandsInEveryResult()
    {
        ApiRig rig;
        rig.fail(403, "forbidden");
        const auto results = QCoro::waitFor(rig.api->writeAll({ insertOf(u"a"_s), insertOf(u"b"_s) }));
        QCOMPARE(results.size(), 2);
        QCOMPARE(results.at(0).error().category, ErrorCategory::Forbidden);
        QCOMPARE(results.at(1).error().category, ErrorCategory::Forbidden);
    }

    void tokenThatEndsInsideABatchIsRenewed()
    {
        ApiRig rig;
        rig.google.handler = [](const SeenRequest &request) {
            ScriptedAnswer answer;
            if (request.path() == "/token")
                answer.body = q("{'access_token':'at2','expires_in':3600}");
            else if (request.headers.value("authorization") == "Bearer at2")
                answer.body = q("{'id':'") + (request.body.contains("\"a\"") ? "a" : "b")
                    + q("','start':{'date':'2024-01-15'},'end':{'date':'2024-01-16'}}");
            else if (request.path() == "/batch/calendar/v3")
                return playBatch(request, [](int, const QByteArray &) {
                    return http(401, q("{'error':{'errors':[{'reason':'authError'}]}}"));
                });
            else
                answer.status = 401;
            return answer;
        };
        const auto results = QCoro::waitFor(rig.api->writeAll({ insertOf(u"a"_s), insertOf(u"b"_s) }));
        QVERIFY(results.at(0) && results.at(1));
        QCOMPARE(rig.google.count("/token"), 1);
    }

    void missingScopeInABatch()
    {
        ApiRig rig;
        rig.google.handler = [](const SeenRequest &request) {
            const QByteArray body =
                q("{'error':{'errors':[{'reason':'insufficientPermissions'}],'code':403,'message':'m'}}");
            if (request.path() == "/batch/calendar/v3")
                return playBatch(request, [body](int, const QByteArray &) { return http(403, body); });
            ScriptedAnswer answer;
            answer.status = 403;
            answer.body = body;
            return answer;
        };
        const auto results = QCoro::waitFor(rig.api->writeAll({ insertOf(u"a"_s), insertOf(u"b"_s) }));
        QVERIFY(!results.at(0) && !results.at(1));
        QVERIFY(!rig.oauth->status().credentialsValid);
        QCOMPARE(rig.google.seen.size(), 2); // the second is not even asked for
    }
};

ARIA_TEST(TestHttpWriting)

} // namespace tst_httpwriting

#include "tst_httpwriting.moc"
