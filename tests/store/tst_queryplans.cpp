// No statement of Session walks through a whole table, and each is prepared once.
#include "testdatabase.h"

#include "store/dialect.h"
#include "store/migrations.h"

#include "store/occurrencerows.h"
#include "store/watchdog.h"
#include "support/testmain.h"

using namespace Qt::StringLiterals;

namespace tst_queryplans {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {

const auto primary = u"primary"_s;

// Each method once, so that every statement is known.
void exerciseAll(Session &session)
{
    const auto now = at(u"2024-01-15T00:00:00Z"_s);
    const auto x = u"x"_s;
    auto record = anEvent(x);
    must(session.events().save(record)); // insert
    must(session.events().save(record)); // update
    auto chosen = anEvent(u"y"_s);
    chosen.localId = 77;
    must(session.events().save(chosen)); // upsert
    must(session.events().byGoogleId(primary, x));
    must(session.events().byLocalId(1));
    must(session.events().byIdempotencyKey(x));
    must(session.events().allByGoogleId(primary, { x }));
    must(session.events().exceptionsOf(primary, x));
    must(session.events().exceptionAt(primary, x, x));
    must(session.events().inWindow({ primary }, now, now.addDays(1)));
    must(session.events().withWords({ primary }, now, now.addDays(1), x));
    must(session.backlog().pendingToGoogle(primary, now, { 1 }, 50));
    must(session.backlog().pendingDeletions(primary));
    must(session.backlog().nextAttemptAt(primary));
    must(session.backlog().conflicts({ primary }));
    must(session.backlog().heldDeletions(primary));
    must(session.backlog().unadopted(primary, 50));
    must(session.backlog().unseen(primary, 1));
    must(session.backlog().retryErrors({ primary }));
    must(session.backlog().statistics({ primary }));
    must(session.events().markSeen(primary, { x }, 1));
    HistoryRecord history;
    history.side = Side::Google;
    history.outcome = Outcome::Intended;
    must(session.history().add(history));
    must(session.history().finish(1, 1, Outcome::Done));
    must(session.metadata().value(x, primary));
    must(session.metadata().set(x, primary, x));
    must(session.metadata().remove(x, primary));
    must(session.history().removeOld(1, now));
    must(session.events().removeDeleted(1, now));
    must(session.events().remove(1));
    must(session.occurrences().mark({ 1, 2 }));
    must(session.occurrences().takeUp(10));
    must(session.occurrences().howManyDue());
    must(session.occurrences().check(17, 10));
    must(session.occurrences().rename(77, 78));
    must(session.occurrences().moveHorizon(QDateTime::currentDateTimeUtc().addDays(2), { primary }));
    must(session.occurrenceLookup().overlapping(
        { primary }, now, now.addDays(1), QTimeZone::utc(), 50, { 1 }));
    must(session.occurrenceLookup().overlapping({ primary }, now, now.addDays(1), QTimeZone::utc(), 50, {}));
    must(session.occurrenceLookup().overlapping(
        { primary }, now, now.addDays(1), QTimeZone::utc(), 50, {}, now));
    must(session.occurrenceLookup().unsettled(10));
    must(session.clockTable().set(QTimeZone("Europe/Berlin"), now));
    must(session.eventLog().finish());
    must(session.eventLog().giveOut(10));
    must(session.eventLog().after(0, { primary }, 1000));
    must(session.eventLog().removeOld(7, 100, 1, now, 10));
    must(session.hook().save({ x, x, 0, false, x }));
    must(session.hook().state());
    must(session.hook().takeUp({ primary }, now, 10));
    must(session.hook().pending({ primary }));
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

class TestQueryPlans : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void usesAnIndex_data();
    void usesAnIndex();
    void usesTheRightIndex_data();
    void usesTheRightIndex();
    void preparesOnce();

private:
    QString planOf(const QString &statement);

    TestDatabase m_database;
    QStringList m_statements;
};

void TestQueryPlans::initTestCase()
{
    must(Store::open(m_database.url()))
        ->write([this](Session &session) -> Expected<void> {
            exerciseAll(session);
            m_statements = session.statementTexts();
            return {};
        })
        .waitForFinished();
    QVERIFY(m_statements.size() > 25);
}

QString TestQueryPlans::planOf(const QString &statement)
{
    QSqlQuery query(m_database.plain());
    if (!query.prepare(u"EXPLAIN QUERY PLAN "_s + statement))
        qFatal("%s", qPrintable(query.lastError().text()));
    for (int i = 0; i < statement.count(u'?'); ++i)
        query.bindValue(i, 1);
    if (!query.exec())
        qFatal("%s", qPrintable(query.lastError().text()));
    QStringList steps;
    while (query.next())
        steps << query.value(3).toString();
    return steps.join(u'\n');
}

void TestQueryPlans::usesAnIndex_data()
{
    QTest::addColumn<QString>("statement");
    for (int i = 0; i < m_statements.size(); ++i)
        QTest::addRow("%d", i) << m_statements.at(i);
}

void TestQueryPlans::usesAnIndex()
{
    QFETCH(QString, statement);
    const auto plan = planOf(statement);
    // e, x, me: events; s, ms: sync; h: history; m: metadata; o: occurrences; u: marked ones; c: the clock. Lists given
    // as parameters and intermediate results may be walked.
    // What waits for the hook is counted, and no more ever waits than the log keeps.
    // The index of words is asked by a word (M) or a row's id (=).
    static const QRegularExpression walks(
        u"^SCAN (e|x|me|s|ms|h|m|o|u|c|known|aria_(?!calendar_hook_waiting)\\w+)\\b(?! VIRTUAL TABLE INDEX \\d+:[M=])"_s,
        QRegularExpression::MultilineOption);
    QVERIFY2(!walks.match(plan).hasMatch(), qPrintable(statement + u'\n' + plan));
    QVERIFY2(!statement.contains(u"aria_calendar_occurrences") || !plan.contains(u"MULTI-INDEX OR"),
        qPrintable(statement + u'\n' + plan));
    QVERIFY2(
        !plan.contains(u"AUTOMATIC"), qPrintable(statement + u'\n' + plan)); // an index made for each run
}

void TestQueryPlans::usesTheRightIndex_data()
{
    QTest::addColumn<QString>("part");
    QTest::addColumn<QString>("index");
    const auto row = [](const char *part, const char *index) {
        QTest::newRow(part) << QString::fromLatin1(part) << QString::fromLatin1(index);
    };
    row("s.local_event_id NOT IN (SELECT value", "ix_aria_calendar_sync_pending");
    row("min(s.next_attempt_at)", "ix_aria_calendar_sync_pending");
    row("WITH hit", "ix_aria_calendar_events_window");
    row("service_stamp = 0", "ix_aria_calendar_events_unadopted");
    row("s.seen_generation <", "ix_aria_calendar_sync_seen");
    row("= 'pending_to_aria' ORDER", "ix_aria_calendar_sync_held");
    row("s.sync_status = 'conflict' ORDER", "ix_aria_calendar_sync_conflict");
    row("next_attempt_at = NULL", "ix_aria_calendar_sync_error");
    row("'total' AS kind", "COVERING INDEX ix_aria_calendar_events_living");
    row("'total' AS kind", "ix_aria_calendar_events_new");
    row("WITH due", "ix_aria_calendar_events_deleted");
    row("e.original_start = ?", "ix_aria_calendar_events_series");
    row("h.local_event_id", "ux_aria_calendar_sync_history_intended");
    row("DELETE FROM aria_calendar_sync_history", "ix_aria_calendar_sync_history_created");
}

void TestQueryPlans::usesTheRightIndex()
{
    QFETCH(QString, part);
    QFETCH(QString, index);
    const auto found = m_statements.filter(part);
    QCOMPARE(found.size(), 1);
    const auto plan = planOf(found.first());
    // Twice for the two halves of the window.
    QVERIFY2(plan.count(index) == (part == u"WITH hit" ? 2 : 1), qPrintable(found.first() + u'\n' + plan));
}

// What sets an option of SQLite's connection expires all its statements: whoever did so in each transaction made them all
// anew, triggers included, which was a third of the work.
void TestQueryPlans::preparesOnce()
{
    TestDatabase database(Content::Tables);
    const auto dialect = must(Dialect::forUrl(database.url()));
    Watchdog watchdog;
    auto connection = database.plain();
    auto record = anEvent(u"x"_s);
    Session session(connection, *dialect, watchdog);
    for (int turn = 0; turn < 3; ++turn) {
        QVERIFY(connection.transaction());
        must(session.attempt([&session] { return session.repair().tameIds(); }));
        must(session.events().save(record));
        must(session.metadata().set(u"x"_s, primary, QString::number(turn)));
        must(session.eventLog().finish());
        QVERIFY(connection.commit());
    }
    QVERIFY(database.texts(u"SELECT sql FROM sqlite_stmt"_s).size() > 10);
    QCOMPARE(database.texts(u"SELECT sql FROM sqlite_stmt WHERE reprep > 0"_s), QStringList());
}

ARIA_TEST(TestQueryPlans)

} // namespace tst_queryplans

#include "tst_queryplans.moc"
