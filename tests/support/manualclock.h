// A clock that moves only when a test says so.
#pragma once

#include "base/clock.h"

namespace aria::test {

class ManualClock final : public Clock
{
public:
    explicit ManualClock(QDateTime now = QDateTime({ 2024, 1, 15 }, { 12, 0 }, Qt::UTC))
        : m_now(now)
    {
    }

    QDateTime nowUtc() const override { return m_now; }
    std::chrono::milliseconds monotonic() const override { return m_monotonic; }

    void advance(std::chrono::milliseconds by)
    {
        m_now = m_now.addMSecs(by.count());
        m_monotonic += by;
    }
    // The wall clock only: somebody set it.
    void setNow(const QDateTime &now) { m_now = now; }

private:
    QDateTime m_now;
    std::chrono::milliseconds m_monotonic{ 0 };
};

} // namespace aria::test
