#include "notifications/changenotices.h"

#include "notifications/changewords.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::notifications {

using sync::EventChange;
using namespace std::chrono_literals;

namespace {

const QString eventPrefix = u"event:"_s;
const QString manyKey = u"events"_s;

} // namespace

ChangeNotices::ChangeNotices(uicommon::ServiceLink &link, const uicommon::StatusWatch &watch,
    DesktopNotifications &desktop, const Clock &clock, uicommon::UiFormat viewer, Patience patience,
    QObject *parent)
    : QObject(parent)
    , m_watch(watch)
    , m_desktop(desktop)
    , m_clock(clock)
    , m_viewer(std::move(viewer))
    , m_patience(patience)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ChangeNotices::tell);
    connect(&link, &uicommon::ServiceLink::eventsChanged, this, &ChangeNotices::collect);
    connect(&m_desktop, &DesktopNotifications::invoked, this, &ChangeNotices::invoked);
}

void ChangeNotices::setSettings(const NotifySettings &settings)
{
    m_settings = settings;
    if (!settings.changes)
        m_pending.clear();
    if (!m_pending.isEmpty())
        tell();
}

bool ChangeNotices::isFirstImport() const
{
    return !m_watch.isKnown() || !m_watch.status().lastSyncTime.isValid();
}

void ChangeNotices::collect(const QList<EventChange> &changes)
{
    if (!m_settings.changes || isFirstImport())
        return;
    const bool isFirst = m_pending.isEmpty();
    std::copy_if(
        changes.begin(), changes.end(), std::back_inserter(m_pending), [](const EventChange &change) {
            return change.byGoogle && change.kind != EventChange::Kind::Conflict;
        });
    if (m_pending.isEmpty())
        return;
    if (isFirst)
        m_since = m_clock.monotonic();
    const auto rest = std::max(m_patience.most - (m_clock.monotonic() - m_since), 0ms);
    m_timer.start(std::min(m_patience.pause, rest));
}

void ChangeNotices::tell()
{
    const QDateTime now = m_clock.nowUtc();
    if (const QDateTime end = quietEnd(m_settings, now, m_viewer.zone); end.isValid()) {
        m_pending = mergeChanges(m_pending); // a night of changes stays small
        m_timer.start(std::clamp(std::chrono::milliseconds(now.msecsTo(end)), 1ms, longestWait));
        return;
    }
    for (const Notice &notice : noticesOf(std::exchange(m_pending, {}), m_viewer)) {
        Notification notification;
        notification.key =
            notice.event.isEmpty() ? manyKey : eventPrefix + notice.event.calendarId + u'/' + notice.event.id;
        notification.summary = notice.summary;
        notification.body = notice.body;
        notification.actions = { { u"default"_s, tr("Open", "an event, from its notification") } };
        if (notice.isInvitation) {
            using invitation::Answer;
            for (const Answer answer : { Answer::Yes, Answer::Maybe, Answer::No })
                notification.actions.append({ invitation::googleWord(answer), invitation::labelOf(answer) });
        }
        m_told.insert(notification.key, { notice.event, notice.day });
        m_desktop.show(notification);
    }
}

void ChangeNotices::invoked(const QString &key, const QString &action)
{
    if (key == manyKey)
        return Q_EMIT openAgenda();
    const auto told = m_told.constFind(key);
    if (told == m_told.cend())
        return;
    if (const auto answer = invitation::answerFrom(action); answer != invitation::Answer::None)
        Q_EMIT answerWanted(told->first, answer);
    else
        Q_EMIT openEvent(told->first, told->second);
}

} // namespace aria::notifications
