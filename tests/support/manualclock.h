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
    QString epoch() const override { return m_epoch; }

    void advance(std::chrono::milliseconds by)
    {
        m_now = m_now.addMSecs(by.count());
        m_monotonic += by;
    }
    // The wall clock only: somebody set it.
    void setNow(const QDateTime &now) { m_now = now; }
    // The machine was started anew.
    void setEpoch(const QString &epoch)
    {
        m_epoch = epoch;
        m_monotonic = std::chrono::milliseconds(0);
    }

private:
    QDateTime m_now;
    std::chrono::milliseconds m_monotonic{ 0 };
    QString m_epoch = QStringLiteral("manual");
};

} // namespace aria::test
