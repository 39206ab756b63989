// How much of an event there may be: what Google takes, and where it names no number, what the service works with.
#pragma once

namespace aria::calendar {

// Guests of an event. From 200 on Google passes answers on to fewer of them (Calendar API, Events: attendees). People report
// that it takes 300 at most; more are invited as a group, which is one guest.
constexpr int MaxGuests = 300;
// Characters of a description: no document of Google's names a number, 8192 is what people report. A place gets the same.
constexpr int MaxDescription = 8192;
constexpr int MaxLocation = 8192;
// Overriding reminders of an event (Calendar API, Events: reminders.overrides).
constexpr int MaxReminders = 5;
// Google names no number for these. They are far beyond what people make, and what a read of them costs stays small.
constexpr int MaxRecurrenceLines = 1000;
constexpr int MaxRecurrenceDates = 10'000; // of all RDATE and EXDATE lines together
constexpr int MaxRuleLength = 10'000; // characters of an RRULE or EXRULE line

} // namespace aria::calendar
