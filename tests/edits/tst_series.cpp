// Series as Google changes them: what the agenda shows, and that nothing is left to do.
#include "edits/seriesrig.h"

#include "support/testmain.h"

using namespace Qt::StringLiterals;

using namespace aria;
using namespace aria::test;

class SeriesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void splitAtGoogle_data();
    void splitAtGoogle();
    void todayAfterASplitAtGoogle();
    void splitAtTheFirstOccurrence();
    void splitAtGoogleUnderAnEdit();
    void zonesOfAllKinds_data();
    void zonesOfAllKinds();
    void whatGoogleCannotBeToldIsNotDone();
    void cutsShortWhatIsTooMuch();
    void linesFromGoogle_data();
    void linesFromGoogle();
    void allDay();
    void outsideTheRule();
};

void SeriesTest::splitAtGoogle_data()
{
    QTest::addColumn<QString>("firstRule");
    QTest::addColumn<bool>("keepsIds");
    QTest::addColumn<int>("pageSize");
    const QString until = text("RRULE:FREQ=DAILY;UNTIL=20240117T085959Z");
    const QString count = text("RRULE:FREQ=DAILY;COUNT=4");
    QTest::newRow("UNTIL") << until << false << 2500;
    QTest::newRow("COUNT") << count << false << 2500;
    QTest::newRow("an item a page") << until << false << 1;
    QTest::newRow("changed occurrences keep their ids") << until << true << 2500;
    QTest::newRow("changed occurrences keep their ids, an item a page") << count << true << 1;
}

void SeriesTest::splitAtGoogle()
{
    QFETCH(QString, firstRule);
    QFETCH(bool, keepsIds);
    QFETCH(int, pageSize);
    SeriesRig rig;
    rig.google.put(daily(master, 13, text("RRULE:FREQ=DAILY;COUNT=10")));
    rig.google.put(changed(master, 14, text("Early")));
    rig.google.edit(occurrenceId(master, 16), cancelled());
    rig.google.put(changed(master, 18, text("Late")));
    rig.google.edit(occurrenceId(master, 20), cancelled());
    rig.begin();
    QCOMPARE(rig.agenda(),
        QStringList({ text("13 Series"), text("14 Early"), text("15 Series"), text("17 Series"),
            text("18 Late"), text("19 Series"), text("21 Series"), text("22 Series") }));

    rig.google.pageSize = pageSize;
    const QString second = rig.splitAtGoogle(17, firstRule, text("RRULE:FREQ=DAILY;COUNT=6"), keepsIds);
    rig.google.forgetCalls();
    QVERIFY(rig.sync());
    QCOMPARE(rig.google.writes().size(), 0);
    QCOMPARE(rig.agenda(),
        QStringList({ text("13 Series"), text("14 Early"), text("15 Series"), text("17 Later"),
            text("18 Late"), text("19 Later"), text("21 Later"), text("22 Later") }));
    QVERIFY(!rig.wait(rig.live->event(occurrenceId(master, 19))));
    QVERIFY(rig.wait(rig.live->event(occurrenceId(second, 19))));
    rig.verifyAtRest();

    // An occurrence of the second series is edited like any other.
    QVERIFY(rig.edit(retitle(occurrenceId(second, 19), text("Ours"))));
    QCOMPARE(rig.google.at(occurrenceId(second, 19)).summary(), text("Ours"));
    rig.verifyAtRest();
}

void SeriesTest::todayAfterASplitAtGoogle()
{
    SeriesRig rig;
    rig.clock.advance(std::chrono::hours(test::at(text("2024-01-17T06:00:00Z")).toSecsSinceEpoch() / 3600
        - rig.clock.nowUtc().toSecsSinceEpoch() / 3600));
    rig.google.put(daily(master, 13, text("RRULE:FREQ=DAILY")));
    rig.google.put(changed(master, 18, text("Late")));
    rig.begin();
    const auto today = [&] { return rig.shown(*rig.wait(rig.live->eventsToday({}))); };
    const auto upcoming = [&] { return rig.shown(*rig.wait(rig.live->eventsUpcoming(3, 50, {}))); };
    QCOMPARE(today(), QStringList{ text("17 Series") });
    QCOMPARE(upcoming(), QStringList({ text("17 Series"), text("18 Late"), text("19 Series") }));
    rig.splitAtGoogle(17, text("RRULE:FREQ=DAILY;UNTIL=20240117T085959Z"), text("RRULE:FREQ=DAILY"));
    QVERIFY(rig.sync());
    QCOMPARE(today(), QStringList{ text("17 Later") });
    QCOMPARE(upcoming(), QStringList({ text("17 Later"), text("18 Late"), text("19 Later") }));
    rig.verifyAtRest();
}

void SeriesTest::splitAtTheFirstOccurrence()
{
    SeriesRig rig;
    rig.google.put(daily(master, 13, text("RRULE:FREQ=DAILY;COUNT=3")));
    rig.google.put(changed(master, 14, text("Changed")));
    rig.begin();
    rig.splitAtGoogle(13, text("RRULE:FREQ=DAILY;UNTIL=20240113T085959Z"), text("RRULE:FREQ=DAILY;COUNT=3"));
    QVERIFY(rig.sync());
    QCOMPARE(rig.agenda(), QStringList({ text("13 Later"), text("14 Changed"), text("15 Later") }));
    QVERIFY(!rig.wait(rig.live->event(occurrenceId(master, 13))));
    rig.verifyAtRest();
    // What is left of the first series can still be edited and deleted.
    QVERIFY(rig.edit(retitle(master, text("Empty"))));
    QVERIFY(rig.remove(master));
    QVERIFY(rig.google.at(master).isCancelled());
    QCOMPARE(rig.agenda().size(), 3);
    rig.verifyAtRest();
}

void SeriesTest::splitAtGoogleUnderAnEdit()
{
    SeriesRig rig;
    rig.google.put(daily(master, 13, text("RRULE:FREQ=DAILY;COUNT=10")));
    rig.begin();
    // An occurrence is changed here while Google cuts it off.
    rig.google.failNext(text("instance"), networkError());
    const auto edit = rig.edit(retitle(occurrenceId(master, 18), text("Ours")));
    QVERIFY(edit && !edit->pushed);
    rig.splitAtGoogle(17, text("RRULE:FREQ=DAILY;COUNT=4"), text("RRULE:FREQ=DAILY;COUNT=6"));
    QVERIFY(rig.sync());
    QCOMPARE(rig.agenda(),
        QStringList(
            { text("13 Series"), text("14 Series"), text("15 Series"), text("16 Series"), text("17 Later"),
                text("18 Later"), text("19 Later"), text("20 Later"), text("21 Later"), text("22 Later") }));
    QVERIFY(rig.historyKeeps(text("Ours")));
    rig.verifyAtRest();
}

void SeriesTest::zonesOfAllKinds_data()
{
    QTest::addColumn<QString>("zone");
    for (const char *zone : { "GMT+01:00", "GMT+1", "UTC+01:00", "+01:00", "Etc/GMT-1", "Europe/Berlin",
             "W. Europe Standard Time", "Customized Time Zone 1",
             "/freeassociation.sourceforge.net/Europe/Berlin" })
        QTest::newRow(zone) << text(zone);
}

// Also one that only its maker knows: what is done to an occurrence here is done at Google, and its name goes
// back as it came.
void SeriesTest::zonesOfAllKinds()
{
    QFETCH(QString, zone);
    SeriesRig rig;
    // Monday, which is Sunday in UTC.
    const auto time = [&](const char *clock) {
        return QJsonObject{ { text("dateTime"), u"2024-01-15T%1+01:00"_s.arg(text(clock)) },
            { text("timeZone"), zone } };
    };
    rig.google.put(QJsonObject{ { text("id"), master }, { text("summary"), text("Series") },
        { text("start"), time("00:30:00") }, { text("end"), time("00:45:00") },
        { text("recurrence"), QJsonArray{ text("RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3") } } });
    rig.begin();
    const QStringList days = rig.agenda();
    QCOMPARE(days, QStringList({ text("15 Series"), text("22 Series"), text("29 Series") }));
    const QString second = master + text("_20240121T233000Z");
    QVERIFY(rig.remove(second));
    QVERIFY(rig.google.at(second).isCancelled());
    const QString third = master + text("_20240128T233000Z");
    QVERIFY(rig.edit(retitle(third, text("Ours"))));
    QCOMPARE(rig.google.at(third).summary(), text("Ours"));
    QVERIFY(rig.edit(retitle(master, text("All"))));
    const QJsonObject start = rig.google.at(master).json()[u"start"_s].toObject();
    QCOMPARE(start[u"timeZone"_s].toString(), zone);
    QCOMPARE(rig.agenda(), QStringList({ text("15 All"), text("29 Ours") }));
    rig.verifyAtRest();
}

// Google's series is unfolded otherwise than ours: it could not be told which occurrence goes, so none has gone.
void SeriesTest::whatGoogleCannotBeToldIsNotDone()
{
    SeriesRig rig;
    rig.google.put(daily(master, 13, text("RRULE:FREQ=DAILY;COUNT=3")));
    rig.begin();
    rig.google.failNext(text("instance"),
        Error{
            ErrorCategory::NotFound, text("notFound"), text("The series has no occurrence at that time.") });
    const auto gone = rig.remove(occurrenceId(master, 14));
    QVERIFY(!gone);
    QCOMPARE(gone.error().code, text("noSuchOccurrence"));
    QCOMPARE(rig.agenda(), QStringList({ text("13 Series"), text("14 Series"), text("15 Series") }));
    QVERIFY(rig.remove(occurrenceId(master, 14)));
    QCOMPARE(rig.agenda(), QStringList({ text("13 Series"), text("15 Series") }));
    rig.verifyAtRest();
}

void SeriesTest::cutsShortWhatIsTooMuch()
{
    SeriesRig rig;
    rig.google.put(daily(master, 13, text("RRULE:FREQ=SECONDLY")));
    rig.google.put(daily(text("other"), 13, text("RRULE:FREQ=DAILY"), text("Other")));
    rig.begin();
    rig.clock.advance(std::chrono::hours(test::at(text("2024-01-17T06:00:00Z")).toSecsSinceEpoch() / 3600
        - rig.clock.nowUtc().toSecsSinceEpoch() / 3600));
    const auto today = rig.wait(rig.live->eventsToday({}));
    QVERIFY(today);
    QVERIFY(today->truncated);
    QVERIFY(today->size() > 1000);
    QVERIFY(today->size() < 50'000);
    for (const auto &view : *today)
        QCOMPARE(view.truncated, view.event.summary() == text("Series"));
    QCOMPARE(std::count_if(today->begin(), today->end(),
                 [](const auto &view) { return view.event.summary() == text("Other"); }),
        1);
    // As many as somebody asked for are all there.
    const auto some = rig.wait(rig.live->eventsUpcoming(90, 100, {}));
    QVERIFY(some);
    QCOMPARE(some->size(), 100);
    QVERIFY(!some->truncated);
}

void SeriesTest::linesFromGoogle_data()
{
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<QStringList>("days");
    const auto row = [](const char *name, const QStringList &lines, const char *days) {
        QTest::newRow(name) << lines << text(days).split(u' ');
    };
    row("EXDATE with zone",
        { text("EXDATE;TZID=Europe/Berlin:20240114T100000"), text("RRULE:FREQ=DAILY;COUNT=4") }, "13 15 16");
    row("EXDATE in UTC, two values",
        { text("RRULE:FREQ=DAILY;COUNT=4"), text("EXDATE:20240114T090000Z,20240116T090000Z") }, "13 15");
    row("EXDATE of the start", { text("RRULE:FREQ=DAILY;COUNT=3"), text("EXDATE:20240113T090000Z") },
        "14 15");
    row("EXDATE in another zone",
        { text("RRULE:FREQ=DAILY;COUNT=3"), text("EXDATE;TZID=America/New_York:20240114T040000") }, "13 15");
    row("RDATE alone", { text("RDATE:20240115T090000Z,20240118T090000Z") }, "13 15 18");
    row("RDATE that the rule has already",
        { text("RRULE:FREQ=DAILY;COUNT=3"), text("RDATE:20240114T090000Z") }, "13 14 15");
    row("RDATE and EXDATE of the same",
        { text("RRULE:FREQ=DAILY;COUNT=2"), text("RDATE:20240118T090000Z"), text("EXDATE:20240118T090000Z") },
        "13 14");
    row("UNTIL in UTC, exactly the last", { text("RRULE:FREQ=DAILY;UNTIL=20240115T090000Z") }, "13 14 15");
    row("UNTIL in UTC, a second short", { text("RRULE:FREQ=DAILY;UNTIL=20240115T085959Z") }, "13 14");
    row("UNTIL as a date, as Google itself writes it", { text("RRULE:FREQ=DAILY;UNTIL=20240115") },
        "13 14 15");
    row("UNTIL before the start",
        { text("RRULE:FREQ=DAILY;UNTIL=20240101T000000Z"), text("RDATE:20240120T090000Z") }, "20");
}

void SeriesTest::linesFromGoogle()
{
    QFETCH(QStringList, lines);
    QFETCH(QStringList, days);
    SeriesRig rig;
    rig.google.put(daily(master, 13, text("RRULE:FREQ=DAILY;COUNT=9")));
    rig.begin();
    rig.google.edit(master, ruled(lines));
    QVERIFY(rig.sync());
    QStringList expected;
    for (const QString &day : days)
        expected.append(day + text(" Series"));
    QCOMPARE(rig.agenda(), expected);
    // Another field is written; the lines stay as Google has them.
    QVERIFY(rig.edit(retitle(master, text("Ours"))));
    QCOMPARE(rig.google.at(master).recurrence(), lines);
    QCOMPARE(rig.google.writes().last().body.keys(), QStringList{ text("summary") });
    rig.verifyAtRest();
}

void SeriesTest::allDay()
{
    SeriesRig rig;
    const auto date = [](const char *day) { return QJsonObject{ { text("date"), text(day) } }; };
    rig.google.put({ { text("id"), master }, { text("summary"), text("Day") },
        { text("start"), date("2024-01-13") }, { text("end"), date("2024-01-14") },
        { text("recurrence"), QJsonArray{ text("RRULE:FREQ=DAILY;UNTIL=20240118") } } });
    rig.google.edit(text("series1_20240114"), titled(text("Changed")));
    rig.google.edit(text("series1_20240115"), cancelled());
    rig.begin();
    QCOMPARE(rig.agenda(),
        QStringList({ text("13 Day"), text("14 Changed"), text("16 Day"), text("17 Day"), text("18 Day") }));
    // Ours: edit one and move it, delete one.
    service::UpdateRequest move = retitle(text("series1_20240117"), text("Moved"));
    move.content.start = calendar::EventTime(QDate(2024, 1, 20));
    move.content.end = calendar::EventTime(QDate(2024, 1, 21));
    QVERIFY(rig.edit(move));
    QVERIFY(rig.remove(text("series1_20240116")));
    QCOMPARE(
        rig.agenda(), QStringList({ text("13 Day"), text("14 Changed"), text("18 Day"), text("20 Moved") }));
    QCOMPARE(rig.google.at(text("series1_20240117")).json().value(text("originalStartTime")).toObject(),
        date("2024-01-17"));
    QCOMPARE(
        rig.google.at(text("series1_20240117")).json().value(text("start")).toObject(), date("2024-01-20"));
    QVERIFY(rig.google.at(text("series1_20240116")).isCancelled());
    rig.verifyAtRest();
    // Cut in front of the moved one, whose place in the series is the 17th.
    QVERIFY(rig.edit(rerule(master, { text("RRULE:FREQ=DAILY;UNTIL=20240116") })));
    QCOMPARE(rig.agenda(), QStringList({ text("13 Day"), text("14 Changed") }));
    QVERIFY(rig.google.at(text("series1_20240117")).isCancelled());
    rig.verifyAtRest();
    // And on Google's page.
    rig.google.edit(master, ruled({ text("RRULE:FREQ=DAILY;UNTIL=20240113") }));
    rig.google.edit(text("series1_20240114"), cancelled());
    rig.google.put({ { text("id"), text("series1_R20240114") }, { text("summary"), text("Later") },
        { text("start"), date("2024-01-14") }, { text("end"), date("2024-01-15") },
        { text("recurrence"), QJsonArray{ text("RRULE:FREQ=DAILY;COUNT=2") } } });
    QVERIFY(rig.sync());
    QCOMPARE(rig.agenda(), QStringList({ text("13 Day"), text("14 Later"), text("15 Later") }));
    QVERIFY(rig.remove(text("series1_R20240114_20240115")));
    QVERIFY(rig.google.at(text("series1_R20240114_20240115")).isCancelled());
    QCOMPARE(rig.agenda(), QStringList({ text("13 Day"), text("14 Later") }));
    rig.verifyAtRest();
}

// Google lists occurrences that their series' rule does not have; they are events like others.
void SeriesTest::outsideTheRule()
{
    SeriesRig rig;
    rig.google.put(daily(master, 13, text("RRULE:FREQ=DAILY;COUNT=2")));
    rig.google.put(changed(master, 20, text("Outside")));
    rig.google.put(changed(master, 21, text("Gone")));
    rig.google.edit(occurrenceId(master, 21), cancelled());
    rig.begin();
    QCOMPARE(rig.agenda(), QStringList({ text("13 Series"), text("14 Series"), text("20 Outside") }));
    rig.verifyAtRest();
    // The series changes; they are not touched.
    QVERIFY(rig.edit(rerule(master, { text("RRULE:FREQ=DAILY;COUNT=1") })));
    QCOMPARE(rig.agenda(), QStringList({ text("13 Series"), text("20 Outside") }));
    QVERIFY(rig.edit(retitle(occurrenceId(master, 20), text("Ours"))));
    QCOMPARE(rig.google.at(occurrenceId(master, 20)).summary(), text("Ours"));
    QVERIFY(rig.remove(occurrenceId(master, 20)));
    QVERIFY(rig.google.at(occurrenceId(master, 20)).isCancelled());
    QCOMPARE(rig.agenda(), QStringList{ text("13 Series") });
    rig.verifyAtRest();
}

ARIA_TEST(SeriesTest)

#include "tst_series.moc"
