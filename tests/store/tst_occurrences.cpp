// The table of occurrences is what the events say, whoever wrote them.
#include "occurrencebed.h"

#include "store/occurrencerows.h"
#include "support/testmain.h"

using namespace Qt::StringLiterals;

namespace tst_occurrences {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

class TestOccurrences : public QObject, private OccurrenceBed
{
    Q_OBJECT
private Q_SLOTS:
    void init() { open(); }
    void cleanup() { close(); }

    void ofASingleEvent();
    void ofASeries();
    void aChangedOneReplacesItsOwn();
    void inAnyOrder_data();
    void inAnyOrder();
    void aCancelledOneIsGone();
    void whatIsRemovedComesBack();
    void aDeletedSeriesIsGoneWhole();
    void followsASeries();
    void writesNothingTwice();
    void sqlShowsAtOnce();
    void sqlMarksSeries();
    void sqlDeletes();
    void sqlChangesAnOccurrence();
    void movesOn();
    void isMadeAnew();
    void isChecked();
    void repeatsTooOften();
    void manyThatRepeatTooOften();
    void takesUpWhatIsLeft();
    void findsWhatOverlaps_data();
    void findsWhatOverlaps();
    void findsTheFirst();
    void findsTheFirstOfManyAtOnce();

private:
    qint64 due()
    {
        return must(m_store->read([](Session &session) { return session.occurrences().howManyDue(); }));
    }
    int count(const QString &where = u"true"_s)
    {
        return m_database->one(u"SELECT count(*) FROM aria_calendar_occurrences WHERE "_s + where).toInt();
    }
    int at(const QDateTime &start)
    {
        return count(u"start_time = '%1'"_s.arg(start.toString(u"yyyy-MM-ddTHH:mm:ss.zzzZ"_s)));
    }
    // Nothing would be other if all were made anew.
    void isRight()
    {
        const auto wrong =
            m_store->tryOut([](Session &session) { return session.occurrences().check(0, 100'000); });
        QCOMPARE(must(wrong), 0);
    }
    QStringList found(const QDateTime &from, const QDateTime &to, qsizetype limit = 1'000'000)
    {
        const auto rows = must(m_store->read([=](Session &session) {
            return session.occurrenceLookup().overlapping({ primary }, from, to, QTimeZone::utc(), limit, {});
        }));
        QStringList titles;
        for (const auto &row : rows)
            titles << row.title;
        titles.sort();
        return titles;
    }
};

void TestOccurrences::ofASingleEvent()
{
    auto record = saved(single(u"a"_s, ten(1), ten(2)));
    QCOMPARE(m_database->row(u"SELECT series_id, original_start, event_id, calendar_id, occurrence_id,"
                             u" title, all_day FROM aria_calendar_occurrences"_s),
        QVariantList({ record.localId, QString(), record.localId, primary, u"a"_s, u"Event a"_s,
            m_database->one(u"SELECT all_day FROM aria_calendar_events"_s) }));
    QCOMPARE(at(ten(1)), 1);

    record = single(u"a"_s, ten(3), ten(4));
    record.localId = 1;
    record.syncId = 1;
    saved(record);
    QCOMPARE(count(), 1);
    QCOMPARE(at(ten(3)), 1);
    record.deletedAt = ten(0);
    saved(record);
    QCOMPARE(count(), 0);

    saved(single(u"past"_s, ten(-50), ten(-49)));
    saved(single(u"far"_s, ten(450), ten(451)));
    QCOMPARE(count(), 0);
}

void TestOccurrences::ofASeries()
{
    saved(series(u"w"_s, ten(-1000 * 7), weekly));
    const int weeks = count();
    QVERIFY2(weeks == 62 || weeks == 63, qPrintable(QString::number(weeks)));
    QCOMPARE(at(ten(0)), 1);
    QCOMPARE(at(ten(7)), 1);
    QCOMPARE(
        m_database->one(u"SELECT occurrence_id FROM aria_calendar_occurrences WHERE start_time = '%1'"_s.arg(
            text(ten(7)).replace(u'Z', u".000Z"_s))),
        u"w_%1"_s.arg(ten(7).toString(u"yyyyMMdd'T'HHmmss'Z'"_s)));
    isRight();
}

void TestOccurrences::aChangedOneReplacesItsOwn()
{
    saved(series(u"w"_s, ten(-7), weekly));
    const int weeks = count();
    auto one = saved(changed(u"w"_s, ten(7), ten(9)));
    QCOMPARE(count(), weeks);
    QCOMPARE(at(ten(7)), 0);
    QCOMPARE(at(ten(9)), 1);
    QCOMPARE(count(u"event_id = %1 AND series_id = 1 AND title = 'Changed'"_s.arg(one.localId)), 1);
    // Out of the horizon: neither there nor here.
    saved(changed(u"w"_s, ten(14), ten(500)));
    QCOMPARE(count(), weeks - 1);
    QCOMPARE(at(ten(14)), 0);
    // And into it.
    saved(changed(u"w"_s, ten(7 * 100), ten(15)));
    QCOMPARE(count(), weeks);
    isRight();
}

void TestOccurrences::inAnyOrder_data()
{
    QTest::addColumn<bool>("together");
    QTest::newRow("one after the other") << false;
    QTest::newRow("together") << true;
}

void TestOccurrences::inAnyOrder()
{
    QFETCH(bool, together);
    const QList<EventRecord> records{ changed(u"w"_s, ten(7), ten(9)), series(u"w"_s, ten(-7), weekly),
        single(u"a"_s, ten(1), ten(2)), changed(u"w"_s, ten(14), ten(16)),
        changed(u"lone"_s, ten(1), ten(1)) };
    if (together) {
        savedAll(records);
    } else {
        for (const auto &record : records)
            saved(record);
    }
    QCOMPARE(at(ten(7)) + at(ten(14)), 0);
    QCOMPARE(at(ten(9)) + at(ten(16)) + at(ten(0)), 3);
    QCOMPARE(at(ten(1)), 2);
    QCOMPARE(due(), 0);
    isRight();
}

void TestOccurrences::aCancelledOneIsGone()
{
    saved(series(u"w"_s, ten(-7), weekly));
    const int weeks = count();
    auto cancelled = changed(u"w"_s, ten(7), ten(7));
    cancelled.deletedAt = ten(0);
    cancelled = saved(cancelled);
    QCOMPARE(count(), weeks - 1);
    cancelled.deletedAt = {};
    saved(cancelled);
    QCOMPARE(count(), weeks);
    QCOMPARE(count(u"event_id = %1"_s.arg(cancelled.localId)), 1);
    isRight();
}

void TestOccurrences::whatIsRemovedComesBack()
{
    saved(series(u"w"_s, ten(-7), weekly));
    const int weeks = count();
    const auto one = saved(changed(u"w"_s, ten(7), ten(9)));
    must(m_store->write([&](Session &session) { return session.events().remove(one.localId); }));
    QCOMPARE(count(), weeks);
    QCOMPARE(at(ten(7)), 1);
    QCOMPARE(due(), 0);
    must(m_store->write([&](Session &session) { return session.events().remove(1); }));
    QCOMPARE(count(), 0);
}

void TestOccurrences::aDeletedSeriesIsGoneWhole()
{
    auto head = saved(series(u"w"_s, ten(-7), weekly));
    saved(changed(u"w"_s, ten(7), ten(9)));
    const int weeks = count();
    head.deletedAt = ten(0);
    saved(head);
    QCOMPARE(count(), 0);
    head.deletedAt = {};
    saved(head);
    QCOMPARE(count(), weeks);
    QCOMPARE(at(ten(9)), 1);
    isRight();
}

void TestOccurrences::followsASeries()
{
    auto head = saved(series(u"w"_s, ten(-7), weekly));
    saved(changed(u"w"_s, ten(7), ten(9)));
    // ARIA ends it before the changed one; Google does not know yet.
    head.status = SyncStatus::PendingToGoogle;
    head.columns.recurrence = { u"RRULE:FREQ=WEEKLY;UNTIL=%1"_s.arg(
        ten(1).toString(u"yyyyMMdd'T'HHmmss'Z'"_s)) };
    saved(head);
    QCOMPARE(count(), 2);
    QCOMPARE(at(ten(9)), 0);
    isRight();
    head.columns.recurrence = QJsonArray::fromStringList(weekly);
    saved(head);
    QCOMPARE(at(ten(9)), 1);
    head.columns.title = u"Renamed"_s;
    saved(head);
    QCOMPARE(count(u"title <> 'Renamed'"_s), 1);
    isRight();
}

void TestOccurrences::writesNothingTwice()
{
    auto head = saved(series(u"w"_s, ten(-7), weekly));
    const auto one = saved(changed(u"w"_s, ten(7), ten(9)));
    m_database->sql(isPostgres()
            ? u"CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;"
              u"CREATE TRIGGER t BEFORE INSERT OR UPDATE OR DELETE ON aria_calendar_occurrences"
              u" FOR EACH ROW EXECUTE FUNCTION no()"_s
            : u"CREATE TRIGGER t BEFORE UPDATE ON aria_calendar_occurrences BEGIN SELECT RAISE(ABORT, 'no');"
              u" END"_s);
    head.etag = u"\"2\""_s;
    saved(head);
    saved(one);
    isRight();
}

void TestOccurrences::sqlShowsAtOnce()
{
    const auto from = text(ten(1));
    const auto to = text(ten(1).addSecs(60));
    m_database->sql(u"INSERT INTO aria_calendar_events (title, start_time, end_time) VALUES ('Lunch', '%1',"
                    u" '%2')"_s.arg(from, to));
    QCOMPARE(at(ten(1)), 1);
    QCOMPARE(due(), 1);
    m_database->sql(
        u"UPDATE aria_calendar_events SET start_time = '%1', end_time = '%2', title = 'Dinner'"_s.arg(
            text(ten(2)), text(ten(2).addSecs(60))));
    QCOMPARE(at(ten(1)), 0);
    QCOMPARE(at(ten(2)), 1);
    QCOMPARE(count(u"title = 'Dinner'"_s), 1);
    m_database->sql(
        u"UPDATE aria_calendar_events SET all_day = true, start_time = '%1', end_time = '%1'"_s.arg(
            ten(3).date().toString(Qt::ISODate)));
    QCOMPARE(count(u"all_day AND title = 'Dinner'"_s), 1);
    takeUpAll(*m_store);
    QCOMPARE(count(u"all_day AND title = 'Dinner'"_s), 1);
    QCOMPARE(due(), 0);
    isRight();
    m_database->sql(u"UPDATE aria_calendar_events SET status = 'cancelled'"_s);
    QCOMPARE(count(), 0);
}

void TestOccurrences::sqlMarksSeries()
{
    m_database->sql(u"INSERT INTO aria_calendar_events (title, start_time, end_time, recurrence) VALUES"
                    u" ('Weekly', '%1', '%2', '[\"RRULE:FREQ=WEEKLY;COUNT=3\"]')"_s.arg(
                        text(ten(1)), text(ten(1).addSecs(60))));
    QCOMPARE(count(), 0);
    QCOMPARE(due(), 1);
    takeUpAll(*m_store);
    QCOMPARE(count(), 3);
    QCOMPARE(count(u"occurrence_id IS NULL"_s), 3);
    QCOMPARE(due(), 0);
    // It is no series any more.
    m_database->sql(u"UPDATE aria_calendar_events SET recurrence = NULL"_s);
    QCOMPARE(count(), 1);
    takeUpAll(*m_store);
    QCOMPARE(count(), 1);
    isRight();
}

void TestOccurrences::sqlDeletes()
{
    saved(series(u"w"_s, ten(-7), weekly));
    saved(changed(u"w"_s, ten(7), ten(9)));
    saved(single(u"a"_s, ten(1), ten(2)));
    m_database->sql(u"DELETE FROM aria_calendar_events WHERE google_event_id = 'a'"_s);
    QCOMPARE(count(u"occurrence_id = 'a'"_s), 0);
    m_database->sql(
        u"UPDATE aria_calendar_events SET deleted_at = '%1' WHERE google_event_id = 'w'"_s.arg(text(ten(0))));
    QCOMPARE(count(), 0);
    takeUpAll(*m_store);
    QCOMPARE(count(), 0);
    m_database->sql(u"UPDATE aria_calendar_events SET deleted_at = NULL WHERE google_event_id = 'w'"_s);
    takeUpAll(*m_store);
    QVERIFY(count() > 50);
    QCOMPARE(at(ten(9)), 1);
    isRight();
}

void TestOccurrences::sqlChangesAnOccurrence()
{
    saved(series(u"w"_s, ten(-7), weekly));
    const auto one = saved(changed(u"w"_s, ten(7), ten(9)));
    const int weeks = count();
    m_database->sql(u"UPDATE aria_calendar_events SET start_time = '%1', end_time = '%2' WHERE id = %3"_s
                        .arg(text(ten(10)), text(ten(11)))
                        .arg(one.localId));
    QCOMPARE(at(ten(9)), 0);
    QCOMPARE(at(ten(10)), 1);
    m_database->sql(u"UPDATE aria_calendar_events SET status = 'cancelled' WHERE id = %1"_s.arg(one.localId));
    QCOMPARE(count(), weeks - 1);
    takeUpAll(*m_store);
    QCOMPARE(count(), weeks - 1);
    QCOMPARE(at(ten(7)), 0);
    isRight();
}

void TestOccurrences::movesOn()
{
    saved(series(u"d"_s, ten(-7), { u"RRULE:FREQ=DAILY"_s }));
    saved(single(u"soon"_s, ten(405), ten(406)));
    saved(single(u"gone"_s, ten(-34), ten(-34).addSecs(60)));
    QCOMPARE(at(ten(399)) + at(ten(-34)), 2);
    QCOMPARE(at(ten(405)), 0);
    const auto move = [this](int days) {
        return must(m_store->write(
            [days](Session &session) { return session.occurrences().moveHorizon(ten(days), { primary }); }));
    };
    QVERIFY(!move(0));
    QVERIFY(move(10));
    QVERIFY(due() >= 2);
    takeUpAll(*m_store);
    QCOMPARE(at(ten(405)), 2);
    QCOMPARE(at(ten(-34)), 0);
    isRight();
    // Set back by far: everything anew.
    QVERIFY(move(-100));
    takeUpAll(*m_store);
    QCOMPARE(at(ten(405)), 0);
    QCOMPARE(at(ten(-34)), 1);
    isRight();
}

void TestOccurrences::isMadeAnew()
{
    saved(series(u"w"_s, ten(-7), weekly));
    saved(changed(u"w"_s, ten(7), ten(9)));
    saved(changed(u"lone"_s, ten(7), ten(9)));
    const auto before = m_database->texts(u"SELECT occurrence_id FROM aria_calendar_occurrences"
                                          u" ORDER BY series_id, original_start, event_id"_s);
    must(m_store->write([](Session &session) { return session.occurrences().rebuild(ten(0)); }));
    QCOMPARE(count(), 0);
    QCOMPARE(due(), 2);
    takeUpAll(*m_store);
    QCOMPARE(m_database->texts(u"SELECT occurrence_id FROM aria_calendar_occurrences"
                               u" ORDER BY series_id, original_start, event_id"_s),
        before);
}

void TestOccurrences::isChecked()
{
    saved(series(u"w"_s, ten(-7), weekly));
    m_database->sql(u"DELETE FROM aria_calendar_occurrences WHERE start_time < '%1'"_s.arg(text(ten(8))));
    const auto check = [this] {
        return must(m_store->write([](Session &session) { return session.occurrences().check(4711, 50); }));
    };
    QCOMPARE(check(), 3);
    QCOMPARE(check(), 0);
    QCOMPARE(at(ten(0)), 1);
}

void TestOccurrences::repeatsTooOften()
{
    saved(series(u"m"_s, ten(-7), { u"RRULE:FREQ=MINUTELY;INTERVAL=10"_s }));
    QCOMPARE(count(), 5000);
    QCOMPARE(at(ten(0)), 1);
    QCOMPARE(at(ten(7)), 1);
    QCOMPARE(due(), 0);
    QCOMPARE(must(m_store->read([](Session &session) { return session.occurrenceLookup().unsettled(10); })),
        QList<qint64>{ 1 });
    isRight();
}

// A page of Google's may hold hundreds of them: no transaction writes them all.
void TestOccurrences::manyThatRepeatTooOften()
{
    constexpr int many = 16;
    QList<EventRecord> hourly;
    for (int i = 0; i < many; ++i)
        hourly << series(u"h%1"_s.arg(i), ten(-7), { u"RRULE:FREQ=HOURLY"_s });
    savedAll(hourly);
    const auto first = count();
    QVERIFY2(first > 0 && first <= 70'000, qPrintable(QString::number(first)));
    QCOMPARE(due(), many - first / 5000);
    const auto takeUp = [this] {
        return must(m_store->write([](Session &session) { return session.occurrences().takeUp(100); }));
    };
    while (due() > 0) {
        const auto before = count();
        QVERIFY(takeUp() > 0);
        QVERIFY(count() - before <= 70'000);
    }
    QCOMPARE(count(), many * 5000);

    // All of them are edited: the rows that are there are no fewer.
    m_database->sql(u"UPDATE aria_calendar_events SET title = 'Edited'"_s);
    QCOMPARE(due(), many);
    while (due() > 0)
        QVERIFY(takeUp() > 0);
    QCOMPARE(count(), many * 5000);
    QCOMPARE(count(u"title = 'Edited'"_s), many * 5000);
}

void TestOccurrences::takesUpWhatIsLeft()
{
    m_database->sql(u"INSERT INTO aria_calendar_unfolding (event_id) VALUES (4711)"_s);
    QCOMPARE(due(), 1);
    takeUpAll(*m_store);
    QCOMPARE(due(), 0);
}

void TestOccurrences::findsWhatOverlaps_data()
{
    QTest::addColumn<QDateTime>("from");
    QTest::addColumn<QDateTime>("to");
    QTest::addColumn<QString>("titles");
    const auto row = [](const char *name, const QDateTime &from, const QDateTime &to, const char *titles) {
        QTest::newRow(name) << from << to << QString::fromLatin1(titles);
    };
    const auto hour = ten(1);
    row("the hour", hour, hour.addSecs(3600), "Event hour,Event long,Event month,Event year");
    row("its end", hour.addSecs(3599), hour.addSecs(3600), "Event hour,Event long,Event month,Event year");
    row("after it", hour.addSecs(3600), hour.addSecs(3601), "Event long,Event month,Event year");
    row("before it", hour.addSecs(-1), hour, "Event long,Event month,Event year");
    row("the moment", ten(5), ten(5).addSecs(1), "Event long,Event moment,Event month,Event year");
    row("after the moment", ten(5).addMSecs(1), ten(5).addSecs(1), "Event long,Event month,Event year");
    row("later", ten(300), ten(301), "Event long,Event year");
}

void TestOccurrences::findsWhatOverlaps()
{
    QFETCH(QDateTime, from);
    QFETCH(QDateTime, to);
    QFETCH(QString, titles);
    savedAll({ single(u"hour"_s, ten(1), ten(1).addSecs(3600)), single(u"moment"_s, ten(5), ten(5)),
        single(u"month"_s, ten(-10), ten(20)), single(u"year"_s, ten(-20), ten(345)),
        single(u"long"_s, ten(-1000), ten(1000)) });
    QCOMPARE(found(from, to).join(u','), titles);
}

void TestOccurrences::findsTheFirst()
{
    QList<EventRecord> records;
    for (int i = 0; i < 20; ++i)
        records << single(QString::number(i + 10), ten(1).addSecs(i * 600), ten(1).addSecs(i * 600 + 60));
    savedAll(records);
    QCOMPARE(found(ten(0), ten(2), 3).join(u','), u"Event 10,Event 11,Event 12"_s);
    QCOMPARE(found(ten(1).addSecs(30), ten(2), 2).join(u','), u"Event 10,Event 11"_s);
    QCOMPARE(found(ten(1).addSecs(60), ten(2), 2).join(u','), u"Event 11,Event 12"_s);
}

void TestOccurrences::findsTheFirstOfManyAtOnce()
{
    QList<EventRecord> records{ single(u"first"_s, ten(0), ten(0).addSecs(60)) };
    for (int i = 0; i < 200; ++i)
        records << single(QString::number(i), ten(1), ten(1).addSecs(60 + i * 600));
    savedAll(records);
    // Which of them come first is for whoever knows their titles.
    QCOMPARE(found(ten(0), ten(2), 5).size(), 201);
    QCOMPARE(found(ten(0), ten(2), 1).size(), 1);
}

ARIA_TEST(TestOccurrences)

} // namespace tst_occurrences

#include "tst_occurrences.moc"
