// No statement of Session walks through a big table: with 100,000 events, links and history rows, and the plans that
// the server really made for each statement (auto_explain).
#include "testdatabase.h"

#include "store/occurrencerows.h"
#include "support/testmain.h"

using namespace Qt::StringLiterals;

namespace tst_postgresplans {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {

// %1: how many calendars the events are spread over.
constexpr auto fill = R"(
INSERT INTO aria_calendar_events (calendar_id, google_event_id, title, start_time, end_time, window_start, window_end,
    recurring_event_id, original_start, sync_status, service_stamp, deleted_at)
SELECT 'calendar' || i % %1, 'g' || i, 'Event ' || i, t, t + interval '1 hour', t, t + interval '1 hour',
    CASE WHEN mod(i, 50) = 0 THEN 'g' || i - 20 END, CASE WHEN mod(i, 50) = 0 THEN '2024-01-01T00:00:00Z' END, 'synced', 1,
    CASE WHEN mod(i, 500) = 1 THEN t END
FROM (SELECT i, timestamptz '2015-01-01' + i * interval '1 hour' AS t FROM generate_series(1, 100000) AS i) AS x;
INSERT INTO aria_calendar_sync (calendar_id, google_event_id, local_event_id, sync_status, base_event, idempotency_key,
    seen_generation, next_attempt_at)
SELECT calendar_id, google_event_id, id, CASE WHEN mod(id, 1000) < 4 THEN
        (ARRAY['pending_to_google', 'pending_to_aria', 'conflict', 'error'])[1 + mod(id, 1000)] ELSE 'synced' END,
    '{}', CASE WHEN mod(id, 10) = 0 THEN 'k' || id END, CASE WHEN mod(id, 1000) = 5 THEN 3 ELSE 4 END,
    CASE WHEN mod(id, 2000) = 0 THEN timestamptz '2024-01-01' END
FROM aria_calendar_events;
INSERT INTO aria_calendar_sync_history (calendar_id, google_event_id, local_event_id, side, outcome, revision,
    created_at)
SELECT calendar_id, google_event_id, id, 'google', CASE WHEN mod(id, 1000) = 0 THEN 'intended' ELSE 'done' END, 1,
    start_time
FROM aria_calendar_events;
INSERT INTO aria_calendar_occurrences (series_id, original_start, event_id, calendar_id, occurrence_id, title, all_day,
    start_time, end_time)
SELECT id, '', id, calendar_id, google_event_id, title, false, t, t + mod(id, 50) * interval '1 hour'
FROM (SELECT *, now() - interval '34 days' + id * interval '6 minutes' AS t FROM aria_calendar_events) AS x;
INSERT INTO aria_calendar_unfolding (event_id) SELECT id FROM aria_calendar_events WHERE mod(id, 10) = 0;
ANALYZE;
)";

// Each method once, so that every statement is seen.
void exerciseAll(Session &session, const QString &calendar)
{
    const auto now = at(u"2024-01-15T00:00:00Z"_s);
    const auto x = u"g1007"_s;
    auto record = anEvent(u"new"_s);
    record.calendarId = calendar;
    must(session.events().save(record)); // insert
    must(session.events().save(record)); // update
    auto chosen = anEvent(u"y"_s);
    chosen.localId = 777777;
    must(session.events().save(chosen)); // upsert
    QList<EventRecord> many;
    for (int i = 0; i < 500; ++i)
        many << anEvent(u"many%1"_s.arg(i));
    must(session.events().save(many));
    must(session.events().save(many));
    must(session.events().byGoogleId(calendar, x));
    must(session.events().byLocalId(1));
    must(session.events().byIdempotencyKey(u"k10"_s));
    QStringList page;
    for (int i = 0; i < 2500; ++i)
        page << u"g%1"_s.arg(i * 20 + 7);
    QCOMPARE(must(session.events().allByGoogleId(calendar, page)).size(), 2500);
    must(session.events().exceptionsOf(calendar, u"g1030"_s));
    must(session.events().exceptionAt(calendar, x, x));
    must(session.events().inWindow({ calendar }, now, now.addDays(7)));
    must(session.events().withWords({ calendar }, now, now.addYears(5), u"event 77"_s));
    must(session.events().withWords({ calendar }, now, now.addDays(35), u"ev"_s));
    must(session.backlog().pendingToGoogle(calendar, now, { 1 }, 50));
    must(session.backlog().pendingDeletions(calendar));
    must(session.backlog().nextAttemptAt(calendar));
    must(session.backlog().conflicts({ calendar }));
    must(session.backlog().heldDeletions(calendar));
    must(session.backlog().unadopted(calendar, 50));
    must(session.pythonRows().unmatched(calendar, 0, 50));
    must(session.pythonRows().releaseUnmatched(calendar));
    must(session.pythonRows().withoutBase(calendar, 0, 50));
    must(session.pythonRows().retire({ 2, 3 }, now));
    must(session.backlog().unseen(calendar, 4));
    must(session.backlog().retryErrors({ calendar }));
    must(session.backlog().statistics({ calendar }));
    must(session.events().markSeen(calendar, page, 5));
    HistoryRecord history;
    history.side = Side::Google;
    history.outcome = Outcome::Intended;
    must(session.history().add(history));
    history.side = Side::Aria;
    must(session.history().add(QList<HistoryRecord>{ history, history }));
    must(session.history().finish(1, 1, Outcome::Done));
    must(session.history().page({ calendar }, {}, 0, 50));
    must(session.history().page({ calendar }, x, 0, 50));
    must(session.history().byId(1));
    must(session.history().since({ calendar }, now.addYears(2)));
    must(session.metadata().value(x, calendar));
    must(session.metadata().set(x, calendar, x));
    must(session.metadata().remove(x, calendar));
    must(session.history().removeOld(9 * 365, now.addMonths(2)));
    must(session.events().removeDeleted(9 * 365, now));
    must(session.events().remove(1));
    must(session.occurrences().mark({ 1, 2 }));
    must(session.occurrences().takeUp(10));
    must(session.occurrences().howManyDue());
    must(session.occurrences().check(17, 10));
    must(session.occurrences().rename(77, 78));
    must(session.occurrences().moveHorizon(QDateTime::currentDateTimeUtc().addDays(2), { calendar }));
    must(session.occurrenceLookup().overlapping(
        { calendar }, now, now.addDays(1), QTimeZone::utc(), 50, { 1 }));
    must(session.occurrenceLookup().overlapping({ calendar }, now, now.addDays(1), QTimeZone::utc(), 50, {}));
    must(session.occurrenceLookup().overlapping(
        { calendar }, now, now.addDays(1), QTimeZone::utc(), 50, {}, now));
    must(session.occurrenceLookup().unsettled(10));
    must(session.clockTable().set(QTimeZone("Europe/Berlin"), now));
    must(session.eventLog().finish());
    must(session.eventLog().giveOut(10));
    must(session.eventLog().after(0, { calendar }, 1000));
    must(session.eventLog().removeOld(7, 100, 1, now, 10));
    must(session.hook().save({ x, x, 0, false, x }));
    must(session.hook().state());
    must(session.hook().takeUp({ calendar }, now, 10));
    must(session.hook().pending({ calendar }));
    must(session.hook().nextDue());
    must(session.hook().neededFrom());
    HookMessage waiting;
    waiting.message.id = 1;
    waiting.event = x;
    must(session.hook().due(now, { 1 }, 10));
    must(session.hook().postpone(waiting, now));
    must(session.hook().done({ waiting }, now));
    must(session.hook().setLastError(x));
}

} // namespace

class TestPostgresPlans : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void walksThroughNoBigTable_data();
    void walksThroughNoBigTable();
};

void TestPostgresPlans::walksThroughNoBigTable_data()
{
    QTest::addColumn<int>("calendars");
    QTest::newRow("twenty calendars") << 20;
    QTest::newRow("one calendar") << 1;
}

void TestPostgresPlans::walksThroughNoBigTable()
{
    QFETCH(int, calendars);
    TestDatabase database;
    must(Store::open(database.url()));
    database.sql(u"ALTER TABLE aria_calendar_events DISABLE TRIGGER USER"_s);
    database.sql(QString::fromLatin1(fill).arg(calendars));
    database.sql(u"ALTER TABLE aria_calendar_events ENABLE TRIGGER USER"_s);
    database.sql(u"VACUUM"_s); // as the server does by itself before long
    for (const char *setting : { "session_preload_libraries = 'auto_explain'",
             "auto_explain.log_min_duration = 0", "auto_explain.log_nested_statements = on" })
        database.sql(u"ALTER DATABASE %1 SET "_s.arg(database.name()) + QLatin1String(setting));
    qsizetype statements = 0;
    {
        const auto store = must(Store::open(database.url()));
        must(store->write([&](Session &session) -> Expected<void> {
            exerciseAll(session, u"calendar%1"_s.arg(7 % calendars));
            statements = session.statementTexts().size();
            return {};
        }));
    }
    QVERIFY(statements > 35);

    QFile log(cluster().folder() + u"/server.log"_s);
    QVERIFY(log.open(QIODevice::ReadOnly));
    const auto plans = QString::fromUtf8(log.readAll()).split(u"\tQuery Text: "_s);
    QVERIFY2(plans.size() > statements, "the server logged no plans");
    static const QRegularExpression walk(
        u"Seq Scan on aria_calendar_(events|sync|sync_history|occurrences)\\b"_s);
    for (const auto &plan : plans)
        QVERIFY2(!walk.match(plan).hasMatch(), qPrintable(plan));
}

ARIA_TEST(TestPostgresPlans)

} // namespace tst_postgresplans

#include "tst_postgresplans.moc"
