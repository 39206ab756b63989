// What a row may hold: no id uses up a sequence, no time and no text is in the way of others, and what came is kept.
#include "testdatabase.h"

#include "support/testmain.h"

using namespace Qt::StringLiterals;

namespace tst_limits {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {

const auto primary = u"primary"_s;
constexpr qint64 exact = (qint64(1) << 53) - 1; // as far as JSON's numbers are exact
constexpr qint64 last = std::numeric_limits<qint64>::max();

} // namespace

class TestLimits : public QObject
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

    void noIdUsesUpASequence_data();
    void noIdUsesUpASequence();
    void noIdOfTheHistoryDoes();
    void idsAreNotGivenTwice();
    void zeroIsMoved();
    void keepsTexts_data();
    void keepsTexts();
    void readsTimes_data();
    void readsTimes();
    void farWindowsAreStored();
    void countersStayCountable();
    void goesOnAfterAnAttempt();
    void lostTablesAreNoBeginning();

private:
    template <class Work> auto write(Work work) { return must(m_store->write(std::move(work))); }
    EventRecord made(const QString &id, qint64 localId = 0)
    {
        auto record = anEvent(id);
        record.localId = localId;
        must(m_store->write([&record](Session &session) { return session.events().save(record); }));
        return record;
    }
    QList<EventRecord> madeTogether(const QStringList &ids)
    {
        QList<EventRecord> records;
        for (const auto &id : ids)
            records << anEvent(id);
        must(m_store->write([&records](Session &session) { return session.events().save(records); }));
        return records;
    }
    void tame()
    {
        must(m_store->write([](Session &session) { return session.repair().tameIds(); }));
    }
    void insertBySql(const QString &title, const QString &id = {})
    {
        m_database->sql(
            u"INSERT INTO aria_calendar_events (%1title, start_time, end_time) VALUES"
            u" (%2'%3', '2024-01-15T10:00:00Z', '2024-01-15T11:00:00Z')"_s.arg(
                id.isEmpty() ? QString() : u"id, "_s, id.isEmpty() ? QString() : id + u", "_s, title));
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<Store> m_store;
};

void TestLimits::noIdUsesUpASequence_data()
{
    QTest::addColumn<qint64>("id");
    QTest::addColumn<bool>("bySql");
    for (const bool bySql : { false, true }) {
        const char *who = bySql ? "by SQL" : "by us";
        QTest::addRow("last, %s", who) << last << bySql;
        QTest::addRow("before the last, %s", who) << last - 1 << bySql;
        QTest::addRow("2^53, %s", who) << exact + 1 << bySql;
        QTest::addRow("2^53 - 1, %s", who) << exact << bySql;
        QTest::addRow("2^52, %s", who) << (qint64(1) << 52) << bySql;
        QTest::addRow("2^31, %s", who) << (qint64(1) << 31) << bySql;
        QTest::addRow("-1, %s", who) << qint64(-1) << bySql;
    }
}

void TestLimits::noIdUsesUpASequence()
{
    QFETCH(qint64, id);
    QFETCH(bool, bySql);
    made(u"first"_s);
    if (bySql)
        insertBySql(u"chosen"_s, QString::number(id));
    else
        made(u"chosen"_s, id);
    for (int round = 0; round < 2; ++round) {
        const auto number = QString::number(round);
        const auto one = made(u"one"_s + number);
        QVERIFY2(one.localId > 0 && one.localId <= exact, qPrintable(QString::number(one.localId)));
        const auto many = madeTogether({ u"a"_s + number, u"b"_s + number, u"c"_s + number });
        for (const auto &record : many)
            QVERIFY2(
                record.localId > 0 && record.localId <= exact, qPrintable(QString::number(record.localId)));
        tame(); // as when rows of ARIA's are taken up
        insertBySql(u"by ARIA"_s);
        m_store.reset(); // after a restart too
        m_store = must(Store::open(m_database->url()));
    }
    QCOMPARE(m_database->one(u"SELECT count(*) FROM aria_calendar_events"_s), 12);
}

void TestLimits::noIdOfTheHistoryDoes()
{
    for (const auto *table : { "aria_calendar_sync_history" }) {
        m_database->sql(u"INSERT INTO %1 (id, operation) VALUES (%2, 'n8n')"_s.arg(
            QLatin1String(table), QString::number(last)));
    }
    HistoryRecord record;
    record.outcome = Outcome::Done;
    record.side = Side::Aria;
    record.createdAt = at(u"2024-01-01T00:00:00Z"_s);
    for (int i = 0; i < 2; ++i) {
        const auto id = write([&record](Session &session) { return session.history().add(record); });
        QVERIFY(id > 0 && id <= exact);
    }
    must(m_store->write([&record](Session &session) {
        return session.history().add(QList<HistoryRecord>{ record, record });
    }));
}

void TestLimits::idsAreNotGivenTwice()
{
    const auto one = made(u"one"_s);
    must(m_store->write([&one](Session &session) { return session.events().remove(one.localId); }));
    QVERIFY(made(u"two"_s).localId > one.localId);
    // A restored dump: ids without their sequence.
    insertBySql(u"restored"_s, u"500"_s);
    if (isPostgres())
        m_database->sql(u"SELECT setval('aria_calendar_events_id_seq', 499)"_s);
    QVERIFY(madeTogether({ u"a"_s, u"b"_s }).constLast().localId > 500);
}

void TestLimits::zeroIsMoved()
{
    insertBySql(u"nothing"_s, u"0"_s);
    tame();
    QVERIFY(
        m_database->one(u"SELECT id FROM aria_calendar_events WHERE title = 'nothing'"_s).toLongLong() > 0);
}

void TestLimits::keepsTexts_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("NUL") << u"a"_s + QChar(u'\0') + u"b"_s;
    QTest::newRow("NUL at both ends") << QChar(u'\0') + u"b"_s + QChar(u'\0');
    QTest::newRow("high surrogate") << u"a"_s + QChar(0xd800) + u"b"_s;
    QTest::newRow("low surrogate") << u"a"_s + QChar(0xdfff) + u"b"_s;
    QTest::newRow("surrogates swapped") << QString(QChar(0xdc00)) + QChar(0xd83d) + u"x"_s;
    QTest::newRow("high surrogate at the end") << u"a"_s + QChar(0xdbff);
    QTest::newRow("astral") << u"\U0001F600\U0010FFFF"_s;
    QTest::newRow("no characters") << QString(QChar(0xfffe)) + QChar(0xffff) + QChar(0xfdd0) + QChar(0xfdef);
    QTest::newRow("escape of nothing") << QString(QChar(0xfdd0)) + u"0041"_s + QChar(0xfdd0);
    QTest::newRow("BOM") << QString(QChar(0xfeff)) + u"b"_s;
    QTest::newRow("NFD") << u"u\u0308 \u00fc"_s;
    QTest::newRow("CRLF") << u"a\r\nb\rc\n"_s;
    QTest::newRow("spaces") << u"  a\t \u00a0\u2028"_s;
    QTest::newRow("controls") << u"\u0001\u001b\u007f\u0085"_s;
    QTest::newRow("escapes as text") << u"\\u0000 \\ud800 \\\\ \" ' %1 {} $1 ?"_s;
}

void TestLimits::keepsTexts()
{
    QFETCH(QString, text);
    auto record = anEvent(u"e"_s);
    record.columns.title = text;
    record.columns.description = text;
    record.columns.attendees = { text, QJsonObject{ { u"displayName"_s, text } } };
    record.base = { { u"id"_s, u"e"_s }, { u"summary"_s, text }, { text + u"member"_s, QJsonArray{ text } } };
    record.errorMessage = text;
    must(m_store->write([&](Session &session) {
        auto other = anEvent(u"other"_s);
        QList<EventRecord> records{ record, other };
        return session.events().save(records);
    }));
    auto again = anEvent(u"alone"_s);
    again.columns.title = text;
    must(m_store->write([&again](Session &session) { return session.events().save(again); }));
    for (const auto *id : { "e", "alone" }) {
        const auto stored = must(m_store->read(
            [id](Session &session) { return session.events().byGoogleId(primary, QLatin1String(id)); }));
        QVERIFY(stored);
        QCOMPARE(stored->columns.title, text);
        if (qstrcmp(id, "e") != 0)
            continue;
        QCOMPARE(stored->columns.description, text);
        QCOMPARE(stored->columns.attendees, record.columns.attendees);
        QCOMPARE(stored->base, record.base);
        QCOMPARE(stored->errorMessage, text);
    }
    HistoryRecord history;
    history.side = Side::Aria;
    history.outcome = Outcome::Done;
    history.before = record.base;
    history.reason = text;
    history.createdAt = at(u"2024-01-01T00:00:00Z"_s);
    const auto id = write([&history](Session &session) { return session.history().add(history); });
    const auto kept = must(m_store->read([id](Session &session) { return session.history().byId(id); }));
    QCOMPARE(kept->before, record.base);
    QCOMPARE(kept->reason, text);
}

void TestLimits::readsTimes_data()
{
    QTest::addColumn<QString>("start");
    QTest::newRow("year 1") << u"0001-01-01 00:00:00+00"_s;
    QTest::newRow("infinity") << u"infinity"_s;
    QTest::newRow("before everything") << u"-infinity"_s;
    QTest::newRow("before Christ") << u"0044-03-15 00:00:00+00 BC"_s;
    QTest::newRow("first of all") << u"4714-11-24 00:00:00+00 BC"_s;
    QTest::newRow("year 10000") << u"10000-01-01 00:00:00+00"_s;
    QTest::newRow("last of all") << u"294276-12-31 23:59:59+00"_s;
}

void TestLimits::readsTimes()
{
    QFETCH(QString, start);
    for (const auto *allDay : { "false", "true" }) {
        m_database->sql(u"INSERT INTO aria_calendar_events (title, start_time, end_time, all_day, deleted_at)"
                        u" VALUES ('%1', '%2', '%2', %1, '%2')"_s.arg(QLatin1String(allDay), start));
        const auto id = m_database->one(u"SELECT max(id) FROM aria_calendar_events"_s).toLongLong();
        auto read = must(m_store->read([id](Session &session) { return session.events().byLocalId(id); }));
        QVERIFY(read);
        QVERIFY(read->isDeletedInAria());
        // What it means is not another time than ARIA wrote.
        if (start.contains(u"BC") || start.contains(u"infinity"))
            QVERIFY2(!QDateTime::fromString(read->columns.startTime, Qt::ISODate).isValid(),
                qPrintable(read->columns.startTime));
        if (!isPostgres())
            continue;
        const auto text = u"SELECT start_time::text FROM aria_calendar_events WHERE id = %1"_s.arg(id);
        const auto before = m_database->one(text);
        read->googleEventId = u"g-%1"_s.arg(id);
        must(m_store->write([&read](Session &session) { return session.events().save(*read); }));
        QCOMPARE(m_database->one(text), before);
    }
}

void TestLimits::farWindowsAreStored()
{
    for (const auto &start : { QDateTime(QDate(-1, 1, 1), QTime(0, 0), Qt::UTC),
             QDateTime(QDate(1, 1, 1), QTime(0, 0), Qt::UTC).addDays(-1),
             QDateTime(QDate(10000, 1, 1), QTime(0, 0), Qt::UTC) }) {
        auto record = anEvent(start.toString(u"'e'yyyyMMdd"_s));
        record.windowStart = start;
        record.windowEnd = start.addDays(1);
        QList<EventRecord> records{ record, anEvent(u"o"_s + record.googleEventId) };
        must(m_store->write([&records](Session &session) { return session.events().save(records); }));
    }
}

void TestLimits::countersStayCountable()
{
    insertBySql(u"e"_s);
    m_database->sql(u"UPDATE aria_calendar_events SET revision = %1, service_stamp = %1"_s.arg(last));
    const auto id = m_database->one(u"SELECT max(id) FROM aria_calendar_events"_s).toLongLong();
    auto record = must(m_store->read([id](Session &session) { return session.events().byLocalId(id); }));
    QVERIFY(record->revision <= exact + 1);
    record->googleEventId = u"e"_s;
    ++record->revision;
    must(m_store->write([&record](Session &session) { return session.events().save(*record); }));
    m_database->sql(u"UPDATE aria_calendar_events SET title = 'edited'"_s);
    const auto edited =
        must(m_store->read([id](Session &session) { return session.events().byLocalId(id); }));
    QVERIFY(edited->status == SyncStatus::PendingToGoogle);
}

void TestLimits::goesOnAfterAnAttempt()
{
    made(u"taken"_s);
    must(m_store->write([](Session &session) -> Expected<void> {
        const auto failed = session.attempt([&session] {
            auto record = anEvent(u"taken"_s);
            return session.events().save(record);
        });
        if (failed || failed.error().code != u"duplicate")
            qFatal("a second one was stored");
        return session.attempt([&session] {
            auto record = anEvent(u"other"_s);
            return session.events().save(record);
        });
    }));
    QCOMPARE(m_database->one(u"SELECT count(*) FROM aria_calendar_events"_s), 2);
}

// Somebody takes the tables away while it runs.
void TestLimits::lostTablesAreNoBeginning()
{
    QStringList lost =
        QString::fromLatin1("aria_calendar_occurrences aria_calendar_unfolding aria_calendar_horizon"
                            " aria_calendar_clock aria_calendar_event_log aria_calendar_hook_waiting"
                            " aria_calendar_hook aria_calendar_sync_history aria_calendar_sync"
                            " aria_calendar_events aria_calendar_metadata")
            .split(u' ');
    if (!isPostgres())
        lost.insert(1, u"aria_calendar_words"_s); // PostgreSQL's index of words is one of the events' own
    for (const QString &table : std::as_const(lost)) {
        m_database->sql(u"DROP TABLE %1%2"_s.arg(table, isPostgres() ? u" CASCADE"_s : QString()));
        const auto look = [this] {
            auto asked = m_store->write([](Session &session) {
                auto record = anEvent(u"x"_s);
                return session.history().add(HistoryRecord{}).and_then([&](qint64) {
                    return session.events().save(record);
                });
            });
            asked.waitForFinished();
            return asked.result() ? QString() : asked.result().error().code;
        };
        look();
        QTRY_COMPARE(look(), u"database_lost"_s);
        QVERIFY(!m_store->isHealthy());
        QVERIFY(m_store->trouble()->message.contains(u"lost"));
    }
    const auto tables = isPostgres()
        ? u"SELECT count(*) FROM pg_tables WHERE tablename LIKE 'aria_calendar%'"_s
        : u"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name LIKE 'aria_calendar%'"_s;
    QCOMPARE(m_database->one(tables), 0);
}

ARIA_TEST(TestLimits)

} // namespace tst_limits

#include "tst_limits.moc"
