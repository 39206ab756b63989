#include "edits/eventreader.h"

#include "calendar/recurrence.h"
#include "edits/conflictfields.h"
#include "edits/eventlookup.h"
#include "merge/eventversions.h"
#include "store/metadatakeys.h"
#include "store/shownevent.h"

#include <QCryptographicHash>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace aria::service {

using calendar::Event;
using store::EventRecord;

namespace {

// What Google last told of the calendar; empty before the first sync.
Expected<QJsonObject> calendarFacts(store::Session &session, const QString &calendarId)
{
    const auto facts = session.metadata().value(store::metadata::calendar, calendarId);
    if (!facts)
        return Unexpected(facts.error());
    return *facts ? QJsonDocument::fromJson((*facts)->toUtf8()).object() : QJsonObject();
}

} // namespace

EventView shownAs(const EventRecord &record, const Event &event, bool isOccurrence)
{
    EventView view;
    view.event = event;
    view.googleEventId = isOccurrence ? event.id() : store::shownId(record);
    view.localId = isOccurrence ? 0 : record.localId;
    view.calendarId = record.calendarId;
    view.status = record.status;
    view.errorMessage = record.errorMessage;
    return view;
}

EventView viewOf(const EventRecord &record)
{
    return shownAs(record, store::shownEvent(record), false);
}

EventView viewOfOccurrence(const EventRecord &master, const Event &occurrence)
{
    return shownAs(master, occurrence, true);
}

Expected<EventView> readEvent(store::Session &session, const QStringList &calendarIds, const EventKey &key)
{
    const auto target = findTarget(session, calendarIds, key);
    if (!target)
        return Unexpected(target.error());
    if (!target->isKnown() || (target->master && target->master->isDeletedInAria()))
        return eventNotFound();
    if (target->record) {
        if (target->record->isDeletedInAria())
            return eventNotFound();
        return viewOf(*target->record);
    }
    const Event series = store::shownEvent(*target->master);
    return viewOfOccurrence(*target->master, calendar::occurrenceOf(series, target->originalStart));
}

Expected<QList<ConflictView>> readConflicts(store::Session &session, const QStringList &calendarIds)
{
    const auto records = session.backlog().conflicts(calendarIds);
    if (!records)
        return Unexpected(records.error());
    QList<ConflictView> conflicts;
    for (const EventRecord &record : *records) {
        const auto aria = sync::ariaVersion(record);
        if (!aria)
            return Unexpected(aria.error());
        ConflictView conflict;
        conflict.record = record;
        conflict.view = viewOf(record);
        conflict.fields =
            conflictFields(sync::baseVersion(record), *aria, sync::googleVersion(Event(record.google)));
        conflict.eventHash = QString::fromLatin1(
            QCryptographicHash::hash(QJsonDocument(conflict.view.event.json()).toJson(QJsonDocument::Compact),
                QCryptographicHash::Sha256)
                .toHex());
        conflicts.append(conflict);
    }
    return conflicts;
}

Expected<std::optional<QTimeZone>> calendarZone(store::Session &session, const QString &calendarId)
{
    const auto facts = calendarFacts(session, calendarId);
    if (!facts)
        return Unexpected(facts.error());
    if (facts->isEmpty())
        return std::optional<QTimeZone>();
    return calendar::zoneNamed(facts->value(u"timeZone"_s).toString().toUtf8());
}

Expected<QJsonArray> calendarReminders(store::Session &session, const QString &calendarId)
{
    const auto facts = calendarFacts(session, calendarId);
    if (!facts)
        return Unexpected(facts.error());
    return facts->value(u"defaultReminders"_s).toArray();
}

} // namespace aria::service
