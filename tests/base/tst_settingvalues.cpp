// What each kind of setting takes and refuses.
#include "base/settingvalues.h"

#include "support/testmain.h"

#include <QDir>
#include <QTest>

namespace tst_settingvalues {

using namespace Qt::StringLiterals;
using namespace aria;

class TestSettingValues : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void databaseUrl_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("url"); // null: refused
        const auto same = [](const char *text) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(text);
        };
        const auto refused = [](const char *text) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString();
        };
        same("sqlite:///var/lib/aria/calendar.db");
        same("sqlite:///a%20b/c%3Fd.db");
        QTest::newRow("space") << u"sqlite:///a b/c.db"_s << u"sqlite:///a%20b/c.db"_s;
        QTest::newRow("umlaut") << u"sqlite:///kä/c.db"_s << u"sqlite:///k%C3%A4/c.db"_s;
        QTest::newRow("four slashes") << u"sqlite:////var/c.db"_s << u"sqlite:///var/c.db"_s;
        QTest::newRow("dots") << u"sqlite:///var/x/../c.db"_s << u"sqlite:///var/c.db"_s;
        refused("sqlite://var/c.db");
        refused("sqlite:///");
        refused("sqlite:///var/");
        refused("sqlite:c.db");
        refused("sqlite:///c.db?mode=ro");
        refused("sqlite:///c%zz.db");
        refused("sqlite:///c%00.db");
        refused("sqlite:///c%ff.db");
        same("postgresql://aria:pw@localhost/aria");
        same("postgres://aria:pw@localhost:5432/aria");
        same("postgresql://aria:p%40ss%2Fw@db.example.org:5433/"
             "aria?sslmode=verify-full&application_name=a%20b");
        same("postgresql://aria:pw@host1,host2:5432/aria?target_session_attrs=read-write");
        same("postgresql://aria@host1:5433,host2:5434,[::1]:5435/aria");
        same("postgresql://%2Fvar%2Frun%2Fpostgresql/aria");
        same("postgresql:///aria?host=/var/run/postgresql");
        refused("postgresql://aria:pw@host:0/aria");
        refused("postgresql://aria:pw@host:65536/aria");
        refused("postgresql://aria:pw@host:port/aria");
        refused("postgresql://aria:p%4@host/aria");
        refused("postgresql://aria:pw@host/a/b");
        refused("postgresql://aria:pw@host/aria?sslmode=sure");
        refused("postgresql://aria:pw@host/aria?sslmode");
        refused("postgresql://aria:pw@ho st/aria");
        refused("postgresql://aria:pw@[::x]/aria");
        refused("postgresql:aria");
        refused("postgresql+asyncpg://aria@host/aria");
        refused("mysql://aria@host/aria");
        refused("/var/lib/calendar.db");
        refused("");
    }

    void databaseUrl()
    {
        QFETCH(QString, text);
        QFETCH(QString, url);
        const std::optional<QString> parsed = settingvalue::databaseUrl(text);
        QCOMPARE(parsed.has_value(), !url.isNull());
        if (parsed)
            QCOMPARE(*parsed, url);
    }

    void webUrl_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("url"); // null: refused
        const auto row = [](const char *text, const char *url) {
            QTest::newRow(text) << QString::fromUtf8(text) << (url ? QString::fromUtf8(url) : QString());
        };
        row("https://example.org", "https://example.org");
        row("https://example.org/", "https://example.org");
        row("https://example.org:8443/a/b/", "https://example.org:8443/a/b");
        row("http://127.0.0.1:8080", "http://127.0.0.1:8080");
        row("http://[::1]:8080/x", "http://[::1]:8080/x");
        row("http://localhost:1", "http://localhost:1");
        row("http://example.org", nullptr);
        row("http://127.0.0.1.example.org", nullptr);
        row("http://10.0.0.1", nullptr);
        row("ftp://example.org", nullptr);
        row("https://", nullptr);
        row("https:///path", nullptr);
        row("https://u:p@example.org", nullptr);
        row("https://u@example.org", nullptr);
        row("https://example.org/?a=b", nullptr);
        row("https://example.org/#a", nullptr);
        row("https://exa mple.org", nullptr);
        row("https://example.org:99999", nullptr);
        row("https://example.org:0", nullptr);
        row("example.org", nullptr);
    }

    void webUrl()
    {
        QFETCH(QString, text);
        QFETCH(QString, url);
        const std::optional<QUrl> parsed = settingvalue::webUrl(text);
        QCOMPARE(parsed.has_value(), !url.isNull());
        if (parsed)
            QCOMPARE(parsed->toString(QUrl::FullyEncoded), url);
    }

    void safeUrl()
    {
        QVERIFY(settingvalue::isSafeUrl(QUrl(u"https://oauth2.googleapis.com/token"_s)));
        QVERIFY(settingvalue::isSafeUrl(QUrl(u"http://127.0.0.1:1/"_s)));
        QVERIFY(!settingvalue::isSafeUrl(QUrl(u"http://oauth2.googleapis.com/token"_s)));
        QVERIFY(!settingvalue::isSafeUrl(QUrl(u"https://u:p@x/"_s)));
        QVERIFY(!settingvalue::isSafeUrl(QUrl(u"ftp://127.0.0.1/"_s)));
        QVERIFY(!settingvalue::isSafeUrl(QUrl()));
    }

    void hostAddress_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("address"); // null: refused
        const auto row = [](const char *text, const char *address) {
            QTest::newRow(text) << QString::fromUtf8(text)
                                << (address ? QString::fromUtf8(address) : QString());
        };
        row("127.0.0.1", "127.0.0.1");
        row("localhost", "127.0.0.1");
        row("LOCALHOST", "127.0.0.1");
        row("0.0.0.0", "0.0.0.0");
        row("192.168.1.20", "192.168.1.20");
        row("::1", "::1");
        row("[::1]", "::1");
        row("::", "::");
        row("2001:db8::7", "2001:db8::7");
        row("", nullptr);
        row("example.org", nullptr);
        row("1", nullptr);
        row("127.1", nullptr);
        row("256.1.1.1", nullptr);
        row("127.0.0.1:8068", nullptr);
        row("[127.0.0.1]", nullptr);
        row("224.0.0.1", nullptr);
        row("255.255.255.255", nullptr);
        row("*", nullptr);
    }

    void hostAddress()
    {
        QFETCH(QString, text);
        QFETCH(QString, address);
        const std::optional<QHostAddress> parsed = settingvalue::hostAddress(text);
        QCOMPARE(parsed.has_value(), !address.isNull());
        if (parsed)
            QCOMPARE(parsed->toString(), address);
    }

    void timeZone_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isAllowed");
        for (const char *zone :
            { "Europe/Berlin", "UTC", "Asia/Kolkata", "Asia/Calcutta", "America/Argentina/Ushuaia",
                "Etc/GMT+5", "EST5EDT", "Pacific/Apia", "US/Eastern", "UTC+02:00", "GMT-03:30" })
            QTest::newRow(zone) << QString::fromLatin1(zone) << true;
        for (const char *zone : { "", "Europe/Nowhere", "Berlin", "UTC+25", "XYZ-3",
                 "CET-1CEST,M3.5.0,M10.5.0/3", "../../etc/passwd", "/etc/localtime", "Europe", "Europe/" })
            QTest::newRow(*zone ? zone : "(empty)") << QString::fromLatin1(zone) << false;
    }

    void timeZone()
    {
        QFETCH(QString, text);
        QTEST(settingvalue::timeZone(text).has_value(), "isAllowed");
    }

    void wholeNumber_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("number"); // -1: refused
        QTest::newRow("zero") << u"0"_s << 0;
        QTest::newRow("most") << u"65535"_s << 65535;
        QTest::newRow("leading zero") << u"0080"_s << 80;
        for (const char *text :
            { "", "65536", "-1", "+1", "1.0", "1e3", "0x10", " 1", "1\n", "99999999999999999999", "١" })
            QTest::newRow(*text ? text : "(empty)") << QString::fromUtf8(text) << -1;
    }

    void wholeNumber()
    {
        QFETCH(QString, text);
        QTEST(static_cast<int>(settingvalue::wholeNumber(text, 0, 65535).value_or(-1)), "number");
    }

    void calendarIds_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("ids"); // empty: refused
        QTest::newRow("one") << u"primary"_s << QStringList{ u"primary"_s };
        QTest::newRow("several") << u" a@b.org ,c@group.calendar.google.com"_s
                                 << QStringList{ u"a@b.org"_s, u"c@group.calendar.google.com"_s };
        for (const char *text : { "", ",", "a,", ",a", "a,,b", "a,b, a", "a\nb" })
            QTest::newRow(*text ? text : "(empty)") << QString::fromUtf8(text) << QStringList();
    }

    void calendarIds()
    {
        QFETCH(QString, text);
        QTEST(settingvalue::calendarIds(text).value_or(QStringList()), "ids");
    }

    void token_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isAllowed");
        QTest::newRow("printable") << u"!aZ~09-._"_s << true;
        QTest::newRow("empty") << u""_s << false;
        QTest::newRow("space") << u"a b"_s << false;
        QTest::newRow("line feed") << u"a\n"_s << false;
        QTest::newRow("not ascii") << u"schlüssel"_s << false;
    }

    void token()
    {
        QFETCH(QString, text);
        QTEST(settingvalue::isToken(text), "isAllowed");
    }

    void directory()
    {
        QCOMPARE(settingvalue::path(u"/etc/aria//x/../creds/"_s), u"/etc/aria/creds"_s);
        QCOMPARE(settingvalue::path(u"~/creds"_s), QDir::homePath() + u"/creds"_s);
        QCOMPARE(settingvalue::path(u"~"_s), QDir::homePath());
        QCOMPARE(settingvalue::path(u"creds"_s), QDir::currentPath() + u"/creds"_s);
        QCOMPARE(settingvalue::path(u"~other/creds"_s), QDir::currentPath() + u"/~other/creds"_s);
        QVERIFY(!settingvalue::path(QString()));
    }

    void forDisplay_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::newRow("nothing to hide") << u"sqlite:///a/b.db"_s << u"sqlite:///a/b.db"_s;
        QTest::newRow("password") << u"postgresql://u:hunter2@h/d"_s << u"postgresql://u:…@h/d"_s;
        QTest::newRow("password with @ and /")
            << u"postgresql://u:hun@ter/2@h/d"_s << u"postgresql://u:…@h/d"_s;
        QTest::newRow("password in the query")
            << u"postgresql://h/d?password=hunter2&user=u"_s << u"postgresql://h/d?password=…&user=u"_s;
        QTest::newRow("no user") << u"postgresql://:hunter2@h/d"_s << u"postgresql://:…@h/d"_s;
        QTest::newRow("line feed") << u"a\nb\x7f"_s << u"a\\x0ab\\x7f"_s;
        QTest::newRow("long") << QString(300, u'x') << QString(200, u'x') + u'…';
    }

    void forDisplay()
    {
        QFETCH(QString, text);
        QTEST(settingvalue::forDisplay(text), "shown");
    }
};

ARIA_TEST(TestSettingValues)

} // namespace tst_settingvalues

#include "tst_settingvalues.moc"
