// The zone whose day it is. Inside Store::read or Store::write.
#pragma once

#include "base/settings.h"
#include "store/session.h"

#include <QTimeZone>

namespace aria::service {

// As asked (empty: not), as set, the calendar's, else this machine's.
Expected<QTimeZone> dayZone(store::Session &session, const Settings &settings, const QByteArray &asked);

} // namespace aria::service
