#include "store/sqlitedialect.h"

#include "store/jsonlist.h"
#include "store/sqlitefile.h"
#include "store/sqlscript.h"

#include "base/logging.h"

#include <QSqlQuery>

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
    Constraint = 19,
    NotADatabase = 26,
};
constexpr int constraintPrimaryKey = 1555;
constexpr int constraintUnique = 2067;

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
    // The writer is opened first and prepares the file for both.
    if (access == Access::ReadWrite) {
        if (auto prepared = prepareSqliteFile(m_path, storage == Storage::Create); !prepared)
            return prepared;
    } else if (fileIdentity(m_path).isEmpty()) {
        return makeError(ErrorCategory::Unavailable, QStringLiteral("database_away"),
            QStringLiteral("the database is not there"));
    }

    database.setDatabaseName(m_path);
    // Another program may hold the lock for a while.
    database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
    if (!database.open())
        return Unexpected(toError(database.lastError()));

    auto pragmas = QStringList{ QStringLiteral("PRAGMA foreign_keys=ON") };
    if (access == Access::ReadWrite) {
        pragmas << QStringLiteral("PRAGMA journal_mode=WAL");
        // An edit that was acknowledged survives the loss of power.
        pragmas << QStringLiteral("PRAGMA synchronous=FULL");
    } else {
        pragmas << QStringLiteral("PRAGMA query_only=ON");
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

QString SqliteDialect::reasonOf(const Error & /*error*/) const
{
    return QStringLiteral("it is damaged, not a database, or its folder cannot be written");
}

QString SqliteDialect::hasMetadata() const
{
    return QStringLiteral(
        "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'aria_calendar_metadata')");
}

QString SqliteDialect::list(const QStringList &items) const
{
    return jsonList(items);
}

QString SqliteDialect::list(const QList<qint64> &items) const
{
    return jsonList(items);
}

Fragment SqliteDialect::eventsReaching(
    const QStringList &calendarIds, const QString &from, const QString &until) const
{
    // Two ranges of one index.
    const auto half =
        QStringLiteral("SELECT e.id, e.calendar_id, e.recurring_event_id FROM aria_calendar_events e"
                       " WHERE e.deleted_at IS NULL AND %1 AND e.window_end %2"
                       " AND COALESCE(e.window_start, '') < ? AND e.status <> 'cancelled'");
    const auto isWanted = isTextIn(QStringLiteral("e.calendar_id"));
    const auto calendars = list(calendarIds);
    return { half.arg(isWanted, QStringLiteral(">= ?")) + QStringLiteral(" UNION ALL ")
            + half.arg(isWanted, QStringLiteral("IS NULL")),
        { calendars, from, until, calendars, until } };
}

QString SqliteDialect::isIn(const QString &column, const char *comparison)
{
    return QStringLiteral("%1 %2 (SELECT value FROM json_each(?))").arg(column, QLatin1String(comparison));
}

Expected<qint64> SqliteDialect::outsideVersion(const QSqlDatabase &database, qint64 /*before*/) const
{
    QSqlQuery query(database);
    if (!query.exec(QStringLiteral("PRAGMA data_version")) || !query.next())
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
        return { ErrorCategory::Unavailable, QStringLiteral("database_busy"),
            QStringLiteral("another program keeps the database locked"), std::chrono::seconds(1) };
    case Full:
        return { ErrorCategory::Unavailable, QStringLiteral("disk_full"),
            QStringLiteral("the disk of the database is full"), std::chrono::seconds(10) };
    case ReadOnly:
    case IoError:
    case Corrupt:
    case CantOpen:
    case Protocol:
    case NotADatabase:
        return { ErrorCategory::Unavailable, QStringLiteral("database_away"),
            QStringLiteral("the database cannot be read or written at the moment"), std::chrono::seconds(5) };
    default:
        break;
    }
    if (isDuplicate(code, error)) {
        return { ErrorCategory::Conflict, QStringLiteral("duplicate"),
            QStringLiteral("there is such an entry in the database already") };
    }
    return { ErrorCategory::Internal, QStringLiteral("database_statement"),
        QStringLiteral("the database refused a statement") };
}

} // namespace aria::store
