// Time zones by the names that Google, ARIA and people use for them.
#pragma once

#include <QByteArray>
#include <QTimeZone>

#include <functional>
#include <optional>

namespace aria {

// What is known, in this order: names of the IANA database, former ones too, also where the system has none of them
// (Debian 13 and Ubuntu 24.04 keep them in `tzdata-legacy`); Windows' names; offsets from UTC as Google's own programs
// write them ("GMT+02:00", "GMT+2", "UTC-03:30", "+05:30"; east is plus, in "Etc/GMT-2" it is minus); "Z". Where no name
// fits as it is written, one that differs only in case does. All functions are thread-safe.

// The rules of a zone; nullopt: unknown.
std::optional<QTimeZone> zoneNamed(const QByteArray &name);

// The name for Google and for the database: of a Windows name IANA's, of "Z" UTC, of a name in another case the right
// one, of all others the name as it came. Empty: unknown. It is made of what people and programs give us; what Google
// itself sent goes back as it was.
QByteArray zoneNameFor(const QByteArray &name);

// The offset of a zone that never changes it, in seconds east of UTC, from its name alone ("GMT+02:00" and "Etc/GMT-2"
// are the same); nullopt: any other zone.
std::optional<int> fixedOffsetOf(const QByteArray &name);

// The zone of an offset in seconds; UTC where no place on earth has it.
QTimeZone zoneOfOffset(int seconds);

// Where the system's zones come from. Tests take names away.
using ZoneSource = std::function<QTimeZone(const QByteArray &)>;
// As zoneNamed(), without its cache.
std::optional<QTimeZone> zoneNamed(const QByteArray &name, const ZoneSource &source);

} // namespace aria
