// Google's push notifications: set up, renewed with overlap, stopped.
#include "sync/enginerig.h"

#include "support/testmain.h"

using namespace Qt::StringLiterals;

namespace tst_channels {

using namespace aria;
using namespace aria::test;

class ChannelsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void setUpAtTheFirstSync();
    void pollsSeldomWhileAChannelWorks();
    void knowsOnlyItsOwnChannels();
    void theFirstNotificationMayComeEarly();
    void renewedWithOverlap();
    void replacedChannelsAreStoppedLater();
    void survivesARestart();
    void stoppedStaysStopped();
    void aRefusedChannelIsTriedAgain();

private:
    const QUrl address{ u"https://hooks.example.com/webhook"_s };
};

void ChannelsTest::setUpAtTheFirstSync()
{
    EngineRig rig(address);
    rig.begin();
    QTRY_COMPARE(rig.google.channels.size(), 1);
    rig.settle();
    QCOMPARE(rig.google.channels.constFirst().address, address.toString());
    const auto current = rig.engine->channels().current();
    QVERIFY(current);
    QVERIFY(current->token.size() >= 32);
    QCOMPARE(rig.engine->channels().renewalDue(), current->expiration.addSecs(-7 * 24 * 360));
    QVERIFY(rig.syncNow());
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.google.count(u"watch"_s), 1);

    EngineRig without;
    without.begin();
    QCOMPARE(without.google.count(u"watch"_s), 0);
}

void ChannelsTest::pollsSeldomWhileAChannelWorks()
{
    EngineRig rig(address);
    rig.begin();
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.secondsToNextSync(), 1800);
    QVERIFY(QCoro::waitFor(rig.engine->channels().stopAll()));
    rig.engine->channelChanged();
    QCOMPARE(rig.secondsToNextSync(), 300);
    QVERIFY(QCoro::waitFor(rig.engine->channels().setUp(address, std::chrono::hours(1))));
    rig.engine->channelChanged();
    QCOMPARE(rig.secondsToNextSync(), 1800);
    rig.clock.advance(std::chrono::hours(2)); // it ran out
    QVERIFY(!rig.engine->channels().current());
}

void ChannelsTest::knowsOnlyItsOwnChannels()
{
    EngineRig rig(address);
    rig.begin();
    const auto channel = rig.google.channels.constFirst();
    const auto &channels = rig.engine->channels();
    QVERIFY(channels.isKnown(channel.id, channel.token));
    QVERIFY(!channels.isKnown(channel.id, QString()));
    QVERIFY(!channels.isKnown(channel.id, channel.token + u"x"_s));
    QVERIFY(!channels.isKnown(channel.id, channel.token.chopped(1) + u"z"_s));
    QVERIFY(!channels.isKnown(u"other"_s, channel.token));
    QVERIFY(!channels.isKnown({}, {}));
}

void ChannelsTest::theFirstNotificationMayComeEarly()
{
    EngineRig rig;
    rig.begin();
    rig.google.hold(u"watch"_s);
    auto setting = rig.engine->channels().setUp(address, std::chrono::hours(1));
    QTRY_VERIFY(rig.google.isWaiting(u"watch"_s));
    const QString id = rig.google.calls.constLast().id;
    QVERIFY(!rig.engine->channels().isKnown(id, QString())); // the token is asked for all the same
    rig.google.release(u"watch"_s);
    const auto channel = QCoro::waitFor(std::move(setting));
    QVERIFY(channel);
    QCOMPARE(channel->id, id);
    QVERIFY(rig.engine->channels().isKnown(id, channel->token));
}

void ChannelsTest::renewedWithOverlap()
{
    EngineRig rig(address);
    rig.google.channelLife = std::chrono::hours(10); // Google grants less than was asked for
    rig.begin();
    const auto old = *rig.engine->channels().current();
    QCOMPARE(rig.engine->channels().renewalDue(), old.expiration.addSecs(-3600));
    rig.clock.advance(std::chrono::hours(8));
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.google.count(u"watch"_s), 1);
    rig.clock.advance(std::chrono::minutes(61));
    rig.google.hold(u"stop"_s);
    rig.engine->channelChanged(); // looks at the clock at once
    QTRY_VERIFY(rig.google.isWaiting(u"stop"_s));
    // Both work now, and both are ours.
    QCOMPARE(rig.google.channels.size(), 2);
    QVERIFY(rig.engine->channels().isKnown(old.id, old.token));
    QVERIFY(rig.engine->channels().current()->id != old.id);
    rig.google.release(u"stop"_s);
    rig.settle();
    QCOMPARE(rig.google.channels.size(), 1);
    QVERIFY(!rig.engine->channels().isKnown(old.id, old.token));
}

void ChannelsTest::replacedChannelsAreStoppedLater()
{
    EngineRig rig(address);
    rig.begin();
    rig.google.failNext(u"stop"_s, networkError());
    QVERIFY(QCoro::waitFor(rig.engine->channels().setUp(address, std::chrono::hours(1))));
    rig.engine->channelChanged();
    QCOMPARE(rig.google.channels.size(), 2);
    rig.restartEngine(); // remembered
    rig.begin();
    QCOMPARE(rig.google.channels.size(), 1);
    QCOMPARE(rig.google.channels.constFirst().id, rig.engine->channels().current()->id);
}

void ChannelsTest::survivesARestart()
{
    EngineRig rig(address);
    rig.begin();
    const auto before = *rig.engine->channels().current();
    rig.restartEngine();
    rig.begin();
    const auto after = rig.engine->channels().current();
    QVERIFY(after);
    QCOMPARE(after->id, before.id);
    QVERIFY(rig.engine->channels().isKnown(before.id, before.token));
    QCOMPARE(rig.google.count(u"watch"_s), 1);
    QCOMPARE(rig.engine->channels().renewalDue(), before.expiration.addSecs(-7 * 24 * 360));
}

void ChannelsTest::stoppedStaysStopped()
{
    EngineRig rig(address);
    rig.begin();
    const auto old = *rig.engine->channels().current();
    const auto stopped = QCoro::waitFor(rig.engine->channels().stopAll());
    QVERIFY(stopped && *stopped);
    rig.engine->channelChanged();
    QVERIFY(rig.google.channels.isEmpty());
    QVERIFY(!rig.engine->channels().isKnown(old.id, old.token));
    QVERIFY(rig.syncNow());
    QVERIFY(rig.google.channels.isEmpty());
    const auto again = QCoro::waitFor(rig.engine->channels().stopAll());
    QVERIFY(again && !*again);
}

void ChannelsTest::aRefusedChannelIsTriedAgain()
{
    EngineRig rig(address);
    rig.google.failNext(
        u"watch"_s, googleError(ErrorCategory::Refused, u"push.webhookUrlUnauthorized"_s, 401));
    rig.google.put(meeting(u"event1"_s));
    rig.begin();
    QVERIFY(rig.record(u"event1"_s)); // polling goes on
    QVERIFY(!rig.engine->channels().current());
    QVERIFY(rig.syncNow()); // not with every sync
    QCOMPARE(rig.google.count(u"watch"_s), 1);
}

ARIA_TEST(ChannelsTest)

} // namespace tst_channels

#include "tst_channels.moc"
