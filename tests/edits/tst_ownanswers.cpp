// What Google makes of what it is sent (cleaned texts, times without fractions, a calendar's default reminders) is nobody's
// edit: it never wins over what ARIA has changed since.
#include "calendar/fields.h"
#include "service/servicerig.h"

#include "support/testmain.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace tst_ownanswers {

using namespace aria;
using namespace aria::test;
using calendar::Event;

class OwnAnswersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aLaterEditHolds_data();
    void aLaterEditHolds();
    void aDeletionHolds();
    void aLostAnswerToAnInsert_data();
    void aLostAnswerToAnInsert();
    void aLostAnswerToAPatch_data();
    void aLostAnswerToAPatch();
    void aGuestIsAddedMeanwhile();
    void nothingOfARefusedEditIsKept_data();
    void nothingOfARefusedEditIsKept();
    void ofTwoEditsTheRefusedOneGoes_data();
    void ofTwoEditsTheRefusedOneGoes();
    void aRefusedResolutionIsNone();
    void mailsGoWithTheEditThatAskedForThem();
};

namespace {

const QString knownEvent = u"known"_s;

// Google cleans texts, knows no fractions of a second, and has reminders of its own for what comes without.
void clean(Event &event)
{
    QString text = event.json().value(u"description"_s).toString();
    if (text.contains(u"<script>"_s))
        event.set(u"description"_s, text.remove(u"<script>"_s));
    for (const auto &member : { u"start"_s, u"end"_s }) {
        QJsonObject time = event.json().value(member).toObject();
        time[u"dateTime"_s] = time.value(u"dateTime"_s).toString().remove(u".250"_s);
        event.set(member, time);
    }
    if (!event.json().contains(u"reminders"_s)) {
        event.set(u"reminders"_s,
            QJsonObject{ { u"useDefault"_s, false },
                { u"overrides"_s,
                    QJsonArray{ QJsonObject{ { u"method"_s, u"popup"_s }, { u"minutes"_s, 30 } } } } });
    }
}

service::CreateRequest unclean(const QString &title)
{
    auto request = createRequest(title);
    request.content.start = timeAt(u"2024-01-17T10:00:00.250Z"_s);
    request.content.end = timeAt(u"2024-01-17T11:00:00.250Z"_s);
    request.content.description = u"one<script>"_s;
    return request;
}

// Every field that Google cleaned is changed again.
service::UpdateRequest changeAll(const QString &id)
{
    service::UpdateRequest request;
    request.googleEventId = id;
    request.content.description = u"two"_s;
    request.content.start = timeAt(u"2024-01-18T12:00:00Z"_s);
    request.content.end = timeAt(u"2024-01-18T13:00:00Z"_s);
    request.content.reminders =
        QJsonArray{ QJsonObject{ { u"method"_s, u"popup"_s }, { u"minutes"_s, 600 } } };
    return request;
}

void compareAll(ServiceRig &rig, const QString &id)
{
    const Event there = rig.google.at(id);
    QCOMPARE(there.json().value(u"description"_s).toString(), u"two"_s);
    QCOMPARE(there.start().instant(QTimeZone::utc()), at(u"2024-01-18T12:00:00Z"_s));
    const QJsonArray overrides =
        there.json().value(u"reminders"_s).toObject().value(u"overrides"_s).toArray();
    QCOMPARE(overrides.size(), 1);
    QCOMPARE(overrides.first().toObject().value(u"minutes"_s).toInt(), 600);
    const auto here = sync::ariaVersion(*rig.record(id));
    QVERIFY(here);
    QVERIFY(calendar::sameContent(here->event, there));
    QCOMPARE(rig.status(id), u"synced"_s);
    QCOMPARE(
        rig.one(u"SELECT count(*) FROM aria_calendar_sync_history WHERE reason LIKE '%wins%'"_s).toInt(), 0);
}

} // namespace

void OwnAnswersTest::aLaterEditHolds_data()
{
    QTest::addColumn<ConflictStrategy>("strategy");
    QTest::addColumn<bool>("isNew");
    for (const bool isNew : { true, false }) {
        const char *what = isNew ? "insert" : "patch";
        QTest::addRow("%s, Google wins", what) << ConflictStrategy::GoogleWins << isNew;
        QTest::addRow("%s, the most recent", what) << ConflictStrategy::MostRecent << isNew;
        QTest::addRow("%s, a person decides", what) << ConflictStrategy::Manual << isNew;
    }
}

void OwnAnswersTest::aLaterEditHolds()
{
    QFETCH(ConflictStrategy, strategy);
    QFETCH(bool, isNew);
    ServiceRig rig(strategy);
    rig.google.ownDoing = clean;
    rig.google.put(meeting(knownEvent, u"Before"_s));
    rig.begin();
    const QString answer = isNew ? u"insert-answer"_s : u"patch-answer"_s;
    rig.google.hold(answer);
    QFuture<Expected<service::WriteOutcome>> first;
    if (isNew) {
        first = rig.live->createEvent(unclean(u"New"_s));
    } else {
        const auto request = unclean(u"New"_s);
        service::UpdateRequest update;
        update.googleEventId = knownEvent;
        update.content = request.content;
        first = rig.live->updateEvent(update);
    }
    QTRY_VERIFY(rig.google.isWaiting(answer));
    const QString id = rig.one(u"SELECT google_event_id FROM aria_calendar_sync WHERE sync_status = "
                               u"'pending_to_google'"_s)
                           .toString();
    const auto second = rig.live->updateEvent(changeAll(id));
    QTRY_COMPARE(rig.record(id)->columns.description, u"two"_s);
    rig.google.release(answer);
    QVERIFY(rig.wait(first));
    QVERIFY(rig.wait(second));
    compareAll(rig, id);
    QVERIFY(rig.wait(rig.live->syncNow()));
    compareAll(rig, id);
}

void OwnAnswersTest::aDeletionHolds()
{
    ServiceRig rig;
    rig.google.ownDoing = clean;
    rig.begin();
    rig.google.hold(u"insert-answer"_s);
    const auto first = rig.live->createEvent(unclean(u"New"_s));
    QTRY_VERIFY(rig.google.isWaiting(u"insert-answer"_s));
    const QString id = rig.one(u"SELECT google_event_id FROM aria_calendar_sync"_s).toString();
    const auto second = rig.live->deleteEvent(id);
    QTRY_VERIFY(rig.record(id)->isDeletedInAria());
    rig.google.release(u"insert-answer"_s);
    rig.wait(first);
    QVERIFY(rig.wait(second));
    QVERIFY(rig.google.at(id).isCancelled());
    QVERIFY(rig.record(id)->isDeletedInAria());
}

void OwnAnswersTest::aLostAnswerToAnInsert_data()
{
    QTest::addColumn<bool>("touched");
    QTest::newRow("untouched since") << false;
    QTest::newRow("renamed in Google since") << true;
}

void OwnAnswersTest::aLostAnswerToAnInsert()
{
    QFETCH(bool, touched);
    ServiceRig rig;
    rig.google.ownDoing = clean;
    rig.begin();
    rig.google.failNext(u"insert"_s, { networkError(), FakeCalendarApi::Fault::When::After });
    const auto created = rig.wait(rig.live->createEvent(unclean(u"New"_s)));
    QVERIFY(created && !created->pushed);
    const QString id = created->view.event.id();
    QVERIFY(!rig.google.at(id).isEmpty());
    rig.clock.advance(std::chrono::minutes(1));
    if (touched)
        rig.google.edit(id, titled(u"Theirs"_s));
    rig.google.failNext(u"insert"_s, networkError());
    rig.wait(rig.live->updateEvent(changeAll(id)));
    QVERIFY(rig.wait(rig.live->syncNow()));
    rig.settle();
    if (touched)
        QCOMPARE(rig.google.at(id).summary(), u"Theirs"_s);
    else
        compareAll(rig, id);
    QCOMPARE(rig.google.living(), 1);
}

void OwnAnswersTest::aLostAnswerToAPatch_data()
{
    QTest::addColumn<ConflictStrategy>("strategy");
    QTest::addColumn<QString>("then");
    for (const auto strategy :
        { ConflictStrategy::GoogleWins, ConflictStrategy::MostRecent, ConflictStrategy::Manual }) {
        for (const char *then : { "nothing", "edited here", "moved there", "rewritten there" })
            QTest::addRow("%s, %s", qPrintable(toString(strategy)), then)
                << strategy << QString::fromLatin1(then);
    }
}

void OwnAnswersTest::aLostAnswerToAPatch()
{
    QFETCH(ConflictStrategy, strategy);
    QFETCH(QString, then);
    ServiceRig rig(strategy);
    rig.google.ownDoing = clean;
    rig.google.put(meeting(knownEvent, u"Before"_s,
        { { u"description"_s, u"zero"_s }, { u"reminders"_s, QJsonObject{ { u"useDefault"_s, true } } } }));
    rig.begin();
    rig.google.failNext(u"patch"_s, { networkError(), FakeCalendarApi::Fault::When::After });
    service::UpdateRequest update;
    update.googleEventId = knownEvent;
    update.content = unclean(u"Ours"_s).content;
    const auto first = rig.wait(rig.live->updateEvent(update));
    QVERIFY(first && !first->pushed);
    QCOMPARE(rig.google.at(knownEvent).description(), u"one"_s);
    rig.settle();
    rig.clock.advance(std::chrono::minutes(1));
    if (then == u"edited here") {
        rig.google.failNext(u"get"_s, networkError());
        rig.wait(rig.live->updateEvent(changeAll(knownEvent)));
    } else if (then == u"moved there") {
        rig.google.edit(knownEvent, { { u"location"_s, u"There"_s } });
    } else if (then == u"rewritten there") {
        rig.google.edit(knownEvent, { { u"description"_s, u"theirs"_s } });
    }
    QVERIFY(rig.wait(rig.live->syncNow()));
    rig.settle();
    if (then == u"rewritten there" && strategy == ConflictStrategy::Manual) {
        QCOMPARE(rig.status(knownEvent), u"conflict"_s);
        return;
    }
    QCOMPARE(rig.status(knownEvent), u"synced"_s);
    if (then == u"edited here") {
        compareAll(rig, knownEvent);
        return;
    }
    const auto here = sync::ariaVersion(*rig.record(knownEvent));
    QVERIFY(here && calendar::sameContent(here->event, rig.google.at(knownEvent)));
    QCOMPARE(here->event.summary(), u"Ours"_s);
    QCOMPARE(here->event.location(), then == u"moved there" ? u"There"_s : QString());
    QCOMPARE(here->event.description(), then == u"rewritten there" ? u"theirs"_s : u"one"_s);
    if (then != u"rewritten there")
        QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_sync_history WHERE reason LIKE '%wins%'"_s), 0);
}

// Google leaves out what a guest is called.
void OwnAnswersTest::aGuestIsAddedMeanwhile()
{
    ServiceRig rig;
    rig.google.ownDoing = [](Event &event) {
        QJsonArray guests = event.json().value(u"attendees"_s).toArray();
        for (auto guest : guests) {
            QJsonObject known = guest.toObject();
            known.remove(u"displayName"_s);
            guest = known;
        }
        if (!guests.isEmpty())
            event.set(u"attendees"_s, guests);
    };
    rig.begin();
    rig.google.hold(u"insert-answer"_s);
    auto request = createRequest(u"New"_s);
    request.content.attendees = QStringList{ u"one@example.com"_s };
    const auto first = rig.live->createEvent(request);
    QTRY_VERIFY(rig.google.isWaiting(u"insert-answer"_s));
    const QString id = rig.one(u"SELECT google_event_id FROM aria_calendar_sync"_s).toString();
    service::UpdateRequest more;
    more.googleEventId = id;
    more.content.attendees = QStringList{ u"one@example.com"_s, u"two@example.com"_s };
    const auto second = rig.live->updateEvent(more);
    QTRY_COMPARE(rig.record(id)->columns.attendees.size(), 2);
    rig.google.release(u"insert-answer"_s);
    QVERIFY(rig.wait(first));
    QVERIFY(rig.wait(second));
    QCOMPARE(rig.google.at(id).attendees().size(), 2);
    QCOMPARE(rig.record(id)->columns.attendees.size(), 2);
}

void OwnAnswersTest::nothingOfARefusedEditIsKept_data()
{
    QTest::addColumn<ConflictStrategy>("strategy");
    QTest::newRow("Google wins") << ConflictStrategy::GoogleWins;
    QTest::newRow("ARIA wins") << ConflictStrategy::AriaWins;
    QTest::newRow("the most recent") << ConflictStrategy::MostRecent;
    QTest::newRow("a person decides") << ConflictStrategy::Manual;
}

// Google had changed another field: the edit is merged with that, sent again, and refused.
void OwnAnswersTest::nothingOfARefusedEditIsKept()
{
    QFETCH(ConflictStrategy, strategy);
    ServiceRig rig(strategy);
    rig.google.put(meeting(knownEvent, u"Before"_s));
    rig.begin();
    rig.google.refuse(u"Refused"_s);
    rig.google.edit(knownEvent, { { u"location"_s, u"There"_s } });
    const auto outcome = rig.wait(rig.live->updateEvent(retitle(knownEvent, u"Refused"_s)));
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().category, ErrorCategory::Refused);
    QCOMPARE(rig.title(knownEvent), u"Before"_s);
    QCOMPARE(rig.record(knownEvent)->columns.location, u"There"_s);
    QCOMPARE(rig.status(knownEvent), u"synced"_s);
    QCOMPARE(
        rig.one(u"SELECT count(*) FROM aria_calendar_sync_history WHERE before_event LIKE '%Refused%' OR "
                u"after_event LIKE '%Refused%'"_s)
            .toInt(),
        0);
    rig.google.forgetCalls();
    QVERIFY(rig.wait(rig.live->syncNow()));
    QVERIFY(rig.google.writes().isEmpty());
    QCOMPARE(rig.google.at(knownEvent).location(), u"There"_s);
}

void OwnAnswersTest::ofTwoEditsTheRefusedOneGoes_data()
{
    QTest::addColumn<bool>("refusedFirst");
    QTest::newRow("the first is refused") << true;
    QTest::newRow("the second is refused") << false;
}

// The second comes while the first is under way, so one push holds both.
void OwnAnswersTest::ofTwoEditsTheRefusedOneGoes()
{
    QFETCH(bool, refusedFirst);
    ServiceRig rig;
    rig.google.put(meeting(knownEvent, u"Before"_s));
    rig.begin();
    rig.google.refuse(u"Refused"_s);
    service::UpdateRequest good;
    good.googleEventId = knownEvent;
    good.content.location = u"Here"_s;
    const auto bad = retitle(knownEvent, u"Refused"_s);
    rig.google.hold(u"patch-answer"_s);
    const auto first = rig.live->updateEvent(refusedFirst ? bad : good);
    QTRY_VERIFY(rig.google.isWaiting(u"patch-answer"_s));
    const auto second = rig.live->updateEvent(refusedFirst ? good : bad);
    QTRY_COMPARE(rig.record(knownEvent)->columns.location, u"Here"_s);
    QTRY_COMPARE(rig.title(knownEvent), u"Refused"_s);
    rig.google.release(u"patch-answer"_s);
    const auto one = rig.wait(first);
    const auto two = rig.wait(second);
    QCOMPARE(one.has_value(), !refusedFirst);
    QCOMPARE(two.has_value(), refusedFirst);
    rig.settle();
    QTRY_COMPARE(rig.status(knownEvent), u"synced"_s);
    QCOMPARE(rig.title(knownEvent), u"Before"_s);
    QCOMPARE(rig.record(knownEvent)->columns.location, u"Here"_s);
    QCOMPARE(rig.google.at(knownEvent).summary(), u"Before"_s);
    QCOMPARE(rig.google.at(knownEvent).location(), u"Here"_s);
}

void OwnAnswersTest::aRefusedResolutionIsNone()
{
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(knownEvent, u"Before"_s));
    rig.begin();
    rig.google.edit(knownEvent, titled(u"Theirs"_s));
    QVERIFY(rig.wait(rig.live->updateEvent(retitle(knownEvent, u"Refused"_s))));
    QCOMPARE(rig.status(knownEvent), u"conflict"_s);
    const int history = rig.historyCount();
    rig.google.refuse(u"Refused"_s);
    const auto refused = rig.wait(rig.live->resolveConflict(knownEvent, { store::Side::Aria, {} }));
    QVERIFY(!refused);
    QCOMPARE(refused.error().category, ErrorCategory::Refused);
    QCOMPARE(rig.status(knownEvent), u"conflict"_s);
    QCOMPARE(rig.title(knownEvent), u"Refused"_s);
    QCOMPARE(rig.historyCount(), history);
    QVERIFY(rig.wait(rig.live->resolveConflict(knownEvent, { store::Side::Google, {} })));
    QCOMPARE(rig.title(knownEvent), u"Theirs"_s);
    QCOMPARE(rig.status(knownEvent), u"synced"_s);
}

// Refused long after it was answered: what it asked for is not done with another edit, of whomever.
void OwnAnswersTest::mailsGoWithTheEditThatAskedForThem()
{
    ServiceRig rig;
    rig.google.put(meeting(knownEvent, u"Before"_s,
        { { u"attendees"_s, QJsonArray{ QJsonObject{ { u"email"_s, u"guest@example.com"_s } } } } }));
    rig.begin();
    rig.google.refuse(u"Refused"_s);
    rig.google.failNext(u"patch"_s, networkError());
    auto request = retitle(knownEvent, u"Refused"_s);
    request.content.sendUpdates = calendar::SendUpdates::All;
    const auto outcome = rig.wait(rig.live->updateEvent(request));
    QVERIFY(outcome && !outcome->pushed);
    QVERIFY(rig.wait(rig.live->syncNow()));
    rig.settle();
    QCOMPARE(rig.status(knownEvent), u"error"_s);
    rig.google.forgetCalls();
    rig.sql(
        u"UPDATE aria_calendar_events SET title = 'Other', location = 'Here' WHERE google_event_id = 'known'"_s);
    QVERIFY(rig.wait(rig.live->syncNow()));
    rig.settle();
    QCOMPARE(rig.google.at(knownEvent).location(), u"Here"_s);
    for (const google::Write &write : rig.google.writes())
        QCOMPARE(toString(write.sendUpdates), u"none"_s);
}

ARIA_TEST(OwnAnswersTest)

} // namespace tst_ownanswers
#include "tst_ownanswers.moc"
