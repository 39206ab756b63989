#include "program/secretfiles.h"

#include "support/testmain.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

namespace tst_secretfiles {

using namespace Qt::StringLiterals;
using namespace aria;

class TestSecretFiles : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    QString path(const QString &name) const { return m_dir.filePath(name); }
    int modeOf(const QString &name) const
    {
        struct stat info = {};
        return ::stat(QFile::encodeName(path(name)).constData(), &info) == 0 ? int(info.st_mode & 0777) : -1;
    }
    bool make(const QString &name, const QByteArray &content, mode_t mode) const
    {
        QFile file(path(name));
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size()
            && ::chmod(QFile::encodeName(path(name)).constData(), mode) == 0;
    }

private Q_SLOTS:
    void closesOursAndSpeaksOfTheRest()
    {
        QVERIFY(QDir().mkdir(path(u"c"_s)));
        QVERIFY(make(u"c/client_secrets.json"_s, "{}", 0644) && make(u"c/token.json"_s, "{}", 0666));
        QCOMPARE(::chmod(QFile::encodeName(path(u"c"_s)).constData(), 0777), 0);
        QVERIFY(make(u"settings.ini"_s, "api_token=x", 0664));
        QVERIFY(make(u".env"_s, "CALENDAR_SYNC_API_TOKEN=x", 0644));
        QVERIFY(make(u"token"_s, "x", 0640));
        for (const char *name : { "a b.db", "a b.db-wal", "a b.db-shm" })
            QVERIFY(make(QLatin1String(name), "x", 0666));
        SettingsInput input;
        input.settingsFile = path(u"settings.ini"_s);
        input.envFile = path(u".env"_s);
        Settings settings;
        settings.credentialsDir = path(u"c"_s);
        settings.apiTokenFile = path(u"token"_s);
        settings.databaseUrl =
            u"sqlite://"_s + QString::fromLatin1(QUrl::toPercentEncoding(path(u"a b.db"_s), "/"));
        for (const char *name : { "c", "c/client_secrets.json", "c/token.json", "settings.ini", ".env",
                 "token", "a b.db", "a b.db-wal", "a b.db-shm" }) {
            const QString place = QRegularExpression::escape(path(QLatin1String(name)));
            const bool isOurs = QLatin1String(name) != ".env"_L1 && QLatin1String(name) != "token"_L1;
            QTest::ignoreMessage(QtWarningMsg,
                QRegularExpression(
                    place + (isOurs ? u" was open to other users"_s : u" is open to other users.*chmod"_s)));
        }
        program::closeSecretFiles(input, settings);
        QCOMPARE(modeOf(u"c"_s), 0700);
        QCOMPARE(modeOf(u"c/client_secrets.json"_s), 0600);
        QCOMPARE(modeOf(u"c/token.json"_s), 0600);
        QCOMPARE(modeOf(u"settings.ini"_s), 0600);
        QCOMPARE(modeOf(u".env"_s), 0644);
        QCOMPARE(modeOf(u"a b.db-wal"_s), 0660);
    }

    void newFilesArePrivate()
    {
        const mode_t before = ::umask(0);
        program::keepNewFilesPrivate();
        QFile file(path(u"new"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(QDir().mkdir(path(u"folder"_s)));
        ::umask(before);
        QCOMPARE(modeOf(u"new"_s), 0600);
        QCOMPARE(modeOf(u"folder"_s), 0700);
    }
};

ARIA_TEST(TestSecretFiles)

} // namespace tst_secretfiles

#include "tst_secretfiles.moc"
