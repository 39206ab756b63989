#include "base/time/foldedruns.h"

#include <utility>

namespace aria {

void FoldedRuns::ask()
{
    m_isAsked = true;
    if (!m_isRunning)
        run();
}

QCoro::Task<void> FoldedRuns::run()
{
    m_isRunning = true;
    while (std::exchange(m_isAsked, false)) {
        auto work = m_work();
        co_await work;
    }
    m_isRunning = false;
}

} // namespace aria
