#include "program/eventloops.h"

#include <QtGlobal>

namespace aria::program {

void chooseEventLoops(GlibLoop glib)
{
    qputenv(glib == GlibLoop::Never ? "QT_NO_GLIB" : "QT_NO_THREADED_GLIB", "1");
}

} // namespace aria::program
