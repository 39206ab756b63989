// The datagram that systemd waits for.
#include "program/systemdnotify.h"

#include "support/testmain.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace tst_systemdnotify {

using namespace Qt::StringLiterals;
using namespace aria::program;

class TestSystemdNotify : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { qunsetenv("NOTIFY_SOCKET"); }

    void withoutSystemdThereIsNothingToDo()
    {
        qunsetenv("NOTIFY_SOCKET");
        QVERIFY(notifySystemd("READY=1"));
    }

    void datagramArrives_data()
    {
        QTest::addColumn<bool>("isAbstract");
        QTest::newRow("path") << false;
        QTest::newRow("abstract") << true;
    }

    void datagramArrives()
    {
        QFETCH(bool, isAbstract);
        const QTemporaryDir dir;
        const QByteArray name =
            (isAbstract ? QByteArray("@") : QByteArray()) + QFile::encodeName(dir.filePath(u"s"_s));
        sockaddr_un address = {};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, name.constData(), static_cast<std::size_t>(name.size()));
        if (isAbstract)
            address.sun_path[0] = '\0';
        const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        const auto length =
            static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + static_cast<std::size_t>(name.size()));
        QCOMPARE(::bind(socket, reinterpret_cast<const sockaddr *>(&address), length), 0);

        qputenv("NOTIFY_SOCKET", name);
        QVERIFY(notifySystemd("READY=1\nSTATUS=x"));
        char buffer[100] = {};
        QCOMPARE(::recv(socket, buffer, sizeof buffer, 0), ssize_t(16));
        QCOMPARE(QByteArray(buffer), QByteArray("READY=1\nSTATUS=x"));
        ::close(socket);
    }

    void badSocketIsSaid_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("relative") << QByteArray("socket");
        QTest::newRow("nobody there") << QByteArray("/nonexistent/socket");
        QTest::newRow("too long") << QByteArray("/" + QByteArray(200, 'x'));
    }

    void badSocketIsSaid()
    {
        QFETCH(QByteArray, name);
        qputenv("NOTIFY_SOCKET", name);
        QVERIFY(!notifySystemd("READY=1"));
    }
};

ARIA_TEST(TestSystemdNotify)

} // namespace tst_systemdnotify

#include "tst_systemdnotify.moc"
