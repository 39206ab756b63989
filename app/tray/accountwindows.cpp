#include "tray/accountwindows.h"

#include "base/logging.h"
#include "settings/settingswindow.h"
#include "signin/assistant.h"

#include <QApplication>
#include <QDesktopServices>
#include <QMessageBox>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace aria::tray {

using choices::SettingsAccess;
using settings::SettingsWindow;
using signin::Assistant;

namespace {

void complain(const QString &message)
{
    auto *box = new QMessageBox(QMessageBox::Warning, QString(), message);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->open();
}

} // namespace

AccountWindows::AccountWindows(uicommon::ServiceLink &link, trayicon::Desktop &desktop,
    const ServiceHost &host, RandomSource &random, keyring::TokenKeeper &keeper, QObject *parent)
    : QObject(parent)
    , m_link(link)
    , m_desktop(desktop)
    , m_host(host)
    , m_random(random)
    , m_keeper(keeper)
{
}

AccountWindows::~AccountWindows()
{
    closeAll();
}

void AccountWindows::closeAll()
{
    delete m_assistant;
    delete m_settings;
}

// The current state: the file may have been edited by hand.
Expected<SettingsAccess> AccountWindows::access() const
{
    return SettingsAccess::opened(m_host.input());
}

void AccountWindows::raise(QWidget *window)
{
    window->show();
    window->raise();
    window->activateWindow();
}

void AccountWindows::openAssistant()
{
    if (m_assistant)
        return raise(m_assistant);
    Expected<SettingsAccess> fresh = access();
    if (!fresh)
        return complain(fresh.error().message);
    m_assistantAccess.emplace(std::move(*fresh));
    m_assistant = new Assistant({ m_link, m_desktop.watch(), m_desktop.actions(), *m_assistantAccess,
        choices::Autostart(m_host.input().configHome, QCoreApplication::applicationFilePath()),
        m_desktop.format(), [this] { return landings(); },
        [](const QUrl &url) { return QDesktopServices::openUrl(url); } });
    connect(m_assistant, &QDialog::finished, m_assistant, &QObject::deleteLater);
    connect(m_assistant, &Assistant::restartWanted, this, &AccountWindows::restartWanted);
    connect(m_assistant, &Assistant::demoWanted, this, &AccountWindows::startDemo);
    connect(m_assistant, &Assistant::agendaWanted, &m_desktop, &trayicon::Desktop::openAgenda);
    connect(m_assistant, &QDialog::rejected, &m_desktop, &trayicon::Desktop::followClosing);
    raise(m_assistant);
}

void AccountWindows::openSettings()
{
    if (m_settings)
        return raise(m_settings);
    Expected<SettingsAccess> fresh = access();
    if (!fresh)
        return complain(fresh.error().message);
    m_settingsAccess.emplace(std::move(*fresh));
    const bool isDemo = !m_host.input().demo.isEmpty();
    m_settings = new SettingsWindow({ m_link, m_desktop.watch(), *m_settingsAccess,
        choices::Autostart(m_host.input().configHome, QCoreApplication::applicationFilePath()),
        isDemo ? nullptr : &m_keeper, [this] { return newToken(); } });
    connect(m_settings, &QDialog::finished, m_settings, &QObject::deleteLater);
    connect(m_settings, &SettingsWindow::restartWanted, this, &AccountWindows::restartWanted);
    connect(m_settings, &SettingsWindow::preferencesChanged, this, &AccountWindows::preferencesChanged);
    connect(m_settings, &SettingsWindow::logWanted, this,
        [](const QString &level, const QString &format) { installLogging(level, format); });
    connect(m_settings, &SettingsWindow::signInWanted, this, &AccountWindows::openAssistant);
    connect(m_settings, &SettingsWindow::signOutWanted, &m_desktop.actions().signOut, &QAction::trigger);
    raise(m_settings);
}

// A desktop client allows any loopback address, a web client only those registered for it.
QStringList AccountWindows::landings() const
{
    const auto landingAt = [](QUrl url) {
        url.setPath(url.path() + u"/auth/callback"_s);
        return url.toString(QUrl::FullyEncoded);
    };
    QStringList landings{ landingAt(m_url) };
    QUrl local = m_url;
    local.setHost(u"localhost"_s);
    landings.append(landingAt(local));
    if (const QUrl base = m_host.settings().webhookBaseUrl; !base.isEmpty())
        landings.append(landingAt(base.adjusted(QUrl::StripTrailingSlash)));
    return landings;
}

// 256 bits.
QString AccountWindows::newToken()
{
    QByteArray bytes;
    for (int i = 0; i < 4; ++i) {
        const quint64 word = m_random.next();
        for (int shift = 0; shift < 64; shift += 8)
            bytes.append(static_cast<char>((word >> shift) & 0xff));
    }
    return QString::fromLatin1(
        bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

// On any free port, because this program still holds its own for a moment.
void AccountWindows::startDemo()
{
    if (!QProcess::startDetached(
            QCoreApplication::applicationFilePath(), { u"--demo"_s, u"--port"_s, u"0"_s }))
        return complain(tr("The demo could not be started."));
    Q_EMIT quitWanted();
}

} // namespace aria::tray
