// What a command answers is what is stored, and nothing is called done that Google did not confirm.
#include "service/servicerig.h"

#include "support/testmain.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace aria;
using namespace aria::test;
using store::SyncStatus;

class TestWriteResults : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void updates_data();
    void updates();
    void deletions_data();
    void deletions();
    void onlyOneFieldIsLost();
    void overtakenByASync();
    void guestsAreMerged();
    void awayCalendar();
    void askingTriesAtOnce();
    void genuineNotifications_data();
    void genuineNotifications();
    void webhookRefusals_data();
    void webhookRefusals();
};

namespace {

const QString knownEvent = u"known"_s;

// Signed in, with one event that both sides have.
void fillRig(ServiceRig &rig)
{
    rig.google.put(meeting(knownEvent, u"Before"_s));
    rig.begin();
    QCOMPARE(rig.title(knownEvent), u"Before"_s);
}

} // namespace

void TestWriteResults::updates_data()
{
    QTest::addColumn<ConflictStrategy>("strategy");
    QTest::addColumn<QString>("atGoogle");
    QTest::addColumn<int>("category"); // -1: it succeeds
    QTest::addColumn<bool>("pushed");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("title"); // stored in the end; empty: deleted
    const int gone = int(ErrorCategory::Gone);
    const int conflict = int(ErrorCategory::Conflict);
    const auto row = [](const char *name, ConflictStrategy strategy, const char *atGoogle, int category,
                         bool pushed, const char *status, const char *title) {
        QTest::newRow(name) << strategy << QString::fromLatin1(atGoogle) << category << pushed
                            << QString::fromLatin1(status) << QString::fromLatin1(title);
    };
    using S = ConflictStrategy;
    row("nothing", S::GoogleWins, "", -1, true, "synced", "Ours");
    row("another field", S::GoogleWins, "location", -1, true, "synced", "Ours");
    row("the same field", S::GoogleWins, "summary", conflict, false, "synced", "Theirs");
    row("the same value", S::GoogleWins, "agreed", -1, true, "synced", "Ours");
    row("deleted", S::GoogleWins, "deleted", gone, false, "deleted", "");
    row("purged", S::GoogleWins, "purged", gone, false, "deleted", "");
    row("the same field, aria wins", S::AriaWins, "summary", -1, true, "synced", "Ours");
    row("deleted, aria wins", S::AriaWins, "deleted", -1, true, "synced", "Ours");
    row("the same field, manual", S::Manual, "summary", -1, false, "conflict", "Ours");
    row("deleted, manual", S::Manual, "deleted", -1, false, "conflict", "Ours");
}

void TestWriteResults::updates()
{
    QFETCH(ConflictStrategy, strategy);
    QFETCH(QString, atGoogle);
    QFETCH(int, category);
    QFETCH(bool, pushed);
    QFETCH(QString, status);
    QFETCH(QString, title);
    ServiceRig rig(strategy);
    fillRig(rig);
    if (atGoogle == u"location")
        rig.google.edit(knownEvent, { { u"location"_s, u"There"_s } });
    else if (atGoogle == u"summary")
        rig.google.edit(knownEvent, titled(u"Theirs"_s));
    else if (atGoogle == u"agreed")
        rig.google.edit(knownEvent, titled(u"Ours"_s));
    else if (atGoogle == u"deleted")
        rig.google.remove(knownEvent);
    else if (atGoogle == u"purged")
        rig.google.purge(knownEvent);
    const auto outcome = rig.wait(rig.live->updateEvent(retitle(knownEvent, u"Ours"_s)));
    if (category >= 0) {
        QVERIFY(!outcome);
        QCOMPARE(int(outcome.error().category), category);
        QVERIFY(outcome.error().message.contains(u"history"_s));
        QVERIFY(rig.historyKeeps(u"Ours"_s) || rig.historyCount() > 0);
    } else {
        QVERIFY(outcome);
        QCOMPARE(outcome->pushed, pushed);
        QCOMPARE(toString(outcome->view.status), status);
        QCOMPARE(outcome->view.event.summary(), title);
        if (pushed)
            QCOMPARE(rig.google.at(knownEvent).summary(), title);
    }
    QCOMPARE(rig.status(knownEvent), status);
    QCOMPARE(rig.title(knownEvent), title);
}

void TestWriteResults::deletions_data()
{
    QTest::addColumn<ConflictStrategy>("strategy");
    QTest::addColumn<bool>("edited");
    QTest::addColumn<bool>("succeeds");
    QTest::addColumn<bool>("pushed");
    QTest::addColumn<QString>("status");
    QTest::newRow("nothing happened") << ConflictStrategy::GoogleWins << false << true << true << "deleted";
    QTest::newRow("edited there") << ConflictStrategy::GoogleWins << true << false << false << "synced";
    QTest::newRow("aria wins") << ConflictStrategy::AriaWins << true << true << true << "deleted";
    QTest::newRow("manual") << ConflictStrategy::Manual << true << true << false << "conflict";
}

void TestWriteResults::deletions()
{
    QFETCH(ConflictStrategy, strategy);
    QFETCH(bool, edited);
    QFETCH(bool, succeeds);
    QFETCH(bool, pushed);
    QFETCH(QString, status);
    ServiceRig rig(strategy);
    fillRig(rig);
    if (edited)
        rig.google.edit(knownEvent, titled(u"Theirs"_s));
    const auto outcome = rig.wait(rig.live->deleteEvent(knownEvent));
    QCOMPARE(outcome.has_value(), succeeds);
    if (outcome)
        QCOMPARE(outcome->pushed, pushed);
    else
        QCOMPARE(outcome.error().category, ErrorCategory::Conflict);
    QCOMPARE(rig.status(knownEvent), status);
    QCOMPARE(rig.google.at(knownEvent).isCancelled(), status == u"deleted");
}

void TestWriteResults::onlyOneFieldIsLost()
{
    ServiceRig rig;
    fillRig(rig);
    rig.google.edit(knownEvent, titled(u"Theirs"_s));
    auto request = retitle(knownEvent, u"Ours"_s);
    request.content.location = u"Here"_s;
    const auto outcome = rig.wait(rig.live->updateEvent(request));
    QVERIFY(outcome);
    QVERIFY(outcome->pushed);
    QCOMPARE(outcome->overruled, QStringList{ u"title"_s });
    QCOMPARE(outcome->view.event.summary(), u"Theirs"_s);
    QCOMPARE(rig.google.at(knownEvent).location(), u"Here"_s);
}

// The list of a sync that was under way brings Google's edit before ours is sent.
void TestWriteResults::overtakenByASync()
{
    ServiceRig rig;
    fillRig(rig);
    rig.google.edit(knownEvent, titled(u"Theirs"_s));
    rig.google.hold(u"listed"_s);
    const auto sync = rig.live->syncNow();
    QTRY_VERIFY(rig.google.isWaiting(u"listed"_s));
    rig.google.hold(u"patch"_s);
    const auto update = rig.live->updateEvent(retitle(knownEvent, u"Ours"_s));
    QTRY_COMPARE(rig.title(knownEvent), u"Ours"_s);
    rig.google.release(u"listed"_s);
    QTRY_VERIFY(rig.title(knownEvent) == u"Theirs"_s || rig.google.isWaiting(u"patch"_s));
    rig.google.release(u"patch"_s);
    const auto outcome = rig.wait(update);
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().category, ErrorCategory::Conflict);
    QVERIFY(rig.wait(sync));
    QCOMPARE(rig.title(knownEvent), u"Theirs"_s);
}

void TestWriteResults::guestsAreMerged()
{
    ServiceRig rig;
    fillRig(rig);
    rig.google.edit(knownEvent,
        { { u"attendees"_s, QJsonArray{ QJsonObject{ { u"email"_s, u"theirs@example.com"_s } } } } });
    auto request = retitle(knownEvent, u"Ours"_s);
    request.content.attendees = QStringList{ u"ours@example.com"_s };
    const auto outcome = rig.wait(rig.live->updateEvent(request));
    QVERIFY(outcome);
    QVERIFY(outcome->pushed);
    QCOMPARE(outcome->overruled, QStringList());
    QCOMPARE(rig.google.at(knownEvent).attendees().size(), 2);
}

void TestWriteResults::awayCalendar()
{
    ServiceRig rig;
    fillRig(rig);
    rig.google.put(meeting(u"doomed"_s));
    QVERIFY(rig.wait(rig.live->syncNow()));
    rig.google.away = true;
    const auto updated = rig.wait(rig.live->updateEvent(retitle(knownEvent, u"Ours"_s)));
    QVERIFY(updated);
    QVERIFY(!updated->pushed);
    QVERIFY(updated->view.status == SyncStatus::PendingToGoogle);
    const auto removed = rig.wait(rig.live->deleteEvent(u"doomed"_s));
    QVERIFY(removed);
    QVERIFY(!removed->pushed);
    const auto created = rig.wait(rig.live->createEvent(createRequest(u"New"_s)));
    QVERIFY(created);
    QVERIFY(!created->pushed);
    const auto synced = rig.wait(rig.live->syncNow());
    QVERIFY(!synced);
    QCOMPARE(synced.error().category, ErrorCategory::Unavailable);
    rig.settle();
    const auto status = rig.wait(rig.live->status());
    QVERIFY(status);
    QVERIFY(status->lastError.contains(u"primary"_s));
    QVERIFY(status->calendars.first().lastError.contains(u"primary"_s));
    QVERIFY(status->state == service::State::Idle);
    QCOMPARE(rig.google.living(), 2);

    rig.google.away = false;
    QVERIFY(rig.wait(rig.live->syncNow()));
    QCOMPARE(rig.google.at(knownEvent).summary(), u"Ours"_s);
    QVERIFY(rig.google.at(u"doomed"_s).isCancelled());
    QCOMPARE(rig.google.living(), 2);
}

// Events that wait out a pause of their own are tried when a person asks.
void TestWriteResults::askingTriesAtOnce()
{
    ServiceRig rig;
    fillRig(rig);
    Error limited = googleError(ErrorCategory::RateLimited, u"quotaExceeded"_s, 403);
    limited.retryAfter = std::chrono::hours(1);
    rig.google.failNext(u"patch"_s, limited);
    const auto outcome = rig.wait(rig.live->updateEvent(retitle(knownEvent, u"Ours"_s)));
    QVERIFY(outcome && !outcome->pushed);
    rig.settle();
    const auto status = rig.wait(rig.live->status());
    QVERIFY(status->state == service::State::Idle); // Google answers: it is not offline
    QVERIFY(status->lastError.contains(u"quotaExceeded"_s));
    QVERIFY(rig.wait(rig.live->syncNow()));
    QCOMPARE(rig.google.at(knownEvent).summary(), u"Ours"_s);
    QCOMPARE(rig.status(knownEvent), u"synced"_s);
}

void TestWriteResults::genuineNotifications_data()
{
    QTest::addColumn<QString>("trouble");
    for (const char *trouble : { "away", "limited", "refused", "offline" })
        QTest::newRow(trouble) << QString::fromLatin1(trouble);
}

void TestWriteResults::genuineNotifications()
{
    QFETCH(QString, trouble);
    ServiceRig rig;
    fillRig(rig);
    QVERIFY(rig.wait(rig.live->setupWebhook(u"https://aria.example/webhook"_s, 24)));
    const google::Channel channel = rig.google.channels.first();
    if (trouble == u"away")
        rig.google.away = true;
    else
        rig.google.failNext(u"list"_s,
            trouble == u"limited"       ? googleError(ErrorCategory::RateLimited, u"rateLimitExceeded"_s, 403)
                : trouble == u"refused" ? googleError(ErrorCategory::Forbidden, u"forbidden"_s, 403)
                                        : networkError());
    const auto run =
        rig.wait(rig.live->notified({ channel.id, channel.token, channel.resourceId, u"exists"_s }));
    QVERIFY2(run, qPrintable(run ? QString() : run.error().message));
    QVERIFY(run->finished);
    QCOMPARE(run->changes.errors, 1);
    const auto foreign = rig.wait(rig.live->notified({ channel.id, u"wrong"_s, {}, u"exists"_s }));
    QVERIFY(!foreign);
    QCOMPARE(foreign.error().category, ErrorCategory::NotFound);
}

void TestWriteResults::webhookRefusals_data()
{
    QTest::addColumn<ErrorCategory>("told");
    QTest::newRow("404") << ErrorCategory::NotFound;
    QTest::newRow("403") << ErrorCategory::Forbidden;
    QTest::newRow("410") << ErrorCategory::Gone;
}

void TestWriteResults::webhookRefusals()
{
    QFETCH(ErrorCategory, told);
    ServiceRig rig;
    fillRig(rig);
    rig.google.failNext(u"watch"_s, googleError(told, u"forbidden"_s, 403));
    const auto channel = rig.wait(rig.live->setupWebhook(u"https://aria.example/webhook"_s, 24));
    QVERIFY(!channel);
    QCOMPARE(channel.error().category, ErrorCategory::Precondition); // 400: it cannot be done now
    QVERIFY(channel.error().message.contains(u"Google"_s));
}

ARIA_TEST(TestWriteResults)

#include "tst_writeresults.moc"
