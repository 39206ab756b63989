// Whether the outgoing hook kept its promise over all lives of the service (docs/stream.md).
#pragma once

#include "soak/bed.h"

namespace aria::soak {

// One sentence for each message of the log that never came, came changed, or came out of its event's order.
QStringList hookFaults(Bed &bed);

} // namespace aria::soak
