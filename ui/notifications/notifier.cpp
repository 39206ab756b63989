#include "notifications/notifier.h"

namespace aria::notifications {

Notifier::Notifier(uicommon::ServiceLink &link, const uicommon::StatusWatch &watch, const Clock &clock,
    const uicommon::UiFormat &viewer, QSettings &state, QDBusConnection bus, Patience patience,
    QObject *parent)
    : QObject(parent)
    , m_desktop(std::move(bus))
    , m_changes(link, watch, m_desktop, clock, viewer, patience)
    , m_attention(watch, m_desktop, clock, viewer)
    , m_reminders(link, watch, m_desktop, clock, viewer, state)
{
    connect(&m_desktop, &DesktopNotifications::balloonWanted, this, &Notifier::balloonWanted);
    connect(&m_changes, &ChangeNotices::openEvent, this, &Notifier::openEvent);
    connect(&m_changes, &ChangeNotices::answerWanted, this, &Notifier::answerWanted);
    connect(&m_changes, &ChangeNotices::openAgenda, this, &Notifier::openAgenda);
    connect(&m_attention, &AttentionNotices::reviewConflicts, this, &Notifier::reviewConflicts);
    connect(&m_attention, &AttentionNotices::reviewDeletions, this, &Notifier::reviewDeletions);
    connect(&m_attention, &AttentionNotices::reconnect, this, &Notifier::reconnect);
    connect(&m_reminders, &ReminderNotices::openEvent, this, &Notifier::openEvent);
    connect(&m_reminders, &ReminderNotices::joinMeeting, this, &Notifier::joinMeeting);
}

void Notifier::setSettings(const NotifySettings &settings)
{
    m_changes.setSettings(settings);
    m_attention.setSettings(settings);
    m_reminders.setSettings(settings);
}

} // namespace aria::notifications
