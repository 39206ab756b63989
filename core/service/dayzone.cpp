#include "service/dayzone.h"

#include "edits/eventreader.h"

namespace aria::service {

Expected<QTimeZone> dayZone(store::Session &session, const Settings &settings, const QByteArray &asked)
{
    for (const QByteArray &name : { asked, settings.timeZone }) {
        if (const auto zone = name.isEmpty() ? std::nullopt : calendar::zoneNamed(name))
            return *zone;
    }
    const auto zone = calendarZone(session, settings.calendarIds.constFirst());
    if (!zone)
        return Unexpected(zone.error());
    return zone->value_or(QTimeZone::systemTimeZone());
}

} // namespace aria::service
