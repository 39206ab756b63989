#include "tray/trayrun.h"

#include "base/logging.h"
#include "base/sparememory.h"
#include "choices/autostart.h"
#include "program/exitcodes.h"
#include "program/systemdnotify.h"
#include "tray/portquestion.h"
#include "tray/startfailure.h"

#include <QApplication>
#include <QMessageBox>
#include <QProcess>

#include <cstdio>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace aria::tray {

namespace {

// The contract allows 5 s from the signal to the end.
constexpr std::chrono::milliseconds stopLimit{ 4500 };
constexpr qsizetype manyChanges = 1000;
constexpr std::chrono::seconds calm{ 3 };

// The demo remembers nothing for one's own calendar.
QString stateFile(const SettingsInput &input, bool isDemo)
{
    return input.configHome
        + (isDemo ? u"/aria-calendar-sync/ui-demo.ini"_s : u"/aria-calendar-sync/ui.ini"_s);
}

} // namespace

TrayRun::TrayRun(SettingsInput input, program::Demo *demo, SingleInstance &instance, bool isQuiet)
    : m_keychain(u"token of "_s + input.settingsFile)
    , m_keeper(
          SettingsFile(input.settingsFile), [this] { return m_host.settings().credentialsDir; }, m_keychain)
    , m_host(std::move(input), demo)
    , m_state(stateFile(m_host.input(), !m_host.input().demo.isEmpty()), QSettings::IniFormat)
    , m_isQuiet(isQuiet)
{
    connect(&m_signals, &program::UnixSignals::terminationRequested, this, &TrayRun::stop);
    connect(&m_host, &ServiceHost::started, this, &TrayRun::serviceStarted);
    connect(&m_host, &ServiceHost::stopping, this, [this] { m_link.setService(nullptr); });
    connect(&m_link, &uicommon::ServiceLink::eventsChanged, this, &TrayRun::countChanges);
    m_calm.setSingleShot(true);
    connect(&m_calm, &QTimer::timeout, this, [this] {
        m_changes = 0;
        returnSpareMemory();
    });
    connect(&m_host, &ServiceHost::stopped, this, [this] {
        m_isStopping = true; // it may have stopped by itself
        if (m_desktop)
            m_desktop->closeAll(); // a window that asks would keep the program from ending
        QCoreApplication::quit();
    });
    connect(&m_host, &ServiceHost::failed, this, &TrayRun::serviceFailed);
    connect(&instance, &SingleInstance::raiseRequested, this, [this] {
        if (m_portQuestion)
            m_portQuestion->activateWindow();
        else if (m_failure && m_failure->isVisible())
            m_failure->activateWindow();
        else if (m_desktop)
            m_desktop->openAgenda();
    });
    connect(&m_keeper, &keyring::TokenKeeper::prepared, this, [this] {
        m_host.useTokens(m_keeper.tokens());
        m_host.start();
    });
    connect(&m_keeper, &keyring::TokenKeeper::moved, this, [this] {
        m_host.useTokens(m_keeper.tokens());
        m_host.restart();
    });
    connect(&m_keeper, &keyring::TokenKeeper::failed, this, &TrayRun::warn);
    // The session ends: it may not leave time for more.
    connect(
        qApp, &QGuiApplication::commitDataRequest, this,
        [this] {
            if (m_desktop)
                m_desktop->keepDrafts();
        },
        Qt::DirectConnection);
    qApp->installEventFilter(this);
    m_watchdog.setSingleShot(true);
    connect(&m_watchdog, &QTimer::timeout, this, [] {
        qCCritical(lcBase, "some part did not stop in time, ending without it");
        std::_Exit(program::ExitSoftware); // every write is a transaction, so nothing is half done
    });
}

TrayRun::~TrayRun()
{
    delete m_failure;
    delete m_portQuestion;
}

Expected<void> TrayRun::untilStopped(QApplication &application)
{
    // In the event loop, so that quitting works from the start.
    QMetaObject::invokeMethod(this, &TrayRun::start, Qt::QueuedConnection);
    application.exec();
    m_windows.reset();
    if (m_accountWindows)
        m_accountWindows->closeAll();
    if (m_desktop)
        m_desktop->closeAll();
    if (m_leavesDemo) {
        QSettings(stateFile(m_host.input(), false), QSettings::IniFormat)
            .setValue(trayicon::openOnceKey, true);
        QProcess::startDetached(QCoreApplication::applicationFilePath(), {});
    }
    m_state.sync();
    if (m_error)
        return Unexpected(*m_error);
    return {};
}

// Asked to quit by the desktop: in order, instead of with windows that refuse to close.
bool TrayRun::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::Quit || watched != qApp || m_isStopping)
        return false;
    stop();
    return true;
}

void TrayRun::start()
{
    if (m_isStopping)
        return;
    if (m_host.input().demo.isEmpty()) {
        const choices::Autostart autostart(
            m_host.input().configHome, QCoreApplication::applicationFilePath());
        if (const auto renewed = autostart.renew(); !renewed)
            qCWarning(lcUi) << "the entry for starting with the session could not be renewed:"
                            << renewed.error().message;
        m_keeper.prepare();
    } else {
        m_host.start(); // the demo's sign-in is made up
    }
}

void TrayRun::makeDesktop()
{
    uicommon::UiFormat format;
    if (const auto zone = calendar::zoneNamed(m_host.settings().timeZone))
        format.zone = *zone;
    m_desktop = std::make_unique<trayicon::Desktop>(m_link, m_clock, m_random, m_state, format);
    m_desktop->setQuiet(m_isQuiet);
    m_windows = std::make_unique<Windows>(*m_desktop, m_link, m_clock, m_state);
    connect(m_desktop.get(), &trayicon::Desktop::quitWanted, this, &TrayRun::stop);
    connect(m_desktop.get(), &trayicon::Desktop::restartWanted, &m_host, &ServiceHost::restart);
    m_accountWindows = std::make_unique<AccountWindows>(m_link, *m_desktop, m_host, m_random, m_keeper);
    connect(m_accountWindows.get(), &AccountWindows::restartWanted, &m_host, &ServiceHost::restart);
    connect(
        m_accountWindows.get(), &AccountWindows::quitWanted, m_desktop.get(), &trayicon::Desktop::askToQuit);
    connect(m_accountWindows.get(), &AccountWindows::preferencesChanged, this, &TrayRun::applyPreferences);
    trayicon::Doors doors = m_windows->doors();
    doors.settings = [this] { m_accountWindows->openSettings(); };
    doors.signIn = [this] { m_accountWindows->openAssistant(); };
    if (!m_host.input().demo.isEmpty()) {
        doors.ownAccount = [this] {
            m_leavesDemo = true;
            m_desktop->askToQuit();
        };
        connect(&m_desktop->actions().quit, &QAction::triggered, this, [this] { m_leavesDemo = false; });
    }
    m_desktop->setDoors(doors);
    applyPreferences();
}

void TrayRun::applyPreferences()
{
    m_windows->applyPreferences(choices::Preferences::read(SettingsFile(m_host.input().settingsFile)));
}

void TrayRun::serviceStarted(service::CalendarService *service, const QUrl &url)
{
    const QByteArray line = u"aria-calendar-sync ready at %1\n"_s.arg(url.toString()).toUtf8();
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stdout);
    std::fflush(stdout);
    if (!program::notifySystemd("READY=1\nSTATUS=Listening at " + url.toEncoded()))
        qCWarning(lcBase, "systemd could not be told that the service is ready");
    m_error.reset();
    delete m_failure;
    if (!m_desktop)
        makeDesktop();
    m_accountWindows->setServiceUrl(url);
    m_link.setService(service);
}

void TrayRun::serviceFailed(const Error &error)
{
    if (m_isStopping)
        return;
    m_link.setFailure(error.message);
    if (error.code == "port_in_use"_L1)
        return askForPort();
    showFailure(error);
}

void TrayRun::askForPort()
{
    m_portQuestion = new PortQuestion(m_host.settings());
    const auto startAgain = [this] {
        m_portQuestion->deleteLater();
        m_portQuestion.clear();
        QMetaObject::invokeMethod(&m_host, &ServiceHost::start, Qt::QueuedConnection);
    };
    connect(m_portQuestion, &PortQuestion::retryWanted, this, startAgain);
    connect(m_portQuestion, &PortQuestion::portChosen, this, [this, startAgain](quint16 port) {
        m_host.usePort(port);
        startAgain();
    });
    connect(m_portQuestion, &PortQuestion::quitWanted, this, [this] {
        m_error = Error{ ErrorCategory::Unavailable, u"port_in_use"_s,
            u"port %1 is in use"_s.arg(m_host.settings().port) };
        stop();
    });
    m_portQuestion->show();
}

// The windows that are there stay, so that the person can correct what is wrong.
void TrayRun::showFailure(const Error &error)
{
    qCCritical(lcBase).noquote() << error.message;
    m_error = error;
    if (!m_desktop)
        makeDesktop();
    if (!m_failure) {
        m_failure = new StartFailure;
        connect(
            m_failure, &StartFailure::settingsWanted, m_accountWindows.get(), &AccountWindows::openSettings);
        connect(m_failure, &StartFailure::retryWanted, &m_host, &ServiceHost::restart, Qt::QueuedConnection);
        connect(m_failure, &StartFailure::quitWanted, m_desktop.get(), &trayicon::Desktop::askToQuit);
        connect(m_failure, &StartFailure::closed, this, [this] {
            if (!m_host.hasStarted())
                stop(); // there is nothing to go on with
        });
    }
    m_failure->show(error, m_accountWindows->access().has_value());
}

// What the keyring reports must not go unnoticed.
void TrayRun::warn(const QString &message)
{
    qCWarning(lcUi).noquote() << message;
    if (m_isStopping)
        return;
    auto *box = new QMessageBox(QMessageBox::Warning, tr("Keyring"), message);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->addButton(QMessageBox::Close);
    box->open();
}

// The service gives memory back when a large sync ends, but the windows are told of the last changes only then.
void TrayRun::countChanges(const QList<service::EventChange> &changes)
{
    m_changes += changes.size();
    if (m_changes >= manyChanges)
        m_calm.start(calm);
}

void TrayRun::stop()
{
    if (m_isStopping)
        return;
    m_isStopping = true;
    program::notifySystemd("STOPPING=1");
    m_watchdog.start(stopLimit);
    m_windows.reset();
    if (m_accountWindows)
        m_accountWindows->closeAll();
    if (m_desktop)
        m_desktop->closeAll();
    if (m_portQuestion)
        m_portQuestion->hide();
    if (m_failure)
        m_failure->hide();
    m_host.stop();
}

} // namespace aria::tray
