#include "editor/draftmerge.h"

using namespace Qt::StringLiterals;

namespace aria::editor {

namespace {

bool sameTimes(const EventDraft &a, const EventDraft &b)
{
    return unclearTimes(a) == unclearTimes(b) && startOf(a) == startOf(b) && endOf(a) == endOf(b);
}

} // namespace

QStringList differingFields(const EventDraft &a, const EventDraft &b)
{
    QStringList fields;
    const auto compare = [&fields](const QString &field, bool isSame) {
        if (!isSame)
            fields.append(field);
    };
    compare(u"title"_s, a.title.trimmed() == b.title.trimmed());
    compare(u"start_time"_s, sameTimes(a, b));
    compare(u"recurrence"_s,
        a.recurrence == b.recurrence && a.unclear.contains(u"until"_s) == b.unclear.contains(u"until"_s));
    compare(u"location"_s, a.place.trimmed() == b.place.trimmed());
    compare(u"attendees"_s, a.guests == b.guests);
    compare(u"reminders"_s, a.reminders == b.reminders);
    compare(u"color_id"_s, a.colorId == b.colorId);
    compare(u"description"_s, a.notes == b.notes);
    return fields;
}

void takeField(const QString &field, const EventDraft &from, EventDraft &to)
{
    if (field == "title"_L1) {
        to.title = from.title;
    } else if (field == "start_time"_L1) {
        to.isAllDay = from.isAllDay;
        to.startDate = from.startDate;
        to.startTime = from.startTime;
        to.endDate = from.endDate;
        to.endTime = from.endTime;
        to.zone = from.zone;
        forgetUnclearTimes(to);
    } else if (field == "recurrence"_L1) {
        to.recurrence = from.recurrence;
        to.unclear.remove(u"until"_s);
    } else if (field == "location"_L1) {
        to.place = from.place;
    } else if (field == "attendees"_L1) {
        to.guests = from.guests;
    } else if (field == "reminders"_L1) {
        to.reminders = from.reminders;
    } else if (field == "color_id"_L1) {
        to.colorId = from.colorId;
    } else if (field == "description"_L1) {
        to.notes = from.notes;
    }
}

Meanwhile compare(
    const EventDraft &shown, const EventDraft &filled, const EventDraft &mine, const EventDraft &theirs)
{
    Meanwhile meanwhile;
    meanwhile.theirs = differingFields(shown, theirs);
    const QStringList own = differingFields(filled, mine);
    const QStringList apart = differingFields(mine, theirs);
    for (const QString &field : std::as_const(meanwhile.theirs)) {
        if (own.contains(field) && apart.contains(field))
            meanwhile.both.append(field);
    }
    return meanwhile;
}

} // namespace aria::editor
