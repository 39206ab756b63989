// How an event repeats, in words where the rule is simple.
#pragma once

#include "diff/viewer.h"

#include <QStringList>

namespace aria::diff {

// "Every 2 weeks on Monday and Friday, until 31 May 2024"; the line itself where no simple words say it. Empty: "".
QString recurrenceText(const QStringList &lines, const Viewer &viewer);

} // namespace aria::diff
