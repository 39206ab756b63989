#include "calendar/eventtime.h"

#include "calendar/event.h"
#include "calendar/instanceid.h"

#include "support/testmain.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace tst_eventtime {

using namespace aria;
using namespace aria::calendar;

namespace {

QJsonObject object(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

QDateTime utc(const char *text)
{
    return QDateTime::fromString(QLatin1String(text), Qt::ISODate).toUTC();
}

} // namespace

class TestEventTime : public QObject
{
    Q_OBJECT

private slots:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void writes_data();
    void writes();
    void roundTripsInEveryZone_data();
    void roundTripsInEveryZone();
    void datesFloat();
    void comparesInstantsNotText();
    void zones_data();
    void zones();
    void instanceIds_data();
    void instanceIds();
    void noInstanceIds_data();
    void noInstanceIds();
    void eventDefaults();
    void organizers_data();
    void organizers();
    void unknownZoneKeepsTheInstant();
};

void TestEventTime::reads_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("defaultZone");
    QTest::addColumn<QDateTime>("instant");
    QTest::addColumn<QByteArray>("tzid");
    const auto row = [](const char *name, const char *json, const char *zone, const char *instant,
                         const char *tzid) {
        QTest::newRow(name) << QByteArray(json) << QByteArray(zone) << utc(instant) << QByteArray(tzid);
    };
    row("offset", R"({"dateTime":"2024-01-15T14:00:00+01:00"})", "", "2024-01-15T13:00:00Z", "");
    row("negative offset", R"({"dateTime":"2024-01-15T14:00:00-03:30"})", "", "2024-01-15T17:30:00Z", "");
    row("Z", R"({"dateTime":"2024-01-15T14:00:00Z"})", "America/New_York", "2024-01-15T14:00:00Z", "");
    row("offset and zone", R"({"dateTime":"2024-07-15T14:00:00+02:00","timeZone":"Europe/Berlin"})", "",
        "2024-07-15T12:00:00Z", "Europe/Berlin");
    row("offset of another zone", R"({"dateTime":"2024-07-15T12:00:00Z","timeZone":"Europe/Berlin"})", "",
        "2024-07-15T12:00:00Z", "Europe/Berlin");
    row("local with zone", R"({"dateTime":"2024-07-15T14:00:00","timeZone":"Asia/Kolkata"})", "",
        "2024-07-15T08:30:00Z", "Asia/Kolkata");
    row("local with default zone", R"({"dateTime":"2024-07-15T14:00:00"})", "Asia/Kathmandu",
        "2024-07-15T08:15:00Z", "Asia/Kathmandu");
    row("windows name", R"({"dateTime":"2024-07-15T14:00:00","timeZone":"W. Europe Standard Time"})", "",
        "2024-07-15T12:00:00Z", "Europe/Berlin");
    row("an offset for a zone", R"({"dateTime":"2024-07-15T14:00:00","timeZone":"GMT+02:00"})", "",
        "2024-07-15T12:00:00Z", "GMT+02:00");
    row("an offset in short", R"({"dateTime":"2024-07-15T12:00:00Z","timeZone":"GMT+2"})", "",
        "2024-07-15T12:00:00Z", "GMT+2");
    row("Z for a zone", R"({"dateTime":"2024-07-15T14:00:00","timeZone":"Z"})", "", "2024-07-15T14:00:00Z",
        "Z");
    row("a former name", R"({"dateTime":"2024-07-15T14:00:00","timeZone":"Asia/Calcutta"})", "",
        "2024-07-15T08:30:00Z", "Asia/Calcutta");
    row("a name that nobody knows", R"({"dateTime":"2024-07-15T14:00:00+02:00","timeZone":"Customized 1"})",
        "", "2024-07-15T12:00:00Z", "Customized 1");
    row("gap: offset before", R"({"dateTime":"2024-03-31T02:30:00","timeZone":"Europe/Berlin"})", "",
        "2024-03-31T01:30:00Z", "Europe/Berlin");
    row("twice: the first", R"({"dateTime":"2024-10-27T02:30:00","timeZone":"Europe/Berlin"})", "",
        "2024-10-27T00:30:00Z", "Europe/Berlin");
    row("half-hour change", R"({"dateTime":"2024-10-06T02:15:00","timeZone":"Australia/Lord_Howe"})", "",
        "2024-10-05T15:45:00Z", "Australia/Lord_Howe");
    row("a day that did not exist", R"({"dateTime":"2011-12-30T12:00:00","timeZone":"Pacific/Apia"})", "",
        "2011-12-30T22:00:00Z", "Pacific/Apia");
    row("null in the other member", R"({"date":null,"dateTime":"2024-01-15T14:00:00Z"})", "",
        "2024-01-15T14:00:00Z", "");
}

void TestEventTime::reads()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, defaultZone);
    QFETCH(QDateTime, instant);
    QFETCH(QByteArray, tzid);
    const auto time = EventTime::fromGoogle(object(json), defaultZone);
    QVERIFY(time.has_value());
    QVERIFY(time->isTimed());
    QCOMPARE(time->zoned().utc, instant);
    QCOMPARE(time->zoned().tzid, tzid);
}

void TestEventTime::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("empty") << QByteArray("{}");
    QTest::newRow("both") << QByteArray(R"({"date":"2024-01-15","dateTime":"2024-01-15T14:00:00Z"})");
    QTest::newRow("no such day") << QByteArray(R"({"date":"2023-02-29"})");
    QTest::newRow("time as date") << QByteArray(R"({"date":"2024-01-15T00:00:00Z"})");
    QTest::newRow("date as time") << QByteArray(R"({"dateTime":"2024-01-15"})");
    QTest::newRow("hour 25") << QByteArray(R"({"dateTime":"2024-01-15T25:00:00Z"})");
    QTest::newRow("no offset, no zone") << QByteArray(R"({"dateTime":"2024-01-15T14:00:00"})");
    QTest::newRow("unknown zone") << QByteArray(
        R"({"dateTime":"2024-01-15T14:00:00","timeZone":"Mars/Base"})");
    QTest::newRow("number") << QByteArray(R"({"dateTime":1705327200})");
    QTest::newRow("words") << QByteArray(R"({"dateTime":"tomorrow"})");
}

void TestEventTime::refuses()
{
    QFETCH(QByteArray, json);
    const auto time = EventTime::fromGoogle(object(json));
    QVERIFY(!time.has_value());
    QCOMPARE(time.error().category, ErrorCategory::InvalidInput);
    QVERIFY(!time.error().message.isEmpty());
}

void TestEventTime::writes_data()
{
    QTest::addColumn<QDateTime>("instant");
    QTest::addColumn<QByteArray>("tzid");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *instant, const char *tzid, const char *text) {
        QTest::newRow(text) << utc(instant) << QByteArray(tzid) << QString::fromLatin1(text);
    };
    row("2024-01-15T13:00:00Z", "Europe/Berlin", "2024-01-15T14:00:00+01:00");
    row("2024-07-15T12:00:00Z", "Europe/Berlin", "2024-07-15T14:00:00+02:00");
    row("2024-01-15T17:30:00Z", "America/St_Johns", "2024-01-15T14:00:00-03:30");
    row("2024-01-15T13:00:00Z", "", "2024-01-15T13:00:00Z");
    row("2024-01-15T13:00:01Z", "UTC", "2024-01-15T13:00:01Z");
}

void TestEventTime::writes()
{
    QFETCH(QDateTime, instant);
    QFETCH(QByteArray, tzid);
    QFETCH(QString, text);
    const EventTime time(ZonedTime{ instant, tzid });
    QCOMPARE(time.toText(), text);
    QCOMPARE(time.toGoogle().value("dateTime"_L1).toString(), text);
    QCOMPARE(time.toGoogle().value("timeZone"_L1).toString().toUtf8(), tzid);
}

void TestEventTime::roundTripsInEveryZone_data()
{
    QTest::addColumn<QByteArray>("tzid");
    for (const char *tzid : { "Pacific/Pago_Pago", "Pacific/Honolulu", "America/St_Johns", "UTC",
             "Europe/London", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Auckland",
             "Pacific/Apia", "Pacific/Kiritimati", "America/Sao_Paulo", "Africa/Casablanca" })
        QTest::newRow(tzid) << QByteArray(tzid);
}

void TestEventTime::roundTripsInEveryZone()
{
    QFETCH(QByteArray, tzid);
    for (QDateTime instant = utc("2023-01-01T00:00:00Z"); instant < utc("2025-01-01T00:00:00Z");
         instant = instant.addSecs(3 * 3600 + 1800)) {
        const EventTime time(ZonedTime{ instant, tzid });
        const auto back = EventTime::fromGoogle(time.toGoogle());
        QVERIFY(back.has_value());
        QCOMPARE(back->zoned().utc, instant);
        QCOMPARE(back->toGoogle(), time.toGoogle());
    }
}

void TestEventTime::datesFloat()
{
    const auto date = EventTime::fromGoogle(object(R"({"date":"2024-01-15"})"));
    QVERIFY(date.has_value());
    QCOMPARE(date->toText(), u"2024-01-15"_s);
    QCOMPARE(date->toGoogle(), object(R"({"date":"2024-01-15"})"));
    QCOMPARE(date->instant(QTimeZone("Pacific/Kiritimati")), utc("2024-01-14T10:00:00Z"));
    QCOMPARE(date->instant(QTimeZone("Pacific/Pago_Pago")), utc("2024-01-15T11:00:00Z"));
    // Midnight is skipped there: the day begins an hour later.
    QCOMPARE(
        EventTime(QDate(2018, 11, 4)).instant(QTimeZone("America/Sao_Paulo")), utc("2018-11-04T03:00:00Z"));
}

void TestEventTime::comparesInstantsNotText()
{
    const auto time = [](const char *json) { return *EventTime::fromGoogle(object(json)); };
    const EventTime berlin = time(R"({"dateTime":"2024-01-15T14:00:00+01:00","timeZone":"Europe/Berlin"})");
    QVERIFY(berlin == time(R"({"dateTime":"2024-01-15T13:00:00Z","timeZone":"Europe/Berlin"})"));
    QVERIFY(berlin == time(R"({"dateTime":"2024-01-15T08:00:00-05:00"})"));
    QVERIFY(berlin != time(R"({"dateTime":"2024-01-15T13:00:00Z","timeZone":"Europe/Paris"})"));
    QVERIFY(berlin != time(R"({"dateTime":"2024-01-15T13:00:01Z"})"));
    QVERIFY(berlin != time(R"({"date":"2024-01-15"})"));
    QVERIFY(time(R"({"dateTime":"2024-01-15T13:00:00Z","timeZone":"UTC"})")
        == time(R"({"dateTime":"2024-01-15T13:00:00Z","timeZone":"Etc/GMT"})"));
}

void TestEventTime::zones_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("id");
    const auto row = [](const char *name, const char *id) {
        QTest::newRow(name) << QByteArray(name) << QByteArray(id);
    };
    row("Europe/Berlin", "Europe/Berlin");
    row("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires");
    row("Etc/GMT+5", "Etc/GMT+5");
    row("EST5EDT", "EST5EDT");
    row("UTC", "UTC");
    row("Z", "UTC");
    row("GMT", "GMT");
    row("Eastern Standard Time", "America/New_York");
    row("Tokyo Standard Time", "Asia/Tokyo");
    row("", "");
    row("UTC+01:00", "UTC+01:00");
    row("GMT-03:30", "GMT-03:30");
    row("GMT+2", "GMT+2");
    row("GMT+15:00", "");
    row("GMT+02:60", "");
    row("GMT+02:00:00", "");
    row("CET-1CEST", "");
    row("Europe/Nowhere", "");
    row("Mars", "");
    row("Invalid", "");
    row("../../etc/passwd", "");
    row("Europe", "");
    row("europe/berlin", "Europe/Berlin");
    row("eastern standard time", "America/New_York");
    row("+02:00", "+02:00");
}

void TestEventTime::zones()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, id);
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(zoneNamed(name).has_value(), !id.isEmpty());
        QCOMPARE(zoneNameFor(name), id);
    }
}

void TestEventTime::instanceIds_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("master");
    QTest::addColumn<QString>("original");
    const auto row = [](const char *id, const char *master, const char *original) {
        QTest::newRow(id) << QString::fromLatin1(id) << QString::fromLatin1(master)
                          << QString::fromLatin1(original);
    };
    row("abc_20240115T140000Z", "abc", "2024-01-15T14:00:00Z");
    row("abc_20240115", "abc", "2024-01-15");
    row("abc_R20240101T090000_20240115T140000Z", "abc_R20240101T090000", "2024-01-15T14:00:00Z");
    row("abc_R20240101_20240115", "abc_R20240101", "2024-01-15");
    row("a_20230101_20240115", "a_20230101", "2024-01-15");
}

void TestEventTime::instanceIds()
{
    QFETCH(QString, id);
    QFETCH(QString, master);
    QFETCH(QString, original);
    const auto parsed = parseInstanceId(id);
    QVERIFY(parsed.has_value());
    QCOMPARE(parsed->masterId, master);
    QCOMPARE(parsed->originalStart.toText(), original);
    QCOMPARE(instanceIdOf(parsed->masterId, parsed->originalStart), id);
}

void TestEventTime::noInstanceIds_data()
{
    QTest::addColumn<QString>("id");
    for (const char *id :
        { "abc", "", "_20240115", "abc_20240115t140000z", "abc_20241315", "abc_20240115T250000Z",
            "abc_20240115T140000", "abc_R20240115", "abc_R20240115T140000", "abc_20240115\n" })
        QTest::newRow(id) << QString::fromLatin1(id);
}

void TestEventTime::noInstanceIds()
{
    QFETCH(QString, id);
    QVERIFY(!parseInstanceId(id).has_value());
}

void TestEventTime::eventDefaults()
{
    const Event empty;
    QCOMPARE(empty.status(), EventStatus::Confirmed);
    QVERIFY(empty.start().isNull());
    QVERIFY(!empty.updated().isValid());
    QCOMPARE(empty.reminders(), object(R"({"useDefault":true})"));
    QVERIFY(!empty.isMaster());
    QVERIFY(!empty.isException());

    Event event(object(R"({"updated":"2024-01-15T14:00:00.123Z","x":1,"conferenceData":{"entryPoints":[
        {"entryPointType":"phone","uri":"tel:1"},{"entryPointType":"video","uri":"https://v"}]}})"));
    QCOMPARE(event.updated(), QDateTime({ 2024, 1, 15 }, { 14, 0, 0, 123 }, Qt::UTC));
    QCOMPARE(event.meetingLink(), u"https://v"_s);
    event.set(u"x"_s, {});
    QVERIFY(!event.json().contains("x"_L1));
    event.setTimes(EventTime(QDate(2024, 1, 1)), EventTime(QDate(2024, 1, 2)));
    QVERIFY(event.isAllDay());
    event.setTimes({}, {});
    QVERIFY(!event.json().contains("start"_L1));
}

void TestEventTime::organizers_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("self");
    QTest::newRow("none") << QByteArray("{}") << true;
    QTest::newRow("self") << QByteArray(R"({"organizer":{"email":"a@x","self":true}})") << true;
    QTest::newRow("other") << QByteArray(R"({"organizer":{"email":"a@x"}})") << false;
    QTest::newRow("only a name") << QByteArray(R"({"organizer":{"displayName":"A"}})") << false;
    QTest::newRow("empty") << QByteArray(R"({"organizer":{}})") << true;
}

void TestEventTime::organizers()
{
    QFETCH(QByteArray, json);
    QFETCH(bool, self);
    QCOMPARE(Event(object(json)).organizedBySelf(), self);
}

// Its rules are unknown, but not its name and what the clocks there said.
void TestEventTime::unknownZoneKeepsTheInstant()
{
    const QJsonObject start = object(R"({"dateTime":"2024-01-15T14:00:00+01:00","timeZone":"Mars/Base"})");
    const Event event(QJsonObject{ { u"start"_s, start } });
    QCOMPARE(event.start().zoned().utc, utc("2024-01-15T13:00:00Z"));
    QCOMPARE(event.start().toGoogle(), start);
}

ARIA_TEST(TestEventTime)

} // namespace tst_eventtime

#include "tst_eventtime.moc"
