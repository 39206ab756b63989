#include "service/leadercommands.h"

#include "base/callscope.h"
#include "base/logging.h"
#include "base/time/within.h"
#include "service/relayjson.h"

#include <QCoro/QCoroFuture>

using namespace Qt::StringLiterals;

namespace aria::service {

using store::Session;
using store::SyncStatus;
using sync::Changes;
using sync::Engine;
using sync::PushOutcome;

namespace {

constexpr std::chrono::milliseconds googleTime = std::chrono::seconds(60); // for commands that nobody limits
constexpr std::chrono::milliseconds longestPushWait = std::chrono::minutes(1);

const QString kind = u"do"_s;
const QString doPush = u"push"_s;
const QString doSync = u"sync"_s;
const QString doWatch = u"watch"_s;
const QString doUnwatch = u"unwatch"_s;
const QString doApprove = u"approve"_s;
const QString doReject = u"reject"_s;

const QString localIdMember = u"localId"_s;
const QString revisionMember = u"revision"_s;
const QString waitMember = u"waitMs"_s;
const QString addressMember = u"address"_s;
const QString hoursMember = u"hours"_s;
const QString anyMember = u"any"_s;
const QString countMember = u"count"_s;

Expected<bool> anyOf(const Expected<QJsonObject> &answer)
{
    if (!answer)
        return Unexpected(answer.error());
    return answer->value(anyMember).toBool();
}

Expected<QJsonObject> answerOf(const Expected<bool> &any)
{
    if (!any)
        return Unexpected(any.error());
    return QJsonObject{ { anyMember, *any } };
}

} // namespace

LeaderCommands::LeaderCommands(const Settings &settings, store::Store &store, RandomSource &random,
    Engines &engines, ServiceThread &thread)
    : m_pushWait(settings.pushWait)
    , m_store(store)
    , m_engines(engines)
    , m_thread(thread)
    , m_relay(store, random, settings.calendarIds)
{
    m_relay.setLeads([this](const QString &calendarId) {
        const Engine *engine = m_engines.of(calendarId);
        return engine && engine->leads();
    });
    m_relay.setHandler(
        [this](QString calendarId, QJsonObject command) { return carryOut(calendarId, command); });
    QObject::connect(&engines, &Engines::leadChanged, &m_relay, &Relay::look);
    QObject::connect(&store, &store::Store::changedOutside, &m_relay, &Relay::look);
}

QCoro::Task<std::optional<PushOutcome>> LeaderCommands::pushEdit(
    Engine *engine, qint64 localId, qint64 revision)
{
    if (engine->leads()) {
        const QFuture<PushOutcome> outcome = engine->push().outcomeOf(localId, revision);
        engine->pushNow();
        auto here = co_await within(outcome, m_pushWait, &m_thread);
        co_return here;
    }
    const QJsonObject command{ { kind, doPush }, { localIdMember, localId }, { revisionMember, revision },
        { waitMember, qint64(m_pushWait.count()) } };
    auto answer = co_await m_relay.ask(engine->calendarId(), command, m_pushWait);
    std::optional<PushOutcome> there;
    if (answer)
        there = outcomeFromJson(*answer);
    else // for the caller it is as if the time were up: the edit waits
        qCWarning(lcService) << "the service that speaks to Google did not say what became of an edit:"
                             << answer.error().message;
    co_return there;
}

QFuture<Expected<Changes>> LeaderCommands::requestSync(Engine *engine, std::chrono::milliseconds limit)
{
    auto result = std::make_shared<QPromise<Expected<Changes>>>();
    result->start();
    const QFuture<Expected<Changes>> future = result->future();
    runSync(engine, limit, result);
    return future;
}

QCoro::Task<void> LeaderCommands::runSync(
    Engine *engine, std::chrono::milliseconds limit, std::shared_ptr<QPromise<Expected<Changes>>> result)
{
    const QByteArray call = CallScope::current();
    Expected<Changes> changes = Unexpected(store::notLeader());
    if (engine->leads()) {
        auto here = co_await engine->requestSync();
        changes = here;
    }
    if (!changes && store::meansNotLeader(changes.error())) {
        const QJsonObject command{ { kind, doSync } };
        auto asking = inCall(call,
            [&] { return m_relay.ask(engine->calendarId(), command, limit + std::chrono::seconds(1)); });
        auto there = co_await asking;
        if (there)
            changes = changesFromJson(*there);
        else
            changes = Unexpected(there.error());
    }
    result->addResult(changes);
    result->finish();
}

Task<google::Channel> LeaderCommands::setupWebhook(Engine *engine, QUrl address, int hours)
{
    if (engine->leads()) {
        auto here = co_await engine->channels().setUp(address, std::chrono::hours(hours));
        if (here)
            engine->channelChanged();
        co_return here;
    }
    const QJsonObject command{ { kind, doWatch }, { addressMember, address.toString(QUrl::FullyEncoded) },
        { hoursMember, hours } };
    auto there = co_await m_relay.ask(engine->calendarId(), command, googleTime);
    if (!there)
        co_return Expected<google::Channel>(Unexpected(there.error()));
    co_return Expected<google::Channel>(channelFromJson(*there));
}

Task<bool> LeaderCommands::stopWebhook(Engine *engine)
{
    if (engine->leads()) {
        auto here = co_await engine->channels().stopAll();
        engine->channelChanged();
        co_return here;
    }
    const QJsonObject command{ { kind, doUnwatch } };
    auto there = co_await m_relay.ask(engine->calendarId(), command, googleTime);
    co_return Expected<bool>(anyOf(there));
}

Task<qint64> LeaderCommands::decideDeletions(Engine *engine, Engine::Verdict verdict)
{
    if (engine->leads()) {
        auto here = co_await engine->decideDeletions(verdict);
        co_return here;
    }
    const QJsonObject command{ { kind, verdict == Engine::Verdict::Approve ? doApprove : doReject } };
    auto there = co_await m_relay.ask(engine->calendarId(), command, googleTime);
    if (!there)
        co_return Expected<qint64>(Unexpected(there.error()));
    co_return Expected<qint64>(there->value(countMember).toInteger());
}

Task<QJsonObject> LeaderCommands::carryOut(QString calendarId, QJsonObject command)
{
    Engine *engine = m_engines.of(calendarId);
    if (!engine || !engine->leads())
        co_return Expected<QJsonObject>(Unexpected(store::notLeader()));
    const QString wanted = command.value(kind).toString();
    if (wanted == doPush) {
        auto pushed = co_await carryOutPush(engine, command);
        co_return pushed;
    }
    if (wanted == doSync) {
        auto changes = co_await engine->requestSync();
        if (!changes)
            co_return Expected<QJsonObject>(Unexpected(changes.error()));
        co_return Expected<QJsonObject>(toJson(*changes));
    }
    if (wanted == doWatch) {
        const QUrl address(command.value(addressMember).toString(), QUrl::StrictMode);
        auto channel = co_await setupWebhook(engine, address, command.value(hoursMember).toInt());
        if (!channel)
            co_return Expected<QJsonObject>(Unexpected(channel.error()));
        co_return Expected<QJsonObject>(toJson(*channel));
    }
    if (wanted == doUnwatch) {
        auto stopped = co_await stopWebhook(engine);
        co_return Expected<QJsonObject>(answerOf(stopped));
    }
    if (wanted == doApprove || wanted == doReject) {
        auto decided = co_await decideDeletions(
            engine, wanted == doApprove ? Engine::Verdict::Approve : Engine::Verdict::Reject);
        if (!decided)
            co_return Expected<QJsonObject>(Unexpected(decided.error()));
        co_return Expected<QJsonObject>(QJsonObject{ { countMember, *decided } });
    }
    co_return Expected<QJsonObject>(makeError(ErrorCategory::Precondition, u"unknown_command"_s,
        u"The service that speaks to Google is of another version."_s));
}

Task<QJsonObject> LeaderCommands::carryOutPush(Engine *engine, QJsonObject command)
{
    const qint64 localId = command.value(localIdMember).toInteger();
    const qint64 revision = command.value(revisionMember).toInteger();
    const std::chrono::milliseconds wait(command.value(waitMember).toInteger());
    // First, so that no outcome is missed while the row is read.
    const QFuture<PushOutcome> coming = engine->push().outcomeOf(localId, revision);
    auto recordWork =
        m_store.read([localId](Session &session) { return session.events().byLocalId(localId); });
    auto record = co_await recordWork;
    if (!record)
        co_return Expected<QJsonObject>(Unexpected(record.error()));
    PushOutcome outcome;
    if (coming.isFinished()) {
        outcome = coming.result();
    } else if (*record && (*record)->status == SyncStatus::Error && (*record)->revision == revision) {
        outcome = { PushOutcome::Kind::Refused,
            { ErrorCategory::Refused, u"refused"_s, (*record)->errorMessage } };
    } else if (!*record || (*record)->status != SyncStatus::PendingToGoogle) {
        outcome.kind = PushOutcome::Kind::Overtaken; // over before it was asked about; the row tells how
    } else {
        engine->pushNow();
        auto ended = co_await within(coming, std::min(wait, longestPushWait), &m_thread);
        if (ended)
            outcome = *ended;
    }
    co_return Expected<QJsonObject>(toJson(outcome));
}

} // namespace aria::service
