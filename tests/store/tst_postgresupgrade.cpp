// The Python service's database becomes ours, in place.
#include "testdatabase.h"

#include "support/testmain.h"

#include <QJsonDocument>

namespace tst_postgresupgrade {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {
const auto primary = QStringLiteral("primary");
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
    QCOMPARE(m_database->texts(QStringLiteral("SELECT id FROM aria_calendar_events ORDER BY id")).join(u' '),
        QStringLiteral("1 2 3 4 5 6 7 8"));
    QCOMPARE(m_database->row(QStringLiteral("SELECT project, title FROM aria_calendar_events WHERE id = 1")),
        QVariantList({ QStringLiteral("p"), QStringLiteral("Linked") }));
    QCOMPARE(m_database->one(QStringLiteral("SELECT event_id FROM aria_tasks")).toInt(), 1);
    QCOMPARE(m_database->row(QStringLiteral("SELECT sync_type, operation, event_count, created_at::date::text"
                                            " FROM aria_calendar_sync_history")),
        QVariantList(
            { QStringLiteral("incremental"), QStringLiteral("pull"), 7, QStringLiteral("2024-01-02") }));
    const auto linked = stored(1);
    QCOMPARE(linked.columns.attendees,
        QJsonArray({ QStringLiteral("a@example.com"), QStringLiteral("b@example.com") }));
    QCOMPARE(linked.columns.startTime, QStringLiteral("2024-01-15T10:00:00Z"));
    QCOMPARE(linked.windowStart, at(QStringLiteral("2024-01-14T10:00:00Z")));
    QCOMPARE(linked.syncId, 11);
    QCOMPARE(linked.lastSynced, at(QStringLiteral("2024-01-02T00:00:00Z")));
    QCOMPARE(
        m_database->one(QStringLiteral("SELECT event_hash FROM aria_calendar_sync WHERE id = 11")).toString(),
        QStringLiteral("hash1"));
    QCOMPARE(stored(2).columns.attendees,
        QJsonArray({ QStringLiteral("a@example.com"), QStringLiteral("b@example.com") }));
    QVERIFY(stored(3).columns.attendees.isEmpty());
    QVERIFY(stored(7).isDeletedInAria());
}

void TestPostgresUpgrade::links_data()
{
    QTest::addColumn<qint64>("id");
    QTest::addColumn<QString>("googleId");
    QTest::addColumn<QString>("status");
    QTest::addColumn<bool>("isLinked");
    QTest::newRow("linked") << qint64(1) << QStringLiteral("g1") << QStringLiteral("synced") << true;
    QTest::newRow("link lost") << qint64(2) << QStringLiteral("g2") << QStringLiteral("synced") << true;
    QTest::newRow("never at Google") << qint64(3) << QString() << QStringLiteral("pending_to_google")
                                     << false;
    QTest::newRow("its conflict") << qint64(4) << QStringLiteral("g4") << QStringLiteral("pending_to_google")
                                  << true;
    QTest::newRow("no sync row") << qint64(5) << QStringLiteral("g5") << QStringLiteral("synced") << true;
    QTest::newRow("edited") << qint64(6) << QStringLiteral("g6") << QStringLiteral("pending_to_google")
                            << true;
    QTest::newRow("its error") << qint64(8) << QStringLiteral("g8") << QStringLiteral("synced") << true;
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
    QCOMPARE(m_database->one(
                 QStringLiteral("SELECT count(*) FROM aria_calendar_sync WHERE local_event_id IS NULL")),
        0);
    QCOMPARE(m_database->one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync")), 6);
}

void TestPostgresUpgrade::makesDates_data()
{
    QTest::addColumn<qint64>("id");
    QTest::addColumn<QString>("start");
    QTest::addColumn<QString>("end");
    QTest::newRow("midnight in Berlin")
        << qint64(4) << QStringLiteral("2024-07-01") << QStringLiteral("2024-07-03");
    QTest::newRow("midnight in UTC") << qint64(8) << QStringLiteral("2024-12-24")
                                     << QStringLiteral("2024-12-25");
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
    QVERIFY(must(m_store->read([](Session &s) { return s.toDo().unadopted(primary, 10); })).isEmpty());
    auto unmatched = must(m_store->read([](Session &s) { return s.pythonRows().unmatched(primary, 0, 10); }));
    QCOMPARE(unmatched.size(), 1);
    QCOMPARE(unmatched.first().localId, 3);
    QVERIFY(
        must(m_store->read([](Session &s) { return s.pythonRows().unmatched(primary, 3, 10); })).isEmpty());

    // ARIA's new rows do not wait for that.
    m_database->sql(QStringLiteral("INSERT INTO aria_calendar_events (title) VALUES ('new')"));
    QCOMPARE(must(m_store->read([](Session &s) { return s.toDo().unadopted(primary, 10); })).size(), 1);
    m_database->sql(QStringLiteral("DELETE FROM aria_calendar_events WHERE title = 'new'"));

    QCOMPARE(must(m_store->write([](Session &s) { return s.pythonRows().releaseUnmatched(primary); })),
        2); // the deleted one too
    QCOMPARE(must(m_store->read([](Session &s) { return s.toDo().unadopted(primary, 10); })).size(), 1);
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
    QCOMPARE(retiring.at(0)[QStringLiteral("id")].toString(), QStringLiteral("old-channel"));
    QCOMPARE(retiring.at(0)[QStringLiteral("resourceId")].toString(), QStringLiteral("res"));
    QCOMPARE(must(m_store->read([](Session &s) {
        return s.metadata().value(QStringLiteral("something"), {});
    })).value(),
        QStringLiteral("{\"of\": \"ARIA\"}"));
    must(m_store->write(
        [](Session &s) { return s.metadata().set(QStringLiteral("k"), primary, QStringLiteral("v")); }));
    QCOMPARE(get("k").value(), QStringLiteral("v"));
}

void TestPostgresUpgrade::worksOn()
{
    // A matched row takes the event's id and keeps its own.
    auto record =
        must(m_store->read([](Session &s) { return s.pythonRows().unmatched(primary, 0, 10); })).first();
    record.googleEventId = QStringLiteral("matched");
    record.status = SyncStatus::Synced;
    must(m_store->write([record](Session &s) {
        auto saved = record;
        return s.events().save(saved);
    }));
    QCOMPARE(stored(3).googleEventId, QStringLiteral("matched"));
    QVERIFY(must(m_store->read([](Session &s) { return s.toDo().unadopted(primary, 10); })).isEmpty());
    QVERIFY(
        must(m_store->read([](Session &s) { return s.pythonRows().unmatched(primary, 0, 10); })).isEmpty());
    // What both services had: a cancelled occurrence has no title and no times; words of ours are allowed.
    auto cancelled = anEvent(QStringLiteral("g1_20240116"));
    cancelled.columns = {};
    cancelled.columns.status = QStringLiteral("cancelled");
    must(m_store->write([cancelled](Session &s) {
        auto saved = cancelled;
        return s.events().save(saved);
    }));
    QVERIFY(m_database->one(QStringLiteral("SELECT max(id) FROM aria_calendar_events")).toInt() > 8);
    // Its touch trigger is gone.
    m_database->sql(QStringLiteral("UPDATE aria_calendar_events SET title = 'edited' WHERE id = 1"));
    QCOMPARE(stored(1).revision, 2);
    QVERIFY(stored(1).updatedAt <= QDateTime::currentDateTimeUtc().addSecs(60));
    QCOMPARE(m_database->one(QStringLiteral("SELECT cleanup_old_sync_history()")).toInt(), 1);
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
