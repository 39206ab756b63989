// aria-calendar-syncd: the service without a window.
#include "common/headless.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("aria-calendar-syncd"));
    QCoreApplication::setApplicationVersion(QStringLiteral(ARIA_VERSION));
    return aria::common::runHeadless(application, QCoreApplication::applicationName());
}
