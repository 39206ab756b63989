// What a postgresql:// URL may say.
#include "store/postgresurl.h"

#include "support/testmain.h"

#include <QtTest>

using namespace Qt::StringLiterals;

namespace tst_postgresurl {

using namespace aria;
using namespace aria::store;

class TestPostgresUrl : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reads_data();
    void reads();
    void addsWhatIsNeeded();
    void refuses_data();
    void refuses();
};

void TestPostgresUrl::reads_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("keyword");
    QTest::addColumn<QString>("value");
    const auto row = [](const char *url, const char *keyword, const char *value) {
        QTest::newRow(url) << QString::fromUtf8(url) << QString::fromLatin1(keyword)
                           << QString::fromUtf8(value);
    };
    row("postgresql://u:p@h:5433/d", "port", "5433");
    row("postgres://u:p@h/d", "host", "h");
    row("postgres://u:p@h/d?application_name=x", "application_name", "x");
    row("postgresql://u:p%40%3A%2F%27%5C%20;%25@h/d", "password", "p@:/'\\ ;%");
    row("postgresql://%C3%BC@h/d%2Fe", "user", "ü");
    row("postgresql://u@h/d%2Fe", "dbname", "d/e");
    row("postgresql://u@h1,h2:5433/d", "host", "h1,h2");
    row("postgresql://u@h1:1,h2:2/d", "port", "1,2");
    row("postgresql://u@h1,h2/d?target_session_attrs=any", "target_session_attrs", "any");
    row("postgresql://u@[::1]:5433/d", "host", "::1");
    row("postgresql://u@%2Frun%2Fpg/d", "host", "/run/pg");
    row("postgresql:///d?host=/run/pg&port=6", "host", "/run/pg");
    row("postgresql://u@h/d?sslmode=verify-full&sslrootcert=/a%20b.pem", "sslrootcert", "/a b.pem");
    row("postgresql://u@h/d?options=-c%20search_path%3Dcal", "options", "-c search_path=cal");
    row("postgresql://u@h/d?connect_timeout=9", "connect_timeout", "9");
    row("postgresql://u@h", "user", "u");
}

void TestPostgresUrl::reads()
{
    QFETCH(QString, url);
    QFETCH(QString, keyword);
    const auto parameters = parsePostgresUrl(url);
    QVERIFY(parameters);
    QTEST(parameters->value(keyword), "value");
}

void TestPostgresUrl::addsWhatIsNeeded()
{
    const auto parameters = parsePostgresUrl(u"postgresql://u@h/d"_s);
    QVERIFY(parameters);
    QCOMPARE(parameters->value(u"target_session_attrs"_s), u"read-write"_s);
    QCOMPARE(parameters->value(u"application_name"_s), u"aria-calendar-sync"_s);
    QVERIFY(parameters->contains(u"connect_timeout"_s));
    QVERIFY(!parameters->contains(u"port"_s)); // libpq's, or the environment's
    QVERIFY(!parameters->contains(u"password"_s));
}

void TestPostgresUrl::refuses_data()
{
    QTest::addColumn<QString>("url");
    for (const char *url : { "postgresql://u:secret@h/d?nonsense=1", "postgresql://u:secret@h/d?sslmode",
             "postgresql://u:secret@[::1/d", "postgresql://u:secret%zz@h/d", "postgresql://u:secret%00@h/d",
             "postgresql://u:secret@h/d?options=a;b", "postgresql://u:secret@h:0/d",
             "postgresql://u:secret@h:1,i:x/d", "postgresql://u:secret@h/d?sslmode=sometimes",
             "postgresql://u:secret@h/d?target_session_attrs=best" })
        QTest::newRow(url) << QString::fromLatin1(url);
}

void TestPostgresUrl::refuses()
{
    QFETCH(QString, url);
    const auto parameters = parsePostgresUrl(url);
    QVERIFY(!parameters);
    QCOMPARE(parameters.error().category, ErrorCategory::InvalidInput);
    QCOMPARE(parameters.error().code, u"database_url"_s);
    QVERIFY(!parameters.error().message.contains(u"secret"));
}

ARIA_TEST(TestPostgresUrl)

} // namespace tst_postgresurl

#include "tst_postgresurl.moc"
