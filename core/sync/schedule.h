// Something that is due at a time of day. Survives sleep and a wall clock that was set, because it looks at the clock
// every half minute instead of trusting one long timer.
#pragma once

#include "base/clock.h"

#include <QObject>
#include <QTimer>

namespace aria::sync {

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

    const Clock &m_clock;
    QTimer m_timer;
    QDateTime m_due;
};

} // namespace aria::sync
