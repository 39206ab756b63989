// One page of what happens in any stretch of time. Inside Store::read.
#pragma once

#include "edits/eventwindow.h"

#include "store/session.h"

#include <QTimeZone>

namespace aria::service {

// In the order of calendar::agenda(). A cursor says behind which place the next page begins, so what stands still is on
// exactly one page. InvalidInput with all faults at once. `zone`: of days. What a page costs follows from what is on it: the
// table of occurrences answers inside its horizon, and around it one stretch after the other is unfolded.
Expected<WindowPage> readWindow(
    store::Session &session, const QStringList &calendarIds, const WindowRequest &request, const QTimeZone &zone);

} // namespace aria::service
