// Carries out a person's decision about an event in conflict. Inside Store::write.
#pragma once

#include "edits/conflicttypes.h"
#include "edits/eventwriter.h"

namespace aria::service {

struct Resolved
{
    store::EventRecord record;
    store::EventRecord before; // in conflict
    QList<sync::EventChange> changes;
    QStringList leftToGoogle; // fields in conflict (API names) that the decision did not name
};

// NotFound: unknown id; Conflict: not in conflict; InvalidInput: a field that is not in conflict is named.
Expected<Resolved> resolveConflict(
    store::Session &session, const EventKey &key, const Resolution &resolution, const EditContext &context);

// Google refused what was chosen: the event is in conflict again, unless it was edited since.
Expected<void> revertResolution(store::Session &session, const Resolved &resolved);

} // namespace aria::service
