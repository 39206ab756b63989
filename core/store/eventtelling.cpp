#include "store/eventtelling.h"

#include "store/jsontexts.h"
#include "store/shownevent.h"

#include "base/jsontext.h"
#include "calendar/eventanswer.h"
#include "calendar/fields.h"

using namespace Qt::StringLiterals;

namespace aria::store {

using calendar::Event;

namespace {

bool isLiving(const EventRecord *record)
{
    return record && !record->isDeletedInAria() && record->columns.status != "cancelled"_L1;
}

// SQL wrote over a linked row, and nothing but its id is known of what was there: the version that was agreed on.
bool isReplaced(const EventRecord &record)
{
    return record.columns.status.isEmpty() && !record.createdAt.isValid();
}

std::optional<Event> shown(const EventRecord *record, const Event *inSeries)
{
    if (record && isReplaced(*record))
        return record->base.isEmpty() ? std::optional<Event>() : std::optional(Event(record->base));
    if (isLiving(record))
        return shownEvent(*record);
    return !record && inSeries ? std::optional(*inSeries) : std::nullopt;
}

bool isInConflict(const EventRecord *record)
{
    return record && record->syncId != 0 && record->status == SyncStatus::Conflict;
}

// What the two sides differ in. A side that deleted it differs as a whole.
QStringList disputed(const EventRecord &record, const Event &aria)
{
    const Event google(record.google);
    if (google.isEmpty() || google.isCancelled())
        return { u"event"_s };
    return calendar::changedFields(aria, google);
}

// Google's, if what is different now is what it sent.
Side originOf(const EventRecord *before, const EventRecord *after, const Event *inSeries,
    const std::optional<Event> &is, bool isConflict)
{
    if (isConflict)
        return Side::Google;
    if (!after)
        return before && !before->base.isEmpty() ? Side::Google : Side::Aria;
    if (!is) { // ARIA's deletion waits to be pushed
        const bool waits = after->syncId == 0 || after->status == SyncStatus::PendingToGoogle
            || after->status == SyncStatus::Error;
        return waits ? Side::Aria : Side::Google;
    }
    if (after->base.isEmpty())
        return Side::Aria;
    const Event base(after->base);
    if (!before && !inSeries && base.json() == is->json()) // new, and as it came
        return Side::Google;
    const Event baseBefore = before ? Event(before->base) : inSeries ? *inSeries : Event();
    const QStringList fields = calendar::writableFieldsOf(baseBefore, base);
    const bool isGoogles = std::any_of(fields.begin(), fields.end(), [&](const QString &field) {
        return !calendar::sameField(field, baseBefore, base) && calendar::sameField(field, base, *is);
    });
    return isGoogles ? Side::Google : Side::Aria;
}

} // namespace

std::optional<ToldChange> toldChange(
    const EventRecord *before, const EventRecord *after, const Event *inSeries)
{
    return toldChange(before, after, inSeries, JsonTexts());
}

std::optional<ToldChange> toldChange(
    const EventRecord *before, const EventRecord *after, const Event *inSeries, const JsonTexts &texts)
{
    const std::optional<Event> was = shown(before, inSeries);
    const std::optional<Event> is = shown(after, nullptr);
    if (!was && !is)
        return std::nullopt;
    const bool begins = is && isInConflict(after) && !isInConflict(before);
    const bool ends = is && was && isInConflict(before) && !isInConflict(after);
    QStringList fields = was && is ? calendar::changedFields(*was, *is) : QStringList();
    if (was && is && fields.isEmpty() && !begins && !ends)
        return std::nullopt;
    if (begins) {
        for (const QString &field : disputed(*after, *is)) {
            if (!fields.contains(field))
                fields.append(field);
        }
    }
    const EventRecord &record = after ? *after : *before;
    const Event &content = is ? *is : *was;
    const calendar::Standing standing{ shownId(record), record.localId, record.calendarId,
        toString(record.syncId == 0 ? SyncStatus::PendingToGoogle : record.status) };
    ToldChange told;
    told.type = !is ? u"deleted"_s
        : !was      ? u"created"_s
        : begins    ? u"conflict"_s
        : ends      ? u"resolved"_s
                    : u"updated"_s;
    told.calendarId = record.calendarId;
    told.localId = record.localId;
    // Put together by hand: a sync tells of each event, which is by far the largest part of it.
    QByteArray &data = told.data;
    data = "{\"google_event_id\":";
    calendar::appendTextOrNull(data, standing.googleEventId);
    data += ",\"local_event_id\":" + (record.localId > 0 ? QByteArray::number(record.localId) : "null")
        + ",\"calendar_id\":";
    appendQuoted(data, record.calendarId);
    data += ",\"origin\":";
    appendQuoted(data, toString(originOf(before, after, inSeries, is, begins)));
    data += ",\"title\":";
    appendQuoted(data, content.summary());
    data += ",\"start_time\":";
    calendar::appendTextOrNull(data, content.start().toText());
    data += ",\"end_time\":";
    calendar::appendTextOrNull(data, content.end().toText());
    data += ",\"fields\":" + QJsonDocument(QJsonArray::fromStringList(fields)).toJson(QJsonDocument::Compact)
        + ",\"event\":";
    if (is)
        calendar::appendEventAnswer(data, *is, texts.known(is->json()).json, standing);
    else
        data += "null";
    data += '}';
    return told;
}

} // namespace aria::store
