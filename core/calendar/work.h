// How much one reader may do. No rule that somebody can write, and no number of them, keeps it busy for longer.
#pragma once

#include <QtGlobal>

namespace aria::calendar {

// Counts steps: a day or a time of day looked at, a few hundred nanoseconds at most. Once there are none left there never
// are again: who sees that stops, and what was found until then is what there is to show.
class Work
{
public:
    // What a single series may cost, and what it costs to give out one of its starts: about 10,000 of them.
    static constexpr qint64 ofSeries = 500'000;
    static constexpr qint64 ofStart = 50;

    // `whole`: the budget of all that is read together; it outlives this.
    explicit Work(qint64 steps, Work *whole = nullptr)
        : m_left(steps)
        , m_whole(whole)
    {
    }

    // False: there is none left.
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
