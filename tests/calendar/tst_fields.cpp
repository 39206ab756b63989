// Fields compared, merged, patched: what one version must become another is exactly what is sent.
#include "calendar/fields.h"
#include "calendar/patch.h"

#include "support/applypatch.h"
#include "support/testmain.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace tst_fields {

using namespace aria;
using namespace aria::calendar;

namespace {

QJsonObject object(const QByteArray &text)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError)
        qFatal("%s: %s", qPrintable(error.errorString()), text.constData());
    return document.object();
}

} // namespace

class TestFields : public QObject
{
    Q_OBJECT

private slots:
    void compares_data();
    void compares();
    void serverOwnedMembersAreNoFields();
    void mergesSets_data();
    void mergesSets();
    void names();
    void values();
    void patches_data();
    void patches();
    void aPatchTurnsOneIntoTheOther();
    void keepsGooglesAttendeeObjects();
    void seriesAlwaysHaveAZone();
    void insertBodies_data();
    void insertBodies();
    void appliesAsGoogleDoes();
};

void TestFields::compares_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QByteArray>("a");
    QTest::addColumn<QByteArray>("b");
    QTest::addColumn<bool>("same");
    const auto row = [](const char *name, const char *field, const char *a, const char *b, bool same) {
        QTest::newRow(name) << QString::fromLatin1(field) << QByteArray(a) << QByteArray(b) << same;
    };
    row("line ends", "description", R"({"description":"a\r\nb\rc"})", R"({"description":"a\nb\nc"})", true);
    row("absent is empty", "summary", "{}", R"({"summary":""})", true);
    row("null is absent", "summary", "{}", R"({"summary":null})", true);
    row("other text", "location", R"({"location":"a"})", R"({"location":"b"})", false);
    row("default visibility", "visibility", "{}", R"({"visibility":"default"})", true);
    row("visibility", "visibility", "{}", R"({"visibility":"public"})", false);
    row("opaque", "transparency", R"({"transparency":"opaque"})", "{}", true);
    row("confirmed", "status", R"({"status":"confirmed"})", "{}", true);
    row("tentative", "status", R"({"status":"tentative"})", "{}", false);
    row("guests may invite", "guestsCanInviteOthers", R"({"guestsCanInviteOthers":true})", "{}", true);
    row("guests may not invite", "guestsCanInviteOthers", R"({"guestsCanInviteOthers":false})", "{}", false);
    row("guests may modify", "guestsCanModify", R"({"guestsCanModify":true})", "{}", false);
    row("times as instants", "times",
        R"({"start":{"dateTime":"2024-01-15T14:00:00+01:00"},"end":{"dateTime":"2024-01-15T15:00:00+01:00"}})",
        R"({"start":{"dateTime":"2024-01-15T13:00:00Z"},"end":{"dateTime":"2024-01-15T14:00:00.000Z"}})",
        true);
    row("another end", "times", R"({"start":{"date":"2024-01-15"},"end":{"date":"2024-01-16"}})",
        R"({"start":{"date":"2024-01-15"},"end":{"date":"2024-01-17"}})", false);
    row("date is no midnight", "times", R"({"start":{"date":"2024-01-15"}})",
        R"({"start":{"dateTime":"2024-01-15T00:00:00Z"}})", false);
    row("unreadable times", "times", R"({"start":{"x":1}})", R"({"start":{"x":2}})", false);
    row("attendees in any order and case", "attendees", R"({"attendees":[{"email":"A@x"},{"email":"b@x"}]})",
        R"({"attendees":[{"email":"b@x","responseStatus":"needsAction","self":true,"id":"7"},{"email":"a@X","organizer":true}]})",
        true);
    row("an answer", "attendees", R"({"attendees":[{"email":"a@x"}]})",
        R"({"attendees":[{"email":"a@x","responseStatus":"accepted"}]})", false);
    row("optional", "attendees", R"({"attendees":[{"email":"a@x"}]})",
        R"({"attendees":[{"email":"a@x","optional":true}]})", false);
    row("comment", "attendees", R"({"attendees":[{"email":"a@x"}]})",
        R"({"attendees":[{"email":"a@x","comment":"late"}]})", false);
    row("guests of guests", "attendees", R"({"attendees":[{"email":"a@x","additionalGuests":0}]})",
        R"({"attendees":[{"email":"a@x","additionalGuests":2}]})", false);
    row("no attendees", "attendees", R"({"attendees":[]})", "{}", true);
    row("rooms without address", "attendees", R"({"attendees":[{"id":"1"}]})",
        R"({"attendees":[{"id":"2"}]})", false);
    row("recurrence order", "recurrence",
        R"({"recurrence":["RRULE:FREQ=WEEKLY;BYDAY=MO,TU","EXDATE:20240101T000000Z,20240102T000000Z"]})",
        R"({"recurrence":["EXDATE:20240102T000000Z","EXDATE:20240101T000000Z","rrule:BYDAY=TU,MO;INTERVAL=1;WKST=MO;FREQ=WEEKLY"]})",
        true);
    row("another rule", "recurrence", R"({"recurrence":["RRULE:FREQ=DAILY"]})",
        R"({"recurrence":["RRULE:FREQ=DAILY;COUNT=2"]})", false);
    row("default reminders", "reminders", "{}", R"({"reminders":{"useDefault":true}})", true);
    row("default with empty overrides", "reminders", "{}",
        R"({"reminders":{"useDefault":true,"overrides":[]}})", true);
    row("no reminders is not default", "reminders", "{}", R"({"reminders":{"useDefault":false}})", false);
    row("no reminders, both ways", "reminders", R"({"reminders":{"useDefault":false,"overrides":[]}})",
        R"({"reminders":{"useDefault":false}})", true);
    row("reminders in any order", "reminders",
        R"({"reminders":{"useDefault":false,"overrides":[{"method":"popup","minutes":5},{"method":"email","minutes":9}]}})",
        R"({"reminders":{"useDefault":false,"overrides":[{"method":"email","minutes":9},{"method":"popup","minutes":5}]}})",
        true);
    row("same conference", "conferenceData", R"({"conferenceData":{"conferenceId":"c","entryPoints":[1]}})",
        R"({"conferenceData":{"conferenceId":"c"}})", true);
    row("conference made of its request", "conferenceData",
        R"({"conferenceData":{"createRequest":{"requestId":"r"}}})",
        R"({"conferenceData":{"conferenceId":"c","createRequest":{"requestId":"r","status":{"statusCode":"success"}}}})",
        true);
    row("another conference", "conferenceData", R"({"conferenceData":{"conferenceId":"c"}})",
        R"({"conferenceData":{"conferenceId":"d"}})", false);
    row("no conference", "conferenceData", R"({"conferenceData":{"conferenceId":"c"}})", "{}", false);
    row("attachments", "attachments", R"({"attachments":[{"fileUrl":"u","title":"t"}]})",
        R"({"attachments":[{"fileUrl":"u","title":"t","iconLink":"i","fileId":"f"}]})", true);
    row("empty properties", "extendedProperties", R"({"extendedProperties":{"private":{}}})", "{}", true);
    row("properties", "extendedProperties", R"({"extendedProperties":{"private":{"a":"1"}}})",
        R"({"extendedProperties":{"private":{"a":"2"}}})", false);
}

void TestFields::compares()
{
    QFETCH(QString, field);
    QFETCH(QByteArray, a);
    QFETCH(QByteArray, b);
    QFETCH(bool, same);
    const Event left(object(a));
    const Event right(object(b));
    QCOMPARE(sameField(field, left, right), same);
    QCOMPARE(sameField(field, right, left), same);
    QVERIFY(sameField(field, left, left));
    QCOMPARE(sameContent(left, right), same);
    // Carrying the field over makes it the same.
    QVERIFY(sameField(field, withField(left, field, right), right));
}

void TestFields::serverOwnedMembersAreNoFields()
{
    const Event a(object(
        R"({"id":"1","etag":"x","updated":"2024-01-01T00:00:00Z","created":"c","htmlLink":"h","iCalUID":"u",
        "sequence":1,"organizer":{"email":"o"},"creator":{"email":"o"},"kind":"k","hangoutLink":"l","locked":true,
        "eventType":"default","recurringEventId":"r","originalStartTime":{"date":"2024-01-01"},"somethingNew":[1]})"));
    QVERIFY(writableFieldsOf(a, Event()).isEmpty());
    QVERIFY(sameContent(a, Event()));
    QVERIFY(patchBetween(a, Event()).isEmpty());
    QCOMPARE(writableFieldsOf(
                 Event(object(R"({"end":{"date":"2024-01-01"}})")), Event(object(R"({"summary":"s"})"))),
        QStringList({ u"summary"_s, u"times"_s }));
}

void TestFields::mergesSets_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QByteArray>("base");
    QTest::addColumn<QByteArray>("aria");
    QTest::addColumn<QByteArray>("google");
    QTest::addColumn<QByteArray>("merged"); // empty: conflict
    const auto row = [](const char *name, const char *field, const char *base, const char *aria,
                         const char *google, const char *merged) {
        QTest::newRow(name) << QString::fromLatin1(field) << QByteArray(base) << QByteArray(aria)
                            << QByteArray(google) << QByteArray(merged);
    };
    row("both add", "attendees", R"({"attendees":[{"email":"a@x"}]})",
        R"({"attendees":[{"email":"a@x"},{"email":"b@x"}]})",
        R"({"attendees":[{"email":"c@x"},{"email":"a@x","self":true}]})",
        R"({"attendees":[{"email":"c@x"},{"email":"a@x","self":true},{"email":"b@x"}]})");
    row("removed and answered", "attendees", R"({"attendees":[{"email":"a@x"}]})", "{}",
        R"({"attendees":[{"email":"a@x","responseStatus":"accepted"}]})", "");
    row("removed and another answered", "attendees", R"({"attendees":[{"email":"a@x"},{"email":"b@x"}]})",
        R"({"attendees":[{"email":"b@x"}]})",
        R"({"attendees":[{"email":"a@x"},{"email":"b@x","responseStatus":"accepted"}]})",
        R"({"attendees":[{"email":"b@x","responseStatus":"accepted"}]})");
    row("all removed, by both", "attendees", R"({"attendees":[{"email":"a@x"},{"email":"b@x"}]})",
        R"({"attendees":[{"email":"b@x"}]})", R"({"attendees":[{"email":"a@x"}]})", "{}");
    row("bare address added", "attendees", "{}", R"({"attendees":["b@x"]})", "{}",
        R"({"attendees":[{"email":"b@x"}]})");
    row("both add reminders", "reminders", "{}",
        R"({"reminders":{"useDefault":false,"overrides":[{"method":"popup","minutes":1}]}})",
        R"({"reminders":{"useDefault":false,"overrides":[{"method":"email","minutes":2}]}})",
        R"({"reminders":{"useDefault":false,"overrides":[{"method":"email","minutes":2},{"method":"popup","minutes":1}]}})");
    row("one removes, one adds", "reminders",
        R"({"reminders":{"useDefault":false,"overrides":[{"method":"popup","minutes":1}]}})",
        R"({"reminders":{"useDefault":false}})",
        R"({"reminders":{"useDefault":false,"overrides":[{"method":"popup","minutes":1},{"method":"email","minutes":2}]}})",
        R"({"reminders":{"useDefault":false,"overrides":[{"method":"email","minutes":2}]}})");
    row("back to default against another one", "reminders",
        R"({"reminders":{"useDefault":false,"overrides":[{"method":"popup","minutes":1}]}})", "{}",
        R"({"reminders":{"useDefault":false,"overrides":[{"method":"popup","minutes":1},{"method":"email","minutes":2}]}})",
        "");
    row("too many", "reminders", R"({"reminders":{"useDefault":false}})",
        R"({"reminders":{"useDefault":false,"overrides":[{"method":"popup","minutes":1},{"method":"popup","minutes":2},{"method":"popup","minutes":3}]}})",
        R"({"reminders":{"useDefault":false,"overrides":[{"method":"popup","minutes":4},{"method":"popup","minutes":5},{"method":"popup","minutes":6}]}})",
        "");
    row("no set", "summary", "{}", R"({"summary":"a"})", R"({"summary":"b"})", "");
}

void TestFields::mergesSets()
{
    QFETCH(QString, field);
    QFETCH(QByteArray, base);
    QFETCH(QByteArray, aria);
    QFETCH(QByteArray, google);
    QFETCH(QByteArray, merged);
    const auto result = mergeSetField(field, Event(object(base)), Event(object(aria)), Event(object(google)));
    QCOMPARE(result.has_value(), !merged.isEmpty());
    if (result)
        QCOMPARE(result->json(), object(merged));
}

void TestFields::names()
{
    QCOMPARE(apiFieldName(u"summary"_s), u"title"_s);
    for (const char *field : { "summary", "times", "colorId", "location", "whatever" })
        QCOMPARE(fieldOfApiName(apiFieldName(QLatin1String(field))), QLatin1String(field));
    QCOMPARE(fieldOfApiName(u"end_time"_s), u"times"_s);
    QCOMPARE(fieldOfApiName(u"all_day"_s), u"times"_s);
}

void TestFields::values()
{
    const Event event(object(R"({"start":{"date":"2024-01-01"},"end":{"date":"2024-01-02"},"summary":"s"})"));
    QCOMPARE(fieldValue(u"times"_s, event).toObject(),
        object(R"({"start":{"date":"2024-01-01"},"end":{"date":"2024-01-02"}})"));
    QCOMPARE(fieldValue(u"summary"_s, event), QJsonValue(u"s"_s));
    QVERIFY(fieldValue(u"location"_s, event).isNull());
    QCOMPARE(fieldValue(u"visibility"_s, event), QJsonValue(u"default"_s));
}

void TestFields::patches_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArray>("patch");
    const auto row = [](const char *name, const char *from, const char *to, const char *patch) {
        QTest::newRow(name) << QByteArray(from) << QByteArray(to) << QByteArray(patch);
    };
    row("nothing", R"({"summary":"a","etag":"1","sequence":1})",
        R"({"summary":"a","etag":"2","sequence":2,"organizer":{"email":"x"}})", "{}");
    row("one text", R"({"summary":"a","location":"l"})", R"({"summary":"b","location":"l"})",
        R"({"summary":"b"})");
    row("cleared",
        R"({"summary":"a","location":"l","colorId":"1","recurrence":["RRULE:FREQ=DAILY"],"attendees":[{"email":"a@x"}]})",
        "{}", R"({"summary":null,"location":null,"colorId":null,"recurrence":null,"attendees":null})");
    row("back to defaults",
        R"({"visibility":"private","transparency":"transparent","status":"tentative","guestsCanModify":true})",
        "{}",
        R"({"visibility":"default","transparency":"opaque","status":"confirmed","guestsCanModify":false})");
    row("default reminders",
        R"({"reminders":{"useDefault":false,"overrides":[{"method":"popup","minutes":1}]}})", "{}",
        R"({"reminders":{"useDefault":true,"overrides":[]}})");
    row("no reminders", "{}", R"({"reminders":{"useDefault":false}})",
        R"({"reminders":{"useDefault":false,"overrides":[]}})");
    row("timed to all-day",
        R"({"start":{"dateTime":"2024-01-15T14:00:00Z","timeZone":"UTC"},"end":{"dateTime":"2024-01-15T15:00:00Z"}})",
        R"({"start":{"date":"2024-01-15"},"end":{"date":"2024-01-16"}})",
        R"({"start":{"date":"2024-01-15","dateTime":null,"timeZone":null},"end":{"date":"2024-01-16","dateTime":null,"timeZone":null}})");
    row("all-day to timed", R"({"start":{"date":"2024-01-15"},"end":{"date":"2024-01-16"}})",
        R"({"start":{"dateTime":"2024-07-15T12:00:00Z","timeZone":"Europe/Berlin"},"end":{"dateTime":"2024-07-15T13:00:00Z","timeZone":"Europe/Berlin"}})",
        R"({"start":{"date":null,"dateTime":"2024-07-15T14:00:00+02:00","timeZone":"Europe/Berlin"},"end":{"date":null,"dateTime":"2024-07-15T15:00:00+02:00","timeZone":"Europe/Berlin"}})");
    row("only the end", R"({"start":{"date":"2024-01-15"},"end":{"date":"2024-01-16"}})",
        R"({"start":{"date":"2024-01-15"},"end":{"date":"2024-01-17"}})", R"({"end":{"date":"2024-01-17"}})");
    row("becomes a series without zone",
        R"({"start":{"dateTime":"2024-01-15T14:00:00Z"},"end":{"dateTime":"2024-01-15T15:00:00Z"}})",
        R"({"start":{"dateTime":"2024-01-15T14:00:00Z"},"end":{"dateTime":"2024-01-15T15:00:00Z"},"recurrence":["RRULE:FREQ=DAILY"]})",
        R"({"start":{"dateTime":"2024-01-15T14:00:00Z","timeZone":"UTC"},"end":{"dateTime":"2024-01-15T15:00:00Z","timeZone":"UTC"},"recurrence":["RRULE:FREQ=DAILY"]})");
    row("becomes a series with zone",
        R"({"start":{"dateTime":"2024-01-15T14:00:00Z","timeZone":"Asia/Tokyo"},"end":{"dateTime":"2024-01-15T15:00:00Z","timeZone":"Asia/Tokyo"}})",
        R"({"start":{"dateTime":"2024-01-15T14:00:00Z","timeZone":"Asia/Tokyo"},"end":{"dateTime":"2024-01-15T15:00:00Z","timeZone":"Asia/Tokyo"},"recurrence":["RRULE:FREQ=DAILY"]})",
        R"({"start":{"dateTime":"2024-01-15T23:00:00+09:00","timeZone":"Asia/Tokyo"},"end":{"dateTime":"2024-01-16T00:00:00+09:00","timeZone":"Asia/Tokyo"},"recurrence":["RRULE:FREQ=DAILY"]})");
    row("properties by key", R"({"extendedProperties":{"private":{"a":"1","b":"2"},"shared":{"c":"3"}}})",
        R"({"extendedProperties":{"private":{"a":"1","d":"4"}}})",
        R"({"extendedProperties":{"private":{"b":null,"d":"4"},"shared":null}})");
    row("asks for a conference", "{}", R"({"conferenceData":{"createRequest":{"requestId":"r"}}})",
        R"({"conferenceData":{"createRequest":{"requestId":"r"}}})");
    row("never takes one away", R"({"conferenceData":{"conferenceId":"c"}})", "{}", "{}");
    row("cancels", R"({"summary":"a"})", R"({"summary":"a","status":"cancelled"})",
        R"({"status":"cancelled"})");
}

void TestFields::patches()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QByteArray, patch);
    QCOMPARE(patchBetween(Event(object(from)), Event(object(to))), object(patch));
}

void TestFields::aPatchTurnsOneIntoTheOther()
{
    const QList<QByteArray> versions{
        "{}", R"({"summary":"a","description":"d\r\ne","location":"l","colorId":"3"})",
        R"({"summary":"b","visibility":"private","transparency":"transparent","status":"tentative"})",
        R"({"start":{"dateTime":"2024-01-15T14:00:00Z","timeZone":"Asia/Tokyo"},"end":{"dateTime":"2024-01-15T15:00:00Z","timeZone":"Asia/Tokyo"},
            "recurrence":["RRULE:FREQ=DAILY","EXDATE:20240117T140000Z"]})",
        R"({"start":{"date":"2024-01-15"},"end":{"date":"2024-01-16"},"recurrence":["RRULE:FREQ=WEEKLY"]})",
        R"({"start":{"dateTime":"2024-01-15T14:00:00+05:30"},"end":{"dateTime":"2024-01-15T15:00:00+05:30"}})",
        R"({"attendees":[{"email":"a@x","responseStatus":"accepted","comment":"c"},{"email":"b@x","optional":true}]})",
        R"({"attendees":[{"email":"B@x"},"c@x"],"reminders":{"useDefault":false,"overrides":[{"method":"popup","minutes":1}]}})",
        R"({"reminders":{"useDefault":false},"extendedProperties":{"private":{"a":"1"},"shared":{"b":"2"}},"guestsCanModify":true})",
        R"({"extendedProperties":{"private":{"a":"2","c":"1"}},"source":{"url":"https://u","title":"t"},"guestsCanInviteOthers":false})",
        R"({"attachments":[{"fileUrl":"u"}],"workingLocationProperties":{"type":"homeOffice","homeOffice":{}}})"
    };
    for (const QByteArray &from : versions) {
        for (const QByteArray &to : versions) {
            const Event before(object(from));
            const Event after(object(to));
            const QJsonObject patch = patchBetween(before, after);
            const Event patched = testing::applyPatch(before, patch);
            if (!sameContent(patched, after))
                qWarning() << from << to << patch;
            QVERIFY(sameContent(patched, after));
            QVERIFY(patchBetween(patched, after).isEmpty());
            QCOMPARE(patch.isEmpty(), sameContent(before, after));
        }
    }
}

void TestFields::keepsGooglesAttendeeObjects()
{
    const Event google(
        object(R"({"attendees":[{"email":"a@x","responseStatus":"accepted","self":true,"id":"1"},
        {"email":"b@x","responseStatus":"declined","displayName":"B"},{"email":"c@x"}]})"));
    const Event wanted(object(R"({"attendees":["A@x",{"email":"b@x","displayName":"Bea"},"new@x"]})"));
    QCOMPARE(patchBetween(google, wanted).value("attendees"_L1).toArray(),
        QJsonArray({ object(R"({"email":"a@x","responseStatus":"accepted","self":true,"id":"1"})"),
            object(R"({"email":"b@x","responseStatus":"declined","displayName":"Bea"})"),
            object(R"({"email":"new@x"})") }));
}

void TestFields::seriesAlwaysHaveAZone()
{
    const Event from(object(R"({"start":{"dateTime":"2024-01-15T14:00:00+01:00","timeZone":"Europe/Berlin"},
        "end":{"dateTime":"2024-01-15T15:00:00+01:00","timeZone":"Europe/Berlin"},"recurrence":["RRULE:FREQ=DAILY"]})"));
    Event to = from;
    to.setTimes(EventTime(ZonedTime{ QDateTime({ 2024, 7, 15 }, { 12, 0 }, Qt::UTC), {} }),
        EventTime(ZonedTime{ QDateTime({ 2024, 7, 15 }, { 13, 0 }, Qt::UTC), {} }));
    QCOMPARE(patchBetween(from, to).value("start"_L1).toObject(),
        object(R"({"dateTime":"2024-07-15T14:00:00+02:00","timeZone":"Europe/Berlin"})"));
}

void TestFields::insertBodies_data()
{
    QTest::addColumn<QByteArray>("event");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *name, const char *event, const char *body) {
        QTest::newRow(name) << QByteArray(event) << QByteArray(body);
    };
    row("without what is Google's",
        R"({"id":"e","iCalUID":"u","etag":"1","sequence":2,"organizer":{"email":"o"},"htmlLink":"h","summary":"s","location":"",
        "start":{"date":"2024-01-15"},"end":{"date":"2024-01-16"},"eventType":"default"})",
        R"({"id":"e","summary":"s","start":{"date":"2024-01-15"},"end":{"date":"2024-01-16"},"eventType":"default"})");
    row("series of an offset",
        R"({"start":{"dateTime":"2024-01-15T14:00:00+01:00"},"end":{"dateTime":"2024-01-15T15:00:00+01:00"},"recurrence":["RRULE:FREQ=DAILY"]})",
        R"({"start":{"dateTime":"2024-01-15T13:00:00Z","timeZone":"UTC"},"end":{"dateTime":"2024-01-15T14:00:00Z","timeZone":"UTC"},"recurrence":["RRULE:FREQ=DAILY"]})");
    row("series with one zone",
        R"({"start":{"dateTime":"2024-01-15T13:00:00Z","timeZone":"Europe/Berlin"},"end":{"dateTime":"2024-01-15T14:00:00Z"},"recurrence":["RRULE:FREQ=DAILY"]})",
        R"({"start":{"dateTime":"2024-01-15T14:00:00+01:00","timeZone":"Europe/Berlin"},"end":{"dateTime":"2024-01-15T15:00:00+01:00","timeZone":"Europe/Berlin"},"recurrence":["RRULE:FREQ=DAILY"]})");
    row("attendees",
        R"({"attendees":["a@x",{"email":"b@x","self":true,"organizer":true,"id":"1","responseStatus":"accepted"}]})",
        R"({"attendees":[{"email":"a@x"},{"email":"b@x","responseStatus":"accepted"}]})");
}

void TestFields::insertBodies()
{
    QFETCH(QByteArray, event);
    QFETCH(QByteArray, body);
    QCOMPARE(insertBody(Event(object(event))), object(body));
}

void TestFields::appliesAsGoogleDoes()
{
    const Event event(object(R"({"a":{"b":1,"c":2},"list":[1,2],"x":"y","z":1})"));
    QCOMPARE(testing::applyPatch(
                 event, object(R"({"a":{"b":null,"d":3},"list":[3],"x":null,"new":{"k":null,"l":1}})"))
                 .json(),
        object(R"({"a":{"c":2,"d":3},"list":[3],"z":1,"new":{"l":1}})"));
}

ARIA_TEST(TestFields)

} // namespace tst_fields

#include "tst_fields.moc"
