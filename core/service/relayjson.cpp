#include "service/relayjson.h"

#include "base/clock.h"

using namespace Qt::StringLiterals;

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
        { u"category"_s, int(error.category) },
        { u"code"_s, error.code },
        { u"message"_s, error.message },
        { u"httpStatus"_s, error.httpStatus },
    };
    if (error.retryAfter)
        json.insert(u"retryAfterMs"_s, qint64(error.retryAfter->count()));
    return json;
}

Error errorFromJson(const QJsonObject &json)
{
    Error error;
    const int category = json.value(u"category"_s).toInt(-1);
    if (category >= 0 && category <= int(ErrorCategory::Internal))
        error.category = ErrorCategory(category);
    error.code = json.value(u"code"_s).toString();
    error.message = json.value(u"message"_s).toString();
    error.httpStatus = json.value(u"httpStatus"_s).toInt();
    if (const QJsonValue wait = json.value(u"retryAfterMs"_s); wait.isDouble())
        error.retryAfter = std::chrono::milliseconds(wait.toInteger());
    return error;
}

QJsonObject toJson(const sync::Changes &changes)
{
    return {
        { u"created"_s, changes.created },
        { u"updated"_s, changes.updated },
        { u"deleted"_s, changes.deleted },
        { u"errors"_s, changes.errors },
    };
}

sync::Changes changesFromJson(const QJsonObject &json)
{
    return { json.value(u"created"_s).toInt(), json.value(u"updated"_s).toInt(),
        json.value(u"deleted"_s).toInt(), json.value(u"errors"_s).toInt() };
}

QJsonObject toJson(const google::Channel &channel)
{
    // Not the token: nobody but Google and the leader's own row needs it.
    return {
        { u"id"_s, channel.id },
        { u"resourceId"_s, channel.resourceId },
        { u"resourceUri"_s, channel.resourceUri },
        { u"expiration"_s, textOf(channel.expiration) },
        { u"address"_s, channel.address },
    };
}

google::Channel channelFromJson(const QJsonObject &json)
{
    google::Channel channel;
    channel.id = json.value(u"id"_s).toString();
    channel.resourceId = json.value(u"resourceId"_s).toString();
    channel.resourceUri = json.value(u"resourceUri"_s).toString();
    channel.expiration = instant(json.value(u"expiration"_s));
    channel.address = json.value(u"address"_s).toString();
    return channel;
}

QJsonObject toJson(const sync::PushOutcome &outcome)
{
    return {
        { u"kind"_s, int(outcome.kind) },
        { u"error"_s, toJson(outcome.error) },
    };
}

sync::PushOutcome outcomeFromJson(const QJsonObject &json)
{
    using Kind = sync::PushOutcome::Kind;
    const int kind = json.value(u"kind"_s).toInt(int(Kind::Later));
    return { kind == int(Kind::Synced)     ? Kind::Synced
            : kind == int(Kind::Refused)   ? Kind::Refused
            : kind == int(Kind::Overtaken) ? Kind::Overtaken
            : kind == int(Kind::Moved)     ? Kind::Moved
                                           : Kind::Later,
        errorFromJson(json.value(u"error"_s).toObject()) };
}

QJsonObject toJson(const StatusView &status)
{
    return {
        { u"state"_s, toString(status.state) },
        { u"lastError"_s, status.lastError },
        { u"problem"_s, status.problem ? QJsonValue(toJson(*status.problem)) : QJsonValue() },
        { u"nextSync"_s, textOf(status.nextSyncTime) },
        { u"webhookActive"_s, status.webhookActive },
        { u"webhookExpires"_s, textOf(status.webhookExpires) },
        { u"progressDone"_s, status.progressDone },
    };
}

void applyReport(StatusView &status, const QJsonObject &report)
{
    const QString state = report.value(u"state"_s).toString();
    for (const State known : { State::Idle, State::Syncing, State::Offline, State::NeedsAuth, State::Paused,
             State::NeedsConfirmation }) {
        if (toString(known) == state)
            status.state = known;
    }
    status.lastError = report.value(u"lastError"_s).toString();
    const QJsonObject problem = report.value(u"problem"_s).toObject();
    status.problem = problem.isEmpty() ? std::nullopt : std::optional(errorFromJson(problem));
    status.nextSyncTime = instant(report.value(u"nextSync"_s));
    status.webhookActive = report.value(u"webhookActive"_s).toBool();
    status.webhookExpires = instant(report.value(u"webhookExpires"_s));
    status.progressDone = report.value(u"progressDone"_s).toInteger();
}

} // namespace aria::service
