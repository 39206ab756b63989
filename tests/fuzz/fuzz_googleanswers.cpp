// Google's smaller answers: a calendar of calendarList, a channel of events.watch, and freeBusy.
#include "base/clock.h"
#include "bytes.h"
#include "google/resources.h"

using namespace Qt::StringLiterals;

using namespace aria;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto json = QJsonDocument::fromJson(fuzz::bytesOf(data, size)).object();
    google::parseCalendarInfo(json);
    if (const auto channel = google::parseChannel(json)) {
        fuzz::require(!channel->id.isEmpty() && !channel->resourceId.isEmpty(), "a channel can be stopped");
        const QDateTime end = channel->expiration;
        fuzz::require(
            !end.isValid() || QDateTime::fromString(toRfc3339(end), Qt::ISODateWithMs).toUTC() == end,
            "the end of a channel can be kept");
    }
    const QStringList ids{ u"a@example.com"_s, u"b@example.com"_s };
    const auto busy = google::parseFreeBusy(json, ids);
    if (!busy)
        return 0;
    fuzz::require(busy->size() == ids.size(), "each has an answer");
    for (const google::BusyTimes &times : *busy) {
        QDateTime before;
        for (const google::BusySpan &span : times.spans) {
            fuzz::require(span.start <= span.end, "what is busy ends after it began");
            fuzz::require(!before.isValid() || before <= span.start, "busy times are in order");
            before = span.start;
        }
    }
    return 0;
}
