// The status as far as it stands in the database. Inside Store::read.
#pragma once

#include "service/types.h"
#include "store/session.h"

namespace aria::service {

// `posted`, from the status board, with counts, times and what is held; in a service that stands by also with
// what the leader does.
Expected<StatusView> readStatus(store::Session &session, StatusView posted, const QStringList &calendarIds);

} // namespace aria::service
