#include "calendar/ariacolumns.h"

#include "calendar/fields.h"

#include "support/testmain.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace tst_ariacolumns {

using namespace aria;
using namespace aria::calendar;

namespace {

QJsonObject object(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

Event rich()
{
    return Event(object(
        R"({"id":"e","etag":"1","summary":"Lunch","description":"a\r\nb","location":"Berlin","colorId":"3",
        "visibility":"private","transparency":"opaque","hangoutLink":"meet:link","extendedProperties":{"private":{"k":"v"}},
        "start":{"dateTime":"2024-01-15T14:00:00+01:00","timeZone":"Europe/Berlin"},
        "end":{"dateTime":"2024-01-15T15:00:00+01:00","timeZone":"Europe/Berlin"},
        "attendees":[{"email":"a@x","responseStatus":"accepted","self":true},{"email":"b@x","comment":"late"}],
        "recurrence":["RRULE:FREQ=WEEKLY;UNTIL=20240301"],
        "reminders":{"useDefault":false,"overrides":[{"method":"popup","minutes":10}]}})"));
}

} // namespace

class TestAriaColumns : public QObject
{
    Q_OBJECT

private slots:
    void roundTripIsStable_data();
    void roundTripIsStable();
    void columns();
    void readsTimes_data();
    void readsTimes();
    void aSeriesNeedsTheNameOfItsZone();
    void keepsWhatNoColumnHolds();
    void attendees();
    void keepsTheZone();
    void reminders();
    void faults_data();
    void faults();
    void longTexts_data();
    void longTexts();
    void hugeRows_data();
    void hugeRows();
    void newEvent();
};

void TestAriaColumns::roundTripIsStable_data()
{
    QTest::addColumn<QJsonObject>("json");
    QTest::newRow("empty") << QJsonObject();
    QTest::newRow("rich") << rich().json();
    QTest::newRow("all-day, nothing else")
        << object(R"({"start":{"date":"2024-01-15"},"end":{"date":"2024-01-16"}})");
    QTest::newRow("ends on itself") << object(
        R"({"start":{"date":"2024-01-15"},"end":{"date":"2024-01-15"}})");
    QTest::newRow("two zones") << object(
        R"({"start":{"dateTime":"2024-01-15T14:00:00Z","timeZone":"Europe/Berlin"},
        "end":{"dateTime":"2024-01-15T20:00:00Z","timeZone":"America/New_York"}})");
    QTest::newRow("offset only") << object(
        R"({"start":{"dateTime":"2024-01-15T14:00:00+05:00"},"end":{"dateTime":"2024-01-15T15:00:00+05:00"}})");
    QTest::newRow("zone of the end only") << object(
        R"({"start":{"dateTime":"2024-01-15T14:00:00Z"},"end":{"dateTime":"2024-01-15T15:00:00Z","timeZone":"Asia/Tokyo"}})");
    QTest::newRow("milliseconds") << object(
        R"({"start":{"dateTime":"2024-01-15T14:00:00.250Z"},"end":{"dateTime":"2024-01-15T15:00:00Z"}})");
    QTest::newRow("unknown zone") << object(
        R"({"start":{"dateTime":"2024-01-15T14:00:00Z","timeZone":"Mars/Base"},"end":{"dateTime":"2024-01-15T15:00:00Z"}})");
    QTest::newRow("cancelled stub") << object(R"({"id":"x","status":"cancelled"})");
    QTest::newRow("no reminders") << object(R"({"reminders":{"useDefault":false}})");
    QTest::newRow("explicit defaults") << object(
        R"({"visibility":"default","transparency":"opaque","status":"confirmed","reminders":{"useDefault":true},"colorId":"","summary":""})");
    QTest::newRow("unreadable recurrence")
        << object(R"({"recurrence":["X-RULE:1"],"start":{"date":"2024-01-15"},"end":{"date":"2024-01-16"}})");
    QTest::newRow("attendee without address") << object(R"({"attendees":[{"id":"7"},{"displayName":"N"}]})");
    QTest::newRow("visibility of the future")
        << object(R"({"visibility":"secret","transparency":"foggy","status":"maybe"})");
}

void TestAriaColumns::roundTripIsStable()
{
    QFETCH(QJsonObject, json);
    const Event event(json);
    const AriaColumns columns = columnsOf(event);
    const auto back = applyColumns(event, columns);
    QVERIFY2(back.has_value(), back ? "" : qPrintable(back.error().message));
    QCOMPARE(back->json(), json);
    QCOMPARE(QJsonDocument(back->json()).toJson(), QJsonDocument(json).toJson());
    QVERIFY(columnsOf(*back) == columns);
}

void TestAriaColumns::columns()
{
    const AriaColumns columns = columnsOf(rich());
    QCOMPARE(columns.title, u"Lunch"_s);
    QCOMPARE(columns.startTime, u"2024-01-15T13:00:00Z"_s);
    QCOMPARE(columns.endTime, u"2024-01-15T14:00:00Z"_s);
    QCOMPARE(columns.timeZone, QByteArray("Europe/Berlin"));
    QCOMPARE(columns.endTimeZone, QByteArray());
    QVERIFY(!columns.allDay);
    QCOMPARE(columns.visibility, u"private"_s);
    QCOMPARE(columns.transparency, QString());
    QCOMPARE(columns.status, u"confirmed"_s);
    QCOMPARE(columns.reminders->size(), 1);
    QVERIFY(!columnsOf(Event()).reminders.has_value());
}

void TestAriaColumns::readsTimes_data()
{
    QTest::addColumn<QString>("start");
    QTest::addColumn<QString>("end");
    QTest::addColumn<bool>("allDay");
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QString>("expectedStart");
    QTest::addColumn<QString>("expectedEnd");
    const auto row = [](const char *name, const char *start, const char *end, bool allDay, const char *zone,
                         const char *expectedStart, const char *expectedEnd) {
        QTest::newRow(name) << QString::fromLatin1(start) << QString::fromLatin1(end) << allDay
                            << QByteArray(zone) << QString::fromLatin1(expectedStart)
                            << QString::fromLatin1(expectedEnd);
    };
    row("T and Z", "2024-01-15T14:00:00Z", "2024-01-15T15:00:00Z", false, "", "2024-01-15T14:00:00Z",
        "2024-01-15T15:00:00Z");
    row("PostgreSQL", "2024-01-15 14:00:00+00", "2024-01-15 16:00:00+01", false, "", "2024-01-15T14:00:00Z",
        "2024-01-15T15:00:00Z");
    row("microseconds", "2024-01-15 14:00:00.123456+00", "2024-01-15T15:00:00.999999Z", false, "",
        "2024-01-15T14:00:00.123Z", "2024-01-15T15:00:00.999Z");
    row("no offset: UTC", "2024-01-15 14:00:00", "2024-01-15T15:00:00", false, "", "2024-01-15T14:00:00Z",
        "2024-01-15T15:00:00Z");
    row("no offset: the zone", "2024-07-15 14:00:00", "2024-07-15 15:00", false, "Europe/Berlin",
        "2024-07-15T14:00:00+02:00", "2024-07-15T15:00:00+02:00");
    row("windows zone", "2024-07-15 14:00:00", "2024-07-15 15:00", false, "Tokyo Standard Time",
        "2024-07-15T14:00:00+09:00", "2024-07-15T15:00:00+09:00");
    row("an offset as zone", "2024-07-15 14:00:00", "2024-07-15 15:00", false, "GMT+2",
        "2024-07-15T14:00:00+02:00", "2024-07-15T15:00:00+02:00");
    row("an offset that has no zone", "2024-07-15 14:00:00", "2024-07-15 15:00", false, "+05:45",
        "2024-07-15T08:15:00Z", "2024-07-15T09:15:00Z");
    row("dates", "2024-01-15", "2024-01-17", true, "", "2024-01-15", "2024-01-17");
    row("midnights", "2024-01-15 00:00:00+00", "2024-01-16T00:00:00Z", true, "", "2024-01-15", "2024-01-16");
    row("midnight of another zone", "2024-01-15T00:00:00+14:00", "2024-01-16T00:00:00-11:00", true, "",
        "2024-01-15", "2024-01-16");
    row("one day, to its last second", "2024-01-15 00:00:00", "2024-01-15 23:59:59", true, "", "2024-01-15",
        "2024-01-16");
    row("no duration", "2024-01-15T14:00:00Z", "2024-01-15T14:00:00Z", false, "", "2024-01-15T14:00:00Z",
        "2024-01-15T14:00:00Z");
}

void TestAriaColumns::readsTimes()
{
    QFETCH(QString, start);
    QFETCH(QString, end);
    QFETCH(bool, allDay);
    QFETCH(QByteArray, zone);
    QFETCH(QString, expectedStart);
    QFETCH(QString, expectedEnd);
    AriaColumns columns;
    columns.startTime = start;
    columns.endTime = end;
    columns.allDay = allDay;
    columns.timeZone = zone;
    const auto event = applyColumns(Event(), columns);
    QVERIFY2(event.has_value(), event ? "" : qPrintable(event.error().message));
    QCOMPARE(event->start().toText(), expectedStart);
    QCOMPARE(event->end().toText(), expectedEnd);
    QVERIFY(!fixedOffsetOf(event->start().zoned().tzid) || event->start().zoned().tzid == "Etc/GMT-2");
}

// Google wants a name there.
void TestAriaColumns::aSeriesNeedsTheNameOfItsZone()
{
    AriaColumns columns = columnsOf(rich());
    columns.recurrence = { u"RRULE:FREQ=WEEKLY"_s };
    columns.timeZone = "UTC-3";
    const auto event = applyColumns(Event(), columns);
    QVERIFY(event.has_value());
    QCOMPARE(event->start().zoned().tzid, QByteArray("Etc/GMT+3"));
    columns.timeZone = "+05:45";
    const auto refused = applyColumns(Event(), columns);
    QVERIFY(!refused);
    QCOMPARE(refused.error().faults.first().loc, QStringList({ u"body"_s, u"time_zone"_s }));
}

void TestAriaColumns::keepsWhatNoColumnHolds()
{
    AriaColumns columns = columnsOf(rich());
    columns.title = u"Dinner"_s;
    columns.description = u"a\nb"_s; // the same in other line ends
    columns.startTime = u"2024-01-15 13:00:00+00"_s; // the same in other words
    columns.location.clear();
    columns.colorId.clear();
    columns.visibility.clear();
    const auto event = applyColumns(rich(), columns);
    QVERIFY(event.has_value());
    QJsonObject expected = rich().json();
    expected["summary"_L1] = u"Dinner"_s;
    expected.remove("location"_L1);
    expected.remove("colorId"_L1);
    expected.remove("visibility"_L1);
    QCOMPARE(event->json(), expected);
}

void TestAriaColumns::attendees()
{
    AriaColumns columns = columnsOf(rich());
    columns.attendees = { u"A@x"_s, object(R"({"email":"b@x"})"), u"new@x"_s, u"new@x"_s };
    const auto event = applyColumns(rich(), columns);
    QVERIFY(event.has_value());
    QCOMPARE(event->attendees(),
        QJsonArray({ object(R"({"email":"a@x","responseStatus":"accepted","self":true})"),
            object(R"({"email":"b@x","comment":"late"})"), object(R"({"email":"new@x"})") }));
    // Bare addresses of the same people are no change at all.
    columns.attendees = { u"b@x"_s, u"a@x"_s };
    QCOMPARE(applyColumns(rich(), columns)->json(), rich().json());
    columns.attendees = {};
    QVERIFY(!applyColumns(rich(), columns)->json().contains("attendees"_L1));
}

void TestAriaColumns::keepsTheZone()
{
    AriaColumns columns = columnsOf(rich());
    columns.timeZone.clear(); // an old row has no such column
    QCOMPARE(applyColumns(rich(), columns)->json(), rich().json());
    columns.startTime = u"2024-07-15T13:00:00Z"_s;
    columns.endTime = u"2024-07-15T14:00:00Z"_s;
    QCOMPARE(applyColumns(rich(), columns)->start().toText(), u"2024-07-15T15:00:00+02:00"_s);
    columns.timeZone = "Asia/Tokyo";
    QCOMPARE(applyColumns(rich(), columns)->start().toText(), u"2024-07-15T22:00:00+09:00"_s);
}

void TestAriaColumns::reminders()
{
    AriaColumns columns = columnsOf(rich());
    columns.reminders = std::nullopt;
    QCOMPARE(applyColumns(rich(), columns)->reminders(), object(R"({"useDefault":true})"));
    columns.reminders = QJsonArray();
    QCOMPARE(applyColumns(rich(), columns)->reminders(), object(R"({"useDefault":false,"overrides":[]})"));
    columns.reminders = QJsonArray{ object(R"({"method":"email","minutes":60})") };
    QCOMPARE(applyColumns(rich(), columns)->reminders(),
        object(R"({"useDefault":false,"overrides":[{"method":"email","minutes":60}]})"));
}

void TestAriaColumns::faults_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("value");
    const auto row = [](const char *column, const char *value) {
        QTest::addRow("%s %s", column, value) << QString::fromLatin1(column) << QString::fromLatin1(value);
    };
    row("title", " ");
    row("start_time", "soon");
    row("start_time", "2024-02-30T00:00:00Z");
    row("end_time", "2024-01-15T12:59:59Z");
    row("end_time", "");
    row("end_time", "9999-12-31T12:00:00Z");
    row("start_time", "0001-01-01T12:00:00Z");
    row("time_zone", "Mars/Base");
    row("attendees", "nobody");
    row("attendees", "a b@x");
    row("recurrence", "FREQ=DAILY");
    row("reminders", R"({"method":"sms","minutes":5})");
    row("reminders", R"({"method":"popup","minutes":-1})");
    row("reminders", R"({"method":"popup","minutes":40321})");
    row("reminders", R"({"method":"popup","minutes":1.5})");
    row("visibility", "secret");
    row("transparency", "foggy");
    row("status", "maybe");
}

void TestAriaColumns::faults()
{
    QFETCH(QString, column);
    QFETCH(QString, value);
    AriaColumns columns = columnsOf(rich());
    const QHash<QString, QString *> texts{ { u"title"_s, &columns.title },
        { u"start_time"_s, &columns.startTime }, { u"end_time"_s, &columns.endTime },
        { u"visibility"_s, &columns.visibility }, { u"transparency"_s, &columns.transparency },
        { u"status"_s, &columns.status } };
    if (texts.contains(column))
        *texts.value(column) = value;
    else if (column == "time_zone"_L1)
        columns.timeZone = value.toUtf8();
    else if (column == "attendees"_L1)
        columns.attendees.append(value);
    else if (column == "recurrence"_L1)
        columns.recurrence = { value };
    else
        columns.reminders = QJsonArray{ object(value.toUtf8()) };
    const auto event = applyColumns(rich(), columns);
    QVERIFY(!event.has_value());
    QCOMPARE(event.error().category, ErrorCategory::InvalidInput);
    QCOMPARE(event.error().faults.size(), 1);
    QCOMPARE(event.error().faults.first().loc, QStringList({ u"body"_s, column }));
}

void TestAriaColumns::longTexts_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<int>("limit");
    QTest::newRow("title") << u"title"_s << 500;
    QTest::newRow("description") << u"description"_s << 8192;
    QTest::newRow("location") << u"location"_s << 8192;
}

void TestAriaColumns::longTexts()
{
    QFETCH(QString, column);
    QFETCH(int, limit);
    const auto with = [&column](const Event &base, const QString &text) {
        AriaColumns columns = columnsOf(base);
        (column == "title"_L1                ? columns.title
                : column == "description"_L1 ? columns.description
                                             : columns.location) = text;
        return applyColumns(base, columns);
    };
    QVERIFY(with(rich(), QString(limit, u'x')));
    QVERIFY(with(rich(), u"\U0001F600"_s.repeated(limit))); // characters, not halves of them
    const auto refused = with(rich(), QString(limit + 1, u'x'));
    QVERIFY(!refused);
    QCOMPARE(refused.error().message,
        u"%1: at most %2 characters are allowed, not %3"_s.arg(column).arg(limit).arg(limit + 1));
    // What Google sent may be longer, and stays through every edit.
    Event sent = rich();
    sent.set(column == "title"_L1 ? u"summary"_s : column, QString(limit + 10, u'x'));
    QVERIFY(with(sent, QString(limit + 10, u'y')));
    QVERIFY(!with(sent, QString(limit + 11, u'y')));
}

void TestAriaColumns::hugeRows_data()
{
    QTest::addColumn<QString>("column");
    for (const char *column : { "start_time", "time_zone", "end_time_zone", "color_id", "visibility",
             "transparency", "status", "attendees", "recurrence", "reminders" })
        QTest::newRow(column) << QString::fromLatin1(column);
}

// By SQL a column can hold megabytes. None of it goes to Google, nor whole into the reason.
void TestAriaColumns::hugeRows()
{
    QFETCH(QString, column);
    const QString huge(2'000'000, u'x');
    AriaColumns columns = columnsOf(rich());
    if (column == "start_time"_L1)
        columns.startTime = huge;
    else if (column == "time_zone"_L1)
        columns.timeZone = huge.toUtf8();
    else if (column == "end_time_zone"_L1)
        columns.endTimeZone = huge.toUtf8();
    else if (column == "color_id"_L1)
        columns.colorId = huge;
    else if (column == "visibility"_L1)
        columns.visibility = huge;
    else if (column == "transparency"_L1)
        columns.transparency = huge;
    else if (column == "status"_L1)
        columns.status = huge;
    else if (column == "attendees"_L1)
        columns.attendees = { QJsonObject{ { u"email"_s, u"a@example.com"_s }, { u"comment"_s, huge } } };
    else if (column == "recurrence"_L1)
        columns.recurrence = { u"RRULE:FREQ=DAILY"_s, u"X-"_s + huge };
    else
        columns.reminders = QJsonArray{ QJsonObject{ { u"method"_s, huge }, { u"minutes"_s, 5 } } };
    const auto event = applyColumns(rich(), columns);
    QVERIFY(!event);
    QCOMPARE(event.error().category, ErrorCategory::InvalidInput);
    QVERIFY2(event.error().message.contains(column), qPrintable(event.error().message.left(200)));
    QVERIFY(event.error().message.size() < 1000);
    // What Google sent may stay.
    QVERIFY(applyColumns(rich(), columnsOf(rich())));
}

void TestAriaColumns::newEvent()
{
    AriaColumns columns = columnsOf(rich());
    columns.recurrence = { u"RRULE:FREQ=WEEKLY;UNTIL=20240301T130000Z"_s };
    const auto event = applyColumns(Event(), columns);
    QVERIFY(event.has_value());
    for (const char *field :
        { "summary", "description", "location", "times", "attendees", "reminders", "colorId", "visibility" })
        QVERIFY2(sameField(QLatin1String(field), *event, rich()), field);
    QVERIFY(!event->json().contains("hangoutLink"_L1));
    // A changed title does not make Google's own off-standard rule an error.
    AriaColumns titled = columnsOf(rich());
    titled.title = u"x"_s;
    QVERIFY(applyColumns(rich(), titled).has_value());
}

ARIA_TEST(TestAriaColumns)

} // namespace tst_ariacolumns

#include "tst_ariacolumns.moc"
