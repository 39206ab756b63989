#include "sync/pull/unstorable.h"

#include "base/logging.h"
#include "merge/recordstate.h"
#include "sync/pull/page.h"

using namespace Qt::StringLiterals;

namespace aria::sync {

using calendar::Event;
using store::EventRecord;

namespace {

EventRecord standIn(
    const QString &calendarId, const Event &item, const QString &why, const MergeContext &context)
{
    EventRecord record = adoptFromGoogle(calendarId, item, context).record;
    record.columns = {};
    record.columns.title = item.summary();
    setAside(record, why);
    // In no stretch of time that anybody asks for.
    record.windowStart = QDateTime(QDate(1, 1, 1), QTime(0, 0), Qt::UTC);
    record.windowEnd = record.windowStart;
    return record;
}

} // namespace

Expected<void> standAside(store::Session &session, const QString &calendarId, const Event &item,
    const Error &why, const MergeContext &context)
{
    const QString message = u"Google's event cannot be stored: %1."_s.arg(why.message);
    qCWarning(lcSync).noquote() << "event" << item.id() << "of calendar" << calendarId << "-" << message;
    const auto known = session.attempt([&] { return recordOf(session, calendarId, item); });
    if (known && *known) {
        if (auto marked = session.repair().markError(**known, message); !marked)
            return marked;
        return session.events().markSeen(calendarId, { (*known)->googleEventId }, context.generation);
    }
    if (!known && !store::concernsRows(known.error()))
        return Unexpected(known.error());
    if (item.isCancelled() && !item.isException())
        return {}; // deleted, and nobody here ever had it
    EventRecord record = standIn(calendarId, item, message, context);
    for (const bool isBare : { false, true }) {
        if (isBare) {
            record.columns.title.clear();
            record.originalStart.clear();
        }
        const auto saved = session.attempt([&] { return session.events().save(record); });
        if (saved || !store::concernsRows(saved.error()))
            return saved;
    }
    qCWarning(lcSync).noquote() << "event" << item.id() << "cannot even be noted";
    return {};
}

} // namespace aria::sync
