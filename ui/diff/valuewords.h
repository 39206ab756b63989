// Values of the plain fields in words; used inside this room only.
#pragma once

#include <QJsonValue>
#include <QString>

namespace aria::diff {

// Codes (visibility, colour, …) by their names, text unchanged, lists and objects as "name: value" lines.
QString valueText(const QString &apiField, const QJsonValue &value);

} // namespace aria::diff
