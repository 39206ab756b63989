// Windows in which something is typed that nothing keeps.
#pragma once

#include <functional>

class QWidget;

namespace aria::uicommon {

// Such a window has a property isUnsaved: something that was typed would be lost with it.
bool isUnsaved(const QWidget &window);

// Asks over the window, once at a time, and calls `discard` after a yes. Not modal to other windows.
void askToDiscard(QWidget &window, const std::function<void()> &discard);

} // namespace aria::uicommon
