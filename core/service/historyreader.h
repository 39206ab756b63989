// Reads a page of the history, as it is shown. Inside Store::read.
#pragma once

#include "service/types.h"
#include "store/session.h"

namespace aria::service {

// As CalendarService::history().
Expected<HistoryPage> readHistory(store::Session &session, const QStringList &calendarIds, int limit,
    const QString &cursor, const EventKey &key);

} // namespace aria::service
