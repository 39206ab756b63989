#include "uicommon/calendarbook.h"

#include "base/whenfinished.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace aria::uicommon {

using service::CalendarStatus;
using service::StatusView;

namespace {

const QString listKey = u"calendars/known"_s;
const QString hiddenKey = u"calendars/hidden"_s;
const QString targetKey = u"calendars/target"_s;
const QString primary = u"primary"_s;

bool isSame(const QList<CalendarStatus> &a, const QList<CalendarStatus> &b)
{
    return std::equal(
        a.begin(), a.end(), b.begin(), b.end(), [](const CalendarStatus &x, const CalendarStatus &y) {
            return x.calendarId == y.calendarId && x.readOnly == y.readOnly;
        });
}

} // namespace

CalendarBook::CalendarBook(ServiceLink &link, QSettings &state, QObject *parent)
    : QObject(parent)
    , m_link(link)
    , m_state(state)
{
    const QStringList hidden = state.value(hiddenKey).toStringList();
    m_hidden = QSet<QString>(hidden.begin(), hidden.end());
    recall();
    connect(&link, &ServiceLink::serviceChanged, this, [this] {
        m_isListed = false;
        m_isAsking = false;
        m_wasAway = true;
        readStatus();
    });
    connect(&link, &ServiceLink::stateChanged, this, &CalendarBook::readStatus);
    readStatus();
}

void CalendarBook::readStatus()
{
    auto *service = m_link.service();
    if (!service)
        return;
    whenFinished(service->status(), this, [this](const QFuture<Expected<StatusView>> &future) {
        if (future.resultCount() == 0)
            return;
        const Expected<StatusView> status = future.result();
        if (!status)
            return;
        if (!isSame(status->calendars, m_synced)) {
            m_synced = status->calendars;
            rebuild();
        }
        // Asked once, and again when Google can be reached after it
        // could not.
        const bool isAway =
            status->state == service::State::Offline || status->state == service::State::NeedsAuth;
        if (!isAway && m_wasAway && !m_isListed)
            readList();
        m_wasAway = isAway;
    });
}

void CalendarBook::readList()
{
    auto *service = m_link.service();
    if (!service || m_isAsking)
        return;
    m_isAsking = true;
    using Calendars = QList<google::CalendarInfo>;
    whenFinished(service->calendars(), this, [this](const QFuture<Expected<Calendars>> &future) {
        m_isAsking = false;
        if (future.resultCount() == 0)
            return;
        const Expected<Calendars> calendars = future.result();
        if (!calendars)
            return; // what was known before stays
        m_isListed = true;
        m_known.clear();
        for (const google::CalendarInfo &calendar : *calendars) {
            const QString name = calendar.summary.isEmpty() ? calendar.id : calendar.summary;
            const bool isReadOnly = calendar.accessRole == google::AccessRole::Reader
                || calendar.accessRole == google::AccessRole::FreeBusyReader;
            CalendarEntry entry{ calendar.id, name, QColor(calendar.backgroundColor), isReadOnly };
            m_known.insert(calendar.id, entry);
            if (calendar.primary) {
                entry.id = primary;
                m_known.insert(primary, entry);
            }
        }
        keep();
        rebuild();
    });
}

void CalendarBook::rebuild()
{
    QList<CalendarEntry> calendars;
    for (const CalendarStatus &synced : std::as_const(m_synced)) {
        CalendarEntry entry = this->entry(synced.calendarId);
        entry.isReadOnly = entry.isReadOnly || synced.readOnly;
        calendars.append(entry);
    }
    if (calendars == m_calendars)
        return;
    m_calendars = calendars;
    Q_EMIT changed();
}

CalendarEntry CalendarBook::entry(const QString &id) const
{
    const auto known = m_known.constFind(id);
    return known == m_known.constEnd() ? CalendarEntry{ id, id == primary ? tr("My calendar") : id, {} }
                                       : *known;
}

QList<CalendarEntry> CalendarBook::writable() const
{
    QList<CalendarEntry> calendars = m_calendars;
    calendars.removeIf([](const CalendarEntry &entry) { return entry.isReadOnly; });
    return calendars;
}

void CalendarBook::setHidden(const QString &id, bool isHidden)
{
    if (isHidden == m_hidden.contains(id))
        return;
    if (isHidden)
        m_hidden.insert(id);
    else
        m_hidden.remove(id);
    m_state.setValue(hiddenKey, QStringList(m_hidden.begin(), m_hidden.end()));
    Q_EMIT hiddenChanged();
}

QString CalendarBook::target() const
{
    const QList<CalendarEntry> writable = this->writable();
    const QString last = m_state.value(targetKey).toString();
    const bool isThere = std::any_of(
        writable.begin(), writable.end(), [&last](const CalendarEntry &entry) { return entry.id == last; });
    return isThere ? last : writable.isEmpty() ? QString() : writable.constFirst().id;
}

void CalendarBook::setTarget(const QString &id)
{
    if (id == target())
        return;
    m_state.setValue(targetKey, id);
    Q_EMIT changed();
}

void CalendarBook::keep() const
{
    m_state.beginWriteArray(listKey, int(m_known.size()));
    int index = 0;
    for (auto it = m_known.constBegin(); it != m_known.constEnd(); ++it) {
        m_state.setArrayIndex(index++);
        m_state.setValue(u"id"_s, it.key());
        m_state.setValue(u"name"_s, it->name);
        m_state.setValue(u"color"_s, it->color.name());
        m_state.setValue(u"read_only"_s, it->isReadOnly);
    }
    m_state.endArray();
}

void CalendarBook::recall()
{
    const int count = m_state.beginReadArray(listKey);
    for (int index = 0; index < count; ++index) {
        m_state.setArrayIndex(index);
        const QString id = m_state.value(u"id"_s).toString();
        m_known.insert(id,
            { id, m_state.value(u"name"_s).toString(), QColor(m_state.value(u"color"_s).toString()),
                m_state.value(u"read_only"_s).toBool() });
    }
    m_state.endArray();
}

QIcon swatch(const QColor &color)
{
    QPixmap pixmap(32, 32);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(4, 4, 24, 24);
    return pixmap;
}

} // namespace aria::uicommon
