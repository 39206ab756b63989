// People's own text in sentences that run in the other direction: an English title in an Arabic sentence.
#pragma once

#include "diff/viewer.h"

namespace aria::diff {

// `text` as one unbroken run inside a sentence of the viewer's language. Unchanged if both run in the same direction.
QString isolated(const QString &text, const Viewer &viewer);

// A whole line that begins with such text still runs in the direction of the viewer's language.
QString directed(const QString &line, const Viewer &viewer);

} // namespace aria::diff
