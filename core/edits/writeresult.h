// The answer of a command that wrote an event: what is stored when its push has ended or its time is up.
#pragma once

#include "edits/eventwriter.h"

namespace aria::service {

// `confirmed`: the push reported that Google has this very revision. Inside Store::read. Gone: the event was deleted
// at Google meanwhile, and so it is here. Conflict: somebody else's edit came first and nothing of this one takes
// effect. In both cases the edit is in the history.
Expected<WriteOutcome> resultOf(
    store::Session &session, const QStringList &calendarIds, const Edit &edit, bool confirmed);

} // namespace aria::service
