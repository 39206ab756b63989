// Carries out a person's decision about an event in conflict. Inside Store::write.
#pragma once

#include "edits/eventwriter.h"

namespace aria::service {

struct Resolved
{
    store::EventRecord record;
    QList<sync::EventChange> changes;
};

// NotFound: unknown id; Conflict: not in conflict; InvalidInput: a field that is not in conflict is named.
Expected<Resolved> resolveConflict(
    store::Session &session, const EventKey &key, const Resolution &resolution, const EditContext &context);

} // namespace aria::service
