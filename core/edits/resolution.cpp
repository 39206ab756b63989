#include "edits/resolution.h"

#include "calendar/fields.h"
#include "edits/conflictfields.h"
#include "merge/changeset.h"
#include "merge/eventversions.h"
#include "merge/historyentry.h"
#include "merge/recordstate.h"

using namespace Qt::StringLiterals;

namespace aria::service {

using calendar::Event;
using store::EventRecord;
using store::SyncStatus;
using sync::Version;

namespace {

using Side = Resolution::Side;

Expected<void> checkFields(const Resolution &resolution, const Event &aria, const Event &google)
{
    for (auto it = resolution.fields.cbegin(); it != resolution.fields.cend(); ++it) {
        const QString field = calendar::fieldOfApiName(it.key());
        if (calendar::writableFieldsOf(aria, google).contains(field)
            && !calendar::sameField(field, aria, google))
            continue;
        Error error;
        error.category = ErrorCategory::InvalidInput;
        error.code = u"value_error"_s;
        error.message = u"The field \"%1\" is not in conflict."_s.arg(it.key());
        error.faults = { Fault{ { u"body"_s, u"fields"_s, it.key() }, error.message, u"value_error"_s } };
        return Unexpected(error);
    }
    return {};
}

// Fields that were changed on one side only may be named beside those in conflict; alone they decide nothing.
Expected<void> checkDecides(const QStringList &leftToGoogle, qsizetype conflicts)
{
    if (leftToGoogle.isEmpty() || leftToGoogle.size() < conflicts)
        return {};
    Error error;
    error.category = ErrorCategory::InvalidInput;
    error.code = u"value_error"_s;
    error.message = u"None of the fields in conflict is named: %1."_s.arg(leftToGoogle.join(u", "_s));
    error.faults = { Fault{ { u"body"_s, u"fields"_s }, error.message, error.code } };
    return Unexpected(error);
}

// For the history: what was named field by field may have come to one side's version, or to neither's.
QString reasonFor(const Resolution &resolution, const std::optional<Event> &outcome, const Version &base,
    const Version &aria, const Version &google)
{
    const QString googleWins = u"google_wins"_s;
    const QString ariaWins = u"aria_wins"_s;
    if (resolution.fields.isEmpty())
        return resolution.whole == Side::Aria ? ariaWins : googleWins;
    for (const auto &[side, reason] : { std::pair{ Side::Google, googleWins }, { Side::Aria, ariaWins } }) {
        Resolution whole;
        whole.whole = side;
        const std::optional<Event> all = resolvedEvent(base, aria, google, whole);
        if (all.has_value() == outcome.has_value() && (!all || all->json() == outcome->json()))
            return reason;
    }
    return u"manual"_s;
}

} // namespace

Expected<Resolved> resolveConflict(
    store::Session &session, const EventKey &key, const Resolution &resolution, const EditContext &context)
{
    const auto target = findTarget(session, context.calendarIds, key, Sought::Undecided);
    if (!target)
        return Unexpected(target.error());
    if (!target->isKnown()) {
        return eventNotFound();
    }
    if (!target->record || target->record->status != SyncStatus::Conflict) {
        return makeError(ErrorCategory::Conflict, u"not_in_conflict"_s, u"This event is not in conflict."_s);
    }
    EventRecord record = *target->record;
    const auto aria = sync::ariaVersion(record);
    if (!aria)
        return Unexpected(aria.error());
    const Version google = sync::googleVersion(Event(record.google));
    const Version base = sync::baseVersion(record);

    const Side whole = resolution.whole.value_or(Side::Google);
    const bool bothPresent = aria->isPresent() && google.isPresent();
    if (bothPresent) {
        if (auto checked = checkFields(resolution, aria->event, google.event); !checked)
            return Unexpected(checked.error());
    }
    QStringList leftToGoogle;
    if (!resolution.whole) {
        const QList<ConflictField> conflicts = conflictFields(base, *aria, google);
        for (const ConflictField &field : conflicts) {
            if (!resolution.fields.contains(field.name))
                leftToGoogle.append(field.name);
        }
        if (auto decides = checkDecides(leftToGoogle, conflicts.size()); !decides)
            return Unexpected(decides.error());
    }
    // Where nothing can be written, Google's side is all there is: also what ARIA alone changed is given up.
    const bool isGooglesAlone = bothPresent && whole == Side::Google && resolution.fields.isEmpty()
        && !checkWritable(session, record.calendarId);
    // What ARIA shall hold in the end; nullopt: the deletion stands.
    const std::optional<Event> wanted =
        isGooglesAlone ? std::optional(google.event) : resolvedEvent(base, *aria, google, resolution);

    auto history = sync::ariaChange(record, store::Operation::Resolve, sync::contentOf(*aria),
        wanted.value_or(Event()), reasonFor(resolution, wanted, base, *aria, google), context.now);

    const Event theirs = google.isPresent() ? google.event : Event(record.google);
    if (wanted) {
        sync::setAriaContent(record, *wanted, context.now);
    } else if (!record.isDeletedInAria()) {
        sync::deletedInAria(record, context.now);
    }
    sync::agreedOn(record, theirs, record.baseGeneration, context.now);
    sync::edited(record, context.now);
    const bool inStep =
        wanted ? google.isPresent() && calendar::sameContent(*wanted, theirs) : !google.isPresent();
    const bool needsRow = !record.pushOptions.located || !inStep || !wanted;
    if (inStep) {
        sync::inStep(record);
    } else {
        if (auto writable = checkWritable(session, record.calendarId); !writable)
            return Unexpected(writable.error());
        sync::waitsForPush(record);
    }

    if (auto saved = session.events().save(record); !saved)
        return Unexpected(saved.error());
    history.revision = record.revision;
    if (auto added = session.history().add(QList<store::HistoryRecord>{ history }); !added)
        return Unexpected(added.error());
    if (record.status == store::SyncStatus::Deleted && record.recurringEventId.isEmpty()) {
        if (auto forgotten = sync::forgetExceptions(session, record, context.now); !forgotten)
            return Unexpected(forgotten.error());
    }
    if (!needsRow) { // it follows its series again
        if (auto removed = session.events().remove(record.localId); !removed)
            return Unexpected(removed.error());
    }

    Resolved resolved{ record, *target->record, {}, leftToGoogle };
    sync::EventChange change;
    change.kind = wanted ? sync::EventChange::Kind::Updated : sync::EventChange::Kind::Deleted;
    change.googleEventId = record.googleEventId;
    change.localId = record.localId;
    change.calendarId = record.calendarId;
    change.before = aria->event;
    change.after = wanted.value_or(Event());
    resolved.changes.append(change);
    return resolved;
}

Expected<void> revertResolution(store::Session &session, const Resolved &resolved)
{
    const qint64 decided = resolved.record.revision;
    const auto loaded = session.events().byLocalId(resolved.record.localId);
    if (!loaded)
        return Unexpected(loaded.error());
    if (!*loaded || !sync::isEditOf(**loaded, decided))
        return {};
    const EventRecord &current = **loaded;
    if (auto forgotten = session.history().remove(current.localId, decided, current.revision); !forgotten)
        return forgotten;
    EventRecord restored = sync::reverted(resolved.before, current);
    sync::inConflict(restored, current.base); // Google's version, or a newer one that came meanwhile
    return session.events().save(restored);
}

} // namespace aria::service
