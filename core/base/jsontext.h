// Helpers for compact JSON: which texts in it need escapes, and how a text is added to it.
#pragma once

#include "base/exacttext.h"

#include <QJsonValue>

namespace aria {

// Whether a text in `value` has to be escaped. `json` is what QJsonDocument makes of it: for nearly all values it shows
// at once that they hold nothing odd, so that their texts need not be searched one by one.
bool needsEscapes(const QJsonValue &value, const QByteArray &json, Escapes which);

// Appends the text to the JSON as a quoted string.
void appendQuoted(QByteArray &json, const QString &text);

} // namespace aria
