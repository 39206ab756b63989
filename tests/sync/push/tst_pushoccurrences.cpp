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
