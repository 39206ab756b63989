// Whoever edited last wins under most_recent, whatever the clock of this machine says.
#include "soak/bed.h"
#include "soak/soakmain.h"
#include "soak/verdict.h"

using namespace aria;
using namespace aria::soak;
using namespace Qt::StringLiterals;
using std::chrono::hours;
using std::chrono::milliseconds;

class TestClock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theLaterEditWins_data();
    void theLaterEditWins();
    void unpluggedFromTheStart_data();
    void unpluggedFromTheStart();
    void sleepsADay();
    void storedWaitsAreShort();
    void cleansUpByTheRightTime();
};

void TestClock::theLaterEditWins_data()
{
    QTest::addColumn<int>("before"); // hours by which the clock is wrong when Google was last heard of
    QTest::addColumn<int>("after"); // … while the edits are made
    QTest::addColumn<int>("atSync"); // … and from then on
    QTest::addColumn<bool>("ariaIsLater");
    QTest::addColumn<bool>("sql");
    QTest::addColumn<bool>("restarts");
    const QList<std::pair<int, int>> errors{ { 0, 0 }, { 5, 5 }, { -5, -5 }, { 26, 26 }, { -50, -50 } };
    for (const auto &[before, after] : errors) {
        for (const bool ariaIsLater : { false, true }) {
            for (const bool sql : { false, true }) {
                for (const bool restarts : { false, true }) {
                    QTest::addRow("wrong by %d h, then %d h, %s later, by %s%s", before, after,
                        ariaIsLater ? "ARIA" : "Google", sql ? "SQL" : "API", restarts ? ", restarted" : "")
                        << before << after << after << ariaIsLater << sql << restarts;
                }
            }
        }
    }
    for (const auto &[before, after] :
        QList<std::pair<int, int>>{ { 3, 0 }, { 0, -3 }, { -3, 0 }, { 0, 3 } }) {
        for (const bool ariaIsLater : { false, true }) {
            QTest::addRow(
                "stepped from %d h to %d h, %s later", before, after, ariaIsLater ? "ARIA" : "Google")
                << before << after << after << ariaIsLater << false << false;
        }
    }
    for (const auto &[after, atSync] :
        QList<std::pair<int, int>>{ { 3, 0 }, { 0, -3 }, { -3, 0 }, { 0, 3 }, { -5, 50 } }) {
        for (const bool ariaIsLater : { false, true }) {
            for (const bool sql : { false, true }) {
                for (const bool restarts : { false, true }) {
                    QTest::addRow("set from %d h to %d h after the edits, %s later, by %s%s", after, atSync,
                        ariaIsLater ? "ARIA" : "Google", sql ? "SQL" : "API", restarts ? ", restarted" : "")
                        << 0 << after << atSync << ariaIsLater << sql << restarts;
                }
            }
        }
    }
}

void TestClock::theLaterEditWins()
{
    QFETCH(int, before);
    QFETCH(int, after);
    QFETCH(int, atSync);
    QFETCH(bool, ariaIsLater);
    QFETCH(bool, sql);
    QFETCH(bool, restarts);
    Bed bed(5, ConflictStrategy::MostRecent);
    bed.start();
    setClockError(hours(before));
    service::CreateRequest request;
    request.content.title = u"Both"_s;
    request.content.start = calendar::EventTime(QDate(2026, 4, 1));
    request.content.end = calendar::EventTime(QDate(2026, 4, 2));
    const auto made = bed.answer(bed.live().createEvent(request), std::chrono::seconds(10));
    QVERIFY(made && *made);
    const QString id = (*made)->view.googleEventId;
    bed.sync();

    bed.network().isUnplugged = true; // the edits meet later
    setClockError(hours(after));
    const auto editInAria = [&] {
        if (sql) {
            QVERIFY(bed.database().exec(u"UPDATE aria_calendar_events SET title = 'ARIA'"_s));
            return;
        }
        service::UpdateRequest update;
        update.googleEventId = id;
        update.content.title = u"ARIA"_s;
        QVERIFY(bed.answer(bed.live().updateEvent(update), std::chrono::seconds(10)));
    };
    const auto editAtGoogle = [&] {
        QCOMPARE(bed.person("PATCH", u"/events/"_s + id, { { u"summary"_s, u"Google"_s } }).first, 200);
    };
    if (ariaIsLater)
        editAtGoogle();
    else
        editInAria();
    bed.wait(std::chrono::minutes(20));
    if (ariaIsLater)
        editInAria();
    else
        editAtGoogle();
    bed.wait(std::chrono::seconds(15)); // an edit by SQL is noticed meanwhile
    if (restarts)
        bed.stop();
    setClockError(hours(atSync));
    if (restarts)
        bed.start();
    bed.network().isUnplugged = false;
    bed.wait(std::chrono::minutes(20));
    bed.sync();
    bed.sync();
    QCOMPARE(bed.person("GET", u"/events/"_s + id).second[u"summary"_s].toString(),
        ariaIsLater ? u"ARIA"_s : u"Google"_s);
    QCOMPARE(differences(bed), QStringList());
}

void TestClock::unpluggedFromTheStart_data()
{
    QTest::addColumn<bool>("ariaIsLater");
    QTest::addColumn<bool>("sql");
    for (const bool ariaIsLater : { false, true }) {
        for (const bool sql : { false, true })
            QTest::addRow("%s later, by %s", ariaIsLater ? "ARIA" : "Google", sql ? "SQL" : "API")
                << ariaIsLater << sql;
    }
}

// A laptop that is started on the way, with a wrong clock, is edited, gets the right time from somewhere,
// and then meets Google.
void TestClock::unpluggedFromTheStart()
{
    QFETCH(bool, ariaIsLater);
    QFETCH(bool, sql);
    Bed bed(7, ConflictStrategy::MostRecent);
    bed.start();
    service::CreateRequest request;
    request.content.title = u"Both"_s;
    request.content.start = calendar::EventTime(QDate(2026, 4, 1));
    request.content.end = calendar::EventTime(QDate(2026, 4, 2));
    const auto made = bed.answer(bed.live().createEvent(request), std::chrono::seconds(10));
    QVERIFY(made && *made);
    const QString id = (*made)->view.googleEventId;
    bed.sync();
    bed.stop();
    setClockError(ariaIsLater ? -hours(30) : hours(30));
    bed.start();
    bed.network().isUnplugged = true;
    const auto editInAria = [&] {
        if (sql) {
            QVERIFY(bed.database().exec(u"UPDATE aria_calendar_events SET title = 'ARIA'"_s));
            return;
        }
        service::UpdateRequest update;
        update.googleEventId = id;
        update.content.title = u"ARIA"_s;
        QVERIFY(bed.answer(bed.live().updateEvent(update), std::chrono::seconds(10)));
    };
    if (!ariaIsLater)
        editInAria();
    bed.wait(std::chrono::minutes(5));
    QCOMPARE(bed.person("PATCH", u"/events/"_s + id, { { u"summary"_s, u"Google"_s } }).first, 200);
    bed.wait(std::chrono::minutes(5));
    if (ariaIsLater)
        editInAria();
    bed.wait(std::chrono::minutes(5));
    setClockError(hours(0));
    bed.wait(std::chrono::minutes(5));
    bed.network().isUnplugged = false;
    bed.wait(std::chrono::minutes(20));
    bed.sync();
    bed.sync();
    QCOMPARE(bed.person("GET", u"/events/"_s + id).second[u"summary"_s].toString(),
        ariaIsLater ? u"ARIA"_s : u"Google"_s);
    QCOMPARE(differences(bed), QStringList());
}

void TestClock::sleepsADay()
{
    Bed bed(6, ConflictStrategy::MostRecent);
    bed.start();
    bed.sync();
    QCOMPARE(bed.person("POST", u"/events"_s,
                    { { u"summary"_s, u"Made while it slept"_s },
                        { u"start"_s, QJsonObject{ { u"date"_s, u"2026-04-01"_s } } },
                        { u"end"_s, QJsonObject{ { u"date"_s, u"2026-04-02"_s } } } })
                 .first,
        200);
    // The clocks go on, nothing else does; then the timers are long due.
    advance(hours(24));
    QVERIFY(bed.waitUntil([&] { return differences(bed).isEmpty(); }, std::chrono::minutes(2)));
    // A clock set back leaves no timer waiting for the time it was set back by.
    setClockError(-hours(6));
    QCOMPARE(bed.person("POST", u"/events"_s,
                    { { u"summary"_s, u"Made after it was set back"_s },
                        { u"start"_s, QJsonObject{ { u"date"_s, u"2026-04-01"_s } } },
                        { u"end"_s, QJsonObject{ { u"date"_s, u"2026-04-02"_s } } } })
                 .first,
        200);
    QVERIFY(bed.waitUntil([&] { return differences(bed).isEmpty(); }, std::chrono::minutes(12)));
}

// What an earlier run put off by a clock that was far ahead does not wait until that time comes.
void TestClock::storedWaitsAreShort()
{
    Bed bed(8, ConflictStrategy::GoogleWins);
    setClockError(hours(20));
    bed.start();
    bed.sync();
    bed.addFault({ { u"kind"_s, u"status"_s }, { u"status"_s, 500 }, { u"reason"_s, u"backendError"_s },
        { u"times"_s, 50 },
        { u"match"_s, QJsonObject{ { u"method"_s, u"POST"_s }, { u"path"_s, u"/events"_s } } } });
    service::CreateRequest request;
    request.content.title = u"Put off"_s;
    request.content.start = calendar::EventTime(QDate(2026, 4, 1));
    request.content.end = calendar::EventTime(QDate(2026, 4, 2));
    QVERIFY(bed.answer(bed.live().createEvent(request), std::chrono::seconds(60)));
    bed.wait(std::chrono::minutes(2));
    QVERIFY(!bed.database()
                 .rows(u"SELECT 1 AS n FROM aria_calendar_sync WHERE next_attempt_at IS NOT NULL"_s)
                 .isEmpty());
    bed.stop();
    setClockError(hours(0));
    bed.google().faults().clear();
    bed.start();
    QVERIFY(bed.waitUntil([&] { return differences(bed).isEmpty(); }, std::chrono::minutes(17)));
}

// A clock that is years ahead does not make everything old.
void TestClock::cleansUpByTheRightTime()
{
    Bed bed(9, ConflictStrategy::GoogleWins);
    bed.start();
    service::CreateRequest request;
    request.content.title = u"Kept"_s;
    request.content.start = calendar::EventTime(QDate(2026, 4, 1));
    request.content.end = calendar::EventTime(QDate(2026, 4, 2));
    const auto made = bed.answer(bed.live().createEvent(request), std::chrono::seconds(10));
    QVERIFY(made && *made);
    bed.sync();
    const auto history = [&bed] {
        return bed.database()
            .rows(u"SELECT count(*) AS n FROM aria_calendar_sync_history"_s)
            .constFirst()[u"n"_s]
            .toInt();
    };
    const int kept = history();
    QVERIFY(kept > 0);
    setClockError(hours(24 * 800));
    bed.sync();
    bed.wait(hours(26)); // the daily clean-up comes by
    QCOMPARE(history(), kept);
    // What is old by the right time goes.
    QVERIFY(bed.database().exec(
        u"UPDATE aria_calendar_sync_history SET created_at = '2025-01-01T00:00:00.000Z'"_s));
    for (int hour = 0; hour < 26 && history() > 0; ++hour)
        bed.wait(hours(1)); // in one step each; waiting until it holds takes one every five seconds
    QCOMPARE(history(), 0);
}

int main(int argc, char **argv)
{
    return testInVirtualTime<TestClock>(argc, argv);
}
#include "tst_clock.moc"
