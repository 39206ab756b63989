#include "google/httpcalendarapi.h"

#include "google/rig.h"
#include "google/writerequest.h"

#include "support/testmain.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace tst_httpcalendarapi {

using namespace aria;
using namespace aria::google;
using calendar::Event;
using calendar::EventTime;
using calendar::SendUpdates;
using test::ScriptedAnswer;
using test::SeenRequest;

namespace {

// JSON written with ' for ": moc cannot read raw strings that hold // or escapes.
QByteArray q(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

const QString calendarId = u"en#holiday@group/x"_s;
const QByteArray events = "/calendar/v3/calendars/en%23holiday%40group%2Fx/events";

struct ApiRig : test::Rig
{
    ApiRig()
    {
        writeSecrets();
        writeToken(3600);
        oauth = makeOAuth();
        api = std::make_unique<HttpCalendarApi>(
            QUrl(QString::fromLatin1(google.url())), *oauth, network, clock, random, test::quickPolicy());
    }
    void answer(const QByteArray &body, int status = 200)
    {
        ScriptedAnswer scripted;
        scripted.body = body;
        scripted.status = status;
        google.script.append(scripted);
    }
    void fail(int status, const char *reason)
    {
        answer(q("{'error':{'errors':[{'reason':'") + QByteArray(reason) + q("'}],'code':")
                + QByteArray::number(status) + q(",'message':'m'}}"),
            status);
    }

    std::unique_ptr<OAuth> oauth;
    std::unique_ptr<HttpCalendarApi> api;
};

Write insertOf(const QString &id)
{
    Write write;
    write.kind = Write::Kind::Insert;
    write.calendarId = u"primary"_s;
    write.body = { { u"id"_s, id } };
    return write;
}

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

class TestHttpCalendarApi : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void listsFully()
    {
        ApiRig rig;
        rig.answer(q("{'items':[{'id':'a',"
                     "'start':{'date':'2024-01-15'},'end':{'date':'2024-01-16'}},{'id':'b','status':'"
                     "cancelled'}],'nextPageToken':'p+1/"
                     "=','timeZone':'Europe/"
                     "Berlin','accessRole':'owner','defaultReminders':[{'method':'popup','minutes':10}]}"));
        rig.answer(q("{'items':[],'nextSyncToken':'s1'}"));
        const auto first = QCoro::waitFor(rig.api->list({ calendarId, {}, {} }));
        QVERIFY(first);
        QCOMPARE(first->items.size(), 2);
        QCOMPARE(first->items.at(1).json().value("status"_L1).toString(), u"cancelled"_s);
        QCOMPARE(first->nextPageToken, u"p+1/="_s);
        QCOMPARE(first->timeZone, QByteArray("Europe/Berlin"));
        QCOMPARE(toString(first->accessRole), u"owner"_s);
        QCOMPARE(first->defaultReminders.size(), 1);
        const auto second = QCoro::waitFor(rig.api->list({ calendarId, {}, first->nextPageToken }));
        QVERIFY(second);
        QCOMPARE(second->nextSyncToken, u"s1"_s);
        const QByteArray base = events + "?singleEvents=false&maxResults=2500";
        QCOMPARE(rig.google.seen.at(0).target, base);
        QCOMPARE(rig.google.seen.at(1).target, base + "&pageToken=p%2B1%2F%3D");
    }

    void listsIncrementally()
    {
        ApiRig rig;
        rig.answer(q("{'items':[],'nextSyncToken':'s2'}"));
        QVERIFY(QCoro::waitFor(rig.api->list({ calendarId, u"s+1="_s, u"p"_s })));
        QCOMPARE(rig.google.seen.at(0).target,
            events + "?singleEvents=false&maxResults=2500&showDeleted=true&syncToken=s%2B1%3D&pageToken=p");
    }

    void listErrors_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("reason");
        QTest::addColumn<bool>("withToken");
        QTest::addColumn<ErrorCategory>("category");
        QTest::addColumn<QString>("code");
        QTest::newRow("410") << 410 << QByteArray("fullSyncRequired") << true << ErrorCategory::Gone
                             << "fullSyncRequired";
        QTest::newRow("410 other") << 410 << QByteArray("updatedMinTooLongAgo") << true << ErrorCategory::Gone
                                   << "fullSyncRequired";
        QTest::newRow("400 invalid") << 400 << QByteArray("invalid") << true << ErrorCategory::Gone
                                     << "fullSyncRequired";
        QTest::newRow("400 without token")
            << 400 << QByteArray("invalid") << false << ErrorCategory::Refused << "invalid";
        QTest::newRow("404") << 404 << QByteArray("notFound") << true << ErrorCategory::Unavailable
                             << "calendar_away";
        QTest::newRow("404, full") << 404 << QByteArray("notFound") << false << ErrorCategory::Unavailable
                                   << "calendar_away";
    }
    void listErrors()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, reason);
        QFETCH(bool, withToken);
        QFETCH(ErrorCategory, category);
        QFETCH(QString, code);
        ApiRig rig;
        rig.fail(status, reason.constData());
        const QString token = withToken ? u"s"_s : QString();
        const auto page = QCoro::waitFor(rig.api->list({ calendarId, token, {} }));
        QVERIFY(!page);
        QCOMPARE(page.error().category, category);
        QCOMPARE(page.error().code, code);
    }

    void anEmptyObjectIsNoList()
    {
        ApiRig rig;
        rig.answer("{}");
        const auto page = QCoro::waitFor(rig.api->list({ calendarId, {}, {} }));
        QVERIFY(!page);
        QCOMPARE(page.error().category, ErrorCategory::Unavailable);
    }

    void getsOne()
    {
        ApiRig rig;
        rig.answer(q("{'id':'a_R1','summary':'S','unknown':{'kept':true},"
                     "'start':{'date':'2024-01-15'},'end':{'date':'2024-01-16'}}"));
        const auto event = QCoro::waitFor(rig.api->get(calendarId, u"a_R1"_s));
        QVERIFY(event);
        QCOMPARE(event->json().size(), 5);
        QCOMPARE(rig.google.seen.at(0).target, events + "/a_R1");
        rig.answer("{}");
        QVERIFY(!QCoro::waitFor(rig.api->get(calendarId, u"a"_s)));
    }

    void findsAnInstance()
    {
        ApiRig rig;
        const QByteArray timed = q("{'items':[{'id':'m_other',"
                                   "'start':{'date':'2024-01-15'},'end':{'date':'2024-01-16'},'"
                                   "originalStartTime':{'dateTime':'2024-01-16T15:"
                                   "00:00+01:00'}},{'id':'opaque',"
                                   "'start':{'date':'2024-01-15'},'end':{'date':'2024-01-16'},'"
                                   "originalStartTime':{'dateTime':'2024-01-"
                                   "15T15:00:00+01:00','timeZone':'Europe/Berlin'}}]}");
        rig.answer(timed);
        const EventTime start(
            calendar::ZonedTime{ QDateTime({ 2024, 1, 15 }, { 14, 0 }, Qt::UTC), "Europe/Berlin" });
        const auto found = QCoro::waitFor(rig.api->instance(calendarId, u"m"_s, start));
        QVERIFY(found);
        QCOMPARE(found->json().value("id"_L1).toString(), u"opaque"_s);
        QCOMPARE(rig.google.seen.at(0).target,
            events + "/m/instances?originalStart=2024-01-15T14%3A00%3A00Z&showDeleted=true");

        rig.answer(q("{'items':[{'id':'day',"
                     "'start':{'date':'2024-01-15'},'end':{'date':'2024-01-16'},'originalStartTime':{'date':'"
                     "2024-01-15'}}]}"));
        const auto day = QCoro::waitFor(rig.api->instance(calendarId, u"m"_s, EventTime(QDate(2024, 1, 15))));
        QVERIFY(day);
        QCOMPARE(
            rig.google.seen.at(1).target, events + "/m/instances?originalStart=2024-01-15&showDeleted=true");

        rig.answer(timed);
        const auto none =
            QCoro::waitFor(rig.api->instance(calendarId, u"m"_s, EventTime(QDate(2024, 1, 15))));
        QVERIFY(!none);
        QCOMPARE(none.error().category, ErrorCategory::NotFound);
    }

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
                default:
                    return http(503, "{}");
                }
            });
        };
        QList<Write> writes;
        for (int i = 0; i < 5; ++i)
            writes.append(insertOf(u"w%1"_s.arg(i)));
        writes.insert(1, Write()); // cannot be sent, hinders nobody
        const auto results = QCoro::waitFor(rig.api->writeAll(writes));
        QCOMPARE(results.size(), 6);
        QCOMPARE(results.at(0)->json().value("id"_L1).toString(), u"w0"_s);
        QCOMPARE(results.at(1).error().category, ErrorCategory::Internal);
        QCOMPARE(results.at(2).error().category, ErrorCategory::Stale);
        QCOMPARE(results.at(3).error().code, u"batch_part_missing"_s);
        QCOMPARE(results.at(4).error().category, ErrorCategory::Conflict);
        QCOMPARE(results.at(5).error().category, ErrorCategory::Unavailable);
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

    void watches_data()
    {
        QTest::addColumn<QByteArray>("expiration");
        QTest::newRow("string") << QByteArray("\"1426325213000\"");
        QTest::newRow("number") << QByteArray("1426325213000");
    }
    void watches()
    {
        QFETCH(QByteArray, expiration);
        ApiRig rig;
        const QByteArray answer =
            q("{'kind':'api#channel','id':'ch','resourceId':'res','resourceUri':'uri','expiration':MS}");
        rig.answer(QByteArray(answer).replace("MS", expiration));
        const auto channel = QCoro::waitFor(rig.api->watch(
            calendarId, u"ch"_s, u"tok"_s, QUrl(u"https://my.example/webhook"_s), std::chrono::hours(168)));
        QVERIFY(channel);
        QCOMPARE(channel->expiration, QDateTime::fromMSecsSinceEpoch(1426325213000, Qt::UTC));
        QCOMPARE(channel->resourceId, u"res"_s);
        QCOMPARE(channel->token, u"tok"_s);
        const SeenRequest seen = rig.google.seen.first();
        QCOMPARE(seen.target, events + "/watch");
        const QJsonObject body = QJsonDocument::fromJson(seen.body).object();
        QCOMPARE(body.value("type"_L1).toString(), u"web_hook"_s);
        QCOMPARE(body.value("token"_L1).toString(), u"tok"_s);
        QCOMPARE(body.value("params"_L1).toObject().value("ttl"_L1), QJsonValue(u"604800"_s));
    }

    void stopsChannels()
    {
        ApiRig rig;
        rig.answer({}, 204);
        QVERIFY(QCoro::waitFor(rig.api->stop(u"ch"_s, u"res"_s)));
        QCOMPARE(rig.google.seen.first().target, QByteArray("/calendar/v3/channels/stop"));
        rig.fail(404, "notFound");
        QVERIFY(QCoro::waitFor(rig.api->stop(u"ch"_s, u"res"_s)));
        rig.fail(403, "forbidden");
        QVERIFY(!QCoro::waitFor(rig.api->stop(u"ch"_s, u"res"_s)));
    }

    void listsCalendars()
    {
        ApiRig rig;
        rig.answer(q("{'items':[{'id':'me@x','summary':'Me','primary':true,'accessRole':'owner'}],'"
                     "nextPageToken':'n+'}"));
        rig.answer(q("{'items':[{'id':'b','summary':'B','summaryOverride':'Mine','timeZone':'UTC'}]}"));
        const auto list = QCoro::waitFor(rig.api->calendarList());
        QVERIFY(list);
        QCOMPARE(list->size(), 2);
        QVERIFY(list->at(0).primary);
        QCOMPARE(list->at(1).summary, u"Mine"_s);
        QVERIFY(rig.google.seen.at(1).target.endsWith("pageToken=n%2B"));

        rig.answer(q("{'id':'me@x','summary':'Me','timeZone':'Europe/Berlin'}"));
        const auto info = QCoro::waitFor(rig.api->calendarInfo(u"primary"_s));
        QVERIFY(info);
        QCOMPARE(info->id, u"me@x"_s);
        QCOMPARE(rig.google.seen.last().target, QByteArray("/calendar/v3/users/me/calendarList/primary"));
    }

    // Nothing of these is Google's word about the event.
    void otherAnswers_data()
    {
        QTest::addColumn<QString>("call");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        const QByteArray another =
            q("{'id':'another','start':{'date':'2024-01-15'},'end':{'date':'2024-01-16'}}");
        for (const char *call : { "get", "patch", "insert", "delete", "instance", "probe", "list" }) {
            const QString name = QString::fromLatin1(call);
            for (const int status : { 404, 410 }) {
                QTest::addRow("%s %d text", call, status)
                    << name << status << QByteArray("404 page not found");
                QTest::addRow("%s %d gateway", call, status) << name << status << q("{'message':'no route'}");
                QTest::addRow("%s %d nothing", call, status) << name << status << QByteArray();
            }
            QTest::addRow("%s 200 text", call) << name << 200 << QByteArray("ok");
            QTest::addRow("%s 200 gateway", call) << name << 200 << q("{'message':'ok'}");
            if (name != "probe"_L1 && name != "list"_L1)
                QTest::addRow("%s another event", call) << name << 200 << another;
        }
    }
    void otherAnswers()
    {
        QFETCH(QString, call);
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        ApiRig rig;
        for (int i = 0; i < 4; ++i)
            rig.answer(body, status);
        const QString id = u"e"_s;
        Write write = insertOf(id);
        write.eventId = id;
        std::optional<Error> error;
        if (call == "get"_L1)
            error = QCoro::waitFor(rig.api->get(calendarId, id)).error();
        else if (call == "instance"_L1)
            error = QCoro::waitFor(rig.api->instance(calendarId, id, EventTime(QDate(2024, 1, 15)))).error();
        else if (call == "probe"_L1)
            error = QCoro::waitFor(rig.api->probe(calendarId)).error();
        else if (call == "list"_L1)
            error = QCoro::waitFor(rig.api->list({ calendarId, {}, {} })).error();
        else {
            write.kind = call == "patch"_L1 ? Write::Kind::Patch
                : call == "insert"_L1       ? Write::Kind::Insert
                                            : Write::Kind::Delete;
            const auto alone = QCoro::waitFor(rig.api->write(write));
            QVERIFY(!alone);
            error = alone.error();
            const auto inBatch =
                writeResult(write, BatchPart{ status, "application/json", {}, body }, rig.clock.nowUtc());
            QVERIFY(!inBatch);
            QCOMPARE(inBatch.error().category, error->category);
        }
        QVERIFY2(isTransient(*error), qPrintable(error->code + u' ' + error->message));
        QVERIFY(!error->message.isEmpty());
    }

    void oddItemsAreSetAside_data()
    {
        QTest::addColumn<QByteArray>("item");
        QTest::addColumn<QString>("id");
        const QByteArray times = q("'start':{'date':'2024-01-15'},'end':{'date':'2024-01-16'}");
        QTest::newRow("no id") << QByteArray("{" + times + "}") << QString();
        QTest::newRow("empty id") << QByteArray(q("{'id':'',") + times + "}") << QString();
        QTest::newRow("id is a number") << QByteArray(q("{'id':7,") + times + "}") << QString();
        QTest::newRow("an id that no address can hold")
            << QByteArray(q("{'id':'") + QByteArray(70'000, 'x') + q("',") + times + "}") << QString();
        QTest::newRow("an id with a blank") << QByteArray(q("{'id':'a b',") + times + "}") << QString();
        QTest::newRow("a text") << q("'odd'") << QString();
        QTest::newRow("null") << QByteArray("null") << QString();
        QTest::newRow("a list") << QByteArray("[]") << QString();
        QTest::newRow("no times") << q("{'id':'odd'}") << "odd";
        QTest::newRow("no end") << q("{'id':'odd','start':{'date':'2024-01-15'}}") << "odd";
        QTest::newRow("no such day") << q(
            "{'id':'odd','start':{'date':'2024-02-30'},'end':{'date':'2024-03-01'}}")
                                     << "odd";
        QTest::newRow("start is a text")
            << q("{'id':'odd','start':'now','end':{'date':'2024-03-01'}}") << "odd";
        QTest::newRow("title is a number")
            << QByteArray(q("{'id':'odd','summary':5,") + times + "}") << "odd";
        QTest::newRow("recurrence is a text")
            << QByteArray(q("{'id':'odd','recurrence':'RRULE:FREQ=DAILY',") + times + "}") << "odd";
        QTest::newRow("a recurrence line is none")
            << QByteArray(q("{'id':'odd','recurrence':[1],") + times + "}") << "odd";
        QTest::newRow("guests are texts")
            << QByteArray(q("{'id':'odd','attendees':['a@example.com'],") + times + "}") << "odd";
        QTest::newRow("an occurrence of no time")
            << QByteArray(q("{'id':'odd','recurringEventId':'m',") + times + "}") << "odd";
    }
    void oddItemsAreSetAside()
    {
        QFETCH(QByteArray, item);
        QFETCH(QString, id);
        ApiRig rig;
        rig.answer(q("{'items':[{'id':'good','start':{'date':'2024-01-15'},'end':{'date':'2024-01-16'}},")
            + item + q(",{'id':'gone','status':'cancelled'}],'nextSyncToken':'s'}"));
        const auto page = QCoro::waitFor(rig.api->list({ calendarId, {}, {} }));
        QVERIFY(page);
        QCOMPARE(page->items.size(), 2);
        QCOMPARE(page->unreadable, QStringList{ id });
        QCOMPARE(page->nextSyncToken, u"s"_s);
        if (id.isEmpty())
            return;
        rig.answer(item);
        const auto event = QCoro::waitFor(rig.api->get(calendarId, id));
        QVERIFY(!event);
        QCOMPARE(event.error().code, u"unreadable_event"_s);
    }

    void pagesOfInstancesAndCalendarsEnd_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("most");
        QTest::newRow("the same token") << "same" << 2;
        QTest::newRow("two in turn") << "turns" << 3;
        QTest::newRow("ever new ones") << "new" << 100;
    }
    void pagesOfInstancesAndCalendarsEnd()
    {
        QFETCH(QString, kind);
        QFETCH(int, most);
        ApiRig rig;
        int page = 0;
        rig.google.handler = [&](const SeenRequest &) {
            ++page;
            const int token = kind == "same"_L1 ? 1 : kind == "turns"_L1 ? page % 2 : page;
            ScriptedAnswer answer;
            answer.body = q("{'items':[],'nextPageToken':'") + QByteArray::number(token) + q("'}");
            return answer;
        };
        const auto none =
            QCoro::waitFor(rig.api->instance(calendarId, u"m"_s, EventTime(QDate(2024, 1, 15))));
        QVERIFY(!none);
        QCOMPARE(none.error().code, u"endless_list"_s);
        QVERIFY(page <= most);
        page = 0;
        const auto list = QCoro::waitFor(rig.api->calendarList());
        QVERIFY(!list);
        QCOMPARE(list.error().code, u"endless_list"_s);
        QVERIFY(page <= most);
    }

    void instanceOnALaterPage()
    {
        ApiRig rig;
        rig.answer(q("{'items':[],'nextPageToken':'p'}"));
        rig.answer(q("{'items':[{'id':'day','start':{'date':'2024-01-15'},'end':{'date':'2024-01-16'},"
                     "'originalStartTime':{'date':'2024-01-15'}}]}"));
        QVERIFY(QCoro::waitFor(rig.api->instance(calendarId, u"m"_s, EventTime(QDate(2024, 1, 15)))));
        QVERIFY(rig.google.seen.at(1).target.endsWith("pageToken=p"));
    }

    void missingScopeIsSaidOnce()
    {
        ApiRig rig;
        QSignalSpy changed(rig.oauth.get(), &OAuth::statusChanged);
        rig.fail(403, "insufficientPermissions");
        const auto written = QCoro::waitFor(rig.api->write(insertOf(u"e"_s)));
        QVERIFY(!written);
        QCOMPARE(written.error().category, ErrorCategory::Unauthorized);
        QVERIFY(!rig.oauth->status().credentialsValid);
        QCOMPARE(rig.oauth->status().problemCode, u"insufficient_scope"_s);
        QVERIFY(rig.oauth->status().problem.contains(u"calendar.events"_s));
        QCOMPARE(changed.size(), 1);
        // Nothing is asked any more, also when somebody renews the access token in the file.
        const auto asked = rig.google.seen.size();
        rig.writeToken(7200, q(",'token':'at9'"));
        QVERIFY(!QCoro::waitFor(rig.api->probe(calendarId)));
        QCOMPARE(rig.google.seen.size(), asked);
        QVERIFY(!rig.oauth->status().credentialsValid);
        // Until there is another sign-in.
        rig.writeFile("token.json",
            q("{'token':'at2','refresh_token':'rt2','client_id':'ci','client_secret':'cs',"
              "'scopes':['https://www.googleapis.com/auth/calendar'],'expiry':'2030-01-01T00:00:00Z'}"));
        QVERIFY(rig.oauth->status().credentialsValid);
    }

    // The list of calendars may be beyond the sign-in; the sync goes on without.
    void calendarListIsNotNeeded()
    {
        ApiRig rig;
        rig.fail(403, "insufficientPermissions");
        QVERIFY(!QCoro::waitFor(rig.api->calendarInfo(u"primary"_s)));
        QVERIFY(rig.oauth->status().credentialsValid);
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

    void sendUpdatesWords()
    {
        for (const SendUpdates value : { SendUpdates::None, SendUpdates::All, SendUpdates::ExternalOnly })
            QVERIFY(calendar::sendUpdatesFromString(toString(value)) == value);
        QVERIFY(!calendar::sendUpdatesFromString(u"some"));
    }
};

ARIA_TEST(TestHttpCalendarApi)

} // namespace tst_httpcalendarapi

#include "tst_httpcalendarapi.moc"
