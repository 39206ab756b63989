// Reads one page of what happens in any period of time. Inside Store::read.
#pragma once

#include "edits/eventwindow.h"

#include "store/session.h"

#include <QTimeZone>

namespace aria::service {

// In the order of calendar::agenda(). A cursor says after which place the next page begins, so an event that does not
// move is on exactly one page. InvalidInput with all faults at once. `zone`: the zone whose days are meant. What a page
// costs depends on what is on it: inside the horizon the table of occurrences answers, and outside it one stretch of
// time after the other is unfolded.
Expected<WindowPage> readWindow(store::Session &session, const QStringList &calendarIds,
    const WindowRequest &request, const QTimeZone &zone);

} // namespace aria::service
