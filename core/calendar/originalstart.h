// The name of an occurrence within its series.
#pragma once

#include "calendar/eventtime.h"

namespace aria::calendar {

// How an occurrence's original start stands in the database: a date, or UTC with seconds and Z. Two names of one
// instant (other offset, other zone) give the same key.
QString originalStartKey(const EventTime &originalStart);
EventTime originalStartFromKey(const QString &key);

} // namespace aria::calendar
