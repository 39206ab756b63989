// Demo mode's side of the simulator: how it is started, heard and ended. A shell script stands in for it.
#include "program/demo.h"

#include "support/testmain.h"

#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

namespace tst_demo {

using namespace Qt::StringLiterals;
using namespace aria;
using namespace aria::program;

class TestDemo : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    QString script(const QByteArray &body) const
    {
        QFile file(m_dir.filePath(u"simulator"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write("#!/bin/sh\n" + body) < 0)
            return QString();
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return file.fileName();
    }

    QString demoDir() const { return m_dir.filePath(u"data dir/demo"_s); }

    QByteArray content(const QString &name) const
    {
        QFile file(m_dir.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void init()
    {
        qRegisterMetaType<aria::Error>();
        QFile::remove(m_dir.filePath(u"arguments"_s));
        QFile::remove(m_dir.filePath(u"pid"_s));
    }

    void findsTheSimulator()
    {
        const QString beside = script("exit 0\n");
        const QString folder = QFileInfo(beside).path();
        QFile::rename(beside, folder + u"/google-calendar-simulator"_s);
        QCOMPARE(Demo::simulatorBeside(folder), folder + u"/google-calendar-simulator"_s);
        QFile::remove(folder + u"/google-calendar-simulator"_s);
        QCOMPARE(Demo::simulatorBeside(u"/usr/bin"_s),
            u"/usr/libexec/aria-calendar-sync/google-calendar-simulator"_s);
    }

    void startsAndEndsTheSimulator()
    {
        Demo demo(script("printf '%s\\n' \"$@\" > \"$(dirname \"$0\")/arguments\"\n"
                         "echo $$ > \"$(dirname \"$0\")/pid\"\n"
                         "echo something else\n"
                         "echo 'google-calendar-simulator ready at http://127.0.0.1:45678'\n"
                         "exec sleep 60\n"),
            demoDir());
        QVERIFY(!demo.settings().contains(u"CALENDAR_SYNC_GOOGLE_API_URL"_s));
        QSignalSpy started(&demo, &Demo::started);
        QSignalSpy failed(&demo, &Demo::failed);
        demo.start();
        QTRY_COMPARE(started.size(), 1);

        const QHash<QString, QString> settings = demo.settings();
        QCOMPARE(settings[u"CALENDAR_SYNC_GOOGLE_API_URL"_s], u"http://127.0.0.1:45678"_s);
        QCOMPARE(settings[u"CALENDAR_SYNC_GOOGLE_REVOKE_URL"_s], u"http://127.0.0.1:45678/revoke"_s);
        QCOMPARE(settings[u"CALENDAR_SYNC_CREDENTIALS_DIR"_s], demoDir() + u"/credentials"_s);
        QCOMPARE(QUrl(settings[u"CALENDAR_SYNC_DATABASE_URL"_s]).path(), demoDir() + u"/calendar.db"_s);
        QCOMPARE(QString::fromUtf8(content(u"arguments"_s)).trimmed().split(u'\n'),
            (QStringList{ u"--sample"_s, u"--write-client-secrets"_s, demoDir() + u"/credentials"_s,
                u"--write-token"_s, demoDir() + u"/credentials"_s, u"--state"_s,
                demoDir() + u"/google.json"_s, u"--port"_s, u"0"_s }));
        const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup
            | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
        QVERIFY(!(QFileInfo(demoDir()).permissions() & others));
        QVERIFY(!(QFileInfo(demoDir() + u"/credentials"_s).permissions() & others));

        const int pid = content(u"pid"_s).trimmed().toInt();
        QVERIFY(pid > 0);
        QCOMPARE(::kill(pid, 0), 0);
        QSignalSpy stopped(&demo, &Demo::stopped);
        demo.stop();
        QTRY_COMPARE(stopped.size(), 1);
        QVERIFY(::kill(pid, 0) != 0);
        QCOMPARE(failed.size(), 0);
        demo.stop();
        QCOMPARE(stopped.size(), 1);
        QTRY_COMPARE(stopped.size(), 2); // there is nothing to end, which is soon done
    }

    void deafSimulatorIsKilled()
    {
        Demo demo(script("trap '' TERM\necho $$ > \"$(dirname \"$0\")/pid\"\n"
                         "echo 'google-calendar-simulator ready at http://127.0.0.1:1'\n"
                         "while :; do sleep 0.1; done\n"),
            demoDir());
        QSignalSpy started(&demo, &Demo::started);
        demo.start();
        QTRY_COMPARE(started.size(), 1);
        const int pid = content(u"pid"_s).trimmed().toInt();
        demo.stop();
        QTRY_VERIFY(::kill(pid, 0) != 0);
    }

    void failure_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("reason");
        QTest::newRow("ends early") << QByteArray("exit 3\n") << u"exit code 3"_s;
        QTest::newRow("no address") << QByteArray(
            "echo 'google-calendar-simulator ready at nowhere'\nexec sleep 60\n")
                                    << u"no address"_s;
    }

    void failure()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, reason);
        Demo demo(script(body), demoDir());
        QSignalSpy started(&demo, &Demo::started);
        QSignalSpy failed(&demo, &Demo::failed);
        demo.start();
        QTRY_COMPARE(failed.size(), 1);
        const auto error = failed[0][0].value<Error>();
        QCOMPARE(error.code, u"demo_failed"_s);
        QVERIFY2(error.message.contains(reason), qPrintable(error.message));
        QCOMPARE(started.size(), 0);
    }

    void missingSimulatorIsSaid()
    {
        Demo demo(m_dir.filePath(u"none"_s), demoDir());
        QSignalSpy failed(&demo, &Demo::failed);
        demo.start();
        QTRY_COMPARE(failed.size(), 1);
    }

    void laterEndIsAFailure()
    {
        Demo demo(
            script("echo 'google-calendar-simulator ready at http://127.0.0.1:1'\nexit 0\n"), demoDir());
        QSignalSpy failed(&demo, &Demo::failed);
        demo.start();
        QTRY_COMPARE(failed.size(), 1);
    }

    void hintsKeepTheTokenSecret()
    {
        const QUrl url(u"http://127.0.0.1:8068"_s);
        const QString open = Demo::hints(url, QString());
        QCOMPARE(open.count(u"curl "_s), 3);
        QVERIFY(open.contains(u"'http://127.0.0.1:8068/events/today'"_s));
        QVERIFY(!open.contains(u"Authorization"_s));
        const QString guarded = Demo::hints(url, u"hunter2"_s);
        QCOMPARE(guarded.count(u"$CALENDAR_SYNC_API_TOKEN"_s), 3);
        QVERIFY(!guarded.contains(u"hunter2"_s));
    }
};

ARIA_TEST(TestDemo)

} // namespace tst_demo

#include "tst_demo.moc"
