#include "notifications/attentionnotices.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::notifications {

using namespace std::chrono_literals;

namespace {

const QString conflictsKey = u"conflicts"_s;
const QString signInKey = u"sign-in"_s;

} // namespace

AttentionNotices::AttentionNotices(const uicommon::StatusWatch &watch, DesktopNotifications &desktop,
    const Clock &clock, uicommon::UiFormat viewer, QObject *parent)
    : QObject(parent)
    , m_watch(watch)
    , m_desktop(desktop)
    , m_clock(clock)
    , m_viewer(std::move(viewer))
{
    m_quiet.setSingleShot(true);
    connect(&m_quiet, &QTimer::timeout, this, &AttentionNotices::look);
    connect(&m_watch, &uicommon::StatusWatch::updated, this, &AttentionNotices::look);
    connect(&m_desktop, &DesktopNotifications::invoked, this, [this](const QString &key) {
        if (key == conflictsKey)
            Q_EMIT reviewConflicts();
        else if (key == signInKey)
            Q_EMIT reconnect();
    });
    look();
}

void AttentionNotices::setSettings(const NotifySettings &settings)
{
    m_settings = settings;
    look();
}

void AttentionNotices::look()
{
    if (!m_watch.isKnown())
        return;
    lookAtConflicts();
    lookAtSignIn();
}

void AttentionNotices::lookAtConflicts()
{
    const qint64 count = m_settings.attention ? m_watch.status().statistics.conflicts : 0;
    if (count > m_conflicts) {
        showConflicts(count);
        return;
    }
    if (count == 0 && m_conflicts > 0)
        m_desktop.withdraw(conflictsKey);
    m_conflicts = count;
}

void AttentionNotices::lookAtSignIn()
{
    // Without a token, nobody has signed in yet or somebody signed out: in both cases the person knows.
    const bool isNeeded = m_settings.attention && m_watch.status().state == service::State::NeedsAuth
        && m_watch.health().auth.tokenExists;
    if (isNeeded && !m_isSignInTold) {
        showSignIn();
    } else if (!isNeeded && m_isSignInTold) {
        m_desktop.withdraw(signInKey);
        m_isSignInTold = false;
    }
}

bool AttentionNotices::waitsForQuietEnd()
{
    const QDateTime now = m_clock.nowUtc();
    const QDateTime end = quietEnd(m_settings, now, m_viewer.zone);
    if (!end.isValid())
        return false;
    m_quiet.start(std::clamp(std::chrono::milliseconds(now.msecsTo(end)), 1ms, longestWait));
    return true;
}

void AttentionNotices::showConflicts(qint64 count)
{
    if (waitsForQuietEnd())
        return;
    m_conflicts = count;
    Notification notification;
    notification.key = conflictsKey;
    notification.summary =
        tr("%n event(s) changed both in ARIA and in Google", nullptr, static_cast<int>(count));
    notification.body = tr("Please decide which version to keep. Nothing is lost until you do.");
    notification.actions = { { defaultAction, tr("Review", "conflicts") },
        { u"review"_s, tr("Review", "conflicts") } };
    notification.isSticky = true;
    m_desktop.show(notification);
}

void AttentionNotices::showSignIn()
{
    if (waitsForQuietEnd())
        return;
    m_isSignInTold = true;
    Notification notification;
    notification.key = signInKey;
    notification.summary = tr("Please sign in to Google again");
    notification.body =
        tr("Google has ended the sign-in, so the calendars are not kept in step. While the consent "
           "screen of your Google project is in Testing, Google does so after 7 days.");
    notification.actions = { { defaultAction, tr("Reconnect", "to Google") },
        { u"reconnect"_s, tr("Reconnect", "to Google") } };
    notification.isSticky = true;
    m_desktop.show(notification);
}

} // namespace aria::notifications
