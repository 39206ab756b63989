// All tests of a room are one program, `tst_<room> <class> [options of Qt Test]`: it links once.
#pragma once

#include "support/eventually.h"

#include <QTest>

namespace aria::testing {

using RunTest = int (*)(int argc, char **argv);

// Makes the test of tst_<class>.cpp known to the program; before main().
class TestRegistration
{
public:
    TestRegistration(const char *file, RunTest run);
};

} // namespace aria::testing

// At the end of a test's file. The application object exists while it runs.
#define ARIA_TEST(Class)                                                                                     \
    static const aria::testing::TestRegistration registrationOf##Class(__FILE__, [](int argc, char **argv) { \
        Class test;                                                                                          \
        return QTest::qExec(&test, argc, argv);                                                              \
    });
