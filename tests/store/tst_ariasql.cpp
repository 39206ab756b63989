// What ARIA, n8n and people do to the tables with SQL of their own.
#include "testdatabase.h"

#include "support/testmain.h"

namespace tst_ariasql {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {
const auto primary = QStringLiteral("primary");
}

class TestAriaSql : public QObject
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

    void listsInserted();
    void adoptsInserted();
    void leavesOutWhatIsNotNew();
    void marksEdits_data();
    void marksEdits();
    void ignoresWhatIsNoEdit_data();
    void ignoresWhatIsNoEdit();
    void keepsOrChangesStatus_data();
    void keepsOrChangesStatus();
    void doesNotMarkOwnWrites();
    void makesDeletionsOfDeletes();
    void deletesUnlinked();
    void takesHistoryOfOthers();
    void offersViews();

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
        return must(m_store->read([](Session &session) { return session.toDo().unadopted(primary, 100); }));
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<Store> m_store;
};

void TestAriaSql::listsInserted()
{
    m_database->sql(QStringLiteral("INSERT INTO aria_calendar_events (title, start_time, end_time)"
                                   " VALUES ('Lunch', '2024-01-15T12:00:00Z', '2024-01-15T13:00:00Z')"));
    const auto found = unadopted();
    QCOMPARE(found.size(), 1);
    const auto &record = found.first();
    QCOMPARE(record.syncId, 0);
    QCOMPARE(record.calendarId, primary);
    QCOMPARE(record.columns.title, QStringLiteral("Lunch"));
    QCOMPARE(record.columns.status, QStringLiteral("confirmed"));
    QVERIFY(record.source == Side::Aria);
    QCOMPARE(record.revision, 1);
    QCOMPARE(toString(record.status), toString(SyncStatus::PendingToGoogle));
    QVERIFY(record.createdAt.isValid());
    QVERIFY(record.updatedAt.isValid());
    QCOMPARE(m_database->one(QStringLiteral("SELECT sync_status FROM aria_calendar_events")),
        QStringLiteral("pending_to_google"));
}

void TestAriaSql::adoptsInserted()
{
    m_database->sql(QStringLiteral("INSERT INTO aria_calendar_events (title) VALUES ('x')"));
    auto record = unadopted().first();
    record.googleEventId = QStringLiteral("born");
    record.windowStart = at(QStringLiteral("2024-01-15T12:00:00Z"));
    saved(record);
    QVERIFY(unadopted().isEmpty());
    QCOMPARE(stored(record.localId).googleEventId, QStringLiteral("born"));
    QCOMPARE(stored(record.localId).revision, 1);
    QCOMPARE(m_database->one(QStringLiteral("SELECT count(*) FROM aria_calendar_events")), 1);
}

void TestAriaSql::leavesOutWhatIsNotNew()
{
    m_database->sql(
        QStringLiteral("INSERT INTO aria_calendar_events (title, recurring_event_id) VALUES ('x', 'm')"));
    m_database->sql(
        QStringLiteral("INSERT INTO aria_calendar_events (title, deleted_at) VALUES ('x', '2024-01-01')"));
    m_database->sql(
        QStringLiteral("INSERT INTO aria_calendar_events (title, calendar_id) VALUES ('x', 'other')"));
    saved(anEvent(QStringLiteral("known")));
    QVERIFY(unadopted().isEmpty());
}

void TestAriaSql::marksEdits_data()
{
    QTest::addColumn<QString>("set");
    for (const char *set : { "title = 'x'", "description = 'x'", "start_time = '2024-02-01T00:00:00Z'",
             "end_time = '2024-02-01T01:00:00Z'",
             "all_day = true, start_time = '2024-01-15', end_time = '2024-01-16'",
             "time_zone = 'Europe/Berlin'", "end_time_zone = 'Europe/Berlin'", "location = 'x'",
             "attendees = '[\"a@example.com\"]'", "recurrence = '[\"RRULE:FREQ=DAILY\"]'", "reminders = '[]'",
             "color_id = '1'", "visibility = 'private'", "transparency = 'transparent'",
             "status = 'tentative'", "deleted_at = '2024-01-20T00:00:00Z'", "title = NULL",
             "title = 'x', sync_status = 'synced', revision = 0" })
        QTest::newRow(set) << QString::fromLatin1(set);
}

void TestAriaSql::marksEdits()
{
    QFETCH(QString, set);
    const auto before = saved(anEvent(QStringLiteral("e")));
    m_database->sql(QStringLiteral("UPDATE aria_calendar_events SET ") + set);
    const auto after = stored();
    QCOMPARE(after.revision, 2);
    QCOMPARE(toString(after.status), toString(SyncStatus::PendingToGoogle));
    QVERIFY(after.updatedAt > before.updatedAt);
    QCOMPARE(m_database->one(QStringLiteral("SELECT sync_status FROM aria_calendar_events")),
        QStringLiteral("pending_to_google"));
    QCOMPARE(after.base, before.base);
}

void TestAriaSql::ignoresWhatIsNoEdit_data()
{
    QTest::addColumn<QString>("set");
    for (const char *set :
        { "sync_status = 'synced', google_event_id = 'e', updated_at = '2024-01-20T00:00:00Z'",
            "google_event_id = 'something else'", "updated_at = CURRENT_TIMESTAMP",
            "sync_status = 'pending_to_google'", "title = title",
            "title = 'Event e', location = NULL, attendees = '[]'", "all_day = false, deleted_at = NULL" })
        QTest::newRow(set) << QString::fromLatin1(set);
}

void TestAriaSql::ignoresWhatIsNoEdit()
{
    QFETCH(QString, set);
    saved(anEvent(QStringLiteral("e")));
    m_database->sql(QStringLiteral("UPDATE aria_calendar_events SET ") + set);
    const auto after = stored();
    QCOMPARE(after.revision, 1);
    QCOMPARE(toString(after.status), toString(SyncStatus::Synced));
    QCOMPARE(after.googleEventId, QStringLiteral("e"));
}

void TestAriaSql::keepsOrChangesStatus_data()
{
    QTest::addColumn<SyncStatus>("before");
    QTest::addColumn<SyncStatus>("after");
    QTest::addColumn<int>("attempts");
    const auto row = [](SyncStatus before, SyncStatus after, int attempts) {
        QTest::newRow(qPrintable(toString(before))) << before << after << attempts;
    };
    row(SyncStatus::Synced, SyncStatus::PendingToGoogle, 3);
    row(SyncStatus::PendingToGoogle, SyncStatus::PendingToGoogle, 3);
    row(SyncStatus::PendingToAria, SyncStatus::PendingToGoogle, 3);
    row(SyncStatus::Conflict, SyncStatus::Conflict, 3);
    row(SyncStatus::Error, SyncStatus::PendingToGoogle, 0); // an edit may be what mends it
    row(SyncStatus::Deleted, SyncStatus::PendingToGoogle, 3);
}

void TestAriaSql::keepsOrChangesStatus()
{
    QFETCH(SyncStatus, before);
    auto record = anEvent(QStringLiteral("e"));
    record.status = before;
    record.attempts = 3;
    record.nextAttemptAt = record.createdAt;
    saved(record);
    m_database->sql(QStringLiteral("UPDATE aria_calendar_events SET title = 'edited'"));
    const auto edited = stored();
    QFETCH(SyncStatus, after);
    QCOMPARE(toString(edited.status), toString(after));
    QTEST(edited.attempts, "attempts");
    QCOMPARE(edited.nextAttemptAt.isValid(), before != SyncStatus::Error);
    QCOMPARE(edited.revision, 2);
    QCOMPARE(m_database->one(QStringLiteral("SELECT sync_status FROM aria_calendar_events")),
        toString(edited.status));
}

void TestAriaSql::doesNotMarkOwnWrites()
{
    auto record = saved(anEvent(QStringLiteral("e")));
    for (int i = 0; i < 3; ++i) { // also with the revision and status as they were
        record.columns.title += u'x';
        saved(record);
        QCOMPARE(stored().revision, 1);
        QCOMPARE(toString(stored().status), toString(SyncStatus::Synced));
    }
    QCOMPARE(stored().updatedAt, record.updatedAt);
    QCOMPARE(stored().windowEnd, record.windowEnd);
    m_database->sql(QStringLiteral("UPDATE aria_calendar_events SET title = 'theirs'"));
    QCOMPARE(stored().revision, 2);
}

void TestAriaSql::makesDeletionsOfDeletes()
{
    saved(anEvent(QStringLiteral("a")));
    saved(anEvent(QStringLiteral("b")));
    m_database->sql(QStringLiteral("INSERT INTO aria_calendar_events (title) VALUES ('not known yet')"));
    m_database->sql(QStringLiteral("DELETE FROM aria_calendar_events"));
    QCOMPARE(m_database->one(QStringLiteral("SELECT count(*) FROM aria_calendar_events")), 2);
    for (const qint64 id : { 1, 2 }) {
        const auto record = stored(id);
        QVERIFY(record.isDeletedInAria());
        QCOMPARE(toString(record.status), toString(SyncStatus::PendingToGoogle));
        QCOMPARE(record.revision, 2);
        QVERIFY(record.syncId > 0);
    }
    const auto first = stored(1).deletedAt;
    m_database->sql(QStringLiteral("DELETE FROM aria_calendar_events"));
    QCOMPARE(stored(1).deletedAt, first);
    QCOMPARE(stored(1).revision, 2);
}

void TestAriaSql::deletesUnlinked()
{
    m_database->sql(QStringLiteral("INSERT INTO aria_calendar_events (title) VALUES ('x')"));
    m_database->sql(QStringLiteral("DELETE FROM aria_calendar_events WHERE id = 1"));
    QCOMPARE(m_database->one(QStringLiteral("SELECT count(*) FROM aria_calendar_events")), 0);
}

void TestAriaSql::takesHistoryOfOthers()
{
    m_database->sql(QStringLiteral("INSERT INTO aria_calendar_sync_history (google_event_id, operation)"
                                   " VALUES ('g', 'n8n_update')"));
    QVERIFY(!m_database->one(QStringLiteral("SELECT created_at FROM aria_calendar_sync_history")).isNull());
}

void TestAriaSql::offersViews()
{
    const auto now = QDateTime::currentDateTimeUtc();
    const auto add = [&](const char *id, const QDateTime &start, SyncStatus status, bool isDeleted = false) {
        auto record = anEvent(QString::fromLatin1(id), start.toString(Qt::ISODate));
        record.status = status;
        if (isDeleted)
            record.deletedAt = now;
        saved(record);
    };
    add("pending", now.addDays(3), SyncStatus::PendingToGoogle);
    add("pendingdeleted", now.addDays(3), SyncStatus::PendingToGoogle, true);
    add("conflict", now.addDays(8), SyncStatus::Conflict);
    add("conflictdeleted", now.addDays(3), SyncStatus::Conflict, true);
    add("past", now.addDays(-3), SyncStatus::Synced);
    // From noon yesterday to noon tomorrow: today in every zone.
    auto today = anEvent(QStringLiteral("today"), now.addDays(-1).toString(Qt::ISODate));
    today.columns.endTime = now.addDays(1).toString(Qt::ISODate);
    saved(today);
    const auto titles = [this](const char *view) {
        return m_database
            ->texts(QStringLiteral("SELECT title FROM %1 ORDER BY title").arg(QString::fromLatin1(view)))
            .join(u',');
    };
    QCOMPARE(titles("v_events_pending_to_google"), QStringLiteral("Event pending"));
    QCOMPARE(titles("v_events_with_conflicts"), QStringLiteral("Event conflict"));
    QCOMPARE(titles("v_upcoming_events"), QStringLiteral("Event pending"));
    QCOMPARE(titles("v_today_events"), QStringLiteral("Event today"));
    QCOMPARE(m_database->row(
                 QStringLiteral("SELECT total_events, synced, pending_to_google, pending_to_aria, conflicts,"
                                " errors FROM v_sync_statistics WHERE calendar_id = 'primary'")),
        QVariantList({ 4, 2, 1, 0, 1, 0 }));
}

ARIA_TEST(TestAriaSql)

} // namespace tst_ariasql

#include "tst_ariasql.moc"
