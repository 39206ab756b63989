// Which of several services leads, and that only the leader's writes arrive.
#include "store/fencedstore.h"
#include "support/testmain.h"
#include "testdatabase.h"

#include <QSignalSpy>

#include <atomic>

using namespace Qt::StringLiterals;

namespace tst_leading {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {

const auto primary = u"primary"_s;
const auto work = u"work@example.com"_s;

auto tryToLead(const QString &calendarId)
{
    return [calendarId](Session &session) { return session.lead().take(calendarId); };
}

auto note(const QString &value)
{
    return [value](Session &session) { return session.metadata().set(u"note"_s, primary, value); };
}

auto beat(const QString &report)
{
    return [report](Session &session) { return session.lead().beat(primary, report); };
}

template <class T> QString codeOf(QFuture<Expected<T>> future)
{
    future.waitForFinished();
    return future.result() ? QString() : future.result().error().code;
}

} // namespace

class TestLeading : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_database = std::make_unique<TestDatabase>(Content::Tables);
        m_first = must(Store::open(m_database->url()));
        m_second = must(Store::open(m_database->url()));
    }
    void cleanup()
    {
        m_first.reset();
        m_second.reset();
        m_database.reset();
    }

    void oneLeadsEachCalendar();
    void stopsLeading();
    void refusesWritesOfOthers();
    void refusesWritesOfALostConnection();
    void refusesAWriteThatIsCutOff();
    void endsASilentLeader();
    void leavesALivingLeader_data();
    void leavesALivingLeader();
    void otherSchemasHaveTheirOwnLeader();
    void saysWhyItGivesNoSign_data();
    void saysWhyItGivesNoSign();
    void tellsTheReport();
    void keepsCommands();
    void aloneItAlwaysLeads();

private:
    QString noted()
    {
        return m_database->one(u"SELECT value FROM aria_calendar_metadata WHERE key = 'note'"_s).toString();
    }
    // What a server that loses patience with a connection does to it.
    void endHolder()
    {
        QCOMPARE(m_database->one(
                     u"SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory'"
                     u" AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"_s),
            QVariant(1));
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<Store> m_first;
    std::unique_ptr<Store> m_second;
};

void TestLeading::oneLeadsEachCalendar()
{
    QVERIFY(must(m_first->write(tryToLead(primary))));
    QVERIFY(must(m_first->write(tryToLead(primary))));
    QVERIFY(!must(m_second->write(tryToLead(primary))));
    QVERIFY(must(m_second->write(tryToLead(work))));
    QVERIFY(!must(m_first->write(tryToLead(work))));
    m_first.reset();
    QTRY_VERIFY(must(m_second->write(tryToLead(primary))));
}

void TestLeading::stopsLeading()
{
    QVERIFY(must(m_first->write(tryToLead(primary))));
    must(m_first->write(beat(u"{}"_s)));
    must(m_first->write([](Session &session) { return session.lead().giveUp(primary); }));
    QVERIFY(!must(
        m_first->write([](Session &session) -> Expected<bool> { return session.lead().isHeld(primary); })));
    QCOMPARE(
        m_database->one(u"SELECT count(*) FROM aria_calendar_metadata WHERE key = 'leader'"_s), QVariant(0));
    QVERIFY(must(m_second->write(tryToLead(primary))));
}

void TestLeading::refusesWritesOfOthers()
{
    FencedStore first(*m_first, primary);
    FencedStore second(*m_second, primary);
    QVERIFY(must(m_first->write(tryToLead(primary))));
    QCOMPARE(codeOf(first.write(note(u"first"_s))), QString());
    QCOMPARE(codeOf(second.write(note(u"second"_s))), u"not_leader"_s);
    QCOMPARE(noted(), u"first"_s);
    // The other calendar's lock is not this one's.
    QVERIFY(must(m_second->write(tryToLead(work))));
    QCOMPARE(codeOf(second.write(note(u"second"_s))), u"not_leader"_s);
    const auto read =
        second.read([](Session &session) { return session.metadata().value(u"note"_s, primary); });
    QCOMPARE(must(read), std::optional(u"first"_s));
}

void TestLeading::refusesWritesOfALostConnection()
{
    FencedStore first(*m_first, primary);
    QVERIFY(must(m_first->write(tryToLead(primary))));
    endHolder();
    // The store connects again by itself; the lock does not come back with it.
    QTRY_COMPARE(codeOf(first.write(note(u"stale"_s))), u"not_leader"_s);
    QTRY_COMPARE(codeOf(m_first->write(note(u"an edit"_s))), QString());
    QCOMPARE(noted(), u"an edit"_s);
    QTRY_VERIFY(must(m_second->write(tryToLead(primary))));
    QCOMPARE(codeOf(first.write(note(u"stale"_s))), u"not_leader"_s);
    QCOMPARE(noted(), u"an edit"_s);
}

void TestLeading::refusesAWriteThatIsCutOff()
{
    FencedStore first(*m_first, primary);
    QVERIFY(must(m_first->write(tryToLead(primary))));
    std::atomic<bool> written = false;
    std::atomic<bool> ended = false;
    auto cutOff = first.write([&written, &ended](Session &session) -> Expected<bool> {
        if (auto set = session.metadata().set(u"note"_s, primary, u"stale"_s); !set)
            return Unexpected(set.error());
        written = true;
        while (!ended)
            QThread::yieldCurrentThread();
        return true;
    });
    QTRY_VERIFY(written);
    endHolder();
    QTRY_VERIFY(must(m_second->write(tryToLead(primary))));
    ended = true;
    QCOMPARE(codeOf(cutOff), u"database_away"_s);
    QCOMPARE(noted(), QString());
}

void TestLeading::endsASilentLeader()
{
    QVERIFY(must(m_first->write(tryToLead(primary))));
    must(m_first->write(beat(u"{}"_s)));
    const auto end = [this](qint64 suspect) {
        return must(m_second->write([suspect](Session &session) {
            return session.lead().endSilentLeader(primary, std::chrono::seconds(1), suspect);
        }));
    };
    QCOMPARE(end(0), 0);
    qint64 silent = 0;
    QVERIFY(QTest::qWaitFor([&] { return (silent = end(0)) > 0; }));
    // Whoever was seen silent for the first time, or in place of another, is left alone.
    QCOMPARE(end(silent + 1), silent);
    QVERIFY(!must(m_second->write(tryToLead(primary))));
    QCOMPARE(end(silent), silent);
    QTRY_VERIFY(must(m_second->write(tryToLead(primary))));
    // Its own connection of a moment ago is not the silent one.
    QCOMPARE(end(silent), 0);
}

void TestLeading::leavesALivingLeader_data()
{
    QTest::addColumn<bool>("beats");
    QTest::newRow("it says so") << true;
    QTest::newRow("it is in a long transaction") << false;
}

void TestLeading::leavesALivingLeader()
{
    QFETCH(bool, beats);
    QVERIFY(must(m_first->write(tryToLead(primary))));
    must(m_first->write(beat(u"{}"_s)));
    constexpr std::chrono::seconds silence(2); // longer than a busy machine lets anybody wait
    constexpr int lookedFor = 4500;
    QElapsedTimer clock;
    clock.start();
    std::atomic<bool> over = false;
    QFuture<Expected<bool>> busy;
    if (!beats) {
        busy = m_first->write([&over](Session &session) -> Expected<bool> {
            while (!over) {
                if (auto read = session.metadata().value(u"note"_s, primary); !read)
                    return Unexpected(read.error());
                QThread::msleep(20);
            }
            return true;
        });
    }
    while (clock.elapsed() < lookedFor) {
        if (beats)
            must(m_first->write(beat(u"{}"_s)));
        const auto silent = m_second->write(
            [](Session &session) { return session.lead().endSilentLeader(primary, silence, 0); });
        if (must(silent) != 0)
            break;
        QThread::msleep(20);
    }
    over = true;
    QVERIFY(clock.elapsed() >= lookedFor);
    if (!beats)
        QVERIFY(must(busy));
    QVERIFY(!must(m_second->write(tryToLead(primary))));
}

void TestLeading::otherSchemasHaveTheirOwnLeader()
{
    QVERIFY(must(m_first->write(tryToLead(primary))));
    m_database->sql(u"CREATE SCHEMA elsewhere"_s);
    const auto other = must(Store::open(m_database->url() + u"?options=-csearch_path%3Delsewhere"_s));
    QVERIFY(must(other->write(tryToLead(primary))));
}

void TestLeading::saysWhyItGivesNoSign_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("warning");
    QTest::newRow("a fault") << u"P0001"_s << u"a look at the database failed"_s;
    QTest::newRow("disk full") << u"53100"_s << u"trying again until there is room"_s;
}

// The leader's sign of life, which nobody asked for, is refused by the database.
void TestLeading::saysWhyItGivesNoSign()
{
    QFETCH(QString, state);
    QFETCH(QString, warning);
    QVERIFY(must(m_first->write(tryToLead(primary))));
    must(m_first->write(beat(u"{}"_s)));
    m_database->sql(u"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                    u" RAISE EXCEPTION 'no' USING ERRCODE = '%1'; END $$"_s.arg(state));
    m_database->sql(u"CREATE TRIGGER refuse BEFORE UPDATE ON aria_calendar_metadata"
                    u" FOR EACH STATEMENT EXECUTE FUNCTION refuse()"_s);
    static QString expected;
    static std::atomic<int> warnings;
    expected = warning;
    warnings = 0;
    const auto previous =
        qInstallMessageHandler([](QtMsgType type, const QMessageLogContext &, const QString &text) {
            warnings += type == QtWarningMsg && text.contains(expected) ? 1 : 0;
        });
    m_first->keepLeading(std::chrono::seconds(60));
    const bool isTold = QTest::qWaitFor([] { return warnings > 0; }, 15'000);
    qInstallMessageHandler(previous);
    QVERIFY(isTold);
    QCOMPARE(m_first->isHealthy(), state != u"53100");
}

void TestLeading::tellsTheReport()
{
    const auto reported = [this] {
        return must(m_second->read(
            [](Session &session) { return session.lead().report(primary, std::chrono::seconds(1)); }));
    };
    QCOMPARE(reported(), std::nullopt);
    must(m_first->write(beat(u"{\"a\":1}"_s)));
    QCOMPARE(reported(), std::optional(u"{\"a\":1}"_s));
    QTRY_COMPARE(reported(), std::nullopt); // nobody can have led for that long without a word
}

void TestLeading::keepsCommands()
{
    QSignalSpy woken(m_second.get(), &Store::changedOutside);
    QSignalSpy selfWoken(m_first.get(), &Store::changedOutside);
    must(m_first->write([](Session &session) -> Expected<bool> {
        for (const auto *key : { "command/b", "other" }) {
            if (auto set = session.metadata().set(QLatin1String(key), primary, u"1"_s); !set)
                return Unexpected(set.error());
        }
        if (auto set = session.metadata().set(u"command/c"_s, work, u"1"_s); !set)
            return Unexpected(set.error());
        if (auto told = session.lead().wakeOthers(primary); !told)
            return Unexpected(told.error());
        return true;
    }));
    QTRY_COMPARE(woken.size(), 1);
    QCOMPARE(selfWoken.size(), 0);
    const auto commands = [this] {
        return must(m_second->read([](Session &session) { return session.lead().commands(primary); }));
    };
    using Commands = QList<std::pair<QString, QString>>;
    QCOMPARE(commands(), (Commands{ { u"command/b"_s, u"1"_s } }));
    const auto forget = [this](int seconds) {
        must(m_first->write([seconds](Session &session) {
            return session.lead().forgetCommands(primary, std::chrono::seconds(seconds));
        }));
    };
    forget(60);
    QCOMPARE(commands().size(), 1);
    forget(0);
    QCOMPARE(commands().size(), 0);
    QCOMPARE(must(m_first->read([](Session &session) { return session.lead().commands(work); })).size(), 1);
}

void TestLeading::aloneItAlwaysLeads()
{
    QTemporaryDir folder;
    const auto alone = must(Store::open(u"sqlite://"_s + folder.filePath(u"a.db"_s)));
    QVERIFY(!alone->isShared());
    QVERIFY(m_first->isShared());
    FencedStore fenced(*alone, primary);
    QCOMPARE(codeOf(fenced.write(note(u"alone"_s))), QString());
}

ARIA_TEST(TestLeading)

} // namespace tst_leading

#include "tst_leading.moc"
