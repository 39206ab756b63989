// The program's own symbols, drawn in the colour of the text around them.
#pragma once

#include <QIcon>

namespace aria::uicommon {

// resources/icons/<name>.svg in the palette's text colour: right in light and dark, crisp at every size, dimmed
// where disabled, white where selected. Follows a change of the palette by itself.
QIcon icon(const QString &name);

} // namespace aria::uicommon
