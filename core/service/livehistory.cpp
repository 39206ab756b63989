// LiveService: the history and the way back.
#include "service/eventlookup.h"
#include "service/liveservice.h"
#include "service/undo.h"

#include <QCoro/QCoroFuture>

namespace aria::service {

using store::HistoryRecord;
using store::Session;

Reply<HistoryPage> LiveService::history(int limit, QString cursor, EventKey key)
{
    const QStringList calendarIds = m_settings.calendarIds;
    return m_store.read([=](Session &session) -> Expected<HistoryPage> {
        bool readable = true;
        const qint64 before = cursor.isEmpty() ? 0 : cursor.toLongLong(&readable);
        if (!readable || before < 0) {
            Error error{ ErrorCategory::InvalidInput, QStringLiteral("value_error"),
                QStringLiteral("This is not a cursor of an earlier answer.") };
            error.faults = { Fault{ { QStringLiteral("query"), QStringLiteral("cursor") }, error.message,
                QStringLiteral("value_error") } };
            return tl::unexpected(error);
        }
        if (!key.isEmpty()) {
            if (const auto target = findTarget(session, calendarIds, key, Sought::Undecided); !target)
                return tl::unexpected(target.error());
        } else if (auto checked = checkCalendar(key.calendarId, calendarIds); !checked) {
            return tl::unexpected(checked.error());
        }
        QStringList wanted = calendarIds;
        if (!key.calendarId.isEmpty())
            wanted = QStringList{ key.calendarId };
        else if (!key.isEmpty())
            wanted.clear(); // an event's history is told wherever it was before it came here
        auto records = session.history(wanted, key.id, before, limit + 1);
        if (!records)
            return tl::unexpected(records.error());
        HistoryPage page;
        page.records = *records;
        if (page.records.size() > limit) {
            page.records.removeLast();
            page.nextCursor = QString::number(page.records.constLast().id);
        }
        return page;
    });
}

Reply<WriteOutcome> LiveService::undo(qint64 historyId)
{
    return onThread<WriteOutcome>([this, historyId] { return undoOne(historyId); });
}

Reply<int> LiveService::undoSince(QDateTime since)
{
    return onThread<int>([this, since] { return undoAll(since); });
}

QCoro::Task<Expected<WriteOutcome>> LiveService::undoOne(qint64 historyId)
{
    const EditContext context = editContext();
    auto editWork = m_store.write([this, historyId, context](Session &session) -> Expected<FollowingEdit> {
        const auto change = session.historyById(historyId);
        if (!change)
            return tl::unexpected(change.error());
        if (!*change) {
            return makeError(ErrorCategory::NotFound, QStringLiteral("not_found"),
                QStringLiteral("There is no such change in the history."));
        }
        if (isFollowing(**change))
            return undoFollowing(session, (*change)->calendarId, (*change)->reason, context, m_random);
        return undoChange(session, **change, context, m_random).map([](const Edit &edit) {
            return FollowingEdit{ { edit }, QString() };
        });
    });
    auto edit = co_await editWork;
    if (!edit)
        co_return Expected<WriteOutcome>(tl::unexpected(edit.error()));
    auto outcome = co_await pushTogether(*edit);
    co_return outcome;
}

QCoro::Task<Expected<int>> LiveService::undoAll(QDateTime since)
{
    const EditContext context = editContext();
    const QStringList calendarIds = m_settings.calendarIds;
    auto undoneWork = m_store.write([this, since, context, calendarIds](Session &session) -> Expected<int> {
        const auto changes = session.historySince(calendarIds, since);
        if (!changes)
            return tl::unexpected(changes.error());
        int undone = 0;
        std::optional<Error> readOnly; // a calendar that cannot be written holds up no other
        for (const HistoryRecord &change : *changes) {
            const auto edit = undoChange(session, change, context, m_random);
            if (edit)
                ++undone;
            else if (edit.error().code == QLatin1String("read_only_calendar"))
                readOnly = edit.error();
            else if (edit.error().code != QLatin1String("already_gone"))
                return tl::unexpected(edit.error());
        }
        return undone == 0 && readOnly ? Expected<int>(tl::unexpected(*readOnly)) : Expected<int>(undone);
    });
    auto undone = co_await undoneWork;
    if (undone) {
        for (const auto &engine : m_engines)
            engine->pushNow();
    }
    co_return undone;
}

Reply<QList<google::CalendarInfo>> LiveService::calendars()
{
    return onThread<QList<google::CalendarInfo>>([this] { return m_api.calendarList(); });
}

} // namespace aria::service
