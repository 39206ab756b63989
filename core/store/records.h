// What the database holds, as values. Column by column in sql/<database>/; this is the service's view of it.
#pragma once

#include "calendar/ariacolumns.h"
#include "calendar/event.h"
#include "store/pushoptions.h"

#include <QDateTime>
#include <QJsonObject>

namespace aria::store {

enum class SyncStatus { Synced, PendingToGoogle, PendingToAria, Conflict, Error, Deleted };

QString toString(SyncStatus status); // synced, pending_to_google, pending_to_aria, conflict, error, deleted
std::optional<SyncStatus> syncStatusFromString(QStringView text);

// What the columns of that name hold, in these words in lower case.
enum class Side { Aria, Google };
enum class Operation { Create, Update, Delete, Restore, Resolve, Undo };
enum class Outcome { Intended, Done, Failed, Superseded };

QString toString(Side side);
std::optional<Side> sideFromString(QStringView text);
QString toString(Operation operation);
std::optional<Operation> operationFromString(QStringView text);
QString toString(Outcome outcome);
std::optional<Outcome> outcomeFromString(QStringView text);

// An event on both sides: a row of aria_calendar_events and its row of aria_calendar_sync.
struct EventRecord
{
    // aria_calendar_events
    qint64 localId = 0; // 0: not stored yet
    QString calendarId;
    calendar::AriaColumns columns;
    Side source = Side::Aria; // where it was made
    QDateTime createdAt;
    QDateTime updatedAt; // last change by ARIA (or of ARIA's row by a pull), UTC
    QDateTime deletedAt; // valid: deleted in ARIA
    qint64 revision = 0; // grows with every edit of ARIA's content; compared before a push is confirmed
    QString recurringEventId; // exceptions: Google id of the master
    QString originalStart; // exceptions: EventTime::toText() of the original start (UTC with Z, or a date)
    QDateTime windowStart; // no occurrence before; UTC
    QDateTime windowEnd; // none after; invalid: unbounded series

    // aria_calendar_sync
    qint64 syncId = 0; // 0: ARIA inserted the row by SQL and no service has seen it yet
    QString googleEventId;
    SyncStatus status = SyncStatus::PendingToGoogle;
    QString etag; // of base
    QJsonObject base; // the last version both sides agreed on, Google's JSON; empty: never agreed
    // Google's version where it differs from base and waits (conflict, held deletion); else empty.
    QJsonObject google;
    QJsonObject attempted; // what was last sent to Google and is not confirmed yet; else empty
    qint64 attemptedRevision = 0; // ARIA's revision that `attempted` stands for
    QString errorMessage;
    int attempts = 0;
    QDateTime nextAttemptAt; // pushes wait until then; invalid: now
    PushOptions pushOptions; // asked for with the pending edit
    QString createFingerprint; // of the create request that made it through the API; empty otherwise
    QString idempotencyKey;
    // When the edit of that revision was made, by clocks that nobody sets: merge/edittime.h.
    qint64 editRevision = 0;
    QJsonObject editClock;
    qint64 seenGeneration = 0; // the last pull in which Google listed it
    qint64 baseGeneration = 0; // the pull that was under way when base was last set outside it
    QDateTime lastSynced;
    QDateTime syncCreatedAt;

    bool isDeletedInAria() const { return deletedAt.isValid(); }
};

// The time of a pending edit, as far as it stands in the database.
struct EditTime
{
    qint64 localId = 0;
    qint64 revision = 0; // of the edit
    QDateTime updatedAt; // by the clock that wrote it
    qint64 notedRevision = 0; // EventRecord::editRevision
    QJsonObject clock; // EventRecord::editClock
};

// One change the service made to one side, both versions kept (guarantee 1).
struct HistoryRecord
{
    qint64 id = 0;
    QString calendarId;
    QString googleEventId;
    qint64 localId = 0;
    Side side = Side::Aria; // which side was written
    Operation operation = Operation::Update;
    QJsonObject before; // the version that was overwritten or deleted; empty for create
    QJsonObject after; // empty for delete
    QString reason; // e.g. "google_wins", "aria edit", "full sync: no longer listed"
    Outcome outcome = Outcome::Done;
    QString error;
    qint64 revision = 0; // side Google: the ARIA revision that was pushed
    QDateTime createdAt;
};

struct Statistics
{
    qint64 total = 0; // not deleted, cancelled occurrences not counted
    qint64 synced = 0;
    qint64 pendingToGoogle = 0;
    qint64 pendingToAria = 0;
    qint64 conflicts = 0;
    qint64 errors = 0;
};

} // namespace aria::store
