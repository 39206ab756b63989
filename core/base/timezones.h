// Time zones by the names that Google, ARIA and people use for them.
#pragma once

#include <QByteArray>
#include <QTimeZone>

#include <functional>
#include <optional>

namespace aria {

// Known names, in this order: those of the IANA database, including former ones even if the system does not have them
// (Debian 13 and Ubuntu 24.04 keep them in `tzdata-legacy`); Windows' names; offsets from UTC as Google's own
// programs write them ("GMT+02:00", "GMT+2", "UTC-03:30", "+05:30"; east is plus, in "Etc/GMT-2" it is minus); "Z".
// If no name matches exactly, one that differs only in case does. All functions are thread-safe.

// The rules of a zone; nullopt: unknown.
std::optional<QTimeZone> zoneNamed(const QByteArray &name);

// The name by which a zone is kept: for a Windows name the IANA name, for "Z" UTC, for a name in another case the
// correct one, and any other name as it came. Empty: unknown. For names that people and programs give us; what Google
// itself sent goes back as it was.
QByteArray zoneNameFor(const QByteArray &name);

// The same, for what is written to Google, which takes IANA's names alone: an offset of whole hours becomes "Etc/GMT-2".
// Empty also for other offsets, for which there is no such name.
QByteArray zoneNameForGoogle(const QByteArray &name);

// The offset of a zone that never changes it, in seconds east of UTC, from its name alone ("GMT+02:00" and
// "Etc/GMT-2" are the same). nullopt for any other zone.
std::optional<int> fixedOffsetOf(const QByteArray &name);

// The zone of an offset in seconds; UTC if no place on earth has that offset.
QTimeZone zoneOfOffset(int seconds);

// Where the system's zones come from. Tests use it to take names away.
using ZoneSource = std::function<QTimeZone(const QByteArray &)>;
// Like zoneNamed(), but without its cache.
std::optional<QTimeZone> zoneNamed(const QByteArray &name, const ZoneSource &source);

} // namespace aria
