// Limits how much work one reader may do. No rule that anybody can write, and no number of rules,
// keeps it busy longer.
#pragma once

#include <QtGlobal>

namespace aria::calendar {

// Counts steps: a day or a time of day checked, a few hundred nanoseconds at most. Once the budget is used up it
// stays so: the reader stops, and shows what it has found so far.
class Work
{
public:
    // The budget of a single series, and the cost of returning one of its starts: enough for about 10,000 of them.
    static constexpr qint64 ofSeries = 500'000;
    static constexpr qint64 ofStart = 50;

    // `whole`: the budget of everything that is read together; it must outlive this object.
    explicit Work(qint64 steps, Work *whole = nullptr)
        : m_left(steps)
        , m_whole(whole)
    {
    }

    // False: the budget is used up.
    bool spend(qint64 steps = 1)
    {
        m_left -= steps;
        const bool wholeLeft = m_whole == nullptr || m_whole->spend(steps);
        if (m_left < 0 || !wholeLeft)
            m_isSpent = true;
        return !m_isSpent;
    }
    bool isSpent() const { return m_isSpent; }

private:
    qint64 m_left;
    Work *m_whole;
    bool m_isSpent = false;
};

} // namespace aria::calendar
