#include "agenda/agendamodel.h"

#include "base/whenfinished.h"
#include "uicommon/errorwords.h"

using namespace Qt::StringLiterals;

namespace aria::agenda {

using service::EventView;

namespace {

constexpr qint64 firstWindow = 21; // days
constexpr qint64 widestWindow = 182;
constexpr qint64 narrowestWindow = 7;
constexpr qint64 fullWindow = 300; // events; more than this in a window makes the next one narrower
constexpr qint64 emptyWindow = 60;
constexpr qint64 horizon = 2LL * 366; // days from today or from the first day shown: series have no end
constexpr int mostEvents = 20000; // of one window
constexpr int searchPage = 500; // hits; what the service gives at once
constexpr qsizetype mostHits = 2000; // a daily series has thousands; nobody reads more
constexpr qint64 farthest = 22LL * 366; // days from today, in a search
// What a search looks through, in days from today: first what is near.
constexpr std::pair<qint64, qint64> searched[] = { { -30, 366 }, { -2 * 366, -30 }, { 366, 2 * 366 },
    { -6 * 366, -2 * 366 }, { -10 * 366, -6 * 366 }, { -14 * 366, -10 * 366 }, { -18 * 366, -14 * 366 },
    { -farthest, -18 * 366 }, { 2 * 366, 6 * 366 }, { 6 * 366, 10 * 366 }, { 10 * 366, 14 * 366 },
    { 14 * 366, 18 * 366 }, { 18 * 366, farthest } };
constexpr std::chrono::milliseconds settle{ 80 }; // changes come in swarms

QDate startDay(const EventView &view, const uicommon::UiFormat &format)
{
    const calendar::EventTime start = view.event.start();
    return start.isDate() ? start.date() : start.instant(format.zone).toTimeZone(format.zone).date();
}

} // namespace

AgendaModel::AgendaModel(
    uicommon::ServiceLink &link, Clock &clock, const uicommon::UiFormat &format, QObject *parent)
    : QAbstractListModel(parent)
    , m_link(link)
    , m_clock(clock)
    , m_format(format)
{
    m_reload.setSingleShot(true);
    connect(&m_reload, &QTimer::timeout, this, [this] {
        if (m_loading)
            m_stale = true;
        else if (!m_filter.isEmpty())
            search();
        else
            reload();
    });
    connect(&link, &uicommon::ServiceLink::serviceChanged, this, &AgendaModel::reset);
    connect(&link, &uicommon::ServiceLink::eventsChanged, this, &AgendaModel::reloadSoon);
    m_span = { today(), today() };
    reset();
}

QDate AgendaModel::today() const
{
    return m_format.today(m_clock.nowUtc());
}

void AgendaModel::setFirstDay(QDate day)
{
    m_span = { day, day };
    reset();
}

void AgendaModel::showEarlier()
{
    if (m_loading)
        return;
    m_span.first = m_span.first.addDays(-28);
    load(m_span.first, m_span.first.addDays(28), false, mostEvents);
}

void AgendaModel::setFilter(const QString &filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    if (filter.isEmpty()) {
        m_span = { today(), today() };
        return reset();
    }
    // What is shown narrows at once; the rest comes from the service.
    ++m_generation;
    m_loading = false;
    rebuild();
    reloadSoon();
}

// Asks the service, which knows all years; nothing but the hits is kept.
void AgendaModel::search()
{
    if (!m_link.service())
        return;
    m_loading = true;
    ++m_generation;
    m_hits.clear();
    searchNext(0, {});
}

void AgendaModel::searchNext(int window, const QString &cursor)
{
    service::CalendarService *service = m_link.service();
    if (!service || window >= int(std::size(searched)) || m_hits.size() >= mostHits)
        return showHits(true);
    const QDate day = today();
    service::WindowRequest request;
    request.from = calendar::EventTime(day.addDays(searched[window].first));
    request.to = calendar::EventTime(day.addDays(searched[window].second));
    request.words = m_filter;
    request.zone = m_format.zone.id();
    request.limit = searchPage;
    request.cursor = cursor;
    const int generation = m_generation;
    whenFinished(service->eventsIn(request), this,
        [this, generation, window](const QFuture<Expected<service::WindowPage>> &future) {
            if (generation != m_generation || future.resultCount() == 0)
                return;
            const Expected<service::WindowPage> page = future.result();
            if (!page) {
                showHits(true);
                if (page.error().category != ErrorCategory::InvalidInput) // "…" has no word: nothing is found
                    Q_EMIT loadingFailed(uicommon::errorText(page.error()));
                return;
            }
            m_hits.append(page->events);
            if (!page->nextCursor.isEmpty() && m_hits.size() < mostHits)
                return searchNext(window, page->nextCursor);
            if (window == 0)
                showHits(false); // what is near is there at once
            searchNext(window + 1, {});
        });
}

void AgendaModel::showHits(bool isAll)
{
    const QDate day = today();
    m_span = { day.addDays(-farthest), day.addDays(farthest) };
    m_views.clear();
    m_known.clear();
    for (const EventView &view : std::as_const(m_hits)) {
        if (!m_known.contains(view.key())) {
            m_known.insert(view.key());
            m_views.append(view);
        }
    }
    m_loading = !isAll;
    if (isAll) {
        m_hits.clear();
        m_hidden.subtract(std::exchange(m_shown, {}));
    }
    rebuild();
    Q_EMIT loaded();
    if (isAll && std::exchange(m_stale, false))
        reloadSoon();
}

void AgendaModel::hide(const service::EventKey &event)
{
    m_hidden.insert(event);
    m_shown.remove(event);
    rebuild();
}

void AgendaModel::show(const service::EventKey &event)
{
    m_shown.insert(event);
    reloadSoon();
}

void AgendaModel::setHiddenCalendars(const QSet<QString> &ids)
{
    if (ids == m_hiddenCalendars)
        return;
    m_hiddenCalendars = ids;
    rebuild();
}

QList<EventView> AgendaModel::shown(QList<EventView> views) const
{
    if (!m_hiddenCalendars.isEmpty())
        views.removeIf([this](const EventView &view) { return m_hiddenCalendars.contains(view.calendarId); });
    return views;
}

void AgendaModel::reset()
{
    ++m_generation;
    m_loading = false;
    m_stale = false;
    m_reload.stop();
    m_windowDays = firstWindow;
    m_span.end = m_span.first;
    m_views.clear();
    m_known.clear();
    if (m_link.service() && !m_filter.isEmpty())
        search();
    else if (m_link.service())
        load(m_span.first, m_span.first.addDays(firstWindow), true, mostEvents);
    else
        rebuild();
}

void AgendaModel::reloadSoon()
{
    if (!m_reload.isActive())
        m_reload.start(settle);
}

// Days that were empty may be full now: while the first sync runs, two years of them. Of those only as much is read anew as
// a person has seen, and a window more.
void AgendaModel::reload()
{
    const qsizetype enough = std::max<qsizetype>(m_views.size(), fullWindow) + fullWindow;
    load(m_span.first, m_span.end, true, int(std::min<qsizetype>(enough, mostEvents)));
}

void AgendaModel::load(QDate from, QDate to, bool replace, int limit)
{
    service::CalendarService *service = m_link.service();
    if (!service || from >= to)
        return;
    m_loading = true;
    const int generation = m_generation;
    // One more day on both sides: the service places all-day events by the calendar's zone, we by the person's.
    const QDateTime begin = from.addDays(-1).startOfDay(m_format.zone);
    const QDateTime end = to.addDays(1).startOfDay(m_format.zone);
    whenFinished(service->eventsBetween(begin, end, limit), this,
        [this, generation, from, to, replace, limit](const QFuture<Expected<service::AgendaView>> &future) {
            if (generation != m_generation || future.resultCount() == 0)
                return;
            m_loading = false;
            const Expected<service::AgendaView> views = future.result();
            const bool isCut = views && views->size() >= limit && limit < mostEvents;
            const QDate whole =
                isCut ? startDay(views->last(), m_format) : to; // until here nothing is missing
            if (isCut && whole <= from)
                return load(from, to, replace, mostEvents); // all of it on one day
            if (views)
                take(*views, from, whole, replace);
            else
                Q_EMIT loadingFailed(uicommon::errorText(views.error()));
            if (std::exchange(m_stale, false))
                reloadSoon();
        });
}

void AgendaModel::take(const QList<EventView> &views, QDate from, QDate to, bool replace)
{
    const QDate end = m_span.end;
    if (replace) {
        m_views.clear();
        m_known.clear();
        m_hidden.subtract(std::exchange(m_shown, {}));
        m_span.first = from;
        m_span.end = to;
    } else {
        m_span.first = std::min(m_span.first, from);
        m_span.end = std::max(m_span.end, to);
    }
    for (const EventView &view : views) {
        if (m_known.contains(view.key()))
            continue;
        m_known.insert(view.key());
        m_views.append(view);
    }
    if (views.size() > fullWindow)
        m_windowDays = std::max(narrowestWindow, m_windowDays / 2);
    else if (views.size() < emptyWindow)
        m_windowDays = std::min(widestWindow, m_windowDays * 2);
    const qsizetype before = m_rows.size();
    if (!replace && from == end)
        append(views, { from, to });
    else
        rebuild();
    Q_EMIT loaded();
    // The view asks again only if rows were added; a month without events is not the end.
    if (m_rows.size() <= before && !m_loading && (!replace || m_rows.size() < 5) && canFetchMore({}))
        fetchMore({});
}

// Adds the days after those shown. They have no rows on earlier days, so nothing else needs to be rebuilt.
void AgendaModel::append(const QList<EventView> &views, const AgendaSpan &span)
{
    QList<AgendaRow> rows = agendaRows(shown(views), span, m_clock.nowUtc(), m_format, m_filter, m_hidden);
    if (rows.isEmpty())
        return;
    const auto isNext = [](const AgendaRow &row) { return row.isNext; };
    if (std::any_of(m_rows.begin(), m_rows.end(), isNext)) {
        for (AgendaRow &row : rows)
            row.isNext = false;
    }
    beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + rows.size() - 1));
    m_rows.append(rows);
    endInsertRows();
}

void AgendaModel::refreshNow()
{
    rebuild();
}

// Rows that stay keep their place, and the view keeps its selection: only what lies between the first and the last
// difference is replaced.
void AgendaModel::rebuild()
{
    const QList<AgendaRow> rows =
        agendaRows(shown(m_views), m_span, m_clock.nowUtc(), m_format, m_filter, m_hidden);
    const qsizetype common = std::min(rows.size(), m_rows.size());
    qsizetype head = 0;
    while (head < common && rows.at(head).key == m_rows.at(head).key)
        ++head;
    qsizetype tail = 0;
    while (tail < common - head
        && rows.at(rows.size() - 1 - tail).key == m_rows.at(m_rows.size() - 1 - tail).key)
        ++tail;
    const qsizetype removed = m_rows.size() - head - tail;
    if (removed > 0) {
        beginRemoveRows({}, int(head), int(head + removed - 1));
        m_rows.remove(head, removed);
        endRemoveRows();
    }
    const qsizetype added = rows.size() - head - tail;
    if (added > 0) {
        beginInsertRows({}, int(head), int(head + added - 1));
        m_rows = rows;
        endInsertRows();
    } else {
        m_rows = rows;
    }
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0), index(int(m_rows.size()) - 1));
}

int AgendaModel::rowOnOrAfter(QDate day) const
{
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [&](const AgendaRow &row) { return row.day >= day; });
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

int AgendaModel::rowOfKey(const QString &key) const
{
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [&](const AgendaRow &row) { return row.key == key; });
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

int AgendaModel::rowOfEvent(const service::EventKey &event) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
        [&](const AgendaRow &row) { return !event.isEmpty() && event.matches(row.view.key()); });
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

int AgendaModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant AgendaModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const AgendaRow &row = rowAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return row.kind == AgendaRow::Kind::Event ? uicommon::titleOf(row.view.event)
                                                  : spokenText(row, today(), m_format);
    case Qt::AccessibleTextRole:
        return spokenText(row, today(), m_format);
    default:
        return {};
    }
}

Qt::ItemFlags AgendaModel::flags(const QModelIndex &index) const
{
    // Days are headings, not items: the arrow keys skip them.
    if (!index.isValid() || rowAt(index.row()).kind != AgendaRow::Kind::Event)
        return Qt::NoItemFlags;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

bool AgendaModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && !m_loading && m_filter.isEmpty() && m_link.service()
        && m_span.end < std::max(today(), m_span.first).addDays(horizon);
}

void AgendaModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        load(m_span.end, m_span.end.addDays(m_windowDays), false, mostEvents);
}

} // namespace aria::agenda
