// What ARIA and people write into SQLite's columns, which take any text.
#include "testdatabase.h"

#include "support/testmain.h"

using namespace Qt::StringLiterals;

namespace tst_sqlitesql {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {
const auto primary = u"primary"_s;
}

class TestSqliteSql : public QObject
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

    void keepsLinkOverReplace_data();
    void keepsLinkOverReplace();
    void setsWindows_data();
    void setsWindows();
    void readsLeniently_data();
    void readsLeniently();

private:
    EventRecord saved(EventRecord record)
    {
        must(m_store->write([&](Session &session) { return session.events().save(record); }));
        return record;
    }
    EventRecord stored(qint64 id = 1)
    {
        return must(m_store->read([id](Session &session) { return session.events().byLocalId(id); })).value();
    }
    QList<EventRecord> unadopted()
    {
        return must(
            m_store->read([](Session &session) { return session.backlog().unadopted(primary, 100); }));
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<Store> m_store;
};

void TestSqliteSql::keepsLinkOverReplace_data()
{
    QTest::addColumn<QString>("pragma");
    QTest::newRow("as SQLite comes") << u"PRAGMA foreign_keys = OFF"_s;
    QTest::newRow("foreign keys on") << u"PRAGMA foreign_keys = ON"_s;
}

void TestSqliteSql::keepsLinkOverReplace()
{
    QFETCH(QString, pragma);
    auto record = anEvent(u"e"_s);
    record.attemptedRevision = 6;
    saved(record);
    m_database->sql(pragma);
    m_database->sql(u"INSERT OR REPLACE INTO aria_calendar_events (id, title) VALUES (1, 'replaced')"_s);
    const auto after = stored();
    QCOMPARE(after.googleEventId, u"e"_s);
    QCOMPARE(after.columns.title, u"replaced"_s);
    QCOMPARE(toString(after.status), toString(SyncStatus::PendingToGoogle));
    QCOMPARE(after.revision, 7); // newer than what was sent
    QVERIFY(unadopted().isEmpty());
}

void TestSqliteSql::setsWindows_data()
{
    QTest::addColumn<QString>("columns");
    QTest::addColumn<QString>("values");
    QTest::addColumn<QString>("start");
    QTest::addColumn<QString>("end");
    const auto row = [](const char *name, const char *columns, const char *values, const char *start,
                         const char *end) {
        QTest::newRow(name) << QString::fromLatin1(columns) << QString::fromLatin1(values)
                            << QString::fromLatin1(start) << QString::fromLatin1(end);
    };
    row("UTC", "start_time, end_time", "'2024-01-15T10:00:00Z', '2024-01-15T11:00:00Z'",
        "2024-01-14T10:00:00.000Z", "2024-01-16T11:00:00.000Z");
    row("offset", "start_time, end_time", "'2024-01-15T10:00:00+02:00', '2024-01-15T11:00:00+02:00'",
        "2024-01-14T08:00:00.000Z", "2024-01-16T09:00:00.000Z");
    row("all day", "start_time, end_time, all_day", "'2024-01-15', '2024-01-16', 1",
        "2024-01-14T00:00:00.000Z", "2024-01-17T00:00:00.000Z");
    row("no end", "start_time", "'2024-01-15 10:00:00'", "2024-01-14T10:00:00.000Z",
        "2024-01-16T10:00:00.000Z");
    row("series", "start_time, end_time, recurrence",
        "'2024-01-15T10:00:00Z', '2024-01-15T11:00:00Z', '[\"RRULE:FREQ=DAILY\"]'",
        "2024-01-14T10:00:00.000Z", "");
    row("empty recurrence", "start_time, end_time, recurrence", "'2024-01-15', '2024-01-16', '[]'",
        "2024-01-14T00:00:00.000Z", "2024-01-17T00:00:00.000Z");
    row("unreadable", "start_time, end_time", "'tomorrow', 'later'", "0001-01-01T00:00:00.000Z", "");
}

void TestSqliteSql::setsWindows()
{
    QFETCH(QString, columns);
    QFETCH(QString, values);
    QFETCH(QString, start);
    QFETCH(QString, end);
    const auto windows = u"SELECT window_start, COALESCE(window_end, '') FROM aria_calendar_events"_s;
    m_database->sql(u"INSERT INTO aria_calendar_events (%1) VALUES (%2)"_s.arg(columns, values));
    QCOMPARE(m_database->row(windows), QVariantList({ start, end }));
    m_database->sql(u"DELETE FROM aria_calendar_events"_s);

    saved(anEvent(u"e"_s));
    m_database->sql(
        u"UPDATE aria_calendar_events SET end_time = NULL, (%1, title) = (%2, 'x')"_s.arg(columns, values)
            .replace(columns.contains(u"end_time") ? u"end_time = NULL, "_s : QString(), QString()));
    QCOMPARE(m_database->row(windows), QVariantList({ start, end }));
}

void TestSqliteSql::readsLeniently_data()
{
    QTest::addColumn<QString>("columns");
    QTest::addColumn<QString>("values");
    QTest::addColumn<QJsonArray>("attendees");
    QTest::addColumn<QJsonArray>("recurrence");
    QTest::addColumn<bool>("hasReminders");
    const auto row = [](const char *name, const char *columns, const char *values,
                         const QJsonArray &attendees, const QJsonArray &recurrence, bool hasReminders) {
        QTest::newRow(name) << QString::fromLatin1(columns) << QString::fromLatin1(values) << attendees
                            << recurrence << hasReminders;
    };
    const QJsonValue mail = u"a@example.com"_s;
    const QJsonValue rule = u"RRULE:FREQ=DAILY"_s;
    const QJsonValue object = QJsonObject{ { u"email"_s, mail } };
    row("bare address", "attendees", "'a@example.com'", QJsonArray({ mail }), {}, false);
    row("null", "attendees, recurrence, reminders", "NULL, 'null', 'null'", {}, {}, false);
    row("one object", "attendees", "'{\"email\": \"a@example.com\"}'", QJsonArray({ object }), {}, false);
    row("plain rule", "recurrence", "'RRULE:FREQ=DAILY'", {}, QJsonArray({ rule }), false);
    row("plain rules", "recurrence", "'RRULE:FREQ=DAILY' || char(13, 10) || 'RRULE:FREQ=DAILY'", {},
        QJsonArray({ rule, rule }), false);
    row("default reminders", "reminders", "'{\"useDefault\": true}'", {}, {}, false);
    row("no reminders", "reminders", "'{\"useDefault\": false}'", {}, {}, true);
}

void TestSqliteSql::readsLeniently()
{
    QFETCH(QString, columns);
    QFETCH(QString, values);
    m_database->sql(u"INSERT INTO aria_calendar_events (%1) VALUES (%2)"_s.arg(columns, values));
    const auto record = stored();
    QTEST(record.columns.attendees, "attendees");
    QTEST(record.columns.recurrence, "recurrence");
    QTEST(record.columns.reminders.has_value(), "hasReminders");
}

ARIA_TEST(TestSqliteSql)

} // namespace tst_sqlitesql

#include "tst_sqlitesql.moc"
