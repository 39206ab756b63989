// Names of occurrences. Ours: MASTER_YYYYMMDDTHHMMSSZ (UTC of the original start), MASTER_YYYYMMDD for all-day
// series. Google's are opaque towards Google and may have another form; either is accepted in a path.
#pragma once

#include "calendar/eventtime.h"

namespace aria::calendar {

struct InstanceId
{
    QString masterId;
    EventTime originalStart; // a date, or an instant without zone
};

QString instanceIdOf(const QString &masterId, const EventTime &originalStart);

// nullopt where the text has no such suffix. Upper-case T and Z only. The master part may itself contain "_R…"
// (Google's split series).
std::optional<InstanceId> parseInstanceId(const QString &id);

} // namespace aria::calendar
