#include "choices/autostart.h"

#include "support/testmain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace tst_autostart {

using namespace Qt::StringLiterals;
using namespace aria;

class TestAutostart : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // An earlier version's entry does not say that the session starts the program; a person's own stays.
    void renewsTheEntryOfAnEarlierVersion()
    {
        const QTemporaryDir folder;
        const QString home = folder.path();
        const choices::Autostart autostart(home, u"/usr/bin/aria-calendar-sync"_s);
        QVERIFY(QDir(home).mkpath(u"autostart"_s));
        const QString path = home + u"/autostart/aria-calendar-sync.desktop"_s;
        const auto after = [&](const QByteArray &exec) {
            QFile entry(path);
            if (!entry.open(QIODevice::WriteOnly | QIODevice::Truncate))
                return QByteArray();
            entry.write("[Desktop Entry]\nType=Application\nExec=" + exec + "\n");
            entry.close();
            if (!autostart.renew())
                return QByteArray();
            return entry.open(QIODevice::ReadOnly) ? entry.readAll() : QByteArray();
        };
        QVERIFY(after("\"/usr/bin/aria-calendar-sync\"").contains("Exec=env ARIA_AT_LOGIN=1 "));
        QVERIFY(!after("nice /opt/sync").contains("ARIA_AT_LOGIN"));
    }
};

ARIA_TEST(TestAutostart)

} // namespace tst_autostart

#include "tst_autostart.moc"
