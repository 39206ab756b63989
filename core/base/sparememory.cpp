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

} // namespace aria
