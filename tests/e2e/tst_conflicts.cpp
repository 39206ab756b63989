// Edits of the same event on both sides, under each strategy.
#include "e2e/twosides.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_conflicts {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestConflicts : public TwoSides
{
    Q_OBJECT

private Q_SLOTS:
    void fieldsMerge();
    void conflicts_data();
    void conflicts();
    void deleteAgainstEdit_data();
    void deleteAgainstEdit();
    void manualConflict();
};

void TestConflicts::fieldsMerge()
{
    const QString id = atGoogle(meeting)[u"id"_s].toString();
    QVERIFY(editAtGoogle(id, { { u"summary"_s, u"By Google"_s } }));
    QVERIFY(edit(id, { { u"location"_s, u"By ARIA"_s } }));
    QTRY_COMPARE(rig->googleEvent(id)[u"location"_s], u"By ARIA"_s);
    QTRY_COMPARE(here(id)[u"title"_s], u"By Google"_s);
    QCOMPARE(rig->googleEvent(id)[u"summary"_s], u"By Google"_s);
    QCOMPARE(here(id)[u"location"_s], u"By ARIA"_s);
    QCOMPARE(rig->status()[u"conflicts"_s], 0);
}

void TestConflicts::conflicts_data()
{
    QTest::addColumn<QString>("strategy");
    QTest::addColumn<bool>("googleIsLater");
    QTest::addColumn<QString>("winner");
    QTest::newRow("google_wins") << u"google_wins"_s << false << u"By Google"_s;
    QTest::newRow("aria_wins") << u"aria_wins"_s << true << u"By ARIA"_s;
    QTest::newRow("most_recent: Google") << u"most_recent"_s << true << u"By Google"_s;
    QTest::newRow("most_recent: ARIA") << u"most_recent"_s << false << u"By ARIA"_s;
}

void TestConflicts::conflicts()
{
    QFETCH(QString, strategy);
    QFETCH(bool, googleIsLater);
    QFETCH(QString, winner);
    restart(u"CALENDAR_SYNC_CONFLICT_RESOLUTION"_s, strategy);
    QCOMPARE(rig->status()[u"conflict_resolution"_s], strategy);
    const QString id = atGoogle(meeting)[u"id"_s].toString();
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    // The clocks that decide have milliseconds.
    if (!googleIsLater)
        QVERIFY(editAtGoogle(id, { { u"summary"_s, u"By Google"_s } }));
    QTest::qWait(20);
    QVERIFY(edit(id, { { u"title"_s, u"By ARIA"_s } }));
    QTest::qWait(20);
    if (googleIsLater)
        QVERIFY(editAtGoogle(id, { { u"summary"_s, u"By Google"_s } }));
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(rig->googleEvent(id)[u"summary"_s], winner);
    QCOMPARE(here(id)[u"title"_s], winner);
    QCOMPARE(rig->status()[u"conflicts"_s], 0);
    const QString loser = winner == u"By ARIA"_s ? u"By Google"_s : u"By ARIA"_s;
    QCOMPARE(
        rig->rows(
               u"SELECT count(*) FROM aria_calendar_sync_history WHERE before_event LIKE '%%1%' AND after_event LIKE '%%2%'"_s
                   .arg(loser, winner))[0][0]
                .toInt()
            >= 1,
        true);
}

void TestConflicts::deleteAgainstEdit_data()
{
    QTest::addColumn<QString>("strategy");
    QTest::addColumn<bool>("googleDeletes"); // and ARIA edits, or the other way round
    QTest::addColumn<bool>("deletionIsLater");
    QTest::addColumn<bool>("survives");
    for (const bool later : { false, true }) {
        const char *when = later ? "after" : "before";
        QTest::addRow("google_wins: Google deletes %s", when) << u"google_wins"_s << true << later << false;
        QTest::addRow("google_wins: ARIA deletes %s", when) << u"google_wins"_s << false << later << true;
        QTest::addRow("aria_wins: Google deletes %s", when) << u"aria_wins"_s << true << later << true;
        QTest::addRow("aria_wins: ARIA deletes %s", when) << u"aria_wins"_s << false << later << false;
        QTest::addRow("most_recent: Google deletes %s", when) << u"most_recent"_s << true << later << !later;
        QTest::addRow("most_recent: ARIA deletes %s", when) << u"most_recent"_s << false << later << !later;
        QTest::addRow("manual: Google deletes %s", when) << u"manual"_s << true << later << later;
        QTest::addRow("manual: ARIA deletes %s", when) << u"manual"_s << false << later << later;
    }
}

void TestConflicts::deleteAgainstEdit()
{
    QFETCH(QString, strategy);
    QFETCH(bool, googleDeletes);
    QFETCH(bool, deletionIsLater);
    QFETCH(bool, survives);
    restart(u"CALENDAR_SYNC_CONFLICT_RESOLUTION"_s, strategy);
    const QString id = atGoogle(meeting)[u"id"_s].toString();
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    for (const bool deletion : { !deletionIsLater, deletionIsLater }) {
        QTest::qWait(20); // the clocks that decide have milliseconds
        if (deletion && googleDeletes)
            QCOMPARE(rig->control("DELETE", u"calendars/primary/events/"_s + id).status, 200);
        else if (deletion)
            QCOMPARE(rig->api("DELETE", u"/events/"_s + id).status, 200);
        else if (googleDeletes)
            QVERIFY(edit(id, { { u"title"_s, u"Edited"_s } }));
        else
            QVERIFY(editAtGoogle(id, { { u"summary"_s, u"Edited"_s } }));
    }
    const int writes = rig->googleWrites();
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    QCOMPARE(rig->syncNow().status, 200);
    if (strategy == u"manual"_s) { // neither side is written until somebody decides
        QCOMPARE(rig->status()[u"conflicts"_s], 1);
        QCOMPARE(rig->googleWrites(), writes);
        QCOMPARE(rig->googleEvents().size(), googleDeletes ? 0 : 1);
        const bool ariaWins = survives == googleDeletes;
        QCOMPARE(
            rig->api("POST",
                   u"/sync/resolve/%1?resolution=%2"_s.arg(id, ariaWins ? u"aria_wins"_s : u"google_wins"_s))
                .status,
            200);
        QCOMPARE(rig->status()[u"conflicts"_s], 0);
    }
    QTRY_COMPARE(rig->status()[u"pending_to_google"_s], 0);
    QCOMPARE(rig->googleEvents().size(), survives ? 1 : 0);
    QCOMPARE(rig->status()[u"total_events"_s], survives ? 1 : 0);
    if (survives) {
        QCOMPARE(rig->googleEvents()[0][u"summary"_s], u"Edited"_s);
        QCOMPARE(here(rig->googleEvents()[0][u"id"_s].toString())[u"title"_s], u"Edited"_s);
    }
    // What lost is kept.
    const QJsonArray history = rig->api("GET", u"/sync/history"_s)["history"].toArray();
    QVERIFY(QJsonDocument(history).toJson().contains("Edited"));
}

void TestConflicts::manualConflict()
{
    restart(u"CALENDAR_SYNC_CONFLICT_RESOLUTION"_s, u"manual"_s);
    const QString id = atGoogle(meeting)[u"id"_s].toString();
    const QString other = atGoogle(meeting)[u"id"_s].toString();
    QVERIFY(editAtGoogle(id, { { u"summary"_s, u"By Google"_s }, { u"location"_s, u"Google's room"_s } }));
    QVERIFY(edit(id, { { u"title"_s, u"By ARIA"_s }, { u"location"_s, u"ARIA's room"_s } }));
    QCOMPARE(rig->syncNow().status, 200);
    const Answer list = rig->api("GET", u"/sync/conflicts"_s);
    QCOMPARE(list["count"], 1);
    const QJsonObject conflict = list["conflicts"][0].toObject();
    QCOMPARE(conflict.keys(),
        QStringList({ u"calendar_id"_s, u"created_at"_s, u"error_message"_s, u"event_hash"_s, u"fields"_s,
            u"google_event_id"_s, u"last_synced"_s, u"local_event_id"_s, u"start_time"_s, u"sync_status"_s,
            u"title"_s }));
    QCOMPARE(conflict[u"google_event_id"_s], id);
    QCOMPARE(conflict[u"sync_status"_s], u"conflict"_s);
    QCOMPARE(conflict[u"fields"_s].toArray().size(), 2);
    for (const QJsonValue field : conflict[u"fields"_s].toArray()) {
        const bool title = field[u"name"_s] == u"title"_s;
        QCOMPARE(field[u"base"_s], title ? u"Meeting"_s : u"Room 1"_s);
        QCOMPARE(field[u"aria"_s], title ? u"By ARIA"_s : u"ARIA's room"_s);
        QCOMPARE(field[u"google"_s], title ? u"By Google"_s : u"Google's room"_s);
    }
    // Neither side is written, and other events go on.
    QCOMPARE(rig->googleEvent(id)[u"summary"_s], u"By Google"_s);
    QCOMPARE(here(id)[u"title"_s], u"By ARIA"_s);
    QCOMPARE(rig->status()[u"conflicts"_s], 1);
    QVERIFY(edit(other, { { u"title"_s, u"Other"_s } }));
    QCOMPARE(rig->googleEvent(other)[u"summary"_s], u"Other"_s);
    // Field by field.
    const Answer resolved =
        rig->api("POST", u"/sync/resolve/"_s + id, json("{'fields':{'title':'google','location':'aria'}}"));
    QVERIFY2(resolved.status == 200, resolved.shown());
    QTRY_COMPARE(rig->googleEvent(id)[u"location"_s], u"ARIA's room"_s);
    QCOMPARE(rig->googleEvent(id)[u"summary"_s], u"By Google"_s);
    QCOMPARE(here(id)[u"title"_s], u"By Google"_s);
    QCOMPARE(rig->status()[u"conflicts"_s], 0);
    QCOMPARE(rig->api("POST", u"/sync/resolve/%1?resolution=aria_wins"_s.arg(id)).status, 409);
    // And as a whole.
    QVERIFY(editAtGoogle(id, { { u"summary"_s, u"G2"_s } }));
    QVERIFY(edit(id, { { u"title"_s, u"A2"_s } }));
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(rig->api("POST", u"/sync/resolve/%1?resolution=aria_wins"_s.arg(id)).status, 200);
    QTRY_COMPARE(rig->googleEvent(id)[u"summary"_s], u"A2"_s);
}

ARIA_TEST(TestConflicts)

} // namespace tst_conflicts

#include "tst_conflicts.moc"
