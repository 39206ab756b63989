// What nearly every window includes.
#pragma once

#include "core.h"

#include <QtWidgets>
