#include "settings/settingswindow.h"

#include "choices/preferences.h"
#include "support/fakeservice.h"
#include "support/testmain.h"
#include "ui/accessibletree.h"
#include "ui/clientfiles.h"
#include "ui/screenroom.h"
#include "when/timefield.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QTest>

namespace tst_settingswindow {

using namespace Qt::StringLiterals;
using namespace aria;
using settings::SettingRow;
using settings::SettingsWindow;
using settings::TokenPlace;

class FakeStorage : public settings::TokenStorage
{
public:
    TokenPlace where = TokenPlace::File;
    std::optional<Error> problem;

    TokenPlace place() const override { return where; }
    QFuture<Expected<void>> moveTo(TokenPlace place) override
    {
        if (problem)
            return QtFuture::makeReadyFuture(Expected<void>(Unexpected(*problem)));
        where = place;
        return QtFuture::makeReadyFuture(Expected<void>());
    }
};

class TestSettingsWindow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        fake = std::make_unique<test::FakeService>();
        google::CalendarInfo own;
        own.id = u"me@example.org"_s;
        own.summary = u"Me"_s;
        own.primary = true;
        google::CalendarInfo team = own;
        team.id = u"team@group.calendar.google.com"_s;
        team.summary = u"Team"_s;
        team.primary = false;
        fake->calendarInfos = QList<google::CalendarInfo>{ own, team };
        folder = std::make_unique<QTemporaryDir>();
        link = std::make_unique<uicommon::ServiceLink>();
        watch = std::make_unique<uicommon::StatusWatch>(*link);
        storage = std::make_unique<FakeStorage>();
        input = {};
        input.configHome = folder->filePath(u"config"_s);
        input.dataHome = folder->filePath(u"data"_s);
        input.settingsFile = input.configHome + u"/aria-calendar-sync/settings.ini"_s;
    }
    void cleanup()
    {
        window.reset();
        access.reset();
        watch.reset();
        link.reset();
    }

    // Every row of the settings' table that means anything can be changed here.
    void offersEverythingThatMayBeChanged()
    {
        makeWindow();
        QStringList names;
        const auto rows = window->findChildren<SettingRow *>();
        for (const SettingRow *row : rows) {
            names.append(row->name());
            QCOMPARE(row->value(), access->text(row->name()));
        }
        for (const SettingSource &source : access->loaded().sources) {
            const bool hasNoEffect = source.name.startsWith(u"CALENDAR_SYNC_DB_POOL"_s);
            const bool isForServers =
                source.name == u"CALENDAR_SYNC_API_TOKEN_FILE"_s; // as systemd hands it over
            if (!hasNoEffect && !isForServers)
                QVERIFY2(names.removeOne(source.name), qUtf8Printable(source.name));
        }
        QVERIFY2(names.isEmpty(), qUtf8Printable(names.join(u' ')));
    }

    void knowsWhatIsNotApplied()
    {
        makeWindow();
        QVERIFY(!window->property("isUnsaved").toBool());
        window->findChild<QListWidget *>()->setCurrentRow(3);
        auto *box = window->findChild<QStackedWidget *>()->currentWidget()->findChild<QCheckBox *>();
        QVERIFY(box && box->isVisible());
        QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
        QVERIFY(window->property("isUnsaved").toBool());
    }

    void asksBeforeChangesAreLost()
    {
        makeWindow();
        window->findChild<QListWidget *>()->setCurrentRow(3);
        auto *box = window->findChild<QStackedWidget *>()->currentWidget()->findChild<QCheckBox *>();
        QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
        window->close(); // as its title bar does
        auto *question = window->findChild<QMessageBox *>();
        QVERIFY(window->isVisible() && question && QTest::qWaitForWindowActive(question));
        QTest::keyClick(question, Qt::Key_Escape);
        QTRY_VERIFY(!window->findChild<QMessageBox *>());
        QTest::keyClick(window.get(), Qt::Key_Escape);
        question = window->findChild<QMessageBox *>();
        QVERIFY(window->isVisible() && question && QTest::qWaitForWindowActive(question));
        QTest::mouseClick(question->button(QMessageBox::Discard), Qt::LeftButton);
        QTRY_VERIFY(!window->isVisible());
    }

    // As the person's clock shows them.
    void givesItsExamplesInTimesOfTheLocale()
    {
        const QLocale before;
        QLocale::setDefault(QLocale(u"en_US"_s));
        makeWindow();
        QLocale::setDefault(before);
        QStringList examples;
        for (const QLabel *label : window->findChildren<QLabel *>()) {
            if (label->text().contains(u"“Dentist” to"_s))
                examples.append(label->text());
        }
        QCOMPARE(examples.size(), 2);
        for (const QString &example : std::as_const(examples))
            QVERIFY2(example.contains(u"3:00"_s) && !example.contains(u"15:00"_s), qPrintable(example));
    }

    // From the pages' list over the page to the buttons.
    void comesToTheButtonsLast()
    {
        makeWindow();
        const auto *buttons = window->findChild<QDialogButtonBox *>();
        const auto *stack = window->findChild<QStackedWidget *>();
        const QWidget *list = window->findChild<QListWidget *>();
        bool wasOnPage = false;
        for (const QWidget *next = list->nextInFocusChain(); next != list; next = next->nextInFocusChain()) {
            if (!(next->focusPolicy() & Qt::TabFocus) || !next->isVisible())
                continue;
            wasOnPage = wasOnPage || stack->isAncestorOf(next);
            QVERIFY2(!qobject_cast<const QScrollArea *>(next), "nothing can be done there");
            if (buttons->isAncestorOf(next))
                QVERIFY(wasOnPage);
        }
    }

    // Page by page, as a screen reader sees them.
    void namesEverythingOnEveryPage()
    {
        makeWindow();
        auto *stack = window->findChild<QStackedWidget *>();
        QVERIFY(stack && stack->count() >= 8);
        for (int page = 0; page < stack->count(); ++page) {
            window->findChild<QListWidget *>()->setCurrentRow(page);
            const QStringList faults = test::faultsOfAccessibleTree(window.get());
            QVERIFY2(
                faults.isEmpty(), qUtf8Printable(QString::number(page) + u": "_s + faults.join(u", "_s)));
        }
    }

    void fitsOnASmallScreen()
    {
        makeWindow();
        QCOMPARE(test::faultOfSize(window.get()), QString());
    }

    void saysWhoseAccountItIs()
    {
        makeWindow();
        const auto says = [this](const QString &text) {
            const auto labels = window->findChildren<QLabel *>();
            return std::any_of(
                labels.begin(), labels.end(), [&](const QLabel *label) { return label->text() == text; });
        };
        QTRY_VERIFY(says(u"You are signed in as me@example.org."_s));
    }

    void writesWhatChangedAndRestarts()
    {
        makeWindow();
        QSignalSpy restart(window.get(), &SettingsWindow::restartWanted);
        QVERIFY(!button(QDialogButtonBox::Apply)->isEnabled());
        type(u"CALENDAR_SYNC_INTERVAL_SECONDS"_s, u"60"_s);
        QVERIFY(button(QDialogButtonBox::Apply)->isEnabled());
        QTest::mouseClick(button(QDialogButtonBox::Apply), Qt::LeftButton);
        QCOMPARE(restart.size(), 1);
        QCOMPARE(access->settings().interval, std::chrono::seconds(60));
        QCOMPARE(read(), u"interval_seconds=60"_s);
        QVERIFY(!button(QDialogButtonBox::Apply)->isEnabled());
        // Back to the default: the file is empty again.
        type(u"CALENDAR_SYNC_INTERVAL_SECONDS"_s, u"300"_s);
        QTest::mouseClick(button(QDialogButtonBox::Ok), Qt::LeftButton);
        QCOMPARE(restart.size(), 2);
        QVERIFY(!window->isVisible());
        QCOMPARE(read(), QString());
    }

    void marksWhatIsWrongAndStays()
    {
        makeWindow();
        QSignalSpy restart(window.get(), &SettingsWindow::restartWanted);
        auto *edit = row(u"CALENDAR_SYNC_HOST"_s)->findChild<QLineEdit *>();
        edit->selectAll();
        QTest::keyClicks(edit, u"nonsense!"_s);
        QVERIFY(edit->accessibleDescription().contains(u"CALENDAR_SYNC_HOST"_s)); // marked as it is typed
        QTest::mouseClick(button(QDialogButtonBox::Ok), Qt::LeftButton);
        QVERIFY(window->isVisible());
        QVERIFY(edit->isVisible()); // its page came up
        QCOMPARE(edit->text(), u"nonsense!"_s);
        QVERIFY(restart.isEmpty());
        QVERIFY(!QFile::exists(input.settingsFile));
        edit->selectAll();
        QTest::keyClicks(edit, u"::1"_s);
        QVERIFY(edit->accessibleDescription().isEmpty());
        QTest::keyClick(edit, Qt::Key_Return);
        QVERIFY(!window->isVisible());
        QCOMPARE(restart.size(), 1);
    }

    void cancelChangesNothing()
    {
        makeWindow();
        QSignalSpy restart(window.get(), &SettingsWindow::restartWanted);
        type(u"CALENDAR_SYNC_INTERVAL_SECONDS"_s, u"60"_s);
        QTest::keyClick(window.get(), Qt::Key_Escape);
        QTest::mouseClick(window->findChild<QMessageBox *>()->button(QMessageBox::Discard), Qt::LeftButton);
        QTRY_VERIFY(!window->isVisible());
        QVERIFY(restart.isEmpty());
        QVERIFY(!QFile::exists(input.settingsFile));
    }

    void locksWhatTheEnvironmentSets()
    {
        input.environment.insert(u"CALENDAR_SYNC_INTERVAL_SECONDS"_s, u"42"_s);
        makeWindow();
        SettingRow *interval = row(u"CALENDAR_SYNC_INTERVAL_SECONDS"_s);
        QVERIFY(!interval->editor()->isEnabled());
        QCOMPARE(interval->value(), u"42"_s);
        QVERIFY(interval->editor()->accessibleDescription().contains(u"the environment"_s));
        type(u"CALENDAR_SYNC_HISTORY_RETENTION_DAYS"_s, u"10"_s);
        QTest::mouseClick(button(QDialogButtonBox::Ok), Qt::LeftButton);
        QCOMPARE(read(), u"history_retention_days=10"_s);
    }

    void choosesCalendars()
    {
        makeWindow();
        turnTo(u"Calendars"_s);
        auto *list = row(u"CALENDAR_SYNC_GOOGLE_CALENDAR_ID"_s)->findChild<QListWidget *>();
        QTRY_COMPARE(list->count(), 2);
        list->setFocus();
        list->setCurrentRow(1);
        QTest::keyClick(list, Qt::Key_Space);
        QTest::mouseClick(button(QDialogButtonBox::Ok), Qt::LeftButton);
        QCOMPARE(access->settings().calendarIds,
            (QStringList{ u"primary"_s, u"team@group.calendar.google.com"_s }));
    }

    void renewsAndCopiesTheToken()
    {
        makeWindow();
        SettingRow *token = row(u"CALENDAR_SYNC_API_TOKEN"_s);
        const auto buttons = token->findChildren<QPushButton *>();
        QCOMPARE(buttons.size(), 2);
        QVERIFY(!buttons.at(0)->isEnabled()); // nothing to copy
        turnTo(u"API"_s);
        QTest::mouseClick(buttons.at(1), Qt::LeftButton);
        QTest::mouseClick(buttons.at(0), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"unguessable"_s);
        QTest::mouseClick(button(QDialogButtonBox::Ok), Qt::LeftButton);
        QCOMPARE(access->settings().apiToken, u"unguessable"_s);
        QVERIFY(!(QFile(input.settingsFile).permissions() & (QFile::ReadGroup | QFile::ReadOther)));
    }

    void keepsPreferencesWithoutARestart()
    {
        makeWindow();
        QSignalSpy restart(window.get(), &SettingsWindow::restartWanted);
        QSignalSpy preferences(window.get(), &SettingsWindow::preferencesChanged);
        turnTo(u"Notifications"_s);
        click<QCheckBox>(u"&Quiet hours, without either"_s);
        QTest::mouseClick(button(QDialogButtonBox::Apply), Qt::LeftButton);
        QCOMPARE(preferences.size(), 1);
        QVERIFY(restart.isEmpty());
        QVERIFY(choices::Preferences::read(access->file()).hasQuietHours);
        QTest::mouseClick(button(QDialogButtonBox::Ok), Qt::LeftButton);
        QCOMPARE(preferences.size(), 1);
    }

    // As when the program ends. What it must not do only the sanitizers see.
    void goesWhileATimeIsTyped()
    {
        makeWindow();
        turnTo(u"Notifications"_s);
        click<QCheckBox>(u"&Quiet hours, without either"_s);
        QApplication::setActiveWindow(window.get());
        auto *time = window->findChild<when::TimeField *>();
        QVERIFY(time && time->isEnabled());
        time->setFocus();
        QVERIFY(time->hasFocus());
        QTest::keyClicks(time, u"25:99"_s);
        window.reset();
    }

    // Offscreen there is neither an X server nor a portal.
    void saysThatThisDesktopHasNoKeyForAll()
    {
        makeWindow();
        turnTo(u"Notifications"_s);
        auto *edit = window->findChild<QKeySequenceEdit *>();
        QVERIFY(edit && edit->keySequence().isEmpty()); // none at first
        QTRY_VERIFY(!edit->isEnabled());
        const auto labels = window->findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->isVisible() && label->text().contains(u"does not let a program have a key"_s);
        }));
    }

    void keepsTheKeyToJoin()
    {
        makeWindow();
        turnTo(u"Notifications"_s);
        auto *edit = window->findChild<QKeySequenceEdit *>();
        edit->setEnabled(true); // as where the desktop has such keys
        edit->setFocus();
        QTest::keyClick(edit, Qt::Key_J); // would be typed anywhere
        QTest::mouseClick(button(QDialogButtonBox::Apply), Qt::LeftButton);
        QVERIFY(choices::Preferences::read(access->file()).joinKey.isEmpty());
        edit->clear();
        QTest::keyClick(edit, Qt::Key_J, Qt::ControlModifier | Qt::AltModifier);
        QSignalSpy preferences(window.get(), &SettingsWindow::preferencesChanged);
        QTest::mouseClick(button(QDialogButtonBox::Apply), Qt::LeftButton);
        QCOMPARE(preferences.size(), 1);
        QCOMPARE(choices::Preferences::read(access->file()).joinKey, QKeySequence(u"Ctrl+Alt+J"_s));
    }

    void startsWithTheSession()
    {
        makeWindow();
        turnTo(u"Sync"_s);
        click<QCheckBox>(u"&Start with the session"_s);
        QTest::mouseClick(button(QDialogButtonBox::Ok), Qt::LeftButton);
        QFile entry(input.configHome + u"/autostart/aria-calendar-sync.desktop"_s);
        QVERIFY(entry.open(QIODevice::ReadOnly));
        QVERIFY(entry.readAll().contains("\nExec=env ARIA_AT_LOGIN=1 \"/usr/bin/aria-calendar-sync\"\n"));
    }

    void saysWhyThePersonHasToConnectAgain()
    {
        google::AuthStatus &auth = fake->healthView.auth;
        auth.credentialsValid = false;
        auth.problemCode = u"invalid_grant"_s;
        auth.problem = u"Google no longer accepts the sign-in."_s;
        makeWindow();
        QTRY_VERIFY(hasText(u"7 days"_s));
        QSignalSpy wanted(window.get(), &SettingsWindow::signInWanted);
        click<QPushButton>(u"&Reconnect…"_s);
        QCOMPARE(wanted.size(), 1);
        QSignalSpy out(window.get(), &SettingsWindow::signOutWanted);
        click<QPushButton>(u"Sign ou&t…"_s);
        QCOMPARE(out.size(), 1);
    }

    void movesTheSignInOrSaysWhyNot()
    {
        makeWindow();
        storage->problem =
            Error{ ErrorCategory::Unavailable, u"keyring_unavailable"_s, u"No keyring runs."_s };
        click<QRadioButton>(u"In the system &keyring"_s);
        QTest::mouseClick(button(QDialogButtonBox::Apply), Qt::LeftButton);
        QTRY_VERIFY(hasText(u"No keyring runs."_s));
        QVERIFY(find<QRadioButton>(u"In a &file that only you can read, token.json"_s)->isChecked());
        storage->problem.reset();
        click<QRadioButton>(u"In the system &keyring"_s);
        QTest::mouseClick(button(QDialogButtonBox::Apply), Qt::LeftButton);
        QCOMPARE(storage->where, TokenPlace::Keyring);
        QTRY_VERIFY(find<QRadioButton>(u"In the system &keyring"_s)->isChecked());
    }

    void copiesDiagnostics()
    {
        makeWindow();
        turnTo(u"About"_s);
        click<QPushButton>(u"&Copy diagnostics"_s);
        QTRY_VERIFY(hasText(u"Copied."_s));
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"aria-calendar-sync "_s));
    }

    // From the list of pages with the keys alone.
    void turnsPagesWithTheKeys()
    {
        makeWindow();
        auto *titles = window->findChild<QListWidget *>();
        titles->setFocus();
        QTest::keyClick(titles, Qt::Key_End);
        QCOMPARE(window->findChild<QStackedWidget *>()->currentIndex(), titles->count() - 1);
        QTest::keyClick(titles, Qt::Key_Home);
        QCOMPARE(window->findChild<QStackedWidget *>()->currentIndex(), 0);
    }

private:
    void makeWindow()
    {
        access = std::make_unique<choices::SettingsAccess>(input, loadSettings(input).value());
        link->setService(fake.get());
        QTRY_VERIFY(watch->isKnown());
        window.reset(new SettingsWindow(
            { *link, *watch, *access, choices::Autostart(input.configHome, u"/usr/bin/aria-calendar-sync"_s),
                storage.get(), [] { return u"unguessable"_s; } }));
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
    }
    SettingRow *row(const QString &name)
    {
        const auto rows = window->findChildren<SettingRow *>();
        for (SettingRow *row : rows) {
            if (row->name() == name)
                return row;
        }
        return nullptr;
    }
    void type(const QString &name, const QString &number)
    {
        auto *box = row(name)->findChild<QSpinBox *>();
        box->selectAll();
        QTest::keyClicks(box, number);
        QTest::keyClick(box, Qt::Key_Tab);
    }
    void turnTo(const QString &page)
    {
        auto *titles = window->findChild<QListWidget *>();
        titles->setCurrentItem(titles->findItems(page, Qt::MatchExactly).value(0));
    }
    QPushButton *button(QDialogButtonBox::StandardButton which)
    {
        return window->findChild<QDialogButtonBox *>()->button(which);
    }
    template <class Button> Button *find(const QString &text)
    {
        const auto buttons = window->findChildren<Button *>();
        for (Button *button : buttons) {
            if (button->text() == text)
                return button;
        }
        return nullptr;
    }
    template <class Button> void click(const QString &text)
    {
        Button *button = find<Button>(text);
        QVERIFY2(button && button->isVisible(), qUtf8Printable(text));
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Space);
    }
    bool hasText(const QString &part)
    {
        const auto labels = window->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
            [&](const QLabel *label) { return label->isVisible() && label->text().contains(part); });
    }
    // The service's part of settings.ini.
    QString read()
    {
        QFile file(input.settingsFile);
        if (!file.open(QIODevice::ReadOnly))
            return {};
        QStringList lines;
        const QList<QByteArray> all = file.readAll().split('\n');
        for (const QByteArray &line : all) {
            if (line.contains('=') && !line.startsWith('['))
                lines.append(QString::fromUtf8(line));
        }
        return lines.join(u'\n');
    }

    SettingsInput input;
    std::unique_ptr<test::FakeService> fake;
    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<uicommon::ServiceLink> link;
    std::unique_ptr<uicommon::StatusWatch> watch;
    std::unique_ptr<FakeStorage> storage;
    std::unique_ptr<choices::SettingsAccess> access;
    std::unique_ptr<SettingsWindow> window;
};

ARIA_TEST(TestSettingsWindow)

} // namespace tst_settingswindow

#include "tst_settingswindow.moc"
