// What a command that wrote an event answers once its push has ended, or the time for it has: what is stored then.
#pragma once

#include "service/eventwriter.h"

namespace aria::service {

// `confirmed`: the push said that Google has this very revision. Inside Store::read. Gone: the event was deleted at
// Google meanwhile and is so here. Conflict: somebody else's edit came first and nothing of this one holds. In either
// case the edit is in the history.
Expected<WriteOutcome> resultOf(
    store::Session &session, const QStringList &calendarIds, const Edit &edit, bool confirmed);

} // namespace aria::service
