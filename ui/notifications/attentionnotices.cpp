#include "notifications/attentionnotices.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::notifications {

using namespace std::chrono_literals;

namespace {

const QString conflictsKey = u"conflicts"_s;
const QString deletionsKey = u"deletions"_s;
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
        else if (key == deletionsKey)
            Q_EMIT reviewDeletions();
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
    lookAtDeletions();
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

// They wait until somebody decides, and so does everything that comes after them.
void AttentionNotices::lookAtDeletions()
{
    qint64 count = 0;
    const QList<service::CalendarStatus> calendars = m_watch.status().calendars;
    for (const service::CalendarStatus &calendar : calendars)
        count += calendar.heldDeletions;
    if (!m_settings.attention)
        count = 0;
    if (count > 0 && count != m_deletions) {
        showDeletions(count);
        return;
    }
    if (count == 0 && m_deletions > 0)
        m_desktop.withdraw(deletionsKey);
    m_deletions = count;
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

void AttentionNotices::showDeletions(qint64 count)
{
    if (waitsForQuietEnd())
        return;
    m_deletions = count;
    Notification notification;
    notification.key = deletionsKey;
    notification.summary =
        tr("%n event(s) would be deleted", "unusually many at once", static_cast<int>(count));
    notification.body =
        tr("That is unusually many at once. Please decide; until then they stay, and the calendar waits.");
    notification.actions = { { defaultAction, tr("Review", "deletions") },
        { u"review"_s, tr("Review", "deletions") } };
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
    const QString &problem = m_watch.health().auth.problemCode;
    const bool hasEnded = problem == "invalid_grant"_L1 || problem == "token_expired"_L1;
    notification.body = !hasEnded && problem != "insufficient_scope"_L1
        ? tr("Until you do, the calendars are not kept in step.")
        : !hasEnded
        ? tr("Google was not allowed everything that is needed, so the calendars are not kept in step. "
             "Please sign in "
             "again and tick every box.")
        : tr("Google has ended the sign-in, so the calendars are not kept in step. While the consent "
             "screen of your Google project is in Testing, Google does so after 7 days.");
    notification.actions = { { defaultAction, tr("Reconnect", "to Google") },
        { u"reconnect"_s, tr("Reconnect", "to Google") } };
    notification.isSticky = true;
    m_desktop.show(notification);
}

} // namespace aria::notifications
