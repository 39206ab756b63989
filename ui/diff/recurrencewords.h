// How an event repeats, in words if the rule is simple.
#pragma once

#include "diff/viewer.h"

#include <QStringList>

namespace aria::diff {

// "Every 2 weeks on Monday and Friday, until 31 May 2024"; the line itself if simple words cannot say it. Empty: "".
QString recurrenceText(const QStringList &lines, const Viewer &viewer);

} // namespace aria::diff
