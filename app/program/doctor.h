// --doctor: looks at everything that the service needs, whether it runs or not, and says what to do.
#pragma once

#include "base/settings.h"

class QCoreApplication;

namespace aria::program {

// Prints the diagnosis and returns the exit code: 0 without a problem, else 1. `loaded` may be an error: that is the
// first thing to say. Changes nothing, in the database either. Spins the application's event loop.
int runDoctor(QCoreApplication &application, const Expected<LoadedSettings> &loaded);

} // namespace aria::program
