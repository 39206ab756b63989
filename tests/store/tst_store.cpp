// Transactions and threads of the Store.
#include "testdatabase.h"

#include "support/testmain.h"

#include <QSignalSpy>

#include <atomic>

using namespace Qt::StringLiterals;

namespace tst_store {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {

const auto primary = u"primary"_s;

// A type without a default constructor, which no future may ask for.
struct Bare
{
    explicit Bare(int value)
        : value(value)
    {
    }
    int value;
};

auto insertEvent(const QString &id)
{
    return [id](Session &session) {
        auto record = anEvent(id);
        return session.events().save(record);
    };
}

Expected<std::optional<EventRecord>> findEvent(Session &session)
{
    return session.events().byGoogleId(primary, u"e"_s);
}

} // namespace

class TestStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_database = std::make_unique<TestDatabase>(); }
    void cleanup() { m_database.reset(); }

    void refusesUrls_data();
    void refusesUrls();
    void migratesAnEmptyDatabase();
    void refusesNewerSchema();
    void commitsAndRollsBack();
    void turnsExceptionsIntoErrors();
    void takesAnyResult();
    void keepsOrder();
    void finishesWorkBeforeItGoes();
    void readsDuringALongWrite();
    void readsOneSnapshot();
    void refusesToWriteInRead();
    void noticesOthersOnly();
    void marksWhatChanged();

private:
    std::unique_ptr<Store> open() { return must(Store::open(m_database->url())); }

    std::unique_ptr<TestDatabase> m_database;
};

void TestStore::refusesUrls_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("code");
    for (const char *url : { "", "sqlite:", "sqlite://relative/path", "sqlite:relative", "sqlite:///",
             "/absolute", "mysql://host/db", "sqlite:///a.db?mode=ro", "sqlite:///folder/", "postgres:/db",
             "postgresql://user:secret@host:port/db", "postgresql://user:secret@host/db?secret=x" })
        QTest::newRow(qPrintable(u"'%1'"_s.arg(QString::fromLatin1(url))))
            << QString::fromLatin1(url) << u"database_url"_s;
}

void TestStore::refusesUrls()
{
    QFETCH(QString, url);
    const auto store = Store::open(url);
    QVERIFY(!store);
    QCOMPARE(store.error().category, ErrorCategory::InvalidInput);
    QTEST(store.error().code, "code");
    QVERIFY(!store.error().message.contains(u"secret"));
}

void TestStore::migratesAnEmptyDatabase()
{
    open();
    QCOMPARE(
        m_database->one(
            u"SELECT value FROM aria_calendar_metadata WHERE key = 'schema_version' AND calendar_id = ''"_s),
        u"8"_s);
    must(open()->write(insertEvent(u"e"_s))); // again, with nothing to migrate
    QVERIFY(must(open()->read(findEvent)));
}

void TestStore::refusesNewerSchema()
{
    open();
    m_database->sql(u"UPDATE aria_calendar_metadata SET value = '999' WHERE key = 'schema_version'"_s);
    const auto store = Store::open(m_database->url());
    QVERIFY(!store);
    QCOMPARE(store.error().category, ErrorCategory::Precondition);
    QCOMPARE(store.error().code, u"schema_newer"_s);
}

void TestStore::commitsAndRollsBack()
{
    const auto store = open();
    auto failed = store->write([](Session &session) -> Expected<int> {
        must(insertEvent(u"e"_s)(session));
        return makeError(ErrorCategory::Stale, u"mine"_s, u"no"_s);
    });
    failed.waitForFinished();
    QCOMPARE(failed.result().error().code, u"mine"_s);
    QVERIFY(!must(store->read(findEvent)));
    must(store->write(insertEvent(u"e"_s)));
    QVERIFY(must(store->read(findEvent)));
    QVERIFY(store->isHealthy());
}

void TestStore::turnsExceptionsIntoErrors()
{
    const auto store = open();
    auto failed = store->write([](Session &session) -> Expected<void> {
        must(insertEvent(u"e"_s)(session));
        throw std::runtime_error("boom");
    });
    failed.waitForFinished();
    QCOMPARE(failed.result().error().category, ErrorCategory::Internal);
    QVERIFY(!must(store->read(findEvent)));
    must(store->write(insertEvent(u"e"_s)));
}

void TestStore::takesAnyResult()
{
    const auto store = open();
    QCOMPARE(must(store->read([](Session &) { return Expected<Bare>(Bare(7)); })).value, 7);
    auto moveOnly = std::make_unique<int>(8);
    const auto result = must(store->write([moved = std::move(moveOnly)](Session &) mutable {
        return Expected<std::unique_ptr<int>>(std::move(moved));
    }));
    QCOMPARE(*result, 8);
}

void TestStore::keepsOrder()
{
    const auto store = open();
    QList<QFuture<Expected<qint64>>> futures;
    for (int i = 0; i < 500; ++i) {
        futures << store->write([](Session &session) -> Expected<qint64> {
            const auto before = session.metadata().value(u"count"_s, primary);
            if (!before)
                return Unexpected(before.error());
            const qint64 next = before->value_or(QString()).toLongLong() + 1;
            return session.metadata().set(u"count"_s, primary, QString::number(next)).map([next] {
                return next;
            });
        });
        store->read(findEvent); // meanwhile, forgotten
    }
    for (int i = 0; i < futures.size(); ++i)
        QCOMPARE(must(futures.at(i)), i + 1);
}

void TestStore::finishesWorkBeforeItGoes()
{
    QList<QFuture<Expected<void>>> futures;
    {
        const auto store = open();
        for (int i = 0; i < 50; ++i)
            futures << store->write(insertEvent(QString::number(i)));
    }
    for (const auto &future : futures)
        QVERIFY(future.isFinished() && future.result());
    QCOMPARE(m_database->one(u"SELECT count(*) FROM aria_calendar_sync"_s), 50);
}

void TestStore::readsDuringALongWrite()
{
    const auto store = open();
    std::atomic<bool> mayEnd = false;
    auto write = store->write([&](Session &session) {
        auto done = insertEvent(u"e"_s)(session);
        mayEnd.wait(false);
        return done;
    });
    const auto seen = must(store->read(findEvent)); // does not wait, and sees nothing of it
    mayEnd = true;
    mayEnd.notify_all();
    must(write);
    QVERIFY(!seen);
    QVERIFY(must(store->read(findEvent)));
}

void TestStore::readsOneSnapshot()
{
    const auto store = open();
    const auto both = must(store->read([&](Session &session) -> Expected<QList<bool>> {
        const bool before = must(findEvent(session)).has_value();
        must(store->write(insertEvent(u"e"_s))); // on the other thread
        return QList<bool>{ before, must(findEvent(session)).has_value() };
    }));
    QCOMPARE(both, QList<bool>({ false, false }));
}

void TestStore::refusesToWriteInRead()
{
    const auto store = open();
    auto result = store->read(insertEvent(u"e"_s));
    result.waitForFinished();
    QVERIFY(!result.result());
    QTRY_VERIFY(store->isHealthy());
    QVERIFY(!must(store->read(findEvent)));
}

void TestStore::noticesOthersOnly()
{
    const auto store = open();
    QSignalSpy spy(store.get(), &Store::changedOutside);
    m_database->sql(u"INSERT INTO aria_calendar_events (title) VALUES ('theirs')"_s);
    QTRY_COMPARE(spy.count(), 1);
    must(store->write(insertEvent(u"e"_s)));
    must(store->read(findEvent));
    // Were our own write taken for theirs, this would be the second and third.
    QVERIFY(!spy.wait(2500));
    m_database->sql(u"UPDATE aria_calendar_events SET title = 'again'"_s);
    QTRY_COMPARE(spy.count(), 2);
}

// Nobody's commit goes unseen, not even in the moment after it.
void TestStore::marksWhatChanged()
{
    auto store = open();
    const auto mark = [&store] {
        return must(store->readOnce([](Session &session) { return session.mark(); }));
    };
    const QByteArray before = mark();
    QCOMPARE(mark(), before);
    must(store->write(insertEvent(u"e"_s)));
    const QByteArray own = mark();
    QVERIFY(own != before);
    QCOMPARE(mark(), own);
    m_database->sql(u"UPDATE aria_calendar_events SET title = 'by SQL'"_s);
    const QByteArray foreign = mark();
    QVERIFY(foreign != own && foreign != before);
    store = open();
    QVERIFY(mark() != foreign);
}

ARIA_TEST(TestStore)

} // namespace tst_store

#include "tst_store.moc"
