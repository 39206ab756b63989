#include "edits/writeresult.h"

#include "calendar/fields.h"
#include "edits/eventreader.h"
#include "store/shownevent.h"

using namespace Qt::StringLiterals;

namespace aria::service {

using calendar::Event;
using store::EventRecord;
using store::SyncStatus;

namespace {

Unexpected deletedMeanwhile()
{
    return makeError(ErrorCategory::Gone, u"deleted_meanwhile"_s,
        u"Event not found: it was deleted in Google Calendar meanwhile. What you changed is in the "
        u"history."_s);
}

Unexpected overruled(const QString &what)
{
    return makeError(ErrorCategory::Conflict, u"overruled"_s,
        u"The event was changed elsewhere meanwhile, and that holds: %1. Both versions are in the "
        u"history."_s.arg(what));
}

// What the edit changed and the stored event does not have so. Guests and reminders that were merged
// with others are there.
QStringList lostFields(const Edit &edit, const Event &now)
{
    const Event before = edit.previous ? viewOf(*edit.previous).event : Event();
    const Event asked = viewOf(edit.record).event;
    QStringList lost = edit.fields;
    lost.removeIf([&](const QString &field) {
        if (calendar::sameField(field, asked, now))
            return true;
        const auto merged = calendar::mergeSetField(field, before, asked, now);
        return merged && calendar::sameField(field, *merged, now);
    });
    return lost;
}

Expected<WriteOutcome> withoutLost(WriteOutcome result, const Edit &edit, const Event &now)
{
    const QStringList lost = lostFields(edit, now);
    for (const QString &field : lost)
        result.overruled.append(calendar::apiFieldName(field));
    if (!lost.isEmpty() && lost.size() == edit.fields.size())
        return overruled(result.overruled.join(", "_L1));
    return result;
}

// An occurrence that needs no row of its own: as its series has it, or not there any more.
Expected<WriteOutcome> resultWithoutRow(
    store::Session &session, const QStringList &calendarIds, const Edit &edit)
{
    const bool deletes = edit.record.isDeletedInAria();
    auto view = readEvent(session, calendarIds, store::shownId(edit.record));
    if (!view && view.error().category != ErrorCategory::NotFound)
        return Unexpected(view.error());
    if (view && deletes)
        return overruled(u"it is not deleted"_s);
    if (!view && !deletes)
        return deletedMeanwhile();
    WriteOutcome result;
    result.pushed = true;
    if (view) {
        result.view = *view;
        return withoutLost(result, edit, view->event);
    }
    result.view = viewOf(edit.record);
    result.view.status = SyncStatus::Deleted;
    return result;
}

} // namespace

Expected<WriteOutcome> resultOf(
    store::Session &session, const QStringList &calendarIds, const Edit &edit, bool confirmed)
{
    const auto stored = session.events().byLocalId(edit.record.localId);
    if (!stored)
        return Unexpected(stored.error());
    if (!*stored)
        return resultWithoutRow(session, calendarIds, edit);
    const EventRecord &record = **stored;
    WriteOutcome result;
    result.view = viewOf(record);
    result.pushed = record.status == SyncStatus::Synced || record.status == SyncStatus::Deleted;
    if (edit.record.isDeletedInAria()) {
        if (result.pushed && !record.isDeletedInAria())
            return overruled(u"it is not deleted"_s);
        return result;
    }
    if (record.isDeletedInAria())
        return deletedMeanwhile();
    if (!result.pushed || (confirmed && record.revision == edit.record.revision))
        return result;
    return withoutLost(result, edit, result.view.event);
}

} // namespace aria::service
