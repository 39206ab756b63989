#include "service/relay.h"

#include "base/callscope.h"
#include "base/logging.h"
#include "base/scopedcount.h"
#include "base/time/within.h"
#include "service/relayjson.h"
#include "store/fencedstore.h"
#include "store/metadatakeys.h"

#include <QCoro/QCoroFuture>

#include <QJsonDocument>
#include <QSet>

using namespace Qt::StringLiterals;

namespace aria::service {

using store::Session;

namespace {

constexpr std::chrono::seconds lookInterval{ 1 };
constexpr std::chrono::seconds longestLife{ 600 }; // of a command that nobody came back for

const QString commandMember = u"command"_s;
const QString answerMember = u"answer"_s;
const QString errorMember = u"error"_s;
const QString callMember = u"requestId"_s; // of the API's call, so that the leader's log names it too

QString textOf(const QJsonObject &json)
{
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

QJsonObject jsonOf(const QString &text)
{
    return QJsonDocument::fromJson(text.toUtf8()).object();
}

Error noAnswer()
{
    return { ErrorCategory::Unavailable, u"no_answer"_s,
        u"The service that speaks to Google did not answer in time."_s, std::chrono::seconds(5) };
}

} // namespace

Relay::Relay(store::Store &store, RandomSource &random, QStringList calendarIds)
    : m_store(store)
    , m_random(random)
    , m_calendarIds(std::move(calendarIds))
{
    m_timer.setInterval(lookInterval);
    connect(&m_timer, &QTimer::timeout, this, &Relay::look);
}

QCoro::Task<Relay::Result> Relay::ask(
    QString calendarId, QJsonObject command, std::chrono::milliseconds limit)
{
    const ScopedCount busy(m_tasks);
    if (m_stopped)
        co_return Result(Unexpected(noAnswer()));
    const QString key = store::metadata::commandPrefix + newUuid(m_random);
    QPromise<Result> promise;
    promise.start();
    QFuture<Result> future = promise.future();
    m_waiting.emplace(key, std::move(promise));
    m_timer.start();

    const QString row =
        textOf({ { commandMember, command }, { callMember, QString::fromLatin1(CallScope::current()) } });
    auto toldWork = m_store.write([calendarId, key, row](Session &session) {
        auto stored = session.metadata().set(key, calendarId, row);
        return stored ? session.lead().wakeOthers(calendarId) : stored;
    });
    auto told = co_await toldWork;
    if (!told) {
        m_waiting.erase(key);
        co_return Result(Unexpected(told.error()));
    }
    look(); // this service may lead by now
    auto answered = co_await within(future, limit, this);
    m_waiting.erase(key);
    if (m_waiting.empty())
        m_timer.stop();
    if (!answered) {
        m_abandoned.insert(key);
        co_return Result(Unexpected(noAnswer()));
    }
    co_return *answered;
}

void Relay::look()
{
    const bool leads = std::any_of(m_calendarIds.cbegin(), m_calendarIds.cend(), m_leads);
    if (m_stopped || !m_store.isShared() || (!leads && m_waiting.empty() && m_abandoned.isEmpty()))
        return;
    m_looks.ask();
}

QCoro::Task<void> Relay::lookOnce()
{
    if (m_stopped)
        co_return;
    const ScopedCount busy(m_tasks);
    for (const QString &calendarId : m_calendarIds) {
        QStringList answered = m_takenUp.keys(true); // as of the beginning of this look
        auto rowsWork =
            m_store.read([calendarId](Session &session) { return session.lead().commands(calendarId); });
        auto rows = co_await rowsWork;
        if (!rows)
            break; // the database is away; what comes after that is a look too
        QSet<QString> seen;
        for (const auto &[key, value] : std::as_const(*rows)) {
            seen.insert(key);
            const QJsonObject row = jsonOf(value);
            const bool isAnswered = row.contains(answerMember) || row.contains(errorMember);
            if (isAnswered && m_waiting.contains(key)) {
                const QJsonValue error = row.value(errorMember);
                answer(key,
                    error.isObject() ? Result(Unexpected(errorFromJson(error.toObject())))
                                     : Result(row.value(answerMember).toObject()));
                forget(calendarId, key);
            } else if (isAnswered && m_abandoned.remove(key)) {
                forget(calendarId, key);
            } else if (!isAnswered && m_leads(calendarId) && !m_takenUp.contains(key)) {
                m_takenUp.insert(key, false);
                const CallScope scope(row.value(callMember).toString().left(512).toLatin1());
                carryOut(calendarId, key, row.value(commandMember).toObject());
            }
        }
        answered.removeIf([&seen](const QString &key) { return seen.contains(key); });
        for (const QString &key : std::as_const(answered))
            m_takenUp.remove(key);
    }
}

void Relay::answer(const QString &key, const Result &result)
{
    auto waiting = m_waiting.extract(key);
    waiting.mapped().addResult(result);
    waiting.mapped().finish();
}

QCoro::Task<void> Relay::carryOut(QString calendarId, QString key, QJsonObject command)
{
    const ScopedCount busy(m_tasks);
    qCDebug(lcService).noquote() << "another service asks:" << textOf(command).left(80);
    auto result = co_await m_handler(calendarId, command);
    if (result || !store::meansNotLeader(result.error())) {
        QJsonObject row{ { commandMember, command } };
        if (result)
            row.insert(answerMember, *result);
        else
            row.insert(errorMember, toJson(result.error()));
        const QString text = textOf(row);
        auto toldWork = m_store.write([calendarId, key, text](Session &session) -> Expected<void> {
            const auto asked = session.metadata().value(key, calendarId);
            if (!asked)
                return Unexpected(asked.error());
            if (*asked) { // else nobody waits any more
                if (auto stored = session.metadata().set(key, calendarId, text); !stored)
                    return Unexpected(stored.error());
                if (auto woken = session.lead().wakeOthers(calendarId); !woken)
                    return Unexpected(woken.error());
            }
            return session.lead().forgetCommands(calendarId, longestLife);
        });
        auto told = co_await toldWork;
        if (!told)
            qCWarning(lcService) << "an answer for another service could not be stored:"
                                 << told.error().message;
        m_takenUp[key] = true;
        look(); // it may be for ourselves
    } else {
        m_takenUp.remove(key); // whoever leads next finds it
    }
}

QCoro::Task<void> Relay::forget(QString calendarId, QString key)
{
    const ScopedCount busy(m_tasks);
    auto forgottenWork = m_store.write(
        [calendarId, key](Session &session) { return session.metadata().remove(key, calendarId); });
    auto forgotten = co_await forgottenWork;
    if (!forgotten)
        qCInfo(lcService) << "an answered command stays until it is cleaned up:" << forgotten.error().message;
}

void Relay::stop()
{
    m_stopped = true;
    m_timer.stop();
    auto waiting = std::exchange(m_waiting, {});
    for (auto &[key, promise] : waiting) {
        promise.addResult(Result(Unexpected(noAnswer())));
        promise.finish();
    }
}

} // namespace aria::service
