#!/usr/bin/env python3
"""Prints zonelinks.cpp: zonelinks.py /usr/share/zoneinfo/tzdata.zi > zonelinks.cpp

The links ("L" lines) are the IANA database's. A new release of it rarely brings a new one, and a name that is missing
here is one that the system itself must know.
"""
import re
import sys

# Links since release 2024b (`backward`), which Debian and Ubuntu still build as zones of their own.
FORMER_ZONES = {
    "CET": "Europe/Brussels", "CST6CDT": "America/Chicago", "EET": "Europe/Athens", "EST": "America/Panama",
    "EST5EDT": "America/New_York", "HST": "Pacific/Honolulu", "MET": "Europe/Brussels", "MST": "America/Phoenix",
    "MST7MDT": "America/Denver", "PST8PDT": "America/Los_Angeles", "WET": "Europe/Lisbon",
}

text = open(sys.argv[1], encoding="ascii").read()
links = {name: target for target, name in re.findall(r"^L (\S+) (\S+)$", text, re.M)}
links = {name: target for name, target in {**links, **FORMER_ZONES}.items() if name != "UTC"}
version = re.match(r"# version (\S+)", text)[1]
rows = "\n".join(f'    {{ "{name}", "{links[name]}" }},' for name in sorted(links))
print(f'''// Made by zonelinks.py from the IANA time zone database, release {version} (public domain): do not edit.
#include "base/zonelinks.h"

#include <iterator>

namespace aria {{

namespace {{

// clang-format off
constexpr ZoneLink links[] = {{
{rows}
}};
// clang-format on

}} // namespace

const ZoneLink *const zoneLinksBegin = std::begin(links);
const ZoneLink *const zoneLinksEnd = std::end(links);

}} // namespace aria''')
