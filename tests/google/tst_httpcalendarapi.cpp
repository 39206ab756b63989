#include "google/apirig.h"

#include "support/testmain.h"

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
using test::ApiRig;
using test::calendarId;
using test::events;
using test::insertOf;
using test::q;
using test::ScriptedAnswer;
using test::SeenRequest;

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
        const QByteArray base = events + "?singleEvents=false&maxResults=1000&showDeleted=true";
        QCOMPARE(rig.google.seen.at(0).target, base);
        QCOMPARE(rig.google.seen.at(1).target, base + "&pageToken=p%2B1%2F%3D");
    }

    void listsIncrementally()
    {
        ApiRig rig;
        rig.answer(q("{'items':[],'nextSyncToken':'s2'}"));
        QVERIFY(QCoro::waitFor(rig.api->list({ calendarId, u"s+1="_s, u"p"_s })));
        QCOMPARE(rig.google.seen.at(0).target,
            events + "?singleEvents=false&maxResults=1000&showDeleted=true&syncToken=s%2B1%3D&pageToken=p");
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
        QTest::newRow("410, full") << 410 << QByteArray("fullSyncRequired") << false
                                   << ErrorCategory::Unavailable << "bad_answer";
        QTest::newRow("410 deleted, full")
            << 410 << QByteArray("deleted") << false << ErrorCategory::Unavailable << "calendar_away";
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

    void aTokensEndIsNoWordAboutAnEvent_data()
    {
        QTest::addColumn<QByteArray>("reason");
        QTest::newRow("token") << QByteArray("fullSyncRequired");
        QTest::newRow("updatedMin") << QByteArray("updatedMinTooLongAgo");
    }
    void aTokensEndIsNoWordAboutAnEvent()
    {
        QFETCH(QByteArray, reason);
        ApiRig rig;
        const auto ask = [&](const auto &call) {
            rig.fail(410, reason.constData());
            return QCoro::waitFor(call()).error().code;
        };
        const EventTime day(QDate(2024, 1, 15));
        QCOMPARE(ask([&] { return rig.api->get(calendarId, u"a"_s); }), u"bad_answer"_s);
        QCOMPARE(ask([&] { return rig.api->instance(calendarId, u"a"_s, day); }), u"bad_answer"_s);
        Write write = insertOf(u"a"_s);
        write.eventId = u"a"_s;
        for (const auto kind : { Write::Kind::Patch, Write::Kind::Delete }) {
            write.kind = kind;
            QCOMPARE(ask([&] { return rig.api->write(write); }), u"bad_answer"_s);
        }
        QCOMPARE(ask([&] { return rig.api->probe(calendarId); }), u"calendar_away"_s);
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

    void watches_data()
    {
        QTest::addColumn<QByteArray>("expiration");
        QTest::addColumn<QDateTime>("end");
        const auto end = QDateTime::fromMSecsSinceEpoch(1426325213000, Qt::UTC);
        QTest::newRow("string") << QByteArray("\"1426325213000\"") << end;
        QTest::newRow("number") << QByteArray("1426325213000") << end;
        QTest::newRow("beyond all years") << QByteArray("\"9223372036854775807\"") << QDateTime();
        QTest::newRow("the year 10000") << QByteArray("253402300800000") << QDateTime();
    }
    void watches()
    {
        QFETCH(QByteArray, expiration);
        QFETCH(QDateTime, end);
        ApiRig rig;
        const QByteArray answer =
            q("{'kind':'api#channel','id':'ch','resourceId':'res','resourceUri':'uri','expiration':MS}");
        rig.answer(QByteArray(answer).replace("MS", expiration));
        const auto channel = QCoro::waitFor(rig.api->watch(
            calendarId, u"ch"_s, u"tok"_s, QUrl(u"https://my.example/webhook"_s), std::chrono::hours(168)));
        QVERIFY(channel);
        QCOMPARE(channel->expiration, end);
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
        QTest::newRow("larger than any event")
            << QByteArray(q("{'id':'odd','description':'") + QByteArray(1 << 20, 'x') + q("',") + times + "}")
            << "odd";
        QTest::newRow("too much that nobody knows") << QByteArray(
            q("{'id':'odd','extendedProperties':{'private':{'") + QByteArray(1 << 20, 'k') + q("':'v'}},")
            + times + "}") << "odd";
        QTest::newRow("too many guests") << QByteArray(q("{'id':'odd','attendees':[{}")
            + QByteArray(q(",{'email':'a@example.com'}")).repeated(50'000) + "]," + times + "}")
                                         << "odd";
        QTest::newRow("an etag that no header can hold")
            << QByteArray(q("{'id':'odd','etag':'a\\r\\nX: b',") + times + "}") << "odd";
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
