#include "calendar/agenda.h"

#include "support/cputime.h"
#include "support/testmain.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace tst_agenda {

using namespace aria::calendar;

namespace {

QDateTime utc(const char *text)
{
    return QDateTime::fromString(QLatin1String(text), Qt::ISODate).toUTC();
}

Event parse(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        qFatal("%s", json.constData());
    return Event(document.object());
}

const QByteArray Master = R"({"id":"m","summary":"Daily","recurrence":["RRULE:FREQ=DAILY"],
    "start":{"dateTime":"2024-01-01T09:00:00Z","timeZone":"UTC"},"end":{"dateTime":"2024-01-01T10:00:00Z","timeZone":"UTC"}})";

QStringList ids(const Agenda &agenda)
{
    QStringList result;
    for (const auto &[event, source] : agenda.entries)
        result.append(event.id());
    return result;
}

QList<AgendaSource> sources(const QList<Event> &events)
{
    QList<AgendaSource> result;
    for (const Event &event : events)
        result.append({ u"primary"_s, event });
    return result;
}

// On June 15, 2024.
Event seriesOf(const QString &id, const QStringList &lines)
{
    Event event = parse(Master);
    event.set(u"id"_s, id);
    event.set(u"recurrence"_s, QJsonArray::fromStringList(lines));
    return event;
}

// RDATE lines with that many dates, each of them on its own second from midnight on.
QStringList datesOnJune15(int count)
{
    const QDateTime midnight = utc("2024-06-15T00:00:00Z");
    QStringList dates;
    for (int i = 0; i < count; ++i)
        dates.append(midnight.addSecs(i * 10LL).toString(u"yyyyMMdd'T'HHmmss'Z'"_s));
    return { u"RDATE:"_s + dates.join(u',') };
}

QStringList day(const QList<QByteArray> &events, const char *from = "2024-01-15T00:00:00Z",
    const char *to = "2024-01-16T00:00:00Z", const QByteArray &zone = "UTC")
{
    QList<Event> list;
    for (const QByteArray &json : events)
        list.append(parse(json));
    return ids(agenda(sources(list), utc(from), utc(to), QTimeZone(zone)));
}

} // namespace

class TestAgenda : public QObject
{
    Q_OBJECT

private slots:
    void expandsSeries();
    void cancelledOccurrence();
    void movedOut();
    void movedIn();
    void movedWithinTheDay();
    void opaqueInstanceIds();
    void splitSeries();
    void deletedSeriesTakesItsExceptions();
    void exceptionsOfAllDaySeries();
    void edges_data();
    void edges();
    void order();
    void fast();
    void eachCalendarForItself();
    void theFirstOfMany();
    void manyDates_data();
    void manyDates();
    void whatIsTooMuchIsCutShort_data();
    void whatIsTooMuchIsCutShort();
    void allSeriesTogetherAreBounded();
};

void TestAgenda::expandsSeries()
{
    QCOMPARE(day({ Master }), QStringList{ u"m_20240115T090000Z"_s });
}

void TestAgenda::cancelledOccurrence()
{
    QCOMPARE(day({ Master, R"({"id":"m_20240115T090000Z","recurringEventId":"m","status":"cancelled",
        "originalStartTime":{"dateTime":"2024-01-15T10:00:00+01:00","timeZone":"Europe/Berlin"}})" }),
        QStringList());
}

void TestAgenda::movedOut()
{
    QCOMPARE(
        day({ R"({"id":"m_20240115T090000Z","recurringEventId":"m","originalStartTime":{"dateTime":"2024-01-15T09:00:00Z"},
        "start":{"dateTime":"2024-01-20T09:00:00Z"},"end":{"dateTime":"2024-01-20T10:00:00Z"}})",
            Master }),
        QStringList());
}

void TestAgenda::movedIn()
{
    QCOMPARE(
        day({ Master,
            R"({"id":"m_20240120T090000Z","recurringEventId":"m","originalStartTime":{"dateTime":"2024-01-20T09:00:00Z"},
        "start":{"dateTime":"2024-01-15T07:00:00Z"},"end":{"dateTime":"2024-01-15T08:00:00Z"}})" }),
        QStringList({ u"m_20240120T090000Z"_s, u"m_20240115T090000Z"_s }));
}

void TestAgenda::movedWithinTheDay()
{
    QCOMPARE(
        day({ Master,
            R"({"id":"m_20240115T090000Z","recurringEventId":"m","originalStartTime":{"dateTime":"2024-01-15T09:00:00Z"},
        "start":{"dateTime":"2024-01-15T20:00:00Z"},"end":{"dateTime":"2024-01-15T21:00:00Z"}})" }),
        QStringList{ u"m_20240115T090000Z"_s });
}

void TestAgenda::opaqueInstanceIds()
{
    QCOMPARE(
        day({ Master,
            R"({"id":"zq81opaque","recurringEventId":"m","originalStartTime":{"dateTime":"2024-01-15T09:00:00Z"},
        "start":{"dateTime":"2024-01-15T11:00:00Z"},"end":{"dateTime":"2024-01-15T12:00:00Z"}})" }),
        QStringList{ u"zq81opaque"_s });
}

void TestAgenda::splitSeries()
{
    const QByteArray first = R"({"id":"m","recurrence":["RRULE:FREQ=DAILY;UNTIL=20240114T235959Z"],
        "start":{"dateTime":"2024-01-01T09:00:00Z","timeZone":"UTC"},"end":{"dateTime":"2024-01-01T10:00:00Z","timeZone":"UTC"}})";
    const QByteArray second = R"({"id":"m_R20240115T090000","recurrence":["RRULE:FREQ=DAILY"],
        "start":{"dateTime":"2024-01-15T11:00:00Z","timeZone":"UTC"},"end":{"dateTime":"2024-01-15T12:00:00Z","timeZone":"UTC"}})";
    QCOMPARE(day({ first, second }, "2024-01-14T00:00:00Z"),
        QStringList({ u"m_20240114T090000Z"_s, u"m_R20240115T090000_20240115T110000Z"_s }));
}

void TestAgenda::deletedSeriesTakesItsExceptions()
{
    QCOMPARE(day({ R"({"id":"m","status":"cancelled"})",
                 R"({"id":"x","recurringEventId":"m","originalStartTime":{"dateTime":"2024-01-15T09:00:00Z"},
        "start":{"dateTime":"2024-01-15T11:00:00Z"},"end":{"dateTime":"2024-01-15T12:00:00Z"}})" }),
        QStringList());
}

void TestAgenda::exceptionsOfAllDaySeries()
{
    const QByteArray master =
        R"({"id":"d","recurrence":["RRULE:FREQ=DAILY"],"start":{"date":"2024-01-01"},"end":{"date":"2024-01-02"}})";
    QCOMPARE(day({ master }), QStringList{ u"d_20240115"_s });
    QCOMPARE(
        day({ master,
            R"({"id":"d_20240115","recurringEventId":"d","status":"cancelled","originalStartTime":{"date":"2024-01-15"}})" }),
        QStringList());
    // The 15th on the first islands is a stretch of the 14th in UTC.
    QCOMPARE(day({ master }, "2024-01-14T10:00:00Z", "2024-01-15T10:00:00Z", "Pacific/Kiritimati"),
        QStringList{ u"d_20240115"_s });
    QCOMPARE(day({ master }, "2024-01-15T11:00:00Z", "2024-01-16T11:00:00Z", "Pacific/Pago_Pago"),
        QStringList{ u"d_20240115"_s });
}

void TestAgenda::edges_data()
{
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<QByteArray>("end");
    QTest::addColumn<bool>("inside");
    const auto row = [](const char *start, const char *end, bool inside) {
        QTest::addRow("%s %s", start, end) << QByteArray(start) << QByteArray(end) << inside;
    };
    row("2024-01-14T23:00:00Z", "2024-01-15T00:00:00Z", false);
    row("2024-01-14T23:00:00Z", "2024-01-15T00:00:01Z", true);
    row("2024-01-15T23:59:59Z", "2024-01-16T01:00:00Z", true);
    row("2024-01-16T00:00:00Z", "2024-01-16T01:00:00Z", false);
    row("2024-01-15T00:00:00Z", "2024-01-15T00:00:00Z", true);
    row("2024-01-16T00:00:00Z", "2024-01-16T00:00:00Z", false);
    row("2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z", true);
    row("2024-01-15T12:00:00Z", "", true);
    row("2024-01-14T12:00:00Z", "", false);
}

void TestAgenda::edges()
{
    QFETCH(QByteArray, start);
    QFETCH(QByteArray, end);
    QFETCH(bool, inside);
    QByteArray json = R"({"id":"s","start":{"dateTime":")" + start + R"("})";
    if (!end.isEmpty())
        json += R"(,"end":{"dateTime":")" + end + R"("})";
    QCOMPARE(day({ json + '}' }).size(), inside ? 1 : 0);
}

void TestAgenda::order()
{
    const auto timed = [](const char *id, const char *title, const char *start) {
        return QByteArray(R"({"id":")") + id + R"(","summary":")" + title + R"(","start":{"dateTime":")"
            + start + R"("},"end":{"dateTime":"2024-01-15T23:00:00Z"}})";
    };
    QCOMPARE(
        day({ timed("e", "b", "2024-01-15T09:00:00Z"), timed("d", "a", "2024-01-15T09:00:00Z"),
            timed("c", "a", "2024-01-15T09:00:00Z"), timed("b", "z", "2024-01-15T00:00:00Z"),
            R"({"id":"a","summary":"zz","start":{"date":"2024-01-15"},"end":{"date":"2024-01-16"}})",
            R"({"id":"x","status":"cancelled","start":{"date":"2024-01-15"},"end":{"date":"2024-01-16"}})" }),
        QStringList({ u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s }));
}

void TestAgenda::fast()
{
    QList<Event> events;
    for (int i = 0; i < 10'000; ++i) {
        Event each = parse(Master);
        each.set(u"id"_s, u"e%1"_s.arg(i));
        if (i % 50 != 0)
            each.set(u"recurrence"_s, {});
        events.append(each);
    }
    const aria::test::CpuTimer timer;
    const auto result = agenda(sources(events), utc("2024-06-15T00:00:00Z"), utc("2024-06-16T00:00:00Z"),
        QTimeZone("Europe/Berlin"));
    const qint64 elapsed = timer.elapsed();
    qInfo("10000 events in %lld ms", elapsed);
    QCOMPARE(result.entries.size(), 200);
    QVERIFY(elapsed < 2000); // generous for sanitizers and busy machines
}

// Both have the organizer's event under one id; one of them has cancelled an occurrence.
void TestAgenda::eachCalendarForItself()
{
    const Event gone = parse(R"({"id":"m_20240615T090000Z","status":"cancelled","recurringEventId":"m",
        "originalStartTime":{"dateTime":"2024-06-15T09:00:00Z"}})");
    const QList<AgendaSource> both{ { u"a"_s, parse(Master) }, { u"b"_s, parse(Master) }, { u"a"_s, gone } };
    const Agenda result =
        agenda(both, utc("2024-06-15T00:00:00Z"), utc("2024-06-17T00:00:00Z"), QTimeZone::utc());
    QStringList found;
    for (const auto &[event, source] : result.entries)
        found.append(both.at(source).calendarId + u' ' + event.start().toText().left(10));
    QCOMPARE(found, QStringList({ u"b 2024-06-15"_s, u"a 2024-06-16"_s, u"b 2024-06-16"_s }));
}

// The work is that of the answer, not that of the window.
void TestAgenda::theFirstOfMany()
{
    QList<Event> events;
    for (int i = 0; i < 500; ++i)
        events.append(seriesOf(u"e%1"_s.arg(i), { u"RRULE:FREQ=HOURLY"_s }));
    const aria::test::CpuTimer timer;
    const Agenda result = agenda(sources(events), utc("2024-06-15T00:00:00Z"), utc("2024-09-13T00:00:00Z"),
        QTimeZone("Europe/Berlin"), 3);
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed()))); // whole: a million
    QCOMPARE(ids(result),
        QStringList({ u"e0_20240615T000000Z"_s, u"e100_20240615T000000Z"_s, u"e101_20240615T000000Z"_s }));
    QVERIFY(result.cutShort.isEmpty());
}

void TestAgenda::manyDates_data()
{
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<int>("count");
    QTest::newRow("2000") << datesOnJune15(2000) << 2000;
    QTest::newRow("8000") << datesOnJune15(8000) << 8000;
    QTest::newRow("all excluded") << datesOnJune15(4000)
            + QStringList{ QString(datesOnJune15(4000).first()).replace("RDATE"_L1, "EXDATE"_L1) }
                                  << 0;
}

void TestAgenda::manyDates()
{
    QFETCH(QStringList, lines);
    QFETCH(int, count);
    const aria::test::CpuTimer timer;
    const Agenda result = agenda(sources({ seriesOf(u"m"_s, lines) }), utc("2024-06-15T00:00:00Z"),
        utc("2024-06-16T00:00:00Z"), QTimeZone::utc());
    QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(result.entries.size(), count);
    QVERIFY(result.cutShort.isEmpty());
}

void TestAgenda::whatIsTooMuchIsCutShort_data()
{
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<bool>("showsSome");
    const auto row = [](const char *name, const QStringList &lines, bool showsSome) {
        QTest::newRow(name) << lines << showsSome;
    };
    row("every second", { u"RRULE:FREQ=SECONDLY"_s }, true);
    row("nothing left of it",
        { u"RRULE:FREQ=SECONDLY"_s, u"EXRULE:FREQ=SECONDLY;BYSECOND=0"_s,
            u"EXRULE:FREQ=SECONDLY;BYSECOND=1"_s, u"EXRULE:FREQ=SECONDLY"_s },
        false);
    row("300 rules that take out, and never what is there",
        QStringList{ u"RRULE:FREQ=SECONDLY;INTERVAL=2"_s }
            + QStringList(300, u"EXRULE:FREQ=SECONDLY;BYSECOND=1"_s),
        false);
    row("counted from long ago", { u"RRULE:FREQ=SECONDLY;BYHOUR=1,2,3;COUNT=999999999"_s }, false);
}

void TestAgenda::whatIsTooMuchIsCutShort()
{
    QFETCH(QStringList, lines);
    QFETCH(bool, showsSome);
    Event beside = parse(Master);
    beside.set(u"id"_s, u"beside"_s);
    const QList<AgendaSource> all = sources({ seriesOf(u"much"_s, lines), beside });
    const aria::test::CpuTimer timer;
    const Agenda result =
        agenda(all, utc("2024-06-15T00:00:00Z"), utc("2024-06-16T00:00:00Z"), QTimeZone::utc());
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(result.cutShort, QList<qsizetype>{ 0 });
    QVERIFY(ids(result).contains(u"beside_20240615T090000Z"_s));
    if (showsSome)
        QVERIFY(result.entries.size() > 300);
}

void TestAgenda::allSeriesTogetherAreBounded()
{
    QList<Event> events;
    for (int i = 0; i < 100; ++i)
        events.append(seriesOf(u"e%1"_s.arg(i), { u"RRULE:FREQ=SECONDLY"_s }));
    const aria::test::CpuTimer timer;
    const Agenda result = agenda(sources(events), utc("2024-06-15T00:00:00Z"), utc("2024-06-16T00:00:00Z"),
        QTimeZone("Europe/Berlin"));
    QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(result.cutShort.size(), 100);
    QVERIFY(result.entries.size() > 10'000);
    QVERIFY(result.entries.size() < 100'000);
}

ARIA_TEST(TestAgenda)

} // namespace tst_agenda

#include "tst_agenda.moc"
