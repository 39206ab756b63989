// systemd hears that the service lives only while all its threads answer.
#include "program/watchdogfeeder.h"

#include "support/testmain.h"

#include <QFile>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace tst_watchdogfeeder {

using namespace Qt::StringLiterals;
using namespace aria::program;
using namespace std::chrono_literals;

class TestWatchdogFeeder : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_socket = -1;
    QThread m_thread;
    QObject *m_member = nullptr;

    // How many times systemd was told since the last call.
    int heard() const
    {
        int count = 0;
        char buffer[100] = {};
        while (::recv(m_socket, buffer, sizeof buffer, 0) == ssize_t(std::strlen("WATCHDOG=1")))
            ++count;
        return count;
    }

private Q_SLOTS:
    void init()
    {
        const QByteArray name = QFile::encodeName(m_dir.filePath(u"s"_s));
        QFile::remove(m_dir.filePath(u"s"_s));
        sockaddr_un address = {};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, name.constData(), static_cast<std::size_t>(name.size()));
        m_socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        QCOMPARE(::bind(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
        qputenv("NOTIFY_SOCKET", name);
        m_member = new QObject;
        m_member->moveToThread(&m_thread);
        m_thread.start();
    }

    void cleanup()
    {
        m_thread.quit();
        m_thread.wait();
        delete m_member;
        ::close(m_socket);
        qunsetenv("NOTIFY_SOCKET");
        qunsetenv("WATCHDOG_USEC");
        qunsetenv("WATCHDOG_PID");
    }

    void interval_data()
    {
        QTest::addColumn<QByteArray>("microseconds");
        QTest::addColumn<QByteArray>("pid");
        QTest::addColumn<qint64>("expected"); // ms; 0: systemd does not watch
        const QByteArray own = QByteArray::number(qint64(::getpid()));
        QTest::newRow("not set") << QByteArray() << QByteArray() << qint64(0);
        QTest::newRow("a minute") << QByteArray("60000000") << own << qint64(20'000);
        QTest::newRow("no pid") << QByteArray("30000000") << QByteArray() << qint64(10'000);
        QTest::newRow("another process") << QByteArray("60000000") << QByteArray("1") << qint64(0);
        QTest::newRow("no number") << QByteArray("soon") << own << qint64(0);
        QTest::newRow("negative") << QByteArray("-5") << own << qint64(0);
        QTest::newRow("very short") << QByteArray("10") << own << qint64(1);
    }

    void interval()
    {
        QFETCH(QByteArray, microseconds);
        QFETCH(QByteArray, pid);
        QFETCH(qint64, expected);
        if (!microseconds.isNull())
            qputenv("WATCHDOG_USEC", microseconds);
        if (!pid.isNull())
            qputenv("WATCHDOG_PID", pid);
        QCOMPARE(WatchdogFeeder::wantedInterval().value_or(0ms).count(), expected);
    }

    void feedsWhileAllAnswer()
    {
        QObject here;
        const WatchdogFeeder feeder({ &here, m_member }, 5ms);
        QCOMPARE(heard(), 1); // at once
        QTRY_VERIFY(heard() > 0);
        QTRY_VERIFY(heard() > 0);
    }

    void isSilentWhileOneHangs()
    {
        QSemaphore hangs;
        QSemaphore released;
        QMetaObject::invokeMethod(m_member, [&] {
            hangs.release();
            released.acquire();
        });
        hangs.acquire();
        QObject here;
        const WatchdogFeeder feeder({ &here, m_member }, 5ms);
        QCOMPARE(heard(), 1);
        // The main thread has gone round several times, and nothing was said.
        int rounds = 0;
        QTimer clock;
        connect(&clock, &QTimer::timeout, this, [&] { ++rounds; });
        clock.start(5ms);
        QTRY_VERIFY(rounds >= 10);
        QCOMPARE(heard(), 0);
        released.release();
        QTRY_VERIFY(heard() > 0);
    }

    void canGoWhileAnswersAreOutstanding()
    {
        QSemaphore hangs;
        QSemaphore released;
        QMetaObject::invokeMethod(m_member, [&] {
            hangs.release();
            released.acquire();
        });
        hangs.acquire();
        std::make_unique<WatchdogFeeder>(QList<QObject *>{ m_member }, 5ms).reset();
        released.release(); // the answer comes to nobody, and harms nobody
        QMetaObject::invokeMethod(
            m_member, [] {}, Qt::BlockingQueuedConnection);
        QCOMPARE(heard(), 1);
    }
};

ARIA_TEST(TestWatchdogFeeder)

} // namespace tst_watchdogfeeder

#include "tst_watchdogfeeder.moc"
