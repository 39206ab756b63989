// Memory that a large piece of work has left unused.
#pragma once

namespace aria {

// Gives it back to the system. The C library keeps what was freed for later, which for a service that has read 100,000
// events once and then idles for months is never. Thread-safe; takes some milliseconds.
void returnSpareMemory();

} // namespace aria
