#include "channels.h"

#include <QCryptographicHash>
#include <QHostAddress>
#include <QLocale>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QTimer>

#include <algorithm>

namespace simulator {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 defaultTtlSeconds = 604'800;
constexpr qint64 maximalTtlSeconds = 30 * 86'400;
constexpr int maximalAttempts = 6;

QString resourceIdOf(const QString &calendarId)
{
    return QString::fromLatin1(QCryptographicHash::hash(calendarId.toUtf8(), QCryptographicHash::Sha1)
                                   .left(20)
                                   .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

QString resourceUriOf(const QString &calendarId)
{
    return u"https://www.googleapis.com/calendar/v3/calendars/%1/events?alt=json"_s.arg(
        QString::fromLatin1(QUrl::toPercentEncoding(calendarId)));
}

} // namespace

Channels::Channels(World &world, QObject *parent)
    : QObject(parent)
    , m_world(world)
{
}

Result<QUrl> Channels::checkAddress(const QString &address) const
{
    const QUrl url(address, QUrl::StrictMode);
    const QHostAddress host(url.host());
    const bool loopback = host.isLoopback() || url.host() == "localhost"_L1;
    if (!url.isValid() || url.host().isEmpty())
        return invalid(u"Invalid WebHook callback: %1"_s.arg(address));
    if (url.scheme() == "https"_L1
        || (url.scheme() == "http"_L1 && loopback && m_world.switches.allowHttpWebhooks))
        return url;
    return fail(400, u"push.webhookUrlNotHttps"_s, u"WebHook callback must be HTTPS: %1"_s.arg(address));
}

Result<QJsonObject> Channels::watch(
    const QString &calendarId, const QString &clientId, const QJsonObject &body)
{
    static const QRegularExpression legalId(u"^[A-Za-z0-9\\-_+/=]{1,64}$"_s);
    for (const QString &name : { u"id"_s, u"type"_s, u"address"_s }) {
        if (body[name].toString().isEmpty())
            return fail(400, u"required"_s, u"Missing required field: %1"_s.arg(name));
    }
    Channel channel;
    channel.id = body["id"_L1].toString();
    if (!legalId.match(channel.id).hasMatch())
        return invalid(u"Invalid channel id: at most 64 characters of [A-Za-z0-9\\-_+/=]"_s);
    const QString type = body["type"_L1].toString();
    if (type != "web_hook"_L1 && type != "webhook"_L1)
        return fail(400, u"push.channelTypeNotSupported"_s, u"Channel type not supported: %1"_s.arg(type));
    const auto address = checkAddress(body["address"_L1].toString());
    if (!address)
        return fail(address.error());
    channel.address = *address;
    channel.token = body["token"_L1].toString();
    if (channel.token.size() > 256)
        return invalid(u"The channel token is longer than 256 characters."_s);
    if (calendarId.endsWith("@group.v.calendar.google.com"_L1))
        return fail(ApiError{ .status = 400,
            .reason = u"pushNotSupportedForRequestedResource"_s,
            .message = u"Push notifications are not supported by this resource."_s,
            .domain = u"calendar"_s });
    if (m_usedIds.contains(channel.id))
        return fail(400, u"channelIdNotUnique"_s, u"Channel id %1 not unique"_s.arg(channel.id));

    const QDateTime now = m_world.clock.nowUtc();
    qint64 ttl = defaultTtlSeconds;
    const QString ttlText = body["params"_L1]["ttl"_L1].toString();
    if (!ttlText.isEmpty()) {
        bool isNumber = false;
        ttl = ttlText.toLongLong(&isNumber);
        if (!isNumber || ttl <= 0)
            return invalid(u"Invalid ttl value: %1"_s.arg(ttlText));
    }
    channel.expires = now.addSecs(std::min(ttl, maximalTtlSeconds));
    if (body.contains("expiration"_L1)) {
        const QJsonValue value = body["expiration"_L1];
        const qint64 asked = value.isString() ? value.toString().toLongLong() : value.toInteger();
        if (asked <= now.toMSecsSinceEpoch())
            return invalid(u"Invalid expiration value: it lies in the past."_s);
        channel.expires = std::min(QDateTime::fromMSecsSinceEpoch(asked, Qt::UTC),
            now.addSecs(ttlText.isEmpty() ? maximalTtlSeconds : ttl));
    }
    channel.calendarId = calendarId;
    channel.clientId = clientId;
    channel.resourceId = resourceIdOf(calendarId);
    m_usedIds.append(channel.id);
    m_channels.insert(channel.id, channel);
    if (m_world.switches.syncMessageFirst) {
        enqueue(channel.id, "sync");
    } else {
        constexpr int afterTheAnswerMs = 20;
        QTimer::singleShot(afterTheAnswerMs, this, [this, id = channel.id] { enqueue(id, "sync"); });
    }
    QJsonObject answer{ { "kind"_L1, u"api#channel"_s }, { "id"_L1, channel.id },
        { "resourceId"_L1, channel.resourceId }, { "resourceUri"_L1, resourceUriOf(calendarId) },
        { "expiration"_L1, QString::number(channel.expires.toMSecsSinceEpoch()) } };
    if (!channel.token.isEmpty())
        answer["token"_L1] = channel.token;
    return answer;
}

Result<void> Channels::stop(const QString &clientId, const QJsonObject &body)
{
    const QString id = body["id"_L1].toString();
    for (const QString &name : { u"id"_s, u"resourceId"_s }) {
        if (body[name].toString().isEmpty())
            return fail(400, u"required"_s, u"Missing required field: %1"_s.arg(name));
    }
    const auto channel = m_channels.constFind(id);
    if (channel == m_channels.constEnd() || channel->resourceId != body["resourceId"_L1].toString()
        || channel->clientId != clientId)
        return fail(404, u"notFound"_s, u"Channel '%1' not found for project '123456789012'"_s.arg(id));
    m_channels.erase(channel);
    return {};
}

void Channels::notify(const QString &calendarId)
{
    for (Channel &channel : m_channels) {
        if (channel.calendarId != calendarId || channel.pending || channel.expires <= m_world.clock.nowUtc())
            continue;
        channel.pending = true;
        QTimer::singleShot(
            m_world.switches.pushDebounceMs + m_world.switches.pushDelayMs, this, [this, id = channel.id] {
                const auto it = m_channels.find(id);
                if (it == m_channels.end())
                    return;
                it->pending = false;
                enqueue(id, "exists");
                if (m_world.switches.pushDuplicates)
                    enqueue(id, "exists");
            });
    }
}

void Channels::enqueue(const QString &channelId, const QByteArray &state)
{
    const auto channel = m_channels.find(channelId);
    if (channel == m_channels.end())
        return;
    // The sync message is always the first, whatever changed meanwhile.
    if (state == "sync")
        channel->queue.prepend({ state });
    else
        channel->queue.append({ state });
    if (state == "sync" || channel->lastNumber > 0)
        sendNext(channelId);
}

bool Channels::isLost()
{
    const int every = m_world.switches.pushLoseEvery;
    return every > 0 && ++m_sent % quint64(every) == 0;
}

QNetworkRequest Channels::makeRequest(Channel &channel, const Message &message) const
{
    QNetworkRequest request(channel.address);
    request.setHeader(QNetworkRequest::UserAgentHeader,
        u"APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)"_s);
    request.setHeader(QNetworkRequest::ContentLengthHeader, 0);
    request.setRawHeader("Content-Type", "application/json; utf-8");
    request.setRawHeader("X-Goog-Channel-ID", channel.id.toLatin1());
    request.setRawHeader("X-Goog-Message-Number", QByteArray::number(channel.lastNumber));
    request.setRawHeader("X-Goog-Resource-ID", channel.resourceId.toLatin1());
    request.setRawHeader("X-Goog-Resource-State", message.state);
    request.setRawHeader("X-Goog-Resource-URI", resourceUriOf(channel.calendarId).toLatin1());
    request.setRawHeader("X-Goog-Channel-Expiration",
        QLocale::c().toString(channel.expires, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s).toLatin1());
    if (!channel.token.isEmpty())
        request.setRawHeader("X-Goog-Channel-Token", channel.token.toUtf8());
    request.setTransferTimeout(10'000);
    return request;
}

void Channels::sendNext(const QString &channelId)
{
    const auto channel = m_channels.find(channelId);
    if (channel == m_channels.end() || channel->busy || channel->queue.isEmpty())
        return;
    const Message message = channel->queue.first();
    if (message.attempt == 0)
        ++channel->lastNumber;
    if (message.state != "sync" && isLost()) {
        channel->queue.removeFirst();
        sendNext(channelId);
        return;
    }
    channel->busy = true;
    QNetworkReply *reply = m_network.post(makeRequest(*channel, message), QByteArray());
    connect(reply, &QNetworkReply::finished, this, [this, reply, channelId, number = channel->lastNumber] {
        reply->deleteLater();
        finished(channelId, reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), number);
    });
}

void Channels::finished(const QString &channelId, int status, quint64 number)
{
    const auto channel = m_channels.find(channelId);
    if (channel == m_channels.end() || channel->queue.isEmpty() || channel->lastNumber != number)
        return;
    static const QList<int> good{ 102, 200, 201, 202, 204 };
    static const QList<int> again{ 500, 502, 503, 504 };
    Message &message = channel->queue.first();
    const bool retry = again.contains(status) && ++message.attempt < maximalAttempts;
    if (retry) {
        const int wait = m_world.switches.pushRetryMs << (message.attempt - 1);
        QTimer::singleShot(wait, this, [this, channelId] {
            if (const auto it = m_channels.find(channelId); it != m_channels.end())
                it->busy = false;
            sendNext(channelId);
        });
        return;
    }
    ++(good.contains(status) ? channel->delivered : channel->failed);
    channel->queue.removeFirst();
    channel->busy = false;
    sendNext(channelId);
}

void Channels::expireAll()
{
    for (Channel &channel : m_channels)
        channel.expires = m_world.clock.nowUtc();
}

void Channels::reset()
{
    m_channels.clear();
    m_usedIds.clear();
}

QJsonArray Channels::toJson() const
{
    QJsonArray result;
    for (const Channel &channel : m_channels) {
        result.append(QJsonObject{ { "id"_L1, channel.id }, { "calendarId"_L1, channel.calendarId },
            { "resourceId"_L1, channel.resourceId }, { "address"_L1, channel.address.toString() },
            { "expiration"_L1, formatMilliseconds(channel.expires) },
            { "expired"_L1, channel.expires <= m_world.clock.nowUtc() },
            { "lastMessageNumber"_L1, qint64(channel.lastNumber) }, { "delivered"_L1, channel.delivered },
            { "failed"_L1, channel.failed } });
    }
    return result;
}

} // namespace simulator
