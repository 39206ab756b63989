#include "edits/eventreader.h"

#include "base/logging.h"
#include "calendar/agenda.h"
#include "calendar/recurrence.h"
#include "edits/conflictfields.h"
#include "edits/eventlookup.h"
#include "merge/eventversions.h"
#include "store/metadatakeys.h"

#include <QCryptographicHash>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

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
    unreadable.set(u"id"_s, record.googleEventId);
    unreadable.set(u"summary"_s, record.columns.title);
    return unreadable;
}

// What Google last told of the calendar; empty before the first sync.
Expected<QJsonObject> calendarFacts(store::Session &session, const QString &calendarId)
{
    const auto facts = session.metadata().value(store::metadata::calendar, calendarId);
    if (!facts)
        return Unexpected(facts.error());
    return *facts ? QJsonDocument::fromJson((*facts)->toUtf8()).object() : QJsonObject();
}

// An occurrence has no row of its own; `record` is its series' then.
EventView shownAs(const EventRecord &record, const Event &event, bool isOccurrence)
{
    EventView view;
    view.event = event;
    view.googleEventId = isOccurrence ? event.id() : publicIdOf(record);
    view.localId = isOccurrence ? 0 : record.localId;
    view.calendarId = record.calendarId;
    view.status = record.status;
    view.errorMessage = record.errorMessage;
    return view;
}

} // namespace

EventView viewOf(const EventRecord &record)
{
    return shownAs(record, currentVersion(record), false);
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
        const auto found = session.events().allByGoogleId(it.key(), QStringList(it->cbegin(), it->cend()));
        if (!found)
            return Unexpected(found.error());
        masters[it.key()].insert(*found);
    }
    QHash<qint64, calendar::LostOccurrences> edited; // by the master's local id
    QSet<qint64> lost;
    for (const EventRecord &record : records) {
        const auto &known = masters[record.calendarId];
        const auto master = known.constFind(record.recurringEventId);
        if (master == known.cend() || master->status != store::SyncStatus::PendingToGoogle)
            continue;
        auto edit = edited.constFind(master->localId);
        if (edit == edited.cend()) {
            const calendar::LostOccurrences occurrences(Event(master->base), currentVersion(*master));
            edit = edited.insert(master->localId, occurrences);
        }
        if (edit->contains(sync::originalStartFromKey(record.originalStart)))
            lost.insert(record.localId);
    }
    return lost;
}

// The record as the agenda takes it; nullopt: it is not shown.
std::optional<Event> agendaEvent(const EventRecord &record)
{
    if (record.isDeletedInAria() && record.recurringEventId.isEmpty())
        return std::nullopt;
    Event event = currentVersion(record);
    if (record.isDeletedInAria()) // a cancelled occurrence, perhaps not yet at Google
        event = sync::tombstoneOf(event);
    if (!record.recurringEventId.isEmpty() && !event.isException()) {
        event.set(u"recurringEventId"_s, record.recurringEventId);
        event.set(u"originalStartTime"_s, sync::originalStartFromKey(record.originalStart).toGoogle());
    }
    return event;
}

} // namespace

Expected<AgendaView> readAgenda(store::Session &session, const QStringList &calendarIds,
    const QDateTime &from, const QDateTime &to, const QTimeZone &zone, int limit)
{
    const auto records =
        session.events().inWindow(calendarIds, from.addSecs(-dayMargin), to.addSecs(dayMargin));
    if (!records)
        return Unexpected(records.error());
    const auto lost = lostOccurrences(session, *records);
    if (!lost)
        return Unexpected(lost.error());
    QList<calendar::AgendaSource> sources;
    QList<const EventRecord *> rows; // of the sources
    for (const QString &calendarId : calendarIds) {
        for (const EventRecord &record : *records) {
            if (record.calendarId != calendarId || lost->contains(record.localId))
                continue;
            if (auto event = agendaEvent(record)) {
                sources.append({ calendarId, std::move(*event) });
                rows.append(&record);
            }
        }
    }
    const calendar::Agenda agenda = calendar::agenda(sources, from, to, zone, limit);
    const QSet<qsizetype> cutShort(agenda.cutShort.cbegin(), agenda.cutShort.cend());
    AgendaView view;
    view.truncated = !cutShort.isEmpty();
    for (const auto &[event, source] : agenda.entries) {
        const bool isOccurrence = sources.at(source).event.isMaster();
        view.append(shownAs(*rows.at(source), event, isOccurrence));
        view.last().truncated = isOccurrence && cutShort.contains(source);
    }
    for (const qsizetype source : cutShort) {
        qCWarning(lcService) << "series" << rows.at(source)->googleEventId << "of calendar"
                             << rows.at(source)->calendarId
                             << "is shown only in part: it repeats more often than one answer may take";
    }
    return view;
}

Expected<QList<ConflictView>> readConflicts(store::Session &session, const QStringList &calendarIds)
{
    const auto records = session.toDo().conflicts(calendarIds);
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
