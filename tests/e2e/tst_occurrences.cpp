// The views say what the API says, at every moment and on either kind of database.
#include "e2e/rig.h"

#include "support/testmain.h"

#include "support/postgrescluster.h"

#include <QTest>

namespace tst_occurrences {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestOccurrences : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup();

    void viewsSayWhatTheApiSays_data();
    void viewsSayWhatTheApiSays();
    void seesWhatSqlWrote();
    void isMadeAnew();
    void isMadeWhileRunning();

private:
    QStringList viewed(const QString &view);
    QStringList answered(const QString &path);
    // Until the table has taken up what was marked; empty: both are the same.
    QString difference();
    QString create(const QString &title, const QDateTime &start, const QJsonObject &more = {});
    std::unique_ptr<Rig> rig;
};

namespace {

aria::test::PostgresCluster &cluster()
{
    static aria::test::PostgresCluster cluster;
    return cluster;
}

QDateTime soon()
{
    QDateTime time = QDateTime::currentDateTimeUtc();
    time.setTime(QTime(time.time().hour(), 0));
    return time.addSecs(2 * 3600);
}

} // namespace

void TestOccurrences::initTestCase_data()
{
    QTest::addColumn<bool>("isPostgres");
    QTest::newRow("sqlite") << false;
    QTest::newRow("postgresql") << true;
}

void TestOccurrences::init()
{
    QFETCH_GLOBAL(bool, isPostgres);
    rig = std::make_unique<Rig>();
    if (isPostgres)
        rig->usePostgres(cluster());
}

void TestOccurrences::cleanup()
{
    const QString problem = rig->stopAll();
    rig.reset();
    QCOMPARE(problem, QString());
}

QStringList TestOccurrences::viewed(const QString &view)
{
    QStringList ids;
    for (const QStringList &row : rig->rows(u"SELECT occurrence_id, title FROM "_s + view))
        ids.append(row.join(u' '));
    return ids;
}

QStringList TestOccurrences::answered(const QString &path)
{
    QStringList ids;
    const QJsonArray events = rig->api("GET", path)["events"].toArray();
    for (const QJsonValue event : events)
        ids.append(event[u"google_event_id"_s].toString() + u' ' + event[u"title"_s].toString());
    return ids;
}

QString TestOccurrences::difference()
{
    QString problem;
    for (const auto &[view, path] : { std::pair{ u"v_today_events"_s, u"/events/today"_s },
             std::pair{ u"v_upcoming_events"_s, u"/events/upcoming?days=7&max_results=200"_s } }) {
        const QStringList inView = viewed(view);
        const QStringList inAnswer = answered(path);
        if (inView != inAnswer)
            problem += u"%1: %2\n%3: %4\n"_s.arg(view, inView.join(u", "), path, inAnswer.join(u", "));
    }
    return problem;
}

QString TestOccurrences::create(const QString &title, const QDateTime &start, const QJsonObject &more)
{
    QJsonObject body{ { u"title"_s, title }, { u"start_time"_s, start.toString(Qt::ISODate) },
        { u"end_time"_s, start.addSecs(1800).toString(Qt::ISODate) } };
    for (auto it = more.begin(); it != more.end(); ++it)
        body[it.key()] = it.value();
    const Answer made = rig->api("POST", u"/events/create"_s, toBytes(body));
    if (made.status != 200)
        qWarning("%s", made.shown().constData());
    return made["google_event_id"].toString();
}

void TestOccurrences::viewsSayWhatTheApiSays_data()
{
    QTest::addColumn<QString>("zone");
    QTest::newRow("the calendar's") << QString();
    QTest::newRow("UTC+14") << u"Pacific/Kiritimati"_s;
    QTest::newRow("UTC-11") << u"Pacific/Pago_Pago"_s;
    QTest::newRow("by its offset") << u"GMT+05:45"_s;
}

void TestOccurrences::viewsSayWhatTheApiSays()
{
    QFETCH(QString, zone);
    if (!zone.isEmpty())
        rig->environment.insert(u"CALENDAR_SYNC_TIME_ZONE"_s, zone);
    QVERIFY(rig->start());
    QCOMPARE(rig->syncNow().status, 200);
    const QString date = soon().date().toString(Qt::ISODate);
    const auto day = [](const QString &from, int days) {
        return QJsonObject{ { u"all_day"_s, true }, { u"start_time"_s, from },
            { u"end_time"_s, QDate::fromString(from, Qt::ISODate).addDays(days).toString(Qt::ISODate) } };
    };
    create(u"single"_s, soon());
    create(u"same time"_s, soon());
    create(u"day"_s, soon(), day(date, 1));
    create(u"journey"_s, soon(), day(soon().date().addDays(-500).toString(Qt::ISODate), 1100));
    QJsonObject birthday = day(soon().date().addDays(-7).toString(Qt::ISODate), 1);
    birthday[u"recurrence"_s] = u"RRULE:FREQ=DAILY;INTERVAL=2"_s;
    create(u"every other day"_s, soon(), birthday);
    const QString weekly =
        create(u"weekly"_s, soon().addDays(-70), { { u"recurrence"_s, u"RRULE:FREQ=WEEKLY"_s } });
    const QDateTime first = soon().addDays(-3);
    const QString daily = create(u"daily"_s, first, { { u"recurrence"_s, u"RRULE:FREQ=DAILY"_s } });
    QVERIFY(!daily.isEmpty() && !weekly.isEmpty());
    const auto instance = [&](int days) {
        return daily + u'_' + first.addDays(days).toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
    };
    QCOMPARE(rig->api("POST", u"/events/update"_s,
                    toBytes({ { u"google_event_id"_s, instance(4) }, { u"title"_s, u"changed"_s },
                        { u"start_time"_s, soon().addDays(2).addSecs(60).toString(Qt::ISODate) },
                        { u"end_time"_s, soon().addDays(2).addSecs(120).toString(Qt::ISODate) } }))
                 .status,
        200);
    QCOMPARE(rig->api("DELETE", u"/events/"_s + instance(5)).status, 200);

    QTRY_COMPARE_WITH_TIMEOUT(difference(), QString(), 3000);
    const QStringList upcoming = viewed(u"v_upcoming_events"_s);
    QCOMPARE(upcoming.filter(u" changed"_s).size(), 1);
    QVERIFY2(upcoming.filter(daily + u'_').size() >= 6, qPrintable(upcoming.join(u'\n')));
    QVERIFY(upcoming.filter(instance(5)).isEmpty());
    QVERIFY(!upcoming.filter(weekly + u'_').isEmpty());
    QCOMPARE(upcoming.filter(u" journey"_s).size(), 1);
    QVERIFY(rig->rows(u"SELECT 1 FROM aria_calendar_unfolding"_s).isEmpty());
}

void TestOccurrences::seesWhatSqlWrote()
{
    QVERIFY(rig->start());
    QCOMPARE(rig->syncNow().status, 200);
    const QString start = soon().toString(Qt::ISODate);
    const QString end = soon().addSecs(600).toString(Qt::ISODate);
    QVERIFY(rig->sql(
        u"INSERT INTO aria_calendar_events (title, start_time, end_time) VALUES ('once', '%1', '%2')"_s.arg(
            start, end)));
    QCOMPARE(rig->rows(u"SELECT title FROM v_upcoming_events"_s), QList<QStringList>{ { u"once"_s } });
    QVERIFY(rig->sql(u"INSERT INTO aria_calendar_events (title, start_time, end_time, recurrence) VALUES"
                     " ('often', '%1', '%2', '[\"RRULE:FREQ=DAILY\"]')"_s.arg(start, end)));
    QVERIFY(answered(u"/events/upcoming"_s).filter(u"often"_s).size() >= 7);
    QTRY_COMPARE_WITH_TIMEOUT(
        rig->rows(u"SELECT 1 FROM v_upcoming_events WHERE title = 'often'"_s).size(), 7, 1500);
    QTRY_COMPARE_WITH_TIMEOUT(difference(), QString(), 3000);

    QVERIFY(
        rig->sql(u"UPDATE aria_calendar_events SET title = 'seldom', recurrence = '[\"RRULE:FREQ=WEEKLY\"]'"
                 " WHERE title = 'often'"_s));
    QVERIFY(answered(u"/events/upcoming"_s).filter(u"often"_s).isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(rig->rows(u"SELECT title FROM v_upcoming_events WHERE title <> 'once'"_s),
        (QList<QStringList>{ { u"seldom"_s } }), 1500);
    QVERIFY(rig->sql(u"DELETE FROM aria_calendar_events"_s));
    QVERIFY(rig->rows(u"SELECT title FROM v_upcoming_events"_s).isEmpty());
    QVERIFY(answered(u"/events/upcoming"_s).isEmpty());
}

void TestOccurrences::isMadeAnew()
{
    QVERIFY(rig->start());
    QCOMPARE(rig->syncNow().status, 200);
    create(u"weekly"_s, soon(), { { u"recurrence"_s, u"RRULE:FREQ=WEEKLY"_s } });
    const auto all = u"SELECT series_id, original_start, event_id, occurrence_id, title, start_time, end_time"
                     " FROM aria_calendar_occurrences ORDER BY 1, 2, 3"_s;
    const QList<QStringList> before = rig->rows(all);
    QVERIFY(before.size() > 50);
    QCOMPARE(rig->stopService(), QString());
    QVERIFY(rig->sql(u"DELETE FROM aria_calendar_occurrences"_s));
    rig->arguments = { u"--rebuild-occurrences"_s };
    QVERIFY(!rig->startService());
    QCOMPARE(rig->service.waitForEnd().exitCode, 0);
    QCOMPARE(rig->rows(all), before);
    rig->arguments = { u"--rebuild-occurrences"_s, u"--cleanup"_s };
    QVERIFY(!rig->startService());
    QVERIFY(rig->service.waitForEnd().exitCode != 0);
}

// As after an upgrade.
void TestOccurrences::isMadeWhileRunning()
{
    QVERIFY(rig->start());
    QCOMPARE(rig->syncNow().status, 200);
    create(u"daily"_s, soon(), { { u"recurrence"_s, u"RRULE:FREQ=DAILY"_s } });
    QCOMPARE(rig->stopService(), QString());
    QVERIFY(rig->sql(u"DELETE FROM aria_calendar_occurrences"_s));
    QVERIFY(
        rig->sql(u"INSERT INTO aria_calendar_events (title, start_time, end_time, recurrence, service_stamp)"
                 " SELECT 'copy', start_time, end_time, recurrence, 0 FROM aria_calendar_events"_s));
    QVERIFY(rig->sql(u"INSERT INTO aria_calendar_unfolding (event_id) SELECT id FROM aria_calendar_events"
                     " WHERE title = 'daily'"_s));
    QVERIFY(rig->startService());
    QCOMPARE(answered(u"/events/upcoming"_s).size(), 14);
    QTRY_COMPARE_WITH_TIMEOUT(
        rig->status()[u"occurrences"_s].toObject(), object("{'done':2,'total':2}"), 3000);
    QCOMPARE(answered(u"/events/upcoming"_s).size(), 14);
    QTRY_COMPARE_WITH_TIMEOUT(difference(), QString(), 3000);
}

ARIA_TEST(TestOccurrences)

} // namespace tst_occurrences

#include "tst_occurrences.moc"
