#include "service/relayjson.h"

#include "base/clock.h"

namespace aria::service {

namespace {

QDateTime instant(const QJsonValue &value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
}

QJsonValue textOf(const QDateTime &instant)
{
    return instant.isValid() ? QJsonValue(toRfc3339(instant)) : QJsonValue();
}

} // namespace

QJsonObject toJson(const Error &error)
{
    QJsonObject json{
        { QStringLiteral("category"), int(error.category) },
        { QStringLiteral("code"), error.code },
        { QStringLiteral("message"), error.message },
        { QStringLiteral("httpStatus"), error.httpStatus },
    };
    if (error.retryAfter)
        json.insert(QStringLiteral("retryAfterMs"), qint64(error.retryAfter->count()));
    return json;
}

Error errorFromJson(const QJsonObject &json)
{
    Error error;
    const int category = json.value(QStringLiteral("category")).toInt(-1);
    if (category >= 0 && category <= int(ErrorCategory::Internal))
        error.category = ErrorCategory(category);
    error.code = json.value(QStringLiteral("code")).toString();
    error.message = json.value(QStringLiteral("message")).toString();
    error.httpStatus = json.value(QStringLiteral("httpStatus")).toInt();
    if (const QJsonValue wait = json.value(QStringLiteral("retryAfterMs")); wait.isDouble())
        error.retryAfter = std::chrono::milliseconds(wait.toInteger());
    return error;
}

QJsonObject toJson(const sync::Changes &changes)
{
    return {
        { QStringLiteral("created"), changes.created },
        { QStringLiteral("updated"), changes.updated },
        { QStringLiteral("deleted"), changes.deleted },
        { QStringLiteral("errors"), changes.errors },
    };
}

sync::Changes changesFromJson(const QJsonObject &json)
{
    return { json.value(QStringLiteral("created")).toInt(), json.value(QStringLiteral("updated")).toInt(),
        json.value(QStringLiteral("deleted")).toInt(), json.value(QStringLiteral("errors")).toInt() };
}

QJsonObject toJson(const google::Channel &channel)
{
    // Not the token: nobody but Google and the leader's own row needs it.
    return {
        { QStringLiteral("id"), channel.id },
        { QStringLiteral("resourceId"), channel.resourceId },
        { QStringLiteral("resourceUri"), channel.resourceUri },
        { QStringLiteral("expiration"), textOf(channel.expiration) },
        { QStringLiteral("address"), channel.address },
    };
}

google::Channel channelFromJson(const QJsonObject &json)
{
    google::Channel channel;
    channel.id = json.value(QStringLiteral("id")).toString();
    channel.resourceId = json.value(QStringLiteral("resourceId")).toString();
    channel.resourceUri = json.value(QStringLiteral("resourceUri")).toString();
    channel.expiration = instant(json.value(QStringLiteral("expiration")));
    channel.address = json.value(QStringLiteral("address")).toString();
    return channel;
}

QJsonObject toJson(const sync::PushOutcome &outcome)
{
    return {
        { QStringLiteral("kind"), int(outcome.kind) },
        { QStringLiteral("error"), toJson(outcome.error) },
    };
}

sync::PushOutcome outcomeFromJson(const QJsonObject &json)
{
    using Kind = sync::PushOutcome::Kind;
    const int kind = json.value(QStringLiteral("kind")).toInt(int(Kind::Later));
    return { kind == int(Kind::Synced)     ? Kind::Synced
            : kind == int(Kind::Refused)   ? Kind::Refused
            : kind == int(Kind::Overtaken) ? Kind::Overtaken
                                           : Kind::Later,
        errorFromJson(json.value(QStringLiteral("error")).toObject()) };
}

QJsonObject toJson(const StatusView &status)
{
    return {
        { QStringLiteral("state"), toString(status.state) },
        { QStringLiteral("lastError"), status.lastError },
        { QStringLiteral("problem"), status.problem ? QJsonValue(toJson(*status.problem)) : QJsonValue() },
        { QStringLiteral("nextSync"), textOf(status.nextSyncTime) },
        { QStringLiteral("webhookActive"), status.webhookActive },
        { QStringLiteral("webhookExpires"), textOf(status.webhookExpires) },
        { QStringLiteral("progressDone"), status.progressDone },
    };
}

void applyReport(StatusView &status, const QJsonObject &report)
{
    const QString state = report.value(QStringLiteral("state")).toString();
    for (const State known : { State::Idle, State::Syncing, State::Offline, State::NeedsAuth, State::Paused,
             State::NeedsConfirmation }) {
        if (toString(known) == state)
            status.state = known;
    }
    status.lastError = report.value(QStringLiteral("lastError")).toString();
    const QJsonObject problem = report.value(QStringLiteral("problem")).toObject();
    status.problem = problem.isEmpty() ? std::nullopt : std::optional(errorFromJson(problem));
    status.nextSyncTime = instant(report.value(QStringLiteral("nextSync")));
    status.webhookActive = report.value(QStringLiteral("webhookActive")).toBool();
    status.webhookExpires = instant(report.value(QStringLiteral("webhookExpires")));
    status.progressDone = report.value(QStringLiteral("progressDone")).toInteger();
}

} // namespace aria::service
