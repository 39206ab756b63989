// PostgreSQL's schema, and what ARIA's SQL does there that SQLite's cannot.
#include "testdatabase.h"

#include "support/testmain.h"

#include <QSignalSpy>
#include <QTemporaryFile>

#include <atomic>

namespace tst_postgressql {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {
const auto primary = QStringLiteral("primary");
}

class TestPostgresSql : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_database = std::make_unique<TestDatabase>(Content::Tables);
        m_store = must(Store::open(m_database->url()));
    }
    void cleanup()
    {
        m_store.reset();
        m_database.reset();
    }

    void isTheSameByHand();
    void takesAllDayRows_data();
    void takesAllDayRows();
    void keepsDatesTogether();
    void tellsOfEditsAtOnce();
    void tellsOtherServices();
    void losesNoEditThatComesBetween();
    void servesLeastRights();
    void neverGivesAnIdTwice();
    void cleansUpByFunction();
    void keepsUnusualTexts();
    void savesManyTogether();

private:
    EventRecord stored(qint64 id = 1)
    {
        return must(m_store->read([id](Session &session) { return session.events().byLocalId(id); })).value();
    }
    EventRecord saved(EventRecord record)
    {
        must(m_store->write([&](Session &session) { return session.events().save(record); }));
        return record;
    }
    void psql(const QString &database, const QStringList &arguments)
    {
        cluster().run(QStringLiteral("psql"), database,
            QStringList{ QStringLiteral("-o"), QStringLiteral("/dev/null") } + arguments);
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<Store> m_store;
};

void TestPostgresSql::isTheSameByHand()
{
    const auto dump = [](const QString &database) { return dumpOf(database, { QStringLiteral("-s") }); };
    TestDatabase byHand;
    const auto runAll = [&] {
        const QDir scripts(QStringLiteral(":/aria/sql/postgresql"));
        for (const auto &name : scripts.entryList(QDir::Files, QDir::Name)) {
            const std::unique_ptr<QTemporaryFile> script(
                QTemporaryFile::createNativeFile(scripts.filePath(name)));
            psql(byHand.name(), { QStringLiteral("-f"), script->fileName() });
        }
    };
    runAll();
    const auto schema = dump(byHand.name());
    QVERIFY(schema.contains(u"v_sync_statistics"));
    QCOMPARE(dump(m_database->name()), schema);
    runAll(); // again
    must(Store::open(byHand.url())); // nothing left to do
    QCOMPARE(dump(byHand.name()), schema);
}

void TestPostgresSql::takesAllDayRows_data()
{
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QString>("columns");
    QTest::addColumn<QString>("values");
    const auto row = [](const char *name, const char *zone, const char *columns, const char *values) {
        QTest::newRow(name) << QString::fromLatin1(zone) << QString::fromLatin1(columns)
                            << QString::fromLatin1(values);
    };
    const auto times = "start_time, end_time";
    row("dates in UTC", "UTC", times, "'2024-07-01', '2024-07-02'");
    row("dates in Berlin", "Europe/Berlin", times, "'2024-07-01', '2024-07-02'");
    row("dates in New York", "America/New_York", times, "'2024-07-01', '2024-07-02'");
    row("dates in Auckland", "Pacific/Auckland", times, "'2024-07-01', '2024-07-02'");
    row("UTC midnight in New York", "America/New_York", times,
        "'2024-07-01T00:00:00Z', '2024-07-02T00:00:00Z'");
    row("afternoon in Berlin", "Europe/Berlin", times, "'2024-07-01 14:00', '2024-07-02 15:00'");
    row("the date columns", "Europe/Berlin", "start_date, end_date", "'2024-07-01', '2024-07-02'");
}

void TestPostgresSql::takesAllDayRows()
{
    QFETCH(QString, zone);
    QFETCH(QString, columns);
    QFETCH(QString, values);
    m_database->sql(QStringLiteral("SET TIME ZONE '%1'").arg(zone));
    m_database->sql(
        QStringLiteral("INSERT INTO aria_calendar_events (title, all_day, %1) VALUES ('x', true, %2)")
            .arg(columns, values));
    auto record = stored();
    QCOMPARE(record.columns.startTime, QStringLiteral("2024-07-01"));
    QCOMPARE(record.columns.endTime, QStringLiteral("2024-07-02"));
    // The service's own write keeps them, and the same edit again is none.
    record.googleEventId = QStringLiteral("g");
    record.status = SyncStatus::Synced;
    saved(record);
    QCOMPARE(stored().columns.startTime, QStringLiteral("2024-07-01"));
    m_database->sql(QStringLiteral("UPDATE aria_calendar_events SET (%1) = (%2)").arg(columns, values));
    QCOMPARE(toString(stored().status), QStringLiteral("synced"));
    QCOMPARE(stored().revision, record.revision);
}

void TestPostgresSql::keepsDatesTogether()
{
    m_database->sql(QStringLiteral("INSERT INTO aria_calendar_events (title, all_day, start_date, end_date)"
                                   " VALUES ('x', true, '2024-07-01', '2024-07-02')"));
    m_database->sql(QStringLiteral("UPDATE aria_calendar_events SET end_date = '2024-07-05'"));
    QCOMPARE(stored().columns.endTime, QStringLiteral("2024-07-05"));
    QCOMPARE(stored().revision, 2);
    m_database->sql(
        QStringLiteral("UPDATE aria_calendar_events SET all_day = false,"
                       " start_time = '2024-07-01T09:00:00Z', end_time = '2024-07-01T10:00:00Z'"));
    QCOMPARE(stored().columns.startTime, QStringLiteral("2024-07-01T09:00:00Z"));
    QVERIFY(m_database->one(QStringLiteral("SELECT start_date FROM aria_calendar_events")).isNull());
    m_database->sql(QStringLiteral("UPDATE aria_calendar_events SET all_day = true"));
    QCOMPARE(stored().columns.startTime, QStringLiteral("2024-07-01"));
}

void TestPostgresSql::tellsOfEditsAtOnce()
{
    QSignalSpy spy(m_store.get(), &Store::changedOutside);
    m_database->sql(QStringLiteral("INSERT INTO aria_calendar_events (title) VALUES ('theirs')"));
    QVERIFY(!spy.isEmpty() || spy.wait(900));
    auto record = must(m_store->read([](Session &s) { return s.toDo().unadopted(primary, 1); })).first();
    record.googleEventId = QStringLiteral("e");
    record.status = SyncStatus::Synced;
    spy.clear();
    saved(record); // our own
    m_database->sql(QStringLiteral("UPDATE aria_calendar_events SET google_event_id = 'e', sync_status = "
                                   "'synced', updated_at = now()")); // n8n's
    QVERIFY(!spy.wait(1500));
    m_database->sql(QStringLiteral("DELETE FROM aria_calendar_events"));
    QVERIFY(!spy.isEmpty() || spy.wait(900));
    QVERIFY(stored().isDeletedInAria());
}

void TestPostgresSql::tellsOtherServices()
{
    const auto other = must(Store::open(m_database->url()));
    QSignalSpy here(m_store.get(), &Store::changedOutside);
    QSignalSpy there(other.get(), &Store::changedOutside);
    saved(anEvent(QStringLiteral("e")));
    QVERIFY(!there.isEmpty() || there.wait(900));
    QVERIFY(here.isEmpty());
}

void TestPostgresSql::losesNoEditThatComesBetween()
{
    const auto id = saved(anEvent(QStringLiteral("e"))).localId;
    std::atomic<int> runs = 0;
    const auto database = m_database->name();
    must(m_store->write([&runs, id, database](Session &session) -> Expected<void> {
        auto record = must(session.events().byLocalId(id)).value();
        if (++runs == 1) { // ARIA is faster
            cluster().sql(QStringLiteral("UPDATE aria_calendar_events SET title = 'theirs'"), database);
        }
        record.columns.location = QStringLiteral("ours");
        return session.events().save(record);
    }));
    QCOMPARE(runs.load(), 2);
    QCOMPARE(stored(id).columns.title, QStringLiteral("theirs"));
    QCOMPARE(stored(id).columns.location, QStringLiteral("ours"));
    QCOMPARE(stored(id).revision, 2);
}

void TestPostgresSql::servesLeastRights()
{
    saved(anEvent(QStringLiteral("e")));
    m_database->sql(QStringLiteral(
        "DO $$ BEGIN CREATE ROLE app LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"));
    m_database->sql(QStringLiteral("GRANT SELECT, INSERT, UPDATE, DELETE ON aria_calendar_events TO app"));
    m_database->sql(QStringLiteral("GRANT USAGE ON SEQUENCE aria_calendar_events_id_seq TO app"));
    m_database->sql(QStringLiteral("SET ROLE app"));
    m_database->sql(QStringLiteral("INSERT INTO aria_calendar_events (title, start_time, end_time)"
                                   " VALUES ('x', now(), now())"));
    m_database->sql(QStringLiteral("UPDATE aria_calendar_events SET title = 'y' WHERE id = 1"));
    QCOMPARE(toString(stored().status), QStringLiteral("pending_to_google"));
    m_database->sql(QStringLiteral("DELETE FROM aria_calendar_events WHERE id = 1"));
    QVERIFY(stored().isDeletedInAria());
    m_database->sql(QStringLiteral("RESET ROLE"));
    m_database->sql(QStringLiteral("DROP OWNED BY app"));
}

void TestPostgresSql::neverGivesAnIdTwice()
{
    m_database->sql(QStringLiteral("INSERT INTO aria_calendar_events (id, title) VALUES (1, 'chosen')"));
    m_database->sql(QStringLiteral("INSERT INTO aria_calendar_events (title) VALUES ('next')"));
    auto chosen = anEvent(QStringLiteral("c"));
    chosen.localId = 40;
    saved(chosen);
    QCOMPARE(saved(anEvent(QStringLiteral("d"))).localId, 41);
    QCOMPARE(m_database->texts(QStringLiteral("SELECT id FROM aria_calendar_events ORDER BY id")).join(u' '),
        QStringLiteral("1 2 40 41"));
}

void TestPostgresSql::cleansUpByFunction()
{
    HistoryRecord history;
    history.outcome = Outcome::Done;
    for (const int age : { 100, 91, 89, 0 }) {
        history.createdAt = QDateTime::currentDateTimeUtc().addDays(-age);
        must(m_store->write([history](Session &s) { return s.history().add(history); }));
    }
    auto deleted = anEvent(QStringLiteral("e"));
    deleted.status = SyncStatus::Deleted;
    deleted.deletedAt = QDateTime::currentDateTimeUtc().addDays(-31);
    saved(deleted);
    QCOMPARE(m_database->one(QStringLiteral("SELECT cleanup_old_sync_history()")), 2);
    QCOMPARE(m_database->one(QStringLiteral("SELECT cleanup_old_sync_history(50)")), 1);
    QCOMPARE(m_database->one(QStringLiteral("SELECT cleanup_deleted_events(40)")), 0);
    QCOMPARE(m_database->one(QStringLiteral("SELECT cleanup_deleted_events()")), 1);
    QCOMPARE(m_database->one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync")), 0);
}

void TestPostgresSql::keepsUnusualTexts()
{
    auto record = anEvent(QStringLiteral("e"));
    record.columns.title = QStringLiteral("a'b\\c\"d;?$1:x\n\u00fc\U0001F600");
    record.columns.description = QStringLiteral("a") + QChar(u'\0') + QStringLiteral("b");
    record.base =
        QJsonObject{ { QStringLiteral("s"), QStringLiteral("\\u0000 is no NUL but ") + QChar(u'\0') } };
    saved(record);
    auto many = QList<EventRecord>{ record, record };
    many[0].googleEventId = QStringLiteral("f");
    many[1].googleEventId = QStringLiteral("g");
    must(m_store->write([&](Session &s) { return s.events().save(many); }));
    for (const qint64 id : { 1, 2, 3 }) {
        QCOMPARE(stored(id).columns.title, record.columns.title);
        QCOMPARE(stored(id).columns.description, QStringLiteral("a") + QChar(u'\0') + u'b');
        QCOMPARE(stored(id).base.value(u"s").toString(), QStringLiteral("\\u0000 is no NUL but ") + QChar(u'\0'));
    }
    m_database->sql(QStringLiteral("INSERT INTO aria_calendar_events (title, attendees, recurrence)"
                                   " VALUES ('x', '\"a@example.com\"', 'RRULE:FREQ=DAILY')"));
    QCOMPARE(stored(4).columns.attendees, QJsonArray({ QStringLiteral("a@example.com") }));
    QCOMPARE(stored(4).columns.recurrence, QJsonArray({ QStringLiteral("RRULE:FREQ=DAILY") }));
}

void TestPostgresSql::savesManyTogether()
{
    // New ones, known ones, one with an id of its own and one twice, in one list.
    auto known = saved(anEvent(QStringLiteral("known")));
    known.columns.title = QStringLiteral("first");
    auto again = known;
    again.columns.title = QStringLiteral("last");
    again.status = SyncStatus::Conflict;
    auto chosen = anEvent(QStringLiteral("chosen"));
    chosen.localId = 77;
    QList<EventRecord> records{ anEvent(QStringLiteral("a")), known, chosen, again,
        anEvent(QStringLiteral("b")) };
    must(m_store->write([&](Session &s) { return s.events().save(records); }));
    for (const auto &record : records) {
        const auto found = stored(record.localId);
        QCOMPARE(found.googleEventId, record.googleEventId);
        QCOMPARE(found.syncId, record.syncId);
    }
    QCOMPARE(stored(77).googleEventId, QStringLiteral("chosen"));
    QCOMPARE(stored(known.localId).columns.title, QStringLiteral("last"));
    QCOMPARE(toString(stored(known.localId).status), QStringLiteral("conflict"));
    QCOMPARE(m_database->one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync")), 4);

    must(m_store->write([id = known.localId](Session &s) { return s.events().remove(id); }));
    auto gone = m_store->write([&](Session &s) { return s.events().save(records); });
    gone.waitForFinished();
    QCOMPARE(gone.result().error().code, QStringLiteral("row_missing"));
}

ARIA_TEST(TestPostgresSql)

} // namespace tst_postgressql

#include "tst_postgressql.moc"
