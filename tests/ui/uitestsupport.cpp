#include "support/fakeservice.h"
