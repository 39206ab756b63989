#include "tray/windows.h"

#include "conflicts/conflictreview.h"
#include "conflicts/deletionsreview.h"
#include "history/historywindow.h"

#include <QDesktopServices>

namespace aria::tray {

namespace {

void bringToFront(QDialog *window)
{
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->show();
    window->raise();
    window->activateWindow();
}

} // namespace

Windows::Windows(trayicon::Desktop &desktop, uicommon::ServiceLink &link, const Clock &clock,
    QSettings &state, QObject *parent)
    : QObject(parent)
    , m_desktop(desktop)
    , m_link(link)
    , m_notifier(link, desktop.watch(), clock, desktop.format(), state)
{
    using notifications::Notifier;
    connect(&m_notifier, &Notifier::openAgenda, &m_desktop, &trayicon::Desktop::openAgenda);
    connect(&m_notifier, &Notifier::openEvent, &m_desktop, [this](const service::EventKey &event, QDate day) {
        if (day.isValid())
            m_desktop.openEvent(event, day);
        else
            m_desktop.openAgenda();
    });
    connect(&m_notifier, &Notifier::answerWanted, &m_desktop, &trayicon::Desktop::answer);
    connect(&m_notifier, &Notifier::reviewConflicts, this, &Windows::reviewConflicts);
    connect(&m_notifier, &Notifier::reviewDeletions, this, &Windows::reviewDeletions);
    connect(&m_notifier, &Notifier::reconnect, &m_desktop.actions().signIn, &QAction::trigger);
    connect(&m_notifier, &Notifier::joinMeeting, this,
        [](const QUrl &meeting) { QDesktopServices::openUrl(meeting); });
    connect(&m_notifier, &Notifier::balloonWanted, this, &Windows::showBalloon);
}

Windows::~Windows()
{
    m_desktop.setDoors({});
    delete m_conflicts.data();
    delete m_deletions.data();
    delete m_history.data();
}

trayicon::Doors Windows::doors()
{
    trayicon::Doors doors;
    doors.conflicts = [this] { reviewConflicts(); };
    doors.deletions = [this] { reviewDeletions(); };
    doors.history = [this] { showHistory(); };
    return doors;
}

void Windows::applyPreferences(const choices::Preferences &preferences)
{
    notifications::NotifySettings settings;
    settings.changes = preferences.notifyOfChanges;
    settings.reminders = preferences.remind;
    if (preferences.hasQuietHours) {
        settings.quietFrom = preferences.quietFrom;
        settings.quietUntil = preferences.quietUntil;
        settings.remindersWhileQuiet = false;
    }
    m_notifier.setSettings(settings);
    wantJoinKey(preferences.joinKey);
}

void Windows::wantJoinKey(const QKeySequence &keys)
{
    using globalkey::GlobalKey;
    if (keys == m_wantedKey)
        return;
    m_wantedKey = keys;
    if (!m_joinKey) {
        m_joinKey = globalkey::makeGlobalKey(tr("Join the next meeting"));
        connect(m_joinKey.get(), &GlobalKey::pressed, &m_desktop, &trayicon::Desktop::joinNext);
        connect(m_joinKey.get(), &GlobalKey::stateChanged, this, [this] {
            const QString key = m_wantedKey.toString(QKeySequence::NativeText);
            if (m_joinKey->state() == GlobalKey::State::Taken) {
                showBalloon(tr("No key to join meetings"),
                    tr("The desktop does not give %1 to this program: another one may have it.", "a key")
                        .arg(key));
            } else if (m_joinKey->state() == GlobalKey::State::NotPossible) {
                showBalloon(tr("No key to join meetings"),
                    tr("This desktop does not let a program have a key that works everywhere."));
            }
        });
    }
    m_joinKey->want(keys);
}

void Windows::reviewConflicts()
{
    if (!m_conflicts)
        m_conflicts = new conflicts::ConflictReview(m_link, m_desktop.format());
    bringToFront(m_conflicts);
}

void Windows::reviewDeletions()
{
    if (!m_deletions)
        m_deletions = new conflicts::DeletionsReview(m_link, m_desktop.format());
    bringToFront(m_deletions);
}

void Windows::showHistory()
{
    if (!m_history)
        m_history = new history::HistoryWindow(m_link, m_desktop.format());
    bringToFront(m_history);
}

void Windows::showBalloon(const QString &summary, const QString &body)
{
    QSystemTrayIcon *icon = m_desktop.tray().systemIcon();
    if (!icon)
        return; // neither notifications nor a panel: the agenda says it
    connect(icon, &QSystemTrayIcon::messageClicked, &m_notifier, &notifications::Notifier::balloonClicked,
        Qt::UniqueConnection);
    icon->showMessage(summary, body, icon->icon());
}

} // namespace aria::tray
