#include "service/historyreader.h"

#include "edits/eventlookup.h"

namespace aria::service {

Expected<HistoryPage> readHistory(store::Session &session, const QStringList &calendarIds, int limit,
    const QString &cursor, const EventKey &key)
{
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
    auto records = session.history().page(wanted, key.id, before, limit + 1);
    if (!records)
        return tl::unexpected(records.error());
    HistoryPage page;
    page.records = *records;
    if (page.records.size() > limit) {
        page.records.removeLast();
        page.nextCursor = QString::number(page.records.constLast().id);
    }
    return page;
}

} // namespace aria::service
