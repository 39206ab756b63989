// Where settings come from, which one wins, and what is said about the ones that are wrong.
#include "base/settings.h"
#include "base/settingtable.h"

#include "support/oddfiles.h"
#include "support/testmain.h"

#include <QFile>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

namespace tst_settings {

using namespace Qt::StringLiterals;
using namespace aria;

class TestSettings : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    SettingsInput input() const
    {
        SettingsInput in;
        in.configHome = u"/home/a/.config"_s;
        in.dataHome = u"/home/a/.local/sh are"_s;
        return in;
    }

    QString write(const QString &name, const QByteArray &content) const
    {
        QFile file(m_dir.filePath(name));
        const bool written = file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
        return written ? file.fileName() : QString();
    }

    static SettingSource source(const LoadedSettings &loaded, const QString &name)
    {
        for (const SettingSource &each : loaded.sources) {
            if (each.name == name)
                return each;
        }
        return {};
    }

private Q_SLOTS:
    void defaults()
    {
        const auto loaded = loadSettings(input());
        QVERIFY(loaded);
        const Settings &s = loaded->settings;
        QCOMPARE(s.databaseUrl, u"sqlite:///home/a/.local/sh%20are/aria-calendar-sync/calendar.db"_s);
        QCOMPARE(QUrl(s.databaseUrl).path(QUrl::FullyDecoded),
            u"/home/a/.local/sh are/aria-calendar-sync/calendar.db"_s);
        QCOMPARE(s.calendarIds, QStringList{ u"primary"_s });
        QVERIFY(s.conflictStrategy == ConflictStrategy::GoogleWins);
        QVERIFY(s.webhookBaseUrl.isEmpty());
        QCOMPARE(s.host, QHostAddress(QHostAddress::LocalHost));
        QCOMPARE(s.port, quint16(8068));
        QVERIFY(s.apiToken.isEmpty());
        QCOMPARE(s.credentialsDir, u"/home/a/.config/aria-calendar-sync/credentials"_s);
        QCOMPARE(s.interval, std::chrono::seconds(300));
        QCOMPARE(s.pushWait, std::chrono::milliseconds(5000));
        QVERIFY(s.timeZone.isEmpty());
        QCOMPARE(s.historyRetentionDays, 90);
        QCOMPARE(s.deletedRetentionDays, 30);
        QCOMPARE(s.logLevel, u"info"_s);
        QCOMPARE(s.logFormat, u"text"_s);
        QCOMPARE(s.googleApiUrl, QUrl(u"https://www.googleapis.com"_s));
        QCOMPARE(s.googleRevokeUrl, QUrl(u"https://oauth2.googleapis.com/revoke"_s));
        QVERIFY(loaded->notices.isEmpty());
        QCOMPARE(loaded->sources.size(), settingTable().size());
        for (const SettingSource &each : loaded->sources)
            QCOMPARE(each.source, u"default"_s);
    }

    void apiTokenComesFromAFile_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("token"); // null: a fault
        QTest::newRow("a line") << QByteArray("abcdefghijklmnop\n") << u"abcdefghijklmnop"_s;
        QTest::newRow("no line end") << QByteArray("abcdefghijklmnop") << u"abcdefghijklmnop"_s;
        QTest::newRow("of Windows") << QByteArray("abcdefghijklmnop\r\n") << u"abcdefghijklmnop"_s;
        QTest::newRow("empty") << QByteArray() << QString();
        QTest::newRow("blank") << QByteArray(" \n") << QString();
        QTest::newRow("two lines") << QByteArray("abc\ndef\n") << QString();
        QTest::newRow("bytes") << QByteArray("abc\xff\0def", 8) << QString();
    }

    void apiTokenComesFromAFile()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, token);
        SettingsInput in = input();
        in.environment = { { u"CALENDAR_SYNC_API_TOKEN_FILE"_s, write(u"token"_s, content) } };
        const auto loaded = loadSettings(in);
        QCOMPARE(loaded.has_value(), !token.isNull());
        if (loaded) {
            QCOMPARE(loaded->settings.apiToken, token);
            QVERIFY(!printConfig(*loaded).contains(token));
            QVERIFY(source(*loaded, u"CALENDAR_SYNC_API_TOKEN"_s).source.contains(u"API_TOKEN_FILE"_s));
        } else {
            QVERIFY(loaded.error().message.contains(u"CALENDAR_SYNC_API_TOKEN_FILE"_s));
            QVERIFY(!loaded.error().message.contains(u"def"_s));
        }
    }

    void theStrongerOfTokenAndFileCounts()
    {
        const QString file = write(u"token"_s, "of-the-file-0123\n");
        const QString direct = u"CALENDAR_SYNC_API_TOKEN"_s;
        const QString byFile = u"CALENDAR_SYNC_API_TOKEN_FILE"_s;
        SettingsInput in = input();
        in.commandLine = { { byFile, file } };
        in.environment = { { direct, u"of-the-environment"_s } };
        QCOMPARE(loadSettings(in)->settings.apiToken, u"of-the-file-0123"_s);
        in.commandLine = { { direct, u"of-the-command-line"_s } };
        in.environment = { { byFile, file } };
        const auto loaded = loadSettings(in);
        QCOMPARE(loaded->settings.apiToken, u"of-the-command-line"_s);
        QVERIFY(loaded->notices.join(u'\n').contains(u"--api-token-file"_s));
        in.commandLine = {};
        in.environment = { { byFile, file }, { direct, u"of-the-environment"_s } };
        QVERIFY(loadSettings(in).error().message.contains(u"must not be set together"_s));
        // A token from a file opens the way beyond loopback as any other.
        in.environment = { { byFile, file }, { u"CALENDAR_SYNC_HOST"_s, u"0.0.0.0"_s } };
        QVERIFY(loadSettings(in));
    }

    void passwordsOnTheCommandLineAreNoticed()
    {
        SettingsInput in = input();
        in.commandLine = { { u"CALENDAR_SYNC_DATABASE_URL"_s, u"postgresql://u:secret@h/d"_s } };
        const QString notices = loadSettings(in)->notices.join(u'\n');
        QVERIFY(notices.contains(u"CALENDAR_SYNC_DATABASE_URL"_s));
        QVERIFY(!notices.contains(u"secret"_s));
        in.commandLine = { { u"CALENDAR_SYNC_DATABASE_URL"_s, u"postgresql://u@h/d"_s } };
        QVERIFY(loadSettings(in)->notices.isEmpty());
    }

    void whateverStandsForAFileIsAFault_data()
    {
        QTest::addColumn<QByteArray>("kind");
        for (const QByteArray &kind : test::oddFileKinds())
            QTest::newRow(kind.constData()) << kind;
    }

    void whateverStandsForAFileIsAFault()
    {
        QFETCH(QByteArray, kind);
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"f"_s);
        QVERIFY(test::putOddFile(kind, path));
        SettingsInput env = input();
        env.envFile = path;
        SettingsInput ini = input();
        ini.settingsFile = path;
        SettingsInput token = input();
        token.environment = { { u"CALENDAR_SYNC_API_TOKEN_FILE"_s, path } };
        for (const SettingsInput &in : { env, ini, token }) {
            const auto loaded = loadSettings(in);
            QVERIFY(!loaded);
            QVERIFY(loaded.error().message.contains(path));
            QVERIFY(loaded.error().message.contains(u" is "_s));
        }
    }

    void everySettingArrives()
    {
        SettingsInput in = input();
        in.environment = {
            { u"CALENDAR_SYNC_DATABASE_URL"_s, u"postgresql://u:p@h1,h2:5433/d"_s },
            { u"CALENDAR_SYNC_GOOGLE_CALENDAR_ID"_s, u"a, b"_s },
            { u"CALENDAR_SYNC_CONFLICT_RESOLUTION"_s, u"most_recent"_s },
            { u"CALENDAR_SYNC_WEBHOOK_BASE_URL"_s, u"https://hooks.example.org/aria/"_s },
            { u"CALENDAR_SYNC_HOST"_s, u"0.0.0.0"_s },
            { u"CALENDAR_SYNC_PORT"_s, u"0"_s },
            { u"CALENDAR_SYNC_API_TOKEN_FILE"_s, write(u"token"_s, "0123456789abcdef\n") },
            { u"CALENDAR_SYNC_CREDENTIALS_DIR"_s, u"/c"_s },
            { u"CALENDAR_SYNC_INTERVAL_SECONDS"_s, u"60"_s },
            { u"CALENDAR_SYNC_PUSH_WAIT_MS"_s, u"0"_s },
            { u"CALENDAR_SYNC_TIME_ZONE"_s, u"Europe/Berlin"_s },
            { u"CALENDAR_SYNC_HISTORY_RETENTION_DAYS"_s, u"7"_s },
            { u"CALENDAR_SYNC_DELETED_RETENTION_DAYS"_s, u"8"_s },
            { u"CALENDAR_SYNC_NOTIFY_URL"_s, u"https://receiver.example.org/in?box=1"_s },
            { u"CALENDAR_SYNC_NOTIFY_SECRET"_s, u"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"_s },
            { u"CALENDAR_SYNC_LOG_LEVEL"_s, u"debug"_s },
            { u"CALENDAR_SYNC_LOG_FORMAT"_s, u"json"_s },
            { u"CALENDAR_SYNC_DB_POOL_MIN"_s, u"2"_s },
            { u"CALENDAR_SYNC_DB_POOL_MAX"_s, u"10"_s },
            { u"CALENDAR_SYNC_GOOGLE_API_URL"_s, u"http://127.0.0.1:9/"_s },
            { u"CALENDAR_SYNC_GOOGLE_REVOKE_URL"_s, u"http://127.0.0.1:9/revoke"_s },
        };
        QCOMPARE(in.environment.size() + 1, settingTable().size()); // the token, or a file of it
        const auto loaded = loadSettings(in);
        QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().message));
        const Settings &s = loaded->settings;
        QCOMPARE(s.databaseUrl, u"postgresql://u:p@h1,h2:5433/d"_s);
        QCOMPARE(s.calendarIds, (QStringList{ u"a"_s, u"b"_s }));
        QVERIFY(s.conflictStrategy == ConflictStrategy::MostRecent);
        QCOMPARE(s.webhookBaseUrl, QUrl(u"https://hooks.example.org/aria"_s));
        QCOMPARE(s.host, QHostAddress(u"0.0.0.0"_s));
        QCOMPARE(s.port, quint16(0));
        QCOMPARE(s.apiToken, u"0123456789abcdef"_s);
        QCOMPARE(s.credentialsDir, u"/c"_s);
        QCOMPARE(s.interval, std::chrono::seconds(60));
        QCOMPARE(s.pushWait, std::chrono::milliseconds(0));
        QCOMPARE(s.timeZone, QByteArray("Europe/Berlin"));
        QCOMPARE(s.historyRetentionDays, 7);
        QCOMPARE(s.deletedRetentionDays, 8);
        QCOMPARE(s.notifyUrl, QUrl(u"https://receiver.example.org/in?box=1"_s));
        QCOMPARE(s.notifyKey, QByteArray::fromBase64("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        QCOMPARE(s.logLevel, u"debug"_s);
        QCOMPARE(s.logFormat, u"json"_s);
        QCOMPARE(s.googleApiUrl, QUrl(u"http://127.0.0.1:9"_s));
        QCOMPARE(s.googleRevokeUrl, QUrl(u"http://127.0.0.1:9/revoke"_s));
        QCOMPARE(loaded->notices.size(), 2); // the pool
        QVERIFY(loaded->notices.first().contains(u"no effect"_s));
    }

    void precedence_data()
    {
        QTest::addColumn<int>("layers"); // 1 command line, 2 environment, 4 .env, 8 settings.ini
        for (int layers = 0; layers < 16; ++layers)
            QTest::newRow(qPrintable(QString::number(layers, 2))) << layers;
    }

    void precedence()
    {
        QFETCH(int, layers);
        const QString name = u"CALENDAR_SYNC_PORT"_s;
        SettingsInput in = input();
        in.envFile = write(u".env"_s, layers & 4 ? "CALENDAR_SYNC_PORT=1003\n" : "CALENDAR_SYNC_PORT=\n");
        in.settingsFile =
            write(u"settings.ini"_s, layers & 8 ? "[General]\nport=1004\n" : "[General]\nport=\n");
        in.environment.insert(name, layers & 2 ? u"1002"_s : u""_s);
        if (layers & 1)
            in.commandLine.insert(name, u"1001"_s);
        const auto loaded = loadSettings(in);
        QVERIFY(loaded);
        const int port = layers & 1 ? 1001 : layers & 2 ? 1002 : layers & 4 ? 1003 : layers & 8 ? 1004 : 8068;
        const QString from = layers & 1 ? u"command line"_s
            : layers & 2                ? u"environment"_s
            : layers & 4                ? u".env (%1)"_s.arg(in.envFile)
            : layers & 8                ? u"settings.ini (%1)"_s.arg(in.settingsFile)
                                        : u"default"_s;
        QCOMPARE(int(loaded->settings.port), port);
        QCOMPARE(source(*loaded, name).source, from);
        QCOMPARE(source(*loaded, name).value, QString::number(port));
    }

    void badValue_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        const auto row = [](const char *name, const QString &value) {
            QTest::newRow(qPrintable(QString::fromLatin1(name) + u'=' + value.left(30)))
                << u"CALENDAR_SYNC_"_s + QString::fromLatin1(name) << value;
        };
        row("DATABASE_URL", u"mysql://h/d"_s);
        row("GOOGLE_CALENDAR_ID", u"a,a"_s);
        row("CONFLICT_RESOLUTION", u"Google_Wins"_s);
        row("WEBHOOK_BASE_URL", u"http://example.org"_s);
        row("HOST", u"example.org"_s);
        row("PORT", u"65536"_s);
        row("CREDENTIALS_DIR", u"/a\0b"_s);
        row("INTERVAL_SECONDS", u"0"_s);
        row("INTERVAL_SECONDS", u"604801"_s);
        row("PUSH_WAIT_MS", u"600001"_s);
        row("TIME_ZONE", u"Mars/Base"_s);
        row("HISTORY_RETENTION_DAYS", u"0"_s);
        row("DELETED_RETENTION_DAYS", u"36501"_s);
        row("NOTIFY_URL", u"http://example.org/hook"_s);
        row("NOTIFY_URL", u"https://user@example.org/hook"_s);
        row("NOTIFY_URL", u"https://example.org/hook#a"_s);
        row("NOTIFY_URL", u"https://example.org/hook"_s); // without a secret
        row("NOTIFY_SECRET", u"whsec_c2hvcnQ="_s);
        row("NOTIFY_SECRET", u"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw MfKQ"_s);
        row("NOTIFY_SECRET", u"twenty-three-characters"_s);
        row("LOG_LEVEL", u"verbose"_s);
        row("LOG_FORMAT", u"xml"_s);
        row("DB_POOL_MIN", u"few"_s);
        row("DB_POOL_MAX", u"-1"_s);
        row("GOOGLE_API_URL", u"http://example.org"_s);
        row("GOOGLE_REVOKE_URL", u"https://example.org/?x"_s);
    }

    void badValue()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        SettingsInput in = input();
        in.environment.insert(name, value);
        const auto loaded = loadSettings(in);
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().category, ErrorCategory::InvalidInput);
        QCOMPARE(loaded.error().code, u"bad_setting"_s);
        const QString message = loaded.error().message;
        QVERIFY2(message.startsWith(name + u"=\""_s), qPrintable(message));
        QVERIFY2(message.contains(u"\" (environment): must be "_s), qPrintable(message));
        QVERIFY(!message.contains(u'\n'));
        QVERIFY(!message.contains(QChar::Null));
    }

    void everyFaultIsNamedAtOnce()
    {
        SettingsInput in = input();
        in.commandLine.insert(u"CALENDAR_SYNC_PORT"_s, u"x"_s);
        in.environment.insert(u"CALENDAR_SYNC_LOG_LEVEL"_s, u"y\nz"_s);
        in.envFile = write(u".env"_s, "oops\nCALENDAR_SYNC_TIME_ZONE=z\n");
        const auto loaded = loadSettings(in);
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().message.split(u'\n'),
            (QStringList{ in.envFile + u":1: expected NAME=value, a comment or a blank line"_s,
                u"CALENDAR_SYNC_PORT=\"x\" (command line): must be a whole number from 0 to 65535"_s,
                u"CALENDAR_SYNC_LOG_LEVEL=\"y\\x0az\" (environment): must be debug, info, warning or error"_s }));
        QCOMPARE(loaded.error().faults.size(), 3);
    }

    void onlyTheWinningValueIsJudged()
    {
        SettingsInput in = input();
        in.environment.insert(u"CALENDAR_SYNC_PORT"_s, u"nonsense"_s);
        in.commandLine.insert(u"CALENDAR_SYNC_PORT"_s, u"1"_s);
        QVERIFY(loadSettings(in));
    }

    void emptyOnTheCommandLineTakesBack()
    {
        SettingsInput in = input();
        in.environment.insert(u"CALENDAR_SYNC_WEBHOOK_BASE_URL"_s, u"https://example.org"_s);
        in.commandLine.insert(u"CALENDAR_SYNC_WEBHOOK_BASE_URL"_s, QString());
        const auto loaded = loadSettings(in);
        QVERIFY(loaded);
        QVERIFY(loaded->settings.webhookBaseUrl.isEmpty());
        in.commandLine = { { u"CALENDAR_SYNC_PORT"_s, QString() } };
        QVERIFY(!loadSettings(in)); // a port cannot be none
    }

    void demoIsStrongest()
    {
        SettingsInput in = input();
        in.demo.insert(u"CALENDAR_SYNC_GOOGLE_API_URL"_s, u"http://127.0.0.1:9"_s);
        in.demo.insert(u"CALENDAR_SYNC_WEBHOOK_BASE_URL"_s, QString());
        in.commandLine.insert(u"CALENDAR_SYNC_GOOGLE_API_URL"_s, u"https://example.org"_s);
        in.environment.insert(u"CALENDAR_SYNC_WEBHOOK_BASE_URL"_s, u"https://example.org"_s);
        const auto loaded = loadSettings(in);
        QVERIFY(loaded);
        QCOMPARE(loaded->settings.googleApiUrl, QUrl(u"http://127.0.0.1:9"_s));
        QVERIFY(loaded->settings.webhookBaseUrl.isEmpty());
        QCOMPARE(source(*loaded, u"CALENDAR_SYNC_GOOGLE_API_URL"_s).source, u"demo mode"_s);
    }

    void exposure_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("token");
        QTest::addColumn<bool>("isAllowed");
        for (const char *host : { "127.0.0.1", "127.8.9.1", "::1", "localhost", "::ffff:127.0.0.1" })
            QTest::newRow(host) << QString::fromLatin1(host) << QString() << true;
        for (const char *host : { "0.0.0.0", "::", "192.168.1.2", "2001:db8::1" }) {
            QTest::newRow(host) << QString::fromLatin1(host) << QString() << false;
            QTest::addRow("%s with a token", host)
                << QString::fromLatin1(host) << u"0123456789abcdef"_s << true;
        }
    }

    void exposure()
    {
        QFETCH(QString, host);
        QFETCH(QString, token);
        QFETCH(bool, isAllowed);
        SettingsInput in = input();
        in.commandLine.insert(u"CALENDAR_SYNC_HOST"_s, host);
        in.environment.insert(u"CALENDAR_SYNC_API_TOKEN"_s, token);
        const auto loaded = loadSettings(in);
        QCOMPARE(loaded.has_value(), isAllowed);
        if (!loaded) {
            QVERIFY(
                loaded.error().message.startsWith(u"CALENDAR_SYNC_HOST=\"%1\" (command line)"_s.arg(host)));
            QVERIFY(loaded.error().message.contains(u"CALENDAR_SYNC_API_TOKEN"_s));
        }
    }

    void secretsAreNeverShown()
    {
        SettingsInput in = input();
        in.environment.insert(u"CALENDAR_SYNC_DATABASE_URL"_s, u"postgresql://u:hunter2@h/d"_s);
        in.environment.insert(u"CALENDAR_SYNC_API_TOKEN"_s, u"hunter2-hunter2-hunter2"_s);
        auto loaded = loadSettings(in);
        QVERIFY(loaded);
        const QString config = printConfig(*loaded);
        QVERIFY(!config.contains(u"hunter2"_s));
        QVERIFY(config.contains(u"CALENDAR_SYNC_DATABASE_URL=postgresql://u:…@h/d  [environment]\n"_s));
        QVERIFY(config.contains(u"CALENDAR_SYNC_API_TOKEN=…  [environment]\n"_s));
        QVERIFY(config.contains(u"CALENDAR_SYNC_WEBHOOK_BASE_URL=(none)  [default]\n"_s));
        QCOMPARE(config.count(u'\n'), settingTable().size());

        in.environment.insert(u"CALENDAR_SYNC_DATABASE_URL"_s, u"mysql://u:hun@ter2/hunter2@h/d"_s);
        in.environment.insert(u"CALENDAR_SYNC_API_TOKEN"_s, u"hunter2 hunter2"_s);
        in.environment.insert(u"CALENDAR_SYNC_WEBHOOK_BASE_URL"_s, u"https://u:hunter2@example.org"_s);
        loaded = loadSettings(in);
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().faults.size(), 3);
        QVERIFY2(!loaded.error().message.contains(u"hunter2"_s), qPrintable(loaded.error().message));
    }

    void notices()
    {
        SettingsInput in = input();
        in.environment.insert(u"CALENDAR_SYNC_DATABSE_URL"_s, u"secret-value"_s);
        in.environment.insert(u"CALENDAR_SYNC_COMPLETELY_ELSE_THING"_s, u"x"_s);
        in.environment.insert(u"PATH"_s, u"/bin"_s);
        in.environment.insert(u"CALENDAR_SYNC_API_TOKEN"_s, u"short"_s);
        in.envFile = write(u".env"_s, "OTHER=1\nCALENDAR_SYNC_HOTS=1\n");
        const auto loaded = loadSettings(in);
        QVERIFY(loaded);
        QCOMPARE(loaded->notices.size(), 4);
        QVERIFY(loaded->notices[0].startsWith(u"CALENDAR_SYNC_COMPLETELY_ELSE_THING"_s));
        QVERIFY(!loaded->notices[0].contains(u"did you mean"_s));
        QVERIFY(loaded->notices[1].endsWith(u"did you mean CALENDAR_SYNC_DATABASE_URL?"_s));
        QVERIFY(loaded->notices[2].contains(in.envFile));
        QVERIFY(loaded->notices[2].endsWith(u"did you mean CALENDAR_SYNC_HOST?"_s));
        QVERIFY(loaded->notices[3].contains(u"shorter than 16"_s));
        QVERIFY(!loaded->notices.join(u' ').contains(u"secret-value"_s));
    }

    void envFileIsNeededOnlyWhenNamed()
    {
        SettingsInput in = input();
        in.envFile = m_dir.filePath(u"none.env"_s);
        QVERIFY(loadSettings(in));
        in.envFileRequired = true;
        const auto loaded = loadSettings(in);
        QVERIFY(!loaded);
        QVERIFY(loaded.error().message.startsWith(in.envFile));
    }

    void settingsFileAsQtWritesIt()
    {
        SettingsInput in = input();
        in.settingsFile = m_dir.filePath(u"dialog.ini"_s);
        {
            QSettings file(in.settingsFile, QSettings::IniFormat);
            file.setValue(u"google_calendar_id"_s, u"a@b.org,ümlaut@b.org"_s);
            file.setValue(u"interval_seconds"_s, 17);
            file.setValue(u"window/geometry"_s, QByteArray("x"));
            file.setValue(u"colour"_s, u"blue"_s);
        }
        const auto loaded = loadSettings(in);
        QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().message));
        QCOMPARE(loaded->settings.calendarIds, (QStringList{ u"a@b.org"_s, u"ümlaut@b.org"_s }));
        QCOMPARE(loaded->settings.interval, std::chrono::seconds(17));
        QCOMPARE(loaded->notices.size(), 1);
        QVERIFY(loaded->notices.first().startsWith(u"CALENDAR_SYNC_COLOUR"_s));
    }

    void settingsFileByHand()
    {
        SettingsInput in = input();
        in.settingsFile = write(u"hand.ini"_s, "conflict_resolution=manual\ngoogle_calendar_id=a, b\n");
        auto loaded = loadSettings(in);
        QVERIFY(loaded);
        QVERIFY(loaded->settings.conflictStrategy == ConflictStrategy::Manual);
        QCOMPARE(loaded->settings.calendarIds, (QStringList{ u"a"_s, u"b"_s }));

        in.settingsFile = write(u"broken.ini"_s, "[General\nwhat is this\n");
        loaded = loadSettings(in);
        QVERIFY(!loaded);
        QVERIFY(loaded.error().message.startsWith(in.settingsFile));
    }

    void strategyNames()
    {
        for (const char *name : { "google_wins", "aria_wins", "most_recent", "manual" }) {
            const auto strategy = conflictStrategyFromString(QString::fromLatin1(name));
            QVERIFY(strategy);
            QCOMPARE(toString(*strategy), QString::fromLatin1(name));
        }
        QVERIFY(!conflictStrategyFromString(u"GOOGLE_WINS"));
    }

    void optionAndFileNames()
    {
        const SettingSpec &first = settingTable().first();
        QCOMPARE(first.optionName(), u"database-url"_s);
        QCOMPARE(first.fileKey(), u"database_url"_s);
    }
};

ARIA_TEST(TestSettings)

} // namespace tst_settings

#include "tst_settings.moc"
