// Gives memory that a large piece of work has left unused back to the system.
#pragma once

namespace aria {

// Gives it back now. The C library keeps what was freed for later use, but a service that has read 100,000 events once
// and then idles for months never uses it again. Thread-safe; takes some milliseconds.
void returnSpareMemory();

// From now on each large block that is freed, and what is free at the end of a heap, goes back at once. Otherwise the C
// library learns from Google's first page to keep megabytes for each thread. Called before any thread is started.
void keepLittleMemory();

} // namespace aria
