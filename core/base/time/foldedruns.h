// Work that is asked for again while it is under way: one more run is enough for everybody who asked meanwhile, and two
// never run at once.
#pragma once

#include <QCoro/QCoroTask>

#include <functional>

namespace aria {

// Used within one thread. Must outlive a run.
class FoldedRuns
{
public:
    using Work = std::function<QCoro::Task<void>()>;

    explicit FoldedRuns(Work work)
        : m_work(std::move(work))
    {
    }

    // Runs the work now, or when the run that is under way ends. The work may ask too.
    void ask();

private:
    QCoro::Task<void> run();

    const Work m_work;
    bool m_isRunning = false;
    bool m_isAsked = false;
};

} // namespace aria
