// The person for whom values are put into words: locale and zone.
#pragma once

#include "uicommon/uiformat.h"

namespace aria::diff {

using Viewer = uicommon::UiFormat;

} // namespace aria::diff
