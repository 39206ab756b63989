#include "service/undo.h"

#include "calendar/fields.h"
#include "sync/versions.h"

namespace aria::service {

using calendar::Event;
using store::EventRecord;

namespace {

const QString idMember = QStringLiteral("id");

Expected<std::optional<EventRecord>> rowOf(store::Session &session, const store::HistoryRecord &change)
{
    auto row = session.eventByLocalId(change.localId);
    if (!row || *row)
        return row;
    return session.eventByGoogleId(change.calendarId, change.googleEventId);
}

// Nothing is left of the event: it is made anew from what the history kept.
EventRecord newRowFor(const store::HistoryRecord &change, const EditContext &context, RandomSource &random)
{
    EventRecord record;
    record.calendarId = change.calendarId;
    record.source = QStringLiteral("aria");
    record.createdAt = context.now;
    record.syncCreatedAt = context.now;
    record.googleEventId = newGoogleEventId(random);
    return record;
}

// The current version with the fields the change touched as they were before it.
Event withFieldsOf(const Event &before, const Event &after, const Event &current)
{
    Event reverted = current;
    for (const QString &field : calendar::writableFieldsOf(before, after)) {
        if (!calendar::sameField(field, before, after))
            reverted = calendar::withField(reverted, field, before);
    }
    return reverted;
}

} // namespace

Expected<Edit> undoChange(store::Session &session, const store::HistoryRecord &change,
    const EditContext &context, RandomSource &random, const QString &reason)
{
    const auto found = rowOf(session, change);
    if (!found)
        return tl::unexpected(found.error());
    if (auto writable = checkWritable(session, change.calendarId); !writable)
        return tl::unexpected(writable.error());
    const Event before(change.before);
    const bool made = change.before.isEmpty() || before.isCancelled();
    if (made && (!*found || (*found)->isDeletedInAria())) {
        return makeError(ErrorCategory::Conflict, QStringLiteral("already_gone"),
            QStringLiteral("The event this change made is deleted already."));
    }

    EventRecord record = found->value_or(EventRecord());
    Event current;
    if (*found) {
        const auto version = sync::ariaVersion(record, context.clockOffset);
        current = version && version->isPresent() ? version->event : Event();
    } else {
        record = newRowFor(change, context, random);
    }

    Event wanted;
    if (made) {
        record.deletedAt = context.now;
        if (!record.recurringEventId.isEmpty())
            record.columns.status = QStringLiteral("cancelled");
    } else {
        const bool deleted = current.isEmpty() || change.after.isEmpty();
        wanted = deleted ? before : withFieldsOf(before, Event(change.after), current);
        wanted.set(idMember, record.googleEventId);
        sync::setAriaContent(record, wanted, context.now);
    }
    record.pushOptions = { { QStringLiteral("reason"), QStringLiteral("undo") } };
    auto edit = storeEdit(session, record, *found, context);
    if (!edit)
        return edit;

    store::HistoryRecord history;
    history.calendarId = record.calendarId;
    history.googleEventId = edit->record.googleEventId;
    history.localId = edit->record.localId;
    history.side = QStringLiteral("aria");
    history.operation = QStringLiteral("undo");
    history.before = current.json();
    history.after = wanted.json();
    history.reason = reason.isEmpty() ? QStringLiteral("undo of %1").arg(change.id) : reason;
    history.outcome = QStringLiteral("done");
    history.revision = edit->record.revision;
    history.createdAt = context.now;
    if (auto added = session.addHistory(QList<store::HistoryRecord>{ history }); !added)
        return tl::unexpected(added.error());
    return edit;
}

} // namespace aria::service
