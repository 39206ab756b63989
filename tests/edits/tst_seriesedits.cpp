// Series as ARIA changes them: "this and following" in two steps, single occurrences, further lines.
#include "edits/seriesrig.h"

#include "support/testmain.h"

using namespace aria;
using namespace aria::test;

class SeriesEditsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void splitByTheApi_data();
    void splitByTheApi();
    void splitByTheApiOffline();
    void splitByTheApiRefused();
    void splitByTheApiUnderEveryStrategy_data();
    void splitByTheApiUnderEveryStrategy();
    void splitByTheApiTakenBack();
    void splitBySql();
    void excludedByTheApi();
    void movedSeriesKeepsWhatGoogleKeeps();
    void aSeriesHasOneZone_data();
    void aSeriesHasOneZone();
};

void SeriesEditsTest::splitByTheApi_data()
{
    QTest::addColumn<QString>("rule");
    QTest::addColumn<bool>("googleDrops"); // what lies after the end; else it leaves it standing
    QTest::addColumn<bool>("answerLost");
    const QString until = text("RRULE:FREQ=DAILY;UNTIL=20240117T085959Z");
    const QString count = text("RRULE:FREQ=DAILY;COUNT=4");
    for (const bool drops : { true, false }) {
        for (const bool lost : { true, false }) {
            const char *name = drops ? "Google drops" : "Google leaves";
            QTest::addRow("UNTIL, %s%s", name, lost ? ", answer lost" : "") << until << drops << lost;
            QTest::addRow("COUNT, %s%s", name, lost ? ", answer lost" : "") << count << drops << lost;
        }
    }
}

void SeriesEditsTest::splitByTheApi()
{
    QFETCH(QString, rule);
    QFETCH(bool, googleDrops);
    QFETCH(bool, answerLost);
    SeriesRig rig;
    rig.google.put(daily(master, 13, text("RRULE:FREQ=DAILY;COUNT=10")));
    rig.google.put(changed(master, 14, text("Early")));
    rig.google.edit(occurrenceId(master, 15), cancelled());
    rig.google.put(changed(master, 18, text("Late")));
    rig.google.edit(occurrenceId(master, 20), cancelled());
    rig.begin();
    if (googleDrops) {
        rig.google.afterWrite = [&](const google::Write &write) {
            if (write.eventId == master && !rig.google.at(occurrenceId(master, 18)).isCancelled())
                rig.google.edit(occurrenceId(master, 18), cancelled());
        };
    }
    if (answerLost)
        rig.google.failNext(
            text("patch"), FakeCalendarApi::Fault{ networkError(), FakeCalendarApi::Fault::When::After });

    const auto cut = rig.edit(rerule(master, { rule }));
    QVERIFY(cut);
    auto rest = createRequest(text("Later"));
    rest.content.start = timeAt(text("2024-01-17T09:00:00Z"), "Europe/Berlin");
    rest.content.end = timeAt(text("2024-01-17T10:00:00Z"), "Europe/Berlin");
    rest.content.recurrence = QStringList{ text("RRULE:FREQ=DAILY;COUNT=6") };
    const auto made = rig.wait(rig.live->createEvent(rest));
    QVERIFY(made);
    const QStringList expected{ text("13 Series"), text("14 Early"), text("16 Series"), text("17 Later"),
        text("18 Later"), text("19 Later"), text("20 Later"), text("21 Later"), text("22 Later") };
    QCOMPARE(rig.agenda(), expected); // at once, whatever Google answered
    QVERIFY(rig.sync());
    QCOMPARE(rig.agenda(), expected);
    QCOMPARE(rig.google.at(master).recurrence(), QStringList{ rule });
    QCOMPARE(rig.google.at(occurrenceId(master, 14)).summary(), text("Early"));
    QVERIFY(!rig.google.at(occurrenceId(master, 14)).isCancelled());
    QVERIFY(rig.google.at(occurrenceId(master, 18)).isCancelled());
    QCOMPARE(rig.google.at(made->view.googleEventId).recurrence(),
        QStringList{ text("RRULE:FREQ=DAILY;COUNT=6") });
    QVERIFY(rig.historyKeeps(text("Late")));
    rig.verifyAtRest();
}

void SeriesEditsTest::splitByTheApiOffline()
{
    SeriesRig rig;
    rig.google.put(daily(master, 13, text("RRULE:FREQ=DAILY;COUNT=10")));
    rig.google.put(changed(master, 18, text("Late")));
    rig.begin();
    rig.google.failNext(text("patch"), networkError());
    const auto cut = rig.edit(rerule(master, { text("RRULE:FREQ=DAILY;UNTIL=20240115T085959Z") }));
    QVERIFY(cut && !cut->pushed);
    QCOMPARE(rig.agenda(), QStringList({ text("13 Series"), text("14 Series") }));
    // Google is not there: the changed occurrence can come back with the series' end.
    rig.google.failNext(text("patch"), networkError());
    QVERIFY(rig.edit(rerule(master, { text("RRULE:FREQ=DAILY;COUNT=6") })));
    QCOMPARE(rig.agenda().size(), 6);
    QVERIFY(rig.agenda().contains(text("18 Late")));
    QVERIFY(rig.sync());
    QVERIFY(rig.agenda().contains(text("18 Late")));
    QVERIFY(!rig.google.at(occurrenceId(master, 18)).isCancelled());
    rig.verifyAtRest();
}

void SeriesEditsTest::splitByTheApiRefused()
{
    SeriesRig rig;
    rig.google.put(daily(master, 13, text("RRULE:FREQ=DAILY;COUNT=10")));
    rig.google.put(changed(master, 18, text("Late")));
    rig.begin();
    const QStringList before = rig.agenda();
    rig.google.refuse(text("Bad"));
    auto request = rerule(master, { text("RRULE:FREQ=DAILY;UNTIL=20240115T085959Z") });
    request.content.title = text("Bad");
    const auto refused = rig.edit(request);
    QVERIFY(!refused && refused.error().category == ErrorCategory::Refused);
    QCOMPARE(rig.agenda(), before);
    QVERIFY(rig.sync());
    QCOMPARE(rig.agenda(), before);
    QVERIFY(!rig.google.at(occurrenceId(master, 18)).isCancelled());
    rig.verifyAtRest();
}

void SeriesEditsTest::splitByTheApiUnderEveryStrategy_data()
{
    QTest::addColumn<ConflictStrategy>("strategy");
    QTest::addColumn<bool>("googleDrops");
    for (const auto strategy : { ConflictStrategy::GoogleWins, ConflictStrategy::AriaWins,
             ConflictStrategy::MostRecent, ConflictStrategy::Manual }) {
        QTest::addRow("%s, Google drops", qPrintable(toString(strategy))) << strategy << true;
        QTest::addRow("%s, Google leaves", qPrintable(toString(strategy))) << strategy << false;
    }
}

// The end of the series is no conflict with whatever Google makes of it.
void SeriesEditsTest::splitByTheApiUnderEveryStrategy()
{
    QFETCH(ConflictStrategy, strategy);
    QFETCH(bool, googleDrops);
    SeriesRig rig(strategy);
    rig.google.put(daily(master, 13, text("RRULE:FREQ=DAILY;COUNT=10")));
    rig.google.put(changed(master, 18, text("Late")));
    rig.begin();
    rig.google.afterWrite = [&](const google::Write &write) {
        if (googleDrops && write.eventId == master && !rig.google.at(occurrenceId(master, 18)).isCancelled())
            rig.google.edit(occurrenceId(master, 18), cancelled());
    };
    QVERIFY(rig.edit(rerule(master, { text("RRULE:FREQ=DAILY;COUNT=2") })));
    QCOMPARE(rig.agenda(), QStringList({ text("13 Series"), text("14 Series") }));
    QVERIFY(rig.google.at(occurrenceId(master, 18)).isCancelled());
    QVERIFY(rig.historyKeeps(text("Late")));
    rig.verifyAtRest();
}

void SeriesEditsTest::splitByTheApiTakenBack()
{
    SeriesRig rig;
    rig.google.put(daily(master, 13, text("RRULE:FREQ=DAILY;COUNT=10")));
    rig.google.put(changed(master, 18, text("Late")));
    rig.begin();
    const QStringList before = rig.agenda();
    const QDateTime then = rig.clock.nowUtc();
    rig.clock.advance(std::chrono::seconds(1));
    QVERIFY(rig.edit(rerule(master, { text("RRULE:FREQ=DAILY;COUNT=2") })));
    QCOMPARE(rig.agenda().size(), 2);
    rig.clock.advance(std::chrono::seconds(1));
    const auto undone = rig.wait(rig.live->undoSince(then));
    QVERIFY2(undone, undone ? "" : qPrintable(undone.error().message));
    rig.settle();
    QVERIFY(rig.sync());
    QCOMPARE(rig.agenda(), before);
    QCOMPARE(rig.google.at(master).recurrence(), QStringList{ text("RRULE:FREQ=DAILY;COUNT=10") });
    QCOMPARE(rig.google.at(occurrenceId(master, 18)).summary(), text("Late"));
    QVERIFY(!rig.google.at(occurrenceId(master, 18)).isCancelled());
    rig.verifyAtRest();
}

void SeriesEditsTest::splitBySql()
{
    SeriesRig rig;
    rig.google.put(daily(master, 13, text("RRULE:FREQ=DAILY;COUNT=10")));
    rig.google.put(changed(master, 18, text("Late")));
    rig.begin();
    rig.setInAria(master, text("recurrence"), text("[\"RRULE:FREQ=DAILY;COUNT=2\"]"));
    QVERIFY(rig.sync());
    QCOMPARE(rig.agenda(), QStringList({ text("13 Series"), text("14 Series") }));
    QVERIFY(rig.google.at(occurrenceId(master, 18)).isCancelled());
    rig.verifyAtRest();
}

void SeriesEditsTest::excludedByTheApi()
{
    SeriesRig rig;
    rig.google.put(daily(master, 13, text("RRULE:FREQ=DAILY;COUNT=4")));
    rig.google.put(changed(master, 14, text("Early")));
    rig.google.put(changed(master, 16, text("Late")));
    rig.begin();
    QVERIFY(rig.edit(rerule(master,
        { text("RRULE:FREQ=DAILY;COUNT=4"), text("EXDATE;TZID=Europe/Berlin:20240114T100000"),
            text("RDATE:20240120T090000Z") })));
    QCOMPARE(rig.agenda(),
        QStringList({ text("13 Series"), text("15 Series"), text("16 Late"), text("20 Series") }));
    QVERIFY(rig.google.at(occurrenceId(master, 14)).isCancelled());
    QVERIFY(!rig.google.at(occurrenceId(master, 16)).isCancelled());
    // What RDATE adds is an occurrence like the others.
    QVERIFY(rig.edit(retitle(occurrenceId(master, 20), text("Extra"))));
    QVERIFY(rig.remove(occurrenceId(master, 15)));
    QCOMPARE(rig.agenda(), QStringList({ text("13 Series"), text("16 Late"), text("20 Extra") }));
    QCOMPARE(rig.google.at(occurrenceId(master, 20)).summary(), text("Extra"));
    rig.verifyAtRest();
}

void SeriesEditsTest::aSeriesHasOneZone_data()
{
    QTest::addColumn<QString>("changed");
    for (const char *changed : { "start", "end", "recurrence" })
        QTest::newRow(changed) << QString::fromLatin1(changed);
}

// Its start says which; what a request says of its end is an instant.
void SeriesEditsTest::aSeriesHasOneZone()
{
    QFETCH(QString, changed);
    SeriesRig rig;
    rig.google.put(daily(master, 13, text("RRULE:FREQ=DAILY;COUNT=3")));
    QJsonObject apart = meeting(text("apart"));
    apart[text("start")] = QJsonObject{ { text("dateTime"), text("2024-01-16T10:00:00+01:00") },
        { text("timeZone"), text("Asia/Tokyo") } };
    rig.google.put(apart);
    rig.begin();
    service::UpdateRequest change;
    change.googleEventId = master;
    if (changed == text("start")) {
        change.content.start = timeAt(text("2024-01-13T08:00:00Z"), "Asia/Tokyo");
    } else if (changed == text("end")) {
        change.content.end = timeAt(text("2024-01-13T12:00:00Z"), "America/New_York");
    } else {
        change.googleEventId = text("apart");
        change.content.recurrence = QStringList{ text("RRULE:FREQ=DAILY;COUNT=3") };
    }
    QVERIFY(rig.edit(change));
    const calendar::Event there = rig.google.at(change.googleEventId);
    QCOMPARE(there.end().zoned().tzid, there.start().zoned().tzid);
    QCOMPARE(there.start().zoned().tzid,
        changed == text("end") ? QByteArray("Europe/Berlin") : QByteArray("Asia/Tokyo"));
    if (changed == text("end"))
        QCOMPARE(there.end().zoned().utc, test::at(text("2024-01-13T12:00:00Z")));
}

// Whether changed occurrences survive another start of their series is for Google to say.
void SeriesEditsTest::movedSeriesKeepsWhatGoogleKeeps()
{
    SeriesRig rig;
    rig.google.put(daily(master, 13, text("RRULE:FREQ=DAILY;COUNT=3")));
    rig.google.put(changed(master, 14, text("Changed")));
    rig.begin();
    service::UpdateRequest move;
    move.googleEventId = master;
    move.content.start = timeAt(text("2024-01-13T12:00:00Z"), "Europe/Berlin");
    move.content.end = timeAt(text("2024-01-13T13:00:00Z"), "Europe/Berlin");
    QVERIFY(rig.edit(move));
    QVERIFY(!rig.google.at(occurrenceId(master, 14)).isCancelled());
    QVERIFY(rig.agenda().contains(text("14 Changed")));
    rig.google.edit(occurrenceId(master, 14), cancelled());
    QVERIFY(rig.sync());
    QCOMPARE(rig.agenda(), QStringList({ text("13 Series"), text("14 Series"), text("15 Series") }));
    rig.verifyAtRest();
}

ARIA_TEST(SeriesEditsTest)

#include "tst_seriesedits.moc"
