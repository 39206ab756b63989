// What changed among an event's guests, in words; used inside this room only.
#pragma once

#include "diff/viewer.h"
#include "service/types.h"

#include <QStringList>

namespace aria::notifications {

// "Anna accepted: Team Meeting", "2 guests were invited to Team Meeting", …
QStringList guestSentences(const sync::EventChange &change, const diff::Viewer &viewer);

} // namespace aria::notifications
