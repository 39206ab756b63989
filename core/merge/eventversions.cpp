#include "merge/eventversions.h"

#include "calendar/recurrence.h"

namespace aria::sync {

using calendar::Event;
using calendar::EventTime;
using calendar::ZonedTime;
using store::EventRecord;

namespace {

const QString keyFormat = QStringLiteral("yyyy-MM-ddTHH:mm:ssZ");

// What Google would take, or refuse in words of its own, is no event of ARIA's: a row that SQL left half empty.
QString faultOfNew(const EventRecord &record, const Event &event)
{
    if (!record.base.isEmpty() || !record.attempted.isEmpty() || !record.recurringEventId.isEmpty()
        || record.source != store::Side::Aria)
        return {};
    if (event.summary().trimmed().isEmpty())
        return QStringLiteral("title: an event needs a title");
    if (event.start().isNull() || event.end().isNull())
        return QStringLiteral("start_time: an event needs a start and an end");
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
        base.set(QStringLiteral("status"), QStringLiteral("confirmed"));
    base.set(QStringLiteral("id"), record.googleEventId);
    if (!record.recurringEventId.isEmpty() && !base.isException()) {
        base.set(QStringLiteral("recurringEventId"), record.recurringEventId);
        base.set(QStringLiteral("originalStartTime"), originalStartFromKey(record.originalStart).toGoogle());
    }
    auto event = calendar::applyColumns(base, record.columns);
    if (!event)
        return tl::unexpected(event.error());
    if (const QString fault = faultOfNew(record, *event); !fault.isEmpty())
        return makeError(ErrorCategory::InvalidInput, QStringLiteral("invalid_event"), fault);
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
    tombstone.set(QStringLiteral("status"), QStringLiteral("cancelled"));
    return tombstone;
}

} // namespace aria::sync
