#include "store/occurrencerows.h"

#include "store/columntext.h"
#include "store/dialect.h"
#include "store/shownevent.h"

#include "base/clock.h"
#include "base/isotext.h"
#include "calendar/instanceid.h"
#include "calendar/originalstart.h"
#include "calendar/recurrence.h"

using namespace Qt::StringLiterals;

namespace aria::store {

using calendar::Event;
using calendar::EventTime;
using calendar::ZonedTime;

namespace {

// Text order is time order only as far as four digits name the year.
QDateTime storable(const EventTime &time)
{
    static const QDateTime latest(QDate(9999, 12, 31), QTime(0, 0), Qt::UTC);
    return std::min(time.instant(QTimeZone::utc()), latest);
}

OccurrenceRow newRow(const EventRecord &record, const Event &event, const calendar::Occurrence &occurrence)
{
    OccurrenceRow row;
    row.seriesId = record.localId;
    row.eventId = record.localId;
    row.calendarId = record.calendarId;
    row.title = event.summary();
    row.allDay = occurrence.start.isDate();
    row.start = storable(occurrence.start);
    row.end = storable(occurrence.end);
    return row;
}

QString textOf(const QDateTime &time, bool allDay)
{
    return allDay ? isoText(time.date()) : toRfc3339(time);
}

} // namespace

EventTime OccurrenceRow::startTime() const
{
    return allDay ? EventTime(start.date()) : EventTime(ZonedTime{ start, {} });
}

OccurrenceKey keyOf(const OccurrenceRow &row)
{
    return { row.seriesId, row.originalStart, row.eventId };
}

bool isSeriesShown(const EventRecord &head)
{
    const auto event = agendaEvent(head);
    return event && !event->isCancelled();
}

SeriesRows rowsOf(const EventRecord &head, const calendar::Horizon &horizon, const QSet<QString> &replaced)
{
    const auto event = agendaEvent(head);
    if (!event || event->isCancelled())
        return {};
    const auto unfolded = calendar::unfold(*event, horizon, replaced);
    SeriesRows result{ {}, unfolded.isWhole };
    for (const auto &occurrence : unfolded.occurrences) {
        auto row = newRow(head, *event, occurrence);
        row.originalStart = calendar::originalStartKey(occurrence.originalStart);
        if (!head.googleEventId.isEmpty()) {
            row.occurrenceId = occurrence.originalStart.isNull()
                ? head.googleEventId
                : calendar::instanceIdOf(head.googleEventId, occurrence.originalStart);
        }
        result.rows << row;
    }
    return result;
}

std::optional<OccurrenceRow> rowOf(
    const EventRecord &changed, qint64 seriesId, const calendar::Horizon &horizon)
{
    const auto event = agendaEvent(changed);
    if (!event || event->isCancelled() || event->isMaster())
        return std::nullopt;
    const auto unfolded = calendar::unfold(*event, horizon, {});
    if (unfolded.occurrences.isEmpty())
        return std::nullopt;
    auto row = newRow(changed, *event, unfolded.occurrences.first());
    row.seriesId = seriesId;
    row.originalStart = changed.originalStart;
    row.occurrenceId = calendar::instanceIdOf(
        changed.recurringEventId, calendar::originalStartFromKey(changed.originalStart));
    return row;
}

QSet<QString> lostStarts(const EventRecord &head, const QStringList &originalStarts)
{
    QSet<QString> lost;
    if (originalStarts.isEmpty() || head.status != SyncStatus::PendingToGoogle)
        return lost;
    const calendar::LostOccurrences edit(Event(head.base), shownEvent(head));
    for (const auto &key : originalStarts) {
        if (edit.contains(calendar::originalStartFromKey(key)))
            lost.insert(key);
    }
    return lost;
}

QString notNull(const QString &text)
{
    return text.isNull() ? u""_s : text;
}

const QStringList &occurrenceColumns()
{
    static const auto columns = u"series_id original_start event_id calendar_id occurrence_id title all_day"
                                u" start_time end_time"_s.split(u' ');
    return columns;
}

const QStringList &occurrenceKeyColumns()
{
    static const auto columns = u"series_id original_start event_id"_s.split(u' ');
    return columns;
}

QVariantList occurrenceValues(const OccurrenceRow &row)
{
    return { row.seriesId, notNull(row.originalStart), row.eventId, row.calendarId,
        fromText(row.occurrenceId), fromText(row.title), row.allDay, textOf(row.start, row.allDay),
        textOf(row.end, row.allDay) };
}

QString selectOccurrence(const Dialect &dialect, const QString &alias)
{
    return u"SELECT %1.series_id, %1.original_start, %1.event_id, %1.calendar_id, %1.occurrence_id, %1.title,"
           u" %1.all_day, %2, %3 "_s.arg(
               alias, dialect.instant(alias + u".start_time"_s), dialect.instant(alias + u".end_time"_s));
}

OccurrenceRow occurrenceOf(const QSqlQuery &row)
{
    return { row.value(0).toLongLong(), toText(row.value(1)), row.value(2).toLongLong(), toText(row.value(3)),
        toText(row.value(4)), toText(row.value(5)), row.value(6).toBool(), toInstant(row.value(7)),
        toInstant(row.value(8)) };
}

} // namespace aria::store
