#include "sync/pull/notfound.h"

namespace aria::sync {

using calendar::Event;

bool meansMissing(const Error &error)
{
    return error.category == ErrorCategory::NotFound || error.category == ErrorCategory::Gone;
}

google::Result<std::optional<Event>> lookUp(google::CalendarApi &api, QString calendarId, QString eventId)
{
    using Found = Expected<std::optional<Event>>;
    auto first = co_await api.get(calendarId, eventId);
    if (first)
        co_return Found(std::optional<Event>(*first));
    if (!meansMissing(first.error()))
        co_return Found(Unexpected(first.error()));
    auto answers = co_await api.probe(calendarId);
    if (!answers)
        co_return Found(Unexpected(answers.error()));
    auto again = co_await api.get(calendarId, eventId);
    if (again)
        co_return Found(std::optional<Event>(*again));
    if (!meansMissing(again.error()))
        co_return Found(Unexpected(again.error()));
    co_return Found(std::optional<Event>());
}

} // namespace aria::sync
