#include "api/metricscontroller.h"

#include "api/errors.h"
#include "base/processfigures.h"

namespace aria::api {

using namespace Qt::StringLiterals;

namespace {

const QList<service::State> &states()
{
    using service::State;
    static const QList<State> all{ State::Idle, State::Syncing, State::Offline, State::NeedsAuth,
        State::Paused, State::NeedsConfirmation };
    return all;
}

double seconds(const QDateTime &time)
{
    return static_cast<double>(time.toMSecsSinceEpoch()) / 1000;
}

// An absent value says that there is none; 0 would say 1970.
void setTime(Metrics &metrics, Metric metric, const QDateTime &time)
{
    if (time.isValid())
        metrics.set(metric, seconds(time));
    else
        metrics.forget(metric);
}

} // namespace

MetricsController::MetricsController(
    service::CalendarService &service, Metrics &metrics, std::function<int()> subscribers, QObject *parent)
    : QObject(parent)
    , m_service(service)
    , m_metrics(metrics)
    , m_subscribers(std::move(subscribers))
{
    m_metrics.set(Metric::BuildInfo, 1, { ARIA_VERSION, qVersion() });
}

void MetricsController::addRoutes(Router &router)
{
    router.add("GET", u"/metrics"_s, Router::Body::None, [this](const Request &) { return metrics(); });
}

Answer MetricsController::metrics()
{
    return answerEither(m_service.status(), this, [this](const Expected<service::StatusView> &status) {
        setHealth(m_service.health());
        setStatus(status);
        m_metrics.set(Metric::StreamSubscribers, m_subscribers());
        setProcessFigures(m_metrics);
        Response response;
        response.body = m_metrics.text();
        response.contentType = "text/plain; version=0.0.4; charset=utf-8";
        return response;
    });
}

void MetricsController::setHealth(const service::HealthView &health)
{
    m_metrics.set(Metric::DatabaseUp, health.databaseHealthy ? 1 : 0);
    m_metrics.set(Metric::SignedIn, health.auth.credentialsValid ? 1 : 0);
    setTime(m_metrics, Metric::TokenExpiry, health.auth.expiry);
}

void MetricsController::setStatus(const Expected<service::StatusView> &status)
{
    if (!status) {
        for (const Metric metric : { Metric::State, Metric::Leader, Metric::Events, Metric::HookBacklog,
                 Metric::LastSync, Metric::ChannelExpiry, Metric::MailsCaused })
            m_metrics.forget(metric);
        return;
    }
    for (const service::State state : states())
        m_metrics.set(Metric::State, state == status->state ? 1 : 0, { service::toString(state).toLatin1() });
    m_metrics.set(Metric::Leader, status->role == "leader"_L1 ? 1 : 0);
    const store::Statistics &counts = status->statistics;
    const std::initializer_list<std::pair<const char *, qint64>> byStatus{ { "synced", counts.synced },
        { "pending_to_google", counts.pendingToGoogle }, { "pending_to_aria", counts.pendingToAria },
        { "conflict", counts.conflicts }, { "error", counts.errors } };
    for (const auto &[name, count] : byStatus)
        m_metrics.set(Metric::Events, double(count), { name });
    qint64 held = 0;
    for (const service::CalendarStatus &calendar : status->calendars)
        held += calendar.heldDeletions;
    m_metrics.set(Metric::QueueLength, double(counts.pendingToGoogle), { "google" });
    m_metrics.set(Metric::HookBacklog, double(status->notify.pending));
    m_metrics.set(Metric::QueueLength, double(held), { "held_deletions" });
    m_metrics.set(Metric::QueueLength, double(status->occurrencesDue), { "occurrences" });
    m_metrics.set(Metric::MailsCaused, double(status->mailsCaused));
    setTime(m_metrics, Metric::LastSync, status->lastSyncTime);
    setTime(m_metrics, Metric::ChannelExpiry, status->webhookExpires);
}

} // namespace aria::api
