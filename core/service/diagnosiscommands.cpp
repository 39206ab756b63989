#include "service/diagnosiscommands.h"

#include "store/inspection.h"
#include "store/store.h"

#include <QCoro/QCoroFuture>

namespace aria::service {

DiagnosisCommands::DiagnosisCommands(const Settings &settings, store::Store &store, google::CalendarApi &api,
    const Clock &clock, const StatusBoard &board, StatusReader &statusReader, ServiceThread &thread)
    : m_loaded{ settings, {}, {} }
    , m_store(store)
    , m_api(api)
    , m_clock(clock)
    , m_board(board)
    , m_statusReader(statusReader)
    , m_examiner(settings, api, thread)
{
}

Task<Diagnosis> DiagnosisCommands::diagnose()
{
    DiagnosisFacts facts;
    facts.at = m_clock.nowUtc();
    facts.settings = m_loaded;
    facts.auth = m_board.auth();
    facts.newestSchema = store::newestSchema(m_loaded.settings.databaseUrl).value_or(0);
    auto statusWork = m_statusReader.status();
    auto status = co_await statusWork;
    facts.databaseReachable = status && m_store.isHealthy();
    if (status) {
        facts.status = *status;
        facts.schemaVersion = facts.newestSchema; // it would not be open otherwise
    } else {
        const auto trouble = m_store.trouble();
        facts.databaseProblemCode = trouble ? trouble->code : status.error().code;
    }
    auto looked = co_await m_examiner.look(facts);
    co_return Expected<Diagnosis>(service::diagnose(looked));
}

} // namespace aria::service
