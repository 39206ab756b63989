// What ARIA, n8n and people do to the tables with SQL of their own.
#include "testdatabase.h"

#include "support/testmain.h"

using namespace Qt::StringLiterals;

namespace tst_ariasql {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {
const auto primary = u"primary"_s;
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
    void takesOccurrencesLast();
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
    void givesALinkedRowAnotherId();
    void givesANewRowAnotherId();
    void bringsBack_data();
    void bringsBack();
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
        return must(
            m_store->read([](Session &session) { return session.backlog().unadopted(primary, 100); }));
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<Store> m_store;
};

void TestAriaSql::listsInserted()
{
    m_database->sql(u"INSERT INTO aria_calendar_events (title, start_time, end_time)"
                    u" VALUES ('Lunch', '2024-01-15T12:00:00Z', '2024-01-15T13:00:00Z')"_s);
    const auto found = unadopted();
    QCOMPARE(found.size(), 1);
    const auto &record = found.first();
    QCOMPARE(record.syncId, 0);
    QCOMPARE(record.calendarId, primary);
    QCOMPARE(record.columns.title, u"Lunch"_s);
    QCOMPARE(record.columns.status, u"confirmed"_s);
    QVERIFY(record.source == Side::Aria);
    QCOMPARE(record.revision, 1);
    QCOMPARE(toString(record.status), toString(SyncStatus::PendingToGoogle));
    QVERIFY(record.createdAt.isValid());
    QVERIFY(record.updatedAt.isValid());
    QCOMPARE(m_database->one(u"SELECT sync_status FROM aria_calendar_events"_s), u"pending_to_google"_s);
}

void TestAriaSql::adoptsInserted()
{
    m_database->sql(u"INSERT INTO aria_calendar_events (title) VALUES ('x')"_s);
    auto record = unadopted().first();
    record.googleEventId = u"born"_s;
    record.windowStart = at(u"2024-01-15T12:00:00Z"_s);
    saved(record);
    QVERIFY(unadopted().isEmpty());
    QCOMPARE(stored(record.localId).googleEventId, u"born"_s);
    QCOMPARE(stored(record.localId).revision, 1);
    QCOMPARE(m_database->one(u"SELECT count(*) FROM aria_calendar_events"_s), 1);
}

// Their series may be new too.
void TestAriaSql::takesOccurrencesLast()
{
    m_database->sql(u"INSERT INTO aria_calendar_events (title, recurring_event_id) VALUES ('first', 'm')"_s);
    m_database->sql(u"INSERT INTO aria_calendar_events (title, recurring_event_id, status)"
                    u" VALUES ('second', 'm', 'cancelled')"_s);
    m_database->sql(u"INSERT INTO aria_calendar_events (title, recurring_event_id) VALUES ('third', '')"_s);
    QStringList titles;
    for (const auto &record : unadopted())
        titles << record.columns.title;
    QCOMPARE(titles, QStringList({ u"third"_s, u"first"_s, u"second"_s }));
}

void TestAriaSql::leavesOutWhatIsNotNew()
{
    m_database->sql(u"INSERT INTO aria_calendar_events (title, status) VALUES ('x', 'cancelled')"_s);
    m_database->sql(u"INSERT INTO aria_calendar_events (title, deleted_at) VALUES ('x', '2024-01-01')"_s);
    m_database->sql(u"INSERT INTO aria_calendar_events (title, calendar_id) VALUES ('x', 'other')"_s);
    saved(anEvent(u"known"_s));
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
    const auto before = saved(anEvent(u"e"_s));
    m_database->sql(u"UPDATE aria_calendar_events SET "_s + set);
    const auto after = stored();
    QCOMPARE(after.revision, 2);
    QCOMPARE(toString(after.status), toString(SyncStatus::PendingToGoogle));
    QVERIFY(after.updatedAt > before.updatedAt);
    QCOMPARE(m_database->one(u"SELECT sync_status FROM aria_calendar_events"_s), u"pending_to_google"_s);
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
    saved(anEvent(u"e"_s));
    m_database->sql(u"UPDATE aria_calendar_events SET "_s + set);
    const auto after = stored();
    QCOMPARE(after.revision, 1);
    QCOMPARE(toString(after.status), toString(SyncStatus::Synced));
    QCOMPARE(after.googleEventId, u"e"_s);
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
    auto record = anEvent(u"e"_s);
    record.status = before;
    record.attempts = 3;
    record.nextAttemptAt = record.createdAt;
    saved(record);
    m_database->sql(u"UPDATE aria_calendar_events SET title = 'edited'"_s);
    const auto edited = stored();
    QFETCH(SyncStatus, after);
    QCOMPARE(toString(edited.status), toString(after));
    QTEST(edited.attempts, "attempts");
    QCOMPARE(edited.nextAttemptAt.isValid(), before != SyncStatus::Error);
    QCOMPARE(edited.revision, 2);
    QCOMPARE(m_database->one(u"SELECT sync_status FROM aria_calendar_events"_s), toString(edited.status));
}

void TestAriaSql::doesNotMarkOwnWrites()
{
    auto record = saved(anEvent(u"e"_s));
    for (int i = 0; i < 3; ++i) { // also with the revision and status as they were
        record.columns.title += u'x';
        saved(record);
        QCOMPARE(stored().revision, 1);
        QCOMPARE(toString(stored().status), toString(SyncStatus::Synced));
    }
    QCOMPARE(stored().updatedAt, record.updatedAt);
    QCOMPARE(stored().windowEnd, record.windowEnd);
    m_database->sql(u"UPDATE aria_calendar_events SET title = 'theirs'"_s);
    QCOMPARE(stored().revision, 2);
}

void TestAriaSql::makesDeletionsOfDeletes()
{
    saved(anEvent(u"a"_s));
    saved(anEvent(u"b"_s));
    m_database->sql(u"INSERT INTO aria_calendar_events (title) VALUES ('not known yet')"_s);
    m_database->sql(u"DELETE FROM aria_calendar_events"_s);
    QCOMPARE(m_database->one(u"SELECT count(*) FROM aria_calendar_events"_s), 2);
    for (const qint64 id : { 1, 2 }) {
        const auto record = stored(id);
        QVERIFY(record.isDeletedInAria());
        QCOMPARE(toString(record.status), toString(SyncStatus::PendingToGoogle));
        QCOMPARE(record.revision, 2);
        QVERIFY(record.syncId > 0);
    }
    const auto first = stored(1).deletedAt;
    m_database->sql(u"DELETE FROM aria_calendar_events"_s);
    QCOMPARE(stored(1).deletedAt, first);
    QCOMPARE(stored(1).revision, 2);
}

void TestAriaSql::deletesUnlinked()
{
    m_database->sql(u"INSERT INTO aria_calendar_events (title) VALUES ('x')"_s);
    m_database->sql(u"DELETE FROM aria_calendar_events WHERE id = 1"_s);
    QCOMPARE(m_database->one(u"SELECT count(*) FROM aria_calendar_events"_s), 0);
}

void TestAriaSql::takesHistoryOfOthers()
{
    m_database->sql(u"INSERT INTO aria_calendar_sync_history (google_event_id, operation)"
                    u" VALUES ('g', 'n8n_update')"_s);
    QVERIFY(!m_database->one(u"SELECT created_at FROM aria_calendar_sync_history"_s).isNull());
}

void TestAriaSql::givesALinkedRowAnotherId()
{
    if (isPostgres())
        QSKIP("the foreign key refuses it");
    const auto now = QDateTime::currentDateTimeUtc();
    saved(anEvent(u"a"_s, now.addDays(3).toString(Qt::ISODate)));
    m_database->sql(u"UPDATE aria_calendar_events SET id = 500 WHERE id = 1"_s);
    QCOMPARE(stored(500).googleEventId, u"a"_s);
    QCOMPARE(toString(stored(500).status), toString(SyncStatus::Synced));
    QCOMPARE(m_database->texts(u"SELECT id FROM v_upcoming_events"_s), QStringList{ u"500"_s });
    QCOMPARE(m_database->one(u"SELECT count(*) FROM aria_calendar_occurrences WHERE series_id = 1"_s), 0);
    m_database->sql(u"UPDATE aria_calendar_events SET title = 'later' WHERE id = 500"_s);
    QCOMPARE(toString(stored(500).status), toString(SyncStatus::PendingToGoogle));
    QCOMPARE(stored(500).revision, 2);
}

// Until the service has seen it; what stood in the table of occurrences under the old id has no event any more.
void TestAriaSql::givesANewRowAnotherId()
{
    const auto start = QDateTime::currentDateTimeUtc().addDays(3);
    m_database->sql(
        u"INSERT INTO aria_calendar_events (id, title, start_time, end_time) VALUES (50, 'Lunch', '%1', '%2')"_s
            .arg(start.toString(Qt::ISODate), start.addSecs(3600).toString(Qt::ISODate)));
    m_database->sql(u"UPDATE aria_calendar_events SET id = id + 100"_s);
    QCOMPARE(unadopted().value(0).localId, 150);
    QCOMPARE(m_database->texts(u"SELECT id FROM v_upcoming_events"_s), QStringList{ u"150"_s });
    QCOMPARE(
        m_database->row(u"SELECT count(*), min(series_id), min(event_id) FROM aria_calendar_occurrences"_s),
        QVariantList({ 1, 150, 150 }));
    QCOMPARE(m_database->texts(u"SELECT event_id FROM aria_calendar_unfolding"_s), QStringList{ u"150"_s });
}

void TestAriaSql::bringsBack_data()
{
    QTest::addColumn<QString>("change");
    QTest::newRow("deleted_at") << u"deleted_at = NULL"_s;
    QTest::newRow("status") << u"status = 'confirmed'"_s;
    QTest::newRow("both") << u"deleted_at = NULL, status = 'confirmed'"_s;
    QTest::newRow("and a new title") << u"deleted_at = NULL, title = 'Event a'"_s;
}

// The service writes both for a cancelled occurrence, and deleted_at for what ARIA cancelled.
void TestAriaSql::bringsBack()
{
    QFETCH(QString, change);
    auto record = anEvent(u"a"_s, QDateTime::currentDateTimeUtc().addDays(3).toString(Qt::ISODate));
    record.columns.status = u"cancelled"_s;
    record.deletedAt = QDateTime::currentDateTimeUtc();
    saved(record);
    m_database->sql(u"UPDATE aria_calendar_events SET %1 WHERE id = 1"_s.arg(change));
    QVERIFY(!stored().isDeletedInAria());
    QCOMPARE(stored().columns.status, u"confirmed"_s);
    QCOMPARE(toString(stored().status), toString(SyncStatus::PendingToGoogle));
    QVERIFY(stored().revision > 1);
    QCOMPARE(m_database->texts(u"SELECT title FROM v_upcoming_events"_s), QStringList{ u"Event a"_s });
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
    auto today = anEvent(u"today"_s, now.addDays(-1).toString(Qt::ISODate));
    today.columns.endTime = now.addDays(1).toString(Qt::ISODate);
    saved(today);
    const auto titles = [this](const char *view) {
        return m_database->texts(u"SELECT title FROM %1 ORDER BY title"_s.arg(QString::fromLatin1(view)))
            .join(u',');
    };
    QCOMPARE(titles("v_events_pending_to_google"), u"Event pending"_s);
    QCOMPARE(titles("v_events_with_conflicts"), u"Event conflict"_s);
    QCOMPARE(titles("v_upcoming_events"), u"Event pending,Event today"_s);
    QCOMPARE(titles("v_today_events"), u"Event today"_s);
    QCOMPARE(m_database->row(u"SELECT total_events, synced, pending_to_google, pending_to_aria, conflicts,"
                             u" errors FROM v_sync_statistics WHERE calendar_id = 'primary'"_s),
        QVariantList({ 4, 2, 1, 0, 1, 0 }));
}

ARIA_TEST(TestAriaSql)

} // namespace tst_ariasql

#include "tst_ariasql.moc"
