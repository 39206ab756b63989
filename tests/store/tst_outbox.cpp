// The outgoing hook's outbox: what is to be sent, in which order, and what the log keeps for it.
#include "testdatabase.h"

#include "support/testmain.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace tst_outbox {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {
const auto primary = u"primary"_s;
}

class TestOutbox : public QObject
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

    void keepsTheOrder();
    void keepsWhatItNeeds();

private:
    template <class F> auto write(F work) { return must(m_store->write(std::move(work))); }
    EventRecord saved(EventRecord record)
    {
        write([&](Session &session) { return session.events().save(record); });
        return record;
    }
    qint64 last()
    {
        return must(m_store->read([](Session &session) { return session.eventLog().bounds(); })).last;
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<Store> m_store;
};

void TestOutbox::keepsTheOrder()
{
    const auto now = at(u"2024-03-01T10:00:00Z"_s);
    write([&](Session &session) { return session.hook().save({ u"hash"_s, u"s"_s, 0, false, {} }); });
    auto a = saved(anEvent(u"a"_s));
    a.columns.title = u"A2"_s;
    saved(a);
    saved(anEvent(u"b"_s));
    const auto pending = [this] {
        return must(m_store->read([](Session &session) { return session.hook().pending({ primary }); }));
    };
    const auto due = [&](const QDateTime &when, const QList<qint64> &except = {}) {
        return must(m_store->read([=](Session &session) { return session.hook().due(when, except, 10); }));
    };
    const auto titles = [](const QList<HookMessage> &messages) {
        QStringList list;
        for (const auto &waiting : messages)
            list << QJsonDocument::fromJson(waiting.message.data).object()[u"title"_s].toString();
        return list;
    };
    QCOMPARE(pending(), 3);
    QCOMPARE(write([&](Session &session) { return session.hook().takeUp({ primary }, now, 10); }), 3);
    QCOMPARE(write([&](Session &session) { return session.hook().takeUp({ primary }, now, 10); }), 0);
    QCOMPARE(pending(), 3);
    QCOMPARE(titles(due(now)), (QStringList{ u"Event a"_s, u"Event b"_s }));
    QCOMPARE(titles(due(now, { due(now).at(0).message.id })), (QStringList{ u"Event b"_s }));
    // The first waits: its successor too, the other goes on.
    auto first = due(now).at(0);
    first.attempts = 1;
    first.firstAttempt = now;
    write([&](Session &session) { return session.hook().postpone(first, now.addSecs(30)); });
    QCOMPARE(titles(due(now)), (QStringList{ u"Event b"_s }));
    const auto second = due(now);
    write([&](Session &session) { return session.hook().done(second, now); });
    QCOMPARE(titles(due(now)), QStringList());
    QCOMPARE(must(m_store->read([](Session &session) { return session.hook().nextDue(); })),
        std::optional(now.addSecs(30)));
    const auto again = due(now.addSecs(30));
    QCOMPARE(titles(again), (QStringList{ u"Event a"_s }));
    QCOMPARE(again.at(0).attempts, 1);
    QCOMPARE(again.at(0).firstAttempt, now);
    write([&](Session &session) { return session.hook().done(again, now.addSecs(30)); });
    QCOMPARE(titles(due(now.addSecs(30))), (QStringList{ u"A2"_s }));
    QCOMPARE(pending(), 1);
}

void TestOutbox::keepsWhatItNeeds()
{
    const auto needed = [this] {
        return must(m_store->read([](Session &session) { return session.hook().neededFrom(); }));
    };
    QVERIFY(!needed());
    saved(anEvent(u"a"_s));
    write([&](Session &session) { return session.hook().save({ u"hash"_s, u"s"_s, 0, false, {} }); });
    QCOMPARE(needed(), std::optional<qint64>(1));
    write([&](Session &session) {
        return session.hook().takeUp({ primary }, QDateTime::currentDateTimeUtc(), 10);
    });
    saved(anEvent(u"b"_s));
    QCOMPARE(needed(), std::optional<qint64>(last() - 1));
    write([&](Session &session) { return session.hook().clear(); });
    QCOMPARE(needed(), std::optional<qint64>(last()));
    write([&](Session &session) { return session.hook().save({ u"hash"_s, u"s"_s, 0, true, u"410"_s }); });
    QVERIFY(!needed());
}

ARIA_TEST(TestOutbox)

} // namespace tst_outbox

#include "tst_outbox.moc"
