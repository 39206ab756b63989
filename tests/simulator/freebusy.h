// freebusy.query: when calendars are busy, and nothing else about them.
#pragma once

#include "world.h"

namespace simulator {

Result<QJsonObject> freeBusy(World &world, const QJsonObject &body);

} // namespace simulator
