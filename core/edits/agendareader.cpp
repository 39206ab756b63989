#include "edits/agendareader.h"

#include "base/logging.h"
#include "calendar/agenda.h"
#include "calendar/originalstart.h"
#include "calendar/recurrence.h"
#include "edits/eventreader.h"
#include "store/occurrencerows.h"
#include "store/shownevent.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::service {

using calendar::AgendaPlace;
using calendar::Event;
using store::EventRecord;
using store::OccurrenceRow;

namespace {

constexpr qint64 dayMargin = 24LL * 3600; // all-day events are dates of any zone
constexpr int mostUnsettled = 50; // beyond it everything is unfolded, as long as the table is being made

// Changed occurrences that an edit of ARIA's took from their series; once the edit is at Google they are deleted.
Expected<QSet<qint64>> lostOccurrences(store::Session &session, const QList<EventRecord> &records)
{
    QHash<QString, QHash<QString, EventRecord>> masters; // by calendar and id
    QHash<QString, QHash<QString, QList<EventRecord>>> changed; // by calendar and series
    for (const EventRecord &record : records) {
        if (record.recurringEventId.isEmpty())
            masters[record.calendarId].insert(record.googleEventId, record);
        else
            changed[record.calendarId][record.recurringEventId].append(record);
    }
    QSet<qint64> lost;
    for (auto inCalendar = changed.cbegin(); inCalendar != changed.cend(); ++inCalendar) {
        auto &known = masters[inCalendar.key()];
        QStringList missing; // an ended series has changed occurrences after its end
        for (auto it = inCalendar->cbegin(); it != inCalendar->cend(); ++it) {
            if (!known.contains(it.key()))
                missing.append(it.key());
        }
        if (!missing.isEmpty()) {
            const auto found = session.events().allByGoogleId(inCalendar.key(), missing);
            if (!found)
                return Unexpected(found.error());
            known.insert(*found);
        }
        for (auto it = inCalendar->cbegin(); it != inCalendar->cend(); ++it) {
            const auto master = known.constFind(it.key());
            if (master == known.cend())
                continue;
            QStringList starts;
            for (const EventRecord &record : *it)
                starts.append(record.originalStart);
            const QSet<QString> gone = store::lostStarts(*master, starts);
            for (const EventRecord &record : *it) {
                if (gone.contains(record.originalStart))
                    lost.insert(record.localId);
            }
        }
    }
    return lost;
}

// Which of `sources`, whose rows are these, stands last at or before `place`, so that their order is that of the rows.
AgendaPlace amongSources(
    AgendaPlace place, const QList<const EventRecord *> &rows, const QStringList &calendarIds)
{
    const auto next = std::upper_bound(
        rows.cbegin(), rows.cend(), place.source, [&calendarIds](qsizetype source, const EventRecord *row) {
            return source < sourceOf(calendarIds, row->calendarId, row->localId);
        });
    place.source = std::distance(rows.cbegin(), next) - 1;
    return place;
}

// Something that is shown, where it stands, and where it comes from: a row of the table, or what was unfolded.
struct Found
{
    AgendaPlace place;
    qsizetype row; // -1: unfolded
    qsizetype unfolded;

    friend bool operator<(const Found &a, const Found &b) { return a.place < b.place; }
};

AgendaPlace placeOf(const OccurrenceRow &row, const QStringList &calendarIds, const QTimeZone &zone)
{
    return { row.startTime().instant(zone).toMSecsSinceEpoch(), row.allDay, calendar::orderedTitle(row.title),
        row.occurrenceId, sourceOf(calendarIds, row.calendarId, row.eventId) };
}

Expected<QHash<qint64, EventRecord>> recordsOf(store::Session &session, const QList<OccurrenceRow> &rows)
{
    QSet<qint64> ids;
    for (const OccurrenceRow &row : rows)
        ids.insert(row.eventId);
    return session.events().allByLocalId(QList<qint64>(ids.cbegin(), ids.cend()));
}

// Rows of the table, each as it is shown.
class Shown
{
public:
    explicit Shown(QHash<qint64, EventRecord> records)
        : m_records(std::move(records))
    {
    }

    EventView view(const OccurrenceRow &row)
    {
        const EventRecord &record = m_records[row.eventId];
        auto event = m_events.constFind(row.eventId);
        if (event == m_events.cend())
            event = m_events.insert(row.eventId, store::shownEvent(record));
        if (row.originalStart.isEmpty() || !record.recurringEventId.isEmpty())
            return shownAs(record, *event, false);
        return shownAs(record, calendar::occurrenceOf(*event, row.startTime()), true);
    }

private:
    QHash<qint64, EventRecord> m_records;
    QHash<qint64, Event> m_events;
};

// The rows of the table behind `after`: the first `limit`, and perhaps some more.
Expected<QList<OccurrenceRow>> rowsOf(
    store::Session &session, const Stretch &stretch, const QList<qint64> &except)
{
    QDateTime startsFrom;
    if (stretch.after)
        startsFrom = QDateTime::fromMSecsSinceEpoch(stretch.after->start, Qt::UTC);
    for (qsizetype limit = stretch.limit;;) {
        auto rows = session.occurrenceLookup().overlapping(
            stretch.calendarIds, stretch.from, stretch.to, stretch.zone, limit, except, startsFrom);
        if (!rows || !stretch.after)
            return rows;
        const bool areAll = rows->size() < limit;
        const qsizetype before = rows->size();
        rows->removeIf([&stretch](const OccurrenceRow &row) {
            return !(*stretch.after < placeOf(row, stretch.calendarIds, stretch.zone));
        });
        // Many that start at the same moment may have been given out. Of all-day ones, of the others, or of both there have
        // to be as many as are wanted besides these.
        const qsizetype needed = stretch.limit + before - rows->size();
        if (areAll || needed <= limit)
            return rows;
        limit = 2 * needed;
    }
}

AgendaView viewsOf(PlacedEvents found, const QTimeZone &zone)
{
    AgendaView view;
    view.zone = zone;
    view.truncated = found.truncated;
    view.reserve(found.size());
    for (Placed &placed : found)
        view.append(std::move(placed.view));
    return view;
}

} // namespace

qsizetype sourceOf(const QStringList &calendarIds, const QString &calendarId, qint64 localId)
{
    constexpr qint64 manyEvents = qint64(1) << 52;
    return qsizetype(
        calendarIds.indexOf(calendarId) * manyEvents + std::clamp(localId, -manyEvents, manyEvents));
}

Expected<PlacedEvents> unfold(store::Session &session, const QList<EventRecord> &records,
    const Stretch &stretch, const QSet<qint64> *matching)
{
    const auto lost = lostOccurrences(session, records);
    if (!lost)
        return Unexpected(lost.error());
    QList<calendar::AgendaSource> sources;
    QList<const EventRecord *> rows; // of the sources
    for (const QString &calendarId : stretch.calendarIds) {
        for (const EventRecord &record : records) {
            if (record.calendarId != calendarId || lost->contains(record.localId))
                continue;
            const bool isWanted = !matching || matching->contains(record.localId);
            if (!isWanted && record.recurringEventId.isEmpty())
                continue;
            if (auto event = store::agendaEvent(record)) {
                if (!isWanted)
                    event->set(u"status"_s, u"cancelled"_s);
                sources.append({ calendarId, std::move(*event) });
                rows.append(&record);
            }
        }
    }
    std::optional<AgendaPlace> after = stretch.after;
    if (after)
        after = amongSources(*after, rows, stretch.calendarIds);
    const calendar::Agenda agenda = calendar::agenda(
        sources, stretch.from, stretch.to, stretch.zone, stretch.limit, after ? &*after : nullptr);
    const QSet<qsizetype> cutShort(agenda.cutShort.cbegin(), agenda.cutShort.cend());
    PlacedEvents found;
    found.truncated = !cutShort.isEmpty();
    for (const auto &[event, source] : agenda.entries) {
        const EventRecord &row = *rows.at(source);
        const bool isOccurrence = sources.at(source).event.isMaster();
        EventView view = shownAs(row, event, isOccurrence);
        view.truncated = isOccurrence && cutShort.contains(source);
        const qsizetype place = sourceOf(stretch.calendarIds, row.calendarId, row.localId);
        found.append({ calendar::placeOf(event, stretch.zone, place), std::move(view) });
    }
    for (const qsizetype source : cutShort) {
        qCWarning(lcService) << "series" << rows.at(source)->googleEventId << "of calendar"
                             << rows.at(source)->calendarId
                             << "is shown only in part: it repeats more often than one answer may take";
    }
    return found;
}

Expected<PlacedEvents> readTable(
    store::Session &session, const Stretch &stretch, const QList<qint64> &unsettled)
{
    PlacedEvents apart;
    QList<qint64> except;
    if (!unsettled.isEmpty()) {
        const auto records = session.events().familiesOf(unsettled);
        if (!records)
            return Unexpected(records.error());
        except = unsettled;
        for (const EventRecord &record : *records)
            except.append(record.localId);
        auto unfolded = unfold(session, *records, stretch);
        if (!unfolded)
            return unfolded;
        apart = std::move(*unfolded);
    }
    const auto rows = rowsOf(session, stretch, except);
    if (!rows)
        return Unexpected(rows.error());

    QList<Found> all;
    for (qsizetype i = 0; i < rows->size(); ++i)
        all.append({ placeOf(rows->at(i), stretch.calendarIds, stretch.zone), i, -1 });
    for (qsizetype i = 0; i < apart.size(); ++i)
        all.append({ apart.at(i).place, -1, i });
    std::sort(all.begin(), all.end());
    if (all.size() > stretch.limit)
        all.resize(stretch.limit);

    QList<OccurrenceRow> wanted;
    for (const Found &found : std::as_const(all)) {
        if (found.row >= 0)
            wanted.append(rows->at(found.row));
    }
    auto records = recordsOf(session, wanted);
    if (!records)
        return Unexpected(records.error());
    Shown shown(std::move(*records));
    PlacedEvents events;
    events.truncated = apart.truncated;
    events.reserve(all.size());
    for (const Found &found : std::as_const(all)) {
        events.append({ found.place,
            found.row >= 0 ? shown.view(rows->at(found.row)) : apart.at(found.unfolded).view });
    }
    return events;
}

QDateTime earlierBound(const Stretch &stretch)
{
    static const QDateTime first(QDate(1, 1, 1), QTime(0, 0), Qt::UTC);
    return std::max(stretch.from.addSecs(-dayMargin), first);
}

QDateTime laterBound(const Stretch &stretch)
{
    static const QDateTime last(QDate(9999, 12, 31), QTime(23, 59, 59), Qt::UTC);
    return std::min(stretch.to.addSecs(dayMargin), last);
}

Expected<QList<EventRecord>> recordsIn(store::Session &session, const Stretch &stretch)
{
    return session.events().inWindow(stretch.calendarIds, earlierBound(stretch), laterBound(stretch));
}

Expected<std::optional<QList<qint64>>> unsettledEvents(store::Session &session)
{
    const auto unsettled = session.occurrenceLookup().unsettled(mostUnsettled + 1);
    if (!unsettled)
        return Unexpected(unsettled.error());
    if (unsettled->size() > mostUnsettled)
        return std::optional<QList<qint64>>();
    return std::optional(*unsettled);
}

Expected<AgendaView> unfoldAgenda(store::Session &session, const QStringList &calendarIds,
    const QDateTime &from, const QDateTime &to, const QTimeZone &zone, int limit)
{
    const Stretch stretch{ calendarIds, from, to, zone, limit };
    const auto records = recordsIn(session, stretch);
    if (!records)
        return Unexpected(records.error());
    return unfold(session, *records, stretch).map([&zone](PlacedEvents found) {
        return viewsOf(std::move(found), zone);
    });
}

Expected<AgendaView> readAgenda(store::Session &session, const QStringList &calendarIds,
    const QDateTime &from, const QDateTime &to, const QTimeZone &zone, int limit)
{
    const auto horizon = session.occurrences().horizon();
    if (!horizon)
        return Unexpected(horizon.error());
    if (!horizon->covers(from, to))
        return unfoldAgenda(session, calendarIds, from, to, zone, limit);
    const auto unsettled = unsettledEvents(session);
    if (!unsettled)
        return Unexpected(unsettled.error());
    if (!*unsettled)
        return unfoldAgenda(session, calendarIds, from, to, zone, limit);
    return readTable(session, { calendarIds, from, to, zone, limit }, **unsettled)
        .map([&zone](PlacedEvents found) { return viewsOf(std::move(found), zone); });
}

} // namespace aria::service
