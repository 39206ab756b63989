// Texts with characters that UTF-8 or a database cannot hold: surrogates without their partner, and U+0000. They
// arrive in JSON as escapes (\ud800, \u0000), and they are kept.
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>

namespace aria {

// ForSqlite: also U+FEFF at the beginning, which SQLite takes for the byte order mark of UTF-16, and U+FFFE and
// U+FFFF, for which it returns U+FFFD. ForPostgres: U+0000, which it refuses, and U+FEFF at the beginning,
// which Qt's driver swallows.
enum class Escapes { LoneSurrogates, ForSqlite, ForPostgres };

// Each such unit becomes U+FDD0, which is not a character and does not occur in texts, and its four hexadecimal
// digits. Escaping twice is the same as escaping once. Only a text that already holds U+FDD0 with the digits of such
// a unit comes back changed.
QString escaped(const QString &text, Escapes which);
QString unescaped(const QString &text);

// The same for every text in the object, including the names of members.
QJsonObject escaped(const QJsonObject &object, Escapes which);
QJsonArray escaped(const QJsonArray &array, Escapes which);
QJsonObject unescaped(const QJsonObject &object);
QJsonArray unescaped(const QJsonArray &array);

// Like QJsonDocument::fromJson, but keeps a U+FEFF at the beginning of a text, which Qt swallows.
QJsonDocument parseJson(const QByteArray &json, QJsonParseError *error = nullptr);

// Compact JSON. QJsonDocument writes '?' for a lone surrogate; this keeps it, as an escape.
QByteArray compactJson(const QJsonObject &object);

} // namespace aria
