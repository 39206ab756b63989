// Gathers what the service is doing, whenever that changes, and posts it on the board.
#pragma once

#include "service/engines.h"
#include "service/pause.h"
#include "service/statusboard.h"

namespace aria::service {

// Lives on the service's thread, except for health(). The references outlive it. What other services on the database
// are told comes from the board, too.
class StatusPublisher final : public QObject
{
    Q_OBJECT
public:
    StatusPublisher(const Settings &settings, const store::Store &store, Engines &engines, const Pause &pause,
        StatusBoard &board);

    HealthView health() const; // on any thread; never waits

Q_SIGNALS:
    void stateChanged(); // posted

private:
    void publish();
    void addProblems(StatusView &view) const;

    const ConflictStrategy m_strategy;
    const store::Store &m_store;
    Engines &m_engines;
    const Pause &m_pause;
    StatusBoard &m_board;
};

} // namespace aria::service
