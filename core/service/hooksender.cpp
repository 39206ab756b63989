#include "service/hooksender.h"

#include "base/logging.h"
#include "service/hooksignature.h"

#include <QCoro/QCoroFuture>
#include <QCryptographicHash>

#include <array>

using namespace Qt::StringLiterals;

namespace aria::service {

using store::HookMessage;
using store::HookState;
using store::Session;

namespace {

using namespace std::chrono_literals;

constexpr int messagesAtOnce = 200; // messages taken into the outbox with one transaction
constexpr int mostUnderWay = 8; // each of another event
constexpr auto pauseAfterFault = 1s; // of the database
constexpr auto longestTrying = 72h; // from the first attempt to the last

google::RetryPolicy hookLimits()
{
    google::RetryPolicy policy;
    policy.transferTimeout = 10s;
    policy.largestAnswer = 64LL * 1024; // nobody reads it
    return policy;
}

QString addressHash(const QUrl &url)
{
    return QString::fromLatin1(QCryptographicHash::hash(url.toEncoded(), QCryptographicHash::Sha256).toHex());
}

// In words that show nothing of the address, which may hold a secret.
QString whatHappened(const google::HttpAnswer &answer)
{
    if (!answer.cut.isEmpty())
        return u"The receiver's answer is too long, or came too slowly."_s;
    if (answer.status >= 300 && answer.status < 400)
        return u"The receiver answered %1: redirects are not followed."_s.arg(answer.status);
    if (answer.status != 0 && !answer.truncated)
        return u"The receiver answered %1."_s.arg(answer.status);
    switch (answer.error) {
    case QNetworkReply::ConnectionRefusedError:
        return u"The receiver refused the connection."_s;
    case QNetworkReply::HostNotFoundError:
        return u"The receiver's host is unknown."_s;
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError:
        return u"The receiver did not answer in time."_s;
    case QNetworkReply::SslHandshakeFailedError:
        return u"The receiver's certificate was not accepted."_s;
    default:
        return u"The receiver could not be reached, or broke off its answer."_s;
    }
}

} // namespace

std::chrono::milliseconds hookPause(int attempts, double fraction)
{
    static const std::array<std::chrono::seconds, 10> pauses{ 1s, 5s, 30s, 2min, 10min, 30min, 1h, 3h, 6h,
        12h };
    const auto step = static_cast<size_t>(std::clamp<int>(attempts - 1, 0, int(pauses.size()) - 1));
    const std::chrono::milliseconds pause = pauses.at(step);
    // So that receivers that were away do not get everything in the same moment.
    return pause + std::chrono::milliseconds(static_cast<qint64>(double(pause.count()) * fraction / 4));
}

HookSender::HookSender(const Settings &settings, store::Store &store, QNetworkAccessManager &network,
    const Clock &clock, RandomSource &random, const Engines &engines, ServiceThread &thread)
    : m_url(settings.notifyUrl)
    , m_key(settings.notifyKey)
    , m_calendarIds(settings.calendarIds)
    , m_store(store)
    , m_ours(store, settings.calendarIds.constFirst())
    , m_clock(clock)
    , m_random(random)
    , m_engines(engines)
    , m_thread(thread)
    , m_client(network, hookLimits())
    , m_next(clock)
{
    connect(&m_next, &Schedule::reached, this, &HookSender::look);
    connect(&engines, &Engines::leadChanged, this, &HookSender::look);
}

void HookSender::start()
{
    m_isStarted = true;
    look();
}

void HookSender::stop()
{
    m_isStarted = false;
    m_client.stop();
}

bool HookSender::mayWork() const
{
    return m_isStarted && !m_url.isEmpty() && (*m_engines.begin())->leads();
}

void HookSender::look()
{
    if (mayWork())
        m_looks.ask();
}

QCoro::Task<void> HookSender::lookOnce()
{
    if (!mayWork())
        co_return;
    const ScopedCount busy = m_thread.busy();
    auto worked = co_await work();
    if (!worked) {
        qCInfo(lcService) << "the outgoing hook waits:" << worked.error().message;
        m_isPrepared = false; // another service may have led meanwhile
        m_next.setDueIn(pauseAfterFault);
    }
    if (!mayWork())
        m_isPrepared = m_isDisabled = false;
}

Task<void> HookSender::work()
{
    auto settled = co_await settle();
    if (!settled)
        co_return settled;
    auto prepared = co_await prepare();
    if (!prepared)
        co_return Expected<void>(Unexpected(prepared.error()));
    if (!*prepared)
        co_return Expected<void>();
    auto taken = co_await takeUp();
    if (!taken)
        co_return taken;
    auto sent = co_await sendDue();
    co_return sent;
}

Task<bool> HookSender::prepare()
{
    if (m_isPrepared || m_isDisabled)
        co_return Expected<bool>(m_isPrepared);
    const QString address = addressHash(m_url);
    const QString series = QString::fromLatin1(m_random.bytes(6).toHex());
    auto writing = m_ours.write([address, series](Session &session) -> Expected<HookState> {
        const auto known = session.hook().state();
        if (!known)
            return Unexpected(known.error());
        HookState state = known->value_or(HookState{});
        if (*known && state.address == address)
            return state;
        if (!*known || state.isDisabled) { // it begins with what happens from now on
            const auto bounds = session.eventLog().bounds();
            if (!bounds)
                return Unexpected(bounds.error());
            if (auto cleared = session.hook().clear(); !cleared)
                return Unexpected(cleared.error());
            state = { address, *known ? state.series : series, bounds->last, false, {} };
        }
        state.address = address;
        if (auto saved = session.hook().save(state); !saved)
            return Unexpected(saved.error());
        return state;
    });
    const auto state = co_await writing;
    if (!state)
        co_return Expected<bool>(Unexpected(state.error()));
    m_series = state->series;
    m_lastError = state->lastError;
    m_isDisabled = state->isDisabled;
    m_isPrepared = !m_isDisabled;
    co_return Expected<bool>(m_isPrepared);
}

Task<void> HookSender::takeUp()
{
    qint64 taken = messagesAtOnce;
    while (taken == messagesAtOnce && mayWork()) {
        const QDateTime now = m_clock.nowUtc();
        // Most looks find nothing, and a look is no reason to write.
        auto reading = m_store.read([calendarIds = m_calendarIds](Session &session) -> Expected<bool> {
            const auto state = session.hook().state();
            if (!state)
                return Unexpected(state.error());
            const auto bounds = session.eventLog().bounds();
            if (!bounds)
                return Unexpected(bounds.error());
            return *state && (*state)->position < bounds->last;
        });
        auto isNew = co_await reading;
        if (!isNew || !*isNew)
            co_return isNew ? Expected<void>() : Unexpected(isNew.error());
        auto writing = m_ours.write([now, calendarIds = m_calendarIds](Session &session) {
            return session.hook().takeUp(calendarIds, now, messagesAtOnce);
        });
        auto part = co_await writing;
        if (!part)
            co_return Expected<void>(Unexpected(part.error()));
        taken = *part;
    }
    co_return Expected<void>();
}

Task<void> HookSender::sendDue()
{
    const int room = mostUnderWay - static_cast<int>(m_underWay.size());
    if (room > 0) {
        const QDateTime now = m_clock.nowUtc();
        auto reading = m_store.read([now, except = m_underWay, room](
                                        Session &session) { return session.hook().due(now, except, room); });
        const auto due = co_await reading;
        if (!due)
            co_return Expected<void>(Unexpected(due.error()));
        for (const HookMessage &message : *due) {
            m_underWay.append(message.message.id);
            send(message);
        }
    }
    if (!m_underWay.isEmpty())
        co_return Expected<void>(); // its end looks again
    auto reading = m_store.read([](Session &session) { return session.hook().nextDue(); });
    const auto next = co_await reading;
    if (!next)
        co_return Expected<void>(Unexpected(next.error()));
    if (*next)
        m_next.setDue(**next);
    co_return Expected<void>();
}

QCoro::Task<void> HookSender::send(HookMessage message)
{
    const ScopedCount busy = m_thread.busy();
    if (message.message.data.isEmpty()) { // too old to be kept
        m_done.append(message);
        look();
        co_return;
    }
    const QByteArray id = hookMessageId(m_series, message.message.id);
    const QByteArray body = hookBody(message.message);
    const QDateTime now = m_clock.nowUtc();
    QNetworkRequest request(m_url);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    request.setRawHeader("webhook-id", id);
    request.setRawHeader("webhook-timestamp", QByteArray::number(now.toSecsSinceEpoch()));
    request.setRawHeader("webhook-signature", hookSignature(m_key, id, now, body));
    auto sending = m_client.send("POST", request, body);
    const google::HttpAnswer answer = co_await sending;
    if (answer.stopped)
        co_return;
    conclude(message, answer);
    look();
}

void HookSender::conclude(HookMessage message, const google::HttpAnswer &answer)
{
    if (answer.status >= 200 && answer.status < 300) { // whatever else it had to say
        m_done.append(message);
        m_newError = QString();
    } else if (answer.status == 410) {
        m_isGone = true;
        m_newError = u"The receiver answered 410: it wants no more messages."_s;
    } else {
        const auto asked = google::parseRetryAfter(answer.retryAfter, google::answeredAt(answer, m_clock));
        failed(std::move(message), whatHappened(answer), asked.value_or(0ms));
    }
}

void HookSender::failed(HookMessage message, const QString &why, std::chrono::milliseconds asked)
{
    const QDateTime now = m_clock.nowUtc();
    ++message.attempts;
    if (!message.firstAttempt.isValid())
        message.firstAttempt = now;
    const QDateTime last = message.firstAttempt.addMSecs(std::chrono::milliseconds(longestTrying).count());
    m_newError = why;
    if (now >= last) {
        qCWarning(lcService) << "a message of the outgoing hook is given up after three days:"
                             << message.message.id;
        m_newError = u"A message was given up after three days. "_s + why;
        m_done.append(message);
        return;
    }
    const auto pause = std::max(hookPause(message.attempts, m_random.fraction()), asked);
    m_later.append({ message, std::min(now.addMSecs(pause.count()), last) });
}

// What attempts have come to is stored before anything that waits for it is sent.
Task<void> HookSender::settle()
{
    if (m_done.isEmpty() && m_later.isEmpty() && !m_isGone)
        co_return Expected<void>();
    const auto done = std::exchange(m_done, {});
    const auto later = std::exchange(m_later, {});
    const bool isGone = m_isGone;
    const auto error = m_newError && *m_newError != m_lastError ? m_newError : std::nullopt;
    const QDateTime now = m_clock.nowUtc();
    auto writing = m_ours.write([done, later, isGone, error, now](Session &session) -> Expected<bool> {
        if (auto settled = session.hook().done(done, now); !settled)
            return Unexpected(settled.error());
        for (const Later &each : later) {
            if (auto settled = session.hook().postpone(each.message, each.until); !settled)
                return Unexpected(settled.error());
        }
        bool isNews = error.has_value();
        if (isNews && error->isEmpty()) { // one has arrived, but another may still wait
            const auto waits = session.hook().isPostponing(now);
            if (!waits)
                return waits;
            isNews = !*waits;
        }
        if (isNews) {
            if (auto settled = session.hook().setLastError(*error); !settled)
                return Unexpected(settled.error());
        }
        if (!isGone)
            return isNews;
        auto state = session.hook().state();
        if (!state)
            return Unexpected(state.error());
        if (!*state)
            return isNews;
        (*state)->isDisabled = true;
        if (auto saved = session.hook().save(**state); !saved)
            return Unexpected(saved.error());
        if (auto cleared = session.hook().clear(); !cleared)
            return Unexpected(cleared.error());
        return isNews;
    });
    const auto settled = co_await writing;
    // Where it could not be stored, it is sent once more.
    for (const HookMessage &message : done)
        m_underWay.removeOne(message.message.id);
    for (const Later &each : later)
        m_underWay.removeOne(each.message.message.id);
    if (settled) {
        if (error && *settled) {
            m_lastError = *error;
            if (!error->isEmpty())
                qCInfo(lcService).noquote() << "the outgoing hook:" << *error;
        }
        if (isGone) {
            qCWarning(lcService)
                << "the receiver of the outgoing hook wants no more messages (410): it is switched off"
                   " until its address is another one";
            m_isGone = m_isPrepared = false;
            m_isDisabled = true;
            m_underWay.clear();
        }
    }
    co_return settled ? Expected<void>() : Unexpected(settled.error());
}

} // namespace aria::service
