#include "signin/assistant.h"

#include "signin/clientfilepage.h"
#include "support/fakeservice.h"
#include "support/manualclock.h"
#include "support/testmain.h"
#include "ui/accessibletree.h"
#include "ui/clientfiles.h"
#include "ui/screenroom.h"
#include "uicommon/statusline.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDropEvent>
#include <QLabel>
#include <QListWidget>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace tst_assistant {

using namespace Qt::StringLiterals;
using namespace aria;
using signin::Assistant;

class TestAssistant : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        fake = std::make_unique<test::FakeService>();
        fake->healthView.auth = {};
        fake->statusView->state = service::State::NeedsAuth;
        fake->authorization = google::Authorization{ QUrl(u"https://accounts.google.com/o"_s), u"s1"_s };
        google::CalendarInfo own;
        own.id = u"me@example.org"_s;
        own.summary = u"Me"_s;
        own.primary = true;
        own.accessRole = google::AccessRole::Owner;
        google::CalendarInfo team = own;
        team.id = u"team@group.calendar.google.com"_s;
        team.summary = u"Team"_s;
        team.primary = false;
        fake->calendarInfos = QList<google::CalendarInfo>{ own, team };
        folder = std::make_unique<QTemporaryDir>();
        link = std::make_unique<uicommon::ServiceLink>();
        watch = std::make_unique<uicommon::StatusWatch>(*link);
        state = std::make_unique<QSettings>(folder->filePath(u"ui.ini"_s), QSettings::IniFormat);
        actions = std::make_unique<uicommon::ServiceActions>(*link, *watch, clock, *state);
        environment.clear();
        opened = 0;
    }
    void cleanup()
    {
        assistant.reset();
        access.reset();
        actions.reset();
        watch.reset();
        link.reset();
    }

    void leadsFromTheFileToTheFirstSync()
    {
        makeAssistant();
        QSignalSpy restart(assistant.get(), &Assistant::restartWanted);
        QSignalSpy agenda(assistant.get(), &Assistant::agendaWanted);
        QCOMPARE(assistant->currentId(), int(Assistant::ClientFile));
        QVERIFY(!assistant->button(QWizard::NextButton)->isEnabled());
        drop(test::writeFile(folder->filePath(u"client_secret_1.json"_s), test::desktopClient));
        QTRY_VERIFY(assistant->button(QWizard::NextButton)->isEnabled());
        QCOMPARE(assistant->focusWidget(), assistant->button(QWizard::NextButton));
        QTest::keyClick(assistant->focusWidget(), Qt::Key_Return);
        QCOMPARE(assistant->currentId(), int(Assistant::SignIn));
        QFile installed(folder->filePath(u"config/aria-calendar-sync/credentials/client_secrets.json"_s));
        QVERIFY(installed.exists());
        QCOMPARE(installed.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());

        press(u"Sign in with &Google"_s);
        QTRY_COMPARE(opened, 1);
        QVERIFY(fake->calls.contains(u"pause"_s)); // nothing is imported before the calendars are chosen
        Q_EMIT fake->authorizationEnded(u"s1"_s, {}, {});
        QCOMPARE(assistant->currentId(), int(Assistant::Choices));

        auto *list = assistant->currentPage()->findChild<QListWidget *>();
        QTRY_COMPARE(list->count(), 2);
        list->setCurrentRow(1);
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Space);
        press<QRadioButton>(u"As&k me"_s);
        press(u"Begin the s&ync"_s);
        QCOMPARE(assistant->currentId(), int(Assistant::FirstSync));
        QTRY_COMPARE(restart.size(), 1);
        QVERIFY(fake->calls.contains(u"resume"_s));
        QCOMPARE(access->settings().calendarIds,
            (QStringList{ u"primary"_s, u"team@group.calendar.google.com"_s }));
        QVERIFY(access->settings().conflictStrategy == ConflictStrategy::Manual);
        QVERIFY(QFile::exists(folder->filePath(u"config/autostart/aria-calendar-sync.desktop"_s)));

        fake->statusView->state = service::State::Syncing;
        fake->statusView->progressDone = 1240;
        fake->statusView->progressTotal = 3000;
        Q_EMIT fake->stateChanged();
        QTRY_VERIFY(hasText(u"1,240 of 3,000 events"_s));
        QCOMPARE(assistant->currentPage()->findChild<QProgressBar *>()->value(), 413);
        fake->statusView->state = service::State::Idle;
        fake->statusView->lastSyncTime = QDateTime::currentDateTimeUtc();
        fake->statusView->statistics.total = 3000;
        Q_EMIT fake->stateChanged();
        QTRY_VERIFY(hasText(u"Done: 3,000 events are in step."_s));
        press(u"Open the &agenda"_s);
        QCOMPARE(agenda.size(), 1);
    }

    void saysWhichKindOfWrongFileItIs_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("expected");
        QTest::newRow("service account") << test::serviceAccountKey << u"service account"_s;
        QTest::newRow("token") << test::tokenFile << u"token.json"_s;
        QTest::newRow("api key") << QByteArray("AIzaSyD") << u"API key"_s;
        QTest::newRow("empty") << QByteArray() << u"empty"_s;
        QTest::newRow("text") << QByteArray("hello") << u"JSON"_s;
        QTest::newRow("other") << QByteArray("{\"a\":1}") << u"not a client"_s;
        QTest::newRow("incomplete") << QByteArray("{\"installed\":{\"client_id\":\"x\"}}") << u"missing"_s;
    }
    void saysWhichKindOfWrongFileItIs()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, expected);
        makeAssistant();
        drop(test::writeFile(folder->filePath(u"download.json"_s), content));
        QVERIFY(hasText(expected));
        QVERIFY(hasText(u"download.json"_s));
        QVERIFY(!assistant->button(QWizard::NextButton)->isEnabled());
    }

    void waitsWithAWayOut()
    {
        fake->healthView.auth.clientSecretsConfigured = true;
        makeAssistant();
        QCOMPARE(assistant->currentId(), int(Assistant::SignIn));
        press(u"Sign in with &Google"_s);
        QTRY_COMPARE(opened, 1);
        press(u"Copy &link"_s);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"https://accounts.google.com/o"_s);
        press(u"&Open the browser again"_s);
        QCOMPARE(opened, 2);
        press(u"&Stop waiting"_s);
        QCOMPARE(
            assistant->focusWidget(), buttonNamed(u"Sign in with &Google"_s)); // one key from the next try
        QVERIFY(fake->calls.contains(u"abandon s1"_s));
        QVERIFY(fake->calls.contains(u"resume"_s)); // what was held back goes on
        press(u"Sign in with &Google"_s);
        QTRY_COMPARE(opened, 3);
        Q_EMIT fake->authorizationEnded(u"s1"_s, u"access_denied"_s, {});
        QVERIFY(hasText(u"declined"_s));
        press(u"&Try again"_s);
        QTRY_COMPARE(opened, 4);
        press(u"&Stop waiting"_s);
        press(u"Use another client_&secrets.json…"_s);
        QCOMPARE(assistant->currentId(), int(Assistant::ClientFile));
    }

    void explainsASignInThatGoogleEnded()
    {
        google::AuthStatus &auth = fake->healthView.auth;
        auth.clientSecretsConfigured = auth.tokenExists = true;
        auth.problemCode = u"invalid_grant"_s;
        auth.problem = u"Google no longer accepts the sign-in: Token has been expired or revoked."_s;
        fake->statusView->lastSyncTime = QDateTime::currentDateTimeUtc();
        makeAssistant();
        QVERIFY(hasText(u"7 days"_s));
        press(u"Sign in with &Google"_s);
        QTRY_COMPARE(opened, 1);
        QVERIFY(!fake->calls.contains(u"pause"_s));
        Q_EMIT fake->authorizationEnded(u"s1"_s, {}, {});
        QCOMPARE(assistant->currentId(), int(Assistant::SignIn)); // nothing more to choose
        QVERIFY(hasText(u"signed in again"_s));
        QVERIFY(assistant->button(QWizard::FinishButton)->isEnabled());
    }

    void locksWhatTheEnvironmentSets()
    {
        fake->healthView.auth.clientSecretsConfigured = true;
        environment.insert(u"CALENDAR_SYNC_CONFLICT_RESOLUTION"_s, u"aria_wins"_s);
        makeAssistant();
        press(u"Sign in with &Google"_s);
        QTRY_COMPARE(opened, 1);
        Q_EMIT fake->authorizationEnded(u"s1"_s, {}, {});
        QVERIFY(hasText(u"CALENDAR_SYNC_CONFLICT_RESOLUTION"_s));
        QVERIFY(!hasText(u"CALENDAR_SYNC_GOOGLE_CALENDAR_ID"_s));
        QVERIFY(!buttonNamed<QRadioButton>(u"As&k me"_s)->isEnabled());
        QSignalSpy restart(assistant.get(), &Assistant::restartWanted);
        press(u"Begin the s&ync"_s);
        QVERIFY(fake->calls.contains(u"resume"_s));
        QVERIFY(restart.isEmpty()); // nothing changed
    }

    void letsTheFirstSyncGoWhereItIsClosed()
    {
        fake->healthView.auth.clientSecretsConfigured = true;
        makeAssistant();
        press(u"Sign in with &Google"_s);
        QTRY_COMPARE(opened, 1);
        assistant.reset();
        QVERIFY(fake->calls.contains(u"resume"_s));
        QVERIFY(fake->calls.contains(u"abandon s1"_s));
    }

    // Killed while the person was in the browser.
    void theNextStartLetsTheSyncGo()
    {
        fake->healthView.auth.clientSecretsConfigured = true;
        makeAssistant();
        press(u"Sign in with &Google"_s);
        QTRY_COMPARE(opened, 1);
        QVERIFY(fake->calls.contains(u"pause"_s));
        test::FakeService next;
        next.healthView.auth = {};
        next.statusView->state = service::State::Paused;
        uicommon::ServiceLink nextLink;
        uicommon::StatusWatch nextWatch(nextLink);
        QSettings nextState(state->fileName(), QSettings::IniFormat);
        uicommon::ServiceActions nextActions(nextLink, nextWatch, clock, nextState);
        nextLink.setService(&next);
        QVERIFY(next.calls.contains(u"resume"_s));
        QTRY_VERIFY(nextWatch.isKnown());
        // Until it has, the sign-in is what is offered.
        QVERIFY(uicommon::conditionOf(nextWatch).condition == uicommon::Condition::SignIn);
        QVERIFY(nextActions.signIn.isVisible());
        nextLink.setService(nullptr);
    }

    void fitsEveryoneAndEveryScreen()
    {
        makeAssistant();
        for (const int page : assistant->pageIds()) {
            assistant->setStartId(page);
            assistant->restart();
            QVERIFY(assistant->currentPage());
            const QString where = QString::number(page) + u": "_s;
            const QStringList faults = test::faultsOfAccessibleTree(assistant.get());
            QVERIFY2(faults.isEmpty(), qUtf8Printable(where + faults.join(u", "_s)));
            QVERIFY2(test::faultOfSize(assistant.get()).isEmpty(),
                qUtf8Printable(where + test::faultOfSize(assistant.get())));
        }
    }

    void offersTheDemo()
    {
        makeAssistant();
        QSignalSpy demo(assistant.get(), &Assistant::demoWanted);
        press(u"&Try it with the demo calendar"_s);
        QCOMPARE(demo.size(), 1);
    }

private:
    void makeAssistant()
    {
        SettingsInput input;
        input.environment = environment;
        input.configHome = folder->filePath(u"config"_s);
        input.dataHome = folder->filePath(u"data"_s);
        input.settingsFile = input.configHome + u"/aria-calendar-sync/settings.ini"_s;
        access = std::make_unique<choices::SettingsAccess>(input, loadSettings(input).value());
        link->setService(fake.get());
        QTRY_VERIFY(watch->isKnown());
        assistant.reset(new Assistant({ *link, *watch, *actions, *access,
            choices::Autostart(input.configHome, u"/usr/bin/aria-calendar-sync"_s),
            uicommon::UiFormat{ QTimeZone::utc(), QLocale(u"en_GB"_s) },
            [] { return QStringList{ u"http://127.0.0.1:8068/auth/callback"_s }; },
            [this](const QUrl &) {
                ++opened;
                return true;
            } }));
        assistant->show();
        QVERIFY(QTest::qWaitForWindowExposed(assistant.get()));
    }

    void drop(const QString &path)
    {
        QMimeData data;
        data.setUrls({ QUrl::fromLocalFile(path) });
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(assistant->currentPage(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(assistant->currentPage(), &event);
        QVERIFY(event.isAccepted());
    }

    template <class Button = QPushButton> Button *buttonNamed(const QString &text)
    {
        const auto buttons = assistant->findChildren<Button *>();
        for (Button *button : buttons) {
            if (button->text() == text && button->isVisible())
                return button;
        }
        return nullptr;
    }
    template <class Button = QPushButton> void press(const QString &text)
    {
        Button *button = buttonNamed<Button>(text);
        QVERIFY2(button, qUtf8Printable(text));
        QVERIFY2(button->isEnabled(), qUtf8Printable(text));
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Space);
    }
    bool hasText(const QString &part)
    {
        const auto labels = assistant->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
            [&](const QLabel *label) { return label->isVisible() && label->text().contains(part); });
    }

    std::unique_ptr<test::FakeService> fake;
    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<uicommon::ServiceLink> link;
    std::unique_ptr<uicommon::StatusWatch> watch;
    test::ManualClock clock;
    std::unique_ptr<QSettings> state;
    std::unique_ptr<uicommon::ServiceActions> actions;
    std::unique_ptr<choices::SettingsAccess> access;
    std::unique_ptr<Assistant> assistant;
    QHash<QString, QString> environment;
    int opened = 0;
};

ARIA_TEST(TestAssistant)

} // namespace tst_assistant

#include "tst_assistant.moc"
