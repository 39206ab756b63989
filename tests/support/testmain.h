// All tests of a room are one program, `tst_<room> <class> [options of Qt Test]`: it links once.
#pragma once

#include <QTest>

// Waiting for an event ends with the event. How long a test waits in vain is generous: a busy machine is no fault.
#undef QTRY_VERIFY
#undef QTRY_VERIFY2
#undef QTRY_COMPARE
#define QTRY_VERIFY(statement) QTRY_VERIFY_WITH_TIMEOUT((statement), 20'000)
#define QTRY_VERIFY2(statement, message) QTRY_VERIFY2_WITH_TIMEOUT((statement), message, 20'000)
#define QTRY_COMPARE(actual, expected) QTRY_COMPARE_WITH_TIMEOUT((actual), expected, 20'000)

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
