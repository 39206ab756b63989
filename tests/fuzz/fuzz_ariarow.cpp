// A row as SQL may have left it: the bytes are a JSON object of columns.
#include "bytes.h"
#include "calendar/ariacolumns.h"
#include "store/columntext.h"

using namespace Qt::StringLiterals;

using namespace aria;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QVariantMap row = QJsonDocument::fromJson(fuzz::bytesOf(data, size)).object().toVariantMap();
    const auto text = [&row](const char *name) { return row.value(QLatin1String(name)).toString(); };
    calendar::AriaColumns columns;
    columns.title = text("title");
    columns.description = text("description");
    columns.location = text("location");
    columns.startTime = text("start_time");
    columns.endTime = text("end_time");
    columns.allDay = row.value(u"all_day"_s).toBool();
    columns.timeZone = text("time_zone").toUtf8();
    columns.attendees = store::toArray(row.value(u"attendees"_s));
    columns.recurrence = store::toLines(row.value(u"recurrence"_s));
    columns.reminders = store::toReminders(row.value(u"reminders"_s));
    columns.colorId = text("color_id");
    store::toInstant(row.value(u"updated_at"_s));
    const auto event = calendar::applyColumns(calendar::Event(), columns);
    if (!event) {
        fuzz::require(!event.error().message.isEmpty(), "a row that is no event says why");
        return 0;
    }
    const auto again = calendar::applyColumns(*event, calendar::columnsOf(*event));
    fuzz::require(again.has_value(), "an event can be read from its own columns");
    return 0;
}
