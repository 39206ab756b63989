#include "trayicon/traymenu.h"

#include "agenda/agendarows.h"
#include "agenda/eventdelegate.h"
#include "base/whenfinished.h"
#include "uicommon/icons.h"
#include "uicommon/meetinglink.h"

using namespace Qt::StringLiterals;

namespace aria::trayicon {

using calendar::Event;
using service::EventView;

namespace {

constexpr int mostEvents = 6; // a menu is no agenda
constexpr int longestTitle = 48; // characters
constexpr std::chrono::milliseconds settle{ 300 };
constexpr qint64 soonSeconds = 10LL * 60; // people are early rather than late

// In a menu's text an ampersand marks a key.
QString forMenu(const QString &text)
{
    const QString brief = text.size() > longestTitle ? text.left(longestTitle - 1).trimmed() + u'…' : text;
    return QString(brief).replace(u'&', u"&&"_s);
}

} // namespace

TrayMenu::TrayMenu(uicommon::ServiceLink &link, uicommon::ServiceActions &actions, Clock &clock,
    const uicommon::UiFormat &format)
    : m_link(link)
    , m_actions(actions)
    , m_clock(clock)
    , m_format(format)
{
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &TrayMenu::readEvents);
    const auto later = [this] {
        if (!m_soon.isActive())
            m_soon.start(settle);
    };
    connect(&link, &uicommon::ServiceLink::eventsChanged, this, later);
    connect(&link, &uicommon::ServiceLink::serviceChanged, this, &TrayMenu::readEvents);
    connect(this, &QMenu::aboutToShow, this, &TrayMenu::readEvents);
    fill();
    readEvents();
}

void TrayMenu::readEvents()
{
    auto *service = m_link.service();
    if (!service)
        return;
    const QDateTime now = m_clock.nowUtc();
    const QDateTime midnight = m_format.today(now).addDays(1).startOfDay(m_format.zone);
    whenFinished(service->eventsBetween(now, midnight, 50), this,
        [this, now](const QFuture<Expected<service::AgendaView>> &future) {
            if (future.resultCount() == 0)
                return;
            const Expected<service::AgendaView> events = future.result();
            if (!events)
                return; // the agenda says why; the menu keeps what it knows
            QList<EventView> today;
            for (const EventView &view : *events) {
                if (view.event.end().instant(m_format.zone) > now && !agenda::isDeclined(view.event))
                    today.append(view);
            }
            // An open menu must not change under the pointer without reason.
            const auto same = [](const EventView &a, const EventView &b) {
                return a.event.json() == b.event.json();
            };
            const bool changed =
                !std::equal(m_today.begin(), m_today.end(), today.begin(), today.end(), same);
            m_today = today;
            if (changed)
                fill();
            Q_EMIT eventsRead();
        });
}

TrayMenu::Soon TrayMenu::soon() const
{
    const QDateTime now = m_clock.nowUtc();
    Soon soon;
    for (const EventView &view : m_today) {
        if (view.event.isAllDay() || view.event.end().instant(m_format.zone) <= now)
            continue;
        if (view.event.start().instant(m_format.zone) <= now)
            soon.running = &view; // the one that began last
        else if (!soon.next)
            soon.next = &view;
    }
    return soon;
}

QUrl TrayMenu::nextMeeting() const
{
    const QDateTime now = m_clock.nowUtc();
    QUrl running;
    QUrl next;
    for (const EventView &view : m_today) {
        const QUrl meeting = uicommon::meetingOf(view.event);
        const QDateTime start = view.event.start().instant(m_format.zone);
        if (meeting.isEmpty() || view.event.end().instant(m_format.zone) <= now)
            continue;
        if (start <= now)
            running = meeting; // the one that began last
        else if (start <= now.addSecs(soonSeconds))
            return meeting;
        else if (next.isEmpty())
            next = meeting;
    }
    return running.isEmpty() ? next : running;
}

QStringList TrayMenu::nextEventLines() const
{
    const QDateTime now = m_clock.nowUtc();
    const Soon soon = this->soon();
    QStringList lines;
    if (soon.running) {
        lines.append(tr("Now: %1, until %2", "an event, a time")
                         .arg(uicommon::titleOf(soon.running->event),
                             m_format.time(soon.running->event.end().instant(m_format.zone))));
    }
    if (soon.next) {
        const QDateTime start = soon.next->event.start().instant(m_format.zone);
        lines.append(
            tr("Next: %1 %2 (%3)", "time and title of an event; in how many minutes")
                .arg(m_format.time(start), uicommon::titleOf(soon.next->event), m_format.until(start, now)));
    }
    if (lines.isEmpty())
        lines.append(tr("Nothing more today"));
    return lines;
}

// The countdown is in minutes during the last hour, in hours before.
QDateTime TrayMenu::nextEventLinesChange() const
{
    const QDateTime now = m_clock.nowUtc();
    const Soon soon = this->soon();
    QDateTime change;
    if (soon.running)
        change = soon.running->event.end().instant(m_format.zone);
    if (soon.next) {
        const qint64 seconds = now.secsTo(soon.next->event.start().instant(m_format.zone));
        const QDateTime step = now.addSecs(seconds < 3600 ? seconds % 60 + 1 : seconds % 3600 + 1);
        change = change.isValid() ? std::min(change, step) : step;
    }
    return change;
}

void TrayMenu::addEvent(const EventView &view)
{
    const QString time = view.event.isAllDay() ? agenda::EventDelegate::tr("all day")
                                               : m_format.time(view.event.start().instant(m_format.zone));
    const QString text =
        forMenu(tr("%1  %2", "time and title of an event").arg(time, uicommon::titleOf(view.event)));
    const QUrl meeting = uicommon::meetingOf(view.event);
    if (meeting.isEmpty()) {
        connect(addAction(text), &QAction::triggered, this, [this, view] { Q_EMIT eventChosen(view); });
        return;
    }
    QMenu *more = addMenu(uicommon::icon(u"join"_s), text);
    connect(more->addAction(uicommon::icon(u"join"_s), tr("&Join meeting")), &QAction::triggered, this,
        [this, meeting] { Q_EMIT joinWanted(meeting); });
    connect(more->addAction(uicommon::icon(u"open"_s), tr("&Show in the agenda")), &QAction::triggered, this,
        [this, view] { Q_EMIT eventChosen(view); });
}

void TrayMenu::fill()
{
    clear();
    const qsizetype shown = std::min<qsizetype>(m_today.size(), mostEvents);
    for (const EventView &view : m_today.first(shown))
        addEvent(view);
    if (m_today.isEmpty())
        addAction(tr("Nothing more today"))->setEnabled(false);
    else if (m_today.size() > shown) {
        connect(addAction(tr("%n more today…", nullptr, int(m_today.size() - shown))), &QAction::triggered,
            &m_actions.openAgenda, &QAction::trigger);
    }
    addSeparator();
    addActions({ &m_actions.openAgenda, &m_actions.newEvent });
    addSeparator();
    addActions({ &m_actions.syncNow, &m_actions.reviewConflicts, &m_actions.confirmDeletions,
        &m_actions.pauseHour, &m_actions.pause, &m_actions.resume });
    addSeparator();
    addActions({ &m_actions.history, &m_actions.settings, &m_actions.signIn, &m_actions.signOut });
    addSeparator();
    addAction(&m_actions.quit);
    setDefaultAction(&m_actions.openAgenda);
}

} // namespace aria::trayicon
