// The parameters of a query and If-None-Match on the second line: what is read is within bounds, and what is not has a
// fault.
#include "api/etag.h"
#include "api/fieldreader.h"
#include "api/timeinput.h"
#include "base/timezones.h"
#include "bytes.h"
#include "calendar/walltime.h"

using namespace Qt::StringLiterals;

using namespace aria;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    QByteArray bytes = fuzz::bytesOf(data, size);
    api::Request request;
    request.query = QUrlQuery(QString::fromLatin1(fuzz::takeLine(bytes)));
    api::Faults faults;
    const int limit = api::queryInteger(request, u"limit"_s, 50, 1, 200, faults);
    fuzz::require(limit >= 1 && limit <= 200, "a limit is within its bounds");
    fuzz::require(!faults.isEmpty() || !request.queryValue(u"limit"_s)
            || request.queryValue(u"limit"_s)->toLongLong() == limit,
        "a limit is what was asked for");
    if (const auto moment = api::queryMoment(request, u"from"_s, faults)) {
        fuzz::require(
            moment->isDate() || calendar::isInCalendar(moment->zoned().utc), "a moment is in the calendar");
        fuzz::require(calendar::EventTime::fromGoogle(moment->toGoogle()) == *moment,
            "a moment can be written and read");
    } else {
        fuzz::require(!faults.isEmpty(), "a moment that cannot be read has a fault");
    }
    api::queryFlag(request, u"dry_run"_s, faults);
    if (const QByteArray zone = api::queryZone(request, u"tz"_s, faults); !zone.isEmpty())
        fuzz::require(zoneNamed(zone).has_value(), "a zone that is taken exists");
    api::requestedCalendar(request, faults);
    for (const Fault &fault : faults.list())
        fuzz::require(fault.loc.value(0) == u"query"_s && !fault.message.isEmpty(), "a fault has its place");

    const api::Response tagged = api::withTag(api::Response::json({ { u"a"_s, 1 } }));
    const QByteArray tag = tagged.headers.constLast().second;
    fuzz::require(api::namesTag(tag, tag) && api::namesTag("W/\"a,b\", W/" + tag, tag), "a tag names itself");
    const bool names = api::namesTag(bytes, tag);
    fuzz::require(!names || bytes.contains(tag) || bytes.trimmed() == "*", "no other text names a tag");
    fuzz::require(api::unlessKnown(tagged, bytes).status == (names ? 304 : 200), "304 is for who has it");
    return 0;
}
