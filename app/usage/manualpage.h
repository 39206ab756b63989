// The manual pages, in the form of man(7).
#pragma once

#include <QString>

namespace aria::usage {

// Section 8 for the service without a window, 1 for the tray program.
int manualSection(const QString &program);
QString manualPage(const QString &program);

} // namespace aria::usage
