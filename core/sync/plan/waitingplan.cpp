#include "sync/plan/waitingplan.h"

#include "merge/eventversions.h"
#include "merge/pushstep.h"
#include "merge/readonly.h"
#include "sync/pull/deletions.h"

#include <QCryptographicHash>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace aria::sync {

using calendar::Event;
using store::EventRecord;
using store::Operation;
using store::Session;

namespace {

bool isEvent(const EventRecord &record)
{
    return record.recurringEventId.isEmpty();
}

PlannedWrite deletionInAria(const EventRecord &record, bool held)
{
    PlannedWrite write;
    write.side = PlannedWrite::Side::Aria;
    write.operation = Operation::Delete;
    write.reason = u"deleted in Google"_s;
    write.calendarId = record.calendarId;
    write.googleEventId = record.googleEventId;
    write.localId = record.localId;
    const auto aria = ariaVersion(record);
    write.before = aria ? aria->event : Event(record.base);
    write.held = held;
    return write;
}

// nullopt: nothing has to be sent.
std::optional<PlannedWrite> writeAtGoogle(const EventRecord &record, const QDateTime &now)
{
    const PushStep step = pushStepFor(record);
    switch (step.kind) {
    case PushStep::Kind::Nothing:
    case PushStep::Kind::Forget:
    case PushStep::Kind::Revert:
    case PushStep::Kind::Unusable:
        return std::nullopt;
    case PushStep::Kind::Locate:
    case PushStep::Kind::Send:
    case PushStep::Kind::Restore:
        break;
    }
    PlannedWrite write;
    write.side = PlannedWrite::Side::Google;
    write.calendarId = record.calendarId;
    write.googleEventId = record.googleEventId;
    write.localId = record.localId;
    const store::HistoryRecord history = pushHistory(record, step, now);
    write.operation = history.operation;
    write.reason = history.reason;
    write.before = Event(history.before);
    write.after = Event(history.after);
    write.sendUpdates = toString(step.write.sendUpdates);
    if (step.kind == PushStep::Kind::Locate) { // one occurrence of a series, which Google has to name first
        write.operation = record.isDeletedInAria() ? Operation::Delete : Operation::Update;
        write.sendUpdates = toString(record.pushOptions.whomToMail(record.revision));
        if (record.isDeletedInAria())
            write.after = {};
    }
    return write;
}

} // namespace

Expected<QList<EventRecord>> allPending(Session &session, const QString &calendarId)
{
    const QDateTime endOfTime({ 9999, 1, 1 }, { 0, 0 }, QTimeZone::utc());
    return session.backlog().pendingToGoogle(calendarId, endOfTime, {}, std::numeric_limits<int>::max());
}

qint64 WaitingDeletions::heldEvents() const
{
    return (ariaHeld ? countEvents(inAria) : 0) + (googleHeld ? countEvents(atGoogle) : 0);
}

bool Plan::needsConfirmation() const
{
    return std::any_of(writes.begin(), writes.end(), [](const PlannedWrite &write) { return write.held; });
}

QString Plan::id() const
{
    QStringList held;
    for (const PlannedWrite &write : writes) {
        if (write.held)
            held.append(u"%1 %2 %3"_s.arg(write.side == PlannedWrite::Side::Aria ? 0 : 1)
                            .arg(write.calendarId)
                            .arg(write.localId));
    }
    if (held.isEmpty())
        return {};
    held.sort();
    const QByteArray hash =
        QCryptographicHash::hash(held.join(QLatin1Char('\n')).toUtf8(), QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toHex().left(16));
}

Plan &Plan::operator+=(const Plan &other)
{
    writes += other.writes;
    conflicts += other.conflicts;
    changes += other.changes;
    return *this;
}

Expected<WaitingDeletions> waitingDeletions(Session &session, const QString &calendarId)
{
    WaitingDeletions waiting;
    auto marked = session.backlog().heldDeletions(calendarId);
    if (!marked)
        return Unexpected(marked.error());
    waiting.inAria = std::move(*marked);
    const auto statistics = session.backlog().statistics({ calendarId });
    if (!statistics)
        return Unexpected(statistics.error());
    waiting.ariaHeld = isMassDeletion(countEvents(waiting.inAria), statistics->total);

    const auto deletions = session.backlog().pendingDeletions(calendarId);
    if (!deletions)
        return Unexpected(deletions.error());
    waiting.googleHeld = isMassDeletion(*deletions, statistics->total + *deletions);
    if (*deletions == 0)
        return waiting;
    const auto pending = allPending(session, calendarId);
    if (!pending)
        return Unexpected(pending.error());
    for (const EventRecord &record : *pending) {
        if (record.isDeletedInAria() && isEvent(record) && !record.pushOptions.deletionApproved)
            waiting.atGoogle.append(record);
    }
    return waiting;
}

Expected<Plan> waitingPlan(Session &session, const QString &calendarId, const QDateTime &now)
{
    const auto waiting = waitingDeletions(session, calendarId);
    if (!waiting)
        return Unexpected(waiting.error());
    Plan plan;
    for (const EventRecord &record : waiting->inAria) {
        plan.writes.append(deletionInAria(record, waiting->ariaHeld));
        plan.changes.deleted += waiting->ariaHeld ? 0 : 1;
    }
    const auto readOnly = isReadOnly(session, calendarId);
    if (!readOnly)
        return Unexpected(readOnly.error());
    if (*readOnly)
        return plan; // nothing is ever sent there
    const auto pending = allPending(session, calendarId);
    if (!pending)
        return Unexpected(pending.error());
    for (const EventRecord &record : *pending) {
        auto write = writeAtGoogle(record, now);
        if (!write)
            continue;
        write->held = waiting->googleHeld && record.isDeletedInAria() && isEvent(record)
            && !record.pushOptions.deletionApproved;
        plan.writes.append(*write);
    }
    return plan;
}

PlannedWrite plannedWrite(const EventChange &change)
{
    PlannedWrite write;
    write.side = PlannedWrite::Side::Aria;
    write.operation = change.kind == EventChange::Kind::Created ? Operation::Create
        : change.kind == EventChange::Kind::Deleted             ? Operation::Delete
                                                                : Operation::Update;
    write.reason = change.reason;
    write.calendarId = change.calendarId;
    write.googleEventId = change.googleEventId;
    write.localId = change.localId;
    write.before = change.before;
    write.after = change.after;
    return write;
}

} // namespace aria::sync
