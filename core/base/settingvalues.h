// What each kind of setting allows. Pure functions of the text; the result is empty if the text is not allowed.
#pragma once

#include <QHostAddress>
#include <QString>
#include <QUrl>

#include <optional>

namespace aria::settingvalue {

// Digits only: no sign, no spaces, no exponent.
std::optional<qint64> wholeNumber(const QString &text, qint64 lowest, qint64 highest);

// A canonical copy of sqlite:///absolute/path (a file, with valid percent-encoding and no query), or
// the URL unchanged if it is a PostgreSQL connection URI as libpq reads it, including several hosts
// and percent-encoding (https://www.postgresql.org/docs/current/libpq-connect.html, 34.1.1.2).
std::optional<QString> databaseUrl(const QString &text);

// Comma-separated, each trimmed, none empty, none twice.
std::optional<QStringList> calendarIds(const QString &text);

// https anywhere, http on loopback only; a host, and neither user nor password.
bool isSafeUrl(const QUrl &url);

// A safe URL without query and fragment. A slash at the end is dropped.
std::optional<QUrl> webUrl(const QString &text);

// The same for the receiver of the outgoing hook: a query is allowed, and a slash at the end stays.
std::optional<QUrl> hookUrl(const QString &text);

// The key for a signature of Standard Webhooks: whsec_ and base64 of 24 to 64 bytes. Without whsec_ the text is read as
// base64 too, as the standard's own libraries do; otherwise the text itself is the key, if it has 24 to 512 visible
// ASCII characters.
std::optional<QByteArray> hookKey(const QString &text);

// An IPv4 address of four numbers, an IPv6 address (with or without brackets), or localhost (127.0.0.1).
std::optional<QHostAddress> hostAddress(const QString &text);

// Whether such a text means this machine: localhost, ::1, and all of 127.0.0.0/8.
bool isLoopbackHost(const QString &host);

// A bearer token that fits into a header: ASCII 0x21 to 0x7E, at least one character.
bool isToken(const QString &text);

// An IANA time zone of the system's database; no UTC offsets and no POSIX rules.
std::optional<QByteArray> timeZone(const QString &text);

// The path of a file or folder: absolute and clean. A leading ~/ means the home directory, because nothing expands it
// in a .env file.
std::optional<QString> path(const QString &text);

// Whether a database URL names a password.
bool hasPassword(const QString &databaseUrl);

// The text on one line, for people: passwords in URLs masked, control characters escaped, cut after 200 characters.
QString forDisplay(const QString &text);

} // namespace aria::settingvalue
