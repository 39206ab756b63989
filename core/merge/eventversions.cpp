#include "merge/eventversions.h"

#include "store/shownevent.h"

using namespace Qt::StringLiterals;

namespace aria::sync {

using calendar::Event;
using store::EventRecord;

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
    const auto event = store::ariaEvent(record);
    if (!event)
        return Unexpected(event.error());
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
