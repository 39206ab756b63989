// The service takes over the Python service's database: nothing doubled on either side, and then there is nothing to do.
#include "e2e/rig.h"

#include "support/testmain.h"

#include "support/postgrescluster.h"

#include <QTest>

namespace tst_upgrade {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestUpgrade : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesOver_data();
    void takesOver();

private:
    QString make(const QJsonObject &event); // at Google; its id
    std::unique_ptr<Rig> rig;
};

namespace {

aria::test::PostgresCluster &cluster()
{
    static aria::test::PostgresCluster cluster;
    return cluster;
}

QJsonObject hour(const QString &title, const char *start, const char *end)
{
    return { { u"summary"_s, title }, { u"start"_s, QJsonObject{ { u"dateTime"_s, QLatin1String(start) } } },
        { u"end"_s, QJsonObject{ { u"dateTime"_s, QLatin1String(end) } } } };
}

QJsonObject days(const QString &title, const char *start, const char *end)
{
    return { { u"summary"_s, title }, { u"start"_s, QJsonObject{ { u"date"_s, QLatin1String(start) } } },
        { u"end"_s, QJsonObject{ { u"date"_s, QLatin1String(end) } } } };
}

} // namespace

QString TestUpgrade::make(const QJsonObject &event)
{
    const Answer answer = rig->control("POST", u"calendars/primary/events"_s, toBytes(event));
    if (answer.status != 200)
        qWarning("%s", answer.shown().constData());
    return answer.text("id");
}

void TestUpgrade::takesOver_data()
{
    QTest::addColumn<QString>("strategy");
    QTest::addColumn<QString>("edited"); // the title of the event that ARIA edited
    QTest::newRow("google_wins") << u"google_wins"_s << u"Before the edit"_s;
    QTest::newRow("aria_wins") << u"aria_wins"_s << u"Edited in ARIA"_s;
}

void TestUpgrade::takesOver()
{
    QFETCH(QString, strategy);
    QFETCH(QString, edited);
    rig = std::make_unique<Rig>();
    rig->usePostgres(cluster());
    rig->environment.insert(u"CALENDAR_SYNC_CONFLICT_RESOLUTION"_s, strategy);
    cluster().run(u"psql"_s, rig->postgresDatabase(),
        { u"-o"_s, u"/dev/null"_s, u"-f"_s,
            QStringLiteral(ARIA_TESTS "/store/fixtures/python-service.sql") });
    QVERIFY(rig->startGoogle(
        { u"--write-client-secrets"_s, rig->credentials(), u"--write-token"_s, rig->credentials() }));

    // What the rows stand for; see the fixture. "gone" is no longer at Google.
    const std::pair<const char *, QJsonObject> known[] = {
        { "g1", hour(u"Linked"_s, "2024-01-15T10:00:00Z", "2024-01-15T11:00:00Z") },
        { "g2", hour(u"Link lost, id known"_s, "2024-01-16T10:00:00Z", "2024-01-16T11:00:00Z") },
        { "g4", days(u"Holiday"_s, "2024-07-01", "2024-07-03") },
        { "g5", hour(u"No sync row"_s, "2024-01-18T10:00:00Z", "2024-01-18T11:00:00Z") },
        { "g6", hour(u"Before the edit"_s, "2024-01-19T10:00:00Z", "2024-01-19T11:00:00Z") },
        { "g8", days(u"Day in winter, midnight UTC"_s, "2024-12-24", "2024-12-25") },
    };
    QString editedId;
    for (const auto &[name, event] : known) {
        const QString id = make(event);
        QVERIFY(!id.isEmpty());
        for (const char *table : { "aria_calendar_events", "aria_calendar_sync" }) {
            QVERIFY(rig->sql(u"UPDATE %1 SET google_event_id = '%2' WHERE google_event_id = '%3'"_s.arg(
                QLatin1String(table), id, QLatin1String(name))));
        }
        if (QLatin1String(name) == "g6"_L1)
            editedId = id;
    }
    make(hour(u"Made in ARIA, never pushed"_s, "2024-01-17T10:00:00Z", "2024-01-17T11:00:00Z"));
    make(hour(u"Never seen"_s, "2024-02-01T10:00:00Z", "2024-02-01T11:00:00Z"));
    QJsonObject series = hour(u"Series"_s, "2024-03-01T10:00:00Z", "2024-03-01T11:00:00Z");
    series[u"recurrence"_s] = QJsonArray{ u"RRULE:FREQ=DAILY;COUNT=3"_s };
    for (const char *member : { "start", "end" }) {
        QJsonObject time = series[QLatin1String(member)].toObject();
        time[u"timeZone"_s] = u"UTC"_s;
        series[QLatin1String(member)] = time;
    }
    const QString seriesId = make(series);
    QVERIFY(!seriesId.isEmpty());
    for (int day = 1; day <= 3; ++day) {
        QVERIFY(rig->sql(
            u"INSERT INTO aria_calendar_events (google_event_id, title, start_time, end_time, sync_status)"
            " VALUES ('%1_2024030%2T100000Z', 'Series', '2024-03-0%2 10:00+00', '2024-03-0%2 11:00+00',"
            " 'synced')"_s.arg(seriesId)
                .arg(day)));
    }
    QVERIFY(rig->sql(u"INSERT INTO aria_calendar_events (title, start_time, end_time) VALUES"
                     " ('Only in ARIA', '2031-01-01 10:00+00', '2031-01-01 11:00+00')"_s));
    const int events = 9;
    QCOMPARE(rig->googleEvents().size(), events);

    QVERIFY(rig->startService());
    QCOMPARE(rig->syncNow().status, 200);
    QTRY_COMPARE(rig->status()[u"synced"_s], events + 1);
    QCOMPARE(rig->googleEvents().size(), events + 1);
    QCOMPARE(rig->status()[u"total_events"_s], events + 1);
    QCOMPARE(rig->googleEvent(editedId)[u"summary"_s], edited);
    QCOMPARE(rig->api("GET", u"/events/"_s + editedId)["event"][u"title"_s], edited);
    // The same titles on both sides, each once.
    QStringList titles;
    const QJsonArray all = rig->googleEvents();
    for (const QJsonValue event : all)
        titles << event[u"summary"_s].toString();
    titles.sort();
    QStringList ours;
    for (const QStringList &row :
        rig->rows(u"SELECT title FROM aria_calendar_events WHERE deleted_at IS NULL"_s))
        ours << row.at(0);
    ours.sort();
    QCOMPARE(ours, titles);
    QCOMPARE(titles.removeDuplicates(), 0);
    // The rows themselves stayed: those that ARIA's other tables refer to, and what nobody took for another one's.
    QCOMPARE(rig->rows(u"SELECT string_agg(id::text, ' ' ORDER BY id) FROM aria_calendar_events"
                       " WHERE deleted_at IS NULL AND id <= 8"_s),
        QList<QStringList>({ { u"1 2 3 4 5 6 8"_s } }));
    QCOMPARE(rig->rows(u"SELECT event_id FROM aria_tasks"_s), QList<QStringList>({ { u"1"_s } }));

    // A second sync writes nothing, and neither does a restart.
    for (const bool restarts : { false, true }) {
        if (restarts) {
            QCOMPARE(rig->stopService(), QString());
            QVERIFY(rig->startService());
        }
        const int writes = rig->googleWrites();
        QCOMPARE(
            rig->syncNow()["changes"].toObject(), object("{'created':0,'updated':0,'deleted':0,'errors':0}"));
        QCOMPARE(rig->googleWrites(), writes);
    }
    QCOMPARE(rig->control("GET", u"counters"_s)["refused"].toArray(), QJsonArray());
    QCOMPARE(rig->stopAll(), QString());
    rig.reset();
}

ARIA_TEST(TestUpgrade)

} // namespace tst_upgrade

#include "tst_upgrade.moc"
