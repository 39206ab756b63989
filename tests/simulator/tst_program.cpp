// The program as others start it.
#include "testclient.h"

#include "support/testmain.h"

#include <QFileInfo>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace tst_program {

using namespace Qt::StringLiterals;

class TestProgram : public QObject
{
    Q_OBJECT

private slots:
    void startsSignedInWithSample();
    void keepsState();
    void refusesForeignHost();

private:
    // Starts the program and returns its URL from the one line it prints; empty where it did not start.
    static QByteArray start(QProcess &program, const QStringList &arguments);
    static void stop(QProcess &program);
    QJsonObject get(const QByteArray &url, const QByteArray &token);

    QNetworkAccessManager m_network;
};

QByteArray TestProgram::start(QProcess &program, const QStringList &arguments)
{
    program.start(QStringLiteral(SIMULATOR_PROGRAM), QStringList{ u"--port"_s, u"0"_s } + arguments);
    QByteArray output;
    while (!output.contains('\n') && program.waitForReadyRead(20'000))
        output += program.readAllStandardOutput();
    const QByteArray head = "google-calendar-simulator ready at ";
    return output.startsWith(head) && output.count('\n') == 1 ? output.mid(head.size()).trimmed()
                                                              : QByteArray();
}

void TestProgram::stop(QProcess &program)
{
    program.terminate();
    QVERIFY(program.waitForFinished(5000));
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.exitCode(), 0);
}

QJsonObject TestProgram::get(const QByteArray &url, const QByteArray &token)
{
    QNetworkRequest request(QUrl::fromEncoded(url));
    request.setRawHeader("Authorization", "Bearer " + token);
    QNetworkReply *reply = m_network.get(request);
    QSignalSpy spy(reply, &QNetworkReply::finished);
    if (!reply->isFinished())
        spy.wait(10'000);
    return QJsonDocument::fromJson(reply->readAll()).object();
}

static QJsonObject readJson(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

void TestProgram::startsSignedInWithSample()
{
    QTemporaryDir folder;
    QProcess program;
    const QByteArray url = start(program,
        { u"--sample"_s, u"--write-client-secrets"_s, folder.path(), u"--write-token"_s, folder.path() });
    QVERIFY(!url.isEmpty());
    for (const QString &name : { u"token.json"_s, u"client_secrets.json"_s }) {
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QCOMPARE(QFileInfo(folder.filePath(name)).permissions() & others, QFile::Permissions());
    }
    const QJsonObject secrets =
        readJson(folder.filePath(u"client_secrets.json"_s))["installed"_L1].toObject();
    QCOMPARE(secrets["token_uri"_L1].toString().toLatin1(), url + "/token");
    QCOMPARE(secrets["auth_uri"_L1].toString().toLatin1(), url + "/o/oauth2/auth");
    const QByteArray token = readJson(folder.filePath(u"token.json"_s))["token"_L1].toString().toLatin1();
    const QJsonArray items = get(url + "/calendar/v3/calendars/primary/events", token)["items"_L1].toArray();
    QVERIFY(items.size() >= 35);
    int series = 0;
    int cancelled = 0;
    int meetings = 0;
    for (const QJsonValue item : items) {
        series += item.toObject().contains("recurrence"_L1);
        cancelled += item["status"_L1] == "cancelled"_L1;
        meetings += item.toObject().contains("hangoutLink"_L1);
    }
    QVERIFY(series >= 8);
    QVERIFY(cancelled >= 2);
    QVERIFY(meetings >= 3);
    stop(program);
}

void TestProgram::keepsState()
{
    QTemporaryDir folder;
    const QStringList arguments{ u"--state"_s, folder.filePath(u"state.json"_s), u"--sample"_s,
        u"--write-token"_s, folder.path() };
    QJsonArray before;
    for (int run = 0; run < 2; ++run) {
        QProcess program;
        const QByteArray url = start(program, arguments);
        QVERIFY(!url.isEmpty());
        const QByteArray token = readJson(folder.filePath(u"token.json"_s))["token"_L1].toString().toLatin1();
        const QJsonArray items =
            get(url + "/calendar/v3/calendars/primary/events", token)["items"_L1].toArray();
        if (run == 0)
            before = items;
        QVERIFY(!items.isEmpty());
        QCOMPARE(items, before);
        stop(program);
    }
}

void TestProgram::refusesForeignHost()
{
    QProcess program;
    QVERIFY(start(program, { u"--host"_s, u"0.0.0.0"_s }).isEmpty());
    QVERIFY(program.waitForFinished(5000) || program.state() == QProcess::NotRunning);
    QCOMPARE(program.exitCode(), 2);
}

ARIA_TEST(TestProgram)

} // namespace tst_program

#include "tst_program.moc"
