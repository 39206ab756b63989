// GET /events with the real programs: pages, words and entity tags, over what the API, SQL and Google wrote.
#include "e2e/rig.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_reading {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestReading : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void pages_data();
    void pages();
    void anyCentury();
    void words_data();
    void words();
    void sqlIsFoundAtOnce();
    void namesEveryFault();
    void tags();

private:
    void create(const QString &title, const QString &start, const QJsonObject &more = {});
    QStringList titles(const QString &query) // of all pages
    {
        QStringList found;
        QString cursor;
        do {
            const Answer page = rig->api(
                "GET", u"/events?"_s + query + (cursor.isEmpty() ? QString() : u"&cursor="_s + cursor));
            if (page.status != 200)
                return { QString::fromUtf8(page.shown()) };
            const QJsonArray events = page["events"].toArray();
            for (const QJsonValue event : events)
                found << event[u"title"_s].toString();
            cursor = page["next_cursor"].toString();
        } while (!cursor.isEmpty() && found.size() < 1000); // a cursor that leads nowhere fails, too
        return found;
    }

    std::unique_ptr<Rig> rig;
};

void TestReading::create(const QString &title, const QString &start, const QJsonObject &more)
{
    QJsonObject body = more;
    body[u"title"_s] = title;
    body[u"start_time"_s] = start;
    if (!body.contains(u"end_time"_s))
        body[u"end_time"_s] = start.left(11) + u"23:30:00Z"_s;
    const Answer made = rig->api("POST", u"/events/create"_s, toBytes(body));
    QVERIFY2(made.status == 200, made.shown());
}

void TestReading::initTestCase()
{
    rig = std::make_unique<Rig>();
    QVERIFY(rig->start());
    create(u"Zahnärztin"_s, u"2031-03-01T09:00:00Z"_s, { { u"location"_s, u"Große Straße 7"_s } });
    create(u"Lunch"_s, u"2031-03-01T12:00:00Z"_s,
        { { u"attendees"_s, QJsonArray{ u"anna@example.org"_s } },
            { u"description"_s, u"about the budget"_s } });
    create(u"Daily"_s, u"2031-02-27T08:00:00Z"_s,
        { { u"recurrence"_s, u"RRULE:FREQ=DAILY;COUNT=6"_s }, { u"end_time"_s, u"2031-02-27T08:15:00Z"_s } });
    create(u"Holiday"_s, u"2031-03-01"_s, { { u"end_time"_s, u"2031-03-03"_s }, { u"all_day"_s, true } });
    create(u"Founding"_s, u"1871-01-18T11:00:00Z"_s);
    const Answer found = rig->api("GET", u"/events?from=2031-03-02&to=2031-03-03&tz=UTC&q=daily"_s);
    const Answer changed = rig->api("POST", u"/events/update"_s,
        toBytes({ { u"google_event_id"_s, found["events"][0][u"google_event_id"_s] },
            { u"title"_s, u"Retrospective"_s } }));
    QVERIFY2(changed.status == 200, changed.shown());
}

void TestReading::cleanupTestCase()
{
    const QString problem = rig->stopAll();
    rig.reset();
    QCOMPARE(problem, QString());
}

void TestReading::pages_data()
{
    QTest::addColumn<int>("limit");
    for (const int limit : { 1, 2, 3, 500 })
        QTest::addRow("%d a page", limit) << limit;
}

void TestReading::pages()
{
    QFETCH(int, limit);
    const QStringList expected{ u"Holiday"_s, u"Daily"_s, u"Zahnärztin"_s, u"Lunch"_s, u"Retrospective"_s,
        u"Daily"_s };
    QCOMPARE(titles(u"from=2031-03-01&to=2031-03-04&tz=UTC&limit=%1"_s.arg(limit)), expected);
    QCOMPARE(titles(u"from=2031-03-01T12:30:00Z&to=2031-03-01T12:31:00%2B00:00&tz=UTC&limit=%1"_s.arg(limit)),
        (QStringList{ u"Holiday"_s, u"Zahnärztin"_s, u"Lunch"_s }));
    QCOMPARE(
        titles(u"from=2031-03-01&to=2031-03-04&tz=UTC&calendar_id=primary&limit=%1"_s.arg(limit)), expected);
}

void TestReading::anyCentury()
{
    QCOMPARE(titles(u"from=1870-01-01&to=1875-01-01"_s), QStringList{ u"Founding"_s });
    QCOMPARE(titles(u"from=0001-01-01&to=0006-01-01"_s), QStringList());
    QCOMPARE(titles(u"from=9995-01-01&to=9999-12-31"_s), QStringList());
}

void TestReading::words_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QStringList>("found");
    QTest::newRow("an accent less") << u"ZAHNARZT"_s << QStringList{ u"Zahnärztin"_s };
    QTest::newRow("the place") << u"strasse%20gro%C3%9Fe"_s << QStringList{ u"Zahnärztin"_s };
    QTest::newRow("a guest and the notes") << u"anna%20budget"_s << QStringList{ u"Lunch"_s };
    QTest::newRow("an address") << u"anna@example.org"_s << QStringList{ u"Lunch"_s };
    QTest::newRow("not all words") << u"anna%20zahn"_s << QStringList();
    QTest::newRow("of a series") << u"daily"_s << QStringList(5, u"Daily"_s);
    QTest::newRow("of one occurrence") << u"retro"_s << QStringList{ u"Retrospective"_s };
    QTest::newRow("blank") << u"%20"_s
                           << QStringList{ u"Daily"_s, u"Daily"_s, u"Holiday"_s, u"Daily"_s, u"Zahnärztin"_s,
                                  u"Lunch"_s, u"Retrospective"_s, u"Daily"_s, u"Daily"_s };
}

void TestReading::words()
{
    QFETCH(QString, words);
    for (const auto *limit : { "1", "100" })
        QTEST(
            titles(u"from=2031-01-01&to=2035-12-31&tz=UTC&limit=%1&q=%2"_s.arg(QLatin1String(limit), words)),
            "found");
}

void TestReading::sqlIsFoundAtOnce()
{
    QVERIFY(rig->sql(u"INSERT INTO aria_calendar_events (title, start_time, end_time) VALUES ('Überraschung',"
                     u" '2031-06-01T10:00:00Z', '2031-06-01T11:00:00Z')"_s));
    QCOMPARE(titles(u"from=2031-06-01&to=2031-06-02&tz=UTC&q=uberrasch"_s), QStringList{ u"Überraschung"_s });
    QCOMPARE(titles(u"from=2031-06-01&to=2031-06-02&tz=UTC"_s), QStringList{ u"Überraschung"_s });
}

void TestReading::namesEveryFault()
{
    const auto names = [this](const QString &query) {
        const Answer refused = rig->api("GET", u"/events?"_s + query);
        QStringList found;
        const QJsonArray faults = refused["detail"].toArray();
        for (const QJsonValue fault : faults)
            found << fault[u"loc"_s][1].toString();
        found.sort();
        return refused.status == 422 ? found : QStringList{ QString::number(refused.status) };
    };
    QCOMPARE(names(u"from=2031-01-01&to=2030-01-01&limit=0&q=%21%21&cursor=x&calendar_id=other&tz=Mars"_s),
        (QStringList{ u"calendar_id"_s, u"cursor"_s, u"limit"_s, u"q"_s, u"to"_s, u"tz"_s }));
    QCOMPARE(names(u"from=2031-01-01&to=2036-01-02"_s), QStringList{ u"to"_s });
    QCOMPARE(names(u"from=2031-01-01&to=2031-01-01"_s), QStringList{ u"to"_s });
    QCOMPARE(names(u"from=2031-01-01&to=2036-01-01&cursor=AAAA"_s), QStringList{ u"cursor"_s });
    QCOMPARE(names(u"from=2031-01-01&to=2036-01-01"_s), QStringList{ u"200"_s });
}

void TestReading::tags()
{
    const auto path = u"/events?from=2031-03-01&to=2031-03-02&tz=UTC"_s;
    const Answer first = rig->api("GET", path);
    const QByteArray tag = first.headers.value("etag");
    QVERIFY(tag.startsWith('"') && tag.size() > 20);
    QCOMPARE(rig->api("GET", path, {}, { { "If-None-Match", "\"x\", W/" + tag } }).status, 304);
    const QString id = first["events"][0][u"google_event_id"_s].toString();
    QCOMPARE(rig->api("POST", u"/events/update"_s,
                    toBytes({ { u"google_event_id"_s, id }, { u"color_id"_s, u"3"_s } }))
                 .status,
        200);
    const Answer changed = rig->api("GET", path, {}, { { "If-None-Match", tag } });
    QCOMPARE(changed.status, 200);
    QVERIFY(changed.headers.value("etag") != tag);
}

ARIA_TEST(TestReading)

} // namespace tst_reading

#include "tst_reading.moc"
