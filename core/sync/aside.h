// Events that the database cannot hold: they stand aside in status error, with the reason.
#pragma once

#include "sync/settlement.h"

namespace aria::sync {

// A row that only says that Google has such an event; its content is not in it.
bool standsAside(const store::EventRecord &record);

// What Google has of this event cannot be stored. ARIA keeps the version it has; where it has none, a row with nothing
// but the title stands for it. It is stored when Google's event changes and can be.
Expected<void> standAside(store::Session &session, const QString &calendarId, const calendar::Event &item,
    const Error &why, const SettleContext &context);

} // namespace aria::sync
