// The periods of a rule and what each of them has; used inside this room only.
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

    // Puts the next times there are into `set`, sorted: those of a period, or of a part of one that stands alone. They
    // may lie before the start or the place skipped to, and behind the end. False: there are no more up to the end, or
    // the work is spent.
    virtual bool next(QList<qint64> &set, Work &work) = 0;

    // Times before `wall` are of no interest any more.
    virtual void skipTo(qint64 wall) = 0;
};

// FREQ=DAILY and longer. `last`: no time after it is of interest.
std::unique_ptr<RulePeriods> periodsOfDays(const RuleTerms &terms, qint64 start, bool allDay, qint64 last);
// FREQ=HOURLY, MINUTELY and SECONDLY, whose periods are parts of a day.
std::unique_ptr<RulePeriods> periodsInDays(const RuleTerms &terms, qint64 start, qint64 last);

} // namespace aria::calendar
