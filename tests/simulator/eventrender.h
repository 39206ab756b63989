// Events as Google answers them: defaults left out, times in the asked zone.
#pragma once

#include "instances.h"

namespace simulator {

struct RenderOptions
{
    QTimeZone zone; // of dateTime values
    int maxAttendees = 0; // 0: all
};

// timeZone and maxAttendees of the query; 400 on an unknown zone.
Result<RenderOptions> renderOptions(
    const CalendarData &calendar, const QString &timeZone, const QString &maxAttendees);

QJsonObject renderEvent(const World &world, const CalendarData &calendar, const QJsonObject &json,
    quint64 change, const RenderOptions &options);
// What a list says of a deleted event: only what Google guarantees.
QJsonObject renderTombstone(const World &world, const CalendarData &calendar, const QJsonObject &json,
    quint64 change, const RenderOptions &options);

} // namespace simulator
