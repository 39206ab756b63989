#include "sync/sqledits/takeup.h"

#include "merge/edittime.h"
#include "sync/sqledits/adoptrows.h"
#include "sync/sqledits/conflictrecheck.h"

namespace aria::sync {

using store::Session;

Expected<QList<EventChange>> takeUpEdits(
    Session &session, const QString &calendarId, const MergeContext &context, RandomSource &random)
{
    if (auto adopted = adoptRows(session, calendarId, random, context.now); !adopted)
        return Unexpected(adopted.error());
    return takeUpKnown(session, calendarId, context);
}

Expected<QList<EventChange>> takeUpKnown(
    Session &session, const QString &calendarId, const MergeContext &context)
{
    if (auto noted = noteEditsOfOthers(session, calendarId, context.clocks); !noted)
        return Unexpected(noted.error());
    return recheckConflicts(session, calendarId, context);
}

} // namespace aria::sync
