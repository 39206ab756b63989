// Names of zones and texts of times: a time on the first line, a zone on the second.
#include "base/timezones.h"
#include "bytes.h"
#include "calendar/eventtime.h"
#include "calendar/walltime.h"

using namespace Qt::StringLiterals;

using namespace aria;

namespace {

int offsetOf(const QByteArray &zone)
{
    return zoneNamed(zone)->offsetFromUtc(QDateTime({ 2026, 7, 1 }, { 0, 0 }, Qt::UTC));
}

void checkZone(const QByteArray &name)
{
    const QByteArray kept = zoneNameFor(name);
    fuzz::require(kept.isEmpty() == !zoneNamed(name), "a zone that is known has a name");
    if (kept.isEmpty()) {
        fuzz::require(zoneNameForGoogle(name).isEmpty(), "Google is told no unknown zone");
        return;
    }
    fuzz::require(zoneNameFor(kept) == kept, "a name that is kept stays");
    fuzz::require(offsetOf(kept) == offsetOf(name), "a zone keeps its rules under another name");
    if (const QByteArray google = zoneNameForGoogle(name); !google.isEmpty())
        fuzz::require(
            zoneNamed(google) && offsetOf(google) == offsetOf(name), "Google is told the same zone");
    if (const auto offset = fixedOffsetOf(name))
        fuzz::require(
            offsetOf(name) == *offset && std::abs(*offset) <= 14 * 3600, "an offset is one on earth");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    QByteArray bytes = fuzz::bytesOf(data, size);
    const QString text = QString::fromUtf8(fuzz::takeLine(bytes));
    const QByteArray zone = fuzz::takeLine(bytes);
    checkZone(zone);
    for (const QString &member : { u"date"_s, u"dateTime"_s }) {
        const auto time = calendar::EventTime::fromGoogle(
            { { member, text }, { u"timeZone"_s, QString::fromUtf8(zone) } }, "Europe/Berlin");
        if (!time) {
            fuzz::require(!time.error().message.isEmpty(), "a time that cannot be read says why");
            continue;
        }
        fuzz::require(!time->isNull(), "a time that is read is one");
        if (time->isTimed() && !calendar::isInCalendarEverywhere(time->zoned().utc))
            continue;
        fuzz::require(
            calendar::EventTime::fromGoogle(time->toGoogle()) == *time, "a time can be written and read");
    }
    return 0;
}
