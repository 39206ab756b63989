#include "google/urlparts.h"

#include "google/pkce.h"
#include "google/scopes.h"
#include "support/seededrandom.h"
#include "support/testmain.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

namespace tst_urlparts {

using namespace aria::google;

class TestUrlParts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encodesQueriesStrictly()
    {
        QCOMPARE(encodeQuery({ { u"syncToken"_s, u"a+b/c==&d e%"_s }, { u"q"_s, u"ü~-._"_s } }),
            QByteArray("syncToken=a%2Bb%2Fc%3D%3D%26d%20e%25&q=%C3%BC~-._"));
        QCOMPARE(encodeQuery({}), QByteArray());
    }
    void encodesSegments()
    {
        QCOMPARE(encodeSegment(u"en.usa#holiday@group.v.calendar.google.com"_s),
            QByteArray("en.usa%23holiday%40group.v.calendar.google.com"));
        QCOMPARE(encodeSegment(u"a/b?c%2F"_s), QByteArray("a%2Fb%3Fc%252F"));
    }

    // RFC 7636, Appendix B.
    void pkceVector()
    {
        QCOMPARE(codeChallenge(u"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"_s),
            u"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"_s);
    }
    void verifiersAndStates()
    {
        aria::test::SeededRandom random(1);
        const QString verifier = newCodeVerifier(random);
        static const QRegularExpression legal(u"^[A-Za-z0-9._~-]{64,128}$"_s);
        QVERIFY(legal.match(verifier).hasMatch());
        QVERIFY(newCodeVerifier(random) != verifier);
        QVERIFY(newState(random).size() >= 22); // 128 bits in base64
    }

    void scopes_data()
    {
        QTest::addColumn<QString>("granted");
        QTest::addColumn<QString>("missing");
        const QString base = u"https://www.googleapis.com/auth/"_s;
        QTest::newRow("all") << base + "calendar"_L1
                             << "";
        QTest::newRow("least") << base + "calendar.events "_L1 + base + "calendar.calendarlist.readonly"_L1
                               << "";
        QTest::newRow("list by readonly") << base + "calendar.events "_L1 + base + "calendar.readonly"_L1
                                          << "";
        QTest::newRow("list writable") << base + "calendar.events "_L1 + base + "calendar.calendarlist"_L1
                                       << "";
        QTest::newRow("no list") << base + "calendar.events"_L1
                                 << "calendar.calendarlist.readonly";
        QTest::newRow("read only") << base + "calendar.readonly"_L1
                                   << "calendar.events";
        QTest::newRow("none") << ""
                              << "calendar.events and calendar.calendarlist.readonly";
    }
    void scopes()
    {
        QFETCH(QString, granted);
        QFETCH(QString, missing);
        const QStringList lacking = missingScopes(splitScopes(granted));
        QCOMPARE(lacking.isEmpty(), missing.isEmpty());
        QVERIFY2(missingScopeMessage(lacking).contains(missing), qPrintable(missingScopeMessage(lacking)));
    }
};

ARIA_TEST(TestUrlParts)

} // namespace tst_urlparts

#include "tst_urlparts.moc"
