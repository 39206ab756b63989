// The daily clean-up, also run by --cleanup. Inside Store::write.
#pragma once

#include "store/session.h"

namespace aria::sync {

struct CleanUp
{
    qint64 history = 0; // rows removed
    qint64 events = 0;
};

Expected<CleanUp> cleanUp(
    store::Session &session, int historyRetentionDays, int deletedRetentionDays, const QDateTime &now);

} // namespace aria::sync
