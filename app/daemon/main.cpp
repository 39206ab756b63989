// aria-calendar-syncd: the service without a window.
#include "program/eventloops.h"
#include "program/headless.h"
#include "program/privatearguments.h"
#include "program/secretfiles.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    aria::program::keepNewFilesPrivate();
    aria::program::PrivateArguments arguments(argc, argv);
    aria::program::chooseEventLoops(aria::program::GlibLoop::Never);
    QCoreApplication application(arguments.count(), arguments.values());
    QCoreApplication::setApplicationName(u"aria-calendar-syncd"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(ARIA_VERSION));
    return aria::program::runHeadless(application, QCoreApplication::applicationName());
}
