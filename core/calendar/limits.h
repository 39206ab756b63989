// How large an event may be: what Google accepts, and, where Google names no number, what the service can handle.
#pragma once

namespace aria::calendar {

// Guests of an event. From 200 on, Google passes answers on to fewer of them (Calendar API, Events: attendees).
// People report that it accepts 300 at most; more can be invited as a group, which counts as one guest.
constexpr int maxGuests = 300;
constexpr int maxTitle = 500; // characters; the API's contract
// Characters of a description: Google documents no number, people report 8192. The location gets the same limit.
constexpr int maxDescription = 8192;
constexpr int maxLocation = 8192;
// Reminder overrides of an event (Calendar API, Events: reminders.overrides).
constexpr int maxReminders = 5;
// Google names no number for these. They are far beyond what people use, and they keep the cost of reading small.
constexpr int maxRecurrenceLines = 1000;
constexpr int maxRecurrenceDates = 10'000; // in all RDATE and EXDATE lines together
constexpr int maxRuleLength = 10'000; // characters of an RRULE or EXRULE line

// What ARIA's SQL may write into any other column: a text, and the JSON of guests, recurrence or reminders.
constexpr int maxOtherText = 1024;
constexpr int maxOtherJson = 256 * 1024;

// All texts of an event together, in UTF-16 units. Google documents no number; its own limits (descriptions, 300
// properties in 32 kB, 25 attachments, 200 guests whose answers it passes on) end far below.
constexpr int maxEventSize = 1024 * 1024;

} // namespace aria::calendar
