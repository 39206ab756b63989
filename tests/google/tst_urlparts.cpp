#include "google/urlparts.h"

#include "google/pkce.h"
#include "google/scopes.h"
#include "support/seededrandom.h"
#include "support/testmain.h"

#include <QRegularExpression>
#include <QTest>

namespace tst_urlparts {

using namespace aria::google;

class TestUrlParts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encodesQueriesStrictly()
    {
        QCOMPARE(encodeQuery({ { QStringLiteral("syncToken"), QStringLiteral("a+b/c==&d e%") },
                     { QStringLiteral("q"), QStringLiteral("ü~-._") } }),
            QByteArray("syncToken=a%2Bb%2Fc%3D%3D%26d%20e%25&q=%C3%BC~-._"));
        QCOMPARE(encodeQuery({}), QByteArray());
    }
    void encodesSegments()
    {
        QCOMPARE(encodeSegment(QStringLiteral("en.usa#holiday@group.v.calendar.google.com")),
            QByteArray("en.usa%23holiday%40group.v.calendar.google.com"));
        QCOMPARE(encodeSegment(QStringLiteral("a/b?c%2F")), QByteArray("a%2Fb%3Fc%252F"));
    }
    void endpoints()
    {
        QVERIFY(isAllowedEndpoint(QUrl(QStringLiteral("https://oauth2.googleapis.com/token"))));
        QVERIFY(isAllowedEndpoint(QUrl(QStringLiteral("http://127.0.0.1:1/"))));
        QVERIFY(!isAllowedEndpoint(QUrl(QStringLiteral("http://oauth2.googleapis.com/token"))));
        QVERIFY(!isAllowedEndpoint(QUrl(QStringLiteral("https://u:p@x/"))));
        QVERIFY(!isAllowedEndpoint(QUrl(QStringLiteral("ftp://127.0.0.1/"))));
        QVERIFY(!isAllowedEndpoint(QUrl()));
    }

    // RFC 7636, Appendix B.
    void pkceVector()
    {
        QCOMPARE(codeChallenge(QStringLiteral("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")),
            QStringLiteral("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
    }
    void verifiersAndStates()
    {
        aria::test::SeededRandom random(1);
        const QString verifier = newCodeVerifier(random);
        static const QRegularExpression legal(QStringLiteral("^[A-Za-z0-9._~-]{64,128}$"));
        QVERIFY(legal.match(verifier).hasMatch());
        QVERIFY(newCodeVerifier(random) != verifier);
        QVERIFY(newState(random).size() >= 22); // 128 bits in base64
    }

    void scopes_data()
    {
        QTest::addColumn<QString>("granted");
        QTest::addColumn<QString>("missing");
        const QString base = QStringLiteral("https://www.googleapis.com/auth/");
        QTest::newRow("all") << base + QLatin1String("calendar") << "";
        QTest::newRow("least") << base + QLatin1String("calendar.events ") + base
                + QLatin1String("calendar.calendarlist.readonly")
                               << "";
        QTest::newRow("list by readonly")
            << base + QLatin1String("calendar.events ") + base + QLatin1String("calendar.readonly") << "";
        QTest::newRow("list writable")
            << base + QLatin1String("calendar.events ") + base + QLatin1String("calendar.calendarlist") << "";
        QTest::newRow("no list") << base + QLatin1String("calendar.events")
                                 << "calendar.calendarlist.readonly";
        QTest::newRow("read only") << base + QLatin1String("calendar.readonly") << "calendar.events";
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
