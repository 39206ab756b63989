// Create, update and delete through the service: stored, pushed, answered, taken back.
#include "service/relayjson.h"
#include "service/servicerig.h"

#include "support/testmain.h"

using namespace Qt::StringLiterals;

using namespace aria;
using namespace aria::test;

class CommandsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void createsUpdatesAndDeletes();
    void theSameCreateTwice_data();
    void theSameCreateTwice();
    void aRowOfAriaBecomesTheEvent();
    void refusalsStoreNothing_data();
    void refusalsStoreNothing();
    void bothWaitersOfARefusedCreateAreTold();
    void answersLaterWhereGoogleIsAway();
    void anOccurrenceNobodyAnsweredFor_data();
    void anOccurrenceNobodyAnsweredFor();
    void anIdForWhichGoogleTakesLong();
    void outcomesAreRelayed();
    void oneOccurrence_data();
    void oneOccurrence();
    void anEtagThatIsOldIsRefused();
    void readOnlyCalendarsTakeNoEdits();
    void attendeesOfForeignEvents();
    void mailsOnlyForTheRequestThatAsked();
    void aDeletionMailsNobody();
    void aMeetingIsAskedForOnce();
};

void CommandsTest::createsUpdatesAndDeletes()
{
    ServiceRig rig;
    rig.begin();
    const auto made = rig.wait(rig.live->createEvent(createRequest(u"New"_s)));
    QVERIFY(made);
    QVERIFY(made->pushed);
    const QString id = made->view.googleEventId;
    QCOMPARE(rig.google.at(id).summary(), u"New"_s);
    const auto updated = rig.wait(rig.live->updateEvent(retitle(id, u"Changed"_s)));
    QVERIFY(updated && updated->pushed);
    QCOMPARE(rig.google.at(id).summary(), u"Changed"_s);
    QVERIFY(rig.historyKeeps(u"New"_s));
    const auto deleted = rig.wait(rig.live->deleteEvent(id));
    QVERIFY(deleted && deleted->pushed);
    QVERIFY(rig.google.at(id).isCancelled());
    QVERIFY(rig.wait(rig.live->deleteEvent(id))); // already deleted
    const auto gone = rig.wait(rig.live->event(id));
    QVERIFY(!gone && gone.error().category == ErrorCategory::NotFound);
    const auto unknown = rig.wait(rig.live->deleteEvent(u"unknown"_s));
    QVERIFY(!unknown && unknown.error().category == ErrorCategory::NotFound);
    QCOMPARE(rig.google.writes().size(), 3);
    // No echo of any of it.
    rig.changes.clear();
    const QString contents = rig.contents();
    QVERIFY(rig.wait(rig.live->syncNow()));
    QCOMPARE(rig.contents(), contents);
    QVERIFY(rig.changes.isEmpty());
}

void CommandsTest::theSameCreateTwice_data()
{
    QTest::addColumn<bool>("byKey");
    QTest::addColumn<bool>("atOnce");
    QTest::newRow("local_event_id") << false << false;
    QTest::newRow("local_event_id, at once") << false << true;
    QTest::newRow("Idempotency-Key") << true << false;
    QTest::newRow("Idempotency-Key, at once") << true << true;
}

void CommandsTest::theSameCreateTwice()
{
    QFETCH(bool, byKey);
    QFETCH(bool, atOnce);
    ServiceRig rig;
    rig.begin();
    auto request = createRequest(u"Once"_s);
    if (byKey)
        request.idempotencyKey = u"key"_s;
    else
        request.localEventId = 42;
    auto first = rig.live->createEvent(request);
    if (!atOnce)
        QVERIFY(rig.wait(first));
    auto second = rig.live->createEvent(request);
    const auto one = rig.wait(first);
    const auto two = rig.wait(second);
    QVERIFY(one && two);
    QCOMPARE(one->view.googleEventId, two->view.googleEventId);
    QCOMPARE(one->view.localId, two->view.localId);
    QVERIFY(two->pushed);
    QCOMPARE(rig.rows(), 1);
    QCOMPARE(rig.google.living(), 1);
    QCOMPARE(rig.google.count(u"insert"_s), 1);
    request.content.title = u"Other"_s;
    const auto other = rig.wait(rig.live->createEvent(request));
    QVERIFY(!other && other.error().category == ErrorCategory::Conflict);
}

void CommandsTest::aRowOfAriaBecomesTheEvent()
{
    ServiceRig rig;
    rig.begin();
    rig.sql(u"INSERT INTO aria_calendar_events (id, title, start_time, end_time, time_zone) VALUES"
            u" (7, 'Draft', '2024-01-17T10:00:00Z', '2024-01-17T11:00:00Z', 'UTC')"_s);
    auto request = createRequest(u"Final"_s);
    request.localEventId = 7;
    const auto made = rig.wait(rig.live->createEvent(request));
    QVERIFY(made);
    QCOMPARE(made->view.localId, 7);
    QTRY_COMPARE(rig.google.living(), 1);
    QCOMPARE(rig.google.at(made->view.googleEventId).summary(), u"Final"_s);
    QCOMPARE(rig.rows(), 1);
    QVERIFY(rig.historyKeeps(u"Draft"_s));
}

void CommandsTest::refusalsStoreNothing_data()
{
    QTest::addColumn<QString>("what");
    for (const auto *what : { "create", "create with id", "update", "occurrence" })
        QTest::newRow(what) << QString::fromLatin1(what);
}

void CommandsTest::refusalsStoreNothing()
{
    QFETCH(QString, what);
    ServiceRig rig;
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    rig.google.put(series(u"series1"_s));
    rig.google.refuse(u"Bad"_s);
    rig.begin();
    const int history = rig.historyCount();
    const int rows = rig.rows();
    auto request = createRequest(u"Bad"_s);
    if (what == u"create with id"_s)
        request.localEventId = 42;
    auto reply = what.startsWith(u"create"_s) ? rig.live->createEvent(request)
        : what == u"update"_s                 ? rig.live->updateEvent(retitle(u"event1"_s, u"Bad"_s))
                              : rig.live->updateEvent(retitle(u"series1_20240117T090000Z"_s, u"Bad"_s));
    const auto refused = rig.wait(reply);
    QVERIFY(!refused);
    QVERIFY(refused.error().category == ErrorCategory::Refused);
    rig.settle();
    QCOMPARE(rig.rows(), rows);
    QCOMPARE(rig.historyCount(), history);
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_sync WHERE sync_status <> 'synced'"_s).toInt(), 0);
    QCOMPARE(rig.title(u"event1"_s), u"Base"_s);
    QVERIFY(rig.changes.isEmpty());
    QVERIFY(rig.wait(rig.live->syncNow()));
    QCOMPARE(rig.google.living(), 2);
    QCOMPARE(rig.google.writes().size(), 1);
}

void CommandsTest::bothWaitersOfARefusedCreateAreTold()
{
    ServiceRig rig;
    rig.google.refuse(u"Bad"_s);
    rig.begin();
    auto request = createRequest(u"Bad"_s);
    request.idempotencyKey = u"key"_s;
    auto first = rig.live->createEvent(request);
    auto second = rig.live->createEvent(request);
    QVERIFY(!rig.wait(first));
    const auto two = rig.wait(second);
    QVERIFY(!two);
    QVERIFY(two.error().category == ErrorCategory::Refused);
    QCOMPARE(rig.rows(), 0);
}

void CommandsTest::answersLaterWhereGoogleIsAway()
{
    ServiceRig rig;
    rig.begin();
    rig.google.failNext(u"insert"_s, networkError());
    const auto made = rig.wait(rig.live->createEvent(createRequest(u"New"_s)));
    QVERIFY(made);
    QVERIFY(!made->pushed);
    QCOMPARE(toString(made->view.status), u"pending_to_google"_s);
    rig.settle();
    const auto status = rig.wait(rig.live->status());
    QVERIFY(status);
    QVERIFY(status->state == service::State::Offline);
    QVERIFY(!status->lastError.isEmpty());
    QCOMPARE(status->statistics.pendingToGoogle, 1);
    QVERIFY(rig.wait(rig.live->syncNow()));
    QCOMPARE(rig.google.living(), 1);
    QVERIFY(rig.wait(rig.live->pause()));
    const auto paused = rig.wait(rig.live->createEvent(createRequest(u"Second"_s)));
    QVERIFY(paused && !paused->pushed);
    QVERIFY(rig.wait(rig.live->status())->state == service::State::Paused);
    QVERIFY(rig.wait(rig.live->resume()));
    QTRY_COMPARE(rig.google.living(), 2);
}

// Only Google can read an occurrence's opaque id; while it does not answer, nobody knows that there is no such event.
void CommandsTest::anOccurrenceNobodyAnsweredFor_data()
{
    QTest::addColumn<QString>("id");
    QTest::newRow("an id that begins as its series'") << u"series1_opaque"_s;
    QTest::newRow("an id that says nothing") << u"8opaque"_s;
}

void CommandsTest::anOccurrenceNobodyAnsweredFor()
{
    QFETCH(QString, id);
    ServiceRig rig;
    rig.begin();
    rig.google.failNext(u"get"_s, networkError());
    const auto away = rig.wait(rig.live->updateEvent(retitle(id, u"Changed"_s)));
    QVERIFY(!away);
    QCOMPARE(away.error().code, u"network"_s);
    rig.google.away = true; // nor is it Google's word while the whole calendar is not found
    const auto hidden = rig.wait(rig.live->deleteEvent(id));
    QVERIFY(!hidden);
    QCOMPARE(hidden.error().code, u"calendar_away"_s);
    rig.google.away = false;
    const auto unknown = rig.wait(rig.live->updateEvent(retitle(id, u"Changed"_s)));
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().category, ErrorCategory::NotFound);
}

// Whoever asks waits as long as for a push.
void CommandsTest::anIdForWhichGoogleTakesLong()
{
    ServiceRig rig;
    rig.settings.pushWait = std::chrono::milliseconds(1);
    rig.begin();
    rig.google.hold(u"got"_s);
    const auto slow = rig.wait(rig.live->deleteEvent(u"8opaque"_s));
    QVERIFY(!slow);
    QCOMPARE(slow.error().category, ErrorCategory::Unavailable);
    QTRY_VERIFY(rig.google.isWaiting(u"got"_s));
    rig.google.release(u"got"_s);
    QTRY_VERIFY(!rig.google.isWaiting(u"got"_s));
}

void CommandsTest::outcomesAreRelayed()
{
    using Kind = sync::PushOutcome::Kind;
    for (const Kind kind : { Kind::Synced, Kind::Refused, Kind::Later, Kind::Overtaken, Kind::Moved })
        QVERIFY(service::outcomeFromJson(service::toJson(sync::PushOutcome{ kind, networkError() })).kind
            == kind);
}

void CommandsTest::oneOccurrence_data()
{
    QTest::addColumn<bool>("opaque");
    QTest::addColumn<bool>("tellsNothing");
    QTest::addColumn<bool>("remove");
    for (const bool remove : { false, true }) {
        const char *what = remove ? "delete" : "update";
        QTest::addRow("%s", what) << false << false << remove;
        QTest::addRow("%s, opaque", what) << true << false << remove;
        QTest::addRow("%s, opaque, without its series' id", what) << true << true << remove;
    }
}

void CommandsTest::oneOccurrence()
{
    QFETCH(bool, opaque);
    QFETCH(bool, tellsNothing);
    QFETCH(bool, remove);
    ServiceRig rig;
    rig.google.opaqueInstanceIds = opaque;
    rig.google.namesTellNoSeries = tellsNothing;
    rig.google.put(series(u"series1"_s));
    rig.begin();
    const QString ours = u"series1_20240117T090000Z"_s;
    QString name = ours;
    if (opaque) { // as Google itself names it
        const auto found = QCoro::waitFor(
            rig.google.instance(u"primary"_s, u"series1"_s, timeAt(u"2024-01-17T09:00:00Z"_s)));
        QVERIFY(found);
        name = found->id();
        QVERIFY(name != ours);
    }
    auto reply = remove ? rig.live->deleteEvent(name) : rig.live->updateEvent(retitle(name, u"Other"_s));
    const auto done = rig.wait(reply);
    QVERIFY(done);
    QVERIFY(done->pushed);
    QCOMPARE(done->view.googleEventId, ours);
    const auto read = rig.wait(rig.live->event(ours));
    QCOMPARE(read.has_value(), !remove);
    if (!remove)
        QCOMPARE(read->event.summary(), u"Other"_s);
    QVERIFY(!rig.google.at(u"series1"_s).isCancelled());
    const auto neighbour = rig.wait(rig.live->event(u"series1_20240118T090000Z"_s));
    QVERIFY(neighbour);
    QCOMPARE(neighbour->event.summary(), u"Series"_s);
    QVERIFY(!rig.wait(rig.live->updateEvent(retitle(u"series1_20240117T093000Z"_s, u"x"_s))));
    QCOMPARE(rig.rows(), 2);
}

void CommandsTest::anEtagThatIsOldIsRefused()
{
    ServiceRig rig;
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    rig.begin();
    auto request = retitle(u"event1"_s, u"Ours"_s);
    request.etag = u"\"old\""_s;
    const auto stale = rig.wait(rig.live->updateEvent(request));
    QVERIFY(!stale && stale.error().category == ErrorCategory::Stale);
    QCOMPARE(rig.title(u"event1"_s), u"Base"_s);
    request.etag = rig.google.at(u"event1"_s).etag();
    QVERIFY(rig.wait(rig.live->updateEvent(request)));
}

void CommandsTest::readOnlyCalendarsTakeNoEdits()
{
    ServiceRig rig;
    rig.google.accessRole = u"reader"_s;
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    rig.begin();
    const QString contents = rig.contents();
    const auto made = rig.wait(rig.live->createEvent(createRequest(u"New"_s)));
    QVERIFY(!made && made.error().category == ErrorCategory::Forbidden);
    const auto edited = rig.wait(rig.live->updateEvent(retitle(u"event1"_s, u"x"_s)));
    QVERIFY(!edited && edited.error().category == ErrorCategory::Forbidden);
    const auto deleted = rig.wait(rig.live->deleteEvent(u"event1"_s));
    QVERIFY(!deleted && deleted.error().category == ErrorCategory::Forbidden);
    QCOMPARE(rig.contents(), contents);
    QVERIFY(rig.google.writes().isEmpty());
}

void CommandsTest::attendeesOfForeignEvents()
{
    ServiceRig rig;
    rig.google.put(meeting(u"event1"_s, u"Base"_s,
        { { u"organizer"_s, QJsonObject{ { u"email"_s, u"boss@example.com"_s } } } }));
    rig.begin();
    service::UpdateRequest request;
    request.googleEventId = u"event1"_s;
    request.content.attendees = QStringList{ u"a@example.com"_s };
    const auto refused = rig.wait(rig.live->updateEvent(request));
    QVERIFY(!refused && refused.error().category == ErrorCategory::Forbidden);
    QVERIFY(rig.google.writes().isEmpty());
}

void CommandsTest::mailsOnlyForTheRequestThatAsked()
{
    ServiceRig rig;
    rig.begin();
    auto request = createRequest(u"New"_s);
    request.content.sendUpdates = calendar::SendUpdates::All;
    const auto made = rig.wait(rig.live->createEvent(request));
    QVERIFY(made);
    QVERIFY(rig.wait(rig.live->updateEvent(retitle(made->view.googleEventId, u"Changed"_s))));
    rig.setTitle(made->view.googleEventId, u"By SQL"_s);
    QVERIFY(rig.wait(rig.live->syncNow()));
    const auto writes = rig.google.writes();
    QCOMPARE(writes.size(), 3);
    QVERIFY(writes.at(0).sendUpdates == calendar::SendUpdates::All);
    QVERIFY(writes.at(1).sendUpdates == calendar::SendUpdates::None);
    QVERIFY(writes.at(2).sendUpdates == calendar::SendUpdates::None);
}

void CommandsTest::aDeletionMailsNobody()
{
    ServiceRig rig;
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    rig.begin();
    QVERIFY(rig.wait(rig.live->pause()));
    auto request = retitle(u"event1"_s, u"Ours"_s);
    request.content.sendUpdates = calendar::SendUpdates::All;
    QVERIFY(rig.wait(rig.live->updateEvent(request)));
    QVERIFY(rig.wait(rig.live->deleteEvent(u"event1"_s)));
    QVERIFY(rig.wait(rig.live->resume()));
    QTRY_VERIFY(rig.google.at(u"event1"_s).isCancelled());
    for (const auto &write : rig.google.writes())
        QVERIFY(write.sendUpdates == calendar::SendUpdates::None);
}

void CommandsTest::aMeetingIsAskedForOnce()
{
    ServiceRig rig;
    rig.begin();
    auto request = createRequest(u"Call"_s);
    request.content.conference = true;
    const auto made = rig.wait(rig.live->createEvent(request));
    QVERIFY(made);
    QVERIFY(!made->view.event.meetingLink().isEmpty());
    auto again = retitle(made->view.googleEventId, u"Renamed"_s);
    again.content.conference = true; // it has one already
    QVERIFY(rig.wait(rig.live->updateEvent(again)));
    int asked = 0;
    for (const auto &write : rig.google.writes())
        asked += write.conferenceData ? 1 : 0;
    QCOMPARE(asked, 1);
    QCOMPARE(rig.google.at(made->view.googleEventId).meetingLink(), made->view.event.meetingLink());
}

ARIA_TEST(CommandsTest)

#include "tst_commands.moc"
