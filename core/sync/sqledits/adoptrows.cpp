#include "sync/sqledits/adoptrows.h"

#include "base/logging.h"
#include "calendar/instanceid.h"
#include "calendar/recurrence.h"
#include "merge/eventversions.h"
#include "merge/recordstate.h"
#include "store/columntext.h"
#include "store/isolate.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::sync {

using store::EventRecord;

namespace {

constexpr int rowsAtOnce = 500;

void adopt(EventRecord &record, const QString &linkFault, RandomSource &random, const QDateTime &now)
{
    const QString id = record.googleEventId;
    takenUp(record, id.isEmpty() ? newGoogleEventId(random) : id, linkFault, now);
    if (linkFault.isEmpty() && !record.recurringEventId.isEmpty() && record.columns.status == u"cancelled") {
        deletedInAria(record, now);
        return;
    }
    const auto version = ariaVersion(record);
    if (!version) {
        unreadable(record, version.error().message);
    } else if (version->isPresent()) {
        const QDateTime updatedAt = record.updatedAt;
        setAriaContent(record, version->event, now);
        record.updatedAt = updatedAt; // reading it is no edit
    }
}

// What a statement did not name, an occurrence has from its series.
void completeFrom(const calendar::AriaColumns &series, calendar::AriaColumns &columns)
{
    const auto complete = [](auto &value, const auto &theirs) {
        if (value.isEmpty())
            value = theirs;
    };
    complete(columns.title, series.title);
    complete(columns.description, series.description);
    complete(columns.location, series.location);
    complete(columns.startTime, series.startTime);
    complete(columns.endTime, series.endTime);
    if (columns.timeZone.isEmpty() && columns.endTimeZone.isEmpty() && !columns.allDay) {
        columns.timeZone = series.timeZone;
        columns.endTimeZone = series.endTimeZone;
    }
    complete(columns.attendees, series.attendees);
    complete(columns.colorId, series.colorId);
    complete(columns.visibility, series.visibility);
    complete(columns.transparency, series.transparency);
    if (!columns.reminders)
        columns.reminders = series.reminders;
    columns.recurrence = {};
}

calendar::EventTime originalStartIn(const QString &text)
{
    const auto start = calendar::originalStartFromKey(text);
    if (!start.isNull() || text.size() == 10)
        return start;
    const QDateTime instant = store::toInstant(text);
    return instant.isValid() ? calendar::EventTime(calendar::ZonedTime{ instant, {} })
                             : calendar::EventTime();
}

// A row that names a series is an edit of that occurrence, as one of the API is. Says what keeps it from being one.
Expected<QString> occurrenceFault(store::Session &session, EventRecord &record)
{
    const QString none =
        u"recurring_event_id: there is no series %1 in this calendar."_s.arg(record.recurringEventId);
    const auto master = session.events().byGoogleId(record.calendarId, record.recurringEventId);
    if (!master)
        return Unexpected(master.error());
    if (!*master || (*master)->isDeletedInAria() || !(*master)->recurringEventId.isEmpty())
        return none;
    const auto series = ariaVersion(**master);
    if (!series || !series->isPresent() || series->event.recurrence().isEmpty())
        return none;
    const auto start = originalStartIn(record.originalStart);
    if (start.isNull() || !calendar::hasOccurrence(series->event, start, QTimeZone::utc()))
        return u"original_start: the series %1 has no occurrence at this time."_s.arg(
            record.recurringEventId);
    record.originalStart = originalStartKey(start);
    const auto known =
        session.events().exceptionAt(record.calendarId, record.recurringEventId, record.originalStart);
    if (!known)
        return Unexpected(known.error());
    if (*known && (*known)->localId != record.localId)
        return u"original_start: another row stands for this occurrence already; change that one."_s;
    const auto occurrence = calendar::occurrenceOf(series->event, start);
    completeFrom(calendar::columnsOf(occurrence), record.columns);
    if (record.googleEventId.isEmpty())
        record.googleEventId = occurrence.id();
    return QString();
}

// A copied row may carry the id of an event that another row stands for already: it becomes no second one. Says what is
// wrong with its id, which it loses.
Expected<QString> linkFault(
    store::Session &session, EventRecord &record, QSet<QString> &taken, RandomSource &random)
{
    QString fault;
    if (record.googleEventId.isEmpty())
        return fault;
    const auto linked = session.events().byGoogleId(record.calendarId, record.googleEventId);
    if (!linked)
        return Unexpected(linked.error());
    const bool elsewhere = *linked && (*linked)->localId != record.localId;
    if (elsewhere || taken.contains(record.googleEventId)) {
        fault = u"The Google event %1 belongs to another row already."_s.arg(record.googleEventId);
        record.googleEventId = newGoogleEventId(random);
    }
    taken.insert(record.googleEventId);
    return fault;
}

} // namespace

// All of them or none.
static Expected<void> adoptTogether(
    store::Session &session, QList<EventRecord> rows, RandomSource &random, const QDateTime &now)
{
    QSet<QString> taken;
    for (EventRecord &record : rows) {
        auto fault = record.recurringEventId.isEmpty() ? Expected<QString>(QString())
                                                       : occurrenceFault(session, record);
        if (fault && fault->isEmpty())
            fault = linkFault(session, record, taken, random);
        if (!fault)
            return Unexpected(fault.error());
        adopt(record, *fault, random, now);
    }
    return session.events().save(rows);
}

Expected<int> adoptRows(
    store::Session &session, const QString &calendarId, RandomSource &random, const QDateTime &now, int limit)
{
    const auto tamed = session.attempt([&] { return session.repair().tameIds(); });
    if (!tamed && !store::concernsRows(tamed.error()))
        return Unexpected(tamed.error());
    int adopted = 0;
    while (adopted < limit) {
        const int wanted = std::min(rowsAtOnce, limit - adopted);
        const auto rows = session.backlog().unadopted(calendarId, wanted);
        if (!rows)
            return Unexpected(rows.error());
        const auto apply = [&](const QList<EventRecord> &part) {
            return adoptTogether(session, part, random, now);
        };
        const auto aside = [&](EventRecord record, const Error &why) {
            record.googleEventId = newGoogleEventId(random);
            qCWarning(lcSync) << "row" << record.localId << "cannot be taken in:" << why.message;
            return session.repair().markError(record, why.message);
        };
        if (auto done = isolate(session, *rows, apply, aside); !done)
            return Unexpected(done.error());
        adopted += static_cast<int>(rows->size());
        if (rows->size() < wanted)
            break;
    }
    return adopted;
}

} // namespace aria::sync
