#include "edits/agendareader.h"

#include "base/logging.h"
#include "calendar/agenda.h"
#include "calendar/originalstart.h"
#include "calendar/recurrence.h"
#include "edits/eventreader.h"
#include "store/occurrencerows.h"
#include "store/shownevent.h"

#include <algorithm>

namespace aria::service {

using calendar::AgendaPlace;
using calendar::Event;
using store::EventRecord;
using store::OccurrenceRow;

namespace {

constexpr qint64 dayMargin = 24 * 3600; // all-day events are dates of any zone
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

Expected<AgendaView> unfold(store::Session &session, const QList<EventRecord> &records,
    const QStringList &calendarIds, const QDateTime &from, const QDateTime &to, const QTimeZone &zone, int limit)
{
    const auto lost = lostOccurrences(session, records);
    if (!lost)
        return Unexpected(lost.error());
    QList<calendar::AgendaSource> sources;
    QList<const EventRecord *> rows; // of the sources
    for (const QString &calendarId : calendarIds) {
        for (const EventRecord &record : records) {
            if (record.calendarId != calendarId || lost->contains(record.localId))
                continue;
            if (auto event = store::agendaEvent(record)) {
                sources.append({ calendarId, std::move(*event) });
                rows.append(&record);
            }
        }
    }
    const calendar::Agenda agenda = calendar::agenda(sources, from, to, zone, limit);
    const QSet<qsizetype> cutShort(agenda.cutShort.cbegin(), agenda.cutShort.cend());
    AgendaView view;
    view.truncated = !cutShort.isEmpty();
    for (const auto &[event, source] : agenda.entries) {
        const bool isOccurrence = sources.at(source).event.isMaster();
        view.append(shownAs(*rows.at(source), event, isOccurrence));
        view.last().truncated = isOccurrence && cutShort.contains(source);
    }
    for (const qsizetype source : cutShort) {
        qCWarning(lcService) << "series" << rows.at(source)->googleEventId << "of calendar"
                             << rows.at(source)->calendarId
                             << "is shown only in part: it repeats more often than one answer may take";
    }
    return view;
}

// Something that is shown, where it stands, and where it comes from: a row of the table, or what was unfolded.
struct Found
{
    AgendaPlace place;
    qsizetype row; // -1: unfolded
    qsizetype unfolded;

    friend bool operator<(const Found &a, const Found &b) { return a.place < b.place; }
};

qsizetype sourceOf(const QStringList &calendarIds, const QString &calendarId, qint64 localId)
{
    constexpr qint64 manyEvents = qint64(1) << 52;
    return qsizetype(calendarIds.indexOf(calendarId) * manyEvents + std::min(localId, manyEvents));
}

AgendaPlace placeOf(const OccurrenceRow &row, const QStringList &calendarIds, const QTimeZone &zone)
{
    return { row.startTime().instant(zone).toMSecsSinceEpoch(), row.allDay, row.title, row.occurrenceId,
        sourceOf(calendarIds, row.calendarId, row.eventId) };
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

Expected<AgendaView> readTable(store::Session &session, const QStringList &calendarIds, const QDateTime &from,
    const QDateTime &to, const QTimeZone &zone, int limit, const QList<qint64> &unsettled)
{
    AgendaView apart;
    QList<qint64> except;
    if (!unsettled.isEmpty()) {
        const auto records = session.events().familiesOf(unsettled);
        if (!records)
            return Unexpected(records.error());
        except = unsettled;
        for (const EventRecord &record : *records)
            except.append(record.localId);
        auto unfolded = unfold(session, *records, calendarIds, from, to, zone, limit);
        if (!unfolded)
            return unfolded;
        apart = std::move(*unfolded);
    }
    const auto rows =
        session.occurrenceLookup().overlapping(calendarIds, from, to, zone, limit, except);
    if (!rows)
        return Unexpected(rows.error());

    QList<Found> all;
    for (qsizetype i = 0; i < rows->size(); ++i)
        all.append({ placeOf(rows->at(i), calendarIds, zone), i, -1 });
    for (qsizetype i = 0; i < apart.size(); ++i) {
        const qsizetype source = sourceOf(calendarIds, apart.at(i).calendarId, apart.at(i).localId);
        all.append({ calendar::placeOf(apart.at(i).event, zone, source), -1, i });
    }
    std::sort(all.begin(), all.end());
    if (all.size() > limit)
        all.resize(limit);

    QList<OccurrenceRow> wanted;
    for (const Found &found : std::as_const(all)) {
        if (found.row >= 0)
            wanted.append(rows->at(found.row));
    }
    auto records = recordsOf(session, wanted);
    if (!records)
        return Unexpected(records.error());
    Shown shown(std::move(*records));
    AgendaView view;
    view.truncated = apart.truncated;
    view.reserve(all.size());
    for (const Found &found : std::as_const(all))
        view.append(found.row >= 0 ? shown.view(rows->at(found.row)) : apart.at(found.unfolded));
    return view;
}

} // namespace

Expected<AgendaView> unfoldAgenda(store::Session &session, const QStringList &calendarIds, const QDateTime &from,
    const QDateTime &to, const QTimeZone &zone, int limit)
{
    const auto records = session.events().inWindow(calendarIds, from.addSecs(-dayMargin), to.addSecs(dayMargin));
    if (!records)
        return Unexpected(records.error());
    return unfold(session, *records, calendarIds, from, to, zone, limit);
}

Expected<AgendaView> readAgenda(store::Session &session, const QStringList &calendarIds, const QDateTime &from,
    const QDateTime &to, const QTimeZone &zone, int limit)
{
    const auto horizon = session.occurrences().horizon();
    if (!horizon)
        return Unexpected(horizon.error());
    if (!horizon->covers(from, to))
        return unfoldAgenda(session, calendarIds, from, to, zone, limit);
    const auto unsettled = session.occurrenceLookup().unsettled(mostUnsettled + 1);
    if (!unsettled)
        return Unexpected(unsettled.error());
    if (unsettled->size() > mostUnsettled)
        return unfoldAgenda(session, calendarIds, from, to, zone, limit);
    return readTable(session, calendarIds, from, to, zone, limit, *unsettled);
}

} // namespace aria::service
