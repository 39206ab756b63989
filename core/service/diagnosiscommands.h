// Diagnoses a running service.
#pragma once

#include "base/clock.h"
#include "service/examiner.h"
#include "service/statusreader.h"

namespace aria::service {

// Lives on the service's thread. The references outlive it.
class DiagnosisCommands final
{
public:
    DiagnosisCommands(const Settings &settings, store::Store &store, google::CalendarApi &api,
        const Clock &clock, const StatusBoard &board, StatusReader &statusReader, ServiceThread &thread);

    // Where the settings came from; before the first diagnosis.
    void setLoaded(const LoadedSettings &loaded) { m_loaded = loaded; }

    Task<Diagnosis> diagnose();

private:
    LoadedSettings m_loaded;
    store::Store &m_store;
    google::CalendarApi &m_api;
    const Clock &m_clock;
    const StatusBoard &m_board;
    StatusReader &m_statusReader;
    Examiner m_examiner;
};

} // namespace aria::service
