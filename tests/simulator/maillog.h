// The mails that Google would send to attendees (sendUpdates).
#pragma once

#include "world.h"

namespace simulator {

// Appends to world.mails where `sendUpdates` is all or externalOnly and there is somebody to write to.
void recordMail(World &world, const CalendarData &calendar, const QJsonObject &event,
    const QString &sendUpdates, const QString &method);

} // namespace simulator
