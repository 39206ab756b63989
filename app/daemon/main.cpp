// aria-calendar-syncd: the service without a window.
#include "common/headless.h"
#include "common/privatearguments.h"
#include "common/secretfiles.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    aria::common::keepNewFilesPrivate();
    aria::common::PrivateArguments arguments(argc, argv);
    QCoreApplication application(arguments.count(), arguments.values());
    QCoreApplication::setApplicationName(QStringLiteral("aria-calendar-syncd"));
    QCoreApplication::setApplicationVersion(QStringLiteral(ARIA_VERSION));
    return aria::common::runHeadless(application, QCoreApplication::applicationName());
}
