// Why an event is marked in the agenda and on its card.
#pragma once

#include "service/types.h"

namespace aria::uicommon {

// "Waiting for Google"; empty if it is in step.
QString syncNote(const service::EventView &view);

} // namespace aria::uicommon
