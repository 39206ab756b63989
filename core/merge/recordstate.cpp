#include "merge/recordstate.h"

#include "calendar/ariacolumns.h"
#include "calendar/fields.h"
#include "calendar/recurrence.h"
#include "merge/eventversions.h"

using namespace Qt::StringLiterals;

namespace aria::sync {

using calendar::Event;
using store::EventRecord;
using store::SyncStatus;

namespace {

// All-day events float; for the coarse span a day more on each side covers every zone.
constexpr qint64 zoneMargin = 24LL * 3600;

const QString cancelled = u"cancelled"_s;
const QString seriesIsBack = u"its series is back"_s; // the reason of a push, for the history

void endTries(EventRecord &record)
{
    record.errorMessage.clear();
    record.attempts = 0;
    record.nextAttemptAt = {};
}

} // namespace

EventRecord newRecord(
    const QString &calendarId, const QString &googleEventId, store::Side source, const QDateTime &now)
{
    EventRecord record;
    record.calendarId = calendarId;
    record.googleEventId = googleEventId;
    record.source = source;
    record.createdAt = now;
    record.syncCreatedAt = now;
    return record;
}

void takenUp(EventRecord &record, const QString &googleEventId, const QString &why, const QDateTime &now)
{
    record.googleEventId = googleEventId;
    record.syncCreatedAt = now;
    if (why.isEmpty())
        waitsForPush(record);
    else
        unreadable(record, why);
}

void setAriaContent(EventRecord &record, const Event &event, const QDateTime &now)
{
    record.columns = calendar::columnsOf(event);
    record.updatedAt = now;
    if (event.isCancelled()) {
        if (!record.deletedAt.isValid())
            record.deletedAt = now;
    } else {
        record.deletedAt = {};
    }
    if (event.isException()) {
        record.recurringEventId = event.recurringEventId();
        record.originalStart = originalStartKey(event.originalStart());
    }
    Event spanned = event;
    if (spanned.start().isNull() && event.isException())
        spanned.setTimes(event.originalStart(), event.originalStart());
    if (spanned.start().isNull())
        return;
    const calendar::Span span = calendar::spanOf(spanned, QTimeZone::utc());
    const qint64 margin = spanned.isAllDay() ? zoneMargin : 0;
    record.windowStart = span.first.addSecs(-margin);
    record.windowEnd = span.last ? span.last->addSecs(margin) : QDateTime();
}

void deletedInAria(EventRecord &record, const QDateTime &now)
{
    record.deletedAt = now;
    record.updatedAt = now;
    record.pushOptions = record.pushOptions.withoutWishes();
    if (!record.recurringEventId.isEmpty())
        record.columns.status = cancelled;
}

void undeleted(EventRecord &record, const QDateTime &now)
{
    record.deletedAt = {};
    record.pushOptions = record.pushOptions.withoutWishes();
    edited(record, now);
}

void edited(EventRecord &record, const QDateTime &now)
{
    ++record.revision;
    record.updatedAt = now;
    endTries(record);
}

void editMerged(EventRecord &record)
{
    if (record.editRevision == record.revision)
        ++record.editRevision;
    auto &merge = record.pushOptions.merge;
    const bool again = merge && merge->revision == record.revision;
    merge = store::PushOptions::Merge{ again ? merge->editRevision : record.revision, record.revision + 1 };
    ++record.revision;
}

void takenOut(EventRecord &record, const EventRecord &previous, bool isLatest, const QDateTime &now)
{
    if (isLatest) {
        record.pushOptions = previous.pushOptions;
        record.createFingerprint = previous.createFingerprint;
        record.idempotencyKey = previous.idempotencyKey;
        edited(record, now);
    } else {
        editMerged(record);
        endTries(record);
    }
    const auto left = ariaVersion(record);
    const bool isAgreed =
        !record.base.isEmpty() && left && calendar::sameContent(left->event, Event(record.base));
    if (isAgreed && !record.pushOptions.asksForConference())
        inStep(record);
    else if (record.status != SyncStatus::Conflict)
        waitsForPush(record);
}

bool isEditOf(const EventRecord &record, qint64 revision)
{
    const auto &merge = record.pushOptions.merge;
    return record.revision == revision
        || (merge && merge->editRevision == revision && merge->revision == record.revision);
}

EventRecord reverted(EventRecord before, const EventRecord &current)
{
    before.revision = current.revision + 1;
    if (before.syncId == 0) { // ARIA's own row that no service had seen before
        before.syncId = current.syncId;
        before.googleEventId = current.googleEventId;
        waitsForPush(before);
    }
    return before;
}

void agreedOn(EventRecord &record, const Event &event, qint64 generation, const QDateTime &now)
{
    record.base = event.json();
    record.etag = event.etag();
    record.google = {};
    record.baseGeneration = generation;
    record.lastSynced = now;
    record.pushOptions.editedFrom = {};
    endTries(record);
}

void comparedWith(EventRecord &record, const Event &base)
{
    record.base = base.json();
}

void comparedWith(EventRecord &record, const Event &base, const QString &etag)
{
    comparedWith(record, base);
    record.etag = etag;
}

void inStep(EventRecord &record)
{
    const QString moveTo = record.isDeletedInAria() ? QString() : record.pushOptions.moveTo;
    record.status = record.isDeletedInAria() && record.recurringEventId.isEmpty() ? SyncStatus::Deleted
                                                                                  : SyncStatus::Synced;
    record.attempted = {};
    record.pushOptions = {}; // nothing is sent any more, so nobody gets mail with a later edit
    endTries(record);
    if (!moveTo.isEmpty() && moveTo != record.calendarId) {
        record.pushOptions.moveTo = moveTo;
        waitsForPush(record);
    }
}

void waitsForPush(EventRecord &record)
{
    record.status = SyncStatus::PendingToGoogle;
    record.google = {};
}

void waitsForList(EventRecord &record)
{
    record.status = SyncStatus::Synced;
}

void inConflict(EventRecord &record, const QJsonObject &theirs)
{
    record.status = SyncStatus::Conflict;
    record.google = theirs;
}

void deletionHeld(EventRecord &record, const Event &tombstone)
{
    record.status = SyncStatus::PendingToAria;
    record.google = tombstone.json();
}

void toBeRestored(EventRecord &record, const QString &reason)
{
    record.attempted = {};
    record.pushOptions = store::PushOptions::because(reason);
    ++record.revision;
    waitsForPush(record);
}

void deletionApproved(EventRecord &record)
{
    record.pushOptions.deletionApproved = true;
    record.nextAttemptAt = {};
}

void unreadable(EventRecord &record, const QString &why)
{
    record.status = SyncStatus::Error;
    record.errorMessage = why;
}

void setAside(EventRecord &record, const QString &why)
{
    record.base = {};
    record.pushOptions.aside = true;
    unreadable(record, why);
}

void sending(EventRecord &record, const Event &version)
{
    record.attempted = version.json();
    record.attemptedRevision = record.revision;
}

qint64 sendingEnded(EventRecord &record)
{
    const qint64 revision = record.attempted.isEmpty() ? 0 : record.attemptedRevision;
    record.attempted = {};
    return revision;
}

void confirmed(EventRecord &record, const Event &sent, qint64 revision)
{
    record.base = sent.json();
    record.attempted = {};
    record.pushOptions.afterPush(revision);
}

void answered(EventRecord &record, const Event &sent, const Event &answer)
{
    record.base = sent.json();
    if (const auto aria = ariaVersion(record); aria && aria->isPresent()) {
        Event now = answer;
        for (const QString &field : calendar::writableFieldsOf(sent, aria->event)) {
            if (!calendar::sameField(field, sent, aria->event))
                now = calendar::withField(now, field, aria->event);
        }
        setAriaContent(record, now, record.updatedAt);
    }
    record.base = answer.json();
}

void refused(EventRecord &record, const QString &why)
{
    record.status = SyncStatus::Error;
    record.errorMessage = why;
    record.attempted = {};
    record.pushOptions.mailsRefused(record.revision);
}

void postponed(EventRecord &record, const QString &why, const QDateTime &until)
{
    ++record.attempts;
    record.errorMessage = why;
    record.nextAttemptAt = until;
}

void located(EventRecord &record, const Event &instance, qint64 generation)
{
    if (record.base.isEmpty())
        record.base = instance.json();
    record.googleEventId = instance.id();
    record.baseGeneration = generation;
    record.pushOptions.located = true;
}

void toBeMoved(EventRecord &record, const QString &calendarId)
{
    record.pushOptions.moveTo = calendarId;
}

void relinked(EventRecord &record, const QString &googleEventId)
{
    record.googleEventId = googleEventId;
    const QJsonObject beyond = calendar::beyondColumns(Event(record.base), calendar::Copy::Whole);
    for (auto member = beyond.begin(); member != beyond.end(); ++member)
        record.pushOptions.more.insert(member.key(), member.value());
    record.base = {};
    record.google = {};
    record.attempted = {};
    record.etag.clear();
    record.pushOptions.editedFrom = {}; // that had another id
}

void relinkedWithSeries(EventRecord &exception, const QString &googleEventId, const QString &seriesId)
{
    if (wentWithItsSeries(exception))
        exception.deletedAt = {};
    relinked(exception, googleEventId);
    exception.recurringEventId = seriesId;
    ++exception.revision;
    waitsForPush(exception);
}

bool editWaits(const EventRecord &record)
{
    return record.status == SyncStatus::PendingToGoogle || record.status == SyncStatus::Conflict
        || record.status == SyncStatus::Error;
}

qint64 movedTo(EventRecord &record, const QString &calendarId)
{
    record.calendarId = calendarId;
    if (record.pushOptions.moveTo == calendarId)
        record.pushOptions.moveTo.clear();
    record.seenGeneration = 0; // lists are numbered by calendar
    record.baseGeneration = 0;
    endTries(record);
    if (editWaits(record))
        waitsForPush(record);
    else if (record.status == SyncStatus::PendingToAria)
        waitsForList(record);
    record.google = {};
    return sendingEnded(record);
}

bool wentWithItsSeries(const EventRecord &exception)
{
    return exception.isDeletedInAria() && exception.columns.status != cancelled;
}

qint64 goneWithSeries(EventRecord &exception, const QDateTime &now)
{
    exception.status = SyncStatus::Deleted;
    if (!exception.base.isEmpty()) // else Google has never heard of it
        exception.base = tombstoneOf(Event(exception.base)).json();
    if (!exception.deletedAt.isValid()) {
        exception.deletedAt = now;
        exception.updatedAt = now;
    }
    exception.pushOptions = {};
    endTries(exception);
    return sendingEnded(exception);
}

void backWithSeries(EventRecord &exception, store::Side by)
{
    const bool went = wentWithItsSeries(exception);
    if (!exception.base.isEmpty()) {
        waitsForList(exception);
        if (went) {
            exception.etag.clear(); // Google may have it back unchanged, which is news all the same
            if (by == store::Side::Aria)
                exception.pushOptions = store::PushOptions::because(seriesIsBack);
        }
        return;
    }
    if (went)
        exception.deletedAt = {};
    ++exception.revision;
    waitsForPush(exception);
}

bool comesBackWithSeries(const EventRecord &exception)
{
    return wentWithItsSeries(exception) && exception.pushOptions.reason == seriesIsBack;
}

void broughtBackWithSeries(EventRecord &exception, const QString &etag, const QDateTime &now)
{
    exception.deletedAt = {};
    exception.updatedAt = now;
    exception.etag = etag;
    toBeRestored(exception, seriesIsBack);
}

} // namespace aria::sync
