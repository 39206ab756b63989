#include "calendar/agenda.h"

#include "calendar/instanceid.h"
#include "calendar/recurrence.h"
#include "calendar/series.h"
#include "calendar/startsequence.h"

#include <QSet>

#include <algorithm>
#include <memory>
#include <tuple>
#include <vector>

namespace aria::calendar {

namespace {

// The budget for all series of one answer, and what a look at each of them adds to it.
constexpr qint64 wholeWork = 25'000 * Work::ofStart;
constexpr qint64 workOfALook = 1'000;

QString eventKey(const QString &calendarId, const QString &id)
{
    return calendarId + u'\n' + id;
}

// Names an occurrence by its master and original start: instants as milliseconds, dates as days (they cannot collide
// in one series, which has only one kind).
QString occurrenceKey(const QString &master, const EventTime &originalStart)
{
    return master + u'\n'
        + QString::number(originalStart.isDate() ? originalStart.date().toJulianDay()
                                                 : originalStart.zoned().utc.toMSecsSinceEpoch());
}

class Window
{
public:
    Window(const QDateTime &from, const QDateTime &to, const QTimeZone &floatingZone)
        : from(from.toMSecsSinceEpoch())
        , to(to.toMSecsSinceEpoch())
        , zone(floatingZone)
    {
    }

    qint64 instantOf(const EventTime &time) const { return time.instant(zone).toMSecsSinceEpoch(); }

    bool overlaps(const Event &event) const
    {
        const auto extent = extentOf(event, zone);
        return extent && extent->overlaps(from, to);
    }

    const qint64 from;
    const qint64 to;
    const QTimeZone zone;
};

// A series in the window, at its next occurrence. It must not be moved: its parts point at each other.
class OpenSeries
{
public:
    OpenSeries(const AgendaSource &source, qsizetype index, const Window &window, Work &whole,
        const AgendaPlace *after)
        : m_master(source.event)
        , m_after(after)
        , m_key(eventKey(source.calendarId, source.event.id()))
        , m_window(window)
        , m_series(m_master, window.zone)
        , m_work(Work::ofSeries, &whole)
        , m_starts(m_series, window.from, window.to, true, m_work)
        , m_place{ 0, m_series.isAllDay(), orderedTitle(m_master.summary()), {}, index }
    {
    }
    Q_DISABLE_COPY_MOVE(OpenSeries)

    // Moves to the next wanted occurrence that no exception replaces; false: there is none.
    bool next(const QSet<QString> &replaced)
    {
        for (auto start = m_starts.next(); start; start = m_starts.next()) {
            if (replaced.contains(occurrenceKey(m_key, *start)))
                continue;
            m_start = *start;
            m_place.start = m_window.instantOf(m_start);
            m_place.id = instanceIdOf(m_master.id(), m_start);
            if (m_after && !(*m_after < m_place))
                continue;
            return true;
        }
        return false;
    }
    const AgendaPlace &place() const { return m_place; }
    Event occurrence() const { return occurrenceOf(m_master, m_start); }
    bool isCutShort() const { return m_work.isSpent(); }

private:
    const Event m_master;
    const AgendaPlace *const m_after;
    const QString m_key;
    const Window &m_window;
    const Series m_series;
    Work m_work;
    StartSequence m_starts;
    EventTime m_start;
    AgendaPlace m_place;
};

// Gives out everything in order, single events and series side by side.
class Merge
{
public:
    Merge(const QList<AgendaSource> &sources, const Window &window, const AgendaPlace *after)
        : m_sources(sources)
        , m_window(window)
        , m_after(after)
        , m_whole(wholeWork + workOfALook * sources.size())
    {
        QSet<QString> ended; // Google may or may not list the exceptions of a deleted master
        for (const auto &[calendarId, event] : sources) {
            if (event.isException())
                m_replaced.insert(
                    occurrenceKey(eventKey(calendarId, event.recurringEventId()), event.originalStart()));
            else if (event.isCancelled())
                ended.insert(eventKey(calendarId, event.id()));
        }
        for (qsizetype i = 0; i < sources.size(); ++i) {
            const auto &[calendarId, event] = sources.at(i);
            if (event.isCancelled() || ended.contains(eventKey(calendarId, event.recurringEventId())))
                continue;
            if (event.isMaster())
                open(sources.at(i), i);
            else if (window.overlaps(event))
                addSingle(placeOf(event, window.zone, i));
        }
        std::sort(m_singles.begin(), m_singles.end());
        std::make_heap(m_series.begin(), m_series.end(), isLater);
    }

    Agenda first(qsizetype limit)
    {
        Agenda result;
        auto single = m_singles.cbegin();
        while (result.entries.size() < limit) {
            const bool hasSingle = single != m_singles.cend();
            if (hasSingle && (m_series.empty() || *single < m_series.front()->place())) {
                result.entries.append({ m_sources.at(single->source).event, single->source });
                ++single;
            } else if (!m_series.empty()) {
                result.entries.append(takeOccurrence());
            } else {
                break;
            }
        }
        result.cutShort = m_cutShort;
        return result;
    }

private:
    using Open = std::unique_ptr<OpenSeries>;

    static bool isLater(const Open &a, const Open &b) { return b->place() < a->place(); }

    void addSingle(const AgendaPlace &place)
    {
        if (!m_after || *m_after < place)
            m_singles.append(place);
    }

    void open(const AgendaSource &source, qsizetype index)
    {
        auto series = std::make_unique<OpenSeries>(source, index, m_window, m_whole, m_after);
        if (series->next(m_replaced))
            m_series.push_back(std::move(series));
        else
            close(*series);
    }

    AgendaEntry takeOccurrence()
    {
        std::pop_heap(m_series.begin(), m_series.end(), isLater);
        OpenSeries &series = *m_series.back();
        const AgendaEntry entry{ series.occurrence(), series.place().source };
        if (series.next(m_replaced)) {
            std::push_heap(m_series.begin(), m_series.end(), isLater);
        } else {
            close(series);
            m_series.pop_back();
        }
        return entry;
    }

    void close(const OpenSeries &series)
    {
        if (series.isCutShort())
            m_cutShort.append(series.place().source);
    }

    const QList<AgendaSource> &m_sources;
    const Window &m_window;
    const AgendaPlace *const m_after;
    Work m_whole;
    QSet<QString> m_replaced;
    QList<AgendaPlace> m_singles;
    std::vector<Open> m_series; // as a heap, the earliest on top
    QList<qsizetype> m_cutShort;
};

} // namespace

bool operator<(const AgendaPlace &a, const AgendaPlace &b)
{
    return std::tie(a.start, b.allDay, a.title, a.id, a.source)
        < std::tie(b.start, a.allDay, b.title, b.id, b.source);
}

// More than a title ever has, and little enough to be passed on in an address.
std::optional<Extent> extentOf(const Event &event, const QTimeZone &floatingZone)
{
    const auto instantOf = [&floatingZone](const EventTime &time) {
        return time.instant(floatingZone).toMSecsSinceEpoch();
    };
    const EventTime start = event.start();
    if (start.isNull())
        return std::nullopt;
    const EventTime end = event.end();
    Extent extent{ instantOf(start), 0 };
    extent.end = end.isNull() ? extent.start : instantOf(end);
    // A day without an end, or one that ends where it starts, is a whole day.
    if (start.isDate() && extent.end <= extent.start)
        extent.end = instantOf(EventTime(start.date().addDays(1)));
    return extent;
}

QString orderedTitle(const QString &title)
{
    constexpr qsizetype longest = 500;
    const QString start = title.left(longest);
    return start.size() == longest && start.back().isHighSurrogate() ? start.chopped(1) : start;
}

// A changed occurrence stands where its series' own would, whatever Google calls it.
AgendaPlace placeOf(const Event &event, const QTimeZone &floatingZone, qsizetype source)
{
    const QString id =
        event.isException() ? instanceIdOf(event.recurringEventId(), event.originalStart()) : event.id();
    return { event.start().instant(floatingZone).toMSecsSinceEpoch(), event.start().isDate(),
        orderedTitle(event.summary()), id, source };
}

Agenda agenda(const QList<AgendaSource> &sources, const QDateTime &from, const QDateTime &to,
    const QTimeZone &floatingZone, qsizetype limit, const AgendaPlace *after)
{
    const Window window(from, to, floatingZone);
    return Merge(sources, window, after).first(limit);
}

} // namespace aria::calendar
