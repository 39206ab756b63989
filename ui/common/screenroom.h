// No window is larger than its screen, however large its text.
#pragma once

#include <QWidget>

namespace aria::uicommon {

// `wanted`, or as much of it as the screen has room for beside a window's frame.
QSize boundedByScreen(const QWidget &window, QSize wanted);

// Puts what the widget shows into a scroll area.
void makeScrollable(QWidget &widget);

} // namespace aria::uicommon
