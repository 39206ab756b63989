// Create, update and delete through the service: stored, pushed, answered, taken back.
#include "service/servicerig.h"

#include "support/testmain.h"

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
    const auto made = rig.wait(rig.live->createEvent(createRequest(QStringLiteral("New"))));
    QVERIFY(made);
    QVERIFY(made->pushed);
    const QString id = made->view.googleEventId;
    QCOMPARE(rig.google.at(id).summary(), QStringLiteral("New"));
    const auto updated = rig.wait(rig.live->updateEvent(retitle(id, QStringLiteral("Changed"))));
    QVERIFY(updated && updated->pushed);
    QCOMPARE(rig.google.at(id).summary(), QStringLiteral("Changed"));
    QVERIFY(rig.historyKeeps(QStringLiteral("New")));
    const auto deleted = rig.wait(rig.live->deleteEvent(id));
    QVERIFY(deleted && deleted->pushed);
    QVERIFY(rig.google.at(id).isCancelled());
    QVERIFY(rig.wait(rig.live->deleteEvent(id))); // already deleted
    const auto gone = rig.wait(rig.live->event(id));
    QVERIFY(!gone && gone.error().category == ErrorCategory::NotFound);
    const auto unknown = rig.wait(rig.live->deleteEvent(QStringLiteral("unknown")));
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
    auto request = createRequest(QStringLiteral("Once"));
    if (byKey)
        request.idempotencyKey = QStringLiteral("key");
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
    QCOMPARE(rig.google.count(QStringLiteral("insert")), 1);
    request.content.title = QStringLiteral("Other");
    const auto other = rig.wait(rig.live->createEvent(request));
    QVERIFY(!other && other.error().category == ErrorCategory::Conflict);
}

void CommandsTest::aRowOfAriaBecomesTheEvent()
{
    ServiceRig rig;
    rig.begin();
    rig.sql(
        QStringLiteral("INSERT INTO aria_calendar_events (id, title, start_time, end_time, time_zone) VALUES"
                       " (7, 'Draft', '2024-01-17T10:00:00Z', '2024-01-17T11:00:00Z', 'UTC')"));
    auto request = createRequest(QStringLiteral("Final"));
    request.localEventId = 7;
    const auto made = rig.wait(rig.live->createEvent(request));
    QVERIFY(made);
    QCOMPARE(made->view.localId, 7);
    QTRY_COMPARE(rig.google.living(), 1);
    QCOMPARE(rig.google.at(made->view.googleEventId).summary(), QStringLiteral("Final"));
    QCOMPARE(rig.rows(), 1);
    QVERIFY(rig.historyKeeps(QStringLiteral("Draft")));
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
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    rig.google.put(series(QStringLiteral("series1")));
    rig.google.refuse(QStringLiteral("Bad"));
    rig.begin();
    const int history = rig.historyCount();
    const int rows = rig.rows();
    auto request = createRequest(QStringLiteral("Bad"));
    if (what == QStringLiteral("create with id"))
        request.localEventId = 42;
    auto reply = what.startsWith(QStringLiteral("create")) ? rig.live->createEvent(request)
        : what == QStringLiteral("update")
        ? rig.live->updateEvent(retitle(QStringLiteral("event1"), QStringLiteral("Bad")))
        : rig.live->updateEvent(retitle(QStringLiteral("series1_20240117T090000Z"), QStringLiteral("Bad")));
    const auto refused = rig.wait(reply);
    QVERIFY(!refused);
    QVERIFY(refused.error().category == ErrorCategory::Refused);
    rig.applyDecision();
    QCOMPARE(rig.rows(), rows);
    QCOMPARE(rig.historyCount(), history);
    QCOMPARE(rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync WHERE sync_status <> 'synced'"))
                 .toInt(),
        0);
    QCOMPARE(rig.title(QStringLiteral("event1")), QStringLiteral("Base"));
    QVERIFY(rig.changes.isEmpty());
    QVERIFY(rig.wait(rig.live->syncNow()));
    QCOMPARE(rig.google.living(), 2);
    QCOMPARE(rig.google.writes().size(), 1);
}

void CommandsTest::bothWaitersOfARefusedCreateAreTold()
{
    ServiceRig rig;
    rig.google.refuse(QStringLiteral("Bad"));
    rig.begin();
    auto request = createRequest(QStringLiteral("Bad"));
    request.idempotencyKey = QStringLiteral("key");
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
    rig.google.failNext(QStringLiteral("insert"), networkError());
    const auto made = rig.wait(rig.live->createEvent(createRequest(QStringLiteral("New"))));
    QVERIFY(made);
    QVERIFY(!made->pushed);
    QCOMPARE(toString(made->view.status), QStringLiteral("pending_to_google"));
    rig.applyDecision();
    const auto status = rig.wait(rig.live->status());
    QVERIFY(status);
    QVERIFY(status->state == service::State::Offline);
    QVERIFY(!status->lastError.isEmpty());
    QCOMPARE(status->statistics.pendingToGoogle, 1);
    QVERIFY(rig.wait(rig.live->syncNow()));
    QCOMPARE(rig.google.living(), 1);
    QVERIFY(rig.wait(rig.live->pause()));
    const auto paused = rig.wait(rig.live->createEvent(createRequest(QStringLiteral("Second"))));
    QVERIFY(paused && !paused->pushed);
    QVERIFY(rig.wait(rig.live->status())->state == service::State::Paused);
    QVERIFY(rig.wait(rig.live->resume()));
    QTRY_COMPARE(rig.google.living(), 2);
}

void CommandsTest::oneOccurrence_data()
{
    QTest::addColumn<bool>("opaque");
    QTest::addColumn<bool>("remove");
    QTest::newRow("update") << false << false;
    QTest::newRow("update, opaque") << true << false;
    QTest::newRow("delete") << false << true;
    QTest::newRow("delete, opaque") << true << true;
}

void CommandsTest::oneOccurrence()
{
    QFETCH(bool, opaque);
    QFETCH(bool, remove);
    ServiceRig rig;
    rig.google.opaqueInstanceIds = opaque;
    rig.google.put(series(QStringLiteral("series1")));
    rig.begin();
    const QString ours = QStringLiteral("series1_20240117T090000Z");
    QString name = ours;
    if (opaque) { // as Google itself names it
        const auto found = QCoro::waitFor(rig.google.instance(QStringLiteral("primary"),
            QStringLiteral("series1"), timeAt(QStringLiteral("2024-01-17T09:00:00Z"))));
        QVERIFY(found);
        name = found->id();
        QVERIFY(name != ours);
    }
    auto reply =
        remove ? rig.live->deleteEvent(name) : rig.live->updateEvent(retitle(name, QStringLiteral("Other")));
    const auto done = rig.wait(reply);
    QVERIFY(done);
    QVERIFY(done->pushed);
    QCOMPARE(done->view.googleEventId, ours);
    const auto read = rig.wait(rig.live->event(ours));
    QCOMPARE(read.has_value(), !remove);
    if (!remove)
        QCOMPARE(read->event.summary(), QStringLiteral("Other"));
    QVERIFY(!rig.google.at(QStringLiteral("series1")).isCancelled());
    const auto neighbour = rig.wait(rig.live->event(QStringLiteral("series1_20240118T090000Z")));
    QVERIFY(neighbour);
    QCOMPARE(neighbour->event.summary(), QStringLiteral("Series"));
    QVERIFY(!rig.wait(
        rig.live->updateEvent(retitle(QStringLiteral("series1_20240117T093000Z"), QStringLiteral("x")))));
    QCOMPARE(rig.rows(), 2);
}

void CommandsTest::anEtagThatIsOldIsRefused()
{
    ServiceRig rig;
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    rig.begin();
    auto request = retitle(QStringLiteral("event1"), QStringLiteral("Ours"));
    request.etag = QStringLiteral("\"old\"");
    const auto stale = rig.wait(rig.live->updateEvent(request));
    QVERIFY(!stale && stale.error().category == ErrorCategory::Stale);
    QCOMPARE(rig.title(QStringLiteral("event1")), QStringLiteral("Base"));
    request.etag = rig.google.at(QStringLiteral("event1")).etag();
    QVERIFY(rig.wait(rig.live->updateEvent(request)));
}

void CommandsTest::readOnlyCalendarsTakeNoEdits()
{
    ServiceRig rig;
    rig.google.accessRole = QStringLiteral("reader");
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    rig.begin();
    const QString contents = rig.contents();
    const auto made = rig.wait(rig.live->createEvent(createRequest(QStringLiteral("New"))));
    QVERIFY(!made && made.error().category == ErrorCategory::Forbidden);
    const auto edited =
        rig.wait(rig.live->updateEvent(retitle(QStringLiteral("event1"), QStringLiteral("x"))));
    QVERIFY(!edited && edited.error().category == ErrorCategory::Forbidden);
    const auto deleted = rig.wait(rig.live->deleteEvent(QStringLiteral("event1")));
    QVERIFY(!deleted && deleted.error().category == ErrorCategory::Forbidden);
    QCOMPARE(rig.contents(), contents);
    QVERIFY(rig.google.writes().isEmpty());
}

void CommandsTest::attendeesOfForeignEvents()
{
    ServiceRig rig;
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base"),
        { { QStringLiteral("organizer"),
            QJsonObject{ { QStringLiteral("email"), QStringLiteral("boss@example.com") } } } }));
    rig.begin();
    service::UpdateRequest request;
    request.googleEventId = QStringLiteral("event1");
    request.content.attendees = QStringList{ QStringLiteral("a@example.com") };
    const auto refused = rig.wait(rig.live->updateEvent(request));
    QVERIFY(!refused && refused.error().category == ErrorCategory::Forbidden);
    QVERIFY(rig.google.writes().isEmpty());
}

void CommandsTest::mailsOnlyForTheRequestThatAsked()
{
    ServiceRig rig;
    rig.begin();
    auto request = createRequest(QStringLiteral("New"));
    request.content.sendUpdates = calendar::SendUpdates::All;
    const auto made = rig.wait(rig.live->createEvent(request));
    QVERIFY(made);
    QVERIFY(rig.wait(rig.live->updateEvent(retitle(made->view.googleEventId, QStringLiteral("Changed")))));
    rig.setTitle(made->view.googleEventId, QStringLiteral("By SQL"));
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
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    rig.begin();
    QVERIFY(rig.wait(rig.live->pause()));
    auto request = retitle(QStringLiteral("event1"), QStringLiteral("Ours"));
    request.content.sendUpdates = calendar::SendUpdates::All;
    QVERIFY(rig.wait(rig.live->updateEvent(request)));
    QVERIFY(rig.wait(rig.live->deleteEvent(QStringLiteral("event1"))));
    QVERIFY(rig.wait(rig.live->resume()));
    QTRY_VERIFY(rig.google.at(QStringLiteral("event1")).isCancelled());
    for (const auto &write : rig.google.writes())
        QVERIFY(write.sendUpdates == calendar::SendUpdates::None);
}

void CommandsTest::aMeetingIsAskedForOnce()
{
    ServiceRig rig;
    rig.begin();
    auto request = createRequest(QStringLiteral("Call"));
    request.content.conference = true;
    const auto made = rig.wait(rig.live->createEvent(request));
    QVERIFY(made);
    QVERIFY(!made->view.event.meetingLink().isEmpty());
    auto again = retitle(made->view.googleEventId, QStringLiteral("Renamed"));
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
