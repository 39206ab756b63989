// Single occurrences on their way to Google: named by Google first, merged with what Google did to them.
#include "merge/recordstate.h"
#include "support/testmain.h"
#include "sync/rig.h"

using namespace Qt::StringLiterals;

namespace tst_pushoccurrences {

using namespace aria;
using namespace aria::test;

class PushOccurrencesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void occurrences_data();
    void occurrences();
    void insertedBySql_data();
    void insertedBySql();
    void insertedBySqlInVain_data();
    void insertedBySqlInVain();
    void mergesAnOccurrenceBothChangedFirst();
    void aSeriesGoesBeforeItsOccurrences();
    void anOccurrenceThatItsSeriesLost();
    void anOccurrenceThatGoogleWonFollowsItsSeries_data();
    void anOccurrenceThatGoogleWonFollowsItsSeries();
};

void PushOccurrencesTest::occurrences_data()
{
    QTest::addColumn<bool>("opaque");
    QTest::addColumn<bool>("cancel");
    QTest::newRow("change") << false << false;
    QTest::newRow("change, opaque id") << true << false;
    QTest::newRow("cancel") << false << true;
    QTest::newRow("cancel, opaque id") << true << true;
}

void PushOccurrencesTest::occurrences()
{
    QFETCH(bool, opaque);
    QFETCH(bool, cancel);
    SyncRig rig;
    rig.google.opaqueInstanceIds = opaque;
    rig.google.put(series(u"series1"_s));
    QVERIFY(rig.runPull());
    const auto at = calendar::EventTime(calendar::ZonedTime{ test::at(u"2024-01-17T09:00:00Z"_s), {} });
    store::EventRecord record;
    record.calendarId = u"primary"_s;
    record.googleEventId = u"series1_20240117T090000Z"_s;
    record.source = store::Side::Aria;
    record.revision = 1;
    calendar::Event event = calendar::occurrenceOf(calendar::Event(rig.record(u"series1"_s)->base), at);
    if (!cancel)
        event.set(u"summary"_s, u"Ours"_s);
    sync::setAriaContent(record, event, rig.clock.nowUtc());
    if (cancel) {
        record.deletedAt = rig.clock.nowUtc();
        record.columns.status = u"cancelled"_s;
    }
    must(rig.store->write(
        [record](store::Session &session) mutable { return session.events().save(record); }));
    QVERIFY(rig.runPush());
    const QString id =
        rig.one(u"SELECT google_event_id FROM aria_calendar_sync ORDER BY id DESC LIMIT 1"_s).toString();
    QCOMPARE(id.contains(u"opaque"_s), opaque);
    QCOMPARE(rig.status(id), u"synced"_s);
    if (cancel)
        QVERIFY(rig.google.at(id).isCancelled());
    else
        QCOMPARE(rig.google.at(id).summary(), u"Ours"_s);
    QVERIFY(!rig.google.at(u"series1"_s).isCancelled());
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_events"_s).toInt(), 2);
    const QString contents = rig.contents();
    QVERIFY(rig.runSync());
    QCOMPARE(rig.contents(), contents);
    QVERIFY2(rig.google.violations.isEmpty(), qPrintable(rig.google.violations.join(QLatin1Char('\n'))));
}

void PushOccurrencesTest::insertedBySql_data()
{
    QTest::addColumn<QString>("originalStart");
    QTest::addColumn<QString>("status");
    QTest::addColumn<bool>("opaque");
    for (const bool opaque : { false, true }) {
        QTest::addRow("in UTC, opaque %d", opaque) << u"2024-01-17T09:00:00Z"_s << u"confirmed"_s << opaque;
        QTest::addRow("with an offset, opaque %d", opaque)
            << u"2024-01-17T10:00:00+01:00"_s << u"confirmed"_s << opaque;
        QTest::addRow("cancelled, opaque %d", opaque)
            << u"2024-01-17T09:00:00Z"_s << u"cancelled"_s << opaque;
    }
}

static void insertOccurrence(
    SyncRig &rig, const QString &master, const QString &originalStart, const QString &status = u"confirmed"_s)
{
    rig.sql(u"INSERT INTO aria_calendar_events"
            u" (title, start_time, end_time, recurring_event_id, original_start, status)"
            u" VALUES ('Ours', '2024-01-17T12:00:00Z', '2024-01-17T13:00:00Z', '%1', '%2', '%3')"_s.arg(
                master, originalStart, status));
}

void PushOccurrencesTest::insertedBySql()
{
    QFETCH(QString, originalStart);
    QFETCH(QString, status);
    QFETCH(bool, opaque);
    SyncRig rig;
    rig.google.opaqueInstanceIds = opaque;
    QJsonObject master = series(u"series1"_s);
    master.insert(u"description"_s, u"What it is about"_s);
    master.insert(u"attendees"_s, QJsonArray{ QJsonObject{ { u"email"_s, u"guest@example.com"_s } } });
    rig.google.put(master);
    QVERIFY(rig.runPull());
    insertOccurrence(rig, u"series1"_s, originalStart, status);
    QVERIFY(rig.runSync());
    const QString id =
        rig.one(u"SELECT google_event_id FROM aria_calendar_sync ORDER BY id DESC LIMIT 1"_s).toString();
    QCOMPARE(rig.status(id), u"synced"_s);
    QCOMPARE(id.contains(u"opaque"_s), opaque);
    QCOMPARE(rig.record(id)->originalStart, u"2024-01-17T09:00:00Z"_s);
    const calendar::Event event = rig.google.at(id);
    QCOMPARE(event.recurringEventId(), u"series1"_s);
    if (status == u"cancelled") {
        QVERIFY(event.isCancelled());
    } else {
        QCOMPARE(event.summary(), u"Ours"_s);
        QCOMPARE(event.start().zoned().utc, test::at(u"2024-01-17T12:00:00Z"_s));
        QCOMPARE(event.json().value(u"description"_s).toString(), u"What it is about"_s);
        QCOMPARE(event.attendees().size(), 1); // what the row did not name is as in its series
    }
    QCOMPARE(rig.google.writes().size(), 1);
    const QString contents = rig.contents();
    QVERIFY(rig.runSync());
    QCOMPARE(rig.contents(), contents);
    QVERIFY2(rig.google.violations.isEmpty(), qPrintable(rig.google.violations.join(QLatin1Char('\n'))));
}

void PushOccurrencesTest::insertedBySqlInVain_data()
{
    QTest::addColumn<QString>("series1");
    QTest::addColumn<QString>("originalStart");
    QTest::addColumn<QString>("reason");
    QTest::newRow("no such series") << u"nothing"_s << u"2024-01-17T09:00:00Z"_s << u"recurring_event_id"_s;
    QTest::newRow("not a series") << u"event1"_s << u"2024-01-17T09:00:00Z"_s << u"recurring_event_id"_s;
    QTest::newRow("deleted") << u"series2"_s << u"2024-01-17T09:00:00Z"_s << u"recurring_event_id"_s;
    QTest::newRow("no such time") << u"series1"_s << u"2024-01-17T09:30:00Z"_s << u"original_start"_s;
    QTest::newRow("a day") << u"series1"_s << u"2024-01-17"_s << u"original_start"_s;
    QTest::newRow("nonsense") << u"series1"_s << u"tomorrow"_s << u"original_start"_s;
    QTest::newRow("a second row") << u"series1"_s << u"2024-01-16T09:00:00Z"_s << u"another row"_s;
}

void PushOccurrencesTest::insertedBySqlInVain()
{
    QFETCH(QString, series1);
    QFETCH(QString, originalStart);
    QFETCH(QString, reason);
    SyncRig rig;
    rig.google.put(meeting(u"event1"_s));
    rig.google.put(series(u"series1"_s));
    rig.google.edit(u"series1_20240116T090000Z"_s, titled(u"Theirs"_s));
    rig.google.put(series(u"series2"_s));
    QVERIFY(rig.runPull());
    rig.google.remove(u"series2"_s);
    QVERIFY(rig.runPull());
    insertOccurrence(rig, series1, originalStart);
    QVERIFY(rig.runSync());
    QCOMPARE(rig.one(u"SELECT sync_status FROM aria_calendar_events WHERE title = 'Ours'"_s).toString(),
        u"error"_s);
    const QString told =
        rig.one(u"SELECT error_message FROM aria_calendar_sync ORDER BY id DESC LIMIT 1"_s).toString();
    QVERIFY2(told.contains(reason), qPrintable(told));
    QVERIFY(rig.google.writes().isEmpty());
}

void PushOccurrencesTest::mergesAnOccurrenceBothChangedFirst()
{
    SyncRig rig;
    rig.google.put(series(u"series1"_s));
    QVERIFY(rig.runPull());
    const auto at = calendar::EventTime(calendar::ZonedTime{ test::at(u"2024-01-17T09:00:00Z"_s), {} });
    store::EventRecord record;
    record.calendarId = u"primary"_s;
    record.googleEventId = u"series1_20240117T090000Z"_s;
    record.revision = 1;
    calendar::Event event = calendar::occurrenceOf(calendar::Event(rig.record(u"series1"_s)->base), at);
    event.set(u"summary"_s, u"Ours"_s);
    sync::setAriaContent(record, event, rig.clock.nowUtc());
    must(rig.store->write(
        [record](store::Session &session) mutable { return session.events().save(record); }));
    rig.google.edit(record.googleEventId, { { u"location"_s, u"Berlin"_s } });
    QVERIFY(rig.runSync());
    QCOMPARE(rig.google.at(record.googleEventId).summary(), u"Ours"_s);
    QCOMPARE(rig.google.at(record.googleEventId).location(), u"Berlin"_s);
    QCOMPARE(rig.record(record.googleEventId)->columns.location, u"Berlin"_s);
    QCOMPARE(rig.title(record.googleEventId), u"Ours"_s);
}

void PushOccurrencesTest::aSeriesGoesBeforeItsOccurrences()
{
    SyncRig rig;
    const QString master =
        rig.createInAria(u"Series"_s, u", recurrence"_s, u", '[\"RRULE:FREQ=DAILY;COUNT=4\"]'"_s);
    const auto at = calendar::EventTime(calendar::ZonedTime{ test::at(u"2024-01-18T10:00:00Z"_s), {} });
    store::EventRecord record;
    record.calendarId = u"primary"_s;
    record.googleEventId = calendar::instanceIdOf(master, at);
    record.revision = 1;
    const auto version = sync::ariaVersion(*rig.record(master));
    QVERIFY(version);
    calendar::Event event = calendar::occurrenceOf(version->event, at);
    event.set(u"summary"_s, u"Other"_s);
    sync::setAriaContent(record, event, rig.clock.nowUtc().addSecs(-3600));
    must(rig.store->write(
        [record](store::Session &session) mutable { return session.events().save(record); }));
    rig.google.failNext(u"insert"_s, serverError());
    QVERIFY(rig.runPush());
    QCOMPARE(rig.status(record.googleEventId), u"pending_to_google"_s);
    rig.clock.advance(std::chrono::minutes(2));
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.at(record.googleEventId).summary(), u"Other"_s);
    QCOMPARE(rig.google.at(master).summary(), u"Series"_s);
    QCOMPARE(rig.status(record.googleEventId), u"synced"_s);
}

void PushOccurrencesTest::anOccurrenceThatItsSeriesLost()
{
    SyncRig rig;
    rig.google.put(series(u"series1"_s));
    QVERIFY(rig.runPull());
    const auto at = calendar::EventTime(calendar::ZonedTime{ test::at(u"2024-01-17T09:00:00Z"_s), {} });
    store::EventRecord record;
    record.calendarId = u"primary"_s;
    record.googleEventId = u"series1_20240117T090000Z"_s;
    record.revision = 1;
    calendar::Event event = calendar::occurrenceOf(calendar::Event(rig.record(u"series1"_s)->base), at);
    event.set(u"summary"_s, u"Ours"_s);
    sync::setAriaContent(record, event, rig.clock.nowUtc());
    must(rig.store->write(
        [record](store::Session &session) mutable { return session.events().save(record); }));
    // Meanwhile the whole series was moved by an hour.
    const auto timeOf = [](const char *text) {
        return QJsonObject{ { u"dateTime"_s, QLatin1String(text) }, { u"timeZone"_s, u"Europe/Berlin"_s } };
    };
    rig.google.edit(u"series1"_s,
        { { u"start"_s, timeOf("2024-01-15T11:00:00+01:00") },
            { u"end"_s, timeOf("2024-01-15T12:00:00+01:00") } });
    QVERIFY(rig.runSync());
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_events"_s).toInt(), 1);
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_sync"_s).toInt(), 1);
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_sync_history WHERE operation = 'delete' "
                     u"AND before_event LIKE '%Ours%'"_s)
                 .toInt(),
        1);
    QVERIFY(rig.runSync());
}

void PushOccurrencesTest::anOccurrenceThatGoogleWonFollowsItsSeries_data()
{
    QTest::addColumn<bool>("changesAgain");
    QTest::newRow("") << false;
    QTest::newRow("the series changes again before the next list") << true;
}

void PushOccurrencesTest::anOccurrenceThatGoogleWonFollowsItsSeries()
{
    QFETCH(bool, changesAgain);
    SyncRig rig;
    rig.google.put(series(u"series1"_s));
    QVERIFY(rig.runPull());
    const auto at = calendar::EventTime(calendar::ZonedTime{ test::at(u"2024-01-17T09:00:00Z"_s), {} });
    store::EventRecord record;
    record.calendarId = u"primary"_s;
    record.googleEventId = u"series1_20240117T090000Z"_s;
    record.revision = 1;
    calendar::Event event = calendar::occurrenceOf(calendar::Event(rig.record(u"series1"_s)->base), at);
    event.set(u"summary"_s, u"Ours"_s);
    sync::setAriaContent(record, event, rig.clock.nowUtc());
    must(rig.store->write(
        [record](store::Session &session) mutable { return session.events().save(record); }));
    // The whole series was renamed before our change of one occurrence got there: Google wins.
    rig.google.edit(u"series1"_s, titled(u"Theirs"_s));
    QVERIFY(rig.runPush());
    if (changesAgain)
        rig.google.edit(u"series1"_s, { { u"location"_s, u"Berlin"_s } });
    QVERIFY(rig.runSync());
    QCOMPARE(rig.google.living(), 1);
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_events"_s).toInt(), 1);
    QVERIFY(rig.contents().contains(u"Theirs"_s));
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_sync_history WHERE before_event LIKE '%Ours%'"_s)
                 .toInt(),
        1);
}

ARIA_TEST(PushOccurrencesTest)

} // namespace tst_pushoccurrences
#include "tst_pushoccurrences.moc"
