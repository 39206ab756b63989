#include "service/eventreader.h"

#include "calendar/agenda.h"
#include "calendar/fields.h"
#include "calendar/recurrence.h"
#include "service/eventlookup.h"
#include "sync/metadatakeys.h"
#include "sync/versions.h"

#include <QCryptographicHash>
#include <QJsonDocument>

namespace aria::service {

using calendar::Event;
using store::EventRecord;

namespace {

constexpr qint64 dayMargin = 24 * 3600; // all-day events are dates of any zone

Event currentVersion(const EventRecord &record)
{
    const auto version = sync::ariaVersion(record);
    if (version && version->isPresent())
        return version->event;
    if (!record.base.isEmpty())
        return Event(record.base);
    Event unreadable;
    unreadable.set(QStringLiteral("id"), record.googleEventId);
    unreadable.set(QStringLiteral("summary"), record.columns.title);
    return unreadable;
}

// What Google last told of the calendar; empty before the first sync.
Expected<QJsonObject> calendarFacts(store::Session &session, const QString &calendarId)
{
    const auto facts = session.metadata(sync::metadata::calendar, calendarId);
    if (!facts)
        return tl::unexpected(facts.error());
    return *facts ? QJsonDocument::fromJson((*facts)->toUtf8()).object() : QJsonObject();
}

QJsonValue shownField(const QString &field, const sync::Version &version)
{
    return version.isPresent() ? calendar::fieldValue(field, version.event) : QJsonValue();
}

QList<ConflictField> conflictFields(
    const sync::Version &base, const sync::Version &aria, const sync::Version &google)
{
    QList<ConflictField> fields;
    if (!aria.isPresent() || !google.isPresent()) {
        const auto whole = [](const sync::Version &version) {
            return version.isPresent() ? QJsonValue(version.event.json()) : QJsonValue();
        };
        fields.append({ QStringLiteral("event"), whole(base), whole(aria), whole(google) });
        return fields;
    }
    for (const QString &field : calendar::writableFieldsOf(aria.event, google.event)) {
        if (calendar::sameField(field, aria.event, google.event))
            continue;
        if (base.isPresent()
            && (calendar::sameField(field, base.event, aria.event)
                || calendar::sameField(field, base.event, google.event)))
            continue; // only one side changed it
        fields.append({ calendar::apiFieldName(field), shownField(field, base), shownField(field, aria),
            shownField(field, google) });
    }
    return fields;
}

} // namespace

EventView viewOf(const EventRecord &record)
{
    EventView view;
    view.event = currentVersion(record);
    view.googleEventId = publicIdOf(record);
    view.localId = record.localId;
    view.calendarId = record.calendarId;
    view.status = record.status;
    view.errorMessage = record.errorMessage;
    return view;
}

EventView viewOfOccurrence(const EventRecord &master, const Event &occurrence)
{
    EventView view = viewOf(master);
    view.event = occurrence;
    view.googleEventId = occurrence.id();
    view.localId = 0;
    return view;
}

Expected<EventView> readEvent(store::Session &session, const QStringList &calendarIds, const EventKey &key)
{
    const auto target = findTarget(session, calendarIds, key);
    if (!target)
        return tl::unexpected(target.error());
    if (!target->isKnown() || (target->master && target->master->isDeletedInAria()))
        return eventNotFound();
    if (target->record) {
        if (target->record->isDeletedInAria())
            return eventNotFound();
        return viewOf(*target->record);
    }
    const Event series = currentVersion(*target->master);
    return viewOfOccurrence(*target->master, calendar::occurrenceOf(series, target->originalStart));
}

namespace {

// Changed occurrences that an edit of ARIA's took from their series; once the edit is at Google they are deleted.
Expected<QSet<qint64>> lostOccurrences(store::Session &session, const QList<EventRecord> &records)
{
    QHash<QString, QHash<QString, EventRecord>> masters; // by calendar and id
    for (const EventRecord &record : records) {
        if (record.recurringEventId.isEmpty())
            masters[record.calendarId].insert(record.googleEventId, record);
    }
    QHash<QString, QSet<QString>> missing; // an ended series has changed occurrences after its end
    for (const EventRecord &record : records) {
        if (!record.recurringEventId.isEmpty()
            && !masters[record.calendarId].contains(record.recurringEventId))
            missing[record.calendarId].insert(record.recurringEventId);
    }
    for (auto it = missing.cbegin(); it != missing.cend(); ++it) {
        const auto found = session.eventsByGoogleId(it.key(), QStringList(it->cbegin(), it->cend()));
        if (!found)
            return tl::unexpected(found.error());
        masters[it.key()].insert(*found);
    }
    QSet<qint64> lost;
    for (const EventRecord &record : records) {
        const auto &known = masters[record.calendarId];
        const auto master = known.constFind(record.recurringEventId);
        if (master != known.cend() && master->status == store::SyncStatus::PendingToGoogle
            && calendar::lostOccurrence(Event(master->base), currentVersion(*master),
                sync::originalStartFromKey(record.originalStart)))
            lost.insert(record.localId);
    }
    return lost;
}

// One calendar's part of it. Ids are unique only there.
QList<EventView> agendaOfCalendar(const QList<EventRecord> &records, const QSet<qint64> &lost,
    const QDateTime &from, const QDateTime &to, const QTimeZone &zone, int limit)
{
    QList<Event> events;
    QHash<QString, qsizetype> byId;
    for (qsizetype i = 0; i < records.size(); ++i) {
        const EventRecord &record = records.at(i);
        if ((record.isDeletedInAria() && record.recurringEventId.isEmpty()) || lost.contains(record.localId))
            continue;
        Event event = currentVersion(record);
        if (record.isDeletedInAria()) // a cancelled occurrence, perhaps not yet at Google
            event = sync::tombstoneOf(event);
        if (!record.recurringEventId.isEmpty() && !event.isException()) {
            event.set(QStringLiteral("recurringEventId"), record.recurringEventId);
            event.set(QStringLiteral("originalStartTime"),
                sync::originalStartFromKey(record.originalStart).toGoogle());
        }
        byId.insert(record.googleEventId, i);
        events.append(event);
    }
    QList<EventView> views;
    for (const Event &event : calendar::agenda(events, from, to, zone)) {
        if (views.size() >= limit)
            break;
        if (const auto row = byId.constFind(event.id()); row != byId.constEnd())
            views.append(viewOf(records.at(*row)));
        else if (const auto series = byId.constFind(event.recurringEventId()); series != byId.constEnd())
            views.append(viewOfOccurrence(records.at(*series), event));
    }
    return views;
}

// Of two that stand at the same place the one of the earlier calendar comes first.
QList<EventView> merged(const QList<QList<EventView>> &parts, const QTimeZone &zone)
{
    QList<std::pair<calendar::AgendaPlace, EventView>> all;
    for (const QList<EventView> &part : parts) {
        for (const EventView &view : part)
            all.append({ calendar::agendaPlaceOf(view.event, zone), view });
    }
    std::stable_sort(all.begin(), all.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    QList<EventView> views;
    views.reserve(all.size());
    for (const auto &[place, view] : std::as_const(all))
        views.append(view);
    return views;
}

} // namespace

Expected<QList<EventView>> readAgenda(store::Session &session, const QStringList &calendarIds,
    const QDateTime &from, const QDateTime &to, const QTimeZone &zone, int limit)
{
    const auto records = session.eventsInWindow(calendarIds, from.addSecs(-dayMargin), to.addSecs(dayMargin));
    if (!records)
        return tl::unexpected(records.error());
    const auto lost = lostOccurrences(session, *records);
    if (!lost)
        return tl::unexpected(lost.error());
    QHash<QString, QList<EventRecord>> byCalendar;
    for (const EventRecord &record : *records)
        byCalendar[record.calendarId].append(record);
    QList<QList<EventView>> parts;
    for (const QString &calendarId : calendarIds) {
        if (const auto own = byCalendar.constFind(calendarId); own != byCalendar.cend())
            parts.append(agendaOfCalendar(*own, *lost, from, to, zone, limit));
    }
    if (parts.size() == 1)
        return parts.constFirst();
    return merged(parts, zone).mid(0, limit);
}

Expected<QList<ConflictView>> readConflicts(store::Session &session, const QStringList &calendarIds)
{
    const auto records = session.conflicts(calendarIds);
    if (!records)
        return tl::unexpected(records.error());
    QList<ConflictView> conflicts;
    for (const EventRecord &record : *records) {
        const auto aria = sync::ariaVersion(record);
        if (!aria)
            return tl::unexpected(aria.error());
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
        return tl::unexpected(facts.error());
    if (facts->isEmpty())
        return std::optional<QTimeZone>();
    return calendar::zoneNamed(facts->value(QStringLiteral("timeZone")).toString().toUtf8());
}

Expected<QJsonArray> calendarReminders(store::Session &session, const QString &calendarId)
{
    const auto facts = calendarFacts(session, calendarId);
    if (!facts)
        return tl::unexpected(facts.error());
    return facts->value(QStringLiteral("defaultReminders")).toArray();
}

} // namespace aria::service
