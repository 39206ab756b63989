// ARIA writes its rows with SQL, beside the running service, on either kind of database.
#include "e2e/rig.h"

#include "support/testmain.h"

#include "support/postgrescluster.h"

#include <QTest>

namespace tst_ariasql {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestAriaSql : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup();

    void isAtGoogleWithinASecond();
    void changesOneOccurrence();
    void n8nMakesNoEdits();
    void wrongRowsBlockNothing();

private:
    // The id at Google, as soon as the event is there with this title.
    QString idOf(const QString &title);
    QString titleAt(const QString &id) { return rig->googleEvent(id)[u"summary"_s].toString(); }
    // Milliseconds from `since` to the latest request of this kind.
    qint64 delayOf(const char *method, const QDateTime &since);
    std::unique_ptr<Rig> rig;
};

namespace {

aria::test::PostgresCluster &cluster()
{
    static aria::test::PostgresCluster cluster;
    return cluster;
}

QString insertion(const QString &title, const QString &more = {}, const QString &values = {})
{
    return u"INSERT INTO aria_calendar_events (title, start_time, end_time%2) VALUES"
           " ('%1', '2031-03-04T09:00:00Z', '2031-03-04T10:00:00Z'%3)"_s.arg(title, more, values);
}

} // namespace

void TestAriaSql::initTestCase_data()
{
    QTest::addColumn<bool>("isPostgres");
    QTest::newRow("sqlite") << false;
    QTest::newRow("postgresql") << true;
}

void TestAriaSql::init()
{
    QFETCH_GLOBAL(bool, isPostgres);
    rig = std::make_unique<Rig>();
    if (isPostgres)
        rig->usePostgres(cluster());
    QVERIFY(rig->start());
    QCOMPARE(rig->syncNow().status, 200);
}

void TestAriaSql::cleanup()
{
    if (!QTest::currentTestFailed()) {
        const int writes = rig->googleWrites();
        QCOMPARE(
            rig->syncNow()["changes"].toObject(), object("{'created':0,'updated':0,'deleted':0,'errors':0}"));
        QCOMPARE(rig->googleWrites(), writes);
        QCOMPARE(rig->control("GET", u"counters"_s)["refused"].toArray(), QJsonArray());
    }
    const QString problem = rig->stopAll();
    rig.reset();
    QCOMPARE(problem, QString());
}

QString TestAriaSql::idOf(const QString &title)
{
    const QJsonArray events = rig->googleEvents();
    for (const QJsonValue event : events) {
        if (event[u"summary"_s] == title)
            return event[u"id"_s].toString();
    }
    return {};
}

qint64 TestAriaSql::delayOf(const char *method, const QDateTime &since)
{
    qint64 delay = -1;
    const QJsonArray requests = rig->control("GET", u"requests"_s)["requests"].toArray();
    for (const QJsonValue request : requests) {
        if (request[u"method"_s] == QLatin1String(method)
            && request[u"path"_s].toString().contains(u"/calendars/primary/events"))
            delay = since.msecsTo(QDateTime::fromString(request[u"time"_s].toString(), Qt::ISODateWithMs));
    }
    return delay;
}

void TestAriaSql::isAtGoogleWithinASecond()
{
    QList<qint64> delays;
    for (int i = 0; i < 5; ++i) {
        const QString title = u"by SQL %1"_s.arg(i);
        QDateTime since = QDateTime::currentDateTimeUtc();
        QVERIFY(rig->sql(insertion(title)));
        QTRY_VERIFY_WITH_TIMEOUT(!idOf(title).isEmpty(), 15'000);
        delays << delayOf("POST", since);
        const QString id = idOf(title);
        // Only then the row says so, too.
        QTRY_COMPARE(
            rig->rows(u"SELECT sync_status FROM aria_calendar_events WHERE google_event_id = '%1'"_s.arg(id)),
            QList<QStringList>({ { u"synced"_s } }));

        since = QDateTime::currentDateTimeUtc();
        QVERIFY(
            rig->sql(u"UPDATE aria_calendar_events SET location = 'Room 5' WHERE title = '%1'"_s.arg(title)));
        QTRY_COMPARE_WITH_TIMEOUT(rig->googleEvent(id)[u"location"_s], u"Room 5"_s, 15'000);
        delays << delayOf("PATCH", since);

        since = QDateTime::currentDateTimeUtc();
        if (i % 2 == 0) {
            QVERIFY(rig->sql(u"DELETE FROM aria_calendar_events WHERE title = '%1'"_s.arg(title)));
        } else {
            QVERIFY(rig->sql(
                u"UPDATE aria_calendar_events SET deleted_at = CURRENT_TIMESTAMP WHERE title = '%1'"_s.arg(
                    title)));
        }
        QTRY_COMPARE_WITH_TIMEOUT(rig->googleEvent(id)[u"status"_s], u"cancelled"_s, 15'000);
        delays << delayOf("DELETE", since);
    }
    std::sort(delays.begin(), delays.end());
    qInfo("from the SQL to Google's server: median %lld ms, longest %lld ms",
        static_cast<long long>(delays.at(delays.size() / 2)), static_cast<long long>(delays.last()));
    QCOMPARE(rig->googleEvents().size(), 0);

    // A whole day, as ARIA writes one.
    QVERIFY(rig->sql(u"INSERT INTO aria_calendar_events (title, start_time, end_time, all_day) VALUES"
                     " ('a day', '2031-05-01', '2031-05-02', true)"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!idOf(u"a day"_s).isEmpty(), 15'000);
    QCOMPARE(rig->googleEvent(idOf(u"a day"_s))[u"start"_s].toObject(), object("{'date':'2031-05-01'}"));
}

// By a row of its own, as the service makes one for an edit of the API.
void TestAriaSql::changesOneOccurrence()
{
    QVERIFY(rig->sql(insertion(u"daily"_s, u", recurrence"_s, u", '[\"RRULE:FREQ=DAILY;COUNT=4\"]'"_s)));
    QTRY_VERIFY_WITH_TIMEOUT(!idOf(u"daily"_s).isEmpty(), 15'000);
    const QString series = idOf(u"daily"_s);
    QTRY_COMPARE(rig->status()[u"synced"_s], 1);
    const QString columns = u", recurring_event_id, original_start"_s;
    QVERIFY(rig->sql(insertion(u"later"_s, columns, u", '%1', '2031-03-05T09:00:00Z'"_s.arg(series))));
    QVERIFY(rig->sql(insertion(u"never"_s, columns, u", '%1', '2031-03-05T09:30:00Z'"_s.arg(series))));
    QTRY_COMPARE_WITH_TIMEOUT(
        rig->googleEvent(idOf(u"later"_s))[u"recurringEventId"_s].toString(), series, 15'000);
    QTRY_COMPARE(rig->status()[u"errors"_s], 1);
    QTRY_COMPARE(rig->status()[u"pending_to_google"_s], 0);
    QCOMPARE(rig->rows(u"SELECT title, sync_status FROM aria_calendar_events ORDER BY id"_s),
        QList<QStringList>(
            { { u"daily"_s, u"synced"_s }, { u"later"_s, u"synced"_s }, { u"never"_s, u"error"_s } }));
}

void TestAriaSql::n8nMakesNoEdits()
{
    QVERIFY(rig->sql(insertion(u"one"_s)));
    QTRY_VERIFY_WITH_TIMEOUT(!idOf(u"one"_s).isEmpty(), 15'000);
    QTRY_COMPARE(rig->status()[u"synced"_s], 1);
    const QString id = idOf(u"one"_s);
    const int writes = rig->googleWrites();
    for (const char *assignment : { "sync_status = 'synced'", "updated_at = CURRENT_TIMESTAMP",
             "sync_status = 'pending_to_google', updated_at = CURRENT_TIMESTAMP",
             "google_event_id = '%1', sync_status = 'synced'", "title = title, location = location" }) {
        QVERIFY(rig->sql(
            u"UPDATE aria_calendar_events SET "_s + QString::fromLatin1(assignment).replace(u"%1"_s, id)));
    }
    QVERIFY(rig->sql(
        u"INSERT INTO aria_calendar_sync_history (operation, google_event_id) VALUES ('notify', '%1')"_s.arg(
            id)));
    // What comes behind it is pushed; so that would have been.
    QVERIFY(rig->sql(insertion(u"two"_s)));
    QTRY_VERIFY_WITH_TIMEOUT(!idOf(u"two"_s).isEmpty(), 15'000);
    QTRY_COMPARE(rig->status()[u"synced"_s], 2);
    QCOMPARE(rig->googleWrites(), writes + 1);
    QCOMPARE(rig->status()[u"pending_to_google"_s], 0);
    QCOMPARE(rig->rows(u"SELECT sync_status FROM aria_calendar_sync WHERE google_event_id = '%1'"_s.arg(id)),
        QList<QStringList>({ { u"synced"_s } }));
}

void TestAriaSql::wrongRowsBlockNothing()
{
    QVERIFY(rig->sql(u"INSERT INTO aria_calendar_events (start_time, end_time) VALUES"
                     " ('2031-03-04T09:00:00Z', '2031-03-04T10:00:00Z')"_s));
    QVERIFY(rig->sql(u"INSERT INTO aria_calendar_events (title, start_time, end_time) VALUES"
                     " ('backwards', '2031-03-04T09:00:00Z', '2031-03-04T08:00:00Z')"_s));
    QVERIFY(rig->sql(u"INSERT INTO aria_calendar_events (title) VALUES ('never')"_s));
    QVERIFY(rig->sql(insertion(u"nonsense"_s, u", recurrence"_s, u", 'RRULE:FREQ=SOMETIMES'"_s)));
    QVERIFY(rig->sql(insertion(u"right"_s)));
    QTRY_VERIFY_WITH_TIMEOUT(!idOf(u"right"_s).isEmpty(), 15'000);
    QTRY_COMPARE(rig->status()[u"errors"_s], 4);
    QTRY_COMPARE(rig->status()[u"synced"_s], 1);
    const QList<QStringList> reasons = rig->rows(
        u"SELECT e.title, e.sync_status, s.error_message FROM aria_calendar_sync s"
        " JOIN aria_calendar_events e ON e.id = s.local_event_id WHERE s.sync_status = 'error' ORDER BY e.id"_s);
    QCOMPARE(reasons.size(), 4);
    for (const QStringList &row : reasons) {
        QCOMPARE(row.at(1), u"error"_s);
        QVERIFY2(!row.at(2).isEmpty(), qPrintable(row.at(0)));
    }
    // They stand in no one's way, and an edit of a right row is pushed as ever.
    QVERIFY(rig->sql(u"UPDATE aria_calendar_events SET title = 'still right' WHERE title = 'right'"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!idOf(u"still right"_s).isEmpty(), 15'000);
    // Mended, they are like any other.
    QVERIFY(rig->sql(u"UPDATE aria_calendar_events SET title = 'named' WHERE title IS NULL"_s));
    QVERIFY(rig->sql(
        u"UPDATE aria_calendar_events SET end_time = '2031-03-04T10:00:00Z' WHERE title = 'backwards'"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!idOf(u"named"_s).isEmpty(), 15'000);
    QTRY_VERIFY_WITH_TIMEOUT(!idOf(u"backwards"_s).isEmpty(), 15'000);
    QTRY_COMPARE(rig->status()[u"errors"_s], 2);
    QCOMPARE(rig->googleEvents().size(), 3);
}

ARIA_TEST(TestAriaSql)

} // namespace tst_ariasql

#include "tst_ariasql.moc"
