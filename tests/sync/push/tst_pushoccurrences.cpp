// Single occurrences on their way to Google: named by Google first, merged with what Google did to them.
#include "support/testmain.h"
#include "sync/rig.h"

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
    rig.google.put(series(QStringLiteral("series1")));
    QVERIFY(rig.runPull());
    const auto at =
        calendar::EventTime(calendar::ZonedTime{ test::at(QStringLiteral("2024-01-17T09:00:00Z")), {} });
    store::EventRecord record;
    record.calendarId = QStringLiteral("primary");
    record.googleEventId = QStringLiteral("series1_20240117T090000Z");
    record.source = store::Side::Aria;
    record.revision = 1;
    calendar::Event event =
        calendar::occurrenceOf(calendar::Event(rig.record(QStringLiteral("series1"))->base), at);
    if (!cancel)
        event.set(QStringLiteral("summary"), QStringLiteral("Ours"));
    sync::setAriaContent(record, event, rig.clock.nowUtc());
    if (cancel) {
        record.deletedAt = rig.clock.nowUtc();
        record.columns.status = QStringLiteral("cancelled");
    }
    must(rig.store->write(
        [record](store::Session &session) mutable { return session.events().save(record); }));
    QVERIFY(rig.runPush());
    const QString id =
        rig.one(QStringLiteral("SELECT google_event_id FROM aria_calendar_sync ORDER BY id DESC LIMIT 1"))
            .toString();
    QCOMPARE(id.contains(QStringLiteral("opaque")), opaque);
    QCOMPARE(rig.status(id), QStringLiteral("synced"));
    if (cancel)
        QVERIFY(rig.google.at(id).isCancelled());
    else
        QCOMPARE(rig.google.at(id).summary(), QStringLiteral("Ours"));
    QVERIFY(!rig.google.at(QStringLiteral("series1")).isCancelled());
    QCOMPARE(rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_events")).toInt(), 2);
    const QString contents = rig.contents();
    QVERIFY(rig.runSync());
    QCOMPARE(rig.contents(), contents);
    QVERIFY2(rig.google.violations.isEmpty(), qPrintable(rig.google.violations.join(QLatin1Char('\n'))));
}

void PushOccurrencesTest::mergesAnOccurrenceBothChangedFirst()
{
    SyncRig rig;
    rig.google.put(series(QStringLiteral("series1")));
    QVERIFY(rig.runPull());
    const auto at =
        calendar::EventTime(calendar::ZonedTime{ test::at(QStringLiteral("2024-01-17T09:00:00Z")), {} });
    store::EventRecord record;
    record.calendarId = QStringLiteral("primary");
    record.googleEventId = QStringLiteral("series1_20240117T090000Z");
    record.revision = 1;
    calendar::Event event =
        calendar::occurrenceOf(calendar::Event(rig.record(QStringLiteral("series1"))->base), at);
    event.set(QStringLiteral("summary"), QStringLiteral("Ours"));
    sync::setAriaContent(record, event, rig.clock.nowUtc());
    must(rig.store->write(
        [record](store::Session &session) mutable { return session.events().save(record); }));
    rig.google.edit(record.googleEventId, { { QStringLiteral("location"), QStringLiteral("Berlin") } });
    QVERIFY(rig.runSync());
    QCOMPARE(rig.google.at(record.googleEventId).summary(), QStringLiteral("Ours"));
    QCOMPARE(rig.google.at(record.googleEventId).location(), QStringLiteral("Berlin"));
    QCOMPARE(rig.record(record.googleEventId)->columns.location, QStringLiteral("Berlin"));
    QCOMPARE(rig.title(record.googleEventId), QStringLiteral("Ours"));
}

void PushOccurrencesTest::aSeriesGoesBeforeItsOccurrences()
{
    SyncRig rig;
    const QString master = rig.createInAria(QStringLiteral("Series"), QStringLiteral(", recurrence"),
        QStringLiteral(", '[\"RRULE:FREQ=DAILY;COUNT=4\"]'"));
    const auto at =
        calendar::EventTime(calendar::ZonedTime{ test::at(QStringLiteral("2024-01-18T10:00:00Z")), {} });
    store::EventRecord record;
    record.calendarId = QStringLiteral("primary");
    record.googleEventId = calendar::instanceIdOf(master, at);
    record.revision = 1;
    const auto version = sync::ariaVersion(*rig.record(master));
    QVERIFY(version);
    calendar::Event event = calendar::occurrenceOf(version->event, at);
    event.set(QStringLiteral("summary"), QStringLiteral("Other"));
    sync::setAriaContent(record, event, rig.clock.nowUtc().addSecs(-3600));
    must(rig.store->write(
        [record](store::Session &session) mutable { return session.events().save(record); }));
    rig.google.failNext(QStringLiteral("insert"), serverError());
    QVERIFY(rig.runPush());
    QCOMPARE(rig.status(record.googleEventId), QStringLiteral("pending_to_google"));
    rig.clock.advance(std::chrono::minutes(2));
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.at(record.googleEventId).summary(), QStringLiteral("Other"));
    QCOMPARE(rig.google.at(master).summary(), QStringLiteral("Series"));
    QCOMPARE(rig.status(record.googleEventId), QStringLiteral("synced"));
}

void PushOccurrencesTest::anOccurrenceThatItsSeriesLost()
{
    SyncRig rig;
    rig.google.put(series(QStringLiteral("series1")));
    QVERIFY(rig.runPull());
    const auto at =
        calendar::EventTime(calendar::ZonedTime{ test::at(QStringLiteral("2024-01-17T09:00:00Z")), {} });
    store::EventRecord record;
    record.calendarId = QStringLiteral("primary");
    record.googleEventId = QStringLiteral("series1_20240117T090000Z");
    record.revision = 1;
    calendar::Event event =
        calendar::occurrenceOf(calendar::Event(rig.record(QStringLiteral("series1"))->base), at);
    event.set(QStringLiteral("summary"), QStringLiteral("Ours"));
    sync::setAriaContent(record, event, rig.clock.nowUtc());
    must(rig.store->write(
        [record](store::Session &session) mutable { return session.events().save(record); }));
    // Meanwhile the whole series was moved by an hour.
    const auto timeOf = [](const char *text) {
        return QJsonObject{ { QStringLiteral("dateTime"), QLatin1String(text) },
            { QStringLiteral("timeZone"), QStringLiteral("Europe/Berlin") } };
    };
    rig.google.edit(QStringLiteral("series1"),
        { { QStringLiteral("start"), timeOf("2024-01-15T11:00:00+01:00") },
            { QStringLiteral("end"), timeOf("2024-01-15T12:00:00+01:00") } });
    QVERIFY(rig.runSync());
    QCOMPARE(rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_events")).toInt(), 1);
    QCOMPARE(rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync")).toInt(), 1);
    QCOMPARE(
        rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync_history WHERE operation = 'delete' "
                               "AND before_event LIKE '%Ours%'"))
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
    rig.google.put(series(QStringLiteral("series1")));
    QVERIFY(rig.runPull());
    const auto at =
        calendar::EventTime(calendar::ZonedTime{ test::at(QStringLiteral("2024-01-17T09:00:00Z")), {} });
    store::EventRecord record;
    record.calendarId = QStringLiteral("primary");
    record.googleEventId = QStringLiteral("series1_20240117T090000Z");
    record.revision = 1;
    calendar::Event event =
        calendar::occurrenceOf(calendar::Event(rig.record(QStringLiteral("series1"))->base), at);
    event.set(QStringLiteral("summary"), QStringLiteral("Ours"));
    sync::setAriaContent(record, event, rig.clock.nowUtc());
    must(rig.store->write(
        [record](store::Session &session) mutable { return session.events().save(record); }));
    // The whole series was renamed before our change of one occurrence got there: Google wins.
    rig.google.edit(QStringLiteral("series1"), titled(QStringLiteral("Theirs")));
    QVERIFY(rig.runPush());
    if (changesAgain)
        rig.google.edit(
            QStringLiteral("series1"), { { QStringLiteral("location"), QStringLiteral("Berlin") } });
    QVERIFY(rig.runSync());
    QCOMPARE(rig.google.living(), 1);
    QCOMPARE(rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_events")).toInt(), 1);
    QVERIFY(rig.contents().contains(QStringLiteral("Theirs")));
    QCOMPARE(rig.one(QStringLiteral(
                         "SELECT count(*) FROM aria_calendar_sync_history WHERE before_event LIKE '%Ours%'"))
                 .toInt(),
        1);
}

ARIA_TEST(PushOccurrencesTest)

} // namespace tst_pushoccurrences
#include "tst_pushoccurrences.moc"
