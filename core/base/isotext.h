// Writes dates and times in ISO 8601's form, quickly: a sync writes several for each event, and QDateTime::toString()
// parses its format anew each time.
#pragma once

#include <QDateTime>
#include <QString>

namespace aria {

// 2024-01-15T12:00:00 or 2024-01-15T12:00:00.000: the date and time of `wall` as they are, without its zone.
enum class Fraction { None, Milliseconds };
QString isoText(const QDateTime &wall, Fraction fraction);

// 2024-01-15
QString isoText(QDate date);

} // namespace aria
