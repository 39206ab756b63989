// LiveService's commands that change something: stored first, then pushed, then answered.
#include "base/logging.h"
#include "base/scopedcount.h"
#include "service/eventreader.h"
#include "service/liveservice.h"
#include "service/resolution.h"
#include "service/within.h"
#include "service/writeresult.h"
#include "sync/cleanup.h"
#include "sync/metadatakeys.h"

#include <QCoro/QCoroFuture>

namespace aria::service {

using calendar::Event;
using store::EventRecord;
using store::Session;
using store::SyncStatus;
using sync::Engine;
using sync::PushOutcome;

namespace {

// Google's word about a calendar is none about our own API: "not found" there is no unknown path here.
Error watchError(Error error)
{
    switch (error.category) {
    case ErrorCategory::NotFound:
    case ErrorCategory::Gone:
    case ErrorCategory::Forbidden:
    case ErrorCategory::Conflict:
    case ErrorCategory::Stale:
        error.category = ErrorCategory::Precondition;
        error.message = QStringLiteral(
            "Google does not set up notifications for this calendar (%1). It is polled instead.")
                            .arg(sentenceOf(error));
        return error;
    default:
        return error;
    }
}

} // namespace

EditContext LiveService::editContext() const
{
    return { m_settings.calendarIds, m_settings.conflictStrategy, m_clock.nowUtc(),
        sync::readClocks(m_clock, m_api) };
}

Engine *LiveService::engineFor(const QString &calendarId) const
{
    const auto it = std::find_if(m_engines.begin(), m_engines.end(),
        [&](const auto &engine) { return engine->calendarId() == calendarId; });
    return it == m_engines.end() ? nullptr : it->get();
}

QCoro::Task<Expected<WriteOutcome>> LiveService::create(CreateRequest request)
{
    const EditContext context = editContext();
    auto editWork = m_store.write([this, request, context](Session &session) {
        return service::createEvent(session, request, context, m_random);
    });
    auto edit = co_await editWork;
    if (!edit)
        co_return Expected<WriteOutcome>(tl::unexpected(edit.error()));
    auto outcome = co_await push(*edit);
    co_return outcome;
}

// Google names occurrences in a way of its own since 2026; what we cannot read Google can.
QCoro::Task<Expected<EventKey>> LiveService::knownKey(EventKey key)
{
    const QStringList calendarIds = m_settings.calendarIds;
    auto targetWork =
        m_store.read([calendarIds, key](Session &session) { return findTarget(session, calendarIds, key); });
    auto target = co_await targetWork;
    if (!target)
        co_return Expected<EventKey>(tl::unexpected(target.error()));
    if (target->isKnown() || !key.id.contains(QLatin1Char('_')) || !m_board.auth().credentialsValid)
        co_return Expected<EventKey>(key);
    const QStringList asked = key.calendarId.isEmpty() ? calendarIds : QStringList{ key.calendarId };
    EventKey known = key;
    QStringList knownIn;
    for (const QString &calendarId : asked) {
        auto event = co_await m_api.get(calendarId, key.id);
        if (!event || !event->isException())
            continue;
        known.id = calendar::instanceIdOf(event->recurringEventId(), event->originalStart());
        knownIn.append(calendarId);
    }
    if (knownIn.size() == 1)
        known.calendarId = knownIn.constFirst();
    co_return Expected<EventKey>(known);
}

QCoro::Task<Expected<WriteOutcome>> LiveService::update(UpdateRequest request)
{
    const EventKey asked = request.key();
    auto key = co_await knownKey(asked);
    if (!key)
        co_return Expected<WriteOutcome>(tl::unexpected(key.error()));
    request.googleEventId = key->id;
    request.calendarId = key->calendarId;
    const EditContext context = editContext();
    auto editWork = m_store.write([this, request, context](Session &session) {
        return service::updateEvent(session, request, context, m_random);
    });
    auto edit = co_await editWork;
    if (!edit)
        co_return Expected<WriteOutcome>(tl::unexpected(edit.error()));
    auto outcome = co_await push(*edit);
    co_return outcome;
}

QCoro::Task<Expected<WriteOutcome>> LiveService::remove(EventKey key)
{
    auto known = co_await knownKey(key);
    if (!known)
        co_return Expected<WriteOutcome>(tl::unexpected(known.error()));
    const EventKey name = *known;
    const EditContext context = editContext();
    auto editWork = m_store.write(
        [name, context](Session &session) { return service::deleteEvent(session, name, context); });
    auto edit = co_await editWork;
    if (!edit)
        co_return Expected<WriteOutcome>(tl::unexpected(edit.error()));
    auto outcome = co_await push(*edit);
    co_return outcome;
}

void LiveService::announceEdit(const Edit &edit, const Event &after)
{
    sync::EventChange change;
    change.kind = edit.record.isDeletedInAria()                    ? sync::EventChange::Kind::Deleted
        : edit.previous || !edit.record.recurringEventId.isEmpty() ? sync::EventChange::Kind::Updated
                                                                   : sync::EventChange::Kind::Created;
    change.googleEventId = edit.record.googleEventId;
    change.localId = edit.record.localId;
    change.calendarId = edit.record.calendarId;
    if (edit.previous)
        change.before = viewOf(*edit.previous).event;
    change.after = after;
    Q_EMIT eventsChanged({ change });
}

QCoro::Task<Expected<WriteOutcome>> LiveService::push(Edit edit)
{
    Engine *engine = engineFor(edit.record.calendarId);
    const qint64 localId = edit.record.localId;
    const bool waits = edit.record.status == SyncStatus::PendingToGoogle;
    std::optional<PushOutcome> outcome;
    if (waits && engine) {
        auto told = co_await pushed(engine, localId, edit.record.revision);
        outcome = told;
    }
    if (outcome
        && outcome->error.code == QLatin1String("moved")) { // another calendar has it and pushes the edit
        auto movedWork =
            m_store.read([localId](Session &session) { return session.eventByLocalId(localId); });
        auto moved = co_await movedWork;
        if (!moved)
            co_return Expected<WriteOutcome>(tl::unexpected(moved.error()));
        Engine *there = *moved ? engineFor((*moved)->calendarId) : nullptr;
        if (there && (*moved)->status == SyncStatus::PendingToGoogle) {
            const qint64 revision = (*moved)->revision;
            auto told = co_await pushed(there, localId, revision);
            outcome = told;
        }
    }
    if (outcome && outcome->kind == PushOutcome::Kind::Refused) {
        if (edit.changed) { // else it was another request's, which takes it back
            auto takenWork = m_store.write([edit](Session &session) { return takeBack(session, edit); });
            auto taken = co_await takenWork;
            if (!taken)
                co_return Expected<WriteOutcome>(tl::unexpected(taken.error()));
        }
        co_return Expected<WriteOutcome>(tl::unexpected(outcome->error));
    }
    const QStringList calendarIds = m_settings.calendarIds;
    const bool confirmed = !waits || (outcome && outcome->kind == PushOutcome::Kind::Synced);
    auto resultWork = m_store.read([calendarIds, edit, confirmed](Session &session) {
        return resultOf(session, calendarIds, edit, confirmed);
    });
    auto result = co_await resultWork;
    if (result && edit.changed)
        announceEdit(edit, edit.record.isDeletedInAria() ? Event() : result->view.event);
    co_return result;
}

QCoro::Task<Expected<bool>> LiveService::resolveTask(EventKey key, Resolution resolution)
{
    const EditContext context = editContext();
    auto resolvedWork = m_store.write(
        [key, resolution, context](Session &session) { return resolve(session, key, resolution, context); });
    auto resolved = co_await resolvedWork;
    if (!resolved)
        co_return Expected<bool>(tl::unexpected(resolved.error()));
    Q_EMIT eventsChanged(resolved->changes);
    if (Engine *engine = engineFor(resolved->record.calendarId);
        engine && resolved->record.status == SyncStatus::PendingToGoogle) {
        auto outcome = co_await pushed(engine, resolved->record.localId, resolved->record.revision);
        if (outcome && outcome->kind == PushOutcome::Kind::Refused)
            co_return Expected<bool>(tl::unexpected(outcome->error));
    }
    co_return Expected<bool>(true);
}

QCoro::Task<Expected<SyncRun>> LiveService::syncAll(std::chrono::milliseconds limit)
{
    // A person asks: what Google refused gets another try, and nothing waits out a pause of its own.
    const QStringList calendarIds = m_settings.calendarIds;
    const QDateTime atOnce = QDateTime::fromMSecsSinceEpoch(0, Qt::UTC);
    auto retriedWork = m_store.write([calendarIds, atOnce](Session &session) -> Expected<qint64> {
        for (const QString &calendarId : calendarIds) {
            if (auto shortened = session.shortenWaits(calendarId, atOnce); !shortened)
                return tl::unexpected(shortened.error());
        }
        return session.retryErrors(calendarIds);
    });
    auto retried = co_await retriedWork;
    if (!retried)
        co_return Expected<SyncRun>(tl::unexpected(retried.error()));
    std::vector<QFuture<Expected<sync::Changes>>> runs;
    for (const auto &engine : m_engines)
        runs.push_back(beginSync(engine.get(), limit));
    SyncRun total;
    total.finished = true;
    std::optional<Error> failed;
    std::size_t failures = 0;
    const auto deadline = m_clock.monotonic() + limit;
    for (const auto &run : runs) {
        const auto left = std::max(deadline - m_clock.monotonic(), std::chrono::milliseconds(0));
        auto done = co_await within(run, left, this);
        if (!done) {
            total.finished = false;
            continue;
        }
        if (!*done) { // the other calendars go on all the same; /sync/status says which one failed
            ++failures;
            ++total.changes.errors;
            if (!failed)
                failed = done->error();
            continue;
        }
        total.changes += **done;
    }
    if (failures == runs.size() && failed)
        co_return Expected<SyncRun>(tl::unexpected(*failed));
    co_return Expected<SyncRun>(total);
}

QCoro::Task<Expected<SyncRun>> LiveService::notifiedTask(WebhookNotification notification)
{
    for (const auto &engine : m_engines) {
        if (engine->leads())
            continue;
        auto loaded = co_await engine->channels().load(); // the leader sets them up
        if (!loaded)
            co_return Expected<SyncRun>(tl::unexpected(loaded.error()));
    }
    const auto known = std::find_if(m_engines.begin(), m_engines.end(), [&](const auto &engine) {
        return engine->channels().isKnown(notification.channelId, notification.token);
    });
    if (known == m_engines.end()) {
        co_return Expected<SyncRun>(makeError(
            ErrorCategory::NotFound, QStringLiteral("unknown_channel"), QStringLiteral("Unknown channel")));
    }
    SyncRun run;
    run.finished = true;
    // not_exists: the resource is gone, which the sync finds out.
    if (notification.state != QLatin1String("exists") && notification.state != QLatin1String("not_exists"))
        co_return Expected<SyncRun>(run);
    constexpr std::chrono::seconds limit{ 5 };
    auto synced = beginSync(known->get(), limit);
    auto done = co_await within(synced, limit, this);
    if (!done) {
        run.finished = false;
        co_return Expected<SyncRun>(run);
    }
    if (*done)
        run.changes = **done;
    else
        ++run.changes.errors; // the notification was genuine all the same; the calendar's last_error says why
    co_return Expected<SyncRun>(run);
}

QUrl LiveService::webhookAddress(const QString &given) const
{
    if (!given.isEmpty())
        return QUrl(given, QUrl::StrictMode);
    if (m_settings.webhookBaseUrl.isEmpty())
        return {};
    QUrl address = m_settings.webhookBaseUrl;
    QString path = address.path();
    while (path.endsWith(QLatin1Char('/')))
        path.chop(1);
    address.setPath(path + QStringLiteral("/webhook"));
    return address;
}

QCoro::Task<Expected<google::Channel>> LiveService::setup(QString webhookUrl, int hours)
{
    using Result = Expected<google::Channel>;
    const QUrl address = webhookAddress(webhookUrl);
    if (address.isEmpty() && webhookUrl.isEmpty()) {
        co_return Result(makeError(ErrorCategory::Precondition, QStringLiteral("no_webhook_url"),
            QStringLiteral("No webhook_url was given and this service has no public address of its own: "
                           "CALENDAR_SYNC_WEBHOOK_BASE_URL is not set, or it runs as a demo, which has none.")));
    }
    if (!address.isValid() || address.scheme() != QLatin1String("https") || address.host().isEmpty()) {
        co_return Result(makeError(ErrorCategory::Precondition, QStringLiteral("webhook_not_https"),
            QStringLiteral("The webhook address must be an https URL.")));
    }
    Result answer =
        makeError(ErrorCategory::Internal, QStringLiteral("no_calendar"), QStringLiteral("No calendar."));
    bool any = false;
    for (std::size_t i = 0; i < m_engines.size(); ++i) {
        auto channel = co_await setupOne(m_engines[i].get(), address, hours);
        if (!channel) {
            // Some calendars, such as holidays, have no notifications; they are polled, the others are not held up.
            qCWarning(lcService) << "no webhook for calendar" << m_engines[i]->calendarId() << ":"
                                 << channel.error().message;
        }
        if ((channel && !any) || i == 0)
            answer = channel;
        any = any || channel.has_value();
    }
    publish();
    if (!answer)
        answer = tl::unexpected(watchError(answer.error()));
    co_return answer;
}

QCoro::Task<Expected<bool>> LiveService::stopChannels()
{
    bool any = false;
    std::optional<Error> failed;
    for (const auto &engine : m_engines) {
        auto stopped = co_await stopOne(engine.get());
        if (!stopped)
            failed = stopped.error();
        else
            any = any || *stopped;
    }
    publish();
    if (failed)
        co_return Expected<bool>(tl::unexpected(*failed));
    co_return Expected<bool>(any);
}

QCoro::Task<Expected<bool>> LiveService::setPaused(bool paused)
{
    const QString anyCalendar = m_settings.calendarIds.constFirst();
    auto storedWork = m_store.write([paused, anyCalendar](Session &session) {
        auto set = paused ? session.setMetadata(sync::metadata::paused, QString(), QStringLiteral("true"))
                          : session.removeMetadata(sync::metadata::paused, QString());
        return set ? session.wakeOthers(anyCalendar) : set;
    });
    auto stored = co_await storedWork;
    ++m_pauseEdits;
    if (!stored)
        co_return Expected<bool>(tl::unexpected(stored.error()));
    const bool changed = m_paused != paused;
    applyPaused(paused);
    co_return Expected<bool>(changed);
}

QCoro::Task<void> LiveService::cleanUp()
{
    if (!m_engines.front()->leads()) { // whoever leads cleans up
        m_cleanupSchedule.setDueIn(std::chrono::hours(1));
        co_return;
    }
    const ScopedCount busy(m_tasks);
    const int history = m_settings.historyRetentionDays;
    const int deleted = m_settings.deletedRetentionDays;
    Expected<sync::CleanUp> cleaned;
    qint64 removed = 0;
    do {
        const sync::ClockReading clocks = sync::readClocks(m_clock, m_api);
        auto cleanedWork = m_store.write([history, deleted, clocks](Session &session) {
            return sync::cleanUp(session, history, deleted, clocks);
        });
        auto part = co_await cleanedWork;
        cleaned = part;
        removed += cleaned ? cleaned->history : 0;
    } while (cleaned && !cleaned->isComplete);
    if (cleaned) {
        qCInfo(lcService) << "daily clean-up:" << removed << "history rows and" << cleaned->events
                          << "deleted events removed";
    } else {
        qCWarning(lcService) << "the daily clean-up failed:" << cleaned.error().message;
    }
    m_cleanupSchedule.setDueIn(std::chrono::hours(24));
}

} // namespace aria::service
