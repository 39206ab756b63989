// Loads what an earlier run left, as soon as the database is there.
#pragma once

#include "service/engines.h"
#include "service/pause.h"
#include "service/servicethread.h"
#include "service/signin.h"

namespace aria::service {

// Lives on the service's thread. The references outlive it.
class Startup final : public QObject
{
public:
    Startup(store::Store &store, const google::CalendarApi &api, const Clock &clock, Engines &engines,
        Pause &pause, SignIn &signIn, StatusBoard &board, ServiceThread &thread);

    QCoro::Task<void> begin(); // called once; opens the thread to commands

private:
    QCoro::Task<void> load(); // ready afterwards, unless the database is away

    store::Store &m_store;
    const google::CalendarApi &m_api;
    const Clock &m_clock;
    Engines &m_engines;
    Pause &m_pause;
    SignIn &m_signIn;
    StatusBoard &m_board;
    ServiceThread &m_thread;
};

} // namespace aria::service
