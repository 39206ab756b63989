#include "api/webhookcontroller.h"

#include "api/errors.h"
#include "api/eventjson.h"
#include "api/fieldreader.h"

namespace aria::api {

using namespace Qt::StringLiterals;

namespace {

Response acknowledged(const QString &state, const service::SyncRun &run)
{
    if (state == "sync"_L1)
        return Response::json(
            { { u"status"_s, u"acknowledged"_s }, { u"action"_s, u"sync_notification"_s } });
    // not_exists: the resource is gone, which is a change like any other (guides/push: X-Goog-Resource-State).
    if (state != "exists"_L1 && state != "not_exists"_L1)
        return Response::json(
            { { u"status"_s, u"ignored"_s }, { u"reason"_s, u"Unknown state: %1"_s.arg(state) } });
    if (!run.finished)
        return Response::json({ { u"status"_s, u"accepted"_s } });
    return Response::json({ { u"status"_s, u"processed"_s }, { u"changes"_s, changesJson(run.changes) } });
}

QJsonObject channelJson(const google::Channel &channel)
{
    // Google's own form: milliseconds since 1970 as text.
    return { { u"kind"_s, u"api#channel"_s }, { u"id"_s, channel.id },
        { u"resourceId"_s, channel.resourceId }, { u"resourceUri"_s, channel.resourceUri },
        { u"expiration"_s, QString::number(channel.expiration.toMSecsSinceEpoch()) } };
}

} // namespace

WebhookController::WebhookController(service::CalendarService &service, QObject *parent)
    : QObject(parent)
    , m_service(service)
{
}

void WebhookController::addRoutes(Router &router)
{
    using Body = Router::Body;
    router.add(
        "POST", u"/webhook"_s, Body::None, [this](const Request &request) { return notified(request); });
    router.add("POST", u"/webhook/setup"_s, Body::OptionalJson,
        [this](const Request &request) { return setup(request); });
    router.add("POST", u"/webhook/stop"_s, Body::None, [this](const Request &) { return stop(); });
}

Answer WebhookController::notified(const Request &request)
{
    const service::WebhookNotification notification{
        .channelId = QString::fromLatin1(request.header("x-goog-channel-id")),
        .token = QString::fromLatin1(request.header("x-goog-channel-token")),
        .resourceId = QString::fromLatin1(request.header("x-goog-resource-id")),
        .state = QString::fromLatin1(request.header("x-goog-resource-state")),
    };
    if (notification.channelId.isEmpty())
        return ready(Response::detail(404, u"Unknown channel"_s));
    return answerWith(m_service.notified(notification), this,
        [state = notification.state](const service::SyncRun &run) { return acknowledged(state, run); });
}

Answer WebhookController::setup(const Request &request)
{
    Faults faults;
    const auto body = readObject(request.body, true, faults);
    const FieldReader fields(body.value_or(QJsonObject()), faults);
    const QString url = fields.text(u"webhook_url"_s).value_or(QString());
    const int hours = static_cast<int>(fields.integer(u"expiration_hours"_s, 1, 720).value_or(168));
    if (!faults.isEmpty())
        return ready(Response::faults(faults.list()));
    const QUrl address(url, QUrl::StrictMode);
    if (!url.isEmpty() && (!address.isValid() || address.scheme() != "https"_L1 || address.host().isEmpty()))
        return ready(Response::detail(400, u"webhook_url must be an https address."_s));
    return answerWith(m_service.setupWebhook(url, hours), this, [](const google::Channel &channel) {
        return Response::json({ { u"success"_s, true }, { u"message"_s, u"Webhook channel created"_s },
            { u"channel"_s, channelJson(channel) } });
    });
}

Answer WebhookController::stop()
{
    return answerWith(m_service.stopWebhook(), this, [](bool stopped) {
        return Response::json({ { u"success"_s, true },
            { u"message"_s, stopped ? u"Webhook channel stopped"_s : u"There was no webhook channel"_s } });
    });
}

} // namespace aria::api
