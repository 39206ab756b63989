// No secret reaches the log, and a line is a line.
#include "base/callscope.h"
#include "base/logging.h"

#include "support/testmain.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryFile>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

namespace tst_logging {

using namespace Qt::StringLiterals;
using namespace aria;

namespace {

// What is written to stderr while it lives.
class StderrCapture
{
public:
    StderrCapture()
    {
        if (!m_file.open())
            qFatal("no temporary file");
        m_saved = dup(STDERR_FILENO);
        dup2(m_file.handle(), STDERR_FILENO);
    }
    QByteArray stop()
    {
        dup2(m_saved, STDERR_FILENO);
        close(m_saved);
        m_file.seek(0);
        return m_file.readAll();
    }

private:
    QTemporaryFile m_file;
    int m_saved = -1;
};

} // namespace

class TestLogging : public QObject
{
    Q_OBJECT

    QtMessageHandler m_handler = nullptr;

private Q_SLOTS:
    void init() { m_handler = qInstallMessageHandler(nullptr); }

    void cleanup()
    {
        qInstallMessageHandler(m_handler);
        QLoggingCategory::setFilterRules(QString());
    }

    // SECRET stands for the secret; what is left must be exactly `redacted`.
    void redaction_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("redacted");
        const auto row = [](const char *name, const QString &text, const QString &redacted) {
            QTest::newRow(name) << text << redacted;
        };
        row("bearer", u"Authorization: Bearer abc.DEF-1_2~3+4/5=="_s, u"Authorization: …"_s);
        row("bearer alone", u"sent Bearer abcdef, got 401"_s, u"sent Bearer …, got 401"_s);
        row("basic", u"authorization: Basic dXNlcjpwYXNz"_s, u"authorization: …"_s);
        row("access token in a URL", u"GET https://h/x?a=1&access_token=abc123&b=2"_s,
            u"GET https://h/x?a=1&access_token=…&b=2"_s);
        row("access token in JSON", u"{\"access_token\": \"ab\\\\c\", \"expires_in\": 3599}"_s,
            u"{\"access_token\": \"…\", \"expires_in\": 3599}"_s);
        row("JSON in a string", u"body \"{\\\"refresh_token\\\":\\\"abc\\\",\\\"a\\\":1}\""_s,
            u"body \"{\\\"refresh_token\\\":\\\"…\\\",\\\"a\\\":1}\""_s);
        row("token.json", u"{\"token\":\"abc\",\"client_secret\":\"def\",\"client_id\":\"ci\"}"_s,
            u"{\"token\":\"…\",\"client_secret\":\"…\",\"client_id\":\"ci\"}"_s);
        row("form", u"client_id=ci&client_secret=abc&refresh_token=def&grant_type=refresh_token"_s,
            u"client_id=ci&client_secret=…&refresh_token=…&grant_type=refresh_token"_s);
        row("code in a URL", u"/auth/callback?state=s&code=4/0AfJohXn_abcdef&scope=x"_s,
            u"/auth/callback?state=s&code=…&scope=x"_s);
        row("code that begins with a number", u"?code=4/1AY0e-g7abcdef&scope=x"_s, u"?code=…&scope=x"_s);
        row("the same, encoded", u"?code=4%2F1AY0e-g7abcdef"_s, u"?code=…"_s);
        row("code first", u"?code=abcdef"_s, u"?code=…"_s);
        row("code that begins with digits", u"?code=123abc&x=1"_s, u"?code=…&x=1"_s);
        row("code in JSON", u"{\"code\":\"abc\",\"redirect_uri\":\"r\"}"_s,
            u"{\"code\":\"…\",\"redirect_uri\":\"r\"}"_s);
        row("verifier", u"code_verifier=abc-._~def"_s, u"code_verifier=…"_s);
        row("percent-encoded", u"next=https%3A%2F%2Fh%2F%3Faccess_token%3Dabc"_s,
            u"next=https%3A%2F%2Fh%2F%3Faccess_token%3D…"_s);
        row("revocation", u"POST /revoke token=abc"_s, u"POST /revoke token=…"_s);
        row("API token in .env", u"CALENDAR_SYNC_API_TOKEN=abc def"_s, u"CALENDAR_SYNC_API_TOKEN=… def"_s);
        row("channel token", u"X-Goog-Channel-Token: abc"_s, u"X-Goog-Channel-Token: …"_s);
        row("database", u"open postgresql://aria:hunter2@db/aria?sslmode=require"_s,
            u"open postgresql://aria:…@db/aria?sslmode=require"_s);
        row("database, @ in the password", u"postgres://aria:hun@ter2@db"_s, u"postgres://aria:…@db"_s);
        row("database, several hosts", u"postgres://aria:hunter2@db1,db2:5432/a"_s,
            u"postgres://aria:…@db1,db2:5432/a"_s);
        row("password in a query", u"postgresql://db/a?user=u&password=hunter2"_s,
            u"postgresql://db/a?user=u&password=…"_s);
        row("libpq", u"host=db password='hunter2' dbname=a"_s, u"host=db password='…' dbname=a"_s);
        row("Google access token", u"got ya29.a0AfH6SMB-_x.y for it"_s, u"got … for it"_s);
        row("Google refresh token", u"kept 1//0gabcDEF-_123 there"_s, u"kept … there"_s);
        row("Google refresh token, encoded", u"1%2F%2F0gabcDEF-_123"_s, u"…"_s);
        row("Google client secret", u"using GOCSPX-abc_DEF-123."_s, u"using …."_s);
        row("Google code", u"pasted 4/0AX4XfWh-abc_def ok"_s, u"pasted … ok"_s);
        row("signed token", u"got eyJhbGciOiJSUzI1.eyJpc3MiOiJodH.c2lnbmF0dXJl end"_s, u"got … end"_s);
        row("two in one line", u"Bearer abc and ya29.def"_s, u"Bearer … and …"_s);
        row("several lines", u"Authorization: Bearer abc\nHost: h"_s, u"Authorization: …\nHost: h"_s);
        // What must stay readable.
        for (const char *harmless :
            { "", "pulled 250 events in 3 pages", "GET https://127.0.0.1:8068/health?x=a@b.org",
                "{\"error\":{\"code\":403,\"message\":\"Rate Limit Exceeded\"}}", "exit code=78",
                "sync token expired, listing everything anew", "no token.json: sign in",
                "syncToken=CPDAlvWDx70CEAEYASI", "alice@example.com",
                "event 0123456789abcdefghijklmnop at 2026-11-23T08:00:00.123Z", "http://10.0.0.1//double",
                "ratio 1/2", "postgresql://db1,db2:5432/aria" })
            row(*harmless ? harmless : "(empty)", QString::fromLatin1(harmless),
                QString::fromLatin1(harmless));
    }

    void redaction()
    {
        QFETCH(QString, text);
        QFETCH(QString, redacted);
        QCOMPARE(redact(text), redacted);
        QCOMPARE(redact(redacted), redacted); // what is redacted stays as it is
    }

    void textLine()
    {
        StderrCapture capture;
        installLogging(u"info"_s, u"text"_s);
        qCInfo(lcSync).noquote() << "pulled\nBearer abc" << u"\x1b[31m"_s;
        const QString line = QString::fromUtf8(capture.stop());
        static const QRegularExpression form(
            u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO aria\\.sync pulled\\\\nBearer … \\\\x1b\\[31m\\n$"_s);
        QVERIFY2(form.match(line).hasMatch(), qPrintable(line));
    }

    void jsonLines()
    {
        StderrCapture capture;
        installLogging(u"debug"_s, u"json"_s);
        qCWarning(lcApi).noquote() << u"a \"quoted\"\nline, ünïcode, access_token=abc"_s;
        qCCritical(lcStore).noquote() << "second";
        const QByteArrayList lines = capture.stop().trimmed().split('\n');
        QCOMPARE(lines.size(), 2);
        const QJsonObject first = QJsonDocument::fromJson(lines[0]).object();
        QCOMPARE(first.keys(), (QStringList{ u"category"_s, u"level"_s, u"message"_s, u"timestamp"_s }));
        QCOMPARE(first[u"category"_s].toString(), u"aria.api"_s);
        QCOMPARE(first[u"level"_s].toString(), u"warning"_s);
        QCOMPARE(first[u"message"_s].toString(), u"a \"quoted\"\nline, ünïcode, access_token=…"_s);
        QVERIFY(QDateTime::fromString(first[u"timestamp"_s].toString(), Qt::ISODateWithMs).isValid());
        QCOMPARE(QJsonDocument::fromJson(lines[1]).object()[u"level"_s].toString(), u"error"_s);
    }

    void journal_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<bool>("isJournal");
        QTest::newRow("text") << u"text"_s << true;
        QTest::newRow("json") << u"json"_s << true;
        QTest::newRow("stderr goes elsewhere") << u"text"_s << false;
    }

    // systemd's journal reads the level from the front of a line and adds the time itself.
    void journal()
    {
        QFETCH(QString, format);
        QFETCH(bool, isJournal);
        StderrCapture capture;
        struct stat here = {};
        QCOMPARE(::fstat(STDERR_FILENO, &here), 0);
        qputenv("JOURNAL_STREAM",
            QByteArray::number(quint64(here.st_dev)) + ':'
                + QByteArray::number(quint64(here.st_ino) + (isJournal ? 0 : 1)));
        installLogging(u"debug"_s, format);
        const QByteArray mark = errorMark();
        qunsetenv("JOURNAL_STREAM");
        QCOMPARE(mark, isJournal ? QByteArray("<3>") : QByteArray());
        qCDebug(lcApi).noquote() << "d";
        qCInfo(lcApi).noquote() << "i";
        qCWarning(lcApi).noquote() << "w\nw";
        qCCritical(lcApi).noquote() << "e";
        const QByteArrayList lines = capture.stop().trimmed().split('\n');
        QCOMPARE(lines.size(), 4);
        const QByteArrayList levels{ "<7>", "<6>", "<4>", "<3>" };
        for (qsizetype i = 0; i < lines.size(); ++i) {
            QCOMPARE(lines[i].startsWith(levels[i]), isJournal);
            if (format == u"json"_s)
                QVERIFY(QJsonDocument::fromJson(lines[i].mid(3)).isObject());
        }
        if (isJournal && format == u"text"_s)
            QCOMPARE(lines[2], QByteArray("<4>aria.api w\\nw"));
    }

    void namesTheCall()
    {
        StderrCapture capture;
        installLogging(u"info"_s, u"json"_s);
        {
            const CallScope outer("a1");
            {
                const CallScope inner(joinedCalls({ "b1", "", "b2", "b1" }));
                qCInfo(lcSync) << "two";
            }
            qCInfo(lcSync) << "one";
        }
        qCInfo(lcSync) << "none";
        installLogging(u"info"_s, u"text"_s);
        const CallScope scope("x\ny");
        qCInfo(lcSync) << "text";
        const QByteArrayList lines = capture.stop().trimmed().split('\n');
        QCOMPARE(lines.size(), 4);
        const auto id = [&lines](int line) {
            return QJsonDocument::fromJson(lines.at(line)).object().value(u"request_id"_s);
        };
        QCOMPARE(id(0), QJsonValue(u"b1,b2"_s));
        QCOMPARE(id(1), QJsonValue(u"a1"_s));
        QVERIFY(id(2).isUndefined());
        QVERIFY2(lines.at(3).contains(" INFO aria.sync [x\\ny] text"), lines.at(3));
    }

    void levels_data()
    {
        QTest::addColumn<QString>("level");
        QTest::addColumn<QStringList>("logged");
        QTest::newRow("info") << u"info"_s << QStringList{ u"i"_s, u"w"_s, u"e"_s };
        QTest::newRow("warning") << u"warning"_s << QStringList{ u"w"_s, u"e"_s };
        QTest::newRow("error") << u"error"_s << QStringList{ u"e"_s };
        QTest::newRow("debug") << u"debug"_s << QStringList{ u"d"_s, u"i"_s, u"w"_s, u"e"_s };
    }

    void levels()
    {
        QFETCH(QString, level);
        StderrCapture capture;
        installLogging(level, u"json"_s);
        qCDebug(lcGoogle).noquote() << "d";
        qCInfo(lcGoogle).noquote() << "i";
        qCWarning(lcGoogle).noquote() << "w";
        qCCritical(lcGoogle).noquote() << "e";
        QStringList logged;
        for (const QByteArray &line : capture.stop().trimmed().split('\n'))
            logged.append(QJsonDocument::fromJson(line).object()[u"message"_s].toString());
        QTEST(logged, "logged");
    }
};

ARIA_TEST(TestLogging)

} // namespace tst_logging

#include "tst_logging.moc"
