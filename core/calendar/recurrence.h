// Recurrence (RFC 5545): checking rules and expanding series within a window.
#pragma once

#include "calendar/event.h"

#include <QDateTime>
#include <QList>

#include <memory>

namespace aria::calendar {

// Checks RRULE/RDATE/EXDATE/EXRULE lines for a series that starts at `start`. COUNT and UNTIL exclude each other; no
// DTSTART/DTEND; a timed series needs UNTIL in UTC. Returns the lines normalised to what Google accepts (a date UNTIL
// of a timed series is refused, not guessed). Category InvalidInput with one fault per line.
Expected<QStringList> checkRecurrence(const QStringList &lines, const EventTime &start);

// Original starts of the occurrences of the series itself (exceptions not applied) that overlap [from, to), in order.
// Wall time is kept over DST: the rule expands in the start's own zone. Lenient with what Google itself returns (date
// UNTIL on timed series, date-time UNTIL on all-day series). Returns at most `limit` starts, and no more than the
// work budget for that many can find. The start belongs to the series even if its rules do not yield it; COUNT does
// not count it then.
QList<EventTime> expandStarts(const Event &master, const QDateTime &from, const QDateTime &to,
    const QTimeZone &floatingZone, int limit = 10000);

// Whether the series has an occurrence with exactly this original start.
bool hasOccurrence(const Event &master, const EventTime &originalStart, const QTimeZone &floatingZone);

// The occurrences that a series loses when it gets other recurrence lines (an earlier end, another EXDATE). A
// series that was moved to another start loses none in this sense: what becomes of its changed occurrences is
// then up to Google.
class LostOccurrences
{
public:
    LostOccurrences(const Event &before, const Event &after);
    bool contains(const EventTime &originalStart) const;

private:
    struct Both;
    std::shared_ptr<const Both> m_both; // both series, each parsed once; null: none is lost
};

// The occurrence as an event of its own: the master's content at that start, with the id of instanceIdOf(),
// recurringEventId and originalStartTime, without recurrence and etag.
Event occurrenceOf(const Event &master, const EventTime &originalStart);

// The time span (UTC) outside which the event or series certainly has no occurrence. No end: unbounded series.
struct Span
{
    QDateTime first;
    std::optional<QDateTime> last;
};
Span spanOf(const Event &event, const QTimeZone &floatingZone);

// The next `count` starts at or after `from`; for previews.
QList<EventTime> nextStarts(
    const Event &master, const QDateTime &from, int count, const QTimeZone &floatingZone);

} // namespace aria::calendar
