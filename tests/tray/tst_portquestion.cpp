#include "tray/portquestion.h"

#include "support/testmain.h"
#include "tray/portowner.h"

#include <QDir>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

namespace tst_portquestion {

using namespace Qt::StringLiterals;
using namespace aria;
using namespace aria::tray;

class TestPortQuestion : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void namesWhoListens();
    void readsTheSystemsLists();
    void proposesAFreePort();
    void nobodyKnown();
};

// This very test listens there.
void TestPortQuestion::namesWhoListens()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const auto owner = ownerOfPort(server.serverPort());
    QVERIFY(owner);
    QCOMPARE(owner->pid, QCoreApplication::applicationPid());
    Settings settings;
    settings.host = QHostAddress(QHostAddress::LocalHost);
    settings.port = server.serverPort();
    // It is no calendar service: it hangs up.
    connect(&server, &QTcpServer::newConnection, &server, [&server] {
        while (auto *socket = server.nextPendingConnection())
            delete socket;
    });
    PortQuestion question(settings);
    const auto says = [&question](const QString &text) {
        const auto labels = question.findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
            [&text](const QLabel *label) { return label->text().contains(text); });
    };
    QTRY_VERIFY(says(QString::number(QCoreApplication::applicationPid())));
    QVERIFY(says(u"“%1”"_s.arg(owner->name)));
    QSignalSpy chosen(&question, &PortQuestion::portChosen);
    for (QPushButton *button : question.findChildren<QPushButton *>()) {
        if (button->isDefault())
            button->click();
    }
    QCOMPARE(chosen.size(), 1);
    QVERIFY(chosen[0][0].toInt() != settings.port);
}

void TestPortQuestion::readsTheSystemsLists()
{
    QTemporaryDir proc;
    QVERIFY(QDir(proc.path()).mkpath(u"net"_s) && QDir(proc.path()).mkpath(u"42/fd"_s));
    const auto write = [&proc](const QString &name, const QByteArray &text) {
        QFile file(proc.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    };
    write(u"net/tcp"_s,
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
        "   0: 0100007F:1F84 0100007F:9999 01 00000000:00000000 00:00000000 00000000  1000        0 111 1\n"
        "   1: 0100007F:1F84 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 222 1\n");
    write(u"42/comm"_s, "some-server\n");
    QVERIFY(QFile::link(u"socket:[111]"_s, proc.filePath(u"42/fd/3"_s)));
    QVERIFY(!ownerOfPort(8068, proc.path())); // a mere connection from there
    QVERIFY(QFile::link(u"socket:[222]"_s, proc.filePath(u"42/fd/4"_s)));
    const auto owner = ownerOfPort(8068, proc.path());
    QVERIFY(owner);
    QCOMPARE(owner->name, u"some-server"_s);
    QCOMPARE(owner->pid, 42);
    QVERIFY(!ownerOfPort(8069, proc.path()));
}

void TestPortQuestion::proposesAFreePort()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const quint16 free = freePortFrom(server.serverPort(), QHostAddress(QHostAddress::LocalHost));
    QVERIFY(free != server.serverPort());
    QCOMPARE(freePortFrom(0, QHostAddress(QHostAddress::LocalHost)), 0);
}

void TestPortQuestion::nobodyKnown()
{
    QTemporaryDir proc;
    QVERIFY(!ownerOfPort(8068, proc.path()));
}

ARIA_TEST(TestPortQuestion)

} // namespace tst_portquestion

#include "tst_portquestion.moc"
