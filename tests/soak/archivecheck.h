// Whether what a run left behind survives an export and an import.
#pragma once

#include "soak/bed.h"

#include <QStringList>

namespace aria::soak {

// Exports the bed's database while its service runs, imports that into a new SQLite file, and exports this one. One
// sentence for each table that is not the same.
QStringList archiveFaults(Bed &bed);

} // namespace aria::soak
