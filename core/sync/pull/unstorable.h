// Events that the database cannot hold: they are set aside in status error, with the reason.
#pragma once

#include "merge/applydecision.h"

namespace aria::sync {

// What Google has of this event cannot be stored. ARIA keeps its version; if it has none, a row with nothing but the
// title stands for the event (PushOptions::aside). The event is stored once it changes at Google and can be held.
Expected<void> standAside(store::Session &session, const QString &calendarId, const calendar::Event &item,
    const Error &why, const MergeContext &context);

} // namespace aria::sync
