#include "agenda/eventcommands.h"

#include "base/whenfinished.h"
#include "uicommon/errorwords.h"
#include "uicommon/eventcopy.h"
#include "uicommon/uiformat.h"

using namespace Qt::StringLiterals;

namespace aria::agenda {

using service::CreateRequest;
using service::EventView;
using service::HistoryPage;
using service::WriteOutcome;

namespace {

constexpr int historyLook = 50; // entries; an edit a moment ago is among the first

QString nobodyThere()
{
    return uicommon::errorText({ ErrorCategory::Unavailable, u"stopping"_s, {} });
}

} // namespace

EventCommands::EventCommands(uicommon::ServiceLink &link, QObject *parent)
    : QObject(parent)
    , m_link(link)
{
}

service::CalendarService *EventCommands::serviceOrSay()
{
    auto *service = m_link.service();
    if (!service)
        Q_EMIT failed(nobodyThere());
    return service;
}

void EventCommands::create(const CreateRequest &request, const QString &line)
{
    auto *service = m_link.service();
    if (!service)
        return Q_EMIT notCreated(line, nobodyThere());
    whenFinished(
        service->createEvent(request), this, [this, line](const QFuture<Expected<WriteOutcome>> &future) {
            if (future.resultCount() == 0)
                return Q_EMIT notCreated(line, tr("The service stopped before it answered."));
            const Expected<WriteOutcome> made = future.result();
            if (!made)
                return Q_EMIT notCreated(line, uicommon::errorText(made.error()));
            Q_EMIT done({ Undoable::Kind::Created, uicommon::titleOf(made->view.event), made->view,
                            made->view.googleEventId, made->view.localId },
                made->pushed);
        });
}

void EventCommands::remove(const EventView &view, const service::EventKey &event, bool following)
{
    auto *service = m_link.service();
    if (!service) {
        Q_EMIT removed(event, false);
        return Q_EMIT failed(nobodyThere());
    }
    whenFinished(following ? service->deleteFollowing(event) : service->deleteEvent(event), this,
        [this, view, event, following](const QFuture<Expected<WriteOutcome>> &future) {
            if (future.resultCount() == 0) {
                Q_EMIT removed(event, false);
                return Q_EMIT failed(tr("The service stopped before it answered."));
            }
            const Expected<WriteOutcome> gone = future.result();
            Q_EMIT removed(event, gone.has_value());
            if (!gone)
                return Q_EMIT failed(uicommon::errorText(gone.error()));
            Q_EMIT done({ following ? Undoable::Kind::DeletedFollowing : Undoable::Kind::Deleted,
                            uicommon::titleOf(view.event), view,
                            following ? gone->view.googleEventId : event.id, gone->view.localId },
                gone->pushed);
        });
}

void EventCommands::move(const EventView &view, const QString &calendarId)
{
    auto *service = serviceOrSay();
    if (!service)
        return;
    const QString series = view.event.recurringEventId();
    const service::EventKey key(series.isEmpty() ? view.googleEventId : series, view.calendarId);
    whenFinished(service->moveEvent({ key, calendarId }), this,
        [this, view, key, calendarId](const QFuture<Expected<WriteOutcome>> &future) {
            if (future.resultCount() == 0)
                return Q_EMIT failed(tr("The service stopped before it answered."));
            const Expected<WriteOutcome> moved = future.result();
            if (!moved)
                return Q_EMIT failed(uicommon::errorText(moved.error()));
            Undoable edit{ Undoable::Kind::Moved, uicommon::titleOf(view.event), view, key.id, view.localId };
            edit.before.calendarId = calendarId; // where it is now
            edit.movedFrom = key.calendarId;
            Q_EMIT done(edit, moved->pushed);
        });
}

void EventCommands::reschedule(
    const EventView &view, const calendar::EventTime &start, const calendar::EventTime &end)
{
    const service::EventKey key = view.key();
    if (const auto running = m_underWay.find(key); running != m_underWay.end()) {
        *running = Times{ start, end };
        return;
    }
    QString etag = view.event.etag();
    if (const auto own = m_own.constFind(key); own != m_own.constEnd()) {
        if (own->replaced.contains(etag))
            etag = own->etag;
        else
            m_own.erase(own); // the newest is shown, or somebody else's
    }
    send(view, { start, end }, etag);
}

void EventCommands::send(const EventView &view, const Times &times, const QString &etag)
{
    auto *service = serviceOrSay();
    if (!service)
        return;
    const service::EventKey key = view.key();
    m_underWay.insert(key, std::nullopt);
    service::UpdateRequest request{ view.googleEventId, {}, std::nullopt, etag, view.calendarId };
    request.content.start = times.start;
    request.content.end = times.end;
    whenFinished(service->updateEvent(request), this,
        [this, view, key, etag](const QFuture<Expected<WriteOutcome>> &future) {
            const Expected<WriteOutcome> changed = future.resultCount() > 0
                ? future.result()
                : makeError(
                    ErrorCategory::Unavailable, u"stopping"_s, tr("The service stopped before it answered."));
            if (changed)
                return rescheduled(view, etag, *changed);
            m_underWay.remove(key);
            m_own.remove(key);
            Q_EMIT failed(
                future.resultCount() > 0 ? uicommon::errorText(changed.error()) : changed.error().message);
        });
}

void EventCommands::rescheduled(const EventView &view, const QString &etag, const WriteOutcome &outcome)
{
    const service::EventKey key = view.key();
    OwnVersions &own = m_own[key];
    own.replaced.append(etag);
    own.etag = outcome.view.event.etag();
    if (const std::optional<Times> next = m_underWay.take(key)) {
        EventView newest = view;
        newest.event = outcome.view.event;
        return send(newest, *next, own.etag);
    }
    Undoable edit{ Undoable::Kind::Updated, uicommon::titleOf(view.event), view, view.googleEventId,
        outcome.view.localId };
    edit.isInConflict = outcome.view.status == store::SyncStatus::Conflict;
    Q_EMIT done(edit, outcome.pushed);
}

void EventCommands::undo(const Undoable &edit)
{
    auto *service = serviceOrSay();
    if (!service)
        return;
    if (edit.kind == Undoable::Kind::Created)
        return finish(service->deleteEvent(edit.key()), edit);
    if (edit.kind == Undoable::Kind::Moved && !edit.isChangedToo)
        return moveBack(edit);
    whenFinished(service->history(historyLook, QString(), {}), this,
        [this, edit](const QFuture<Expected<HistoryPage>> &future) {
            if (future.resultCount() == 0)
                return;
            const Expected<HistoryPage> page = future.result();
            if (!page)
                return Q_EMIT failed(uicommon::errorText(page.error()));
            undoFromHistory(edit, *page);
        });
}

void EventCommands::moveBack(const Undoable &edit)
{
    if (auto *service = serviceOrSay())
        finish(service->moveEvent({ edit.key(), edit.movedFrom }), edit);
}

void EventCommands::undoFromHistory(const Undoable &edit, const HistoryPage &page)
{
    auto *service = serviceOrSay();
    if (!service)
        return;
    using Kind = Undoable::Kind;
    using store::Operation;
    const auto operation = edit.kind == Kind::Deleted ? Operation::Delete
        : edit.kind == Kind::UpdatedFollowing         ? Operation::Create
                                                      : Operation::Update;
    const auto entry =
        std::find_if(page.records.begin(), page.records.end(), [&](const store::HistoryRecord &record) {
            const bool sameEvent = (edit.localId != 0 && record.localId == edit.localId)
                || edit.key().matches({ record.googleEventId, record.calendarId });
            // For the first occurrence, the whole series was deleted.
            const bool sameKind = record.operation == operation
                || (edit.kind == Kind::DeletedFollowing && record.operation == Operation::Delete);
            return sameEvent && record.side == store::Side::Aria && sameKind;
        });
    if (entry != page.records.end() && edit.kind == Kind::Moved) {
        // What was saved before the move; then the way back is the same as for any move.
        whenFinished(
            service->undo(entry->id), this, [this, edit](const QFuture<Expected<WriteOutcome>> &future) {
                if (future.resultCount() == 0)
                    return;
                if (const Expected<WriteOutcome> result = future.result(); !result)
                    return Q_EMIT failed(uicommon::errorText(result.error()));
                moveBack(edit);
            });
        return;
    }
    if (entry != page.records.end())
        return finish(service->undo(entry->id), edit);
    if (edit.kind == Undoable::Kind::Deleted && !edit.before.event.isException()) {
        CreateRequest again;
        again.content = uicommon::copyOf(edit.before.event);
        again.calendarId = edit.before.calendarId;
        return finish(service->createEvent(again), edit);
    }
    Q_EMIT failed(tr("The history does not know this change any more."));
}

template <class T> void EventCommands::finish(const service::Reply<T> &reply, const Undoable &edit)
{
    whenFinished(reply, this, [this, edit](const QFuture<Expected<T>> &future) {
        if (future.resultCount() == 0)
            return;
        if (const Expected<T> result = future.result(); !result)
            Q_EMIT failed(uicommon::errorText(result.error()));
        else
            Q_EMIT undone(edit);
    });
}

} // namespace aria::agenda
