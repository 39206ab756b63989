// What --help prints.
#pragma once

#include <QString>

namespace aria::usage {

// At most 79 characters a line, unless a single word is longer.
QString helpText(const QString &program);

} // namespace aria::usage
