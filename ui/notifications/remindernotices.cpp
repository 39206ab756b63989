#include "notifications/remindernotices.h"

#include "base/whenfinished.h"
#include "diff/direction.h"
#include "diff/fieldwords.h"
#include "diff/reply.h"
#include "diff/timewords.h"
#include "uicommon/meetinglink.h"

#include <QLoggingCategory>
#include <QSettings>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::notifications {

using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(lcReminders, "aria.reminders")

const QString shownUntilKey = u"reminders/shownUntil"_s;
const QString snoozedKey = u"reminders/snoozed"_s;
const QString reminderPrefix = u"reminder:"_s;
const QString joinAction = u"join"_s;
const QString snoozeAction = u"snooze"_s;
// Calendar API, Events: reminders.overrides.minutes goes up to four weeks.
constexpr qint64 longestLead = 28LL * 24 * 3600;
constexpr qint64 horizon = 24LL * 3600; // how far ahead is looked; seconds
constexpr qint64 readEvery = 6LL * 3600; // so that the horizon never comes near
constexpr int mostEvents = 5000;
constexpr std::chrono::milliseconds settleTime = 1s;

QDateTime rememberedInstant(const QSettings &state, const QDateTime &now)
{
    const QDateTime remembered =
        QDateTime::fromString(state.value(shownUntilKey).toString(), Qt::ISODateWithMs);
    return remembered.isValid() && remembered < now ? remembered : now;
}

// One text for each: when the snooze ends, and of which reminder.
QStringList toTexts(const QHash<QString, QDateTime> &snoozes)
{
    QStringList texts;
    for (auto it = snoozes.cbegin(); it != snoozes.cend(); ++it)
        texts.append(it.value().toUTC().toString(Qt::ISODate) + u' ' + it.key());
    texts.sort();
    return texts;
}

QHash<QString, QDateTime> rememberedSnoozes(const QSettings &state)
{
    QHash<QString, QDateTime> snoozes;
    for (const QString &text : state.value(snoozedKey).toStringList()) {
        const QDateTime end = QDateTime::fromString(text.section(u' ', 0, 0), Qt::ISODate);
        if (end.isValid())
            snoozes.insert(text.section(u' ', 1), end);
    }
    return snoozes;
}

} // namespace

ReminderNotices::ReminderNotices(uicommon::ServiceLink &link, const uicommon::StatusWatch &watch,
    DesktopNotifications &desktop, const Clock &clock, uicommon::UiFormat viewer, QSettings &state,
    QObject *parent)
    : QObject(parent)
    , m_link(link)
    , m_watch(watch)
    , m_desktop(desktop)
    , m_clock(clock)
    , m_viewer(std::move(viewer))
    , m_state(state)
    , m_schedule(rememberedInstant(state, clock.nowUtc()), rememberedSnoozes(state))
{
    m_timer.setSingleShot(true);
    m_soon.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ReminderNotices::check);
    connect(&m_soon, &QTimer::timeout, this, &ReminderNotices::read);
    connect(&m_link, &uicommon::ServiceLink::serviceChanged, this, &ReminderNotices::read);
    connect(&m_link, &uicommon::ServiceLink::eventsChanged, this, &ReminderNotices::readSoon);
    connect(&m_watch, &uicommon::StatusWatch::updated, this, &ReminderNotices::statusUpdated);
    connect(&m_desktop, &DesktopNotifications::invoked, this, &ReminderNotices::invoked);
    statusUpdated();
}

void ReminderNotices::setSettings(const NotifySettings &settings)
{
    m_settings = settings;
    check();
}

void ReminderNotices::statusUpdated()
{
    if (!m_watch.isKnown() || m_defaults == m_watch.status().defaultReminders)
        return;
    m_defaults = m_watch.status().defaultReminders;
    read();
}

void ReminderNotices::readSoon()
{
    if (!m_soon.isActive())
        m_soon.start(settleTime);
}

void ReminderNotices::read()
{
    auto *service = m_link.service();
    if (!service || !m_defaults)
        return;
    if (m_isReading) {
        m_readAgain = true;
        return;
    }
    m_isReading = true;
    const QDateTime now = m_clock.nowUtc();
    const QDateTime until = now.addSecs(horizon + longestLead);
    whenFinished(service->eventsBetween(now, until, mostEvents), this, [this, now](const auto &future) {
        m_isReading = false;
        if (const auto events = diff::resultOf(future)) {
            m_readAt = now;
            QList<Reminder> reminders = remindersOf(*events, *m_defaults, m_viewer.zone);
            withdrawGone(reminders);
            const QDateTime last = now.addSecs(horizon);
            reminders.removeIf([&last](const Reminder &reminder) { return reminder.due > last; });
            m_schedule.setReminders(reminders);
        } else {
            qCWarning(lcReminders) << "events could not be read:" << events.error().message;
        }
        if (std::exchange(m_readAgain, false))
            read();
        check();
        Q_EMIT eventsRead();
    });
}

// Removes notifications of events that were deleted or moved meanwhile.
void ReminderNotices::withdrawGone(const QList<Reminder> &reminders)
{
    const QDateTime now = m_clock.nowUtc();
    m_shown.removeIf([this, &reminders, &now](const auto &shown) {
        const bool isThere = std::any_of(reminders.begin(), reminders.end(),
            [&shown](const Reminder &reminder) { return reminder.key == shown.key(); });
        if (isThere)
            return false;
        if (shown->start > now)
            m_desktop.withdraw(reminderPrefix + shown.key());
        return true;
    });
}

void ReminderNotices::check()
{
    const QDateTime now = m_clock.nowUtc();
    const bool isWanted = m_settings.reminders
        && (m_settings.remindersWhileQuiet || !quietEnd(m_settings, now, m_viewer.zone).isValid());
    if (m_readAt.isValid()) { // before, nothing is known that could be called shown
        const QDateTime next = m_schedule.nextDue();
        for (const Reminder &reminder : m_schedule.takeDue(now)) {
            if (isWanted)
                show(reminder, now);
        }
        // Saved when it matters, and now and then, so that a restart looks back no further than necessary.
        const QDateTime written =
            QDateTime::fromString(m_state.value(shownUntilKey).toString(), Qt::ISODateWithMs);
        if ((next.isValid() && next <= now) || !written.isValid() || written.secsTo(now) > readEvery)
            m_state.setValue(shownUntilKey, m_schedule.shownUntil().toString(Qt::ISODateWithMs));
        rememberSnoozes();
        if (m_readAt.secsTo(now) > readEvery)
            readSoon();
    }
    startTimer(now);
}

void ReminderNotices::startTimer(const QDateTime &now)
{
    const QDateTime next = m_readAt.isValid() ? m_schedule.nextDue() : QDateTime();
    auto wait = longestWait;
    if (next.isValid())
        wait = std::clamp(std::chrono::milliseconds(now.msecsTo(next)), 1ms, longestWait);
    m_timer.start(wait);
}

void ReminderNotices::rememberSnoozes()
{
    const QStringList texts = toTexts(m_schedule.snoozes());
    if (m_state.value(snoozedKey).toStringList() == texts)
        return;
    if (texts.isEmpty())
        m_state.remove(snoozedKey);
    else
        m_state.setValue(snoozedKey, texts);
}

void ReminderNotices::show(const Reminder &reminder, const QDateTime &now)
{
    const calendar::Event &event = reminder.event.event;
    const QString title = diff::isolated(uicommon::titleOf(event), m_viewer);
    const qint64 minutes = (now.secsTo(reminder.start) + 30) / 60;
    Notification notification;
    notification.key = reminderPrefix + reminder.key;
    if (minutes > 0)
        notification.summary =
            tr("%1 in %2", "an event, a duration").arg(title, diff::durationText(static_cast<int>(minutes)));
    else if (minutes == 0)
        notification.summary = tr("%1 begins now", "an event").arg(title);
    else
        notification.summary = tr("%1 has begun", "an event").arg(title);
    notification.summary = diff::directed(notification.summary, m_viewer);
    QStringList details{ m_viewer.span(event.start(), event.end(), m_viewer.today(now)),
        event.location().simplified() };
    details.removeAll(QString());
    notification.body = details.join(QLatin1Char('\n'));
    notification.actions = { { u"default"_s, tr("Open", "an event, from its notification") } };
    if (!uicommon::meetingOf(event).isEmpty())
        notification.actions.append({ joinAction, tr("Join", "a meeting") });
    const int snooze = m_settings.snoozeMinutes;
    notification.actions.append(
        { snoozeAction, tr("Snooze for %1", "a reminder, a duration").arg(diff::durationText(snooze)) });
    notification.isSticky = true;
    m_shown.insert(reminder.key, reminder);
    m_desktop.show(notification);
}

void ReminderNotices::invoked(const QString &key, const QString &action)
{
    if (!key.startsWith(reminderPrefix))
        return;
    const auto shown = m_shown.constFind(key.mid(reminderPrefix.size()));
    if (shown == m_shown.constEnd())
        return;
    const Reminder reminder = *shown;
    if (action == joinAction) {
        if (const QUrl link = uicommon::meetingOf(reminder.event.event); !link.isEmpty())
            Q_EMIT joinMeeting(link);
    } else if (action == snoozeAction) {
        const QDateTime now = m_clock.nowUtc();
        m_schedule.snooze(reminder, now.addSecs(m_settings.snoozeMinutes * 60));
        rememberSnoozes();
        startTimer(now);
    } else {
        const calendar::EventTime start = reminder.event.event.start();
        Q_EMIT openEvent(reminder.event.key(), diff::dayOf(start, m_viewer));
    }
}

} // namespace aria::notifications
