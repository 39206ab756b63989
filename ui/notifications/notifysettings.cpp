#include "notifications/notifysettings.h"

#include "calendar/walltime.h"

namespace aria::notifications {

QDateTime quietEnd(const NotifySettings &settings, const QDateTime &now, const QTimeZone &zone)
{
    const QTime from = settings.quietFrom;
    const QTime until = settings.quietUntil;
    if (!from.isValid() || !until.isValid() || from == until)
        return {};
    const QDateTime local = now.toTimeZone(zone);
    const QTime time = local.time();
    const bool overMidnight = until < from;
    const bool isQuiet = overMidnight ? time >= from || time < until : time >= from && time < until;
    if (!isQuiet)
        return {};
    const QDate day = overMidnight && time >= from ? local.date().addDays(1) : local.date();
    return calendar::wallToUtc(day, until, zone);
}

} // namespace aria::notifications
