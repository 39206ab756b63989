// An edit of one occurrence is what ARIA changed in it, whatever becomes of its series before Google hears of the edit.
#include "calendar/fields.h"
#include "service/servicerig.h"

#include "support/testmain.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace tst_occurrenceedits {

using namespace aria;
using namespace aria::test;
using calendar::Event;

class OccurrenceEditsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void takesOnWhatGoogleChangedInTheSeries_data();
    void takesOnWhatGoogleChangedInTheSeries();
    void takesOnWhatAriaChangedInTheSeries();
    void anAnswerIsNothingButAnAnswer();
    void bothRenamedIt_data();
    void bothRenamedIt();
    void aConflictFollowsItsSeries();
    void aDeletionThatLostLeavesNoRow();
    void itsSeriesDoesNotKeepItFromGoing_data();
    void itsSeriesDoesNotKeepItFromGoing();
    void whatWasChangedInItCounts_data();
    void whatWasChangedInItCounts();
    void whatGoogleCallsItIsNoChange_data();
    void whatGoogleCallsItIsNoChange();
    void meetsAnUnseenChangeOfItsSeries_data();
    void meetsAnUnseenChangeOfItsSeries();
};

namespace {

const QString seriesId = u"series1"_s;
const QString occurrenceId = u"series1_20240117T090000Z"_s;

QJsonObject guest(const QString &mail)
{
    return { { u"email"_s, mail }, { u"responseStatus"_s, u"needsAction"_s } };
}

QJsonObject me(const QString &response)
{
    return { { u"email"_s, u"me@example.com"_s }, { u"self"_s, true }, { u"responseStatus"_s, response } };
}

// The edit is stored, and Google cannot be reached.
void editOffline(ServiceRig &rig, const service::UpdateRequest &request)
{
    rig.google.failNext(u"instance"_s, networkError());
    const auto outcome = rig.wait(rig.live->updateEvent(request));
    QVERIFY(outcome);
    QVERIFY(!outcome->pushed);
    rig.settle();
}

const google::Write &patchOf(ServiceRig &rig, const QString &id)
{
    static google::Write found;
    found = {};
    for (const google::Write &write : rig.google.writes()) {
        if (write.eventId == id)
            found = write;
    }
    return found;
}

} // namespace

void OccurrenceEditsTest::takesOnWhatGoogleChangedInTheSeries_data()
{
    QTest::addColumn<bool>("moved");
    QTest::addColumn<bool>("restarted");
    QTest::newRow("renamed") << false << false;
    QTest::newRow("moved") << true << false;
    QTest::newRow("renamed, restarted before it went out") << false << true;
}

void OccurrenceEditsTest::takesOnWhatGoogleChangedInTheSeries()
{
    QFETCH(bool, moved);
    QFETCH(bool, restarted);
    ServiceRig rig;
    QJsonObject weekly = series(seriesId);
    weekly.insert(u"attendees"_s, QJsonArray{ guest(u"one@example.com"_s) });
    rig.google.put(weekly);
    rig.begin();
    service::UpdateRequest request;
    request.googleEventId = occurrenceId;
    if (moved) {
        request.content.start = timeAt(u"2024-01-17T13:00:00Z"_s);
        request.content.end = timeAt(u"2024-01-17T14:00:00Z"_s);
    } else {
        request.content.title = u"Ours"_s;
    }
    editOffline(rig, request);
    rig.google.edit(seriesId,
        { { u"location"_s, u"Room 4"_s }, { u"description"_s, u"Bring cake"_s }, { u"colorId"_s, u"5"_s },
            { u"attendees"_s, QJsonArray{ guest(u"one@example.com"_s), guest(u"two@example.com"_s) } } });
    rig.google.forgetCalls();
    if (restarted) {
        rig.settle();
        rig.live.reset();
        rig.begin();
    } else {
        QVERIFY(rig.wait(rig.live->syncNow()));
        rig.settle();
    }
    const Event there = rig.google.at(occurrenceId);
    QCOMPARE(there.location(), u"Room 4"_s);
    QCOMPARE(there.json().value(u"description"_s).toString(), u"Bring cake"_s);
    QCOMPARE(there.json().value(u"colorId"_s).toString(), u"5"_s);
    QCOMPARE(there.attendees().size(), 2);
    if (moved)
        QCOMPARE(there.start().instant(QTimeZone::utc()), at(u"2024-01-17T13:00:00Z"_s));
    else
        QCOMPARE(there.summary(), u"Ours"_s);
    const auto here = sync::ariaVersion(*rig.record(occurrenceId));
    QVERIFY(here && calendar::sameContent(here->event, there));
    QCOMPARE(rig.status(occurrenceId), u"synced"_s);
    if (!restarted) {
        const QStringList sent = patchOf(rig, occurrenceId).body.keys();
        QCOMPARE(sent, moved ? QStringList({ u"end"_s, u"start"_s }) : QStringList{ u"summary"_s });
    }
}

void OccurrenceEditsTest::takesOnWhatAriaChangedInTheSeries()
{
    ServiceRig rig;
    rig.google.put(series(seriesId));
    rig.begin();
    editOffline(rig, retitle(occurrenceId, u"Ours"_s));
    service::UpdateRequest request;
    request.googleEventId = seriesId;
    request.content.location = u"Room 4"_s;
    rig.google.failNext(u"patch"_s, networkError());
    QVERIFY(rig.wait(rig.live->updateEvent(request)));
    rig.settle();
    QVERIFY(rig.wait(rig.live->syncNow()));
    rig.settle();
    QCOMPARE(rig.google.at(seriesId).location(), u"Room 4"_s);
    QCOMPARE(rig.google.at(occurrenceId).summary(), u"Ours"_s);
    QCOMPARE(rig.google.at(occurrenceId).location(), u"Room 4"_s);
}

void OccurrenceEditsTest::anAnswerIsNothingButAnAnswer()
{
    ServiceRig rig;
    QJsonObject theirs = series(seriesId);
    theirs.insert(u"organizer"_s, QJsonObject{ { u"email"_s, u"boss@example.com"_s } });
    theirs.insert(u"attendees"_s, QJsonArray{ me(u"needsAction"_s), guest(u"one@example.com"_s) });
    rig.google.put(theirs);
    rig.begin();
    rig.google.failNext(u"instance"_s, networkError());
    service::RespondRequest answer;
    answer.key.id = occurrenceId;
    answer.response = u"accepted"_s;
    QVERIFY(rig.wait(rig.live->respondToEvent(answer)));
    rig.settle();
    rig.google.edit(seriesId, { { u"location"_s, u"Room 4"_s }, { u"description"_s, u"Bring cake"_s } });
    rig.google.forgetCalls();
    QVERIFY(rig.wait(rig.live->syncNow()));
    rig.settle();
    QCOMPARE(patchOf(rig, occurrenceId).body.keys(), QStringList({ u"attendees"_s, u"attendeesOmitted"_s }));
    QCOMPARE(rig.google.at(occurrenceId).location(), u"Room 4"_s);
}

void OccurrenceEditsTest::bothRenamedIt_data()
{
    QTest::addColumn<ConflictStrategy>("strategy");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("title");
    QTest::newRow("ARIA wins") << ConflictStrategy::AriaWins << u"synced"_s << u"Ours"_s;
    QTest::newRow("a person decides") << ConflictStrategy::Manual << u"conflict"_s << u"Theirs"_s;
}

void OccurrenceEditsTest::bothRenamedIt()
{
    QFETCH(ConflictStrategy, strategy);
    QFETCH(QString, status);
    QFETCH(QString, title);
    ServiceRig rig(strategy);
    rig.google.put(series(seriesId));
    rig.begin();
    editOffline(rig, retitle(occurrenceId, u"Ours"_s));
    rig.google.edit(seriesId, titled(u"Theirs"_s));
    QVERIFY(rig.wait(rig.live->syncNow()));
    rig.settle();
    QCOMPARE(rig.status(occurrenceId), status);
    QCOMPARE(rig.title(occurrenceId), u"Ours"_s);
    if (strategy == ConflictStrategy::AriaWins)
        QCOMPARE(rig.google.at(occurrenceId).summary(), title);
}

// A person decides about what is at Google now, and that holds.
void OccurrenceEditsTest::aConflictFollowsItsSeries()
{
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(series(seriesId));
    rig.begin();
    editOffline(rig, retitle(occurrenceId, u"Ours"_s));
    for (const QString &theirs : { u"Theirs"_s, u"Later"_s }) {
        rig.google.edit(seriesId, titled(theirs));
        QVERIFY(rig.wait(rig.live->syncNow()));
        rig.settle();
        QCOMPARE(rig.status(occurrenceId), u"conflict"_s);
        QCOMPARE(Event(rig.record(occurrenceId)->google).summary(), theirs);
    }
    QVERIFY(rig.wait(rig.live->resolveConflict(occurrenceId, service::Resolution{ store::Side::Aria, {} })));
    rig.settle();
    QCOMPARE(rig.status(occurrenceId), u"synced"_s);
    QCOMPARE(rig.google.at(occurrenceId).summary(), u"Ours"_s);
}

// At Google the occurrence is nothing but a part of its series: a row of its own would hide what becomes of that.
void OccurrenceEditsTest::aDeletionThatLostLeavesNoRow()
{
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(series(seriesId));
    rig.begin();
    editOffline(rig, retitle(occurrenceId, u"Ours"_s));
    rig.google.edit(seriesId, titled(u"Theirs"_s));
    QVERIFY(rig.wait(rig.live->syncNow()));
    rig.settle();
    QCOMPARE(rig.status(occurrenceId), u"conflict"_s);
    QVERIFY(rig.wait(rig.live->deleteEvent(occurrenceId)));
    rig.settle();
    QCOMPARE(rig.status(occurrenceId), u"conflict"_s);
    QVERIFY(
        rig.wait(rig.live->resolveConflict(occurrenceId, service::Resolution{ store::Side::Google, {} })));
    rig.settle();
    rig.google.edit(seriesId, titled(u"Later"_s));
    QVERIFY(rig.wait(rig.live->syncNow()));
    rig.settle();
    const auto shown = rig.wait(rig.live->event({ occurrenceId, {} }));
    QVERIFY(shown);
    QCOMPARE(shown->event.summary(), u"Later"_s);
}

void OccurrenceEditsTest::itsSeriesDoesNotKeepItFromGoing_data()
{
    QTest::addColumn<ConflictStrategy>("strategy");
    QTest::addColumn<bool>("offline"); // the sync sees the series' change before the deletion goes out
    QTest::addColumn<bool>("bySql");
    for (const auto strategy : { ConflictStrategy::GoogleWins, ConflictStrategy::AriaWins,
             ConflictStrategy::MostRecent, ConflictStrategy::Manual }) {
        const QByteArray name = toString(strategy).toLatin1();
        QTest::addRow("%s, at once", name.constData()) << strategy << false << false;
        QTest::addRow("%s, later", name.constData()) << strategy << true << false;
        QTest::addRow("%s, by SQL", name.constData()) << strategy << false << true;
    }
}

// Google changed the whole series, and nobody here knew it.
void OccurrenceEditsTest::itsSeriesDoesNotKeepItFromGoing()
{
    QFETCH(ConflictStrategy, strategy);
    QFETCH(bool, offline);
    QFETCH(bool, bySql);
    ServiceRig rig(strategy);
    rig.google.put(series(seriesId));
    rig.begin();
    if (offline)
        rig.google.failNext(u"instance"_s, networkError());
    else
        rig.google.edit(seriesId, { { u"summary"_s, u"Theirs"_s }, { u"location"_s, u"Room 4"_s } });
    if (bySql) {
        rig.sql(
            u"INSERT INTO aria_calendar_events"
            u" (title, start_time, end_time, recurring_event_id, original_start, status) VALUES ('Series',"
            u" '2024-01-17T09:00:00Z', '2024-01-17T10:00:00Z', '%1', '2024-01-17T09:00:00Z', 'cancelled')"_s
                .arg(seriesId));
    } else {
        const auto outcome = rig.wait(rig.live->deleteEvent(occurrenceId));
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message));
        QCOMPARE(outcome->pushed, !offline);
    }
    rig.settle();
    if (offline)
        rig.google.edit(seriesId, { { u"summary"_s, u"Theirs"_s }, { u"location"_s, u"Room 4"_s } });
    QVERIFY(rig.wait(rig.live->syncNow()));
    rig.settle();
    QVERIFY(rig.google.at(occurrenceId).isCancelled());
    QCOMPARE(rig.status(occurrenceId), u"synced"_s);
    QVERIFY(!rig.wait(rig.live->event(occurrenceId)));
    QCOMPARE(rig.title(seriesId), u"Theirs"_s);
    QCOMPARE(rig.google.at(seriesId).summary(), u"Theirs"_s);
}

void OccurrenceEditsTest::whatWasChangedInItCounts_data()
{
    QTest::addColumn<ConflictStrategy>("strategy");
    QTest::addColumn<int>("category"); // -1: it is gone
    QTest::addColumn<QString>("status");
    QTest::newRow("Google wins") << ConflictStrategy::GoogleWins << int(ErrorCategory::Conflict)
                                 << u"synced"_s;
    QTest::newRow("ARIA wins") << ConflictStrategy::AriaWins << -1 << u"synced"_s;
    QTest::newRow("a person decides") << ConflictStrategy::Manual << -1 << u"conflict"_s;
}

// Here Google changed this very occurrence.
void OccurrenceEditsTest::whatWasChangedInItCounts()
{
    QFETCH(ConflictStrategy, strategy);
    QFETCH(int, category);
    QFETCH(QString, status);
    ServiceRig rig(strategy);
    rig.google.put(series(seriesId));
    rig.begin();
    rig.google.edit(occurrenceId, titled(u"Theirs"_s));
    const auto outcome = rig.wait(rig.live->deleteEvent(occurrenceId));
    QCOMPARE(outcome ? -1 : int(outcome.error().category), category);
    QVERIFY(rig.wait(rig.live->syncNow()));
    rig.settle();
    QCOMPARE(rig.status(occurrenceId), status);
    QCOMPARE(rig.google.at(occurrenceId).isCancelled(), strategy == ConflictStrategy::AriaWins);
}

void OccurrenceEditsTest::whatGoogleCallsItIsNoChange_data()
{
    QTest::addColumn<bool>("opaque");
    QTest::newRow("ids that say the time") << false;
    QTest::newRow("opaque ids") << true;
}

// The first edit of an occurrence is one entry on each side.
void OccurrenceEditsTest::whatGoogleCallsItIsNoChange()
{
    QFETCH(bool, opaque);
    ServiceRig rig;
    rig.google.opaqueInstanceIds = opaque;
    rig.google.put(series(seriesId));
    rig.begin();
    const int before = rig.historyCount();
    QVERIFY(rig.wait(rig.live->updateEvent(retitle(occurrenceId, u"Ours"_s))));
    QCOMPARE(rig.historyCount() - before, 2);
    QCOMPARE(
        rig.one(u"SELECT count(*) FROM aria_calendar_sync_history WHERE reason = 'changed in Google'"_s), 0);
    QVERIFY(rig.wait(rig.live->syncNow()));
    rig.settle();
    QCOMPARE(rig.historyCount() - before, 2);
}

void OccurrenceEditsTest::meetsAnUnseenChangeOfItsSeries_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<int>("category"); // -1: it succeeds
    QTest::newRow("another field") << u"location"_s << -1;
    QTest::newRow("the same field") << u"summary"_s << int(ErrorCategory::Conflict);
    QTest::newRow("another time: there is no such occurrence any more")
        << u"time"_s << int(ErrorCategory::Gone);
}

void OccurrenceEditsTest::meetsAnUnseenChangeOfItsSeries()
{
    QFETCH(QString, change);
    QFETCH(int, category);
    ServiceRig rig;
    rig.google.put(series(seriesId));
    rig.begin();
    if (change == u"time") {
        const auto timeOf = [](const char *text) {
            return QJsonObject{ { u"dateTime"_s, QLatin1String(text) },
                { u"timeZone"_s, u"Europe/Berlin"_s } };
        };
        rig.google.edit(seriesId,
            { { u"start"_s, timeOf("2024-01-16T11:00:00+01:00") },
                { u"end"_s, timeOf("2024-01-16T12:00:00+01:00") } });
    } else {
        rig.google.edit(seriesId, { { change, u"Theirs"_s } });
    }
    const auto outcome = rig.wait(rig.live->updateEvent(retitle(occurrenceId, u"Ours"_s)));
    QCOMPARE(outcome ? -1 : int(outcome.error().category), category);
    QVERIFY(outcome || outcome.error().message.contains(u"history"_s));
    QVERIFY(rig.wait(rig.live->syncNow()));
    rig.settle();
    if (category < 0) {
        QCOMPARE(rig.google.at(occurrenceId).summary(), u"Ours"_s);
        QCOMPARE(rig.google.at(occurrenceId).location(), u"Theirs"_s);
    } else {
        QCOMPARE(rig.status(occurrenceId), u"unknown"_s); // it is as its series has it
        QVERIFY(rig.historyKeeps(u"Ours"_s));
    }
}

ARIA_TEST(OccurrenceEditsTest)

} // namespace tst_occurrenceedits
#include "tst_occurrenceedits.moc"
