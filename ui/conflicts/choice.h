// What a person decided about one conflict, before it is carried out. Pure.
#pragma once

#include "service/types.h"

namespace aria::conflicts {

using Side = service::Resolution::Side;

// A side for every field in conflict, or the person's own wording. Fields are named as in the local API.
struct Choice
{
    bool keepBoth = false; // Google's version stays, ARIA's becomes an event of its own
    QHash<QString, Side> fields;
    service::EventInput own; // the fields named in ownFields
    QStringList ownFields;

    bool isEmpty() const { return !keepBoth && fields.isEmpty() && ownFields.isEmpty(); }
};

// One side was deleted, the other edited.
bool isDeletion(const service::ConflictView &conflict);

// ARIA's version; empty: deleted.
calendar::Event ariaVersion(const service::ConflictView &conflict);

// When the newer of the two edits was made, UTC.
QDateTime changedAt(const service::ConflictView &conflict);

Choice keepingBoth();

// Whether every field is decided.
bool isComplete(const Choice &choice, const service::ConflictView &conflict);

// For CalendarService::resolveConflict; the person's own wording counts as ARIA's side.
service::Resolution resolutionOf(const Choice &choice, const service::ConflictView &conflict);

// The event as it will be; empty: deleted. Undecided fields count as Google's, as in the service.
calendar::Event outcomeOf(const Choice &choice, const service::ConflictView &conflict);

// Whether the same decision means the same for both: the same fields differ, and the event was deleted on the same
// side if it was.
bool isAlike(const service::ConflictView &a, const service::ConflictView &b);

// Whether both show the same values.
bool hasSameFields(const service::ConflictView &a, const service::ConflictView &b);

// What remains of a choice after the conflict changed: fields for which the person saw the present values.
Choice keptChoice(const Choice &choice, const service::ConflictView &seen, const service::ConflictView &now);

} // namespace aria::conflicts
