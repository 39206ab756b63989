// What the shells offer after Tab.
#pragma once

#include <QString>

namespace aria::usage {

QString bashCompletion(const QString &program);
QString zshCompletion(const QString &program);
QString fishCompletion(const QString &program);

} // namespace aria::usage
