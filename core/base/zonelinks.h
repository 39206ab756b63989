// Former names of zones; used inside this room only.
#pragma once

#include <string_view>

namespace aria {

struct ZoneLink
{
    std::string_view name;
    std::string_view target; // the zone that has these rules today
};

// Sorted by name (bytes).
extern const ZoneLink *const zoneLinksBegin;
extern const ZoneLink *const zoneLinksEnd;

} // namespace aria
