#include "service/eventlookup.h"

#include "calendar/recurrence.h"
#include "sync/versions.h"

namespace aria::service {

using calendar::Event;
using store::EventRecord;

namespace {

Expected<Target> occurrenceTarget(
    store::Session &session, const EventRecord &master, const calendar::EventTime &originalStart)
{
    Target target;
    auto exception =
        session.exceptionAt(master.calendarId, master.googleEventId, sync::originalStartKey(originalStart));
    if (!exception)
        return tl::unexpected(exception.error());
    if (!*exception) {
        const auto series = sync::ariaVersion(master);
        if (!series || !calendar::hasOccurrence(series->event, originalStart, QTimeZone::utc()))
            return target;
    }
    target.record = *exception;
    target.master = master;
    target.originalStart = originalStart;
    return target;
}

} // namespace

Expected<Target> findTarget(store::Session &session, const QStringList &calendarIds, const QString &id)
{
    const auto instance = calendar::parseInstanceId(id);
    for (const QString &calendarId : calendarIds) {
        auto record = session.eventByGoogleId(calendarId, id);
        if (!record)
            return tl::unexpected(record.error());
        if (*record) {
            Target target;
            target.record = *record;
            if ((*record)->recurringEventId.isEmpty())
                return target;
            target.originalStart = sync::originalStartFromKey((*record)->originalStart);
            auto master = session.eventByGoogleId(calendarId, (*record)->recurringEventId);
            if (!master)
                return tl::unexpected(master.error());
            target.master = *master;
            return target;
        }
        if (!instance)
            continue;
        auto master = session.eventByGoogleId(calendarId, instance->masterId);
        if (!master)
            return tl::unexpected(master.error());
        if (*master)
            return occurrenceTarget(session, **master, instance->originalStart);
    }
    return Target();
}

QString publicIdOf(const EventRecord &record)
{
    if (record.recurringEventId.isEmpty())
        return record.googleEventId;
    return calendar::instanceIdOf(record.recurringEventId, sync::originalStartFromKey(record.originalStart));
}

Unexpected eventNotFound()
{
    return makeError(ErrorCategory::NotFound, QStringLiteral("not_found"), QStringLiteral("Event not found"));
}

} // namespace aria::service
