#include "sync/engine/channels.h"

#include "base/callscope.h"
#include "base/logging.h"
#include "store/metadatakeys.h"

#include <QCoro/QCoroFuture>

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace aria::sync {

using google::Channel;
using store::Session;

namespace {

QJsonObject toJson(const Channel &channel)
{
    return {
        { u"id"_s, channel.id },
        { u"token"_s, channel.token },
        { u"resourceId"_s, channel.resourceId },
        { u"resourceUri"_s, channel.resourceUri },
        { u"expiration"_s, toRfc3339(channel.expiration) },
        { u"address"_s, channel.address },
    };
}

Channel channelFromJson(const QJsonObject &json)
{
    Channel channel;
    channel.id = json.value(u"id"_s).toString();
    channel.token = json.value(u"token"_s).toString();
    channel.resourceId = json.value(u"resourceId"_s).toString();
    channel.resourceUri = json.value(u"resourceUri"_s).toString();
    channel.expiration = QDateTime::fromString(json.value(u"expiration"_s).toString(), Qt::ISODateWithMs);
    channel.address = json.value(u"address"_s).toString();
    return channel;
}

bool sameSecret(const QString &a, const QString &b)
{
    const QByteArray left = a.toUtf8();
    const QByteArray right = b.toUtf8();
    if (left.size() != right.size())
        return false;
    int difference = 0;
    for (qsizetype i = 0; i < left.size(); ++i)
        difference |= left.at(i) ^ right.at(i);
    return difference == 0;
}

} // namespace

Channels::Channels(google::CalendarApi &api, store::Store &store, const Clock &clock, RandomSource &random,
    QString calendarId)
    : m_api(api)
    , m_store(store)
    , m_clock(clock)
    , m_random(random)
    , m_calendarId(std::move(calendarId))
{
}

QCoro::Task<Expected<void>> Channels::load()
{
    const QString calendarId = m_calendarId;
    using Stored = std::pair<std::optional<QString>, std::optional<QString>>;
    auto storedWork = m_store.read([calendarId](Session &session) -> Expected<Stored> {
        auto current = session.metadata().value(store::metadata::channel, calendarId);
        if (!current)
            return Unexpected(current.error());
        auto retired = session.metadata().value(store::metadata::retiringChannels, calendarId);
        if (!retired)
            return Unexpected(retired.error());
        return Stored(*current, *retired);
    });
    auto stored = co_await storedWork;
    if (!stored)
        co_return Expected<void>(Unexpected(stored.error()));
    m_current.reset();
    m_retired.clear();
    if (stored->first) {
        const QJsonObject json = QJsonDocument::fromJson(stored->first->toUtf8()).object();
        m_current = channelFromJson(json);
        m_life = std::chrono::seconds(json.value(u"life"_s).toInteger(7 * 24 * 3600));
    }
    if (stored->second) {
        const QJsonArray list = QJsonDocument::fromJson(stored->second->toUtf8()).array();
        for (const QJsonValue &entry : list)
            m_retired.append(channelFromJson(entry.toObject()));
    }
    co_return Expected<void>();
}

QCoro::Task<Expected<Channel>> Channels::setUp(QUrl address, std::chrono::seconds life)
{
    const QByteArray call = CallScope::current();
    const QString channelId = newUuid(m_random);
    const QString token = QString::fromLatin1(m_random.bytes(32).toHex());
    Channel pending;
    pending.id = channelId;
    pending.token = token;
    m_pending = pending;
    auto channel = co_await m_api.watch(m_calendarId, channelId, token, address, life);
    m_pending.reset();
    if (!channel)
        co_return channel;
    channel->token = token;
    channel->address = address.toString(QUrl::FullyEncoded);
    if (m_current)
        m_retired.append(*m_current);
    m_current = *channel;
    // Google may grant less than was asked for.
    m_life = std::chrono::seconds(m_clock.nowUtc().secsTo(channel->expiration));
    auto stored = co_await persist();
    if (!stored)
        co_return Expected<Channel>(Unexpected(stored.error()));
    auto stopping = inCall(call, [&] {
        qCInfo(lcSync) << "webhook channel" << channel->id << "of calendar" << m_calendarId << "works until"
                       << toRfc3339(channel->expiration);
        return stopRetired();
    });
    auto stopped = co_await stopping;
    if (!stopped) {
        const CallScope scope(call);
        qCWarning(lcSync) << "the replaced webhook channel could not be stopped yet:"
                          << stopped.error().message;
    }
    co_return channel;
}

QCoro::Task<Expected<void>> Channels::stopRetired()
{
    const QByteArray call = CallScope::current();
    const QList<Channel> retired = m_retired;
    for (const Channel &channel : retired) {
        if (channel.expiration > m_clock.nowUtc()) {
            auto stopping = inCall(call, [&] { return m_api.stop(channel.id, channel.resourceId); });
            auto stopped = co_await stopping;
            if (!stopped
                && (isTransient(stopped.error()) || stopped.error().category == ErrorCategory::Unauthorized))
                co_return stopped;
        }
        m_retired.removeIf([&channel](const Channel &other) { return other.id == channel.id; });
    }
    if (!retired.isEmpty()) {
        auto stored = co_await persist();
        co_return stored;
    }
    co_return Expected<void>();
}

QCoro::Task<Expected<bool>> Channels::stopAll()
{
    const QByteArray call = CallScope::current();
    const bool any = m_current.has_value() || !m_retired.isEmpty();
    if (m_current)
        m_retired.append(*m_current);
    m_current.reset();
    auto stored = co_await persist();
    if (!stored)
        co_return Expected<bool>(Unexpected(stored.error()));
    auto stopping = inCall(call, [&] { return stopRetired(); });
    auto stopped = co_await stopping;
    if (!stopped)
        co_return Expected<bool>(Unexpected(stopped.error()));
    co_return Expected<bool>(any);
}

bool Channels::isKnown(const QString &channelId, const QString &token) const
{
    const auto matches = [&](const Channel &channel) {
        return channel.id == channelId && sameSecret(channel.token, token);
    };
    return (m_current && matches(*m_current)) || (m_pending && matches(*m_pending))
        || std::any_of(m_retired.cbegin(), m_retired.cend(), matches);
}

std::optional<Channel> Channels::current() const
{
    if (m_current && m_current->expiration > m_clock.nowUtc())
        return m_current;
    return std::nullopt;
}

QDateTime Channels::renewalDue() const
{
    return m_current ? m_current->expiration.addSecs(-m_life.count() / 10) : QDateTime();
}

QUrl Channels::address() const
{
    return m_current ? QUrl(m_current->address) : QUrl();
}

QCoro::Task<Expected<void>> Channels::persist()
{
    const QString calendarId = m_calendarId;
    QString current;
    if (m_current) {
        QJsonObject json = toJson(*m_current);
        json.insert(u"life"_s, qint64(m_life.count()));
        current = QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
    }
    QJsonArray list;
    for (const Channel &channel : std::as_const(m_retired))
        list.append(toJson(channel));
    const QString retired = QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Compact));
    auto storedWork = m_store.write([calendarId, current, retired](Session &session) -> Expected<void> {
        auto first = current.isEmpty()
            ? session.metadata().remove(store::metadata::channel, calendarId)
            : session.metadata().set(store::metadata::channel, calendarId, current);
        if (!first)
            return first;
        return session.metadata().set(store::metadata::retiringChannels, calendarId, retired);
    });
    auto stored = co_await storedWork;
    co_return stored;
}

} // namespace aria::sync
