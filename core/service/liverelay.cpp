// LiveService on a database that several services share: what is done here if this service leads the calendar, and by
// its leader if not.
#include "base/logging.h"
#include "base/scopedcount.h"
#include "service/liveservice.h"
#include "service/relayjson.h"
#include "service/within.h"
#include "sync/metadatakeys.h"

#include <QCoro/QCoroFuture>

#include <QCoreApplication>
#include <QSysInfo>

namespace aria::service {

using store::Session;
using store::SyncStatus;
using sync::Changes;
using sync::Engine;
using sync::PushOutcome;

namespace {

constexpr std::chrono::milliseconds foldingTime{ 300 };
constexpr std::chrono::milliseconds googleTime = std::chrono::seconds(60); // for commands that nobody limits
constexpr std::chrono::milliseconds longestPushWait = std::chrono::minutes(1);

const QString kind = QStringLiteral("do");
const QString doPush = QStringLiteral("push");
const QString doSync = QStringLiteral("sync");
const QString doWatch = QStringLiteral("watch");
const QString doUnwatch = QStringLiteral("unwatch");
const QString doApprove = QStringLiteral("approve");
const QString doReject = QStringLiteral("reject");

const QString localIdMember = QStringLiteral("localId");
const QString revisionMember = QStringLiteral("revision");
const QString waitMember = QStringLiteral("waitMs");
const QString addressMember = QStringLiteral("address");
const QString hoursMember = QStringLiteral("hours");
const QString anyMember = QStringLiteral("any");
const QString countMember = QStringLiteral("count");

Expected<bool> anyOf(const Expected<QJsonObject> &answer)
{
    if (!answer)
        return tl::unexpected(answer.error());
    return answer->value(anyMember).toBool();
}

Expected<QJsonObject> answerOf(const Expected<bool> &any)
{
    if (!any)
        return tl::unexpected(any.error());
    return QJsonObject{ { anyMember, *any } };
}

} // namespace

bool LiveService::leads() const
{
    return std::any_of(
        m_engines.begin(), m_engines.end(), [](const auto &engine) { return engine->leads(); });
}

void LiveService::connectOthers()
{
    const QString name =
        QStringLiteral("%1/%2").arg(QSysInfo::machineHostName()).arg(QCoreApplication::applicationPid());
    for (const auto &engine : m_engines) {
        engine->setReport([this, name] {
            QJsonObject report = toJson(m_board.status());
            report.insert(QStringLiteral("service"), name);
            return report;
        });
        connect(engine.get(), &Engine::leadChanged, this, [this] {
            publish();
            m_relay.look();
        });
    }
    m_relay.setLeads([this](const QString &calendarId) {
        const Engine *engine = engineFor(calendarId);
        return engine && engine->leads();
    });
    m_relay.setHandler(
        [this](QString calendarId, QJsonObject command) { return carryOut(calendarId, command); });
    m_changesOfOthers.setSingleShot(true);
    m_changesOfOthers.setInterval(foldingTime);
    // Which events those were only the service knows that changed them; whoever shows events reads them again.
    connect(&m_changesOfOthers, &QTimer::timeout, this, [this] { Q_EMIT eventsChanged({}); });
    connect(&m_store, &store::Store::changedOutside, this, [this] {
        for (const auto &engine : m_engines)
            engine->pushSoon();
        if (!m_store.isShared())
            return;
        m_relay.look();
        lookOutside();
        if (!leads() && !m_changesOfOthers.isActive())
            m_changesOfOthers.start();
    });
}

QCoro::Task<void> LiveService::lookOutside()
{
    m_lookOutsideAgain = true;
    if (m_lookingOutside || !m_board.isReady())
        co_return;
    const ScopedCount busy(m_tasks);
    m_lookingOutside = true;
    while (std::exchange(m_lookOutsideAgain, false)) {
        const int edits = m_pauseEdits;
        auto pausedWork = m_store.read(
            [](Session &session) { return session.metadata(sync::metadata::paused, QString()); });
        auto paused = co_await pausedWork;
        if (!paused)
            break; // the reconnection is a look too
        if (edits != m_pauseEdits)
            m_lookOutsideAgain = true; // this may be what it was before
        else if (paused->has_value() != m_paused)
            applyPaused(paused->has_value());
    }
    m_lookingOutside = false;
}

void LiveService::applyPaused(bool paused)
{
    m_paused = paused;
    for (const auto &engine : m_engines)
        engine->setPaused(paused);
    publish();
}

QCoro::Task<std::optional<PushOutcome>> LiveService::pushed(Engine *engine, qint64 localId, qint64 revision)
{
    if (engine->leads()) {
        const QFuture<PushOutcome> outcome = engine->push().outcomeOf(localId, revision);
        engine->pushNow();
        auto here = co_await within(outcome, m_settings.pushWait, this);
        co_return here;
    }
    const QJsonObject command{ { kind, doPush }, { localIdMember, localId }, { revisionMember, revision },
        { waitMember, qint64(m_settings.pushWait.count()) } };
    auto answer = co_await m_relay.ask(engine->calendarId(), command, m_settings.pushWait);
    std::optional<PushOutcome> there;
    if (answer)
        there = outcomeFromJson(*answer);
    co_return there;
}

QFuture<Expected<Changes>> LiveService::beginSync(Engine *engine, std::chrono::milliseconds limit)
{
    auto result = std::make_shared<QPromise<Expected<Changes>>>();
    result->start();
    const QFuture<Expected<Changes>> future = result->future();
    syncOne(engine, limit, result);
    return future;
}

QCoro::Task<void> LiveService::syncOne(
    Engine *engine, std::chrono::milliseconds limit, std::shared_ptr<QPromise<Expected<Changes>>> result)
{
    Expected<Changes> changes = tl::unexpected(store::notLeader());
    if (engine->leads()) {
        auto here = co_await engine->requestSync();
        changes = here;
    }
    if (!changes && store::meansNotLeader(changes.error())) {
        const QJsonObject command{ { kind, doSync } };
        auto there = co_await m_relay.ask(engine->calendarId(), command, limit + std::chrono::seconds(1));
        if (there)
            changes = changesFromJson(*there);
        else
            changes = tl::unexpected(there.error());
    }
    result->addResult(changes);
    result->finish();
}

QCoro::Task<Expected<google::Channel>> LiveService::setupOne(Engine *engine, QUrl address, int hours)
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
        co_return Expected<google::Channel>(tl::unexpected(there.error()));
    co_return Expected<google::Channel>(channelFromJson(*there));
}

QCoro::Task<Expected<bool>> LiveService::stopOne(Engine *engine)
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

QCoro::Task<Expected<qint64>> LiveService::decideOne(Engine *engine, Engine::Verdict verdict)
{
    if (engine->leads()) {
        auto here = co_await engine->decideDeletions(verdict);
        co_return here;
    }
    const QJsonObject command{ { kind, verdict == Engine::Verdict::Approve ? doApprove : doReject } };
    auto there = co_await m_relay.ask(engine->calendarId(), command, googleTime);
    if (!there)
        co_return Expected<qint64>(tl::unexpected(there.error()));
    co_return Expected<qint64>(there->value(countMember).toInteger());
}

QCoro::Task<Expected<QJsonObject>> LiveService::carryOut(QString calendarId, QJsonObject command)
{
    Engine *engine = engineFor(calendarId);
    if (!engine || !engine->leads())
        co_return Expected<QJsonObject>(tl::unexpected(store::notLeader()));
    const QString wanted = command.value(kind).toString();
    if (wanted == doPush) {
        auto pushed = co_await carryOutPush(engine, command);
        co_return pushed;
    }
    if (wanted == doSync) {
        auto changes = co_await engine->requestSync();
        if (!changes)
            co_return Expected<QJsonObject>(tl::unexpected(changes.error()));
        co_return Expected<QJsonObject>(toJson(*changes));
    }
    if (wanted == doWatch) {
        const QUrl address(command.value(addressMember).toString(), QUrl::StrictMode);
        auto channel = co_await setupOne(engine, address, command.value(hoursMember).toInt());
        publish();
        if (!channel)
            co_return Expected<QJsonObject>(tl::unexpected(channel.error()));
        co_return Expected<QJsonObject>(toJson(*channel));
    }
    if (wanted == doUnwatch) {
        auto stopped = co_await stopOne(engine);
        publish();
        co_return Expected<QJsonObject>(answerOf(stopped));
    }
    if (wanted == doApprove || wanted == doReject) {
        auto decided = co_await decideOne(
            engine, wanted == doApprove ? Engine::Verdict::Approve : Engine::Verdict::Reject);
        publish();
        if (!decided)
            co_return Expected<QJsonObject>(tl::unexpected(decided.error()));
        co_return Expected<QJsonObject>(QJsonObject{ { countMember, *decided } });
    }
    co_return Expected<QJsonObject>(makeError(ErrorCategory::Precondition, QStringLiteral("unknown_command"),
        QStringLiteral("The service that speaks to Google is of another version.")));
}

QCoro::Task<Expected<QJsonObject>> LiveService::carryOutPush(Engine *engine, QJsonObject command)
{
    const qint64 localId = command.value(localIdMember).toInteger();
    const qint64 revision = command.value(revisionMember).toInteger();
    const std::chrono::milliseconds wait(command.value(waitMember).toInteger());
    // First, so that no outcome is missed while the row is read.
    const QFuture<PushOutcome> coming = engine->push().outcomeOf(localId, revision);
    auto recordWork = m_store.read([localId](Session &session) { return session.eventByLocalId(localId); });
    auto record = co_await recordWork;
    if (!record)
        co_return Expected<QJsonObject>(tl::unexpected(record.error()));
    PushOutcome outcome;
    if (coming.isFinished()) {
        outcome = coming.result();
    } else if (*record && (*record)->status == SyncStatus::Error && (*record)->revision == revision) {
        outcome = { PushOutcome::Kind::Refused,
            { ErrorCategory::Refused, QStringLiteral("refused"), (*record)->errorMessage } };
    } else if (!*record || (*record)->status != SyncStatus::PendingToGoogle) {
        outcome.kind = PushOutcome::Kind::Overtaken; // over before it was asked about; the row tells how
    } else {
        engine->pushNow();
        auto ended = co_await within(coming, std::min(wait, longestPushWait), this);
        if (ended)
            outcome = *ended;
    }
    co_return Expected<QJsonObject>(toJson(outcome));
}

} // namespace aria::service
