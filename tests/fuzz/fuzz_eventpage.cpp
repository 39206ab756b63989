// A page of events.list: whatever its events look like, they can be laid into columns and read back.
#include "bytes.h"
#include "calendar/ariacolumns.h"
#include "calendar/fields.h"
#include "calendar/patch.h"
#include "calendar/recurrence.h"
#include "google/resources.h"

using namespace aria;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto json = QJsonDocument::fromJson(fuzz::bytesOf(data, size)).object();
    const auto page = google::parseEventPage(json);
    if (!page)
        return 0;
    for (const calendar::Event &event : page->items) {
        fuzz::require(
            calendar::patchBetween(event, event).isEmpty(), "an event differs from itself in nothing");
        fuzz::require(calendar::sameContent(event, event), "an event has its own content");
        const calendar::AriaColumns columns = calendar::columnsOf(event);
        if (const auto read = calendar::applyColumns(event, columns))
            fuzz::require(calendar::sameContent(event, *read), "columns that nobody changed change nothing");
        calendar::insertBody(event);
        if (!event.start().isNull()) {
            calendar::spanOf(event, QTimeZone::utc());
            calendar::nextStarts(event, QDateTime({ 2026, 1, 1 }, { 0, 0 }, Qt::UTC), 3, QTimeZone::utc());
        }
    }
    return 0;
}
