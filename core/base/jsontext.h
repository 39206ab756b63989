// Compact JSON, and what it says about the texts in it.
#pragma once

#include "base/exacttext.h"

#include <QJsonValue>

namespace aria {

// Whether a text in `value` has to be escaped. `json` is what QJsonDocument makes of it: it says of nearly all values that
// they hold nothing odd, so that these are not looked through text by text.
bool needsEscapes(const QJsonValue &value, const QByteArray &json, Escapes which);

// Adds the text to JSON, quoted.
void appendQuoted(QByteArray &json, const QString &text);

} // namespace aria
