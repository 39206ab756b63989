// How long the store takes for what a first sync of a large calendar does. Not part of the tests.
#include "store/testdatabase.h"

using namespace Qt::StringLiterals;

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {
const auto primary = u"primary"_s;
constexpr int count = 10000;
} // namespace

class BenchStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void inserts();
    void updates();
    void findsPage();
    void findsWindow();
    void findsPending();
    void counts();

private:
    TestDatabase m_database;
    std::unique_ptr<Store> m_store;
    QList<EventRecord> m_records;
    QStringList m_ids;
};

void BenchStore::initTestCase()
{
    m_store = must(Store::open(m_database.url()));
    auto start = at(u"2020-01-01T00:00:00Z"_s);
    const QString text(400, u'x');
    for (int i = 0; i < count; ++i) {
        m_ids << u"event%1"_s.arg(i);
        m_records << anEvent(m_ids.last(), start.toString(Qt::ISODate));
        m_records.last().base.insert(u"description"_s, text);
        start = start.addSecs(3 * 3600);
    }
}

void BenchStore::inserts()
{
    QBENCHMARK_ONCE
    {
        must(m_store->write([&](Session &s) { return s.events().save(m_records); }));
    }
}

void BenchStore::updates()
{
    QBENCHMARK_ONCE
    {
        must(m_store->write([&](Session &s) { return s.events().save(m_records); }));
    }
}

void BenchStore::findsPage()
{
    const auto page = m_ids.mid(0, 2500);
    QBENCHMARK
    {
        QCOMPARE(
            must(m_store->read([&](Session &s) { return s.events().allByGoogleId(primary, page); })).size(),
            2500);
    }
}

void BenchStore::findsWindow()
{
    const auto from = at(u"2022-01-01T00:00:00Z"_s);
    QBENCHMARK
    {
        QVERIFY(!must(m_store->read([&](Session &s) {
            return s.events().inWindow({ primary }, from, from.addDays(7));
        })).isEmpty());
    }
}

void BenchStore::findsPending()
{
    m_database.sql(u"UPDATE aria_calendar_events SET title = 'edited'"_s);
    QBENCHMARK
    {
        QCOMPARE(must(m_store->read([](Session &s) {
            return s.backlog().pendingToGoogle(primary, QDateTime::currentDateTimeUtc(), {}, 50);
        })).size(),
            50);
    }
}

void BenchStore::counts()
{
    QBENCHMARK
    {
        QCOMPARE(
            must(m_store->read([](Session &s) { return s.backlog().statistics({ primary }); })).total, count);
    }
}

QTEST_GUILESS_MAIN(BenchStore)
#include "bench_store.moc"
