// The grammar that HTTP's headers share (RFC 9110 5.5, 5.6), followed exactly, whatever the locale.
#pragma once

#include <QByteArray>

#include <optional>
#include <utility>

namespace aria::api::syntax {

// Whether the text is at least one character, all of them allowed in names.
bool isToken(const QByteArray &text);

// The text without spaces and tabs around it. QByteArray::trimmed() would remove vertical tabs and form feeds too.
QByteArray withoutBlanks(const QByteArray &text);

// "Name: value" as a name in lower case and its value; nullopt if it is not a header field. A folded line is not one.
std::optional<std::pair<QByteArray, QByteArray>> field(const QByteArray &line);

// Reads what is at `at`: a token, or a quoted string, returned without its quotes and escapes. Moves `at` behind it.
// nullopt if there is neither.
std::optional<QByteArray> word(const QByteArray &text, qsizetype &at);

// Moves `at` past spaces and tabs.
void skipBlanks(const QByteArray &text, qsizetype &at);

} // namespace aria::api::syntax
