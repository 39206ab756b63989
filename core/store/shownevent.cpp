#include "store/shownevent.h"

#include "calendar/instanceid.h"
#include "calendar/originalstart.h"

using namespace Qt::StringLiterals;

namespace aria::store {

using calendar::Event;

namespace {

// What Google would take, or refuse in words of its own, is no event of ARIA's: a row that SQL left half empty.
QString faultOfNew(const EventRecord &record, const Event &event)
{
    if (!record.base.isEmpty() || !record.attempted.isEmpty() || !record.recurringEventId.isEmpty()
        || record.source != Side::Aria)
        return {};
    if (event.summary().trimmed().isEmpty())
        return u"title: an event needs a title"_s;
    if (event.start().isNull() || event.end().isNull())
        return u"start_time: an event needs a start and an end"_s;
    return {};
}

void nameSeries(const EventRecord &record, Event &event)
{
    if (record.recurringEventId.isEmpty() || event.isException())
        return;
    event.set(u"recurringEventId"_s, record.recurringEventId);
    event.set(u"originalStartTime"_s, calendar::originalStartFromKey(record.originalStart).toGoogle());
}

} // namespace

Expected<Event> ariaEvent(const EventRecord &record)
{
    Event base(record.base);
    if (base.isCancelled())
        base.set(u"status"_s, u"confirmed"_s);
    if (base.id() != record.googleEventId || !base.json().contains("id"_L1)) // the JSON stays shared
        base.set(u"id"_s, record.googleEventId);
    nameSeries(record, base);
    auto event = calendar::applyColumns(base, record.columns);
    if (!event)
        return event;
    if (const QString fault = faultOfNew(record, *event); !fault.isEmpty())
        return makeError(ErrorCategory::InvalidInput, u"invalid_event"_s, fault);
    return event;
}

Event shownEvent(const EventRecord &record)
{
    if (!record.isDeletedInAria()) {
        if (auto event = ariaEvent(record))
            return *event;
    }
    if (!record.base.isEmpty())
        return Event(record.base);
    Event unreadable;
    unreadable.set(u"id"_s, record.googleEventId);
    unreadable.set(u"summary"_s, record.columns.title);
    return unreadable;
}

std::optional<Event> agendaEvent(const EventRecord &record)
{
    if (record.isDeletedInAria() && record.recurringEventId.isEmpty())
        return std::nullopt;
    Event event = shownEvent(record);
    // A cancelled occurrence, perhaps not yet at Google; or cancelled by SQL in a row that makes no event.
    if (record.isDeletedInAria() || record.columns.status == u"cancelled")
        event.set(u"status"_s, u"cancelled"_s);
    nameSeries(record, event);
    return event;
}

QString shownId(const EventRecord &record)
{
    if (record.recurringEventId.isEmpty())
        return record.googleEventId;
    return calendar::instanceIdOf(
        record.recurringEventId, calendar::originalStartFromKey(record.originalStart));
}

} // namespace aria::store
