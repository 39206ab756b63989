// Gaps between events, as a person sees them.
#include "api/freetime.h"

#include "support/testmain.h"

#include <QJsonDocument>
#include <QTest>

namespace tst_freetime {

using namespace aria;
using namespace aria::api;
using namespace Qt::StringLiterals;

namespace {

const QTimeZone berlin("Europe/Berlin");

QDateTime at(const char *text)
{
    return QDateTime::fromString(QString::fromLatin1(text), Qt::ISODate).toUTC();
}

service::EventView eventOf(const QByteArray &json)
{
    service::EventView view;
    view.event = calendar::Event(QJsonDocument::fromJson(json).object());
    return view;
}

// "Tu 09:00-10:00" for each gap.
QString shown(const QList<Span> &spans)
{
    QStringList texts;
    for (const Span &span : spans) {
        const QDateTime from = span.from.toTimeZone(berlin);
        const QDateTime to = span.to.toTimeZone(berlin);
        texts.append(
            u"%1 %2-%3"_s.arg(from.date().day()).arg(from.toString(u"HH:mm"_s), to.toString(u"HH:mm"_s)));
    }
    return texts.join(u", "_s);
}

} // namespace

class TestFreeTime : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void gaps_data();
    void gaps();
    void clocksThatChange();
    void nightsAreOneGap();
    void whatKeepsBusy();
};

void TestFreeTime::gaps_data()
{
    QTest::addColumn<QString>("busy"); // "10:00-11:00 …" on Tuesday the 15th
    QTest::addColumn<QString>("free");
    QTest::newRow("nothing") << QString() << u"15 09:00-18:00"_s;
    QTest::newRow("one") << u"10:00-11:00"_s << u"15 09:00-10:00, 15 11:00-18:00"_s;
    QTest::newRow("too short between") << u"10:00-11:00 11:20-12:00"_s << u"15 09:00-10:00, 15 12:00-18:00"_s;
    QTest::newRow("exactly long enough")
        << u"10:00-11:00 11:30-12:00"_s << u"15 09:00-10:00, 15 11:00-11:30, 15 12:00-18:00"_s;
    QTest::newRow("one inside another")
        << u"10:00-14:00 11:00-12:00"_s << u"15 09:00-10:00, 15 14:00-18:00"_s;
    QTest::newRow("any order") << u"15:00-16:00 10:00-11:00"_s
                               << u"15 09:00-10:00, 15 11:00-15:00, 15 16:00-18:00"_s;
    QTest::newRow("over both ends") << u"07:00-10:00 17:00-20:00"_s << u"15 10:00-17:00"_s;
    QTest::newRow("all of it") << u"08:00-19:00"_s << QString();
    QTest::newRow("before and after") << u"06:00-07:00 19:00-20:00"_s << u"15 09:00-18:00"_s;
}

void TestFreeTime::gaps()
{
    QFETCH(QString, busy);
    QList<Span> spans;
    for (const QString &span : busy.split(u' ', Qt::SkipEmptyParts)) {
        const auto moment = [&](int part) {
            const QTime time = QTime::fromString(span.section(u'-', part, part), u"HH:mm"_s);
            return QDateTime(QDate(2030, 1, 15), time, berlin).toUTC();
        };
        spans.append({ moment(0), moment(1) });
    }
    const FreeTimeQuestion question{ { at("2030-01-15T00:00:00+01:00"), at("2030-01-16T00:00:00+01:00") },
        berlin };
    QTEST(shown(freeTimes(spans, question)), "free");
}

void TestFreeTime::clocksThatChange()
{
    // Friday to Monday; the clocks go forward on Sunday the 31st of March 2030.
    FreeTimeQuestion question{ { at("2030-03-29T12:00:00+01:00"), at("2030-04-01T12:00:00+02:00") }, berlin };
    QCOMPARE(shown(freeTimes({}, question)), u"29 12:00-18:00, 1 09:00-12:00"_s);
    question.weekends = true;
    QCOMPARE(
        shown(freeTimes({}, question)), u"29 12:00-18:00, 30 09:00-18:00, 31 09:00-18:00, 1 09:00-12:00"_s);
    question.limit = 2;
    QCOMPARE(shown(freeTimes({}, question)), u"29 12:00-18:00, 30 09:00-18:00"_s);
    // The day begins at a time that the clocks skip.
    FreeTimeQuestion early{ { at("2030-03-31T00:00:00+01:00"), at("2030-04-01T00:00:00+02:00") }, berlin };
    early.weekends = true;
    early.earliest = 2 * 60 + 30;
    early.latest = 5 * 60;
    QCOMPARE(shown(freeTimes({}, early)), u"31 03:30-05:00"_s);
}

void TestFreeTime::nightsAreOneGap()
{
    FreeTimeQuestion question{ { at("2030-01-15T00:00:00+01:00"), at("2030-01-17T00:00:00+01:00") }, berlin };
    question.earliest = 0;
    question.latest = 24 * 60;
    const QList<Span> busy{ { at("2030-01-15T10:00:00+01:00"), at("2030-01-15T20:00:00+01:00") } };
    const QList<Span> free = freeTimes(busy, question);
    QCOMPARE(shown(free), u"15 00:00-10:00, 15 20:00-00:00"_s);
    QCOMPARE(free.last().to, question.window.to);
}

void TestFreeTime::whatKeepsBusy()
{
    const QByteArray times =
        R"("start":{"dateTime":"2030-01-15T10:00:00Z"},"end":{"dateTime":"2030-01-15T11:00:00Z"})";
    const QList<service::EventView> events{
        eventOf("{" + times + "}"),
        eventOf(R"({"transparency":"transparent",)" + times + "}"),
        eventOf(R"({"status":"cancelled",)" + times + "}"),
        eventOf(R"({"attendees":[{"self":true,"responseStatus":"declined"}],)" + times + "}"),
        eventOf(R"({"attendees":[{"responseStatus":"declined"},{"self":true,"responseStatus":"accepted"}],)"
            + times + "}"),
        eventOf(R"({"start":{"date":"2030-01-16"},"end":{"date":"2030-01-17"}})"),
    };
    const QList<Span> busy = busyTimes(events, berlin);
    QCOMPARE(shown(busy), u"15 11:00-12:00, 15 11:00-12:00, 16 00:00-00:00"_s);
}

ARIA_TEST(TestFreeTime)

} // namespace tst_freetime

#include "tst_freetime.moc"
