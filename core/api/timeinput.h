// Reads start_time, end_time, all_day and time_zone of a create or update request.
#pragma once

#include "api/fieldreader.h"
#include "calendar/eventtime.h"

namespace aria::api {

struct TimeInput
{
    std::optional<calendar::EventTime> start;
    std::optional<calendar::EventTime> end;
    // On update: all_day was given without both times, which is right only if the event is that already.
    std::optional<bool> expectAllDay;
    // time_zone is an offset that has no name at Google: right only if the event is no series.
    bool zoneHasNoName = false;
};

// A timed value is RFC 3339 with an offset, or local if `time_zone` is given (a local time that DST skips moves
// forward by the gap, as at Google); with both, the offset determines the instant and the zone is kept. An all-day
// value is a date, or a date-time whose date counts as written; the end is exclusive. On create, both times are
// required, and all_day is false unless given. On update, dates alone mean all-day.
TimeInput readTimes(const FieldReader &fields, bool create);

// A moment in the query: RFC 3339 with an offset, or a date, whose zone the caller knows. Nullopt, and a fault, if it
// is neither or absent. A space before the offset is a "+" that was not percent-encoded.
std::optional<calendar::EventTime> queryMoment(const Request &request, const QString &name, Faults &faults);

} // namespace aria::api
