// Texts with what has no place in UTF-8 or in a database: surrogates without their partner, and U+0000. They come in
// JSON as escapes (\ud800, \u0000), and they are kept.
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>

namespace aria {

// ForSqlite: U+FEFF at the beginning too, which it takes for the mark of UTF-16's byte order, and U+FFFE and U+FFFF, for
// which it gives U+FFFD. ForPostgres: U+0000, which it refuses, and U+FEFF at the beginning, which Qt's driver swallows.
enum class Escapes { LoneSurrogates, ForSqlite, ForPostgres };

// Such a unit becomes U+FDD0, which is no character and stands in no text, and its four hexadecimal digits. Escaping
// twice is escaping once. Only a text that already holds U+FDD0 with the digits of such a unit comes back changed.
QString escaped(const QString &text, Escapes which);
QString unescaped(const QString &text);

// The same for every text in it, names of members too.
QJsonObject escaped(const QJsonObject &object, Escapes which);
QJsonArray escaped(const QJsonArray &array, Escapes which);
QJsonObject unescaped(const QJsonObject &object);
QJsonArray unescaped(const QJsonArray &array);

// As QJsonDocument::fromJson, which swallows a U+FEFF at the beginning of a text.
QJsonDocument parseJson(const QByteArray &json, QJsonParseError *error = nullptr);

// Compact JSON. QJsonDocument writes '?' for a lone surrogate; here it stays what it is, as an escape.
QByteArray compactJson(const QJsonObject &object);

} // namespace aria
