#include "support/manualclock.h"
#include "support/seededrandom.h"
