// A series and one of its occurrences, as a JSON list of Google's events, written as iCalendar: the file stays one that
// others can read.
#include "archive/icalendar.h"
#include "bytes.h"

#include <libical/ical.h>

using namespace Qt::StringLiterals;

using namespace aria;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QJsonArray events = QJsonDocument::fromJson(fuzz::bytesOf(data, size)).array();
    const QDateTime now({ 2026, 1, 1 }, { 0, 0 }, Qt::UTC);
    const archive::IcalEvent master{ calendar::Event(events.at(0).toObject()), u"a@google.com"_s, false, now,
        now };
    archive::IcalEvent occurrence{ calendar::Event(events.at(1).toObject()), u"b@google.com"_s, false, now,
        now };
    occurrence.isGone = occurrence.event.isCancelled();
    archive::IcalendarFile file(master.event.summary());
    file.add(master, { occurrence });
    file.addAlone(occurrence);
    const QByteArray content = file.content();
    for (const QByteArray &line : content.split('\n')) {
        fuzz::require(line.isEmpty() || line.endsWith('\r'), "a line ends with CR and LF");
        fuzz::require(line.size() <= 76, "no line is too long");
    }
    icalcomponent *read = icalparser_parse_string(content.constData());
    fuzz::require(read && icalcomponent_isa(read) == ICAL_VCALENDAR_COMPONENT, "the file is one calendar");
    icalcomponent_free(read);
    return 0;
}
