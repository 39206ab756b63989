// The time zone that decides what "today" is. Inside Store::read or Store::write.
#pragma once

#include "base/settings.h"
#include "store/session.h"

#include <QTimeZone>

namespace aria::service {

// The zone that the request asks for (empty: none), else that of the settings, else the calendar's, else this
// machine's.
Expected<QTimeZone> dayZone(store::Session &session, const Settings &settings, const QByteArray &asked);

} // namespace aria::service
