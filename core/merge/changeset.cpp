#include "merge/changeset.h"

#include "calendar/recurrence.h"
#include "merge/eventversions.h"
#include "merge/guestmails.h"
#include "merge/recordstate.h"
#include "store/metadatakeys.h"

using namespace Qt::StringLiterals;

namespace aria::sync {

using calendar::Event;
using store::EventRecord;
using store::Side;
using store::SyncStatus;

Expected<void> forgetExceptions(store::Session &session, const EventRecord &master, const QDateTime &now)
{
    auto exceptions = session.events().exceptionsOf(master.calendarId, master.googleEventId);
    if (!exceptions)
        return Unexpected(exceptions.error());
    for (EventRecord &exception : *exceptions) {
        const qint64 ended = goneWithSeries(exception, now);
        if (ended == 0)
            continue;
        auto finished = session.history().finish(exception.localId, ended, store::Outcome::Superseded);
        if (!finished)
            return finished;
    }
    return session.events().save(*exceptions);
}

Expected<void> demandFullList(store::Session &session, const EventRecord &because)
{
    return session.metadata().set(
        store::metadata::listAnew, because.calendarId, because.googleEventId + u' ' + because.etag);
}

Expected<void> reviveExceptions(
    store::Session &session, const EventRecord &master, AppliedDecision::Revival revival)
{
    auto exceptions = session.events().exceptionsOf(master.calendarId, master.googleEventId);
    if (!exceptions)
        return Unexpected(exceptions.error());
    for (EventRecord &exception : *exceptions) {
        // Where a list has shown it as cancelled since, it is no longer called deleted.
        if (exception.status == SyncStatus::Deleted || wentWithItsSeries(exception))
            backWithSeries(
                exception, revival == AppliedDecision::Revival::ByAria ? Side::Aria : Side::Google);
    }
    if (auto saved = session.events().save(*exceptions); !saved)
        return saved;
    return demandFullList(session, master);
}

namespace {

// ARIA ended a series earlier, or took occurrences out of it. Those that had been changed on their own have rows of their
// own; Google may drop them with the rest or leave them standing, so they are deleted by name.
Expected<QList<AppliedDecision>> deletionsOfLost(
    store::Session &session, const EventRecord &master, const Event &before)
{
    QList<AppliedDecision> deletions;
    const Event after(master.base);
    if (!before.isMaster() || !after.isMaster() || before.recurrence() == after.recurrence())
        return deletions;
    auto exceptions = session.events().exceptionsOf(master.calendarId, master.googleEventId);
    if (!exceptions)
        return Unexpected(exceptions.error());
    const calendar::LostOccurrences lost(before, after);
    for (EventRecord &exception : *exceptions) {
        if (exception.isDeletedInAria() || !lost.contains(originalStartFromKey(exception.originalStart)))
            continue;
        deletions.append(deleteAtGoogle(
            std::move(exception), master.lastSynced, u"its series has no such occurrence any more"_s));
    }
    return deletions;
}

} // namespace

void ChangeSet::add(AppliedDecision decided)
{
    if (decided.save)
        m_decided.append(std::move(decided));
}

Expected<QList<EventChange>> ChangeSet::save(store::Session &session)
{
    QList<store::EventRecord> records;
    records.reserve(m_decided.size());
    for (const AppliedDecision &decided : std::as_const(m_decided))
        records.append(decided.record);
    if (auto saved = session.events().save(records); !saved)
        return Unexpected(saved.error());
    // Both sides may have deleted a series before they heard of each other, such as when the answer to our own
    // deletion was lost.
    for (const EventRecord &record : std::as_const(records)) {
        if (record.status != SyncStatus::Deleted || !record.recurringEventId.isEmpty())
            continue;
        if (auto forgotten = forgetExceptions(session, record, record.deletedAt); !forgotten)
            return Unexpected(forgotten.error());
    }

    for (qsizetype i = 0, settled = m_decided.size(); i < settled; ++i) {
        if (!m_decided.at(i).editedFrom)
            continue;
        const auto lost = deletionsOfLost(session, records.at(i), *m_decided.at(i).editedFrom);
        if (!lost)
            return Unexpected(lost.error());
        for (const AppliedDecision &deletion : *lost) {
            EventRecord exception = deletion.record;
            if (auto saved = session.events().save(exception); !saved)
                return Unexpected(saved.error());
            records.append(exception);
            m_decided.append(deletion);
        }
    }

    QList<store::HistoryRecord> history;
    QList<EventChange> changes;
    for (qsizetype i = 0; i < m_decided.size(); ++i) {
        const qint64 localId = records.at(i).localId;
        if (const qint64 ended = m_decided.at(i).endedRevision; ended != 0) {
            const auto outcome = m_decided.at(i).arrived ? store::Outcome::Done : store::Outcome::Superseded;
            if (auto finished = session.history().finish(localId, ended, outcome); !finished)
                return Unexpected(finished.error());
        }
        const AppliedDecision &settled = m_decided.at(i);
        if (auto counted = countMails(session, settled.record.calendarId, settled.mails); !counted)
            return Unexpected(counted.error());
        if (settled.revival != AppliedDecision::Revival::None) {
            if (auto revived = reviveExceptions(session, settled.record, settled.revival); !revived)
                return Unexpected(revived.error());
        }
        for (store::HistoryRecord &entry : m_decided[i].history) {
            entry.localId = localId;
            history.append(std::move(entry));
        }
        if (m_decided[i].change) {
            m_decided[i].change->localId = localId;
            changes.append(*m_decided[i].change);
        }
    }
    m_decided.clear();
    if (auto added = session.history().add(history); !added)
        return Unexpected(added.error());
    return changes;
}

} // namespace aria::sync
