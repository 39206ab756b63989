#include "service/historyreader.h"

#include "edits/eventlookup.h"

using namespace Qt::StringLiterals;

namespace aria::service {

Expected<HistoryPage> readHistory(store::Session &session, const QStringList &calendarIds, int limit,
    const QString &cursor, const EventKey &key)
{
    bool readable = true;
    const qint64 before = cursor.isEmpty() ? 0 : cursor.toLongLong(&readable);
    if (!readable || before < 0) {
        Error error{ ErrorCategory::InvalidInput, u"value_error"_s,
            u"This is not a cursor of an earlier answer."_s };
        error.faults = { Fault{ { u"query"_s, u"cursor"_s }, error.message, u"value_error"_s } };
        return Unexpected(error);
    }
    if (!key.isEmpty()) {
        if (const auto target = findTarget(session, calendarIds, key, Sought::Undecided); !target)
            return Unexpected(target.error());
    } else if (auto checked = checkCalendar(key.calendarId, calendarIds); !checked) {
        return Unexpected(checked.error());
    }
    QStringList wanted = calendarIds;
    if (!key.calendarId.isEmpty())
        wanted = QStringList{ key.calendarId };
    else if (!key.isEmpty())
        wanted.clear(); // an event's history is told wherever it was before it came here
    auto records = session.history().page(wanted, key.id, before, limit + 1);
    if (!records)
        return Unexpected(records.error());
    HistoryPage page;
    page.records = *records;
    if (page.records.size() > limit) {
        page.records.removeLast();
        page.nextCursor = QString::number(page.records.constLast().id);
    }
    return page;
}

} // namespace aria::service
