// The statements of Session that say what is to be done, through the Store.
#include "testdatabase.h"

#include "support/testmain.h"

using namespace Qt::StringLiterals;

namespace tst_sessionwork {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {

const auto primary = u"primary"_s;

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

class TestSessionWork : public QObject
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

    void findsWindow_data();
    void findsWindow();
    void listsPendingInOrder();
    void tellsNextAttempt();
    void listsByStatus();
    void countsPendingDeletions();
    void retriesErrors();
    void listsUnseen();
    void countsStatistics();

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

void TestSessionWork::findsWindow_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QStringList>("calendars");
    QTest::addColumn<QStringList>("expected");
    const auto own = QStringList{ primary };
    const auto row = [&](const char *name, const char *from, const char *to, const QStringList &calendars,
                         const char *ids) {
        QTest::newRow(name) << QString::fromLatin1(from) << QString::fromLatin1(to) << calendars
                            << words(ids);
    };
    row("before everything", "2023-01-01T00:00:00Z", "2023-01-02T00:00:00Z", own, "");
    row("the single event", "2024-01-15T10:30:00Z", "2024-01-15T10:45:00Z", own, "single");
    row("starts at the end: not in it", "2024-01-15T09:00:00Z", "2024-01-15T10:00:00Z", own, "");
    row("an endless series with all its exceptions", "2030-01-01T00:00:00Z", "2030-01-02T00:00:00Z", own,
        "series series_cancelled series_moved");
    row("a moved exception brings its ended series", "2024-09-01T00:00:00Z", "2024-09-02T00:00:00Z", own,
        "ended ended_cancelled ended_moved series series_cancelled series_moved");
    row("the other calendar", "2024-01-15T00:00:00Z", "2024-01-16T00:00:00Z", { u"other"_s }, "elsewhere");
    row("both", "2024-01-15T00:00:00Z", "2024-01-15T11:00:00Z", { primary, u"other"_s }, "elsewhere single");
    row("no calendar", "2024-01-15T00:00:00Z", "2024-01-16T00:00:00Z", {}, "");
}

void TestSessionWork::findsWindow()
{
    saved(anEvent(u"single"_s));
    auto deleted = anEvent(u"deleted"_s);
    deleted.deletedAt = deleted.createdAt;
    saved(deleted);
    auto other = anEvent(u"elsewhere"_s);
    other.calendarId = u"other"_s;
    saved(other);
    const auto series = [this](const QString &id, const char *start, const char *end, const char *moved,
                            bool isDeleted) {
        auto master = anEvent(id, QString::fromLatin1(start));
        master.columns.recurrence = { u"RRULE:FREQ=DAILY"_s };
        master.windowEnd = at(QString::fromLatin1(end));
        if (isDeleted)
            master.deletedAt = master.createdAt;
        saved(master);
        auto exception = anEvent(id + u"_moved"_s, QString::fromLatin1(moved));
        exception.recurringEventId = id;
        exception.originalStart = u"2024-03-02T10:00:00Z"_s;
        saved(exception);
        exception.googleEventId = id + u"_cancelled"_s;
        exception.originalStart = u"2024-03-03T10:00:00Z"_s;
        exception.columns.status = u"cancelled"_s;
        exception.deletedAt = exception.createdAt;
        saved(exception);
    };
    series(u"series"_s, "2024-03-01T10:00:00Z", "", "2024-03-05T10:00:00Z", false);
    series(u"ended"_s, "2024-03-01T10:00:00Z", "2024-03-10T11:00:00Z", "2024-09-01T10:00:00Z", false);
    series(u"gone"_s, "2024-03-01T10:00:00Z", "", "2024-09-01T10:00:00Z", true);

    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QStringList, calendars);
    const auto found =
        must(m_store->read([&](Session &s) { return s.events().inWindow(calendars, at(from), at(to)); }));
    QTEST(idsOf(found), "expected");
}

void TestSessionWork::listsPendingInOrder()
{
    const auto pending = [this](const char *id, const char *updated, const char *series, const char *next) {
        auto record = anEvent(QString::fromLatin1(id));
        record.status = SyncStatus::PendingToGoogle;
        record.updatedAt = at(QString::fromLatin1(updated));
        record.recurringEventId = QString::fromLatin1(series);
        record.nextAttemptAt = at(QString::fromLatin1(next));
        return saved(record);
    };
    pending("exception", "2024-01-01T00:00:00Z", "late", "");
    pending("late", "2024-01-03T00:00:00Z", "", "");
    const auto early = pending("early", "2024-01-02T00:00:00Z", "", "2024-01-10T00:00:00Z");
    pending("waiting", "2024-01-01T00:00:00Z", "", "2024-01-10T00:00:00.001Z");
    saved(anEvent(u"synced"_s));
    const auto list = [this](const QList<qint64> &except, int limit) {
        QStringList ids;
        for (const auto &record : must(m_store->read([&](Session &s) {
                 return s.backlog().pendingToGoogle(primary, at(u"2024-01-10T00:00:00Z"_s), except, limit);
             })))
            ids << record.googleEventId;
        return ids;
    };
    QCOMPARE(list({}, 10), words("early late exception"));
    QCOMPARE(list({}, 1), words("early"));
    QCOMPARE(list({ early.localId }, 10), words("late exception"));
}

void TestSessionWork::tellsNextAttempt()
{
    QVERIFY(!must(m_store->read([](Session &s) { return s.backlog().nextAttemptAt(primary); })));
    auto record = anEvent(u"n"_s);
    record.nextAttemptAt = at(u"2024-01-10T00:00:00Z"_s);
    saved(record); // synced: waits for nothing
    QVERIFY(!must(m_store->read([](Session &s) { return s.backlog().nextAttemptAt(primary); })));
    record.googleEventId = u"p"_s;
    record.status = SyncStatus::PendingToGoogle;
    saved(record);
    QCOMPARE(must(m_store->read([](Session &s) { return s.backlog().nextAttemptAt(primary); })).value(),
        record.nextAttemptAt);
}

void TestSessionWork::listsByStatus()
{
    auto conflict = anEvent(u"c"_s);
    conflict.status = SyncStatus::Conflict;
    saved(conflict);
    auto held = anEvent(u"h"_s);
    held.status = SyncStatus::PendingToAria;
    saved(held);
    saved(anEvent(u"s"_s));
    QCOMPARE(idsOf(must(m_store->read([](Session &s) { return s.backlog().conflicts({ primary }); }))),
        words("c"));
    QVERIFY(must(m_store->read([](Session &s) { return s.backlog().conflicts({ u"other"_s }); })).isEmpty());
    QCOMPARE(idsOf(must(m_store->read([](Session &s) { return s.backlog().heldDeletions(primary); }))),
        words("h"));
}

void TestSessionWork::countsPendingDeletions()
{
    const auto add = [this](const char *id, SyncStatus status, bool isDeleted, const char *master = "") {
        auto record = anEvent(QString::fromLatin1(id));
        record.status = status;
        record.recurringEventId = QString::fromLatin1(master);
        if (isDeleted)
            record.deletedAt = record.createdAt;
        saved(record);
    };
    add("deleted", SyncStatus::PendingToGoogle, true);
    add("occurrence", SyncStatus::PendingToGoogle, true, "deleted");
    add("edited", SyncStatus::PendingToGoogle, false);
    add("done", SyncStatus::Deleted, true);
    auto approved = anEvent(u"approved"_s);
    approved.status = SyncStatus::PendingToGoogle;
    approved.deletedAt = approved.createdAt;
    approved.pushOptions.deletionApproved = true;
    saved(approved);
    const auto count = [this] {
        return must(m_store->read([](Session &s) { return s.backlog().pendingDeletions(primary); }));
    };
    QCOMPARE(count(), 1);
    // The member decides, not the word; what is no object says nothing.
    for (const auto *options :
        { "{\"reason\": \"deletionApproved\"}", "{\"more\": {\"deletionApproved\": true}}",
            "{\"deletionApproved\": false}", "[\"deletionApproved\"]", "null" }) {
        m_database->sql(u"UPDATE aria_calendar_sync SET push_options = '%1'"
                        u" WHERE google_event_id = 'approved'"_s.arg(QLatin1String(options)));
        QVERIFY2(count() == 2, options);
    }
    if (!isPostgres()) { // there the column takes JSON only
        m_database->sql(u"UPDATE aria_calendar_sync SET push_options = '{deletionApproved'"_s);
        QCOMPARE(count(), 2);
    }
}

void TestSessionWork::retriesErrors()
{
    auto record = anEvent(u"failed"_s);
    record.status = SyncStatus::Error;
    record.errorMessage = u"no"_s;
    record.attempts = 4;
    record.nextAttemptAt = record.createdAt;
    saved(record);
    saved(anEvent(u"fine"_s));
    QCOMPARE(write([](Session &s) { return s.backlog().retryErrors({ u"other"_s }); }), 0);
    QCOMPARE(write([](Session &s) { return s.backlog().retryErrors({ primary }); }), 1);
    const auto after = stored(u"failed"_s);
    QCOMPARE(toString(after.status), toString(SyncStatus::PendingToGoogle));
    QCOMPARE(after.attempts, 0);
    QVERIFY(!after.nextAttemptAt.isValid());
    QVERIFY(after.errorMessage.isEmpty());
    QCOMPARE(after.revision, 1);
    QCOMPARE(toString(stored(u"fine"_s).status), toString(SyncStatus::Synced));
    QCOMPARE(m_database->one(u"SELECT sync_status FROM aria_calendar_events WHERE id = 1"_s),
        u"pending_to_google"_s);
}

void TestSessionWork::listsUnseen()
{
    const auto add = [this](
                         const char *id, SyncStatus status, qint64 seen, qint64 based, bool agreed = true) {
        auto record = anEvent(QString::fromLatin1(id));
        record.status = status;
        record.seenGeneration = seen;
        record.baseGeneration = based;
        if (!agreed)
            record.base = {};
        saved(record);
    };
    add("gone", SyncStatus::Synced, 1, 1);
    add("edited", SyncStatus::PendingToGoogle, 1, 0);
    add("failed", SyncStatus::Error, 1, 0);
    add("undecided", SyncStatus::Conflict, 1, 0);
    add("listed", SyncStatus::Synced, 2, 0);
    add("pushed", SyncStatus::Synced, 1, 2);
    add("new", SyncStatus::PendingToGoogle, 0, 0, false);
    add("deleted", SyncStatus::Deleted, 1, 0);
    add("held", SyncStatus::PendingToAria, 1, 0);
    QCOMPARE(idsOf(must(m_store->read([](Session &s) { return s.backlog().unseen(primary, 2); }))),
        words("edited failed gone undecided"));
}

void TestSessionWork::countsStatistics()
{
    int count = 0;
    for (const auto status : { SyncStatus::Synced, SyncStatus::Synced, SyncStatus::PendingToGoogle,
             SyncStatus::PendingToAria, SyncStatus::Conflict, SyncStatus::Error }) {
        auto record = anEvent(u"s%1"_s.arg(count++));
        record.status = status;
        saved(record);
    }
    auto cancelled = anEvent(u"cancelled"_s);
    cancelled.columns.status = u"cancelled"_s;
    cancelled.deletedAt = cancelled.createdAt;
    saved(cancelled);
    auto deleted = anEvent(u"deleting"_s);
    deleted.deletedAt = deleted.createdAt;
    deleted.status = SyncStatus::PendingToGoogle;
    saved(deleted);
    m_database->sql(u"INSERT INTO aria_calendar_events (title) VALUES ('by hand')"_s);
    const auto statistics =
        must(m_store->read([](Session &s) { return s.backlog().statistics({ primary }); }));
    QCOMPARE(statistics.total, 7);
    QCOMPARE(statistics.synced, 2);
    QCOMPARE(statistics.pendingToGoogle, 3); // one edited, one being deleted, one by hand
    QCOMPARE(statistics.pendingToAria, 1);
    QCOMPARE(statistics.conflicts, 1);
    QCOMPARE(statistics.errors, 1);
    QCOMPARE(must(m_store->read([](Session &s) { return s.backlog().statistics({}); })).total, 0);
}

ARIA_TEST(TestSessionWork)

} // namespace tst_sessionwork

#include "tst_sessionwork.moc"
