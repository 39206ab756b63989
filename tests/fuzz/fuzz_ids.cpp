// Ids and names of occurrences as callers and rows have them.
#include "bytes.h"
#include "calendar/instanceid.h"
#include "calendar/originalstart.h"
#include "store/shownevent.h"

using namespace Qt::StringLiterals;

using namespace aria;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    QByteArray bytes = fuzz::bytesOf(data, size);
    const QString id = QString::fromUtf8(fuzz::takeLine(bytes));
    if (const auto instance = calendar::parseInstanceId(id)) {
        fuzz::require(!instance->masterId.isEmpty() && !instance->originalStart.isNull(),
            "an occurrence has a series and a start");
        fuzz::require(calendar::instanceIdOf(instance->masterId, instance->originalStart) == id,
            "the id of an occurrence can be read and written");
    }
    const QString key = QString::fromUtf8(fuzz::takeLine(bytes));
    const calendar::EventTime start = calendar::originalStartFromKey(key);
    fuzz::require(start.isNull() || calendar::originalStartKey(start) == key,
        "an original start can be read and written");
    store::EventRecord record;
    record.googleEventId = id;
    record.recurringEventId = id;
    record.originalStart = key;
    record.columns.title = u"T"_s;
    store::shownId(record);
    store::shownEvent(record);
    store::agendaEvent(record);
    return 0;
}
