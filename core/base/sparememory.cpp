#include "base/sparememory.h"

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace aria {

void returnSpareMemory()
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

void keepLittleMemory()
{
#ifdef __GLIBC__
    constexpr int largeBlock = 512 * 1024;
    constexpr int freeAtEnd = 256 * 1024;
    // What one thread gave free, another may use; else each keeps its own largest page.
    constexpr int arenas = 2;
    mallopt(M_MMAP_THRESHOLD, largeBlock);
    mallopt(M_TRIM_THRESHOLD, freeAtEnd);
    mallopt(M_ARENA_MAX, arenas);
#endif
}

} // namespace aria
