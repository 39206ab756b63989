#include "store/eventrows.h"

#include "store/columntext.h"
#include "store/dialect.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

class Row
{
public:
    explicit Row(const QSqlQuery &row)
        : m_row(row)
    {
    }

    QVariant next() { return m_row.value(m_at++); }
    QString text() { return toText(next()); }
    qint64 number() { return next().toLongLong(); }
    // Grows by one with each edit, so it has to stay below the end of its type.
    qint64 count() { return std::clamp<qint64>(number(), 0, mostEdits); }
    QDateTime instant() { return toInstant(next()); }

private:
    static constexpr qint64 mostEdits = qint64(1) << 53;

    const QSqlQuery &m_row;
    int m_at = 0;
};

void readColumns(Row &row, calendar::AriaColumns &columns)
{
    columns.title = row.text();
    columns.description = row.text();
    columns.startTime = row.text();
    columns.endTime = row.text();
    columns.allDay = row.next().toBool();
    columns.timeZone = row.text().toUtf8();
    columns.endTimeZone = row.text().toUtf8();
    columns.location = row.text();
    columns.attendees = toArray(row.next());
    columns.recurrence = toLines(row.next());
    columns.reminders = toReminders(row.next());
    columns.colorId = row.text();
    columns.visibility = row.text();
    columns.transparency = row.text();
    columns.status = row.text();
}

// The members of push_options.
const QString mailsMember = u"sendUpdates"_s;
const QString mailsRevisionMember = u"sendUpdatesRevision"_s;
const QString mailsRefusedMember = u"sendUpdatesRefused"_s;
const QString conferenceMember = u"conferenceRequestId"_s;
const QString reasonMember = u"reason"_s;
const QString moreMember = u"more"_s;
const QString editedFromMember = u"editedFrom"_s;
const QString mergedMember = u"merged"_s; // the two revisions
const QString moveToMember = u"moveTo"_s;
const QString approvedMember = u"deletionApproved"_s; // Session::pendingDeletions() asks for it, too
const QString locatedMember = u"located"_s;
const QString asideMember = u"aside"_s;

PushOptions toPushOptions(QJsonObject json)
{
    PushOptions options;
    const auto whom = calendar::sendUpdatesFromString(json.take(mailsMember).toString());
    const auto mailsRevision = json.take(mailsRevisionMember).toInteger();
    const auto refusedRevision = json.take(mailsRefusedMember).toInteger();
    if (whom)
        options.askForMails(*whom, mailsRevision);
    if (refusedRevision != 0)
        options.mailsRefused(refusedRevision);
    options.conferenceRequestId = json.take(conferenceMember).toString();
    options.reason = json.take(reasonMember).toString();
    options.more = json.take(moreMember).toObject();
    options.editedFrom = json.take(editedFromMember).toObject();
    if (const QJsonArray merged = json.take(mergedMember).toArray(); merged.size() == 2)
        options.merge = PushOptions::Merge{ merged.at(0).toInteger(), merged.at(1).toInteger() };
    options.moveTo = json.take(moveToMember).toString();
    options.deletionApproved = json.take(approvedMember).toBool();
    options.located = json.take(locatedMember).toBool();
    options.aside = json.take(asideMember).toBool();
    options.others = json;
    return options;
}

QJsonObject fromPushOptions(const PushOptions &options)
{
    auto json = options.others;
    if (options.mails) {
        json.insert(mailsMember, toString(options.mails->whom));
        json.insert(mailsRevisionMember, options.mails->revision);
        if (options.mails->refusedRevision != 0)
            json.insert(mailsRefusedMember, options.mails->refusedRevision);
    }
    if (!options.conferenceRequestId.isEmpty())
        json.insert(conferenceMember, options.conferenceRequestId);
    if (!options.reason.isEmpty())
        json.insert(reasonMember, options.reason);
    if (!options.more.isEmpty())
        json.insert(moreMember, options.more);
    if (!options.editedFrom.isEmpty())
        json.insert(editedFromMember, options.editedFrom);
    if (options.merge)
        json.insert(mergedMember, QJsonArray{ options.merge->editRevision, options.merge->revision });
    if (!options.moveTo.isEmpty())
        json.insert(moveToMember, options.moveTo);
    for (const auto &[member, isSet] : { std::pair{ approvedMember, options.deletionApproved },
             std::pair{ locatedMember, options.located }, std::pair{ asideMember, options.aside } }) {
        if (isSet)
            json.insert(member, true);
    }
    return json;
}

void readEvent(Row &row, EventRecord &record)
{
    readColumns(row, record.columns);
    record.recurringEventId = row.text();
    record.originalStart = row.text();
    record.source = sideFromString(row.text()).value_or(Side::Aria);
    record.windowStart = row.instant();
    record.windowEnd = row.instant();
    record.revision = row.count();
    record.createdAt = row.instant();
    record.updatedAt = row.instant();
    const auto deletedAt = row.next();
    record.deletedAt = toInstant(deletedAt);
    // Deleted is deleted, however somebody wrote down when.
    if (!deletedAt.isNull() && !record.deletedAt.isValid())
        record.deletedAt = record.updatedAt.isValid() ? record.updatedAt : record.createdAt;
}

void readSync(Row &row, EventRecord &record)
{
    record.syncId = row.number();
    record.status = syncStatusFromString(row.text()).value_or(SyncStatus::PendingToGoogle);
    record.etag = row.text();
    record.base = toObject(row.next());
    record.google = toObject(row.next());
    record.attempted = toObject(row.next());
    record.attemptedRevision = row.count();
    record.errorMessage = row.text();
    record.attempts = row.next().toInt();
    record.nextAttemptAt = row.instant();
    record.pushOptions = toPushOptions(toObject(row.next()));
    record.createFingerprint = row.text();
    record.idempotencyKey = row.text();
    record.seenGeneration = row.number();
    record.baseGeneration = row.number();
    record.editRevision = row.count();
    record.editClock = toObject(row.next());
    record.lastSynced = row.instant();
    record.syncCreatedAt = row.instant();
}

} // namespace

QString selectEvent(const Dialect &dialect)
{
    const auto instant = [&dialect](const char *column) { return dialect.instant(QLatin1String(column)); };
    // The link's calendar and id count; the event's own are for people.
    const QStringList expressions{
        u"e.id, COALESCE(s.calendar_id, e.calendar_id), COALESCE(s.google_event_id, e.google_event_id),"
        u" e.title, e.description"_s,
        dialect.eventTime(u"start"_s),
        dialect.eventTime(u"end"_s),
        u"e.all_day, e.time_zone, e.end_time_zone, e.location, e.attendees, e.recurrence,"
        u" e.reminders, e.color_id, e.visibility, e.transparency, e.status, e.recurring_event_id,"
        u" e.original_start, e.source"_s,
        instant("e.window_start"),
        instant("e.window_end"),
        u"e.revision"_s,
        instant("e.created_at"),
        instant("e.updated_at"),
        instant("e.deleted_at"),
        u"s.id, s.sync_status, s.etag, s.base_event, s.google_event, s.attempted_event,"
        u" s.attempted_revision, s.error_message, s.attempts"_s,
        instant("s.next_attempt_at"),
        u"s.push_options, s.create_fingerprint, s.idempotency_key, s.seen_generation,"
        u" s.base_generation, s.edit_revision, s.edit_clock"_s,
        instant("s.last_synced"),
        instant("s.created_at"),
    };
    return u"SELECT %1 "_s.arg(expressions.join(u", "));
}

EventRecord eventOf(const QSqlQuery &query)
{
    Row row(query);
    EventRecord record;
    record.localId = row.number();
    record.calendarId = row.text();
    record.googleEventId = row.text();
    readEvent(row, record);
    readSync(row, record);
    return record;
}

const QStringList &eventColumns()
{
    static const auto columns =
        u"calendar_id google_event_id title description start_time end_time all_day time_zone end_time_zone "
        u"location"
        u" attendees recurrence reminders color_id visibility transparency status recurring_event_id "
        u"original_start"
        u" source sync_status window_start window_end revision created_at updated_at deleted_at"_s.split(
            u' ');
    return columns;
}

QVariantList eventValues(const EventRecord &record)
{
    const auto &columns = record.columns;
    return { record.calendarId, fromText(record.googleEventId), fromText(columns.title),
        fromText(columns.description), fromText(columns.startTime), fromText(columns.endTime), columns.allDay,
        fromText(QString::fromUtf8(columns.timeZone)), fromText(QString::fromUtf8(columns.endTimeZone)),
        fromText(columns.location), fromList(columns.attendees), fromJson(columns.recurrence),
        columns.reminders ? fromList(*columns.reminders) : QVariant(), fromText(columns.colorId),
        fromText(columns.visibility), fromText(columns.transparency),
        columns.status.isEmpty() ? u"confirmed"_s : columns.status, fromText(record.recurringEventId),
        fromText(record.originalStart), toString(record.source), toString(record.status),
        fromInstant(record.windowStart), fromInstant(record.windowEnd), record.revision,
        fromInstant(record.createdAt), fromInstant(record.updatedAt), fromInstant(record.deletedAt) };
}

const QStringList &syncColumns()
{
    static const auto columns =
        u"calendar_id google_event_id local_event_id sync_status etag base_event google_event attempted_event"
        u" attempted_revision error_message attempts next_attempt_at push_options create_fingerprint "
        u"idempotency_key"
        u" seen_generation base_generation edit_revision edit_clock last_synced created_at"_s.split(u' ');
    return columns;
}

QVariantList syncValues(const EventRecord &record, JsonTexts &texts)
{
    return { record.calendarId, fromText(record.googleEventId), record.localId, toString(record.status),
        fromText(record.etag), fromJson(record.base, texts), fromJson(record.google),
        fromJson(record.attempted), record.attemptedRevision, fromText(record.errorMessage), record.attempts,
        fromInstant(record.nextAttemptAt), fromJson(fromPushOptions(record.pushOptions)),
        fromText(record.createFingerprint), fromText(record.idempotencyKey), record.seenGeneration,
        record.baseGeneration, record.editRevision, fromJson(record.editClock),
        fromInstant(record.lastSynced), fromInstant(record.syncCreatedAt) };
}

QJsonObject rowOf(const QStringList &columns, const QVariantList &values, const Dialect &dialect)
{
    QJsonObject row;
    for (qsizetype i = 0; i < columns.size(); ++i) {
        const auto value = dialect.storable(values.at(i));
        if (!value.isNull()) // a member that is not there is NULL
            row.insert(columns.at(i), QJsonValue::fromVariant(value));
    }
    return row;
}

Unexpected rowIsGone()
{
    return makeError(ErrorCategory::Internal, u"row_missing"_s,
        u"an event that was to be written is not in the database any more"_s);
}

} // namespace aria::store
