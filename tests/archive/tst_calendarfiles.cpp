// The iCalendar files. tests/packaging/check_archive.py shows them to readers of other people's making.
#include "archive/calendarfiles.h"
#include "archive/icalendar.h"

#include "support/testmain.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;

namespace tst_calendarfiles {

using namespace aria;
using namespace aria::archive;

namespace {

QJsonObject timed(const QString &time, const QString &zone = {})
{
    QJsonObject object{ { u"dateTime"_s, time } };
    if (!zone.isEmpty())
        object.insert(u"timeZone"_s, zone);
    return object;
}

QJsonObject day(const QString &date)
{
    return { { u"date"_s, date } };
}

IcalEvent item(const QJsonObject &json)
{
    IcalEvent out;
    out.event = calendar::Event(json);
    out.uid = u"uid@here"_s;
    out.created = QDateTime(QDate(2024, 1, 1), QTime(8, 0), Qt::UTC);
    out.changed = out.created.addDays(1);
    return out;
}

IcalEvent simple(const QJsonObject &more = {})
{
    QJsonObject json{ { u"id"_s, u"x"_s }, { u"summary"_s, u"Tea"_s },
        { u"start"_s, timed(u"2024-01-15T10:00:00+01:00"_s, u"Europe/Berlin"_s) },
        { u"end"_s, timed(u"2024-01-15T11:00:00+01:00"_s, u"Europe/Berlin"_s) } };
    for (auto it = more.begin(); it != more.end(); ++it)
        json.insert(it.key(), it.value());
    return item(json);
}

// Without the folding of long lines.
QByteArray unfolded(const IcalendarFile &file)
{
    return file.content().replace("\r\n ", "");
}

} // namespace

class TestCalendarFiles : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anEvent_data()
    {
        QTest::addColumn<QJsonObject>("more");
        QTest::addColumn<QByteArrayList>("expected");
        const auto row = [](const char *name, const QJsonObject &more, const QByteArrayList &expected) {
            QTest::newRow(name) << more << expected;
        };
        row("times in a zone", {},
            { "DTSTART;TZID=Europe/Berlin:20240115T100000", "DTEND;TZID=Europe/Berlin:20240115T110000",
                "UID:uid@here", "SUMMARY:Tea", "DTSTAMP:20240102T080000Z", "CREATED:20240101T080000Z" });
        row("UTC",
            { { u"start"_s, timed(u"2024-01-15T10:00:00Z"_s) },
                { u"end"_s, timed(u"2024-01-15T11:00:00Z"_s) } },
            { "DTSTART:20240115T100000Z", "DTEND:20240115T110000Z" });
        row("a zone that nobody knows",
            { { u"start"_s, timed(u"2024-01-15T10:00:00+01:00"_s, u"Mars/Olympus"_s) } },
            { "DTSTART:20240115T090000Z" });
        row("days", { { u"start"_s, day(u"2024-02-29"_s) }, { u"end"_s, day(u"2024-03-01"_s) } },
            { "DTSTART;VALUE=DATE:20240229", "DTEND;VALUE=DATE:20240301" });
        row("Google's UID", { { u"iCalUID"_s, u"abc@google.com"_s } }, { "UID:abc@google.com" });
        row("texts", { { u"description"_s, u"a, b; c\\ d\ne\x01"_s } },
            { "DESCRIPTION:a\\, b\\; c\\\\ d\\ne" });
        row("states",
            { { u"visibility"_s, u"private"_s }, { u"transparency"_s, u"transparent"_s },
                { u"status"_s, u"tentative"_s }, { u"sequence"_s, 2 } },
            { "CLASS:PRIVATE", "TRANSP:TRANSPARENT", "STATUS:TENTATIVE", "SEQUENCE:2" });
        row("guests",
            { { u"organizer"_s, QJsonObject{ { u"email"_s, u"me@example.com"_s } } },
                { u"attendees"_s,
                    QJsonArray{
                        QJsonObject{ { u"email"_s, u"al@example.com"_s },
                            { u"displayName"_s, u"Al \"A\"; B"_s }, { u"responseStatus"_s, u"accepted"_s } },
                        QJsonObject{ { u"email"_s, u"no address\nX-EVIL:1"_s } } } } },
            { "ORGANIZER:mailto:me@example.com",
                "ATTENDEE;CN=\"Al 'A'; B\";ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED:mailto:al@example.com" });
        row("reminders",
            { { u"reminders"_s,
                QJsonObject{ { u"useDefault"_s, false },
                    { u"overrides"_s,
                        QJsonArray{
                            QJsonObject{ { u"method"_s, u"popup"_s }, { u"minutes"_s, 90 } } } } } } },
            { "BEGIN:VALARM", "TRIGGER:-PT1H30M", "ACTION:DISPLAY" });
        row("a series",
            { { u"recurrence"_s,
                QJsonArray{ u"RRULE:FREQ=WEEKLY;COUNT=5"_s,
                    u"EXDATE;TZID=Europe/Berlin:20240122T100000,20240129T100000"_s } } },
            { "RRULE:FREQ=WEEKLY;COUNT=5", "EXDATE;TZID=Europe/Berlin:20240122T100000",
                "EXDATE;TZID=Europe/Berlin:20240129T100000" });
    }

    void anEvent()
    {
        QFETCH(QJsonObject, more);
        QFETCH(QByteArrayList, expected);
        IcalendarFile file(u"primary"_s);
        QVERIFY(file.add(simple(more), {}));
        const QByteArrayList lines = unfolded(file).split('\n');
        for (const QByteArray &line : expected)
            QVERIFY2(lines.contains(line + '\r'), line + " is not in\n" + file.content());
        QVERIFY(!file.content().contains("EVIL"));
    }

    void linesAreFolded()
    {
        IcalendarFile file(u"primary"_s);
        QVERIFY(file.add(simple({ { u"description"_s, u"日本語"_s.repeated(100) } }), {}));
        QVERIFY(unfolded(file).contains(u"日本語"_s.repeated(100).toUtf8()));
        for (const QByteArray &line : file.content().split('\n'))
            QVERIFY2(line.size() <= 76, line); // 75 octets and CR
    }

    void changedAndDeletedOccurrences()
    {
        IcalendarFile file(u"primary"_s);
        const IcalEvent master = simple({ { u"recurrence"_s, QJsonArray{ u"RRULE:FREQ=DAILY"_s } } });
        IcalEvent changed = simple({ { u"summary"_s, u"Later"_s }, { u"recurringEventId"_s, u"x"_s },
            { u"originalStartTime"_s, timed(u"2024-01-16T09:00:00Z"_s) } });
        IcalEvent gone = simple({ { u"recurringEventId"_s, u"x"_s },
            { u"originalStartTime"_s, timed(u"2024-01-17T09:00:00Z"_s) } });
        gone.isGone = true;
        QVERIFY(file.add(master, { changed, gone }));
        const QByteArray text = unfolded(file);
        QVERIFY2(text.contains("\r\nRECURRENCE-ID;TZID=Europe/Berlin:20240116T100000\r\n"), text);
        QVERIFY2(text.contains("\r\nEXDATE;TZID=Europe/Berlin:20240117T100000\r\n"), text);
        QCOMPARE(text.count("BEGIN:VEVENT"), 2);
        QCOMPARE(text.count("BEGIN:VTIMEZONE"), 1);
        QVERIFY(text.contains("TZID:Europe/Berlin\r\n"));
        QCOMPARE(text.count("UID:uid@here\r\n"), 2);
    }

    void withoutTimesThereIsNoEvent()
    {
        IcalendarFile file(u"primary"_s);
        QVERIFY(!file.add(item({ { u"id"_s, u"x"_s } }), {}));
        QVERIFY(!file.content().contains("VEVENT"));
        QVERIFY(file.content().startsWith("BEGIN:VCALENDAR\r\n"));
        QVERIFY(file.content().endsWith("END:VCALENDAR\r\n"));
    }

    void fileNames_data()
    {
        QTest::addColumn<QString>("calendarId");
        QTest::addColumn<QString>("name");
        QTest::newRow("primary") << u"primary"_s << u"primary"_s;
        QTest::newRow("group") << u"a_b@group.calendar.google.com"_s << u"a_b@group.calendar.google.com"_s;
        QTest::newRow("up") << u"../../etc/passwd"_s << u"%2E.%2F..%2Fetc%2Fpasswd"_s;
        QTest::newRow("hash") << u"de.german#holiday@x"_s << u"de.german%23holiday@x"_s;
    }

    void fileNames()
    {
        QFETCH(QString, calendarId);
        QTEST(fileNameFor(calendarId), "name");
    }
};

ARIA_TEST(TestCalendarFiles)

} // namespace tst_calendarfiles

#include "tst_calendarfiles.moc"
