// Parts of URLs, encoded strictly.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <utility>

namespace aria::google {

// Names and values in the order in which they are sent; not yet encoded.
using QueryItems = QList<std::pair<QString, QString>>;

// "a=b&c=d" with everything but RFC 3986's unreserved characters percent-encoded. QUrlQuery leaves `+` alone, which a
// server reads as a space: page and sync tokens would break. Also used for form bodies.
QByteArray encodeQuery(const QueryItems &items);

// One path segment: `/`, `#`, `@` and `%` of a calendar id are encoded too.
QByteArray encodeSegment(const QString &segment);

} // namespace aria::google
