// PostgreSQL's schema, and what ARIA's SQL does there that SQLite's cannot.
#include "testdatabase.h"

#include "store/dialect.h"
#include "support/testmain.h"

#include <QSignalSpy>
#include <QTemporaryFile>

#include <atomic>

using namespace Qt::StringLiterals;

namespace tst_postgressql {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {
const auto primary = u"primary"_s;
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
    void itsFunctionsFindTheirOwnTables();
    void neverGivesAnIdTwice();
    void cleansUpByFunction();
    void keepsUnusualTexts();
    void savesManyTogether();
    void keepsPlansOnlyWhileItCopies();

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
        cluster().run(u"psql"_s, database, QStringList{ u"-o"_s, u"/dev/null"_s } + arguments);
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<Store> m_store;
};

void TestPostgresSql::isTheSameByHand()
{
    const auto dump = [](const QString &database) { return dumpOf(database, { u"-s"_s }); };
    TestDatabase byHand;
    const auto runAll = [&] {
        const QDir scripts(u":/aria/sql/postgresql"_s);
        for (const auto &name : scripts.entryList(QDir::Files, QDir::Name)) {
            const std::unique_ptr<QTemporaryFile> script(
                QTemporaryFile::createNativeFile(scripts.filePath(name)));
            psql(byHand.name(), { u"-f"_s, script->fileName() });
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
    m_database->sql(u"SET TIME ZONE '%1'"_s.arg(zone));
    m_database->sql(u"INSERT INTO aria_calendar_events (title, all_day, %1) VALUES ('x', true, %2)"_s.arg(
        columns, values));
    auto record = stored();
    QCOMPARE(record.columns.startTime, u"2024-07-01"_s);
    QCOMPARE(record.columns.endTime, u"2024-07-02"_s);
    // The service's own write keeps them, and the same edit again is none.
    record.googleEventId = u"g"_s;
    record.status = SyncStatus::Synced;
    saved(record);
    QCOMPARE(stored().columns.startTime, u"2024-07-01"_s);
    m_database->sql(u"UPDATE aria_calendar_events SET (%1) = (%2)"_s.arg(columns, values));
    QCOMPARE(toString(stored().status), u"synced"_s);
    QCOMPARE(stored().revision, record.revision);
}

void TestPostgresSql::keepsDatesTogether()
{
    m_database->sql(u"INSERT INTO aria_calendar_events (title, all_day, start_date, end_date)"
                    u" VALUES ('x', true, '2024-07-01', '2024-07-02')"_s);
    m_database->sql(u"UPDATE aria_calendar_events SET end_date = '2024-07-05'"_s);
    QCOMPARE(stored().columns.endTime, u"2024-07-05"_s);
    QCOMPARE(stored().revision, 2);
    m_database->sql(u"UPDATE aria_calendar_events SET all_day = false,"
                    u" start_time = '2024-07-01T09:00:00Z', end_time = '2024-07-01T10:00:00Z'"_s);
    QCOMPARE(stored().columns.startTime, u"2024-07-01T09:00:00Z"_s);
    QVERIFY(m_database->one(u"SELECT start_date FROM aria_calendar_events"_s).isNull());
    m_database->sql(u"UPDATE aria_calendar_events SET all_day = true"_s);
    QCOMPARE(stored().columns.startTime, u"2024-07-01"_s);
}

void TestPostgresSql::tellsOfEditsAtOnce()
{
    QSignalSpy spy(m_store.get(), &Store::changedOutside);
    m_database->sql(u"INSERT INTO aria_calendar_events (title) VALUES ('theirs')"_s);
    QVERIFY(!spy.isEmpty() || spy.wait(900));
    auto record = must(m_store->read([](Session &s) { return s.backlog().unadopted(primary, 1); })).first();
    record.googleEventId = u"e"_s;
    record.status = SyncStatus::Synced;
    spy.clear();
    saved(record); // our own
    m_database->sql(u"UPDATE aria_calendar_events SET google_event_id = 'e', sync_status = "
                    u"'synced', updated_at = now()"_s); // n8n's
    QVERIFY(!spy.wait(1500));
    m_database->sql(u"DELETE FROM aria_calendar_events"_s);
    QVERIFY(!spy.isEmpty() || spy.wait(900));
    QVERIFY(stored().isDeletedInAria());
}

void TestPostgresSql::tellsOtherServices()
{
    const auto other = must(Store::open(m_database->url()));
    QSignalSpy here(m_store.get(), &Store::changedOutside);
    QSignalSpy there(other.get(), &Store::changedOutside);
    saved(anEvent(u"e"_s));
    QVERIFY(!there.isEmpty() || there.wait(900));
    QVERIFY(here.isEmpty());
}

void TestPostgresSql::losesNoEditThatComesBetween()
{
    const auto id = saved(anEvent(u"e"_s)).localId;
    std::atomic<int> runs = 0;
    const auto database = m_database->name();
    must(m_store->write([&runs, id, database](Session &session) -> Expected<void> {
        auto record = must(session.events().byLocalId(id)).value();
        if (++runs == 1) { // ARIA is faster
            cluster().sql(u"UPDATE aria_calendar_events SET title = 'theirs'"_s, database);
        }
        record.columns.location = u"ours"_s;
        return session.events().save(record);
    }));
    QCOMPARE(runs.load(), 2);
    QCOMPARE(stored(id).columns.title, u"theirs"_s);
    QCOMPARE(stored(id).columns.location, u"ours"_s);
    QCOMPARE(stored(id).revision, 2);
}

void TestPostgresSql::servesLeastRights()
{
    saved(anEvent(u"e"_s));
    m_database->sql(
        u"DO $$ BEGIN CREATE ROLE app LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"_s);
    m_database->sql(u"GRANT SELECT, INSERT, UPDATE, DELETE ON aria_calendar_events TO app"_s);
    m_database->sql(u"GRANT USAGE ON SEQUENCE aria_calendar_events_id_seq TO app"_s);
    m_database->sql(u"SET ROLE app"_s);
    m_database->sql(u"INSERT INTO aria_calendar_events (title, start_time, end_time)"
                    u" VALUES ('x', now(), now())"_s);
    m_database->sql(u"UPDATE aria_calendar_events SET title = 'y' WHERE id = 1"_s);
    QCOMPARE(toString(stored().status), u"pending_to_google"_s);
    m_database->sql(u"DELETE FROM aria_calendar_events WHERE id = 1"_s);
    QVERIFY(stored().isDeletedInAria());
    m_database->sql(u"RESET ROLE"_s);
    m_database->sql(u"DROP OWNED BY app"_s);
}

// Whoever calls them: some run with the rights of the tables' owner.
void TestPostgresSql::itsFunctionsFindTheirOwnTables()
{
    const auto all = u"SELECT proname FROM pg_proc WHERE proconfig IS NOT NULL"_s;
    QVERIFY(m_database->texts(all).size() >= 8);
    QCOMPARE(m_database->texts(all + u" AND NOT 'search_path=public, pg_temp' = ANY (proconfig)"_s),
        QStringList());
}

void TestPostgresSql::neverGivesAnIdTwice()
{
    m_database->sql(u"INSERT INTO aria_calendar_events (id, title) VALUES (1, 'chosen')"_s);
    m_database->sql(u"INSERT INTO aria_calendar_events (title) VALUES ('next')"_s);
    auto chosen = anEvent(u"c"_s);
    chosen.localId = 40;
    saved(chosen);
    QCOMPARE(saved(anEvent(u"d"_s)).localId, 41);
    QCOMPARE(
        m_database->texts(u"SELECT id FROM aria_calendar_events ORDER BY id"_s).join(u' '), u"1 2 40 41"_s);
}

void TestPostgresSql::cleansUpByFunction()
{
    HistoryRecord history;
    history.outcome = Outcome::Done;
    for (const int age : { 100, 91, 89, 0 }) {
        history.createdAt = QDateTime::currentDateTimeUtc().addDays(-age);
        must(m_store->write([history](Session &s) { return s.history().add(history); }));
    }
    auto deleted = anEvent(u"e"_s);
    deleted.status = SyncStatus::Deleted;
    deleted.deletedAt = QDateTime::currentDateTimeUtc().addDays(-31);
    saved(deleted);
    QCOMPARE(m_database->one(u"SELECT cleanup_old_sync_history()"_s), 2);
    QCOMPARE(m_database->one(u"SELECT cleanup_old_sync_history(50)"_s), 1);
    QCOMPARE(m_database->one(u"SELECT cleanup_deleted_events(40)"_s), 0);
    QCOMPARE(m_database->one(u"SELECT cleanup_deleted_events()"_s), 1);
    QCOMPARE(m_database->one(u"SELECT count(*) FROM aria_calendar_sync"_s), 0);
}

void TestPostgresSql::keepsUnusualTexts()
{
    auto record = anEvent(u"e"_s);
    record.columns.title = u"a'b\\c\"d;?$1:x\n\u00fc\U0001F600"_s;
    record.columns.description = u"a"_s + QChar(u'\0') + u"b"_s;
    record.base = QJsonObject{ { u"s"_s, u"\\u0000 is no NUL but "_s + QChar(u'\0') } };
    saved(record);
    auto many = QList<EventRecord>{ record, record };
    many[0].googleEventId = u"f"_s;
    many[1].googleEventId = u"g"_s;
    must(m_store->write([&](Session &s) { return s.events().save(many); }));
    for (const qint64 id : { 1, 2, 3 }) {
        QCOMPARE(stored(id).columns.title, record.columns.title);
        QCOMPARE(stored(id).columns.description, u"a"_s + QChar(u'\0') + u'b');
        QCOMPARE(stored(id).base.value(u"s").toString(), u"\\u0000 is no NUL but "_s + QChar(u'\0'));
    }
    m_database->sql(u"INSERT INTO aria_calendar_events (title, attendees, recurrence)"
                    u" VALUES ('x', '\"a@example.com\"', 'RRULE:FREQ=DAILY')"_s);
    QCOMPARE(stored(4).columns.attendees, QJsonArray({ u"a@example.com"_s }));
    QCOMPARE(stored(4).columns.recurrence, QJsonArray({ u"RRULE:FREQ=DAILY"_s }));
}

void TestPostgresSql::savesManyTogether()
{
    // New ones, known ones, one with an id of its own and one twice, in one list.
    auto known = saved(anEvent(u"known"_s));
    known.columns.title = u"first"_s;
    auto again = known;
    again.columns.title = u"last"_s;
    again.status = SyncStatus::Conflict;
    auto chosen = anEvent(u"chosen"_s);
    chosen.localId = 77;
    QList<EventRecord> records{ anEvent(u"a"_s), known, chosen, again, anEvent(u"b"_s) };
    must(m_store->write([&](Session &s) { return s.events().save(records); }));
    for (const auto &record : records) {
        const auto found = stored(record.localId);
        QCOMPARE(found.googleEventId, record.googleEventId);
        QCOMPARE(found.syncId, record.syncId);
    }
    QCOMPARE(stored(77).googleEventId, u"chosen"_s);
    QCOMPARE(stored(known.localId).columns.title, u"last"_s);
    QCOMPARE(toString(stored(known.localId).status), u"conflict"_s);
    QCOMPARE(m_database->one(u"SELECT count(*) FROM aria_calendar_sync"_s), 4);

    must(m_store->write([id = known.localId](Session &s) { return s.events().remove(id); }));
    auto gone = m_store->write([&](Session &s) { return s.events().save(records); });
    gone.waitForFinished();
    QCOMPARE(gone.result().error().code, u"row_missing"_s);
}

// What runs for each row is planned once, and the service's own statements for the values at hand, as before.
void TestPostgresSql::keepsPlansOnlyWhileItCopies()
{
    const auto dialect = must(Dialect::forUrl(m_database->url()));
    auto plain = m_database->plain();
    const auto settings = [&](const char *table) {
        return m_database->texts(u"SELECT mode || ' ' || seqscan FROM %1"_s.arg(QLatin1String(table)));
    };
    m_database->sql(u"SET plan_cache_mode TO force_custom_plan"_s);
    m_database->sql(u"CREATE TEMPORARY TABLE seen (n int CHECK (n > 0), mode text, seqscan text)"_s);
    m_database->sql(u"CREATE VIEW pg_temp.now AS SELECT current_setting('plan_cache_mode') AS mode,"
                    u" current_setting('enable_seqscan') AS seqscan"_s);
    m_database->sql(
        u"CREATE FUNCTION pg_temp.look() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        u" SELECT mode, seqscan INTO NEW.mode, NEW.seqscan FROM pg_temp.now; RETURN NEW; END $$"_s);
    m_database->sql(
        u"CREATE TRIGGER look BEFORE INSERT ON seen FOR EACH ROW EXECUTE FUNCTION pg_temp.look()"_s);
    m_database->sql(u"BEGIN"_s);
    must(dialect->copyIn(plain, u"seen (n)"_s, "1\n2\n"));
    QCOMPARE(settings("seen"), QStringList(2, u"auto off"_s));
    QCOMPARE(settings("pg_temp.now"), QStringList(u"force_custom_plan on"_s));
    m_database->sql(u"SAVEPOINT before_it"_s);
    QVERIFY(!dialect->copyIn(plain, u"seen (n)"_s, "3\n-1\n"));
    m_database->sql(u"ROLLBACK TO before_it"_s);
    QCOMPARE(settings("pg_temp.now"), QStringList(u"force_custom_plan on"_s));
    QCOMPARE(settings("seen").size(), 2);
    m_database->sql(u"ROLLBACK"_s);
}

ARIA_TEST(TestPostgresSql)

} // namespace tst_postgressql

#include "tst_postgressql.moc"
