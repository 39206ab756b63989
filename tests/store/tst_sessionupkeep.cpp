// What the store keeps about itself, and what the daily clean-up takes away.
#include "eventids.h"
#include "testdatabase.h"

#include "support/testmain.h"

using namespace Qt::StringLiterals;

namespace tst_sessionupkeep {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {

const auto primary = u"primary"_s;

} // namespace

class TestSessionUpkeep : public QObject
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

    void keepsMetadata();
    void cleansHistory();
    void cleansDeletedEvents();

private:
    template <class F> auto write(F work) { return must(m_store->write(std::move(work))); }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<Store> m_store;
};

void TestSessionUpkeep::keepsMetadata()
{
    const auto key = u"sync_token"_s;
    const auto get = [&](const QString &calendar) {
        return must(m_store->read([&](Session &s) { return s.metadata().value(key, calendar); }));
    };
    QVERIFY(!get(primary));
    write([&](Session &s) { return s.metadata().set(key, primary, u"a"_s); });
    write([&](Session &s) { return s.metadata().set(key, primary, u"b"_s); });
    write([&](Session &s) { return s.metadata().set(key, QString(), u"all"_s); });
    QCOMPARE(get(primary).value(), u"b"_s);
    QCOMPARE(get(QString()).value(), u"all"_s);
    write([&](Session &s) { return s.metadata().remove(key, primary); });
    QVERIFY(!get(primary));
    QCOMPARE(get(QString()).value(), u"all"_s);
}

void TestSessionUpkeep::cleansHistory()
{
    const auto now = at(u"2024-06-01T00:00:00Z"_s);
    for (const int age : { 100, 91, 89, 0 }) {
        HistoryRecord record;
        record.outcome = age == 100 ? Outcome::Intended : Outcome::Done;
        record.createdAt = now.addDays(-age);
        write([&](Session &s) { return s.history().add(record); });
    }
    QCOMPARE(write([&](Session &s) { return s.history().removeOld(90, now); }), 1);
    QCOMPARE(m_database->one(u"SELECT count(*) FROM aria_calendar_sync_history"_s), 3);
}

void TestSessionUpkeep::cleansDeletedEvents()
{
    const auto now = at(u"2024-06-01T00:00:00Z"_s);
    const auto add = [&](const char *id, int age, SyncStatus status, const char *master = "") {
        auto record = anEvent(QString::fromLatin1(id));
        record.status = status;
        record.recurringEventId = QString::fromLatin1(master);
        if (age > 0)
            record.deletedAt = now.addDays(-age);
        if (*master)
            record.columns.status = u"cancelled"_s;
        write([&](Session &s) { return s.events().save(record); });
    };
    add("old", 31, SyncStatus::Deleted);
    add("fresh", 29, SyncStatus::Deleted);
    add("unconfirmed", 31, SyncStatus::PendingToGoogle);
    add("living", 0, SyncStatus::Synced);
    add("living_1", 31, SyncStatus::Synced, "living");
    add("living_2", 31, SyncStatus::Deleted, "living");
    add("dead", 31, SyncStatus::Deleted);
    add("dead_1", 200, SyncStatus::Synced, "dead");
    QCOMPARE(write([&](Session &s) { return s.events().removeDeleted(30, now); }), 3);
    QCOMPARE(idsOf(must(m_store->read([](Session &s) {
        return s.events().allByGoogleId(
            primary, words("old fresh unconfirmed living living_1 living_2 dead dead_1"));
    })).values()),
        words("fresh living living_1 living_2 unconfirmed"));
    QCOMPARE(m_database->one(u"SELECT count(*) FROM aria_calendar_events"_s), 5);
}

ARIA_TEST(TestSessionUpkeep)

} // namespace tst_sessionupkeep

#include "tst_sessionupkeep.moc"
