#include "api/eventinput.h"

#include "api/errors.h"

#include "base/clock.h"
#include "support/testmain.h"

#include <QJsonDocument>
#include <QTest>

using namespace aria;
using namespace aria::api;
using namespace Qt::StringLiterals;

namespace {

QStringList faultsOf(const Error &error)
{
    QStringList list;
    for (const Fault &fault : error.faults)
        list.append(fault.loc.join(u'.') + u' ' + fault.type);
    return list;
}

QByteArray with(const QByteArray &members)
{
    return R"({"title":"T","start_time":"2024-01-15T10:00:00Z","end_time":"2024-01-15T11:00:00Z")" + members
        + "}";
}

// No member by that name twice, so times are given whole.
QByteArray timed(const QByteArray &start, const QByteArray &end, const QByteArray &more = {})
{
    return R"({"title":"T","start_time":")" + start + R"(","end_time":")" + end + "\"" + more + "}";
}

} // namespace

// What create and update take, and every fault they name.
class TestEventInput : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void namesFaultsOfCreate_data();
    void namesFaultsOfCreate();
    void namesEveryFaultAtOnce();
    void readsTimes_data();
    void readsTimes();
    void readsEverything();
    void nullIsAbsent();
    void checksTheIdempotencyKey();
    void namesFaultsOfUpdate_data();
    void namesFaultsOfUpdate();
    void readsUpdates();
    void knowsEmailAddresses_data();
    void knowsEmailAddresses();
};

void TestEventInput::namesFaultsOfCreate_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("fault");
    const auto row = [](const char *name, const QByteArray &body, const char *fault) {
        QTest::newRow(name) << body << QString::fromLatin1(fault);
    };
    row("empty", "", "body missing");
    row("no json", "{\"title\":", "body json_invalid");
    row("a list", "[]", "body model_attributes_type");
    row("bad utf-8", "{\"title\":\"\xff\"}", "body json_invalid");
    row("no title", R"({"start_time":"2024-01-15T10:00:00Z","end_time":"2024-01-15T11:00:00Z"})",
        "body.title missing");
    row("blank title",
        R"({"title":"  ","start_time":"2024-01-15T10:00:00Z","end_time":"2024-01-15T11:00:00Z"})",
        "body.title string_too_short");
    row("long title",
        R"({"title":")" + QByteArray(501, 'x')
            + R"(","start_time":"2024-01-15T10:00:00Z","end_time":"2024-01-15T11:00:00Z"})",
        "body.title string_too_long");
    row("title a number",
        R"({"title":5,"start_time":"2024-01-15T10:00:00Z","end_time":"2024-01-15T11:00:00Z"})",
        "body.title string_type");
    row("null character",
        R"({"title":"a\u0000","start_time":"2024-01-15T10:00:00Z","end_time":"2024-01-15T11:00:00Z"})",
        "body.title string_unicode");
    row("half a surrogate",
        R"({"title":"a\ud800","start_time":"2024-01-15T10:00:00Z","end_time":"2024-01-15T11:00:00Z"})",
        "body.title string_unicode");
    row("no such day", timed("2024-02-30T10:00:00Z", "2024-03-01T10:00:00Z"),
        "body.start_time datetime_from_date_parsing");
    row("no such hour", timed("2024-02-28T24:00:00Z", "2024-03-01T10:00:00Z"),
        "body.start_time datetime_from_date_parsing");
    row("words", timed("tomorrow", "2024-03-01T10:00:00Z"), "body.start_time datetime_from_date_parsing");
    row("neither offset nor zone", timed("2024-01-15T10:00:00", "2024-01-15T11:00:00Z"),
        "body.start_time timezone_aware");
    row("a date, not all-day", timed("2024-01-15", "2024-01-15T11:00:00Z"), "body.start_time value_error");
    row("end before start", timed("2024-01-15T10:00:00Z", "2024-01-15T10:30:00+01:00"),
        "body.end_time value_error");
    row("all-day end is start", timed("2024-01-15", "2024-01-15", R"(,"all_day":true)"),
        "body.end_time value_error");
    row("unknown zone", with(R"(,"time_zone":"Mars/Phobos")"), "body.time_zone time_zone");
    row("all_day a word", with(R"(,"all_day":"yes")"), "body.all_day bool_type");
    row("description a list", with(R"(,"description":[])"), "body.description string_type");
    row("attendees a word", with(R"(,"attendees":"a@b.c")"), "body.attendees list_type");
    row("bad e-mail", with(R"(,"attendees":["a@example.org","nobody"])"), "body.attendees.1 value_error");
    row("attendee an object", with(R"(,"attendees":[{}])"), "body.attendees.0 string_type");
    row("six reminders", with(",\"reminders\":[1,2,3,4,5,6]"), "body.reminders too_long");
    row("reminder without minutes", with(R"(,"reminders":[{"method":"popup"}])"),
        "body.reminders.0.minutes missing");
    row("reminder by pigeon", with(R"(,"reminders":[{"method":"sms","minutes":5}])"),
        "body.reminders.0.method enum");
    row("reminder too early", with(R"(,"reminders":[{"method":"popup","minutes":40321}])"),
        "body.reminders.0.minutes less_than_equal");
    row("reminder after", with(R"(,"reminders":[{"method":"popup","minutes":-1}])"),
        "body.reminders.0.minutes greater_than_equal");
    row("reminder true", with(R"(,"reminders":[{"method":"popup","minutes":true}])"),
        "body.reminders.0.minutes int_type");
    row("reminder with a fraction", with(R"(,"reminders":[{"method":"popup","minutes":1.5}])"),
        "body.reminders.0.minutes int_type");
    row("colour", with(R"(,"color_id":"12")"), "body.color_id enum");
    row("colour a number", with(R"(,"color_id":5)"), "body.color_id string_type");
    row("local id", with(R"(,"local_event_id":0)"), "body.local_event_id greater_than_equal");
    row("local id too large", with(R"(,"local_event_id":9223372036854775808)"),
        "body.local_event_id int_type");
    row("local id beyond JSON's numbers", with(R"(,"local_event_id":9007199254740992)"),
        "body.local_event_id less_than_equal");
    row("the largest local id there is", with(R"(,"local_event_id":9223372036854775807)"),
        "body.local_event_id less_than_equal");
    row("local id minus zero", with(R"(,"local_event_id":-0)"), "body.local_event_id greater_than_equal");
    row("local id in powers", with(R"(,"local_event_id":1e300)"), "body.local_event_id int_type");
    row("local id with a fraction", with(R"(,"local_event_id":1.5)"), "body.local_event_id int_type");
    row("local id in quotes", with(R"(,"local_event_id":"5")"), "body.local_event_id int_type");
    row("301 guests",
        with(",\"attendees\":[\"a@example.org\"" + QByteArray(",\"a@example.org\"").repeated(300) + "]"),
        "body.attendees too_long");
    row("60,000 guests", with(",\"attendees\":[1" + QByteArray(",1").repeated(60'000) + "]"),
        "body.attendees too_long");
    row("long description", with(",\"description\":\"" + QByteArray(8193, 'x') + "\""),
        "body.description string_too_long");
    row("long location", with(",\"location\":\"" + QByteArray(8193, 'x') + "\""),
        "body.location string_too_long");
    row("1,001 recurrence lines", with(",\"recurrence\":[\"x\"" + QByteArray(",\"x\"").repeated(1000) + "]"),
        "body.recurrence too_long");
    row("10,001 dates",
        with(",\"recurrence\":\"RDATE:20240131T130000Z" + QByteArray(",20240131T130000Z").repeated(10'000)
            + "\""),
        "body.recurrence value_error.recurrence");
    row("EXDATE in no zone", with(R"(,"recurrence":["RRULE:FREQ=DAILY","EXDATE;TZID=Mars:20240116T100000"])"),
        "body.recurrence value_error.recurrence");
    row("local id true", with(R"(,"local_event_id":true)"), "body.local_event_id int_type");
    row("send_updates", with(R"(,"send_updates":"some")"), "body.send_updates enum");
    row("conference", with(R"(,"conference":1)"), "body.conference bool_type");
    row("recurrence a number", with(R"(,"recurrence":5)"), "body.recurrence string_type");
    row("recurrence no line", with(R"(,"recurrence":"weekly")"), "body.recurrence value_error");
    row("recurrence with a start", with(R"(,"recurrence":"DTSTART:20240115T100000Z")"),
        "body.recurrence value_error");
    const auto times = [&](const char *name, const char *start, const char *end, const char *fault,
                           const char *zone = "") { row(name, timed(start, end, zone), fault); };
    times("after all years", "9999-12-31T22:00:00-12:00", "9999-12-31T23:00:00-12:00",
        "body.end_time value_error");
    times("a start after all years", "9999-12-31T22:00:00-12:00", "9999-12-31T23:00:00-12:00",
        "body.start_time value_error");
    times("after all years in the east", "9999-12-31T09:00:00Z", "9999-12-31T10:00:00Z",
        "body.end_time value_error");
    times("before all years in the west", "0001-01-01T13:00:00Z", "0001-01-02T10:00:00Z",
        "body.start_time value_error");
    times("before all years", "0001-01-01T00:00:00+12:00", "0001-01-01T23:00:00Z",
        "body.start_time value_error");
    times("after all years in its zone", "9999-12-31T23:00:00Z", "9999-12-31T23:30:00Z",
        "body.start_time value_error", R"(,"time_zone":"Asia/Tokyo")");
    times("before all years on the clock", "0001-01-01T00:30:00", "0001-01-01T23:30:00",
        "body.start_time value_error", R"(,"time_zone":"Asia/Tokyo")");
    row("a series needs a zone's name", with(R"(,"time_zone":"+05:45","recurrence":"RRULE:FREQ=DAILY")"),
        "body.time_zone value_error");
    row("recurrence in the list", with(R"(,"recurrence":["RRULE:FREQ=DAILY","weekly"])"),
        "body.recurrence.1 value_error");
}

void TestEventInput::namesFaultsOfCreate()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, fault);
    const auto create = readCreate({ .method = "POST", .body = body });
    QVERIFY(!create);
    QCOMPARE(create.error().category, ErrorCategory::InvalidInput);
    QVERIFY2(faultsOf(create.error()).contains(fault), qPrintable(faultsOf(create.error()).join(u", "_s)));
}

void TestEventInput::namesEveryFaultAtOnce()
{
    const auto create = readCreate({ .method = "POST",
        .headers = { { "idempotency-key", "a b" } },
        .body =
            R"({"title":"","end_time":5,"color_id":"x","attendees":["x",1],"recurrence":"RRULE:FREQ=SOMETIMES"})" });
    QVERIFY(!create);
    const QStringList expected{ u"header.idempotency-key value_error"_s, u"body.title string_too_short"_s,
        u"body.start_time missing"_s, u"body.end_time string_type"_s, u"body.attendees.0 value_error"_s,
        u"body.attendees.1 string_type"_s, u"body.color_id enum"_s };
    QCOMPARE(faultsOf(create.error()), expected);
    const Response response = errorResponse(create.error());
    QCOMPARE(response.status, 422);
    const QJsonValue position = QJsonDocument::fromJson(response.body)[u"detail"_s].toArray()[4][u"loc"_s][2];
    QVERIFY(position.isDouble()); // a position in a list is a number
}

void TestEventInput::readsTimes_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("utc"); // or the date
    QTest::addColumn<QByteArray>("zone");
    QTest::newRow("utc") << timed("2024-01-15T10:00:00Z", "2024-01-15T10:00:00Z")
                         << u"2024-01-15T10:00:00.000Z"_s << QByteArray();
    QTest::newRow("offset") << timed("2024-01-15T10:00:00.5+05:30", "2024-01-16T10:00:00Z")
                            << u"2024-01-15T04:30:00.500Z"_s << QByteArray();
    QTest::newRow("lower case") << timed("2024-01-15t10:00:00z", "2024-01-15T10:00:00Z")
                                << u"2024-01-15T10:00:00.000Z"_s << QByteArray();
    QTest::newRow("local") << timed(
        "2024-07-15T10:00:00", "2024-07-15T11:00:00", R"(,"time_zone":"Europe/Berlin")")
                           << u"2024-07-15T08:00:00.000Z"_s << QByteArray("Europe/Berlin");
    QTest::newRow("windows zone") << timed(
        "2024-07-15T10:00:00", "2024-07-15T11:00:00", R"(,"time_zone":"W. Europe Standard Time")")
                                  << u"2024-07-15T08:00:00.000Z"_s << QByteArray("Europe/Berlin");
    QTest::newRow("an offset as zone")
        << timed("2024-07-15T10:00:00", "2024-07-15T11:00:00", R"(,"time_zone":"GMT+2")")
        << u"2024-07-15T08:00:00.000Z"_s << QByteArray("Etc/GMT-2");
    QTest::newRow("an offset that has no zone")
        << timed("2024-07-15T10:00:00", "2024-07-15T11:00:00", R"(,"time_zone":"+05:45")")
        << u"2024-07-15T04:15:00.000Z"_s << QByteArray();
    QTest::newRow("the last hour everywhere") << timed("9999-12-31T08:00:00Z", "9999-12-31T09:59:59Z")
                                              << u"9999-12-31T08:00:00.000Z"_s << QByteArray();
    QTest::newRow("offset and zone") << timed(
        "2024-07-15T10:00:00Z", "2024-07-15T11:00:00Z", R"(,"time_zone":"Asia/Tokyo")")
                                     << u"2024-07-15T10:00:00.000Z"_s << QByteArray("Asia/Tokyo");
    // Times that the clocks skip are read with the offset before the gap; of two, the first counts (RFC 5545, 3.3.5).
    QTest::newRow("skipped") << timed(
        "2026-03-29T02:30:00", "2026-03-29T03:30:00", R"(,"time_zone":"Europe/Berlin")")
                             << u"2026-03-29T01:30:00.000Z"_s << QByteArray("Europe/Berlin");
    QTest::newRow("skipped, west") << timed(
        "2026-03-08T02:30:00", "2026-03-08T04:30:00", R"(,"time_zone":"America/New_York")")
                                   << u"2026-03-08T07:30:00.000Z"_s << QByteArray("America/New_York");
    QTest::newRow("skipped by half an hour")
        << timed("2026-10-04T02:15:00", "2026-10-04T04:45:00", R"(,"time_zone":"Australia/Lord_Howe")")
        << u"2026-10-03T15:45:00.000Z"_s << QByteArray("Australia/Lord_Howe");
    QTest::newRow("twice") << timed(
        "2026-10-25T02:30:00", "2026-10-25T05:00:00", R"(,"time_zone":"Europe/Berlin")")
                           << u"2026-10-25T00:30:00.000Z"_s << QByteArray("Europe/Berlin");
    QTest::newRow("twice, west") << timed(
        "2026-11-01T01:30:00", "2026-11-01T05:00:00", R"(,"time_zone":"America/New_York")")
                                 << u"2026-11-01T05:30:00.000Z"_s << QByteArray("America/New_York");
    QTest::newRow("all-day") << timed("2024-01-15", "2024-01-16", R"(,"all_day":true)") << u"2024-01-15"_s
                             << QByteArray();
    QTest::newRow("all-day with times")
        << timed("2024-01-15T23:30:00-10:00", "2024-01-16T00:00:00Z", R"(,"all_day":true)") << u"2024-01-15"_s
        << QByteArray();
}

void TestEventInput::readsTimes()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, utc);
    QFETCH(QByteArray, zone);
    const auto create = readCreate({ .method = "POST", .body = body });
    QVERIFY2(create.has_value(), create ? "" : qPrintable(faultsOf(create.error()).join(u", "_s)));
    const calendar::EventTime start = *create->content.start;
    QCOMPARE(start.isDate() ? start.date().toString(Qt::ISODate) : toRfc3339(start.zoned().utc), utc);
    QCOMPARE(start.zoned().tzid, zone);
}

void TestEventInput::readsEverything()
{
    const auto create = readCreate({ .method = "POST",
        .headers = { { "idempotency-key", "key-1" } },
        .body = with(
            R"(,"description":"","location":"Room","attendees":["A@example.org","a@example.org","b@example.org"],
            "recurrence":["RRULE:FREQ=WEEKLY;COUNT=3"],"reminders":[{"method":"popup","minutes":10}],"color_id":"11",
            "local_event_id":9007199254740991,"send_updates":"all","conference":true,"unknown":{})") });
    QVERIFY2(create.has_value(), create ? "" : qPrintable(faultsOf(create.error()).join(u", "_s)));
    const service::EventInput &input = create->content;
    QCOMPARE(input.title, u"T"_s);
    QCOMPARE(input.description, QString());
    QCOMPARE(input.location, u"Room"_s);
    QCOMPARE(*input.attendees, (QStringList{ u"A@example.org"_s, u"b@example.org"_s }));
    QCOMPARE(*input.recurrence, QStringList{ u"RRULE:FREQ=WEEKLY;COUNT=3"_s });
    QCOMPARE(input.reminders->size(), 1);
    QCOMPARE(input.colorId, u"11"_s);
    QVERIFY(input.sendUpdates == calendar::SendUpdates::All);
    QVERIFY(input.conference);
    QCOMPARE(create->localEventId, 9007199254740991);
    QCOMPARE(create->idempotencyKey, u"key-1"_s);
}

void TestEventInput::nullIsAbsent()
{
    const auto create = readCreate({ .method = "POST",
        .body = with(
            R"(,"description":null,"all_day":null,"attendees":null,"recurrence":null,"local_event_id":null,"send_updates":null)") });
    QVERIFY(create.has_value());
    QVERIFY(!create->content.description && !create->content.attendees && !create->content.recurrence);
    QVERIFY(!create->localEventId);
}

void TestEventInput::checksTheIdempotencyKey()
{
    for (const QByteArray &key : { QByteArray(), QByteArray(256, 'k'), QByteArray("\xc3\xa4") }) {
        const auto create =
            readCreate({ .method = "POST", .headers = { { "idempotency-key", key } }, .body = with({}) });
        QVERIFY(!create);
        QCOMPARE(faultsOf(create.error()), QStringList{ u"header.idempotency-key value_error"_s });
    }
    QVERIFY(readCreate(
        { .method = "POST", .headers = { { "idempotency-key", QByteArray(255, 'k') } }, .body = with({}) }));
}

void TestEventInput::namesFaultsOfUpdate_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("fault");
    QTest::newRow("no id") << QByteArray("{}") << u"body.google_event_id missing"_s;
    QTest::newRow("empty id") << QByteArray(R"({"google_event_id":""})")
                              << u"body.google_event_id string_too_short"_s;
    QTest::newRow("empty title") << QByteArray(R"({"google_event_id":"x","title":""})")
                                 << u"body.title string_too_short"_s;
    QTest::newRow("zone alone") << QByteArray(R"({"google_event_id":"x","time_zone":"UTC"})")
                                << u"body.time_zone value_error"_s;
    QTest::newRow("date and time") << QByteArray(
        R"({"google_event_id":"x","start_time":"2024-01-15","end_time":"2024-01-16T10:00:00Z"})")
                                   << u"body.end_time value_error"_s;
    QTest::newRow("date although timed")
        << QByteArray(R"({"google_event_id":"x","all_day":false,"start_time":"2024-01-15"})")
        << u"body.start_time value_error"_s;
    QTest::newRow("recurrence") << QByteArray(R"({"google_event_id":"x","recurrence":"RRULE:COUNT=3"})")
                                << u"body.recurrence value_error"_s;
    QTest::newRow("etag") << QByteArray(R"({"google_event_id":"x","etag":5})") << u"body.etag string_type"_s;
}

void TestEventInput::namesFaultsOfUpdate()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, fault);
    const auto update = readUpdate({ .method = "POST", .body = body });
    QVERIFY(!update);
    QCOMPARE(faultsOf(update.error()), QStringList{ fault });
}

void TestEventInput::readsUpdates()
{
    const auto cleared = readUpdate({ .method = "POST",
        .body =
            R"({"google_event_id":"x_20240115","description":"","attendees":[],"recurrence":"","reminders":[],"color_id":"","etag":"\"1\""})" });
    QVERIFY(cleared.has_value());
    const service::EventInput &input = cleared->request.content;
    QCOMPARE(input.description, QString());
    QVERIFY(input.attendees && input.attendees->isEmpty() && input.recurrence && input.recurrence->isEmpty());
    QVERIFY(input.reminders && input.reminders->isEmpty() && input.colorId && input.colorId->isEmpty());
    QVERIFY(!input.title && !input.start && !input.end && !cleared->expectAllDay);
    QCOMPARE(cleared->request.etag, u"\"1\""_s);

    const auto dates =
        readUpdate({ .method = "POST", .body = R"({"google_event_id":"x","start_time":"2024-01-15"})" });
    QVERIFY(dates && dates->request.content.start->isDate() && !dates->request.content.end);
    const auto kept = readUpdate({ .method = "POST", .body = R"({"google_event_id":"x","all_day":false})" });
    QVERIFY(kept && kept->expectAllDay == false);
}

void TestEventInput::knowsEmailAddresses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("valid");
    const auto row = [](const QString &text, bool valid) {
        QTest::addRow("%s", qPrintable(text.left(40))) << text << valid;
    };
    row(u"a@example.org"_s, true);
    row(u"first.last+tag@sub.example.co.uk"_s, true);
    row(u"o'neil@example.org"_s, true);
    row(u"grüße@bücher.example"_s, true);
    row(u"x@例え.jp"_s, true);
    row(u"room@resource.calendar.google.com"_s, true);
    row(u""_s, false);
    row(u"a"_s, false);
    row(u"@example.org"_s, false);
    row(u"a@"_s, false);
    row(u"a@b@example.org"_s, false);
    row(u"a b@example.org"_s, false);
    row(u"a@example"_s, false);
    row(u"a@-example.org"_s, false);
    row(u"a@example..org"_s, false);
    row(u"a@example.org."_s, false);
    row(u"a..b@example.org"_s, false);
    row(u"<a@example.org>"_s, false);
    row(u"a@example.org\n"_s, false);
    row(QString(65, u'l') + u"@example.org"_s, false);
    row(u"a@"_s + (QString(60, u'd') + u'.').repeated(5) + u"org"_s, false);
}

void TestEventInput::knowsEmailAddresses()
{
    QFETCH(QString, text);
    QTEST(isEmailAddress(text), "valid");
}

ARIA_TEST(TestEventInput)

#include "tst_eventinput.moc"
