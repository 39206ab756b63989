#include "soak/plancheck.h"

#include "calendar/instanceid.h"

#include <QSet>

namespace aria::soak {

using namespace Qt::StringLiterals;

namespace {

// Single occurrences are left out: they follow what becomes of their series while that is sent, and Google's answers decide.
bool isOccurrence(const QString &googleId)
{
    return calendar::parseInstanceId(googleId) || googleId.startsWith(u'_'); // the simulator's opaque ones
}

// One write in words that can be compared.
QString writeOf(const QString &side, const QString &operation, qint64 localId, const QString &googleId)
{
    // What comes back into ARIA is made there, for a plan.
    const QString act = side == "aria"_L1 && operation == "restore"_L1 ? u"create"_s : operation;
    return u"%1 %2 %3"_s.arg(side, act, localId != 0 ? QString::number(localId) : googleId);
}

qint64 lastEntry(Bed &bed)
{
    return bed.database()
        .rows(u"SELECT COALESCE(max(id), 0) AS id FROM aria_calendar_sync_history"_s)
        .first()[u"id"_s]
        .toLongLong();
}

struct Writes
{
    QSet<QString> inAria;
    QSet<QString> atGoogle;
};

Writes writesSince(Bed &bed, qint64 entry)
{
    Writes writes;
    for (const QVariantMap &row : bed.database().rows(
             // What was superseded was sent on top of an older version, and Google refused it.
             u"SELECT side, operation, local_event_id, google_event_id FROM aria_calendar_sync_history"
             u" WHERE id > %1 AND outcome <> 'superseded'"_s.arg(entry))) {
        if (isOccurrence(row[u"google_event_id"_s].toString()))
            continue;
        const QString side = row[u"side"_s].toString();
        const QString write = writeOf(side, row[u"operation"_s].toString(),
            row[u"local_event_id"_s].toLongLong(), row[u"google_event_id"_s].toString());
        (side == "google"_L1 ? writes.atGoogle : writes.inAria).insert(write);
    }
    return writes;
}

Writes writesOf(Bed &bed, const service::Plan &plan)
{
    Writes writes;
    for (const sync::PlannedWrite &write : plan.writes) {
        if (write.held || isOccurrence(write.googleEventId))
            continue;
        // What has no row yet is known by Google's name alone; its row is there after the sync.
        qint64 localId = write.localId;
        if (write.side == store::Side::Aria && write.operation == store::Operation::Create) {
            const auto rows =
                bed.database().rows(u"SELECT id FROM aria_calendar_events WHERE google_event_id = '%1'"_s.arg(
                    write.googleEventId));
            localId = rows.isEmpty() ? 0 : rows.first()[u"id"_s].toLongLong();
        }
        const QString line = writeOf(
            store::toString(write.side), store::toString(write.operation), localId, write.googleEventId);
        (write.side == store::Side::Google ? writes.atGoogle : writes.inAria).insert(line);
    }
    return writes;
}

QStringList named(const char *what, const QSet<QString> &writes)
{
    QStringList sentences;
    for (const QString &write : writes)
        sentences << QString::fromLatin1(what) + write;
    sentences.sort();
    return sentences;
}

} // namespace

PlannedSync syncAsPlanned(Bed &bed)
{
    // The first sync of all keeps no history of what it creates in ARIA.
    if (bed.database()
            .rows(u"SELECT value FROM aria_calendar_metadata WHERE key = 'last_sync_time'"_s)
            .isEmpty())
        return { bed.sync(), {} };
    // What is on its way to Google is done before the sync, but not before the dry run.
    bed.waitUntil([&bed] { return !bed.live().isBusy(); }, std::chrono::hours(1));
    const qint64 before = lastEntry(bed);
    const auto plan = bed.answer(bed.live().dryRun(), std::chrono::hours(1));
    const qint64 planned = lastEntry(bed);
    PlannedSync result{ bed.sync(), {} };
    if (!plan || !*plan || !result.ran || !*result.ran || planned != before)
        return result;
    const Writes expected = writesOf(bed, **plan);
    const Writes done = writesSince(bed, before);
    result.wrong += named("a sync left out what its dry run said: ", expected.inAria - done.inAria);
    result.wrong += named("a sync did what its dry run did not say: ", done.atGoogle - expected.atGoogle);
    // Google's answers to what is sent may bring news to ARIA.
    if (expected.atGoogle.isEmpty())
        result.wrong += named("a sync did what its dry run did not say: ", done.inAria - expected.inAria);
    return result;
}

} // namespace aria::soak
