// The statements of Session that find and write by key, through the Store.
#include "eventids.h"
#include "testdatabase.h"

#include "support/testmain.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace tst_session {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {

const auto primary = u"primary"_s;

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
    auto record = anEvent(u"full"_s);
    record.columns.description = u"説明 \"quoted\"\n'line'"_s;
    record.columns.location = u"Café"_s;
    record.columns.allDay = true;
    record.columns.startTime = u"2024-01-15"_s;
    record.columns.endTime = u"2024-01-16"_s;
    record.columns.timeZone = "Europe/Berlin";
    record.columns.endTimeZone = "Asia/Tokyo";
    record.columns.attendees = { QJsonObject{ { u"email"_s, u"a@example.com"_s } } };
    record.columns.recurrence = { u"RRULE:FREQ=DAILY"_s, u"EXDATE:20240116T100000Z"_s };
    record.columns.reminders = QJsonArray{ QJsonObject{ { u"minutes"_s, 5 } } };
    record.columns.colorId = u"7"_s;
    record.columns.visibility = u"private"_s;
    record.columns.transparency = u"transparent"_s;
    record.columns.status = u"tentative"_s;
    record.deletedAt = at(u"2024-02-01T00:00:00.123Z"_s);
    record.revision = 41;
    record.recurringEventId = u"master"_s;
    record.originalStart = u"2024-01-15T10:00:00Z"_s;
    record.windowEnd = {};
    record.status = SyncStatus::Conflict;
    record.google = QJsonObject{ { u"g"_s, 1 } };
    record.attempted = QJsonObject{ { u"a"_s, true } };
    record.attemptedRevision = 40;
    record.errorMessage = u"Google said no"_s;
    record.attempts = 3;
    record.nextAttemptAt = at(u"2024-02-02T00:00:00.500Z"_s);
    record.pushOptions.askForMails(calendar::SendUpdates::All, 3);
    record.createFingerprint = u"fp"_s;
    record.idempotencyKey = u"key"_s;
    record.seenGeneration = 8;
    record.baseGeneration = 9;
    record.lastSynced = at(u"2024-02-03T00:00:00Z"_s);
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
    const auto row = m_database->row(u"SELECT deleted_at, sync_status FROM aria_calendar_events"_s);
    QCOMPARE(row.at(0).toDateTime().toUTC(), record.deletedAt);
    QCOMPARE(row.at(1), u"conflict"_s);
}

// The column's text as versions before this one wrote it.
void TestSession::keepsPushOptionsAsTheyWere_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<PushOptions>("options");
    PushOptions mails;
    mails.mails = MailRequest{ calendar::SendUpdates::ExternalOnly, 7 };
    QTest::newRow("mails") << QByteArray(R"({"sendUpdates":"externalOnly","sendUpdatesRevision":7})")
                           << mails;
    PushOptions meeting;
    meeting.conferenceRequestId = u"r-1"_s;
    QTest::newRow("meeting") << QByteArray(R"({"conferenceRequestId":"r-1"})") << meeting;
    QTest::newRow("reason") << QByteArray(R"({"reason":"undo"})") << PushOptions::because(u"undo"_s);
    PushOptions birth;
    birth.more = { { u"eventType"_s, u"focusTime"_s } };
    QTest::newRow("birth") << QByteArray(R"({"more":{"eventType":"focusTime"}})") << birth;
    PushOptions flags;
    flags.deletionApproved = true;
    flags.located = true;
    flags.aside = true;
    QTest::newRow("flags") << QByteArray(R"({"aside":true,"deletionApproved":true,"located":true})") << flags;
    PushOptions later;
    later.others = { { u"priority"_s, 2 } };
    later.located = true;
    QTest::newRow("a later version's") << QByteArray(R"({"located":true,"priority":2})") << later;
}

void TestSession::keepsPushOptionsAsTheyWere()
{
    QFETCH(QByteArray, json);
    QFETCH(PushOptions, options);
    saved(anEvent(u"e"_s));
    m_database->sql(u"UPDATE aria_calendar_sync SET push_options = '%1'"_s.arg(QString::fromUtf8(json)));
    auto record = stored(u"e"_s);
    QVERIFY(record.pushOptions == options);
    QVERIFY(!record.pushOptions.isEmpty());
    saved(record);
    const auto text = m_database->one(u"SELECT push_options FROM aria_calendar_sync"_s).toByteArray();
    QCOMPARE(QJsonDocument::fromJson(text).object(), QJsonDocument::fromJson(json).object());
    record.pushOptions = {};
    saved(record);
    QVERIFY(m_database->one(u"SELECT push_options FROM aria_calendar_sync"_s).isNull());
}

void TestSession::keepsAnotherWordForTheSource()
{
    const auto record = saved(anEvent(u"e"_s));
    m_database->sql(u"UPDATE aria_calendar_events SET source = 'voice'"_s);
    const auto word = [this] { return m_database->one(u"SELECT source FROM aria_calendar_events"_s); };
    saved(stored(u"e"_s));
    QCOMPARE(word(), u"voice"_s);
    const auto other = stored(u"e"_s);
    write([&](Session &s) {
        QList<EventRecord> both{ other, anEvent(u"f"_s) };
        return s.events().save(both);
    });
    QCOMPARE(m_database->one(u"SELECT source FROM aria_calendar_events WHERE id = %1"_s.arg(record.localId)),
        u"voice"_s);
}

void TestSession::keepsEmptyMembers()
{
    saved(anEvent(u"bare"_s));
    const auto after = stored(u"bare"_s);
    QVERIFY(!after.deletedAt.isValid());
    QVERIFY(!after.columns.reminders); // the calendar's default is not "none"
    QVERIFY(after.columns.attendees.isEmpty());
    QVERIFY(after.idempotencyKey.isEmpty());
    saved(anEvent(u"second"_s)); // two empty idempotency keys do not collide

    auto none = anEvent(u"none"_s);
    none.columns.reminders = QJsonArray();
    saved(none);
    QVERIFY(stored(u"none"_s).columns.reminders);
}

void TestSession::findsByKey()
{
    auto record = anEvent(u"one"_s);
    record.idempotencyKey = u"k1"_s;
    record = saved(record);
    const auto byId = must(m_store->read([&](Session &s) { return s.events().byLocalId(record.localId); }));
    QCOMPARE(byId.value().googleEventId, record.googleEventId);
    const auto byKey = must(m_store->read([](Session &s) { return s.events().byIdempotencyKey(u"k1"_s); }));
    QCOMPARE(byKey.value().localId, record.localId);
    QVERIFY(!must(m_store->read([](Session &s) { return s.events().byIdempotencyKey(QString()); })));
    QVERIFY(!must(m_store->read([](Session &s) { return s.events().byLocalId(99); })));
    QVERIFY(!must(m_store->read([](Session &s) { return s.events().byGoogleId(u"x"_s, u"one"_s); })));
}

void TestSession::findsManyByGoogleId()
{
    QList<EventRecord> records;
    QStringList ids;
    for (int i = 0; i < 2500; ++i) {
        ids << u"id%1"_s.arg(i);
        records << anEvent(ids.last());
    }
    write([&](Session &s) { return s.events().save(records); });
    ids << u"unknown"_s;
    const auto found =
        must(m_store->read([&](Session &s) { return s.events().allByGoogleId(primary, ids); }));
    QCOMPARE(found.size(), 2500);
    QCOMPARE(found.value(u"id77"_s).localId, records.at(77).localId);

    write([&](Session &s) { return s.events().markSeen(primary, ids.mid(0, 2000), 5); });
    QCOMPARE(m_database->one(u"SELECT count(*) FROM aria_calendar_sync WHERE seen_generation = 5"_s), 2000);
    QCOMPARE(must(m_store->read([&](Session &s) { return s.backlog().unseen(primary, 5); })).size(), 500);
}

void TestSession::keepsChosenLocalId()
{
    auto record = anEvent(u"chosen"_s);
    record.localId = 4711;
    QCOMPARE(saved(record).localId, 4711);
    QCOMPARE(stored(u"chosen"_s).localId, 4711);
}

void TestSession::refusesDuplicates()
{
    saved(anEvent(u"twin"_s));
    auto twin = anEvent(u"twin"_s);
    auto result = m_store->write([&](Session &s) { return s.events().save(twin); });
    result.waitForFinished();
    QCOMPARE(result.result().error().category, ErrorCategory::Conflict);
    QCOMPARE(result.result().error().code, u"duplicate"_s);
    QCOMPARE(m_database->one(u"SELECT count(*) FROM aria_calendar_events"_s), 1);
    QCOMPARE(twin.localId, 0);
}

// Each guest's copy of a meeting has the organizer's id.
void TestSession::keepsCalendarsApart()
{
    const auto other = u"other"_s;
    const auto now = at(u"2024-06-01T00:00:00Z"_s);
    QHash<QString, qint64> rows;
    for (const QString &calendar : { primary, other }) {
        auto series = anEvent(u"twin"_s);
        series.calendarId = calendar;
        rows.insert(calendar, saved(series).localId);
        auto cancelled = anEvent(u"twin_1"_s);
        cancelled.calendarId = calendar;
        cancelled.recurringEventId = u"twin"_s;
        cancelled.originalStart = u"2024-01-15T10:00:00Z"_s;
        cancelled.columns.status = u"cancelled"_s;
        cancelled.deletedAt = now.addDays(-40);
        saved(cancelled);
        store::HistoryRecord change;
        change.calendarId = calendar;
        change.googleEventId = u"twin"_s;
        change.localId = rows.value(calendar);
        change.side = Side::Aria;
        change.outcome = Outcome::Done;
        write([&](Session &s) { return s.history().add(change); });
    }
    QVERIFY(rows.value(primary) != rows.value(other));
    for (const QString &calendar : { primary, other }) {
        const auto found =
            must(m_store->read([&](Session &s) { return s.events().byGoogleId(calendar, u"twin"_s); }));
        QCOMPARE(found->localId, rows.value(calendar));
        QCOMPARE(must(m_store->read([&](Session &s) {
            return s.events().exceptionsOf(calendar, u"twin"_s);
        })).size(),
            1);
        const auto history =
            must(m_store->read([&](Session &s) { return s.history().page({ calendar }, u"twin"_s, 0, 10); }));
        QCOMPARE(history.size(), 1);
        QCOMPARE(history.constFirst().localId, rows.value(calendar));
    }
    QCOMPARE(
        must(m_store->read([](Session &s) { return s.history().page({}, u"twin"_s, 0, 10); })).size(), 2);

    // An edit of ARIA's, and the end of one of them, are that one's alone.
    m_database->sql(
        u"UPDATE aria_calendar_events SET title = 'edited' WHERE id = %1"_s.arg(rows.value(other)));
    QCOMPARE(m_database->one(u"SELECT calendar_id FROM v_events_pending_to_google"_s).toString(), other);
    auto gone =
        must(m_store->read([&](Session &s) { return s.events().byGoogleId(primary, u"twin"_s); })).value();
    gone.deletedAt = now.addDays(-40);
    gone.status = SyncStatus::Deleted;
    saved(gone);
    QCOMPARE(write([&](Session &s) { return s.events().removeDeleted(30, now); }), 2);
    QCOMPARE(m_database->one(u"SELECT count(*) FROM aria_calendar_events"_s), 2);
    QCOMPARE(m_database->one(u"SELECT min(calendar_id) FROM aria_calendar_events"_s).toString(), other);

    // Moved as a whole.
    auto moved =
        must(m_store->read([&](Session &s) { return s.events().byGoogleId(other, u"twin"_s); })).value();
    moved.calendarId = primary;
    saved(moved);
    QCOMPARE(stored(u"twin"_s).localId, rows.value(other));
}

void TestSession::updatesWhole()
{
    auto record = saved(anEvent(u"u"_s));
    record.columns.title = u"changed"_s;
    record.columns.location.clear();
    record.revision = 7;
    record.status = SyncStatus::PendingToGoogle;
    saved(record);
    const auto after = stored(u"u"_s);
    QCOMPARE(after.columns.title, u"changed"_s);
    QCOMPARE(after.revision, 7);
    QCOMPARE(toString(after.status), toString(SyncStatus::PendingToGoogle));
    QCOMPARE(after.localId, record.localId);

    write([&](Session &s) { return s.events().remove(record.localId); });
    auto gone = m_store->write([&](Session &s) { return s.events().save(record); });
    gone.waitForFinished();
    QCOMPARE(gone.result().error().code, u"row_missing"_s);
}

void TestSession::findsExceptions()
{
    saved(anEvent(u"m"_s));
    auto exception = anEvent(u"m_1"_s);
    exception.recurringEventId = u"m"_s;
    exception.originalStart = u"2024-01-16T10:00:00Z"_s;
    saved(exception);
    auto cancelled = exception;
    cancelled.googleEventId = u"m_2"_s;
    cancelled.originalStart = u"2024-01-17T10:00:00Z"_s;
    cancelled.columns.status = u"cancelled"_s;
    cancelled.deletedAt = cancelled.createdAt;
    saved(cancelled);
    const auto all = must(m_store->read([](Session &s) { return s.events().exceptionsOf(primary, u"m"_s); }));
    QCOMPARE(idsOf(all), words("m_1 m_2"));
    const auto one = must(m_store->read(
        [&](Session &s) { return s.events().exceptionAt(primary, u"m"_s, cancelled.originalStart); }));
    QCOMPARE(one.value().googleEventId, u"m_2"_s);
    QVERIFY(!must(
        m_store->read([](Session &s) { return s.events().exceptionAt(primary, u"m"_s, u"2024-01-18"_s); })));
}

void TestSession::removesBothRows()
{
    const auto record = saved(anEvent(u"r"_s));
    HistoryRecord history;
    history.localId = record.localId;
    write([&](Session &s) { return s.history().add(history); });
    write([&](Session &s) { return s.events().remove(record.localId); });
    QCOMPARE(m_database->one(u"SELECT count(*) FROM aria_calendar_events"_s), 0);
    QCOMPARE(m_database->one(u"SELECT count(*) FROM aria_calendar_sync"_s), 0);
    QCOMPARE(m_database->one(u"SELECT count(*) FROM aria_calendar_sync_history"_s), 1);
}

void TestSession::keepsHistoryOnce()
{
    HistoryRecord push;
    push.calendarId = primary;
    push.googleEventId = u"g"_s;
    push.localId = 5;
    push.revision = 2;
    push.side = Side::Google;
    push.operation = Operation::Update;
    push.before = QJsonObject{ { u"summary"_s, u"old"_s } };
    push.after = QJsonObject{ { u"summary"_s, u"new"_s } };
    push.reason = u"aria edit"_s;
    push.outcome = Outcome::Intended;
    push.createdAt = at(u"2024-01-01T00:00:00Z"_s);
    const auto id = write([&](Session &s) { return s.history().add(push); });
    QCOMPARE(write([&](Session &s) { return s.history().add(push); }), id);
    auto later = push;
    later.revision = 3;
    QVERIFY(write([&](Session &s) { return s.history().add(later); }) != id);
    write([&](Session &s) { return s.history().finish(5, 2, Outcome::Failed, u"no"_s); });
    const auto select = u"SELECT outcome, error_message, before_event, after_event, reason, operation"
                        u" FROM aria_calendar_sync_history WHERE id = %1"_s.arg(id);
    auto row = m_database->row(select);
    for (const int json : { 2, 3 }) // spaces are the database's own
        row[json] = row.at(json).toString().remove(u' ');
    QCOMPARE(row,
        QVariantList({ u"failed"_s, u"no"_s, u"{\"summary\":\"old\"}"_s, u"{\"summary\":\"new\"}"_s,
            u"aria edit"_s, u"update"_s }));
    QVERIFY(
        write([&](Session &s) { return s.history().add(push); }) != id); // another try after the failed one

    auto pull = push;
    pull.side = Side::Aria;
    pull.outcome = Outcome::Done;
    write([&](Session &s) { return s.history().add(QList<HistoryRecord>{ pull, pull }); });
    QCOMPARE(m_database->one(u"SELECT count(*) FROM aria_calendar_sync_history"_s), 5);
}

ARIA_TEST(TestSession)

} // namespace tst_session

#include "tst_session.moc"
