#include "globalkey/keysupport.h"
#include "globalkey/portalkey.h"
#include "support/testmain.h"
#include "ui/globalkey/fakeportal.h"
#include "ui/notifications/fakenotifications.h"

#include <QSignalSpy>
#include <QTest>

namespace tst_portalkey {

using namespace Qt::StringLiterals;
using namespace aria;
using globalkey::KeySupport;
using globalkey::PortalKey;
using State = globalkey::GlobalKey::State;

// A key that works everywhere, from the desktop's portal.
class TestPortalKey : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        bus = std::make_unique<test::PrivateBus>();
        QVERIFY(bus->start());
        portal = std::make_unique<test::FakePortal>(bus->connect(u"portal"_s));
        key = std::make_unique<PortalKey>(bus->connect(u"program"_s), u"Join the next meeting"_s);
    }
    void cleanup()
    {
        key.reset();
        portal.reset();
        QDBusConnection::disconnectFromBus(u"portal"_s);
        QDBusConnection::disconnectFromBus(u"program"_s);
        bus.reset();
    }

    void isPressed()
    {
        QVERIFY(portal->start());
        QSignalSpy pressed(key.get(), &PortalKey::pressed);
        key->want(QKeySequence(u"Ctrl+Alt+J"_s));
        QTRY_COMPARE(key->state(), State::On);
        QCOMPARE(portal->bound, QStringList{ u"join CTRL+ALT+j Join the next meeting"_s });
        press(u"other"_s);
        press(u"join"_s);
        QTRY_COMPARE(pressed.size(), 1);
        key->want({});
        QCOMPARE(key->state(), State::Off);
        press(u"join"_s);
        key->want(QKeySequence(u"Meta+F9"_s));
        QTRY_COMPARE(key->state(), State::On);
        QCOMPARE(portal->bound.last(), u"join LOGO+F9 Join the next meeting"_s);
        QCOMPARE(pressed.size(), 1); // while it was off it meant nothing
    }

    void isRefused()
    {
        QVERIFY(portal->start());
        portal->answer = 1;
        key->want(QKeySequence(u"Ctrl+Alt+J"_s));
        QTRY_COMPARE(key->state(), State::Taken);
    }

    void isNotPossibleWithoutAPortal()
    {
        key->want(QKeySequence(u"Ctrl+Alt+J"_s));
        QTRY_COMPARE(key->state(), State::NotPossible);
    }

    void saysWhetherItIsPossible()
    {
        KeySupport without(bus->connect(u"program"_s));
        QTRY_COMPARE(without.answer(), KeySupport::Answer::NotPossible);
        QVERIFY(portal->start());
        KeySupport with(bus->connect(u"program"_s));
        QTRY_COMPARE(with.answer(), KeySupport::Answer::Possible);
    }

    void knowsWhichKeysAreNotForTyping()
    {
        for (const QString &text : { QString(), u"F9"_s, u"Ctrl+J"_s, u"Meta+Shift+1"_s })
            QVERIFY2(KeySupport::isUsable(QKeySequence(text)), qPrintable(text));
        for (const QString &text : { u"J"_s, u"Shift+J"_s, u"Return"_s, u"Ctrl+J, K"_s })
            QVERIFY2(!KeySupport::isUsable(QKeySequence(text)), qPrintable(text));
    }

private:
    void press(const QString &id) { Q_EMIT portal->Activated(QDBusObjectPath(portal->session), id, 0, {}); }

    std::unique_ptr<test::PrivateBus> bus;
    std::unique_ptr<test::FakePortal> portal;
    std::unique_ptr<PortalKey> key;
};

ARIA_TEST(TestPortalKey)

} // namespace tst_portalkey

#include "tst_portalkey.moc"
