// The Python service's database becomes ours, in place.
#include "testdatabase.h"

#include "support/testmain.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace tst_postgresupgrade {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {
const auto primary = u"primary"_s;
}

class TestPostgresUpgrade : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_database = std::make_unique<TestDatabase>();
        m_database->load(QStringLiteral(ARIA_TESTS "/store/fixtures/python-service.sql"));
        m_store = must(Store::open(m_database->url()));
    }
    void cleanup()
    {
        m_store.reset();
        m_database.reset();
    }

    void keepsEverything();
    void links_data();
    void links();
    void makesDates_data();
    void makesDates();
    void holdsBackWhatMayBeKnown();
    void startsMetadataAfresh();
    void worksOn();
    void migratesOnce();

private:
    EventRecord stored(qint64 id)
    {
        return must(m_store->read([id](Session &session) { return session.events().byLocalId(id); })).value();
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<Store> m_store;
};

void TestPostgresUpgrade::keepsEverything()
{
    QCOMPARE(m_database->texts(u"SELECT id FROM aria_calendar_events ORDER BY id"_s).join(u' '),
        u"1 2 3 4 5 6 7 8"_s);
    QCOMPARE(m_database->row(u"SELECT project, title FROM aria_calendar_events WHERE id = 1"_s),
        QVariantList({ u"p"_s, u"Linked"_s }));
    QCOMPARE(m_database->one(u"SELECT event_id FROM aria_tasks"_s).toInt(), 1);
    QCOMPARE(m_database->row(u"SELECT sync_type, operation, event_count, created_at::date::text"
                             u" FROM aria_calendar_sync_history"_s),
        QVariantList({ u"incremental"_s, u"pull"_s, 7, u"2024-01-02"_s }));
    const auto linked = stored(1);
    QCOMPARE(linked.columns.attendees, QJsonArray({ u"a@example.com"_s, u"b@example.com"_s }));
    QCOMPARE(linked.columns.startTime, u"2024-01-15T10:00:00Z"_s);
    QCOMPARE(linked.windowStart, at(u"2024-01-14T10:00:00Z"_s));
    QCOMPARE(linked.syncId, 11);
    QCOMPARE(linked.lastSynced, at(u"2024-01-02T00:00:00Z"_s));
    QCOMPARE(
        m_database->one(u"SELECT event_hash FROM aria_calendar_sync WHERE id = 11"_s).toString(), u"hash1"_s);
    QCOMPARE(stored(2).columns.attendees, QJsonArray({ u"a@example.com"_s, u"b@example.com"_s }));
    QVERIFY(stored(3).columns.attendees.isEmpty());
    QVERIFY(stored(7).isDeletedInAria());
}

void TestPostgresUpgrade::links_data()
{
    QTest::addColumn<qint64>("id");
    QTest::addColumn<QString>("googleId");
    QTest::addColumn<QString>("status");
    QTest::addColumn<bool>("isLinked");
    QTest::newRow("linked") << qint64(1) << u"g1"_s << u"synced"_s << true;
    QTest::newRow("link lost") << qint64(2) << u"g2"_s << u"synced"_s << true;
    QTest::newRow("never at Google") << qint64(3) << QString() << u"pending_to_google"_s << false;
    QTest::newRow("its conflict") << qint64(4) << u"g4"_s << u"pending_to_google"_s << true;
    QTest::newRow("no sync row") << qint64(5) << u"g5"_s << u"synced"_s << true;
    QTest::newRow("edited") << qint64(6) << u"g6"_s << u"pending_to_google"_s << true;
    QTest::newRow("its error") << qint64(8) << u"g8"_s << u"synced"_s << true;
}

void TestPostgresUpgrade::links()
{
    QFETCH(qint64, id);
    const auto record = stored(id);
    QTEST(record.googleEventId, "googleId");
    QTEST(toString(record.status), "status");
    QTEST(record.syncId > 0, "isLinked");
    QVERIFY(record.base.isEmpty()); // nothing both sides are known to have agreed on
    QCOMPARE(record.calendarId, primary);
    // A record of an event that no row stands for would stand in the way when Google lists it.
    QCOMPARE(m_database->one(u"SELECT count(*) FROM aria_calendar_sync WHERE local_event_id IS NULL"_s), 0);
    QCOMPARE(m_database->one(u"SELECT count(*) FROM aria_calendar_sync"_s), 6);
}

void TestPostgresUpgrade::makesDates_data()
{
    QTest::addColumn<qint64>("id");
    QTest::addColumn<QString>("start");
    QTest::addColumn<QString>("end");
    QTest::newRow("midnight in Berlin") << qint64(4) << u"2024-07-01"_s << u"2024-07-03"_s;
    QTest::newRow("midnight in UTC") << qint64(8) << u"2024-12-24"_s << u"2024-12-25"_s;
}

void TestPostgresUpgrade::makesDates()
{
    QFETCH(qint64, id);
    const auto record = stored(id);
    QVERIFY(record.columns.allDay);
    QTEST(record.columns.startTime, "start");
    QTEST(record.columns.endTime, "end");
}

void TestPostgresUpgrade::holdsBackWhatMayBeKnown()
{
    QVERIFY(must(m_store->read([](Session &s) { return s.backlog().unadopted(primary, 10); })).isEmpty());
    auto unmatched = must(m_store->read([](Session &s) { return s.pythonRows().unmatched(primary, 0, 10); }));
    QCOMPARE(unmatched.size(), 1);
    QCOMPARE(unmatched.first().localId, 3);
    QVERIFY(
        must(m_store->read([](Session &s) { return s.pythonRows().unmatched(primary, 3, 10); })).isEmpty());

    // ARIA's new rows do not wait for that.
    m_database->sql(u"INSERT INTO aria_calendar_events (title) VALUES ('new')"_s);
    QCOMPARE(must(m_store->read([](Session &s) { return s.backlog().unadopted(primary, 10); })).size(), 1);
    m_database->sql(u"DELETE FROM aria_calendar_events WHERE title = 'new'"_s);

    QCOMPARE(must(m_store->write([](Session &s) { return s.pythonRows().releaseUnmatched(primary); })),
        2); // the deleted one too
    QCOMPARE(must(m_store->read([](Session &s) { return s.backlog().unadopted(primary, 10); })).size(), 1);
    QVERIFY(
        must(m_store->read([](Session &s) { return s.pythonRows().unmatched(primary, 0, 10); })).isEmpty());
}

void TestPostgresUpgrade::startsMetadataAfresh()
{
    const auto get = [this](const char *key) {
        return must(
            m_store->read([key](Session &s) { return s.metadata().value(QLatin1String(key), primary); }));
    };
    QVERIFY(!get("sync_token"));
    QVERIFY(!get("webhook_channel"));
    const auto retiring = QJsonDocument::fromJson(get("webhook_channels_retiring").value().toUtf8()).array();
    QCOMPARE(retiring.at(0)[u"id"_s].toString(), u"old-channel"_s);
    QCOMPARE(retiring.at(0)[u"resourceId"_s].toString(), u"res"_s);
    QCOMPARE(must(m_store->read([](Session &s) { return s.metadata().value(u"something"_s, {}); })).value(),
        u"{\"of\": \"ARIA\"}"_s);
    must(m_store->write([](Session &s) { return s.metadata().set(u"k"_s, primary, u"v"_s); }));
    QCOMPARE(get("k").value(), u"v"_s);
}

void TestPostgresUpgrade::worksOn()
{
    // A matched row takes the event's id and keeps its own.
    auto record =
        must(m_store->read([](Session &s) { return s.pythonRows().unmatched(primary, 0, 10); })).first();
    record.googleEventId = u"matched"_s;
    record.status = SyncStatus::Synced;
    must(m_store->write([record](Session &s) {
        auto saved = record;
        return s.events().save(saved);
    }));
    QCOMPARE(stored(3).googleEventId, u"matched"_s);
    QVERIFY(must(m_store->read([](Session &s) { return s.backlog().unadopted(primary, 10); })).isEmpty());
    QVERIFY(
        must(m_store->read([](Session &s) { return s.pythonRows().unmatched(primary, 0, 10); })).isEmpty());
    // What both services had: a cancelled occurrence has no title and no times; words of ours are allowed.
    auto cancelled = anEvent(u"g1_20240116"_s);
    cancelled.columns = {};
    cancelled.columns.status = u"cancelled"_s;
    must(m_store->write([cancelled](Session &s) {
        auto saved = cancelled;
        return s.events().save(saved);
    }));
    QVERIFY(m_database->one(u"SELECT max(id) FROM aria_calendar_events"_s).toInt() > 8);
    // Its touch trigger is gone.
    m_database->sql(u"UPDATE aria_calendar_events SET title = 'edited' WHERE id = 1"_s);
    QCOMPARE(stored(1).revision, 2);
    QVERIFY(stored(1).updatedAt <= QDateTime::currentDateTimeUtc().addSecs(60));
    QCOMPARE(m_database->one(u"SELECT cleanup_old_sync_history()"_s).toInt(), 1);
    HistoryRecord history;
    history.side = Side::Aria;
    must(m_store->write([history](Session &s) { return s.history().add(history); }));
}

void TestPostgresUpgrade::migratesOnce()
{
    const auto before = dumpOf(m_database->name());
    m_store.reset();
    m_store = must(Store::open(m_database->url()));
    QCOMPARE(dumpOf(m_database->name()), before);
}

ARIA_TEST(TestPostgresUpgrade)

} // namespace tst_postgresupgrade

#include "tst_postgresupgrade.moc"
