// Names of occurrences. Ours: MASTER_YYYYMMDDTHHMMSSZ (UTC of the original start), or MASTER_YYYYMMDD for all-day
// series. Google's names are opaque and may have another form; a path may contain either.
#pragma once

#include "calendar/eventtime.h"

namespace aria::calendar {

struct InstanceId
{
    QString masterId;
    EventTime originalStart; // a date, or an instant without zone
};

QString instanceIdOf(const QString &masterId, const EventTime &originalStart);

// nullopt if the text has no such suffix. T and Z must be upper-case. The master part may itself contain "_R…"
// (Google's split series).
std::optional<InstanceId> parseInstanceId(const QString &id);

} // namespace aria::calendar
