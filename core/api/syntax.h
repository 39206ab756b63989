// The grammar that HTTP's headers share (RFC 9110 5.5, 5.6), to the letter and whatever the locale.
#pragma once

#include <QByteArray>

#include <optional>
#include <utility>

namespace aria::api::syntax {

// At least one character of those that names are made of.
bool isToken(const QByteArray &text);

// Without the spaces and tabs around it. QByteArray::trimmed() takes vertical tabs and form feeds away too.
QByteArray withoutBlanks(const QByteArray &text);

// "Name: value" as a name in lower case and its value; nullopt where it is no header field. A folded line is none.
std::optional<std::pair<QByteArray, QByteArray>> field(const QByteArray &line);

// What stands at `at`: a token, or a quoted string without its quotes and escapes. `at` moves behind it. nullopt
// where there is neither.
std::optional<QByteArray> word(const QByteArray &text, qsizetype &at);

// Moves `at` over spaces and tabs.
void skipBlanks(const QByteArray &text, qsizetype &at);

} // namespace aria::api::syntax
