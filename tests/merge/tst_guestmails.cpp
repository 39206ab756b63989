// Nobody gets mail by surprise (guarantee 9), and guests are the organizer's business.
#include "merge/guestmails.h"
#include "support/testmain.h"
#include "sync/enginerig.h"

using namespace Qt::StringLiterals;

namespace tst_guestmails {

using namespace aria;
using namespace aria::test;
using calendar::SendUpdates;
using google::Write;
using Failure = FakeCalendarApi::Fault;

class MailsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyWriteSaysNone();
    void aDeletionNeverMails();
    void whatAskedForMailsIsCounted();
    void aLostAnswerIsCountedOnce();
    void guestsOfOthersAreNotWritten_data();
    void guestsOfOthersAreNotWritten();
    void whoIsTold_data();
    void whoIsTold();

private:
    static void ask(SyncRig &rig, const QString &id, const QString &whom)
    {
        auto record = rig.record(id);
        record->pushOptions = {};
        record->pushOptions.askForMails(*calendar::sendUpdatesFromString(whom), record->revision);
        must(rig.store->write(
            [record](store::Session &session) mutable { return session.events().save(*record); }));
    }
    static qint64 counted(SyncRig &rig)
    {
        auto work = rig.store->read(
            [](store::Session &session) { return sync::mailsCaused(session, { u"primary"_s }); });
        return must(work);
    }
};

namespace {

const QString guests = uR"(["a@x.org","b@gmail.com"])"_s;

QJsonObject guest(const char *email, bool self = false)
{
    QJsonObject json{ { u"email"_s, QLatin1String(email) } };
    if (self)
        json.insert(u"self"_s, true);
    return json;
}

} // namespace

// Inserts, patches, restorations, deletions, occurrences: whatever a sync writes by itself.
void MailsTest::everyWriteSaysNone()
{
    EngineRig rig({}, ConflictStrategy::AriaWins);
    const QJsonObject invited{ { u"attendees"_s, QJsonArray{ guest("a@x.org"), guest("b@x.org") } } };
    for (const char *id : { "patched", "deleted", "restored", "anew00" })
        rig.google.put(meeting(QLatin1String(id), QLatin1String(id), invited));
    rig.google.put(series(u"series1"_s));
    rig.begin();
    rig.createInAria(u"New"_s, u", attendees"_s, u", '%1'"_s.arg(guests));
    rig.setTitle(u"patched"_s, u"Ours"_s);
    rig.deleteInAria(u"deleted"_s);
    rig.google.remove(u"restored"_s);
    rig.setTitle(u"restored"_s, u"Kept"_s);
    rig.google.purge(u"anew00"_s);
    rig.setTitle(u"anew00"_s, u"Kept too"_s);
    rig.google.edit(u"series1_20240117T090000Z"_s, titled(u"Other"_s));
    QVERIFY(rig.syncNow());
    rig.setTitle(u"series1_20240117T090000Z"_s, u"Ours"_s);
    QVERIFY(rig.syncNow());
    QSet<Write::Kind> kinds;
    for (const Write &write : rig.google.writes()) {
        kinds.insert(write.kind);
        QVERIFY(write.sendUpdates == SendUpdates::None);
    }
    QCOMPARE(kinds.size(), 3);
    QVERIFY(rig.google.writes().size() >= 6);
    QCOMPARE(counted(rig), 0);
}

// Also where the edit before it had asked for mails and was never sent.
void MailsTest::aDeletionNeverMails()
{
    SyncRig rig;
    rig.google.put(meeting(u"event1"_s, u"Party"_s, { { u"attendees"_s, QJsonArray{ guest("a@x.org") } } }));
    QVERIFY(rig.runSync());
    rig.setTitle(u"event1"_s, u"Feast"_s);
    ask(rig, u"event1"_s, u"all"_s);
    rig.deleteInAria(u"event1"_s);
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.writes().size(), 1);
    QVERIFY(rig.google.writes().constFirst().kind == Write::Kind::Delete);
    QVERIFY(rig.google.writes().constFirst().sendUpdates == SendUpdates::None);
    QCOMPARE(counted(rig), 0);
}

void MailsTest::whatAskedForMailsIsCounted()
{
    SyncRig rig;
    const QString id = rig.createInAria(u"Party"_s, u", attendees"_s, u", '%1'"_s.arg(guests));
    ask(rig, id, u"all"_s);
    QVERIFY(rig.runPush());
    QVERIFY(rig.google.writes().constLast().sendUpdates == SendUpdates::All);
    QCOMPARE(counted(rig), 2);
    rig.setTitle(id, u"Feast"_s);
    QVERIFY(rig.runPush());
    QCOMPARE(counted(rig), 2); // nobody asked
    rig.setTitle(id, u"Ball"_s);
    ask(rig, id, u"externalOnly"_s);
    QVERIFY(rig.runPush());
    QCOMPARE(counted(rig), 3);
    rig.restart(ConflictStrategy::GoogleWins);
    QCOMPARE(counted(rig), 3);
}

void MailsTest::aLostAnswerIsCountedOnce()
{
    SyncRig rig;
    const QString id = rig.createInAria(u"Party"_s, u", attendees"_s, u", '%1'"_s.arg(guests));
    QVERIFY(rig.runPush());
    rig.setTitle(id, u"Feast"_s);
    ask(rig, id, u"all"_s);
    rig.google.failNext(u"patch"_s, Failure{ networkError(), Failure::When::After });
    QVERIFY(!rig.runPush());
    QVERIFY(rig.runSync());
    QVERIFY(rig.runSync());
    QCOMPARE(counted(rig), 2);
}

void MailsTest::guestsOfOthersAreNotWritten_data()
{
    QTest::addColumn<bool>("titleToo");
    QTest::addColumn<bool>("deletedThere");
    QTest::newRow("guests only") << false << false;
    QTest::newRow("with the title") << true << false;
    QTest::newRow("deleted there") << true << true;
}

void MailsTest::guestsOfOthersAreNotWritten()
{
    QFETCH(bool, titleToo);
    QFETCH(bool, deletedThere);
    SyncRig rig(ConflictStrategy::AriaWins);
    const QString id = u"event1"_s;
    rig.google.put(meeting(id, u"Theirs"_s,
        { { u"organizer"_s, guest("boss@x.org") },
            { u"attendees"_s, QJsonArray{ guest("me@x.org", true), guest("you@x.org") } } }));
    QVERIFY(rig.runSync());
    rig.setInAria(id, u"attendees"_s, uR"(["me@x.org","intruder@x.org"])"_s);
    if (titleToo)
        rig.setTitle(id, u"Mine"_s);
    if (deletedThere)
        rig.google.remove(id);
    QVERIFY(rig.runSync());
    QVERIFY(rig.runSync());
    for (const Write &write : rig.google.writes())
        QVERIFY(!write.body.contains(u"attendees"_s));
    QCOMPARE(rig.google.writes().isEmpty(), !titleToo);
    QCOMPARE(rig.google.at(id).attendees().size(), 2);
    // Both sides hold the organizer's list.
    QCOMPARE(rig.status(id), u"synced"_s);
    QVERIFY(!rig.one(u"SELECT attendees FROM aria_calendar_events"_s).toString().contains(u"intruder"_s));
    QVERIFY(rig.one(u"SELECT count(*) FROM aria_calendar_sync_history WHERE before_event LIKE "
                    u"'%intruder%'"_s)
                .toInt()
        > 0);
}

void MailsTest::whoIsTold_data()
{
    QTest::addColumn<SendUpdates>("sendUpdates");
    QTest::addColumn<QJsonArray>("before");
    QTest::addColumn<QJsonArray>("after");
    QTest::addColumn<qint64>("mails");
    const QJsonArray two{ guest("a@x.org"), guest("b@gmail.com") };
    const QJsonArray withMe{ guest("a@x.org"), guest("me@x.org", true) };
    QTest::newRow("none") << SendUpdates::None << two << two << qint64(0);
    QTest::newRow("all") << SendUpdates::All << two << two << qint64(2);
    QTest::newRow("external") << SendUpdates::ExternalOnly << two << two << qint64(1);
    QTest::newRow("not oneself") << SendUpdates::All << withMe << withMe << qint64(1);
    QTest::newRow("taken off") << SendUpdates::All << two << QJsonArray{} << qint64(2);
    QTest::newRow("nobody") << SendUpdates::All << QJsonArray{} << QJsonArray{} << qint64(0);
    QTest::newRow("spelling") << SendUpdates::All << QJsonArray{ guest("A@x.org") }
                              << QJsonArray{ guest("a@X.org") } << qint64(1);
}

void MailsTest::whoIsTold()
{
    QFETCH(SendUpdates, sendUpdates);
    QFETCH(QJsonArray, before);
    QFETCH(QJsonArray, after);
    const auto event = [](const QJsonArray &attendees) {
        return calendar::Event(QJsonObject{ { u"attendees"_s, attendees } });
    };
    QTEST(sync::mailsOf(sendUpdates, event(before), event(after)), "mails");
}

ARIA_TEST(MailsTest)

} // namespace tst_guestmails

#include "tst_guestmails.moc"
