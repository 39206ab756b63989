#include "merge/eventversions.h"

#include "calendar/recurrence.h"

using namespace Qt::StringLiterals;

namespace aria::sync {

using calendar::Event;
using calendar::EventTime;
using calendar::ZonedTime;
using store::EventRecord;

namespace {

const QString keyFormat = u"yyyy-MM-ddTHH:mm:ssZ"_s;

// What Google would take, or refuse in words of its own, is no event of ARIA's: a row that SQL left half empty.
QString faultOfNew(const EventRecord &record, const Event &event)
{
    if (!record.base.isEmpty() || !record.attempted.isEmpty() || !record.recurringEventId.isEmpty()
        || record.source != store::Side::Aria)
        return {};
    if (event.summary().trimmed().isEmpty())
        return u"title: an event needs a title"_s;
    if (event.start().isNull() || event.end().isNull())
        return u"start_time: an event needs a start and an end"_s;
    return {};
}

} // namespace

QString originalStartKey(const EventTime &originalStart)
{
    if (originalStart.isDate())
        return originalStart.date().toString(Qt::ISODate);
    if (originalStart.isTimed())
        return originalStart.zoned().utc.toUTC().toString(keyFormat);
    return {};
}

EventTime originalStartFromKey(const QString &key)
{
    if (key.size() == 10)
        return EventTime(QDate::fromString(key, Qt::ISODate));
    QDateTime utc = QDateTime::fromString(key, keyFormat);
    if (!utc.isValid())
        return {};
    utc.setTimeSpec(Qt::UTC);
    return EventTime(ZonedTime{ utc, {} });
}

Version baseVersion(const EventRecord &record)
{
    if (record.base.isEmpty())
        return Version::absent();
    const Event base(record.base);
    return base.isCancelled() ? Version::deleted(base) : Version::present(base);
}

Expected<Version> ariaVersion(const EventRecord &record)
{
    if (record.localId == 0)
        return Version::absent();
    if (record.isDeletedInAria())
        return Version::deleted(Event(record.base), record.deletedAt);
    Event base(record.base);
    if (base.isCancelled())
        base.set(u"status"_s, u"confirmed"_s);
    base.set(u"id"_s, record.googleEventId);
    if (!record.recurringEventId.isEmpty() && !base.isException()) {
        base.set(u"recurringEventId"_s, record.recurringEventId);
        base.set(u"originalStartTime"_s, originalStartFromKey(record.originalStart).toGoogle());
    }
    auto event = calendar::applyColumns(base, record.columns);
    if (!event)
        return Unexpected(event.error());
    if (const QString fault = faultOfNew(record, *event); !fault.isEmpty())
        return makeError(ErrorCategory::InvalidInput, u"invalid_event"_s, fault);
    return Version::present(*event, record.updatedAt);
}

Version googleVersion(const Event &item)
{
    return item.isCancelled() ? Version::deleted(item, item.updated())
                              : Version::present(item, item.updated());
}

Event contentOf(const Version &version)
{
    return version.isPresent() ? version.event : Event();
}

Event tombstoneOf(const Event &event)
{
    Event tombstone = event;
    tombstone.set(u"status"_s, u"cancelled"_s);
    return tombstone;
}

} // namespace aria::sync
