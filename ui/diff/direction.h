// Text of people's own in sentences that run the other way: an English title in an Arabic sentence.
#pragma once

#include "diff/viewer.h"

namespace aria::diff {

// `text` as one unbroken run inside a sentence of the viewer's language. Unchanged where both run the same way.
QString isolated(const QString &text, const Viewer &viewer);

// A whole line that begins with such text still runs as the viewer's language does.
QString directed(const QString &line, const Viewer &viewer);

} // namespace aria::diff
