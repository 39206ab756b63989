// The event log: what makes a message and what does not, whoever writes, and in which order ids are given out.
#include "testdatabase.h"

#include "support/testmain.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace tst_eventlog {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {

const auto primary = u"primary"_s;
constexpr qint64 plenty = 1 << 20;

// "type origin title [fields]"
QString sentence(const EventMessage &message)
{
    const auto data = QJsonDocument::fromJson(message.data).object();
    QStringList fields;
    for (const auto &field : data[u"fields"_s].toArray())
        fields << field.toString();
    return u"%1 %2 %3 [%4]"_s.arg(
        message.type, data[u"origin"_s].toString(), data[u"title"_s].toString(), fields.join(u' '));
}

EventRecord ariasEvent(const QString &id)
{
    auto record = anEvent(id);
    record.base = {};
    record.etag.clear();
    record.source = Side::Aria;
    record.status = SyncStatus::PendingToGoogle;
    return record;
}

// As Google has it and both sides agreed.
void agree(EventRecord &record, const QString &title)
{
    record.columns.title = title;
    record.base = QJsonObject{ { u"id"_s, record.googleEventId }, { u"summary"_s, title },
        { u"start"_s, QJsonObject{ { u"dateTime"_s, record.columns.startTime } } },
        { u"end"_s, QJsonObject{ { u"dateTime"_s, record.columns.endTime } } } };
    record.status = SyncStatus::Synced;
}

} // namespace

class TestEventLog : public QObject
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

    void tellsOfTheService();
    void tellsTheEventAsItWas();
    void saysNothingOfBookkeeping();
    void tellsOfConflicts();
    void tellsOfOccurrences();
    void keepsNothingOfWhatWasUndone();
    void tellsOfManyAtOnce();
    void tellsOfSql();
    void saysNothingOfTheSameInOtherWords();
    void tellsOfRowsThatWereReplaced();
    void announcesWhatItWrote();
    void givesIdsInTheOrderOfCommits();
    void neverWaitsForAnOpenTransaction();
    void readsInPieces();
    void cleansUp();

private:
    template <class F> auto write(F work) { return must(m_store->write(std::move(work))); }
    EventRecord saved(EventRecord record)
    {
        write([&](Session &session) { return session.events().save(record); });
        return record;
    }
    EventRecord stored(qint64 id)
    {
        return must(m_store->read([id](Session &session) { return session.events().byLocalId(id); })).value();
    }
    EventMessages page(qint64 after = 0, qint64 bytes = plenty)
    {
        return must(m_store->read([after, bytes](Session &session) {
            return session.eventLog().after(after, { primary }, bytes);
        }));
    }
    QStringList told(qint64 after = 0)
    {
        QStringList list;
        for (const auto &message : page(after).list)
            list << sentence(message);
        return list;
    }
    EventLog::Given giveOut()
    {
        return write([](Session &session) { return session.eventLog().giveOut(100); });
    }
    bool isWaiting()
    {
        return must(m_store->read([](Session &session) { return session.eventLog().isWaiting(); }));
    }
    qint64 last()
    {
        return must(m_store->read([](Session &session) { return session.eventLog().bounds(); })).last;
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<Store> m_store;
};

void TestEventLog::tellsOfTheService()
{
    auto record = saved(ariasEvent(u"a"_s));
    record.columns.title = u"New"_s;
    record.columns.location = u"Room"_s;
    record = saved(record);
    auto theirs = anEvent(u"g"_s);
    agree(theirs, u"Theirs"_s);
    theirs = saved(theirs);
    agree(theirs, u"Theirs, later"_s);
    saved(theirs);
    record.deletedAt = record.updatedAt;
    saved(record);
    theirs.deletedAt = theirs.updatedAt;
    theirs.status = SyncStatus::Deleted;
    saved(theirs);
    const auto unlinked = saved(ariasEvent(u"refused"_s));
    write([&](Session &session) { return session.events().remove(unlinked.localId); });
    QCOMPARE(told(),
        (QStringList{ u"created aria Event a []"_s, u"updated aria New [title location]"_s,
            u"created google Theirs []"_s, u"updated google Theirs, later [title]"_s,
            u"deleted aria New []"_s, u"deleted google Theirs, later []"_s,
            u"created aria Event refused []"_s, u"deleted aria Event refused []"_s }));
}

void TestEventLog::tellsTheEventAsItWas()
{
    auto record = saved(ariasEvent(u"a"_s));
    record.columns.title = u"Second"_s;
    record = saved(record);
    record.deletedAt = record.updatedAt;
    saved(record);
    const auto messages = page().list;
    QCOMPARE(messages.size(), 3);
    const auto data = QJsonDocument::fromJson(messages.at(0).data).object();
    QStringList members = data.keys();
    members.sort();
    QCOMPARE(members,
        (QStringList{ u"at"_s, u"calendar_id"_s, u"end_time"_s, u"event"_s, u"fields"_s, u"google_event_id"_s,
            u"local_event_id"_s, u"origin"_s, u"start_time"_s, u"title"_s }));
    QVERIFY(!messages.at(0).data.contains('\n'));
    QCOMPARE(data[u"local_event_id"_s].toInteger(), record.localId);
    QCOMPARE(data[u"google_event_id"_s], u"a"_s);
    QCOMPARE(data[u"start_time"_s], u"2024-01-15T10:00:00Z"_s);
    const auto event = data[u"event"_s].toObject();
    QCOMPARE(event[u"title"_s], u"Event a"_s); // not as it is now
    QCOMPARE(event[u"summary"_s], u"Event a"_s);
    QCOMPARE(event[u"sync_status"_s], u"pending_to_google"_s);
    QVERIFY(QDateTime::fromString(data[u"at"_s].toString(), Qt::ISODateWithMs).isValid());
    const auto gone = QJsonDocument::fromJson(messages.at(2).data).object();
    QVERIFY(gone[u"event"_s].isNull());
    QCOMPARE(gone[u"title"_s], u"Second"_s);
    QVERIFY(messages.at(0).id < messages.at(1).id && messages.at(1).id < messages.at(2).id);
}

void TestEventLog::saysNothingOfBookkeeping()
{
    auto record = saved(ariasEvent(u"a"_s));
    const auto before = last();
    // Google confirms, with what it fills in.
    agree(record, record.columns.title);
    record.columns.timeZone = "Europe/Berlin";
    auto start = record.base[u"start"_s].toObject();
    start[u"timeZone"_s] = u"Europe/Berlin"_s;
    record.base[u"start"_s] = start;
    record.base[u"etag"_s] = u"\"2\""_s;
    record.base[u"htmlLink"_s] = u"https://example.org"_s;
    record.base[u"sequence"_s] = 1;
    record = saved(record);
    record.attempts = 4;
    record.seenGeneration = 9;
    record.status = SyncStatus::Error;
    saved(record);
    QCOMPARE(told(before), QStringList());
    QVERIFY(!isWaiting());
}

void TestEventLog::tellsOfConflicts()
{
    auto record = anEvent(u"a"_s);
    agree(record, u"Talk"_s);
    record = saved(record);
    const auto before = last();
    record.status = SyncStatus::Conflict;
    record.google = record.base;
    record.google[u"summary"_s] = u"Google's talk"_s;
    record = saved(record);
    record.errorMessage = u"still"_s;
    record = saved(record);
    record.google = {};
    record.status = SyncStatus::PendingToGoogle;
    saved(record);
    QCOMPARE(told(before), (QStringList{ u"conflict google Talk [title]"_s, u"resolved aria Talk []"_s }));
}

void TestEventLog::tellsOfOccurrences()
{
    auto series = anEvent(u"series"_s);
    agree(series, u"Weekly"_s);
    series.columns.recurrence = { u"RRULE:FREQ=WEEKLY"_s };
    series.base[u"recurrence"_s] = series.columns.recurrence;
    series.windowEnd = {};
    series = saved(series);
    const auto before = last();
    auto changed = ariasEvent(u"series_20240122T100000Z"_s);
    changed.recurringEventId = u"series"_s;
    changed.originalStart = u"2024-01-22T10:00:00Z"_s;
    changed.columns.title = u"Weekly"_s;
    changed.columns.startTime = u"2024-01-22T12:00:00Z"_s;
    changed.columns.endTime = u"2024-01-22T13:00:00Z"_s;
    saved(changed);
    auto cancelled = changed;
    cancelled.localId = cancelled.syncId = 0;
    cancelled.googleEventId = u"series_20240129T100000Z"_s;
    cancelled.originalStart = u"2024-01-29T10:00:00Z"_s;
    cancelled.columns.status = u"cancelled"_s;
    cancelled.deletedAt = cancelled.updatedAt;
    saved(cancelled);
    QCOMPARE(told(before),
        (QStringList{ u"updated aria Weekly [start_time end_time]"_s, u"deleted aria Weekly []"_s }));
    const auto data = QJsonDocument::fromJson(page(before).list.at(1).data).object();
    QCOMPARE(data[u"google_event_id"_s], u"series_20240129T100000Z"_s);
}

void TestEventLog::keepsNothingOfWhatWasUndone()
{
    const auto failed = m_store->write([](Session &session) -> Expected<void> {
        auto record = ariasEvent(u"never"_s);
        if (auto done = session.events().save(record); !done)
            return done;
        return makeError(ErrorCategory::Internal, u"no"_s, u"no"_s);
    });
    QVERIFY(!failed.result());
    write([](Session &session) -> Expected<void> {
        auto kept = ariasEvent(u"kept"_s);
        if (auto done = session.events().save(kept); !done)
            return done;
        const auto undone = session.attempt([&]() -> Expected<void> {
            auto record = ariasEvent(u"undone"_s);
            if (auto done = session.events().save(record); !done)
                return done;
            kept.columns.title = u"undone"_s;
            if (auto done = session.events().save(kept); !done)
                return done;
            return makeError(ErrorCategory::Internal, u"row_missing"_s, u"no"_s);
        });
        return undone ? makeError(ErrorCategory::Internal, u"?"_s, u"?"_s) : Expected<void>();
    });
    QCOMPARE(told(), (QStringList{ u"created aria Event kept []"_s }));
}

void TestEventLog::tellsOfManyAtOnce()
{
    QList<EventRecord> records;
    for (int i = 0; i < 1200; ++i)
        records << ariasEvent(u"e%1"_s.arg(i));
    write([&](Session &session) { return session.events().save(records); });
    QStringList expected;
    for (int i = 0; i < 1200; ++i)
        expected << u"created aria Event e%1 []"_s.arg(i);
    QStringList list;
    qint64 after = 0;
    for (auto next = page(); !next.list.isEmpty(); next = page(after)) {
        for (const auto &message : next.list)
            list << sentence(message);
        after = next.upTo;
    }
    QCOMPARE(list, expected);
}

void TestEventLog::tellsOfSql()
{
    m_database->sql(u"INSERT INTO aria_calendar_events (title, start_time, end_time)"
                    u" VALUES ('Tea', '2024-01-15T10:00:00Z', '2024-01-15T11:00:00Z')"_s);
    m_database->sql(u"UPDATE aria_calendar_events SET title = 'Coffee', location = 'Café'"_s);
    QVERIFY(isWaiting());
    QCOMPARE(told(), QStringList());
    QVERIFY(giveOut() == EventLog::Given::All);
    auto record = ariasEvent(u"linked"_s);
    agree(record, u"Linked"_s);
    record = saved(record);
    m_database->sql(
        u"UPDATE aria_calendar_events SET sync_status = 'synced' WHERE id = %1"_s.arg(record.localId));
    m_database->sql(
        u"UPDATE aria_calendar_events SET description = 'new' WHERE id = %1"_s.arg(record.localId));
    m_database->sql(u"DELETE FROM aria_calendar_events"_s); // of the linked one the row stays, and is marked
    QVERIFY(giveOut() == EventLog::Given::All);
    QVERIFY(!isWaiting());
    QStringList list = told();
    const QStringList begin{ u"created aria Tea []"_s, u"updated aria Coffee [title location]"_s,
        u"created google Linked []"_s, u"updated aria Linked [description]"_s };
    QCOMPARE(list.first(4), begin);
    list = list.sliced(4);
    list.sort();
    QCOMPARE(list, (QStringList{ u"deleted aria Coffee []"_s, u"deleted aria Linked []"_s }));
    const auto tea = QJsonDocument::fromJson(page().list.at(0).data).object();
    QCOMPARE(tea[u"start_time"_s], u"2024-01-15T10:00:00Z"_s);
    QCOMPARE(tea[u"event"_s].toObject()[u"title"_s], u"Tea"_s);
}

void TestEventLog::saysNothingOfTheSameInOtherWords()
{
    auto record = ariasEvent(u"a"_s);
    agree(record, u"Talk"_s);
    record = saved(record);
    const auto before = last();
    m_database->sql(
        u"UPDATE aria_calendar_events SET recurrence = '[]', attendees = '[]', visibility = 'default',"
        u" transparency = 'opaque'"_s);
    m_database->sql(u"UPDATE aria_calendar_events SET start_time = '2024-01-15T11:00:00+01:00'"_s);
    giveOut();
    QCOMPARE(told(before), QStringList());
    QVERIFY(!isWaiting());
}

void TestEventLog::tellsOfRowsThatWereReplaced()
{
    if (isPostgres())
        QSKIP("SQLite's own");
    auto record = ariasEvent(u"a"_s);
    agree(record, u"Talk"_s);
    record = saved(record);
    const auto before = last();
    m_database->sql(
        u"INSERT OR REPLACE INTO aria_calendar_events (id, title, start_time, end_time)"
        u" VALUES (%1, 'Walk', '2024-01-15T10:00:00Z', '2024-01-15T11:00:00Z')"_s.arg(record.localId));
    giveOut();
    QCOMPARE(told(before), (QStringList{ u"updated aria Walk [title]"_s }));
}

void TestEventLog::announcesWhatItWrote()
{
    QSignalSpy logged(m_store.get(), &Store::eventsLogged);
    auto record = saved(ariasEvent(u"a"_s));
    QCOMPARE(logged.size(), 1);
    record.attempts = 2;
    saved(record);
    QCOMPARE(logged.size(), 1);
    must(m_store->read([](Session &session) { return session.eventLog().bounds(); }));
    QCOMPARE(logged.size(), 1);
}

// Transactions that overlap: what is committed later has the higher id, whatever was written first.
void TestEventLog::givesIdsInTheOrderOfCommits()
{
    if (!isPostgres())
        QSKIP("SQLite has one writer at a time");
    const auto insert = u"INSERT INTO aria_calendar_events (title, start_time, end_time)"
                        u" VALUES ('%1', '2024-01-15T10:00:00Z', '2024-01-15T11:00:00Z')"_s;
    auto early = QSqlDatabase::cloneDatabase(m_database->plain(), u"early"_s);
    QVERIFY(early.open());
    QVERIFY(early.transaction());
    QSqlQuery(early).exec(insert.arg(u"written first"_s));
    m_database->sql(insert.arg(u"written second"_s));
    QVERIFY(giveOut() == EventLog::Given::All);
    saved(ariasEvent(u"service"_s));
    QCOMPARE(
        told(), (QStringList{ u"created aria written second []"_s, u"created aria Event service []"_s }));
    const auto read = page().upTo;
    QVERIFY(early.commit());
    QVERIFY(isWaiting());
    QVERIFY(giveOut() == EventLog::Given::All);
    QCOMPARE(told(read), (QStringList{ u"created aria written first []"_s }));
    early = {};
    QSqlDatabase::removeDatabase(u"early"_s);
}

// While another service gives out ids, and hangs there, nobody's edit waits. What could not get its id gets it later.
void TestEventLog::neverWaitsForAnOpenTransaction()
{
    if (!isPostgres())
        QSKIP("SQLite has one writer at a time");
    auto other = QSqlDatabase::cloneDatabase(m_database->plain(), u"other"_s);
    QVERIFY(other.open());
    QVERIFY(other.transaction());
    QVERIFY(QSqlQuery(other).exec(
        u"SELECT pg_advisory_xact_lock('aria_calendar_event_log'::regclass::oid::int, 0)"_s));
    saved(ariasEvent(u"a"_s));
    QCOMPARE(told(), QStringList());
    QVERIFY(giveOut() == EventLog::Given::NotNow);
    QVERIFY(other.rollback());
    saved(ariasEvent(u"b"_s)); // behind what waits
    QVERIFY(giveOut() == EventLog::Given::All);
    QCOMPARE(told(), (QStringList{ u"created aria Event a []"_s, u"created aria Event b []"_s }));
    other = {};
    QSqlDatabase::removeDatabase(u"other"_s);
}

void TestEventLog::readsInPieces()
{
    for (int i = 0; i < 5; ++i)
        saved(ariasEvent(u"e%1"_s.arg(i)));
    const auto whole = page();
    QVERIFY(whole.isEnd);
    const auto first = page(0, whole.list.at(0).data.size() * 2);
    QVERIFY(!first.isEnd && first.list.size() < 5 && !first.list.isEmpty());
    const auto least = page(first.upTo, 1);
    QCOMPARE(least.list.size(), 1);
    QCOMPARE(least.list.at(0).id, first.upTo + 1);
    // Other calendars are passed over, and not read again.
    auto elsewhere = ariasEvent(u"x"_s);
    elsewhere.calendarId = u"team"_s;
    saved(elsewhere);
    const auto rest = page(whole.upTo);
    QVERIFY(rest.list.isEmpty() && rest.isEnd);
    QCOMPARE(rest.upTo, last());
}

void TestEventLog::cleansUp()
{
    for (int i = 0; i < 6; ++i)
        saved(ariasEvent(u"e%1"_s.arg(i)));
    const auto now = QDateTime::currentDateTimeUtc();
    const auto remove = [&](int days, qint64 most, qint64 needed, const QDateTime &when, int limit = 100) {
        return write(
            [=](Session &session) { return session.eventLog().removeOld(days, most, needed, when, limit); });
    };
    const auto bounds = [this] {
        return must(m_store->read([](Session &session) { return session.eventLog().bounds(); }));
    };
    const qint64 end = last();
    QCOMPARE(remove(7, 1000, end, now), 0);
    QCOMPARE(remove(7, 4, end, now), 2);
    QCOMPARE(remove(7, 2, end - 2, now), 1); // the hook needs the others
    QVERIFY(
        bounds().reachesBackTo(end - 3) && !bounds().reachesBackTo(end - 4) && bounds().reachesBackTo(end));
    QVERIFY(!bounds().reachesBackTo(end + 1));
    QCOMPARE(remove(7, 1000, 0, now.addDays(8), 1), 1);
    QCOMPARE(remove(7, 1000, 0, now.addDays(8)), 1);
    QCOMPARE(bounds().first, end);
    saved(ariasEvent(u"next"_s));
    QVERIFY(last() > end);
}

ARIA_TEST(TestEventLog)

} // namespace tst_eventlog

#include "tst_eventlog.moc"
