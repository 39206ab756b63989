#include "merge/eventchange.h"

namespace aria::sync {

Changes countOf(const QList<EventChange> &changes)
{
    Changes count;
    for (const EventChange &change : changes) {
        switch (change.kind) {
        case EventChange::Kind::Created:
            ++count.created;
            break;
        case EventChange::Kind::Updated:
            ++count.updated;
            break;
        case EventChange::Kind::Deleted:
            ++count.deleted;
            break;
        case EventChange::Kind::Conflict:
            break; // nothing was written; /sync/conflicts counts it
        }
    }
    return count;
}

} // namespace aria::sync
