#include "store/sqlitedialect.h"

#include "store/jsonlist.h"
#include "store/sqlitefile.h"
#include "store/sqlscript.h"
#include "store/words.h"

#include "base/logging.h"
#include "base/smallfile.h"

#include <QSqlQuery>

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

// Primary result codes, https://www.sqlite.org/rescode.html; the extended ones have them in their low byte.
enum ResultCode {
    Busy = 5,
    Locked = 6,
    ReadOnly = 8,
    IoError = 10,
    Corrupt = 11,
    Full = 13,
    CantOpen = 14,
    Protocol = 15,
    TooBig = 18,
    Constraint = 19,
    Mismatch = 20,
    NotADatabase = 26,
};
// Ids up to here count on from the highest; what somebody chose beyond it is passed over. Far below 2^53.
constexpr qint64 highestCounted = qint64(1) << 52;
// Behind the last id there is none: AUTOINCREMENT then gives none at all.
constexpr qint64 highestKept = qint64(1) << 62;

constexpr int constraintPrimaryKey = 1555;
constexpr int constraintUnique = 2067;

Error cannotHold()
{
    return { ErrorCategory::InvalidInput, u"database_value"_s, u"the database cannot hold a value in it"_s };
}

// Before anything opens them: opening a pipe waits for whoever writes into it.
Expected<void> checkFiles(const QString &path)
{
    for (const auto &suffix : { u""_s, u"-wal"_s, u"-shm"_s, u"-journal"_s }) {
        if (const auto obstacle = obstacleAt(path + suffix)) {
            return makeError(ErrorCategory::Precondition, u"database_unreadable"_s,
                u"the database cannot be opened: %1 %2"_s.arg(path + suffix, *obstacle));
        }
    }
    return {};
}

bool isDuplicate(int code, const QSqlError &error)
{
    return code == constraintPrimaryKey || code == constraintUnique
        || (code == Constraint && error.databaseText().startsWith(u"UNIQUE"));
}

} // namespace

QStringList SqliteDialect::statements(const QString &script) const
{
    return splitSqlScript(script);
}

Expected<void> SqliteDialect::open(QSqlDatabase &database, Access access, Storage storage) const
{
    if (auto usable = checkFiles(m_path); !usable)
        return usable;
    // The writer is opened first and prepares the file for both.
    if (access == Access::ReadWrite) {
        if (auto prepared = prepareSqliteFile(m_path, storage == Storage::Create); !prepared)
            return prepared;
    } else if (fileIdentity(m_path).isEmpty()) {
        return makeError(ErrorCategory::Unavailable, u"database_away"_s, u"the database is not there"_s);
    }

    // SQLite would take an empty file for a new database, and throw its log away.
    if (isEmptied(m_path) && (storage == Storage::MustExist || hadContent(m_path))) {
        return storage == Storage::MustExist
            ? Unexpected(databaseLost())
            : makeError(ErrorCategory::Precondition, u"database_unreadable"_s,
                u"the database %1 is empty, but there was one: bring it back from a backup, or take"
                u" it and the files beside it away to begin anew"_s.arg(m_path));
    }

    database.setDatabaseName(m_path);
    // Another program may hold the lock for a while.
    database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=5000"_s);
    if (!database.open())
        return Unexpected(toError(database.lastError()));

    auto pragmas = QStringList{ u"PRAGMA foreign_keys=ON"_s };
    if (access == Access::ReadWrite) {
        pragmas << u"PRAGMA journal_mode=WAL"_s;
        // An edit that was acknowledged survives the loss of power.
        pragmas << u"PRAGMA synchronous=FULL"_s;
        // What a statement may have to undo is kept in memory and not in a file, of which each new event took dozens of
        // writes.
        pragmas << u"PRAGMA temp_store=MEMORY"_s;
        // 16 MB of log: what is written again and again while much comes in is taken over into the file less often.
        pragmas << u"PRAGMA wal_autocheckpoint=4000"_s;
    } else {
        pragmas << u"PRAGMA query_only=ON"_s;
    }
    QSqlQuery query(database);
    for (const auto &pragma : pragmas) {
        if (!query.exec(pragma))
            return Unexpected(toError(query.lastError()));
    }
    return {};
}

QByteArray SqliteDialect::identity() const
{
    return fileIdentity(m_path);
}

bool SqliteDialect::mayOthersWait() const
{
    return isOpenElsewhere(m_path);
}

QString SqliteDialect::reasonOf(const Error & /*error*/) const
{
    return u"it is damaged, not a database, or its folder cannot be written"_s;
}

QString SqliteDialect::hasMetadata() const
{
    return u"SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'aria_calendar_metadata')"_s;
}

QString SqliteDialect::list(const QStringList &items) const
{
    QStringList stored;
    for (const auto &item : items)
        stored << storable(item).toString();
    return jsonList(stored);
}

QString SqliteDialect::list(const QList<qint64> &items) const
{
    return jsonList(items);
}

Fragment SqliteDialect::eventsReaching(
    const QStringList &calendarIds, const QString &from, const QString &until, const QString &words) const
{
    // Two ranges of one index.
    auto half = u"SELECT e.id, e.calendar_id, e.recurring_event_id FROM aria_calendar_events e"
                u" WHERE e.deleted_at IS NULL AND %1 AND e.window_end %2"
                u" AND COALESCE(e.window_start, '') < ? AND e.status <> 'cancelled'"_s;
    const auto isWanted = isTextIn(u"e.calendar_id"_s);
    const auto calendars = list(calendarIds);
    QVariantList found;
    if (!words.isEmpty()) {
        half += u" AND e.id IN (SELECT rowid FROM aria_calendar_words WHERE words MATCH ?)"_s;
        found << fullTextQuery(words);
    }
    return { half.arg(isWanted, u">= ?"_s) + u" UNION ALL "_s + half.arg(isWanted, u"IS NULL"_s),
        QVariantList{ calendars, from, until } + found + QVariantList{ calendars, until } + found };
}

QString SqliteDialect::indexWords() const
{
    return u"INSERT INTO aria_calendar_words (rowid, words) SELECT v.id, v.words FROM aria_calendar_event_words v WHERE %1"
           u" AND NOT EXISTS (SELECT 1 FROM aria_calendar_words known WHERE known.rowid = v.id)"_s.arg(
               isNumberIn(u"v.id"_s));
}

QString SqliteDialect::rowsInLog(const QString &column, const QStringList &columns) const
{
    QStringList values;
    for (const auto &name : QStringList{ u"id"_s } + columns)
        values << u"json_extract(l.%1, '$.%2') AS %2"_s.arg(column, name);
    return u"SELECT l.entry AS entry, %2 FROM aria_calendar_event_log l"
           u" WHERE l.id IS NULL AND l.entry <= ? AND l.%1 IS NOT NULL"_s.arg(column, values.join(u", "));
}

QString SqliteDialect::freshId(const QString &table) const
{
    // The next one, or where somebody has chosen the last one that is counted, the first that is free.
    return u"(SELECT CASE WHEN top < %2 THEN top + 1 ELSE (SELECT a.id + 1 FROM %1 a WHERE a.id > 0 AND a.id "
           u"< %2"
           u" AND NOT EXISTS (SELECT 1 FROM %1 b WHERE b.id = a.id + 1) ORDER BY a.id LIMIT 1) END"
           u" FROM (SELECT max(COALESCE((SELECT max(c.id) FROM %1 c WHERE c.id <= %2), 0),"
           u" COALESCE((SELECT q.seq FROM sqlite_sequence q WHERE q.name = '%1' AND q.seq <= %2), 0)) AS top))"_s
               .arg(table)
               .arg(highestCounted);
}

QStringList SqliteDialect::lowerCounters() const
{
    QStringList statements;
    for (const auto *table : { "aria_calendar_events", "aria_calendar_sync", "aria_calendar_sync_history" }) {
        statements
            << u"UPDATE sqlite_sequence SET seq = COALESCE((SELECT max(c.id) FROM %1 c WHERE c.id <= %2), 0)"
               u" WHERE name = '%1' AND seq > %2"_s.arg(QLatin1String(table))
                   .arg(highestCounted);
    }
    return statements;
}

QString SqliteDialect::isStrayId() const
{
    return u"(id = 0 OR id > %1)"_s.arg(highestKept);
}

bool SqliteDialect::mayPass(const Error &error) const
{
    // Somebody keeps it locked, or its disk is full; not what a damaged file or missing rights are.
    return error.code == u"database_busy" || error.code == u"disk_full";
}

Expected<void> SqliteDialect::checkWhole(const QSqlDatabase &database) const
{
    QSqlQuery query(database);
    if (!query.exec(u"PRAGMA quick_check(1)"_s) || !query.next())
        return Unexpected(toError(query.lastError()));
    return query.value(0).toString() == u"ok" ? Expected<void>() : Unexpected(databaseLost());
}

QString SqliteDialect::isIn(const QString &column, const char *comparison)
{
    return u"%1 %2 (SELECT value FROM json_each(?))"_s.arg(column, QLatin1String(comparison));
}

Expected<qint64> SqliteDialect::outsideVersion(const QSqlDatabase &database, qint64 /*before*/) const
{
    QSqlQuery query(database);
    if (!query.exec(u"PRAGMA data_version"_s) || !query.next())
        return Unexpected(toError(query.lastError()));
    return query.value(0).toLongLong();
}

Error SqliteDialect::toError(const QSqlError &error) const
{
    bool isNumber = false;
    const int code = error.nativeErrorCode().toInt(&isNumber);
    qCDebug(lcStore) << "SQLite result" << error.nativeErrorCode() << error.databaseText();
    switch (isNumber ? code & 0xff : 0) {
    case Busy:
    case Locked:
        return { ErrorCategory::Unavailable, u"database_busy"_s,
            u"another program keeps the database locked"_s, std::chrono::seconds(1) };
    case Full:
        return { ErrorCategory::Unavailable, u"disk_full"_s, u"the disk of the database is full"_s,
            std::chrono::seconds(10) };
    case TooBig:
    case Mismatch:
        return cannotHold();
    case ReadOnly:
    case IoError:
    case Corrupt:
    case CantOpen:
    case Protocol:
    case NotADatabase:
        return { ErrorCategory::Unavailable, u"database_away"_s,
            u"the database cannot be read or written at the moment"_s, std::chrono::seconds(5) };
    default:
        break;
    }
    if (isDuplicate(code, error)) {
        return { ErrorCategory::Conflict, u"duplicate"_s,
            u"there is such an entry in the database already"_s };
    }
    if (isNumber && (code & 0xff) == Constraint)
        return cannotHold();
    if (error.databaseText().startsWith(u"no such table: ")
        && error.databaseText().contains(u"aria_calendar_"))
        return databaseLost();
    return { ErrorCategory::Internal, u"database_statement"_s, u"the database refused a statement"_s };
}

// SQLite would fail on a text that is no JSON, and with it the whole statement.
QString SqliteDialect::isTrueIn(const QString &column, const QString &member) const
{
    return u"COALESCE(CASE WHEN json_valid(%1) THEN json_type(%1, '$.%2') END = 'true', 0)"_s.arg(
        column, member);
}

} // namespace aria::store
