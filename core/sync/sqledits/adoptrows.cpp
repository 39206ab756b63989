#include "sync/sqledits/adoptrows.h"

#include "base/logging.h"
#include "merge/eventversions.h"
#include "merge/recordstate.h"
#include "store/isolate.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::sync {

using store::EventRecord;

namespace {

constexpr int rowsAtOnce = 500;

void adopt(EventRecord &record, const QString &linkFault, RandomSource &random, const QDateTime &now)
{
    const QString id = record.googleEventId;
    takenUp(record, id.isEmpty() ? newGoogleEventId(random) : id, linkFault, now);
    const auto version = ariaVersion(record);
    if (!version) {
        unreadable(record, version.error().message);
    } else if (version->isPresent()) {
        const QDateTime updatedAt = record.updatedAt;
        setAriaContent(record, version->event, now);
        record.updatedAt = updatedAt; // reading it is no edit
    }
}

// A copied row may carry the id of an event that another row stands for already: it becomes no second one. Says what is
// wrong with its id, which it loses.
Expected<QString> linkFault(
    store::Session &session, EventRecord &record, QSet<QString> &taken, RandomSource &random)
{
    QString fault;
    if (record.googleEventId.isEmpty())
        return fault;
    const auto linked = session.events().byGoogleId(record.calendarId, record.googleEventId);
    if (!linked)
        return Unexpected(linked.error());
    const bool elsewhere = *linked && (*linked)->localId != record.localId;
    if (elsewhere || taken.contains(record.googleEventId)) {
        fault = u"The Google event %1 belongs to another row already."_s.arg(record.googleEventId);
        record.googleEventId = newGoogleEventId(random);
    }
    taken.insert(record.googleEventId);
    return fault;
}

} // namespace

// All of them or none.
static Expected<void> adoptTogether(
    store::Session &session, QList<EventRecord> rows, RandomSource &random, const QDateTime &now)
{
    QSet<QString> taken;
    for (EventRecord &record : rows) {
        const auto fault = linkFault(session, record, taken, random);
        if (!fault)
            return Unexpected(fault.error());
        adopt(record, *fault, random, now);
    }
    return session.events().save(rows);
}

Expected<int> adoptRows(
    store::Session &session, const QString &calendarId, RandomSource &random, const QDateTime &now, int limit)
{
    const auto tamed = session.attempt([&] { return session.repair().tameIds(); });
    if (!tamed && !store::concernsRows(tamed.error()))
        return Unexpected(tamed.error());
    int adopted = 0;
    while (adopted < limit) {
        const int wanted = std::min(rowsAtOnce, limit - adopted);
        const auto rows = session.toDo().unadopted(calendarId, wanted);
        if (!rows)
            return Unexpected(rows.error());
        const auto apply = [&](const QList<EventRecord> &part) {
            return adoptTogether(session, part, random, now);
        };
        const auto aside = [&](EventRecord record, const Error &why) {
            record.googleEventId = newGoogleEventId(random);
            qCWarning(lcSync) << "row" << record.localId << "cannot be taken in:" << why.message;
            return session.repair().markError(record, why.message);
        };
        if (auto done = isolate(session, *rows, apply, aside); !done)
            return Unexpected(done.error());
        adopted += static_cast<int>(rows->size());
        if (rows->size() < wanted)
            break;
    }
    return adopted;
}

} // namespace aria::sync
