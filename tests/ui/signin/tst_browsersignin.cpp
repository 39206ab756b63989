#include "signin/browsersignin.h"

#include "support/fakeservice.h"
#include "support/testmain.h"

#include <QSignalSpy>
#include <QTest>

namespace tst_browsersignin {

using namespace Qt::StringLiterals;
using namespace aria;
using signin::BrowserSignIn;
using Step = signin::BrowserSignIn::Step;

class TestBrowserSignIn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        fake = std::make_unique<test::FakeService>();
        fake->authorization = google::Authorization{ QUrl(u"https://accounts.google.com/o?x=1"_s), u"s1"_s };
        link = std::make_unique<uicommon::ServiceLink>();
        link->setService(fake.get());
        opened.clear();
        hasBrowser = true;
        landings = { u"http://127.0.0.1:8068/auth/callback"_s };
        browser = std::make_unique<BrowserSignIn>(
            *link, [this] { return landings; },
            [this](const QUrl &url) {
                opened.append(url);
                return hasBrowser;
            });
    }
    void cleanup()
    {
        browser.reset();
        link.reset();
    }

    void opensTheBrowserAndHearsOfSuccess()
    {
        waitForBrowser();
        QCOMPARE(opened, QList<QUrl>{ QUrl(u"https://accounts.google.com/o?x=1"_s) });
        QVERIFY(fake->calls.contains(u"begin http://127.0.0.1:8068/auth/callback "_s));
        Q_EMIT fake->authorizationEnded(u"other"_s, {}, {});
        QCOMPARE(browser->step(), Step::Waiting); // somebody else's
        Q_EMIT fake->authorizationEnded(u"s1"_s, {}, {});
        QCOMPARE(browser->step(), Step::Done);
        browser.reset();
        QVERIFY(!fake->calls.contains(u"abandon s1"_s));
    }

    void saysWhyItFailed_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("expected");
        QTest::newRow("declined") << u"access_denied"_s << QString() << u"declined"_s;
        QTest::newRow("boxes") << u"insufficient_scope"_s << u"x"_s << u"box"_s;
        QTest::newRow("slow") << u"unknown_state"_s << u"x"_s << u"ten minutes"_s;
        QTest::newRow("client") << u"invalid_client"_s << u"x"_s << u"client"_s;
        QTest::newRow("other") << u"weird"_s << u"The moon is full."_s << u"The moon is full."_s;
        QTest::newRow("nothing") << u"weird"_s << QString() << u"Try again"_s;
    }
    void saysWhyItFailed()
    {
        QFETCH(QString, code);
        QFETCH(QString, message);
        QFETCH(QString, expected);
        waitForBrowser();
        Q_EMIT fake->authorizationEnded(u"s1"_s, code, message);
        QCOMPARE(browser->step(), Step::Failed);
        QVERIFY2(browser->reason().contains(expected), qUtf8Printable(browser->reason()));
        // And again.
        waitForBrowser();
        QVERIFY(browser->reason().isEmpty());
        QCOMPARE(opened.size(), 2);
    }

    void triesEveryLandingAWebClientMayAllow()
    {
        fake->authorization = makeError(ErrorCategory::InvalidInput, u"redirect_uri_not_allowed"_s, u"no"_s);
        landings = { u"http://127.0.0.1:1/auth/callback"_s, u"https://aria.example/auth/callback"_s };
        browser->start();
        QTRY_COMPARE(browser->step(), Step::Failed);
        QCOMPARE(fake->calls.filter(u"begin "_s).size(), 2);
        QVERIFY(browser->reason().contains(landings.first()));
        QVERIFY(opened.isEmpty());
    }

    void givesUpWhenAsked()
    {
        waitForBrowser();
        browser->cancel();
        QCOMPARE(browser->step(), Step::Ready);
        QVERIFY(fake->calls.contains(u"abandon s1"_s));
        Q_EMIT fake->authorizationEnded(u"s1"_s, u"access_denied"_s, {});
        QCOMPARE(browser->step(), Step::Ready);
    }

    void ignoresAnAnswerThatComesAfterCancelling()
    {
        fake->held.insert(u"begin"_s);
        browser->start();
        QCOMPARE(browser->step(), Step::Asking);
        browser->cancel();
        fake->release();
        fake->held.clear();
        waitForBrowser(); // for the answer to the next question
        QCOMPARE(opened.size(), 1); // and not for the first one, too
    }

    void failsWhereTheServiceGoesAway()
    {
        waitForBrowser();
        link->setService(nullptr);
        QCOMPARE(browser->step(), Step::Failed);
        browser->start();
        QCOMPARE(browser->step(), Step::Failed);
        link->setService(fake.get());
        waitForBrowser();
        Q_EMIT fake->authorizationEnded(u"s1"_s, {}, {});
        QCOMPARE(browser->step(), Step::Done);
    }

    void saysThatThereIsNoBrowser()
    {
        hasBrowser = false;
        waitForBrowser();
        QVERIFY(!browser->hasBrowser());
        QVERIFY(!browser->url().isEmpty());
    }

private:
    void waitForBrowser()
    {
        browser->start();
        QTRY_COMPARE(browser->step(), Step::Waiting);
    }

    std::unique_ptr<test::FakeService> fake;
    std::unique_ptr<uicommon::ServiceLink> link;
    std::unique_ptr<BrowserSignIn> browser;
    QStringList landings;
    QList<QUrl> opened;
    bool hasBrowser = true;
};

ARIA_TEST(TestBrowserSignIn)

} // namespace tst_browsersignin

#include "tst_browsersignin.moc"
