// Memory that a large piece of work has left unused.
#pragma once

namespace aria {

// Gives it back to the system. The C library keeps what was freed for later, which for a service that has read 100,000
// events once and then idles for months is never. Thread-safe; takes some milliseconds.
void returnSpareMemory();

// From now on each freed block that is large, and what is free at the end of a heap, goes back at once. Otherwise the C
// library learns from the first page of Google's to keep megabytes for each thread. Called before there are threads.
void keepLittleMemory();

} // namespace aria
