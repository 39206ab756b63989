// Something that is due at a certain moment. It survives sleep and a changed wall clock, because it checks the clocks
// every half minute instead of trusting one long timer: it is due when the wall clock says so, or when as much time has
// passed as there was to wait when it was set. So setting the clock back delays nothing.
#pragma once

#include "base/clock.h"

#include <QObject>
#include <QTimer>

namespace aria {

// Lives on the thread that made it.
class Schedule : public QObject
{
    Q_OBJECT
public:
    explicit Schedule(const Clock &clock, QObject *parent = nullptr);

    void setDue(const QDateTime &due); // UTC; replaces the earlier one
    void setDueIn(std::chrono::milliseconds delay);
    void clear();
    QDateTime due() const { return m_due; } // invalid: nothing

Q_SIGNALS:
    void reached(); // once; due() is invalid from then on

private:
    void look();
    std::chrono::milliseconds left() const;

    const Clock &m_clock;
    QTimer m_timer;
    QDateTime m_due;
    std::chrono::milliseconds m_dueMonotonic{ 0 };
};

} // namespace aria
