#include "sync/leftbehind.h"

#include "calendar/fields.h"
#include "sync/versions.h"

namespace aria::sync {

using calendar::Event;
using store::EventRecord;
using store::SyncStatus;

namespace {

QSet<QString> addressesOf(const QJsonArray &attendees)
{
    QSet<QString> addresses;
    for (const QJsonValue attendee : attendees) {
        const QString address =
            attendee.isString() ? attendee.toString() : attendee[QLatin1String("email")].toString();
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
    record.base = item.json();
    record.etag = item.etag();
    record.errorMessage.clear();
    record.status = SyncStatus::Synced;
    record.lastSynced = now;
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
    // Until the pull has decided, nothing is pushed.
    record.status = SyncStatus::Synced;
    if (record.isDeletedInAria()) {
        if (item.updated().isValid() && item.updated() <= record.deletedAt && !item.isCancelled()) {
            record.base = item.json();
            record.etag = item.etag();
            record.status = SyncStatus::PendingToGoogle;
        }
        return;
    }
    if (item.isCancelled()) { // an occurrence
        const auto own = ariaVersion(record);
        if (!edited && own)
            record.base = own->event.json();
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
    record.base = base.json();
    if (edited && unchangedAtGoogle) {
        record.etag = item.etag();
        record.status = SyncStatus::PendingToGoogle;
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
    record.base = occurrence.json();
    record.etag = occurrence.etag();
    record.status = SyncStatus::PendingToGoogle;
    return true;
}

void takeAsGone(EventRecord &record, const QString &freshId)
{
    if (record.isDeletedInAria()) {
        record.base = tombstoneOf(Event({ { QStringLiteral("id"), record.googleEventId } })).json();
        record.status = SyncStatus::Deleted;
    } else if (isEdited(record)) {
        record.googleEventId = freshId;
        record.status = SyncStatus::PendingToGoogle;
    } else {
        const auto own = ariaVersion(record);
        record.base = own ? own->event.json() : QJsonObject{ { QStringLiteral("id"), record.googleEventId } };
        record.status = SyncStatus::Synced;
    }
}

} // namespace aria::sync
