// ARIA's transactions and the service's work on the same event at the same time: neither may end the other (PostgreSQL).
#include "occurrencebed.h"

#include "support/testmain.h"

#include <future>

namespace tst_locks {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {

// A transaction of another program. Its statements run on a thread of their own, because they may have to wait.
class OtherProgram
{
public:
    OtherProgram(const TestDatabase &database, const QString &name)
        : m_database(database.name())
        , m_name(name)
    {
    }

    // Starts the statements; what went wrong is told by finished().
    void start(const QStringList &statements)
    {
        m_done = std::async(std::launch::async, [this, statements] { return runAll(statements); });
    }
    QString finished() { return m_done.get(); }
    QString run(const QStringList &statements)
    {
        start(statements);
        return finished();
    }
    void end()
    {
        run({ u"COMMIT"_s });
        m_session.reset();
        QSqlDatabase::removeDatabase(m_name);
    }

private:
    QString runAll(const QStringList &statements)
    {
        if (!m_session)
            m_session = std::make_unique<QSqlDatabase>(connected());
        for (const auto &statement : statements) {
            QSqlQuery query(*m_session);
            if (!query.exec(statement))
                return query.lastError().text();
        }
        return {};
    }
    QSqlDatabase connected() const
    {
        auto database = QSqlDatabase::addDatabase(u"QPSQL"_s, m_name);
        database.setHostName(cluster().folder());
        database.setPort(cluster().port());
        database.setUserName(u"aria"_s);
        database.setDatabaseName(m_database);
        if (!database.open())
            qFatal("no connection for another program");
        QSqlQuery query(database);
        // Whoever looks first is ended. The service would try again, and nobody would see that they stood in each
        // other's way.
        if (!query.exec(u"SET deadlock_timeout = '20ms'"_s) || !query.exec(u"BEGIN"_s))
            qFatal("no transaction for another program");
        return database;
    }

    QString m_database;
    QString m_name;
    std::unique_ptr<QSqlDatabase> m_session;
    std::future<QString> m_done;
};

using Work = std::function<Expected<void>(Session &session, const EventRecord &record)>;

Expected<void> withoutValue(Expected<qint64> result)
{
    return result ? Expected<void>() : Unexpected(result.error());
}

} // namespace

class TestLocks : public QObject, private OccurrenceBed
{
    Q_OBJECT
private Q_SLOTS:
    void init() { open(); }
    void cleanup() { close(); }

    void waitsForTheEventBeforeItsOccurrences_data();
    void waitsForTheEventBeforeItsOccurrences();
    void waitsForTheEventBeforeItsLink_data();
    void waitsForTheEventBeforeItsLink();
    void keepsTheOrderForManyEvents_data();
    void keepsTheOrderForManyEvents();

private:
    bool areWaiting(int count)
    {
        return m_database
                   ->one(u"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                         u" AND wait_event_type = 'Lock'"_s)
                   .toInt()
            == count;
    }
};

// ARIA has the event and waits for its mark, on which a third one sits.
void TestLocks::waitsForTheEventBeforeItsOccurrences_data()
{
    QTest::addColumn<bool>("isSeries");
    QTest::addColumn<QString>("edit");
    QTest::addColumn<Work>("work");
    const QString renamed = u"UPDATE aria_calendar_events SET title = 'theirs' WHERE id = %1"_s;
    const QString moved =
        u"UPDATE aria_calendar_events SET start_time = start_time + interval '1 hour', end_time = end_time"
        u" + interval '1 hour' WHERE id = %1"_s;
    const QString gone = u"UPDATE aria_calendar_events SET status = 'cancelled' WHERE id = %1"_s;
    const Work takeUp = [](Session &session, const EventRecord &) {
        return withoutValue(session.occurrences().takeUp(10));
    };
    const Work refresh = [](Session &session, const EventRecord &record) {
        return session.occurrences().refreshById({ record.localId });
    };
    QTest::newRow("taken up, renamed") << false << renamed << takeUp;
    QTest::newRow("taken up, moved") << false << moved << takeUp;
    QTest::newRow("taken up, cancelled") << false << gone << takeUp;
    QTest::newRow("a series taken up, cancelled") << true << gone << takeUp;
    QTest::newRow("refreshed, renamed") << false << renamed << refresh;
    QTest::newRow("a series refreshed, cancelled") << true << gone << refresh;
}

void TestLocks::waitsForTheEventBeforeItsOccurrences()
{
    QFETCH(bool, isSeries);
    QFETCH(QString, edit);
    QFETCH(Work, work);
    const auto record =
        saved(isSeries ? series(u"e"_s, ten(1), weekly) : single(u"e"_s, ten(1), ten(1).addSecs(3600)));
    m_database->sql(u"UPDATE aria_calendar_events SET title = 'before'"_s); // marks it

    OtherProgram third(*m_database, u"third"_s);
    QCOMPARE(third.run({ u"SELECT event_id FROM aria_calendar_unfolding FOR UPDATE"_s }), QString());
    OtherProgram aria(*m_database, u"aria"_s);
    aria.start({ edit.arg(record.localId) });
    QTRY_VERIFY(areWaiting(1));
    const auto written = m_store->write([&](Session &session) { return work(session, record); });
    QTRY_VERIFY(areWaiting(2));
    third.end();
    QCOMPARE(aria.finished(), QString());
    aria.end();
    QTRY_VERIFY(written.isFinished());
    takeUpAll(*m_store);
    QCOMPARE(
        must(m_store->write([](Session &session) { return session.occurrences().check(0, 10); })), qint64(0));
}

// ARIA has read the event FOR UPDATE, and changes it a moment later.
void TestLocks::waitsForTheEventBeforeItsLink_data()
{
    QTest::addColumn<Work>("work");
    QTest::newRow("removed") << Work(
        [](Session &session, const EventRecord &record) { return session.events().remove(record.localId); });
    QTest::newRow("marked as wrong") << Work([](Session &session, const EventRecord &record) {
        return session.repair().markError(record, u"no"_s);
    });
    QTest::newRow("noted and saved") << Work(
        [](Session &session, const EventRecord &record) -> Expected<void> {
            EditTime edit;
            edit.localId = record.localId;
            edit.notedRevision = 1;
            if (auto noted = session.backlog().saveEditTimes({ edit }); !noted)
                return noted;
            auto changed = record;
            return session.events().save(changed);
        });
    QTest::newRow("retired") << Work([](Session &session, const EventRecord &record) {
        return session.pythonRows().retire({ record.localId }, QDateTime::currentDateTimeUtc());
    });
}

void TestLocks::waitsForTheEventBeforeItsLink()
{
    QFETCH(Work, work);
    const auto record = saved(single(u"e"_s, ten(1), ten(1).addSecs(3600)));
    OtherProgram aria(*m_database, u"aria"_s);
    QCOMPARE(aria.run({ u"SELECT id FROM aria_calendar_events FOR UPDATE"_s }), QString());
    const auto written = m_store->write([&](Session &session) { return work(session, record); });
    QTRY_VERIFY(areWaiting(1));
    QCOMPARE(
        aria.run({ u"UPDATE aria_calendar_events SET title = 'theirs' WHERE id = %1"_s.arg(record.localId) }),
        QString());
    aria.end();
    QTRY_VERIFY(written.isFinished());
}

// The service has begun with the rows of many events, and waits for the mark of one, on which a third one sits. ARIA's edit
// of another event waits for the service, and must not have anything that the service still needs.
void TestLocks::keepsTheOrderForManyEvents_data()
{
    QTest::addColumn<QString>("edit");
    QTest::addColumn<Work>("work");
    const QString renamed =
        u"UPDATE aria_calendar_events SET title = 'theirs' WHERE google_event_id = 'single'"_s;
    const QString given =
        u"UPDATE aria_calendar_events SET recurring_event_id = 'other' WHERE recurring_event_id = 'e'"_s;
    const Work move = [](Session &session, const EventRecord &) {
        const auto moved = session.occurrences().moveHorizon(ten(10), { primary });
        return moved ? Expected<void>() : Unexpected(moved.error());
    };
    const Work rebuild = [](Session &session, const EventRecord &) {
        return session.occurrences().rebuild(ten(10));
    };
    QTest::newRow("the horizon moves, renamed") << renamed << move;
    QTest::newRow("the horizon moves, an occurrence given to another series") << given << move;
    QTest::newRow("made anew, renamed") << renamed << rebuild;
    QTest::newRow("made anew, an occurrence given to another series") << given << rebuild;
}

void TestLocks::keepsTheOrderForManyEvents()
{
    QFETCH(QString, edit);
    QFETCH(Work, work);
    saved(series(u"e"_s, ten(-30), weekly));
    saved(changed(u"e"_s, ten(-30), ten(-29)));
    saved(single(u"single"_s, ten(-20), ten(405)));
    const auto other = saved(series(u"other"_s, ten(-30), weekly));
    must(m_store->write([&](Session &session) { return session.occurrences().mark({ other.localId }); }));

    OtherProgram third(*m_database, u"third"_s);
    QCOMPARE(third.run({ u"SELECT event_id FROM aria_calendar_unfolding FOR UPDATE"_s }), QString());
    int attempts = 0;
    const auto written = m_store->write([&](Session &session) {
        ++attempts;
        return work(session, other);
    });
    QTRY_VERIFY(areWaiting(1));
    OtherProgram aria(*m_database, u"aria"_s);
    aria.start({ edit });
    QTRY_VERIFY(areWaiting(2));
    third.end();
    QCOMPARE(aria.finished(), QString());
    aria.end();
    must(written);
    QCOMPARE(attempts, 1); // else PostgreSQL ended it, and it was repeated
    takeUpAll(*m_store);
    QCOMPARE(
        must(m_store->write([](Session &session) { return session.occurrences().check(0, 10); })), qint64(0));
}

ARIA_TEST(TestLocks)

} // namespace tst_locks

#include "tst_locks.moc"
