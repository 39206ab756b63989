// The program without a window, from the command line to the exit code; both programs share it.
#pragma once

#include <QString>

class QCoreApplication;

namespace aria::program {

// Runs until a signal ends it. Faults are one line each on stderr. `program` is the name people know.
int runHeadless(QCoreApplication &application, const QString &program);

} // namespace aria::program
