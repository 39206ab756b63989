// Signals of the operating system arrive in the event loop.
#include "program/unixsignals.h"

#include "support/testmain.h"

#include <QSignalSpy>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace tst_unixsignals {

using namespace aria::program;

class TestUnixSignals : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void terminationArrives_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
    }

    void terminationArrives()
    {
        QFETCH(int, number);
        UnixSignals signals_;
        QSignalSpy spy(&signals_, &UnixSignals::terminationRequested);
        QCOMPARE(::raise(number), 0);
        QCOMPARE(spy.size(), 0); // not in the handler
        QTRY_COMPARE(spy.size(), 1);
    }

    void closedTerminalAndClosedPipeChangeNothing()
    {
        UnixSignals signals_;
        QSignalSpy spy(&signals_, &UnixSignals::terminationRequested);
        QCOMPARE(::raise(SIGHUP), 0);
        QCOMPARE(::raise(SIGPIPE), 0);
        QCOMPARE(::raise(SIGTERM), 0);
        QTRY_COMPARE(spy.size(), 1);
    }

    void secondSignalEndsAtOnce()
    {
        const pid_t child = ::fork();
        if (child == 0) {
            UnixSignals signals_;
            ::raise(SIGINT);
            ::raise(SIGINT);
            ::_exit(0); // not reached
        }
        QVERIFY(child > 0);
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 128 + SIGINT);
    }

    void defaultActionsComeBack()
    {
        {
            const UnixSignals signals_;
        }
        struct sigaction action = {};
        for (const int number : { SIGTERM, SIGINT, SIGHUP, SIGPIPE }) {
            QCOMPARE(::sigaction(number, nullptr, &action), 0);
            QVERIFY(action.sa_handler == SIG_DFL);
        }
    }
};

ARIA_TEST(TestUnixSignals)

} // namespace tst_unixsignals

#include "tst_unixsignals.moc"
