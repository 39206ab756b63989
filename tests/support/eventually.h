// Qt's QTRY_… macros in a form that decides once. Qt's look again after the value was right, so that one which is right,
// wrong and right again fails now and then; and theirs wait 5 s, where a busy machine is no fault. Waiting ends with the
// event: how long a test waits in vain is generous.
#pragma once

#include <QDeadlineTimer>
#include <QTest>

#include <algorithm>

namespace aria::testing {

// True as soon as it holds, while events are processed; false where it does not within the time.
template <class Condition> bool eventually(Condition holds, int limitMs)
{
    const QDeadlineTimer deadline(limitMs);
    for (int stepMs = 5; !holds(); stepMs = std::min(2 * stepMs, 50)) {
        if (deadline.hasExpired())
            return false;
        QTest::qWait(stepMs);
    }
    return true;
}

} // namespace aria::testing

#undef QTRY_VERIFY
#undef QTRY_VERIFY2
#undef QTRY_COMPARE
#undef QTRY_VERIFY_WITH_TIMEOUT
#undef QTRY_VERIFY2_WITH_TIMEOUT
#undef QTRY_COMPARE_WITH_TIMEOUT

// What failed is said by Qt's own macros, with the values of the last moment.
#define QTRY_VERIFY_WITH_TIMEOUT(statement, limitMs)                                                         \
    do {                                                                                                     \
        if (!aria::testing::eventually([&] { return bool(statement); }, limitMs))                            \
            QVERIFY(statement);                                                                              \
    } while (false)
#define QTRY_VERIFY2_WITH_TIMEOUT(statement, message, limitMs)                                               \
    do {                                                                                                     \
        if (!aria::testing::eventually([&] { return bool(statement); }, limitMs))                            \
            QVERIFY2(statement, message);                                                                    \
    } while (false)
#define QTRY_COMPARE_WITH_TIMEOUT(actual, expected, limitMs)                                                 \
    do {                                                                                                     \
        if (!aria::testing::eventually([&] { return (actual) == (expected); }, limitMs))                     \
            QCOMPARE(actual, expected);                                                                      \
    } while (false)
#define QTRY_VERIFY(statement) QTRY_VERIFY_WITH_TIMEOUT(statement, 20'000)
#define QTRY_VERIFY2(statement, message) QTRY_VERIFY2_WITH_TIMEOUT(statement, message, 20'000)
#define QTRY_COMPARE(actual, expected) QTRY_COMPARE_WITH_TIMEOUT(actual, expected, 20'000)
