// main() of a test in virtual time, in place of QTEST_GUILESS_MAIN.
#pragma once

#include "soak/database.h"
#include "soak/virtualtime.h"

#include <QCoreApplication>
#include <QLoggingCategory>
#include <QTest>

namespace aria::soak {

template <class Test> int testInVirtualTime(int argc, char **argv)
{
    qputenv("QT_NO_GLIB", "1"); // its main loop reads the clock in ways that cannot be taken over
    QCoreApplication application(argc, argv);
    if (!qEnvironmentVariableIsSet("ARIA_SOAK_LOG")) // trouble is what these tests make
        QLoggingCategory::setFilterRules(QStringLiteral("aria.*=false"));
    qputenv("QTEST_FUNCTION_TIMEOUT", "2000000000"); // time goes fast here
    Database::startServer();
    takeOverTime(Database::isPostgres() ? QDateTime::currentDateTimeUtc()
                                        : QDateTime(QDate(2026, 3, 27), QTime(10, 0), Qt::UTC));
    Test test;
    const int result = QTest::qExec(&test, argc, argv);
    Database::stopServer();
    return result;
}

} // namespace aria::soak
