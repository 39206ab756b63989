// The statements of Session that find and write by key, through the Store.
#include "testdatabase.h"

#include "support/testmain.h"

#include <QJsonDocument>

namespace tst_session {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {

const auto primary = QStringLiteral("primary");

QStringList idsOf(const QList<EventRecord> &records)
{
    QStringList ids;
    for (const auto &record : records)
        ids << record.googleEventId;
    ids.sort();
    return ids;
}

QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts);
}

} // namespace

class TestSession : public QObject
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

    void keepsEveryMember();
    void keepsEmptyMembers();
    void keepsPushOptionsAsTheyWere_data();
    void keepsPushOptionsAsTheyWere();
    void keepsAnotherWordForTheSource();
    void findsByKey();
    void findsManyByGoogleId();
    void keepsChosenLocalId();
    void refusesDuplicates();
    void keepsCalendarsApart();
    void updatesWhole();
    void findsExceptions();
    void removesBothRows();
    void keepsHistoryOnce();
    void keepsMetadata();
    void countsGenerations();
    void cleansHistory();
    void cleansDeletedEvents();

private:
    template <class F> auto write(F work) { return must(m_store->write(std::move(work))); }
    EventRecord saved(EventRecord record)
    {
        write([&](Session &session) { return session.events().save(record); });
        return record;
    }
    EventRecord stored(const QString &id)
    {
        return must(m_store->read([id](Session &session) {
            return session.events().byGoogleId(primary, id);
        })).value();
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<Store> m_store;
};

void TestSession::keepsEveryMember()
{
    auto record = anEvent(QStringLiteral("full"));
    record.columns.description = QStringLiteral("説明 \"quoted\"\n'line'");
    record.columns.location = QStringLiteral("Café");
    record.columns.allDay = true;
    record.columns.startTime = QStringLiteral("2024-01-15");
    record.columns.endTime = QStringLiteral("2024-01-16");
    record.columns.timeZone = "Europe/Berlin";
    record.columns.endTimeZone = "Asia/Tokyo";
    record.columns.attendees = { QJsonObject{
        { QStringLiteral("email"), QStringLiteral("a@example.com") } } };
    record.columns.recurrence = { QStringLiteral("RRULE:FREQ=DAILY"),
        QStringLiteral("EXDATE:20240116T100000Z") };
    record.columns.reminders = QJsonArray{ QJsonObject{ { QStringLiteral("minutes"), 5 } } };
    record.columns.colorId = QStringLiteral("7");
    record.columns.visibility = QStringLiteral("private");
    record.columns.transparency = QStringLiteral("transparent");
    record.columns.status = QStringLiteral("tentative");
    record.deletedAt = at(QStringLiteral("2024-02-01T00:00:00.123Z"));
    record.revision = 41;
    record.recurringEventId = QStringLiteral("master");
    record.originalStart = QStringLiteral("2024-01-15T10:00:00Z");
    record.windowEnd = {};
    record.status = SyncStatus::Conflict;
    record.google = QJsonObject{ { QStringLiteral("g"), 1 } };
    record.attempted = QJsonObject{ { QStringLiteral("a"), true } };
    record.attemptedRevision = 40;
    record.errorMessage = QStringLiteral("Google said no");
    record.attempts = 3;
    record.nextAttemptAt = at(QStringLiteral("2024-02-02T00:00:00.500Z"));
    record.pushOptions.askForMails(calendar::SendUpdates::All, 3);
    record.createFingerprint = QStringLiteral("fp");
    record.idempotencyKey = QStringLiteral("key");
    record.seenGeneration = 8;
    record.baseGeneration = 9;
    record.lastSynced = at(QStringLiteral("2024-02-03T00:00:00Z"));
    const auto before = saved(record);
    QVERIFY(before.localId > 0);
    QVERIFY(before.syncId > 0);

    const auto after = stored(record.googleEventId);
    QVERIFY(after.columns == record.columns);
    QCOMPARE(after.localId, before.localId);
    QCOMPARE(after.syncId, before.syncId);
    QCOMPARE(after.calendarId, record.calendarId);
    QCOMPARE(toString(after.source), toString(record.source));
    QCOMPARE(after.createdAt, record.createdAt);
    QCOMPARE(after.updatedAt, record.updatedAt);
    QCOMPARE(after.deletedAt, record.deletedAt);
    QCOMPARE(after.revision, record.revision);
    QCOMPARE(after.recurringEventId, record.recurringEventId);
    QCOMPARE(after.originalStart, record.originalStart);
    QCOMPARE(after.windowStart, record.windowStart);
    QVERIFY(!after.windowEnd.isValid());
    QCOMPARE(toString(after.status), toString(record.status));
    QCOMPARE(after.etag, record.etag);
    QCOMPARE(after.base, record.base);
    QCOMPARE(after.google, record.google);
    QCOMPARE(after.attempted, record.attempted);
    QCOMPARE(after.attemptedRevision, record.attemptedRevision);
    QCOMPARE(after.errorMessage, record.errorMessage);
    QCOMPARE(after.attempts, record.attempts);
    QCOMPARE(after.nextAttemptAt, record.nextAttemptAt);
    QVERIFY(after.pushOptions == record.pushOptions);
    QCOMPARE(after.createFingerprint, record.createFingerprint);
    QCOMPARE(after.idempotencyKey, record.idempotencyKey);
    QCOMPARE(after.seenGeneration, record.seenGeneration);
    QCOMPARE(after.baseGeneration, record.baseGeneration);
    QCOMPARE(after.lastSynced, record.lastSynced);
    QCOMPARE(after.syncCreatedAt, record.syncCreatedAt);
    const auto row =
        m_database->row(QStringLiteral("SELECT deleted_at, sync_status FROM aria_calendar_events"));
    QCOMPARE(row.at(0).toDateTime().toUTC(), record.deletedAt);
    QCOMPARE(row.at(1), QStringLiteral("conflict"));
}

// The column's text as versions before this one wrote it.
void TestSession::keepsPushOptionsAsTheyWere_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<PushOptions>("options");
    PushOptions mails;
    mails.mails = MailRequest{ calendar::SendUpdates::ExternalOnly, 7 };
    QTest::newRow("mails") << QByteArray(R"({"sendUpdates":"externalOnly","sendUpdatesRevision":7})") << mails;
    PushOptions meeting;
    meeting.conferenceRequestId = QStringLiteral("r-1");
    QTest::newRow("meeting") << QByteArray(R"({"conferenceRequestId":"r-1"})") << meeting;
    QTest::newRow("reason") << QByteArray(R"({"reason":"undo"})") << PushOptions::because(QStringLiteral("undo"));
    PushOptions birth;
    birth.more = { { QStringLiteral("eventType"), QStringLiteral("focusTime") } };
    QTest::newRow("birth") << QByteArray(R"({"more":{"eventType":"focusTime"}})") << birth;
    PushOptions flags;
    flags.deletionApproved = true;
    flags.located = true;
    flags.aside = true;
    QTest::newRow("flags") << QByteArray(R"({"aside":true,"deletionApproved":true,"located":true})") << flags;
    PushOptions later;
    later.others = { { QStringLiteral("priority"), 2 } };
    later.located = true;
    QTest::newRow("a later version's") << QByteArray(R"({"located":true,"priority":2})") << later;
}

void TestSession::keepsPushOptionsAsTheyWere()
{
    QFETCH(QByteArray, json);
    QFETCH(PushOptions, options);
    saved(anEvent(QStringLiteral("e")));
    m_database->sql(QStringLiteral("UPDATE aria_calendar_sync SET push_options = '%1'").arg(QString::fromUtf8(json)));
    auto record = stored(QStringLiteral("e"));
    QVERIFY(record.pushOptions == options);
    QVERIFY(!record.pushOptions.isEmpty());
    saved(record);
    const auto text = m_database->one(QStringLiteral("SELECT push_options FROM aria_calendar_sync")).toByteArray();
    QCOMPARE(QJsonDocument::fromJson(text).object(), QJsonDocument::fromJson(json).object());
    record.pushOptions = {};
    saved(record);
    QVERIFY(m_database->one(QStringLiteral("SELECT push_options FROM aria_calendar_sync")).isNull());
}

void TestSession::keepsAnotherWordForTheSource()
{
    const auto record = saved(anEvent(QStringLiteral("e")));
    m_database->sql(QStringLiteral("UPDATE aria_calendar_events SET source = 'voice'"));
    const auto word = [this] { return m_database->one(QStringLiteral("SELECT source FROM aria_calendar_events")); };
    saved(stored(QStringLiteral("e")));
    QCOMPARE(word(), QStringLiteral("voice"));
    const auto other = stored(QStringLiteral("e"));
    write([&](Session &s) {
        QList<EventRecord> both{ other, anEvent(QStringLiteral("f")) };
        return s.events().save(both);
    });
    QCOMPARE(m_database->one(QStringLiteral("SELECT source FROM aria_calendar_events WHERE id = %1").arg(record.localId)),
        QStringLiteral("voice"));
}

void TestSession::keepsEmptyMembers()
{
    saved(anEvent(QStringLiteral("bare")));
    const auto after = stored(QStringLiteral("bare"));
    QVERIFY(!after.deletedAt.isValid());
    QVERIFY(!after.columns.reminders); // the calendar's default is not "none"
    QVERIFY(after.columns.attendees.isEmpty());
    QVERIFY(after.idempotencyKey.isEmpty());
    saved(anEvent(QStringLiteral("second"))); // two empty idempotency keys do not collide

    auto none = anEvent(QStringLiteral("none"));
    none.columns.reminders = QJsonArray();
    saved(none);
    QVERIFY(stored(QStringLiteral("none")).columns.reminders);
}

void TestSession::findsByKey()
{
    auto record = anEvent(QStringLiteral("one"));
    record.idempotencyKey = QStringLiteral("k1");
    record = saved(record);
    const auto byId = must(m_store->read([&](Session &s) { return s.events().byLocalId(record.localId); }));
    QCOMPARE(byId.value().googleEventId, record.googleEventId);
    const auto byKey =
        must(m_store->read([](Session &s) { return s.events().byIdempotencyKey(QStringLiteral("k1")); }));
    QCOMPARE(byKey.value().localId, record.localId);
    QVERIFY(!must(m_store->read([](Session &s) { return s.events().byIdempotencyKey(QString()); })));
    QVERIFY(!must(m_store->read([](Session &s) { return s.events().byLocalId(99); })));
    QVERIFY(!must(m_store->read(
        [](Session &s) { return s.events().byGoogleId(QStringLiteral("x"), QStringLiteral("one")); })));
}

void TestSession::findsManyByGoogleId()
{
    QList<EventRecord> records;
    QStringList ids;
    for (int i = 0; i < 2500; ++i) {
        ids << QStringLiteral("id%1").arg(i);
        records << anEvent(ids.last());
    }
    write([&](Session &s) { return s.events().save(records); });
    ids << QStringLiteral("unknown");
    const auto found = must(m_store->read([&](Session &s) { return s.events().allByGoogleId(primary, ids); }));
    QCOMPARE(found.size(), 2500);
    QCOMPARE(found.value(QStringLiteral("id77")).localId, records.at(77).localId);

    write([&](Session &s) { return s.events().markSeen(primary, ids.mid(0, 2000), 5); });
    QCOMPARE(
        m_database->one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync WHERE seen_generation = 5")),
        2000);
    QCOMPARE(must(m_store->read([&](Session &s) { return s.toDo().unseen(primary, 5); })).size(), 500);
}

void TestSession::keepsChosenLocalId()
{
    auto record = anEvent(QStringLiteral("chosen"));
    record.localId = 4711;
    QCOMPARE(saved(record).localId, 4711);
    QCOMPARE(stored(QStringLiteral("chosen")).localId, 4711);
}

void TestSession::refusesDuplicates()
{
    saved(anEvent(QStringLiteral("twin")));
    auto twin = anEvent(QStringLiteral("twin"));
    auto result = m_store->write([&](Session &s) { return s.events().save(twin); });
    result.waitForFinished();
    QCOMPARE(result.result().error().category, ErrorCategory::Conflict);
    QCOMPARE(result.result().error().code, QStringLiteral("duplicate"));
    QCOMPARE(m_database->one(QStringLiteral("SELECT count(*) FROM aria_calendar_events")), 1);
    QCOMPARE(twin.localId, 0);
}

// Each guest's copy of a meeting has the organizer's id.
void TestSession::keepsCalendarsApart()
{
    const auto other = QStringLiteral("other");
    const auto now = at(QStringLiteral("2024-06-01T00:00:00Z"));
    QHash<QString, qint64> rows;
    for (const QString &calendar : { primary, other }) {
        auto series = anEvent(QStringLiteral("twin"));
        series.calendarId = calendar;
        rows.insert(calendar, saved(series).localId);
        auto cancelled = anEvent(QStringLiteral("twin_1"));
        cancelled.calendarId = calendar;
        cancelled.recurringEventId = QStringLiteral("twin");
        cancelled.originalStart = QStringLiteral("2024-01-15T10:00:00Z");
        cancelled.columns.status = QStringLiteral("cancelled");
        cancelled.deletedAt = now.addDays(-40);
        saved(cancelled);
        store::HistoryRecord change;
        change.calendarId = calendar;
        change.googleEventId = QStringLiteral("twin");
        change.localId = rows.value(calendar);
        change.side = Side::Aria;
        change.outcome = Outcome::Done;
        write([&](Session &s) { return s.history().add(change); });
    }
    QVERIFY(rows.value(primary) != rows.value(other));
    for (const QString &calendar : { primary, other }) {
        const auto found = must(
            m_store->read([&](Session &s) { return s.events().byGoogleId(calendar, QStringLiteral("twin")); }));
        QCOMPARE(found->localId, rows.value(calendar));
        QCOMPARE(must(m_store->read([&](Session &s) {
            return s.events().exceptionsOf(calendar, QStringLiteral("twin"));
        })).size(),
            1);
        const auto history = must(m_store->read(
            [&](Session &s) { return s.history().page({ calendar }, QStringLiteral("twin"), 0, 10); }));
        QCOMPARE(history.size(), 1);
        QCOMPARE(history.constFirst().localId, rows.value(calendar));
    }
    QCOMPARE(
        must(m_store->read([](Session &s) { return s.history().page({}, QStringLiteral("twin"), 0, 10); })).size(),
        2);

    // An edit of ARIA's, and the end of one of them, are that one's alone.
    m_database->sql(QStringLiteral("UPDATE aria_calendar_events SET title = 'edited' WHERE id = %1")
                        .arg(rows.value(other)));
    QCOMPARE(m_database->one(QStringLiteral("SELECT calendar_id FROM v_events_pending_to_google")).toString(),
        other);
    auto gone = must(m_store->read([&](Session &s) {
        return s.events().byGoogleId(primary, QStringLiteral("twin"));
    })).value();
    gone.deletedAt = now.addDays(-40);
    gone.status = SyncStatus::Deleted;
    saved(gone);
    QCOMPARE(write([&](Session &s) { return s.events().removeDeleted(30, now); }), 2);
    QCOMPARE(m_database->one(QStringLiteral("SELECT count(*) FROM aria_calendar_events")), 2);
    QCOMPARE(m_database->one(QStringLiteral("SELECT min(calendar_id) FROM aria_calendar_events")).toString(),
        other);

    // Moved as a whole.
    auto moved = must(m_store->read([&](Session &s) {
        return s.events().byGoogleId(other, QStringLiteral("twin"));
    })).value();
    moved.calendarId = primary;
    saved(moved);
    QCOMPARE(stored(QStringLiteral("twin")).localId, rows.value(other));
}

void TestSession::updatesWhole()
{
    auto record = saved(anEvent(QStringLiteral("u")));
    record.columns.title = QStringLiteral("changed");
    record.columns.location.clear();
    record.revision = 7;
    record.status = SyncStatus::PendingToGoogle;
    saved(record);
    const auto after = stored(QStringLiteral("u"));
    QCOMPARE(after.columns.title, QStringLiteral("changed"));
    QCOMPARE(after.revision, 7);
    QCOMPARE(toString(after.status), toString(SyncStatus::PendingToGoogle));
    QCOMPARE(after.localId, record.localId);

    write([&](Session &s) { return s.events().remove(record.localId); });
    auto gone = m_store->write([&](Session &s) { return s.events().save(record); });
    gone.waitForFinished();
    QCOMPARE(gone.result().error().code, QStringLiteral("row_missing"));
}

void TestSession::findsExceptions()
{
    saved(anEvent(QStringLiteral("m")));
    auto exception = anEvent(QStringLiteral("m_1"));
    exception.recurringEventId = QStringLiteral("m");
    exception.originalStart = QStringLiteral("2024-01-16T10:00:00Z");
    saved(exception);
    auto cancelled = exception;
    cancelled.googleEventId = QStringLiteral("m_2");
    cancelled.originalStart = QStringLiteral("2024-01-17T10:00:00Z");
    cancelled.columns.status = QStringLiteral("cancelled");
    cancelled.deletedAt = cancelled.createdAt;
    saved(cancelled);
    const auto all =
        must(m_store->read([](Session &s) { return s.events().exceptionsOf(primary, QStringLiteral("m")); }));
    QCOMPARE(idsOf(all), words("m_1 m_2"));
    const auto one = must(m_store->read(
        [&](Session &s) { return s.events().exceptionAt(primary, QStringLiteral("m"), cancelled.originalStart); }));
    QCOMPARE(one.value().googleEventId, QStringLiteral("m_2"));
    QVERIFY(!must(m_store->read([](Session &s) {
        return s.events().exceptionAt(primary, QStringLiteral("m"), QStringLiteral("2024-01-18"));
    })));
}

void TestSession::removesBothRows()
{
    const auto record = saved(anEvent(QStringLiteral("r")));
    HistoryRecord history;
    history.localId = record.localId;
    write([&](Session &s) { return s.history().add(history); });
    write([&](Session &s) { return s.events().remove(record.localId); });
    QCOMPARE(m_database->one(QStringLiteral("SELECT count(*) FROM aria_calendar_events")), 0);
    QCOMPARE(m_database->one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync")), 0);
    QCOMPARE(m_database->one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync_history")), 1);
}

void TestSession::keepsHistoryOnce()
{
    HistoryRecord push;
    push.calendarId = primary;
    push.googleEventId = QStringLiteral("g");
    push.localId = 5;
    push.revision = 2;
    push.side = Side::Google;
    push.operation = Operation::Update;
    push.before = QJsonObject{ { QStringLiteral("summary"), QStringLiteral("old") } };
    push.after = QJsonObject{ { QStringLiteral("summary"), QStringLiteral("new") } };
    push.reason = QStringLiteral("aria edit");
    push.outcome = Outcome::Intended;
    push.createdAt = at(QStringLiteral("2024-01-01T00:00:00Z"));
    const auto id = write([&](Session &s) { return s.history().add(push); });
    QCOMPARE(write([&](Session &s) { return s.history().add(push); }), id);
    auto later = push;
    later.revision = 3;
    QVERIFY(write([&](Session &s) { return s.history().add(later); }) != id);
    write([&](Session &s) { return s.history().finish(5, 2, Outcome::Failed, QStringLiteral("no")); });
    const auto select =
        QStringLiteral("SELECT outcome, error_message, before_event, after_event, reason, operation"
                       " FROM aria_calendar_sync_history WHERE id = %1")
            .arg(id);
    auto row = m_database->row(select);
    for (const int json : { 2, 3 }) // spaces are the database's own
        row[json] = row.at(json).toString().remove(u' ');
    QCOMPARE(row,
        QVariantList({ QStringLiteral("failed"), QStringLiteral("no"),
            QStringLiteral("{\"summary\":\"old\"}"), QStringLiteral("{\"summary\":\"new\"}"),
            QStringLiteral("aria edit"), QStringLiteral("update") }));
    QVERIFY(write([&](Session &s) { return s.history().add(push); }) != id); // another try after the failed one

    auto pull = push;
    pull.side = Side::Aria;
    pull.outcome = Outcome::Done;
    write([&](Session &s) { return s.history().add(QList<HistoryRecord>{ pull, pull }); });
    QCOMPARE(m_database->one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync_history")), 5);
}

void TestSession::keepsMetadata()
{
    const auto key = QStringLiteral("sync_token");
    const auto get = [&](const QString &calendar) {
        return must(m_store->read([&](Session &s) { return s.metadata().value(key, calendar); }));
    };
    QVERIFY(!get(primary));
    write([&](Session &s) { return s.metadata().set(key, primary, QStringLiteral("a")); });
    write([&](Session &s) { return s.metadata().set(key, primary, QStringLiteral("b")); });
    write([&](Session &s) { return s.metadata().set(key, QString(), QStringLiteral("all")); });
    QCOMPARE(get(primary).value(), QStringLiteral("b"));
    QCOMPARE(get(QString()).value(), QStringLiteral("all"));
    write([&](Session &s) { return s.metadata().remove(key, primary); });
    QVERIFY(!get(primary));
    QCOMPARE(get(QString()).value(), QStringLiteral("all"));
}

void TestSession::countsGenerations()
{
    QCOMPARE(write([](Session &s) { return s.metadata().nextGeneration(primary); }), 1);
    QCOMPARE(write([](Session &s) { return s.metadata().nextGeneration(primary); }), 2);
    QCOMPARE(write([](Session &s) { return s.metadata().nextGeneration(QStringLiteral("other")); }), 1);
}

void TestSession::cleansHistory()
{
    const auto now = at(QStringLiteral("2024-06-01T00:00:00Z"));
    for (const int age : { 100, 91, 89, 0 }) {
        HistoryRecord record;
        record.outcome = age == 100 ? Outcome::Intended : Outcome::Done;
        record.createdAt = now.addDays(-age);
        write([&](Session &s) { return s.history().add(record); });
    }
    QCOMPARE(write([&](Session &s) { return s.history().removeOld(90, now); }), 1);
    QCOMPARE(m_database->one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync_history")), 3);
}

void TestSession::cleansDeletedEvents()
{
    const auto now = at(QStringLiteral("2024-06-01T00:00:00Z"));
    const auto add = [&](const char *id, int age, SyncStatus status, const char *master = "") {
        auto record = anEvent(QString::fromLatin1(id));
        record.status = status;
        record.recurringEventId = QString::fromLatin1(master);
        if (age > 0)
            record.deletedAt = now.addDays(-age);
        if (*master)
            record.columns.status = QStringLiteral("cancelled");
        saved(record);
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
    QCOMPARE(m_database->one(QStringLiteral("SELECT count(*) FROM aria_calendar_events")), 5);
}

ARIA_TEST(TestSession)

} // namespace tst_session

#include "tst_session.moc"
