#include "merge/historyentry.h"

using namespace Qt::StringLiterals;

namespace aria::sync {

using calendar::Event;
using store::EventRecord;
using store::HistoryRecord;
using store::Operation;
using store::Outcome;

namespace {

HistoryRecord entryOf(const EventRecord &record, store::Side side, Operation operation, const QDateTime &now)
{
    HistoryRecord entry;
    entry.calendarId = record.calendarId;
    entry.googleEventId = record.googleEventId;
    entry.localId = record.localId;
    entry.side = side;
    entry.operation = operation;
    entry.createdAt = now;
    return entry;
}

} // namespace

HistoryRecord ariaChange(const EventRecord &record, Operation operation, const Event &before,
    const Event &after, const QString &reason, const QDateTime &now)
{
    HistoryRecord entry = entryOf(record, store::Side::Aria, operation, now);
    entry.before = before.json();
    entry.after = after.json();
    entry.reason = reason;
    entry.outcome = Outcome::Done;
    return entry;
}

HistoryRecord ariaEdit(const EventRecord &record, Operation operation, const Event &before,
    const Event &after, const QString &reason, const QDateTime &now)
{
    HistoryRecord entry = ariaChange(record, operation, before, after, reason, now);
    entry.revision = record.revision;
    return entry;
}

HistoryRecord intendedPush(
    const EventRecord &record, Operation operation, const Event &after, const QDateTime &now)
{
    HistoryRecord entry = entryOf(record, store::Side::Google, operation, now);
    entry.before = record.base;
    entry.after = after.json();
    const QString &reason = record.pushOptions.reason;
    entry.reason = reason.isEmpty() ? u"aria edit"_s : reason;
    entry.outcome = Outcome::Intended;
    entry.revision = record.revision;
    return entry;
}

} // namespace aria::sync
