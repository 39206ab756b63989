#include "sync/upgrade/pythonrows.h"

#include "calendar/fields.h"
#include "merge/eventversions.h"
#include "merge/recordstate.h"

using namespace Qt::StringLiterals;

namespace aria::sync {

using calendar::Event;
using store::EventRecord;
using store::SyncStatus;

namespace {

QSet<QString> addressesOf(const QJsonArray &attendees)
{
    QSet<QString> addresses;
    for (const QJsonValue attendee : attendees) {
        const QString address = attendee.isString() ? attendee.toString() : attendee["email"_L1].toString();
        addresses.insert(address.trimmed().toLower());
    }
    return addresses;
}

// Google's columns with what the row knows laid over them. It never knew of guests more than their addresses.
calendar::AriaColumns knownColumns(const EventRecord &record, const Event &item)
{
    calendar::AriaColumns columns = calendar::columnsOf(item);
    const calendar::AriaColumns &known = record.columns;
    columns.title = known.title;
    columns.description = known.description;
    columns.location = known.location;
    columns.startTime = known.startTime;
    columns.endTime = known.endTime;
    if (columns.allDay != known.allDay) {
        columns.timeZone = known.timeZone;
        columns.endTimeZone = known.endTimeZone;
    }
    columns.allDay = known.allDay;
    if (isEdited(record) && !known.attendees.isEmpty()
        && addressesOf(known.attendees) != addressesOf(columns.attendees))
        columns.attendees = known.attendees;
    return columns;
}

// Google's own where the row is no event at all, such as without a title.
Event knownVersion(EventRecord &record, const Event &item)
{
    record.columns = knownColumns(record, item);
    auto known = calendar::applyColumns(item, record.columns);
    if (known)
        return *known;
    record.columns = calendar::columnsOf(item);
    return item;
}

void agreeOn(EventRecord &record, const Event &item, const QDateTime &now)
{
    setAriaContent(record, item, record.updatedAt.isValid() ? record.updatedAt : now);
    agreedOn(record, item, record.baseGeneration, now);
    inStep(record);
}

// All that is known of it.
Event idOf(const EventRecord &record)
{
    return Event({ { u"id"_s, record.googleEventId } });
}

} // namespace

bool isEdited(const EventRecord &record)
{
    return record.status == SyncStatus::PendingToGoogle;
}

void takeAs(EventRecord &record, const Event &item, const QDateTime &now)
{
    record.googleEventId = item.id();
    if (item.isException()) {
        record.recurringEventId = item.recurringEventId();
        record.originalStart = originalStartKey(item.originalStart());
    }
    const bool edited = isEdited(record);
    waitsForList(record);
    if (record.isDeletedInAria()) {
        if (item.updated().isValid() && item.updated() <= record.deletedAt && !item.isCancelled()) {
            comparedWith(record, item, item.etag());
            waitsForPush(record);
        }
        return;
    }
    if (item.isCancelled()) { // an occurrence
        const auto own = ariaVersion(record);
        if (!edited && own)
            comparedWith(record, own->event);
        return;
    }
    const bool unchangedAtGoogle =
        record.lastSynced.isValid() && item.updated().isValid() && item.updated() <= record.lastSynced;
    const Event own = knownVersion(record, item);
    Event base = item;
    for (const QString &field : calendar::writableFieldsOf(own, item)) {
        if (calendar::sameField(field, own, item))
            continue;
        if (!edited)
            base = calendar::withField(base, field, own);
        else if (!unchangedAtGoogle)
            base = calendar::withField(base, field, Event());
    }
    if (calendar::sameContent(own, item))
        return agreeOn(record, item, now);
    if (edited && unchangedAtGoogle) {
        comparedWith(record, base, item.etag());
        waitsForPush(record);
    } else {
        comparedWith(record, base);
    }
}

bool takeAsOccurrence(EventRecord &record, const Event &occurrence, const QDateTime &now)
{
    const bool edited = isEdited(record);
    if (!record.isDeletedInAria()) {
        const Event own = knownVersion(record, occurrence);
        if (!edited || calendar::sameContent(own, occurrence))
            return false;
        setAriaContent(record, own, record.updatedAt.isValid() ? record.updatedAt : now);
    }
    record.googleEventId = occurrence.id();
    record.recurringEventId = occurrence.recurringEventId();
    record.originalStart = originalStartKey(occurrence.originalStart());
    comparedWith(record, occurrence, occurrence.etag());
    waitsForPush(record);
    return true;
}

void takeAsGone(EventRecord &record, const QString &freshId)
{
    if (record.isDeletedInAria()) {
        comparedWith(record, tombstoneOf(idOf(record)));
        if (record.recurringEventId.isEmpty())
            inStep(record);
        else // nor is there a series that it would be a part of
            goneWithSeries(record, record.deletedAt);
    } else if (isEdited(record)) {
        relinked(record, freshId);
        waitsForPush(record);
    } else {
        const auto own = ariaVersion(record);
        comparedWith(record, own ? own->event : idOf(record));
        waitsForList(record);
    }
}

} // namespace aria::sync
