#include "tray/servicehost.h"

#include "service/calendarservice.h"

#include "support/testmain.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

namespace tst_servicehost {

using namespace Qt::StringLiterals;
using namespace aria;
using tray::ServiceHost;

class TestServiceHost : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<service::CalendarService *>(); }

    void startsRestartsAndStops()
    {
        QTemporaryDir folder;
        ServiceHost host(inputFor(folder, 0), nullptr);
        service::CalendarService *service = nullptr;
        connect(&host, &ServiceHost::started, this,
            [&service](service::CalendarService *running) { service = running; });
        QSignalSpy started(&host, &ServiceHost::started);
        QSignalSpy stopping(&host, &ServiceHost::stopping);
        QSignalSpy stopped(&host, &ServiceHost::stopped);
        host.start();
        QTRY_COMPARE(started.size(), 1);
        QVERIFY(service);
        auto today = service->eventsToday({});
        QTRY_VERIFY(today.isFinished());
        QVERIFY(today.result());

        host.restart();
        QCOMPARE(stopping.size(), 1); // the windows let go before the service does
        QTRY_COMPARE(started.size(), 2);
        QVERIFY(stopped.isEmpty());
        auto again = service->eventsToday({});
        QTRY_VERIFY(again.isFinished());
        QVERIFY(again.result());

        host.stop();
        QTRY_COMPARE(stopped.size(), 1);
        QCOMPARE(stopping.size(), 2);
    }

    void readsTheSettingsAgain()
    {
        QTemporaryDir folder;
        SettingsInput input = inputFor(folder, 0);
        input.settingsFile = folder.filePath(u"settings.ini"_s);
        ServiceHost host(input, nullptr);
        QSignalSpy started(&host, &ServiceHost::started);
        QSignalSpy failed(&host, &ServiceHost::failed);
        host.start();
        QTRY_COMPARE(started.size(), 1);
        QFile file(input.settingsFile);
        QVERIFY(file.open(QFile::WriteOnly));
        file.write("interval_seconds=1234\n");
        file.close();
        host.restart();
        QTRY_COMPARE(started.size() + failed.size(), 2);
        QVERIFY(failed.isEmpty());
        QCOMPARE(host.settings().interval, std::chrono::seconds(1234));
        stop(host);
    }

    void saysThatThePortIsTakenAndTakesAnother()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        QTemporaryDir folder;
        ServiceHost host(inputFor(folder, other.serverPort()), nullptr);
        QSignalSpy started(&host, &ServiceHost::started);
        QSignalSpy failed(&host, &ServiceHost::failed);
        host.start();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.at(0).at(0).value<Error>().code, u"port_in_use"_s);
        QVERIFY(started.isEmpty()); // never without the API
        host.usePort(0);
        host.start();
        QTRY_COMPARE(started.size(), 1);
        stop(host);
    }

    void stopsWhereNothingRuns()
    {
        QTemporaryDir folder;
        ServiceHost host(inputFor(folder, 0), nullptr);
        stop(host);
    }

private:
    static SettingsInput inputFor(const QTemporaryDir &folder, quint16 port)
    {
        SettingsInput input;
        input.configHome = folder.filePath(u"config"_s);
        input.dataHome = folder.filePath(u"data"_s);
        input.environment.insert(u"CALENDAR_SYNC_PORT"_s, QString::number(port));
        return input;
    }
    static void stop(ServiceHost &host)
    {
        QSignalSpy stopped(&host, &ServiceHost::stopped);
        host.stop();
        QVERIFY(stopped.isEmpty()); // never from within
        QTRY_COMPARE(stopped.size(), 1);
    }
};

ARIA_TEST(TestServiceHost)

} // namespace tst_servicehost

#include "tst_servicehost.moc"
