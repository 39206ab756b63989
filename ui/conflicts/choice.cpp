#include "conflicts/choice.h"

#include "service/conflictpreview.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::conflicts {

using calendar::Event;
using service::ConflictField;
using service::ConflictView;
using service::EventInput;
using service::Resolution;

namespace {

const QString wholeEvent = u"event"_s;

QStringList fieldNames(const ConflictView &conflict)
{
    QStringList names;
    for (const ConflictField &field : conflict.fields)
        names.append(field.name);
    return names;
}

void applyOwn(Event &event, const EventInput &own)
{
    if (own.title)
        event.set(u"summary"_s, *own.title);
    if (own.location)
        event.set(u"location"_s, *own.location);
    if (own.description)
        event.set(u"description"_s, *own.description);
    if (own.start && own.end)
        event.setTimes(*own.start, *own.end);
    if (own.attendees) {
        QJsonArray guests;
        for (const QString &email : *own.attendees)
            guests.append(QJsonObject{ { u"email"_s, email } });
        event.set(u"attendees"_s, guests);
    }
}

bool sameField(const ConflictField &a, const ConflictField &b)
{
    return a.name == b.name && a.base == b.base && a.aria == b.aria && a.google == b.google;
}

void copyOwn(const QString &field, const EventInput &from, EventInput &to)
{
    if (field == u"title") {
        to.title = from.title;
    } else if (field == u"location") {
        to.location = from.location;
    } else if (field == u"description") {
        to.description = from.description;
    } else if (field == u"attendees") {
        to.attendees = from.attendees;
    } else if (field == u"start_time") {
        to.start = from.start;
        to.end = from.end;
    }
}

} // namespace

bool isDeletion(const ConflictView &conflict)
{
    return conflict.fields.size() == 1 && conflict.fields.constFirst().name == wholeEvent;
}

Event ariaVersion(const ConflictView &conflict)
{
    if (isDeletion(conflict))
        return Event(conflict.fields.constFirst().aria.toObject());
    return conflict.view.event;
}

QDateTime changedAt(const ConflictView &conflict)
{
    const QDateTime google = Event(conflict.record.google).updated();
    const QDateTime aria = conflict.record.updatedAt;
    return google.isValid() && (!aria.isValid() || google > aria) ? google : aria;
}

Choice keepingBoth()
{
    Choice choice;
    choice.keepBoth = true;
    return choice;
}

bool isComplete(const Choice &choice, const ConflictView &conflict)
{
    return choice.keepBoth
        || std::all_of(conflict.fields.begin(), conflict.fields.end(), [&choice](const ConflictField &field) {
               return choice.fields.contains(field.name) || choice.ownFields.contains(field.name);
           });
}

Resolution resolutionOf(const Choice &choice, const ConflictView &conflict)
{
    Resolution resolution;
    if (choice.keepBoth) {
        resolution.whole = Side::Google;
        return resolution;
    }
    if (isDeletion(conflict)) {
        resolution.whole = choice.fields.value(wholeEvent, Side::Google);
        return resolution;
    }
    for (const ConflictField &field : conflict.fields) {
        const Side side = choice.ownFields.contains(field.name) ? Side::Aria : Side::Google;
        resolution.fields.insert(field.name, choice.fields.value(field.name, side));
    }
    return resolution;
}

Event outcomeOf(const Choice &choice, const ConflictView &conflict)
{
    auto outcome = service::previewOf(conflict, resolutionOf(choice, conflict));
    if (!outcome)
        return {};
    applyOwn(*outcome, choice.own);
    return *outcome;
}

bool isAlike(const ConflictView &a, const ConflictView &b)
{
    if (fieldNames(a) != fieldNames(b))
        return false;
    return !isDeletion(a) || ariaVersion(a).isEmpty() == ariaVersion(b).isEmpty();
}

bool hasSameFields(const ConflictView &a, const ConflictView &b)
{
    return std::equal(a.fields.begin(), a.fields.end(), b.fields.begin(), b.fields.end(), sameField);
}

Choice keptChoice(const Choice &choice, const ConflictView &seen, const ConflictView &now)
{
    if (hasSameFields(seen, now))
        return choice;
    Choice kept;
    for (const ConflictField &field : now.fields) {
        const auto same = [&field](const ConflictField &other) { return sameField(field, other); };
        if (std::none_of(seen.fields.begin(), seen.fields.end(), same))
            continue;
        if (const auto side = choice.fields.constFind(field.name); side != choice.fields.constEnd())
            kept.fields.insert(field.name, *side);
        if (choice.ownFields.contains(field.name)) {
            kept.ownFields.append(field.name);
            copyOwn(field.name, choice.own, kept.own);
        }
    }
    return kept;
}

} // namespace aria::conflicts
