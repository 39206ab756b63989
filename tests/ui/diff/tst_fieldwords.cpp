#include "diff/direction.h"
#include "diff/fieldwords.h"
#include "diff/recurrencewords.h"
#include "diff/timewords.h"

#include "support/testmain.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace aria;
using calendar::EventTime;

Q_DECLARE_METATYPE(QJsonValue)

namespace {

diff::Viewer viewer(const QLocale &locale = QLocale(QLocale::English, QLocale::UnitedKingdom))
{
    return { QTimeZone("Europe/Berlin"), locale };
}

// Quotes are written as apostrophes.
QJsonObject json(const char *text)
{
    return QJsonDocument::fromJson(QByteArray(text).replace('\'', '"')).object();
}

} // namespace

class TestFieldWords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // Google's web page writes them.
    void saysHtmlNotesAsText()
    {
        QCOMPARE(diff::fieldText(u"description"_s, u"<p>Bring <b>cake</b></p>"_s, viewer()), u"Bring cake"_s);
        QCOMPARE(diff::fieldText(u"description"_s, u"a < b"_s, viewer()), u"a < b"_s);
    }

    void saysTimes_data()
    {
        QTest::addColumn<QString>("start");
        QTest::addColumn<QString>("end");
        QTest::addColumn<QString>("text");
        QTest::newRow("in the viewer's zone")
            << u"2024-01-15T13:00:00Z"_s << u"2024-01-15T14:00:00Z"_s << u"Mon, 15 Jan 2024, 14:00–15:00"_s;
        QTest::newRow("one instant") << u"2024-01-15T13:00:00Z"_s << u"2024-01-15T13:00:00Z"_s
                                     << u"Mon, 15 Jan 2024, 14:00"_s;
        QTest::newRow("over midnight") << u"2024-01-15T22:00:00Z"_s << u"2024-01-16T00:30:00Z"_s
                                       << u"Mon, 15 Jan 2024, 23:00 – Tue, 16 Jan 2024, 01:30"_s;
        QTest::newRow("over the change to summer time")
            << u"2024-03-31T00:30:00Z"_s << u"2024-03-31T01:30:00Z"_s << u"Sun, 31 Mar 2024, 01:30–03:30"_s;
        QTest::newRow("all day") << u"2024-01-15"_s << u"2024-01-16"_s << u"Mon, 15 Jan 2024"_s;
        QTest::newRow("days") << u"2024-01-15"_s << u"2024-01-18"_s << u"Mon, 15 Jan 2024–Wed, 17 Jan 2024"_s;
    }
    void saysTimes()
    {
        QFETCH(QString, start);
        QFETCH(QString, end);
        const auto time = [](const QString &text) {
            const QString member = text.size() > 10 ? u"dateTime"_s : u"date"_s;
            return QJsonObject{ { member, text } };
        };
        const QJsonObject times{ { u"start"_s, time(start) }, { u"end"_s, time(end) } };
        QTEST(diff::fieldText(u"start_time"_s, times, viewer()), "text");
    }

    void allDayIsTheSameDayEverywhere()
    {
        const EventTime day(QDate(2024, 1, 15));
        for (const char *zone : { "Pacific/Kiritimati", "Pacific/Niue", "UTC" }) {
            const diff::Viewer there{ QTimeZone(zone), QLocale(QLocale::English, QLocale::UnitedKingdom) };
            QCOMPARE(diff::dayOf(day, there), QDate(2024, 1, 15));
            QCOMPARE(diff::momentText(day, there), u"Mon, 15 Jan 2024"_s);
        }
    }

    void saysRecurrence_data()
    {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("text");
        QTest::newRow("daily") << u"RRULE:FREQ=DAILY"_s << u"Every day"_s;
        QTest::newRow("every other day") << u"RRULE:FREQ=DAILY;INTERVAL=3"_s << u"Every 3 days"_s;
        QTest::newRow("every day of some weekdays")
            << u"RRULE:FREQ=DAILY;BYDAY=MO,FR"_s << u"Every week on Monday and Friday"_s;
        QTest::newRow("not simple, by days")
            << u"RRULE:FREQ=DAILY;INTERVAL=2;BYDAY=MO"_s << u"RRULE:FREQ=DAILY;INTERVAL=2;BYDAY=MO"_s;
        QTest::newRow("weekdays") << u"RRULE:FREQ=WEEKLY;BYDAY=MO,FR"_s
                                  << u"Every week on Monday and Friday"_s;
        QTest::newRow("count") << u"RRULE:FREQ=WEEKLY;COUNT=10"_s << u"Every week, 10 times"_s;
        QTest::newRow("day of month") << u"RRULE:FREQ=MONTHLY;BYMONTHDAY=15"_s << u"Every month on day 15"_s;
        QTest::newRow("last day") << u"RRULE:FREQ=MONTHLY;BYMONTHDAY=-1"_s
                                  << u"Every month on the last day"_s;
        QTest::newRow("second Monday")
            << u"RRULE:FREQ=MONTHLY;BYDAY=2MO"_s << u"Every month on the second Monday"_s;
        QTest::newRow("days of the month")
            << u"RRULE:FREQ=MONTHLY;BYMONTHDAY=1,15"_s << u"Every month on the days 1 and 15"_s;
        QTest::newRow("working day") << u"RRULE:FREQ=MONTHLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"_s
                                     << u"Every 3 months on the last working day"_s;
        QTest::newRow("not simple, by place") << u"RRULE:FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1"_s
                                              << u"RRULE:FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1"_s;
        QTest::newRow("yearly until")
            << u"RRULE:FREQ=YEARLY;UNTIL=20300531T220000Z"_s << u"Every year, until Sat, 1 Jun 2030"_s;
        QTest::newRow("not simple") << u"RRULE:FREQ=YEARLY;BYWEEKNO=20"_s
                                    << u"RRULE:FREQ=YEARLY;BYWEEKNO=20"_s;
        QTest::newRow("weekday numbers in weekly")
            << u"RRULE:FREQ=WEEKLY;BYDAY=2MO"_s << u"RRULE:FREQ=WEEKLY;BYDAY=2MO"_s;
        QTest::newRow("exception") << u"RRULE:FREQ=DAILY\nEXDATE;TZID=Europe/Berlin:20240116T140000"_s
                                   << u"Every day\nnot on Tue, 16 Jan 2024"_s;
    }
    void saysRecurrence()
    {
        QFETCH(QString, lines);
        QTEST(diff::recurrenceText(lines.split(u'\n'), viewer()), "text");
    }

    void saysValues_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const QString &field, const QJsonValue &value,
                             const QString &text) { QTest::newRow(name) << field << value << text; };
        row("null", u"title"_s, QJsonValue(), QString());
        row("title", u"title"_s, u"Lunch"_s, u"Lunch"_s);
        row("default reminders", u"reminders"_s, json("{'useDefault': true}"), u"as the calendar has it"_s);
        row("no reminders", u"reminders"_s, json("{'useDefault': false}"), u"none"_s);
        row("reminders", u"reminders"_s,
            json("{'overrides': [{'method': 'popup', 'minutes': 10}, {'method': 'email', 'minutes': 1440}]}"),
            u"10 minutes before and 1 day before by e-mail"_s);
        row("reminder at the start", u"reminders"_s,
            json("{'overrides': [{'method': 'popup', 'minutes': 0}]}"), u"at the start"_s);
        row("guests", u"attendees"_s,
            json("{'a': [{'email': 'anna@example.com', 'displayName': 'Anna', 'responseStatus': 'accepted'}, "
                 "{'email': 'bob@example.com'}]}")
                .value(u"a"_s),
            u"Anna (accepted) and bob@example.com"_s);
        row("colour", u"color_id"_s, u"11"_s, u"Tomato"_s);
        row("free", u"transparency"_s, u"transparent"_s, u"free"_s);
        row("yes", u"guestsCanModify"_s, true, u"yes"_s);
        row("unknown code", u"visibility"_s, u"new"_s, u"new"_s);
        row("meeting", u"conferenceData"_s, json("{'entryPoints': [{'uri': 'https://meet.example/a'}]}"),
            u"https://meet.example/a"_s);
    }
    void saysValues()
    {
        QFETCH(QString, field);
        QFETCH(QJsonValue, value);
        QTEST(diff::fieldText(field, value, viewer()), "text");
    }

    void keepsNamesOfAnotherDirectionTogether_data()
    {
        QTest::addColumn<QLocale::Language>("language");
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("isolated");
        QTest::addColumn<QString>("line");
        const QString hebrew = u"\u05E9\u05DC\u05D5\u05DD"_s;
        QTest::newRow("English in English") << QLocale::English << u"Lunch"_s << u"Lunch"_s << u"Lunch"_s;
        QTest::newRow("English in Arabic")
            << QLocale::Arabic << u"Lunch"_s << u"\u2068Lunch\u2069"_s << u"\u200F\u2068Lunch\u2069"_s;
        QTest::newRow("Hebrew in Arabic") << QLocale::Arabic << hebrew << hebrew << hebrew;
        QTest::newRow("Hebrew in English") << QLocale::English << hebrew << u"\u2068"_s + hebrew + u"\u2069"_s
                                           << u"\u2068"_s + hebrew + u"\u2069"_s;
        QTest::newRow("nothing") << QLocale::Arabic << QString() << QString() << QString();
    }
    void keepsNamesOfAnotherDirectionTogether()
    {
        QFETCH(QLocale::Language, language);
        QFETCH(QString, title);
        const diff::Viewer reader{ QTimeZone("UTC"), QLocale(language) };
        const QString isolated = diff::isolated(title, reader);
        QTEST(isolated, "isolated");
        QTEST(diff::directed(isolated, reader), "line");
    }

    void saysDurations()
    {
        QCOMPARE(diff::durationText(1), u"1 minute"_s);
        QCOMPARE(diff::durationText(90), u"90 minutes"_s);
        QCOMPARE(diff::durationText(120), u"2 hours"_s);
        QCOMPARE(diff::durationText(1440), u"1 day"_s);
        QCOMPARE(diff::durationText(3 * 7 * 1440), u"3 weeks"_s);
    }
};

ARIA_TEST(TestFieldWords)
#include "tst_fieldwords.moc"
