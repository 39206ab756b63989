#include "trayicon/trayicon.h"

using namespace Qt::StringLiterals;

namespace aria::trayicon {

namespace {

// Often while the session starts, then rarely enough not to wake anything.
constexpr std::chrono::seconds early{ 1 };
constexpr std::chrono::seconds late{ 5 };
constexpr int earlyLooks = 4;

} // namespace

TrayIcon::TrayIcon(const uicommon::StatusWatch &watch, uicommon::ServiceActions &actions, TrayMenu &menu,
    Clock &clock, const uicommon::UiFormat &format, QObject *parent)
    : QObject(parent)
    , m_watch(watch)
    , m_actions(actions)
    , m_menu(menu)
    , m_clock(clock)
    , m_format(format)
{
    m_face = faceFor(uicommon::conditionOf(watch), format.today(clock.nowUtc()));
    m_look.setTimerType(Qt::VeryCoarseTimer);
    m_midnight.setTimerType(Qt::VeryCoarseTimer);
    m_midnight.setSingleShot(true);
    m_countdown.setTimerType(Qt::VeryCoarseTimer);
    m_countdown.setSingleShot(true);
    connect(&m_countdown, &QTimer::timeout, this, &TrayIcon::refresh);
    connect(&m_look, &QTimer::timeout, this, &TrayIcon::lookForTray);
    connect(&m_midnight, &QTimer::timeout, this, [this] {
        m_menu.readEvents();
        refresh();
        waitForMidnight();
    });
    connect(&watch, &uicommon::StatusWatch::updated, this, &TrayIcon::refresh);
    connect(&menu, &TrayMenu::eventsRead, this, &TrayIcon::refresh);
    m_look.start(early);
    lookForTray();
    waitForMidnight();
}

TrayIcon::~TrayIcon() = default;

void TrayIcon::lookForTray()
{
    const bool available = QSystemTrayIcon::isSystemTrayAvailable();
    if (available && !m_icon) {
        // Qt chooses the panel's protocol when the icon is created, so each panel gets a new icon.
        m_icon = std::make_unique<QSystemTrayIcon>();
        m_icon->setContextMenu(&m_menu);
        connect(m_icon.get(), &QSystemTrayIcon::activated, this,
            [this](QSystemTrayIcon::ActivationReason reason) {
                if (reason == QSystemTrayIcon::Trigger)
                    Q_EMIT agendaToggled();
                else if (reason == QSystemTrayIcon::MiddleClick && m_actions.syncNow.isEnabled())
                    m_actions.syncNow.trigger();
            });
        m_icon->setIcon(trayIcon(m_face));
        m_icon->setToolTip(tooltip());
        m_icon->show();
    } else if (!available && m_icon) {
        m_icon.reset();
    }
    if (++m_looks == earlyLooks) {
        m_look.start(late);
        if (!available)
            Q_EMIT noTrayFound();
    }
}

QString TrayIcon::tooltip() const
{
    QStringList lines = m_menu.nextEventLines();
    lines.append(uicommon::statusLineOf(m_watch, m_format, m_clock.nowUtc()).text);
    const QDateTime lastSync = m_watch.status().lastSyncTime;
    if (lastSync.isValid() && m_watch.isKnown())
        lines.append(tr("Last sync: %1", "%1 is a time").arg(m_format.time(lastSync)));
    return lines.join(u'\n');
}

void TrayIcon::refresh()
{
    const TrayFace face = faceFor(uicommon::conditionOf(m_watch), m_format.today(m_clock.nowUtc()));
    const bool changed = face != m_face;
    m_face = face;
    countDown();
    if (!m_icon)
        return;
    if (changed)
        m_icon->setIcon(trayIcon(face));
    if (const QString text = tooltip(); text != m_icon->toolTip())
        m_icon->setToolTip(text);
}

// Wakes up only when the tooltip says something else, which is once a minute during the last hour before an event.
void TrayIcon::countDown()
{
    const QDateTime change = m_menu.nextEventLinesChange();
    if (!change.isValid())
        return m_countdown.stop();
    const std::chrono::milliseconds rest(m_clock.nowUtc().msecsTo(change));
    m_countdown.start(
        std::clamp<std::chrono::milliseconds>(rest, std::chrono::seconds(1), std::chrono::minutes(15)));
}

// Timers stop while the machine sleeps, so a long wait is cut into hours.
void TrayIcon::waitForMidnight()
{
    const QDateTime now = m_clock.nowUtc();
    const QDateTime midnight = m_format.today(now).addDays(1).startOfDay(m_format.zone);
    const std::chrono::milliseconds rest(now.msecsTo(midnight) + 1000);
    m_midnight.start(std::min<std::chrono::milliseconds>(rest, std::chrono::minutes(15)));
}

} // namespace aria::trayicon
