// What an edit asks for besides its content: mails to guests, a Meet link.
#include "sync/rig.h"

#include "support/testmain.h"

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
    const QString id = rig.createInAria(QStringLiteral("First"));
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
        rig.setTitle(id, QStringLiteral("Second"));
    };
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.writes().size(), 2);
    QVERIFY(rig.google.writes().at(0).sendUpdates == calendar::SendUpdates::All);
    QVERIFY(rig.google.writes().at(1).sendUpdates == calendar::SendUpdates::None);

    // The same with the answer lost and the edit coming back by a pull.
    rig.google.forgetCalls();
    rig.setTitle(id, QStringLiteral("Third"));
    ask(rig.record(id)->revision);
    rig.google.failNext(QStringLiteral("patch"), Failure{ networkError(), Failure::When::After });
    QVERIFY(!rig.runPush());
    rig.setInAria(id, QStringLiteral("location"), QStringLiteral("Berlin"));
    QVERIFY(rig.runSync());
    QCOMPARE(rig.google.at(id).location(), QStringLiteral("Berlin"));
    QVERIFY(rig.google.writes().constLast().sendUpdates == calendar::SendUpdates::None);
}

void PushOptionsTest::aMeetingIsAskedForOnce()
{
    SyncRig rig;
    const QString id = rig.createInAria(QStringLiteral("Call"));
    auto record = rig.record(id);
    record->pushOptions.askForConference(QStringLiteral("request-1"));
    must(rig.store->write(
        [record](store::Session &session) mutable { return session.events().save(*record); }));
    QVERIFY(rig.runPush());
    QVERIFY(!rig.google.at(id).meetingLink().isEmpty());
    const QString link = rig.google.at(id).meetingLink();
    QCOMPARE(calendar::Event(rig.record(id)->base).meetingLink(), link);
    rig.setTitle(id, QStringLiteral("Renamed"));
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.writes().size(), 2);
    QVERIFY(!rig.google.writes().at(1).conferenceData);
    QCOMPARE(rig.google.at(id).meetingLink(), link);
    QVERIFY2(rig.google.violations.isEmpty(), qPrintable(rig.google.violations.join(QLatin1Char('\n'))));
}

void PushOptionsTest::aMeetingIsNotForgotten()
{
    SyncRig rig;
    rig.google.put(meeting(QStringLiteral("event1")));
    QVERIFY(rig.runPull());
    auto record = rig.record(QStringLiteral("event1"));
    record->pushOptions.askForConference(QStringLiteral("request-1"));
    record->status = store::SyncStatus::PendingToGoogle;
    ++record->revision;
    must(rig.store->write(
        [record](store::Session &session) mutable { return session.events().save(*record); }));
    rig.google.edit(QStringLiteral("event1"), titled(QStringLiteral("Theirs")));
    QVERIFY(rig.runSync());
    QVERIFY(!rig.google.at(QStringLiteral("event1")).meetingLink().isEmpty());
    QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("synced"));
    QVERIFY(rig.record(QStringLiteral("event1"))->pushOptions.isEmpty());
}

ARIA_TEST(PushOptionsTest)

} // namespace tst_pushoptions

#include "tst_pushoptions.moc"
