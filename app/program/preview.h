// --dry-run: says what a sync would do, without doing it.
#pragma once

#include "base/settings.h"

class QCoreApplication;

namespace aria::program {

// Asks Google and prints the plan, one line for each write. Spins the application's event loop. Writes neither to
// Google nor to the events in the database (the database's schema is brought up to date, as by any start).
// Unauthorized if nobody is signed in, Unavailable if Google or the database cannot be reached.
Expected<void> showPlan(QCoreApplication &application, const Settings &settings);

} // namespace aria::program
