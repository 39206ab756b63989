#include "tray/startfailure.h"

#include "choices/settingsaccess.h"
#include "support/testmain.h"

#include <QDir>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace tst_startfailure {

using namespace Qt::StringLiterals;
using namespace aria;
using tray::StartFailure;

class TestStartFailure : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void saysWhyInWords_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("words");
        QTest::newRow("settings") << u"bad_setting"_s << u"A setting is wrong."_s;
        QTest::newRow("newer") << u"schema_newer"_s << u"newer version"_s;
        QTest::newRow("locked") << u"database_in_use"_s << u"Another program uses the database."_s;
        QTest::newRow("damaged") << u"database_unreadable"_s << u"cannot be opened"_s;
        QTest::newRow("credentials") << u"credentials_unusable"_s << u"folder for the sign-in"_s;
        QTest::newRow("anything") << u"whatever"_s << u"could not be started"_s;
    }
    void saysWhyInWords()
    {
        QFETCH(QString, code);
        QFETCH(QString, words);
        StartFailure window;
        window.show(Error{ ErrorCategory::Precondition, code, u"The very sentence: /some/place."_s }, true);
        QVERIFY(window.isVisible());
        QVERIFY(says(window, words));
        QVERIFY(says(window, u"The very sentence: /some/place."_s));
    }

    void leadsOnByKeys()
    {
        StartFailure window;
        window.show(Error{ ErrorCategory::Precondition, u"database_in_use"_s, u"It is locked."_s }, true);
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QSignalSpy settings(&window, &StartFailure::settingsWanted);
        QSignalSpy retry(&window, &StartFailure::retryWanted);
        QSignalSpy quit(&window, &StartFailure::quitWanted);
        QTest::keyClick(&window, Qt::Key_S, Qt::AltModifier);
        QTRY_COMPARE(settings.size(), 1);
        QTest::keyClick(&window, Qt::Key_T, Qt::AltModifier);
        QTRY_COMPARE(retry.size(), 1);
        QVERIFY(window.isVisible());
        QTest::keyClick(&window, Qt::Key_Q, Qt::AltModifier);
        QTRY_COMPARE(quit.size(), 1);
        QSignalSpy closed(&window, &StartFailure::closed);
        QTest::keyClick(&window, Qt::Key_Escape);
        QCOMPARE(closed.size(), 1);
        QTRY_COMPARE(quit.size(), 1);
    }

    void offersNoSettingsThatCannotBeShown()
    {
        StartFailure window;
        window.show(Error{ ErrorCategory::InvalidInput, u"bad_setting"_s, u"PORT=x"_s }, false);
        for (QPushButton *button : window.findChildren<QPushButton *>())
            QCOMPARE(button->isEnabled(), !button->text().contains(u"settings"_s));
    }

    // What is wrong in settings.ini can be put right in the settings window.
    void opensSettingsOfAFileThatIsWrong()
    {
        QTemporaryDir folder;
        SettingsInput input;
        input.configHome = folder.filePath(u"config"_s);
        input.dataHome = folder.filePath(u"data"_s);
        input.settingsFile = folder.filePath(u"settings.ini"_s);
        QFile file(input.settingsFile);
        QVERIFY(file.open(QFile::WriteOnly));
        file.write("interval_seconds=soon\nport=9000\n");
        file.close();
        QVERIFY(!loadSettings(input));
        auto access = choices::SettingsAccess::opened(input);
        QVERIFY(access);
        QCOMPARE(access->settings().port, quint16(9000)); // the rest is as it was
        QCOMPARE(access->settings().interval, std::chrono::seconds(300));
        const auto saved = access->save({ { u"CALENDAR_SYNC_PORT"_s, u"9001"_s } });
        QVERIFY(saved && *saved);
        const auto loaded = loadSettings(input);
        QVERIFY(loaded);
        QCOMPARE(loaded->settings.port, quint16(9001));

        input.environment.insert(u"CALENDAR_SYNC_PORT"_s, u"many"_s);
        QVERIFY(!choices::SettingsAccess::opened(input)); // that is not in the file
    }

private:
    static bool says(const StartFailure &window, const QString &text)
    {
        const auto labels = window.findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
            [&text](const QLabel *label) { return label->text().contains(text); });
    }
};

ARIA_TEST(TestStartFailure)

} // namespace tst_startfailure

#include "tst_startfailure.moc"
