// --dry-run: says what a sync would do, and does nothing of it.
#pragma once

#include "base/settings.h"

class QCoreApplication;

namespace aria::common {

// Asks Google and prints the plan, one line for each write. Spins the application's event loop. Neither Google nor the
// events in the database are written (the database's schema is brought up to date, as by any start). Unauthorized where
// nobody is signed in, Unavailable where Google or the database is away.
Expected<void> showPlan(QCoreApplication &application, const Settings &settings);

} // namespace aria::common
