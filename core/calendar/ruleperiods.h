// The periods of a rule and the times in each of them; used only inside this room.
#pragma once

#include "calendar/ruleterms.h"
#include "calendar/work.h"

#include <memory>

namespace aria::calendar {

// Wall times are milliseconds since 1970-01-01T00:00 on the wall, whatever the zone.
class RulePeriods
{
public:
    virtual ~RulePeriods() = default;

    // Puts the next times into `set`, sorted: those of a period, or of a part of one that can be returned on its own.
    // They may lie before the start or the place skipped to, and after the end. False: there are no more before the
    // end, or the work budget is used up.
    virtual bool next(QList<qint64> &set, Work &work) = 0;

    // Times before `wall` are no longer needed.
    virtual void skipTo(qint64 wall) = 0;
};

// FREQ=DAILY and longer. `last`: no time after it is needed.
std::unique_ptr<RulePeriods> periodsOfDays(const RuleTerms &terms, qint64 start, bool allDay, qint64 last);
// FREQ=HOURLY, MINUTELY and SECONDLY, whose periods are parts of a day.
std::unique_ptr<RulePeriods> periodsInDays(const RuleTerms &terms, qint64 start, qint64 last);

} // namespace aria::calendar
