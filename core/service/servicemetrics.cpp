#include "service/servicemetrics.h"

namespace aria::service {

using sync::Engine;
using sync::PushOutcome;

namespace {

QByteArray outcomeOf(const std::optional<Error> &error)
{
    if (!error)
        return "ok";
    switch (error->category) {
    case ErrorCategory::Unauthorized:
        return "needs_auth";
    case ErrorCategory::RateLimited:
        return "rate_limited";
    case ErrorCategory::Unavailable:
        return "unavailable";
    default:
        return "failed";
    }
}

QByteArray outcomeOf(PushOutcome::Kind kind)
{
    switch (kind) {
    case PushOutcome::Kind::Synced:
        return "synced";
    case PushOutcome::Kind::Refused:
        return "refused";
    case PushOutcome::Kind::Later:
    case PushOutcome::Kind::Moved:
        return "postponed";
    case PushOutcome::Kind::Overtaken:
        break;
    }
    return "overtaken";
}

} // namespace

ServiceMetrics::ServiceMetrics(Engines &engines, const google::CalendarApi &api, Metrics &metrics)
{
    for (const auto &engine : engines) {
        connect(engine.get(), &Engine::syncEnded, this,
            [&api, &metrics](std::chrono::milliseconds took, const std::optional<Error> &error) {
                metrics.count(Metric::Syncs, { outcomeOf(error) });
                metrics.observe(Metric::SyncSeconds, took, { outcomeOf(error) });
                if (const auto offset = api.clockOffset())
                    metrics.set(Metric::ClockOffset, std::chrono::duration<double>(*offset).count());
            });
        connect(engine.get(), &Engine::pushEnded, this,
            [&metrics](PushOutcome::Kind kind) { metrics.count(Metric::Pushes, { outcomeOf(kind) }); });
    }
}

} // namespace aria::service
