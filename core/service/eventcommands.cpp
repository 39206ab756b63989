#include "service/eventcommands.h"

#include "base/callscope.h"
#include "base/time/within.h"
#include "edits/moving.h"
#include "edits/resolution.h"
#include "edits/undo.h"
#include "sync/pull/notfound.h"

#include <QCoro/QCoroFuture>

#include <QDeadlineTimer>

using namespace Qt::StringLiterals;

namespace aria::service {

using store::HistoryRecord;
using store::Session;
using store::SyncStatus;
using sync::Engine;
using sync::PushOutcome;

namespace {

Expected<FollowingEdit> alone(const Expected<Edit> &edit)
{
    return edit.map([](const Edit &stored) { return FollowingEdit{ { stored }, QString() }; });
}

Error slowGoogle()
{
    return { ErrorCategory::Unavailable, u"google_slow"_s,
        u"Google has not said yet whether there is such an event."_s };
}

UpdateRequest named(UpdateRequest request, const EventKey &key)
{
    request.googleEventId = key.id;
    request.calendarId = key.calendarId;
    return request;
}

Expected<FollowingEdit> undoById(
    Session &session, qint64 historyId, const EditContext &context, RandomSource &random)
{
    const auto change = session.history().byId(historyId);
    if (!change)
        return Unexpected(change.error());
    if (!*change) {
        return makeError(
            ErrorCategory::NotFound, u"not_found"_s, u"There is no such change in the history."_s);
    }
    if (isFollowing(**change))
        return undoFollowing(session, (*change)->calendarId, (*change)->reason, context, random);
    return alone(undoChange(session, **change, context, random));
}

// How many were undone, newest first.
Expected<int> undoAllSince(
    Session &session, const QDateTime &since, const EditContext &context, RandomSource &random)
{
    const auto changes = session.history().since(context.calendarIds, since);
    if (!changes)
        return Unexpected(changes.error());
    int undone = 0;
    std::optional<Error> readOnly; // a calendar that cannot be written holds up no other
    for (const HistoryRecord &change : *changes) {
        const auto edit = undoChange(session, change, context, random);
        if (edit)
            ++undone;
        else if (edit.error().code == "read_only_calendar"_L1)
            readOnly = edit.error();
        else if (edit.error().code != "already_gone"_L1)
            return Unexpected(edit.error());
    }
    return undone == 0 && readOnly ? Expected<int>(Unexpected(*readOnly)) : Expected<int>(undone);
}

} // namespace

EventCommands::EventCommands(const Settings &settings, store::Store &store, google::CalendarApi &api,
    const Clock &clock, RandomSource &random, Engines &engines, LeaderCommands &leader,
    const StatusBoard &board)
    : m_calendarIds(settings.calendarIds)
    , m_patience(settings.pushWait)
    , m_store(store)
    , m_api(api)
    , m_random(random)
    , m_engines(engines)
    , m_leader(leader)
    , m_board(board)
    , m_push(settings, store, api, clock, random, engines, leader)
{
    connect(&m_push, &EditPush::eventsChanged, this, &EventCommands::eventsChanged);
}

Task<WriteOutcome> EventCommands::storeAndPush(Change change)
{
    const QByteArray call = CallScope::current();
    const EditContext context = m_push.context();
    auto editWork = m_store.write([change, context](Session &session) { return change(session, context); });
    auto edit = co_await editWork;
    if (!edit)
        co_return Expected<WriteOutcome>(Unexpected(edit.error()));
    auto pushing = inCall(call, [&] { return m_push.pushEdit(*edit); });
    auto outcome = co_await pushing;
    co_return outcome;
}

Task<WriteOutcome> EventCommands::storeAndPushOf(EventKey key, ChangeOf change)
{
    const QByteArray call = CallScope::current();
    auto known = co_await knownKey(key);
    if (!known)
        co_return Expected<WriteOutcome>(Unexpected(known.error()));
    const EventKey name = *known;
    const Change changeOfIt = [change, name](Session &session, const EditContext &context) {
        return change(session, context, name);
    };
    auto storing = inCall(call, [&] { return storeAndPush(changeOfIt); });
    auto outcome = co_await storing;
    co_return outcome;
}

// Google names occurrences in a way of its own since 2026, in any form; what we cannot read Google can.
Task<EventKey> EventCommands::knownKey(EventKey key)
{
    const QByteArray call = CallScope::current();
    const QStringList calendarIds = m_calendarIds;
    auto targetWork =
        m_store.read([calendarIds, key](Session &session) { return findTarget(session, calendarIds, key); });
    auto target = co_await targetWork;
    if (!target)
        co_return Expected<EventKey>(Unexpected(target.error()));
    if (target->isKnown() || !m_board.auth().credentialsValid)
        co_return Expected<EventKey>(key);
    const QStringList asked = key.calendarId.isEmpty() ? calendarIds : QStringList{ key.calendarId };
    EventKey known = key;
    QStringList knownIn;
    std::optional<Error> unanswered; // Google knows whether there is such an event, and did not say
    const QDeadlineTimer patience(m_patience); // for all of them together
    for (const QString &calendarId : asked) {
        const auto answer = std::make_shared<QPromise<Expected<calendar::Event>>>();
        answer->start();
        inCall(call, [&] { return askGoogle(calendarId, key.id, answer); });
        const QFuture<Expected<calendar::Event>> answered = answer->future();
        const auto inTime = within(answered, std::chrono::milliseconds(patience.remainingTime()), this);
        auto event = co_await inTime;
        if (!unanswered && !event)
            unanswered = slowGoogle();
        else if (!unanswered && !*event && isTransient(event->error()))
            unanswered = event->error();
        if (!event || !*event || !(*event)->isException())
            continue;
        known.id = calendar::instanceIdOf((*event)->recurringEventId(), (*event)->originalStart());
        knownIn.append(calendarId);
    }
    if (knownIn.isEmpty() && unanswered)
        co_return Expected<EventKey>(Unexpected(*unanswered));
    if (knownIn.size() == 1)
        known.calendarId = knownIn.constFirst();
    co_return Expected<EventKey>(known);
}

QCoro::Task<void> EventCommands::askGoogle(
    QString calendarId, QString id, std::shared_ptr<QPromise<Expected<calendar::Event>>> answer)
{
    auto found = co_await sync::lookUp(m_api, calendarId, id);
    answer->addResult(found ? Expected<calendar::Event>(found->value_or(calendar::Event()))
                            : Expected<calendar::Event>(Unexpected(found.error())));
    answer->finish();
}

Task<WriteOutcome> EventCommands::createEvent(CreateRequest request)
{
    return storeAndPush([this, request](Session &session, const EditContext &context) {
        return alone(service::createEvent(session, request, context, m_random));
    });
}

Task<WriteOutcome> EventCommands::updateEvent(UpdateRequest request)
{
    return storeAndPushOf(
        request.key(), [this, request](Session &session, const EditContext &context, const EventKey &key) {
            return alone(service::updateEvent(session, named(request, key), context, m_random));
        });
}

Task<WriteOutcome> EventCommands::deleteEvent(EventKey key)
{
    return storeAndPushOf(key, [](Session &session, const EditContext &context, const EventKey &known) {
        return alone(service::deleteEvent(session, known, context));
    });
}

Task<WriteOutcome> EventCommands::respondToEvent(RespondRequest request)
{
    return storeAndPushOf(
        request.key, [request](Session &session, const EditContext &context, const EventKey &known) {
            RespondRequest named = request;
            named.key = known;
            return alone(service::respond(session, named, context));
        });
}

Task<WriteOutcome> EventCommands::moveEvent(MoveRequest request)
{
    return storeAndPushOf(
        request.key, [request](Session &session, const EditContext &context, const EventKey &known) {
            MoveRequest named = request;
            named.key = known;
            return alone(service::moveEvent(session, named, context));
        });
}

Task<FollowingView> EventCommands::following(EventKey key)
{
    auto known = co_await knownKey(key);
    if (!known)
        co_return Expected<FollowingView>(Unexpected(known.error()));
    const EventKey name = *known;
    const QStringList calendarIds = m_calendarIds;
    auto viewWork = m_store.read(
        [calendarIds, name](Session &session) { return readFollowing(session, calendarIds, name); });
    auto view = co_await viewWork;
    co_return view;
}

Task<WriteOutcome> EventCommands::updateFollowing(UpdateRequest request)
{
    return storeAndPushOf(
        request.key(), [this, request](Session &session, const EditContext &context, const EventKey &key) {
            return service::updateFollowing(session, named(request, key), context, m_random);
        });
}

Task<WriteOutcome> EventCommands::deleteFollowing(EventKey key)
{
    return storeAndPushOf(key, [](Session &session, const EditContext &context, const EventKey &known) {
        return service::deleteFollowing(session, known, context);
    });
}

Task<WriteOutcome> EventCommands::undo(qint64 historyId)
{
    return storeAndPush([this, historyId](Session &session, const EditContext &context) {
        return undoById(session, historyId, context, m_random);
    });
}

Task<int> EventCommands::undoSince(QDateTime since)
{
    const EditContext context = m_push.context();
    auto undoneWork = m_store.write(
        [this, since, context](Session &session) { return undoAllSince(session, since, context, m_random); });
    auto undone = co_await undoneWork;
    if (undone)
        m_engines.pushNow();
    co_return undone;
}

Task<QStringList> EventCommands::resolveConflict(EventKey key, Resolution resolution)
{
    const QByteArray call = CallScope::current();
    const EditContext context = m_push.context();
    auto resolvedWork = m_store.write([key, resolution, context](Session &session) {
        return service::resolveConflict(session, key, resolution, context);
    });
    auto resolved = co_await resolvedWork;
    if (!resolved)
        co_return Expected<QStringList>(Unexpected(resolved.error()));
    Q_EMIT eventsChanged(resolved->changes);
    auto pushing = inCall(call, [&] { return m_push.pushAndFollow(resolved->record); });
    auto pushed = co_await pushing;
    if (!pushed)
        co_return Expected<QStringList>(Unexpected(pushed.error()));
    if (*pushed && (*pushed)->kind == PushOutcome::Kind::Refused) {
        const Error why = (*pushed)->error;
        const Resolved refused = *resolved;
        auto reverting =
            m_store.write([refused](Session &session) { return revertResolution(session, refused); });
        auto reverted = co_await reverting;
        co_return Expected<QStringList>(Unexpected(reverted ? why : reverted.error()));
    }
    co_return Expected<QStringList>(resolved->leftToGoogle);
}

} // namespace aria::service
