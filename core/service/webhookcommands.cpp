#include "service/webhookcommands.h"

#include "base/callscope.h"
#include "base/logging.h"
#include "base/time/within.h"

#include <QCoro/QCoroFuture>

using namespace Qt::StringLiterals;

namespace aria::service {

namespace {

// Google's word about a calendar is none about our own API: "not found" there is no unknown path here.
Error watchError(Error error)
{
    switch (error.category) {
    case ErrorCategory::NotFound:
    case ErrorCategory::Gone:
    case ErrorCategory::Forbidden:
    case ErrorCategory::Conflict:
    case ErrorCategory::Stale:
        error.category = ErrorCategory::Precondition;
        error.message =
            u"Google does not set up notifications for this calendar (%1). It is polled instead."_s.arg(
                sentenceOf(error));
        return error;
    default:
        return error;
    }
}

} // namespace

WebhookCommands::WebhookCommands(
    const Settings &settings, Engines &engines, LeaderCommands &leader, ServiceThread &thread)
    : m_ownAddress(webhookAddress(settings))
    , m_engines(engines)
    , m_leader(leader)
    , m_thread(thread)
{
}

Task<google::Channel> WebhookCommands::setupWebhook(QString webhookUrl, int hours)
{
    using Result = Expected<google::Channel>;
    const QUrl address = webhookUrl.isEmpty() ? m_ownAddress : QUrl(webhookUrl, QUrl::StrictMode);
    if (address.isEmpty() && webhookUrl.isEmpty()) {
        co_return Result(makeError(ErrorCategory::Precondition, u"no_webhook_url"_s,
            u"No webhook_url was given and this service has no public address of its own: "
            u"CALENDAR_SYNC_WEBHOOK_BASE_URL is not set, or it runs as a demo, which has none."_s));
    }
    if (!address.isValid() || address.scheme() != "https"_L1 || address.host().isEmpty()) {
        co_return Result(makeError(ErrorCategory::Precondition, u"webhook_not_https"_s,
            u"The webhook address must be an https URL."_s));
    }
    const QByteArray call = CallScope::current();
    Result answer = makeError(ErrorCategory::Internal, u"no_calendar"_s, u"No calendar."_s);
    bool any = false;
    bool isFirst = true;
    for (const auto &engine : m_engines) {
        auto setting = inCall(call, [&] { return m_leader.setupWebhook(engine.get(), address, hours); });
        auto channel = co_await setting;
        if (!channel) {
            const CallScope scope(call);
            // Some calendars, such as holidays, have no notifications; they are polled, the others are not held up.
            qCWarning(lcService) << "no webhook for calendar" << engine->calendarId() << ":"
                                 << channel.error().message;
        }
        if (isFirst || (channel && !any))
            answer = channel;
        isFirst = false;
        any = any || channel.has_value();
    }
    if (!answer)
        answer = Unexpected(watchError(answer.error()));
    co_return answer;
}

Task<bool> WebhookCommands::stopWebhook()
{
    const QByteArray call = CallScope::current();
    bool any = false;
    std::optional<Error> failed;
    for (const auto &engine : m_engines) {
        auto stopping = inCall(call, [&] { return m_leader.stopWebhook(engine.get()); });
        auto stopped = co_await stopping;
        if (!stopped)
            failed = stopped.error();
        else
            any = any || *stopped;
    }
    if (failed)
        co_return Expected<bool>(Unexpected(*failed));
    co_return Expected<bool>(any);
}

Task<SyncRun> WebhookCommands::notified(WebhookNotification notification)
{
    const QByteArray call = CallScope::current();
    for (const auto &engine : m_engines) {
        if (engine->leads())
            continue;
        auto loaded = co_await engine->channels().load(); // the leader sets them up
        if (!loaded)
            co_return Expected<SyncRun>(Unexpected(loaded.error()));
    }
    const auto known = std::find_if(m_engines.begin(), m_engines.end(), [&](const auto &engine) {
        return engine->channels().isKnown(notification.channelId, notification.token);
    });
    if (known == m_engines.end()) {
        co_return Expected<SyncRun>(
            makeError(ErrorCategory::NotFound, u"unknown_channel"_s, u"Unknown channel"_s));
    }
    SyncRun run;
    run.finished = true;
    // not_exists: the resource is gone, which the sync finds out.
    if (notification.state != "exists"_L1 && notification.state != "not_exists"_L1)
        co_return Expected<SyncRun>(run);
    constexpr std::chrono::seconds limit{ 5 };
    auto synced = inCall(call, [&] { return m_leader.requestSync(known->get(), limit); });
    auto done = co_await within(synced, limit, &m_thread);
    if (!done) {
        run.finished = false;
        co_return Expected<SyncRun>(run);
    }
    if (*done)
        run.changes = **done;
    else
        ++run.changes.errors; // the notification was genuine all the same; the calendar's last_error says why
    co_return Expected<SyncRun>(run);
}

} // namespace aria::service
