// What an edit asks for besides its content: mails to guests, a Meet link.
#include "sync/rig.h"

#include "support/testmain.h"

using namespace Qt::StringLiterals;

namespace tst_pushoptions {

using namespace aria;
using namespace aria::test;
using google::Write;
using Failure = FakeCalendarApi::Fault;

class PushOptionsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void mailsOnlyForTheEditThatAsked();
    void aMeetingIsAskedForOnce();
    void aMeetingIsNotForgotten();
};

void PushOptionsTest::mailsOnlyForTheEditThatAsked()
{
    SyncRig rig;
    const QString id = rig.createInAria(u"First"_s);
    const auto ask = [&](qint64 revision) {
        auto record = rig.record(id);
        record->pushOptions = {};
        record->pushOptions.askForMails(calendar::SendUpdates::All, revision);
        must(rig.store->write(
            [record](store::Session &session) mutable { return session.events().save(*record); }));
    };
    ask(rig.record(id)->revision);
    // An edit that did not ask, made while the one that did is on its way.
    rig.google.afterWrite = [&](const Write &) {
        rig.google.afterWrite = nullptr;
        rig.setTitle(id, u"Second"_s);
    };
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.writes().size(), 2);
    QVERIFY(rig.google.writes().at(0).sendUpdates == calendar::SendUpdates::All);
    QVERIFY(rig.google.writes().at(1).sendUpdates == calendar::SendUpdates::None);

    // The same with the answer lost and the edit coming back by a pull.
    rig.google.forgetCalls();
    rig.setTitle(id, u"Third"_s);
    ask(rig.record(id)->revision);
    rig.google.failNext(u"patch"_s, Failure{ networkError(), Failure::When::After });
    QVERIFY(!rig.runPush());
    rig.setInAria(id, u"location"_s, u"Berlin"_s);
    QVERIFY(rig.runSync());
    QCOMPARE(rig.google.at(id).location(), u"Berlin"_s);
    QVERIFY(rig.google.writes().constLast().sendUpdates == calendar::SendUpdates::None);
}

void PushOptionsTest::aMeetingIsAskedForOnce()
{
    SyncRig rig;
    const QString id = rig.createInAria(u"Call"_s);
    auto record = rig.record(id);
    record->pushOptions.askForConference(u"request-1"_s);
    must(rig.store->write(
        [record](store::Session &session) mutable { return session.events().save(*record); }));
    QVERIFY(rig.runPush());
    QVERIFY(!rig.google.at(id).meetingLink().isEmpty());
    const QString link = rig.google.at(id).meetingLink();
    QCOMPARE(calendar::Event(rig.record(id)->base).meetingLink(), link);
    rig.setTitle(id, u"Renamed"_s);
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.writes().size(), 2);
    QVERIFY(!rig.google.writes().at(1).conferenceData);
    QCOMPARE(rig.google.at(id).meetingLink(), link);
    QVERIFY2(rig.google.violations.isEmpty(), qPrintable(rig.google.violations.join(QLatin1Char('\n'))));
}

void PushOptionsTest::aMeetingIsNotForgotten()
{
    SyncRig rig;
    rig.google.put(meeting(u"event1"_s));
    QVERIFY(rig.runPull());
    auto record = rig.record(u"event1"_s);
    record->pushOptions.askForConference(u"request-1"_s);
    record->status = store::SyncStatus::PendingToGoogle;
    ++record->revision;
    must(rig.store->write(
        [record](store::Session &session) mutable { return session.events().save(*record); }));
    rig.google.edit(u"event1"_s, titled(u"Theirs"_s));
    QVERIFY(rig.runSync());
    QVERIFY(!rig.google.at(u"event1"_s).meetingLink().isEmpty());
    QCOMPARE(rig.status(u"event1"_s), u"synced"_s);
    QVERIFY(rig.record(u"event1"_s)->pushOptions.isEmpty());
}

ARIA_TEST(PushOptionsTest)

} // namespace tst_pushoptions

#include "tst_pushoptions.moc"
