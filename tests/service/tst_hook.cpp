// The outgoing hook of the whole service, with a receiver that does what receivers do.
#include "service/servicerig.h"

#include "service/hooksender.h"
#include "service/hooksignature.h"
#include "support/hookreceiver.h"
#include "support/testmain.h"

#include <QMessageAuthenticationCode>

using namespace Qt::StringLiterals;

namespace tst_hook {

using namespace aria;
using namespace aria::test;

namespace {

const QByteArray key = QByteArray::fromBase64("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

class HookRig : public ServiceRig
{
public:
    HookRig()
    {
        settings.notifyUrl = receiver.url();
        settings.notifyKey = key;
    }
    QString create(const QString &title)
    {
        const auto created = wait(live->createEvent(createRequest(title)));
        if (!created)
            qFatal("%s", qPrintable(created.error().message));
        return created->view.googleEventId;
    }
    void rename(const QString &id, const QString &title)
    {
        if (const auto updated = wait(live->updateEvent(retitle(id, title))); !updated)
            qFatal("%s", qPrintable(updated.error().message));
    }
    service::NotifyStatus notify() { return wait(live->status())->notify; }
    void restart()
    {
        live->stop();
        settle();
        live.reset();
        begin();
    }

    HookReceiver receiver;
};

} // namespace

class HookTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void signsAsTheStandardSays();
    void sendsEachChangeSigned();
    void beginsWithNow();
    void keepsTheOrderOfAnEvent();
    void triesAgain_data();
    void triesAgain();
    void waitsAsLongAsItIsAsked();
    void givesUpAfterThreeDays();
    void goesOnAfterARestart();
    void endsWith410();
    void growsItsPauses();
};

void HookTest::signsAsTheStandardSays()
{
    // The example of the specification.
    QCOMPARE(service::hookSignature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek",
                 QDateTime::fromSecsSinceEpoch(1614265330), R"({"test": 2432232314})"),
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

void HookTest::sendsEachChangeSigned()
{
    HookRig rig;
    rig.begin();
    const auto id = rig.create(u"Tea"_s);
    rig.rename(id, u"Coffee"_s);
    QVERIFY(rig.wait(rig.live->deleteEvent({ id, {} })));
    QTRY_COMPARE(rig.receiver.deliveries.size(), 3);
    QStringList types;
    QSet<QByteArray> ids;
    for (const auto &delivery : std::as_const(rig.receiver.deliveries)) {
        QCOMPARE(delivery.path, "/hook");
        QCOMPARE(delivery.headers.value("content-type"), "application/json");
        const auto signedText =
            delivery.id() + '.' + delivery.headers.value("webhook-timestamp") + '.' + delivery.body;
        QCOMPARE(delivery.headers.value("webhook-signature"),
            "v1," + QMessageAuthenticationCode::hash(signedText, key, QCryptographicHash::Sha256).toBase64());
        const auto json = delivery.json();
        QCOMPARE(json.keys(), (QStringList{ u"data"_s, u"timestamp"_s, u"type"_s }));
        QCOMPARE(json[u"timestamp"_s], delivery.data()[u"at"_s]);
        QCOMPARE(delivery.data()[u"google_event_id"_s], id);
        types << json[u"type"_s].toString();
        ids << delivery.id();
    }
    QCOMPARE(types, (QStringList{ u"event.created"_s, u"event.updated"_s, u"event.deleted"_s }));
    QCOMPARE(ids.size(), 3);
    QTRY_COMPARE(rig.notify().pending, 0);
    QCOMPARE(rig.notify().lastError, QString());
}

void HookTest::beginsWithNow()
{
    HookRig rig;
    const QUrl url = std::exchange(rig.settings.notifyUrl, QUrl());
    rig.begin();
    rig.create(u"Before"_s);
    rig.settings.notifyUrl = url;
    rig.restart();
    rig.create(u"After"_s);
    QTRY_COMPARE(rig.receiver.titles(), QStringList{ u"After"_s });
    QTRY_COMPARE(rig.notify().pending, 0);
}

void HookTest::keepsTheOrderOfAnEvent()
{
    HookRig rig;
    bool refuses = true;
    rig.receiver.answer = [&](const HookDelivery &delivery) {
        return HookReceiver::answerOf(refuses && delivery.title().startsWith(u'A') ? 500 : 200);
    };
    rig.begin();
    const auto a = rig.create(u"A1"_s);
    rig.rename(a, u"A2"_s);
    rig.create(u"B"_s);
    rig.create(u"C"_s);
    QTRY_COMPARE(rig.notify().pending, 2);
    QCOMPARE(rig.receiver.titles().count(u"A2"_s), 0);
    QVERIFY(rig.receiver.titles().contains(u"B"_s) && rig.receiver.titles().contains(u"C"_s));
    QCOMPARE(rig.notify().lastError, u"The receiver answered 500."_s);
    refuses = false;
    rig.receiver.deliveries.clear();
    rig.clock.advance(std::chrono::minutes(1));
    rig.create(u"D"_s); // looks at the clock
    QTRY_COMPARE(rig.notify().pending, 0);
    auto titles = rig.receiver.titles();
    titles.removeAll(u"D"_s);
    QCOMPARE(titles, (QStringList{ u"A1"_s, u"A2"_s }));
    QCOMPARE(rig.notify().lastError, QString());
}

void HookTest::triesAgain_data()
{
    QTest::addColumn<QByteArray>("answer"); // "": closes the connection
    QTest::addColumn<QString>("error");
    QTest::newRow("500") << HookReceiver::answerOf(500) << u"The receiver answered 500."_s;
    QTest::newRow("404") << HookReceiver::answerOf(404) << u"The receiver answered 404."_s;
    QTest::newRow("redirect") << HookReceiver::answerOf(307, "Location: http://127.0.0.1:1/\r\n")
                              << u"The receiver answered 307: redirects are not followed."_s;
    QTest::newRow("nonsense") << QByteArray("no HTTP\r\n\r\n")
                              << u"The receiver could not be reached, or broke off its answer."_s;
}

void HookTest::triesAgain()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, error);
    HookRig rig;
    bool refuses = true;
    rig.receiver.answer = [&](const HookDelivery &) {
        // Nobody reads it.
        return refuses ? answer : HookReceiver::answerOf(200, {}, QByteArray(200'000, 'x'));
    };
    rig.begin();
    rig.create(u"Tea"_s);
    QTRY_COMPARE(rig.notify().lastError, error);
    QCOMPARE(rig.notify().pending, 1);
    const auto first = rig.receiver.deliveries.constLast();
    refuses = false;
    rig.clock.advance(std::chrono::minutes(1));
    QTRY_COMPARE(rig.notify().pending, 0); // by itself: the first pause is a second
    const auto again = rig.receiver.deliveries.constLast();
    QCOMPARE(again.id(), first.id());
    QCOMPARE(again.body, first.body);
    QVERIFY(again.headers.value("webhook-timestamp").toLongLong()
        >= first.headers.value("webhook-timestamp").toLongLong() + 60);
    QCOMPARE(rig.notify().lastError, QString());
}

void HookTest::waitsAsLongAsItIsAsked()
{
    HookRig rig;
    rig.receiver.answer = [](const HookDelivery &delivery) {
        return delivery.title() == u"Tea"_s ? HookReceiver::answerOf(503, "Retry-After: 600\r\n")
                                            : HookReceiver::answerOf(200);
    };
    rig.begin();
    rig.create(u"Tea"_s);
    QTRY_COMPARE(rig.notify().lastError, u"The receiver answered 503."_s);
    rig.clock.advance(std::chrono::seconds(599));
    rig.create(u"Other"_s);
    QTRY_COMPARE(rig.receiver.titles().count(u"Other"_s), 1); // others do not wait
    QTRY_COMPARE(rig.notify().pending, 1);
    QCOMPARE(rig.receiver.titles().count(u"Tea"_s), 1);
    rig.clock.advance(std::chrono::seconds(1));
    rig.create(u"Third"_s);
    QTRY_COMPARE(rig.receiver.titles().count(u"Tea"_s), 2);
}

void HookTest::givesUpAfterThreeDays()
{
    HookRig rig;
    rig.receiver.answer = [](const HookDelivery &delivery) {
        return HookReceiver::answerOf(delivery.title() == u"A1"_s ? 500 : 200);
    };
    rig.begin();
    const auto a = rig.create(u"A1"_s);
    rig.rename(a, u"A2"_s);
    QTRY_COMPARE(rig.notify().lastError, u"The receiver answered 500."_s);
    rig.clock.advance(std::chrono::hours(71));
    rig.create(u"B"_s);
    QTRY_COMPARE(rig.receiver.titles().count(u"A1"_s), 2);
    QTRY_COMPARE(rig.notify().pending, 2);
    rig.clock.advance(std::chrono::hours(1));
    rig.create(u"C"_s);
    QTRY_COMPARE(rig.receiver.titles().count(u"A2"_s), 1);
    QCOMPARE(rig.receiver.titles().count(u"A1"_s), 3);
    QTRY_COMPARE(rig.notify().pending, 0);
}

void HookTest::goesOnAfterARestart()
{
    HookRig rig;
    rig.receiver.answer = [](const HookDelivery &) { return HookReceiver::answerOf(500); };
    rig.begin();
    rig.create(u"Tea"_s);
    QTRY_COMPARE(rig.notify().lastError, u"The receiver answered 500."_s);
    const auto id = rig.receiver.deliveries.constFirst().id();
    rig.receiver.deliveries.clear();
    rig.receiver.answer = [](const HookDelivery &) { return HookReceiver::answerOf(200); };
    rig.clock.advance(std::chrono::minutes(1));
    rig.restart();
    QTRY_COMPARE(rig.notify().pending, 0);
    QCOMPARE(rig.receiver.deliveries.size(), 1);
    QCOMPARE(rig.receiver.deliveries.constFirst().id(), id);
}

void HookTest::endsWith410()
{
    HookRig rig;
    rig.receiver.answer = [](const HookDelivery &) { return HookReceiver::answerOf(410); };
    rig.begin();
    rig.create(u"Tea"_s);
    QTRY_VERIFY(rig.notify().disabled);
    QCOMPARE(rig.notify().pending, 0);
    QVERIFY(!rig.notify().lastError.isEmpty());
    rig.receiver.answer = [](const HookDelivery &) { return HookReceiver::answerOf(200); };
    rig.receiver.deliveries.clear();
    rig.create(u"Coffee"_s);
    rig.restart();
    QVERIFY(rig.notify().disabled);
    rig.create(u"Water"_s);
    rig.settle();
    QCOMPARE(rig.receiver.titles(), QStringList());
    // Another address: it begins anew.
    rig.settings.notifyUrl.setPath(u"/other"_s);
    rig.restart();
    rig.create(u"Juice"_s);
    QTRY_COMPARE(rig.receiver.titles(), QStringList{ u"Juice"_s });
    QVERIFY(!rig.notify().disabled);
    QCOMPARE(rig.notify().lastError, QString());
}

void HookTest::growsItsPauses()
{
    std::chrono::milliseconds all{ 0 };
    for (int attempts = 1; attempts < 20; ++attempts) {
        QVERIFY(service::hookPause(attempts, 0) <= service::hookPause(attempts + 1, 0));
        QVERIFY(service::hookPause(attempts, 0.9) > service::hookPause(attempts, 0));
        all += service::hookPause(attempts, 0);
    }
    QVERIFY(all > std::chrono::hours(72));
}

ARIA_TEST(HookTest)

} // namespace tst_hook

#include "tst_hook.moc"
