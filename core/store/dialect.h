// The differences between databases, and nothing else: opening, the migrations' folder, expressions, error numbers.
#pragma once

#include "base/error.h"
#include "base/exacttext.h"
#include "store/access.h"
#include "store/leadstatements.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QVariant>

namespace aria::store {

// A piece of a statement and its parameters.
struct Fragment
{
    QString sql;
    QVariantList values;
};

enum class Storage { Create, MustExist }; // a database that vanished is never replaced by an empty one

// Immutable and thread-safe: one instance serves all connections.
class Dialect
{
public:
    virtual ~Dialect() = default;

    // InvalidInput "database_url" for a bad URL or a kind of database that this program does not support.
    static Expected<std::unique_ptr<Dialect>> forUrl(const QString &url);

    virtual QString driver() const = 0; // Qt's name of it, for QSqlDatabase::addDatabase
    virtual QString place() const = 0; // for people: where the database is; without the password
    virtual QString migrationFolder() const = 0; // of the resources
    // Splits a migration into parts that the driver can execute.
    virtual QStringList statements(const QString &script) const = 0;

    // For the person who started the program: the likely cause if open() failed with `error`.
    virtual QString reasonOf(const Error &error) const = 0;
    // After opening failed with `error`: whether it may succeed later, so that it is tried again; otherwise a person
    // has to act.
    virtual bool mayPass(const Error &error) const = 0;

    // Opens `database` (added, not yet opened) and applies the settings of the connection.
    virtual Expected<void> open(QSqlDatabase &database, Access access, Storage storage) const = 0;
    // After a connection was lost: whether the database that is there now is whole. Unavailable "database_lost".
    virtual Expected<void> checkWhole(const QSqlDatabase & /*database*/) const { return {}; }
    // Whether there is room for a megabyte more: "disk_full", or another error if that cannot be told.
    virtual Expected<void> checkRoom(const QSqlDatabase &database) const = 0;
    // Changes if the database behind the URL is a different one (file replaced, emptied or gone).
    virtual QByteArray identity() const = 0;
    // Greater than `before` if another program committed since; own commits on this connection don't count.
    virtual Expected<qint64> outsideVersion(const QSqlDatabase &database, qint64 before) const = 0;
    // Statement, in a reading transaction: a value that differs whenever different data can be read. It may only be
    // compared with values from the same connection.
    virtual QString mark() const = 0;
    // Whether another program may be waiting to write while this one does.
    virtual bool mayOthersWait() const { return false; }
    // Files that every commit changes; empty: the server reports changes itself.
    virtual QStringList files() const { return {}; }
    // The socket to wait on for the server, and to shut down if it never answers; -1: there is no server.
    virtual int socket(const QSqlDatabase &database) const = 0;

    // How services on other machines, which may work on the same database, agree who leads; nullopt: there are none.
    virtual std::optional<LeadStatements> leadStatements() const { return std::nullopt; }
    bool isShared() const { return leadStatements().has_value(); }

    virtual QString beginWrite() const = 0;
    virtual QString beginRead() const = 0;
    virtual QStringList beginMigration() const = 0; // nobody else migrates until it is committed
    virtual QString hasMetadata() const = 0; // statement: is there a table aria_calendar_metadata?

    // Conditions on a list that is one parameter, made by list().
    virtual QString list(const QStringList &items) const = 0;
    virtual QString list(const QList<qint64> &items) const = 0;
    virtual QString isTextIn(const QString &column) const = 0;
    virtual QString isNumberIn(const QString &column) const = 0;
    virtual QString isNumberNotIn(const QString &column) const = 0;
    // Expressions.
    virtual QString now() const = 0; // this instant as stored
    virtual QString instant(const QString &expression) const = 0; // a stored instant as RFC 3339 text
    // Condition on a column of JSON objects: the member is true. Never NULL, whatever the column holds.
    virtual QString isTrueIn(const QString &column, const QString &member) const = 0;
    // start_time or end_time of e (`which`: start, end) as AriaColumns has them.
    virtual QString eventTime(const QString &which) const = 0;
    // SELECT id, calendar_id, recurring_event_id of the living events that overlap [from, until), by an index; if
    // `words` is not empty, only of those with words that begin with each of these.
    virtual Fragment eventsReaching(const QStringList &calendarIds, const QString &from, const QString &until,
        const QString &words = {}) const = 0;
    // Statement: locks these events (list()) against all other writers, in the order of their ids; empty: there are none.
    virtual QString lockEvents() const { return {}; }
    // Statement: indexes the words of these new events (list()); empty: the database does it by itself.
    virtual QString indexWords() const = 0;
    // FROM item "r": the rows of a JSON list of objects (one parameter); empty: rows are written one by one.
    virtual QString rowsOf(const QStringList &columns) const = 0;
    virtual QString valueIn(const QString &column) const = 0; // of such a row
    // Whether many new rows are best written as one COPY (CopyRows). `into`: the table with its columns in brackets.
    virtual bool copies() const { return false; }
    virtual Expected<void> copyIn(
        const QSqlDatabase &database, const QString &into, const QByteArray &rows) const;
    virtual QString newEventIds() const = 0; // statement: as many fresh ids as its parameter says, or fewer

    // The event log. Statement: true if only this transaction gives out ids until it ends; empty: so it is anyway.
    virtual QString takeMessageTurn() const { return {}; }
    virtual QString nextMessageId() const = 0; // an expression
    // SELECT entry and the columns of the rows that ARIA's SQL left in a column of the log (`column`: before_row,
    // after_row), up to the entry that is its parameter.
    virtual QString rowsInLog(const QString &column, const QStringList &columns) const = 0;

    // Ids for new rows: below 2^53, up to which JSON's numbers are exact, and not one that somebody has chosen.
    virtual QString newId(const QString &table) const = 0; // for VALUES
    virtual QString freshId(const QString &table) const = 0; // an expression
    // Statements that keep ids chosen by others from using up the new ones. Also run after opening, provided that
    // they take no longer than an index look-up.
    virtual QStringList lowerCounters() const = 0;
    virtual QStringList mendCounters() const = 0;
    virtual QString isStrayId() const = 0; // condition on the column id; see Repair::tameIds
    // Until the end of the transaction references may lead nowhere. Only where a row is moved: in SQLite every prepared
    // statement has to be made again after it. Empty: there is no need.
    virtual QString deferReferences() const = 0;

    // A value in a form that this database can hold; toText() (columntext.h) gives back the original text.
    virtual QVariant storable(const QVariant &value) const = 0;

    // Never contains SQL text or paths; the driver's own words go to the debug log.
    virtual Error toError(const QSqlError &error) const = 0;

protected:
    static QVariant stored(const QVariant &value, Escapes which);
};

// There was a database, and now there is none: its tables are gone, or its file is empty or damaged. A new one is
// never started in its place.
Error databaseLost();

// For a QSqlDatabase: their names are process-wide.
QString freshConnectionName(const QString &prefix);

// Whether the connection has to be closed and opened again after this error.
bool meansConnectionLost(const Error &error);

// Whether nothing can be written for want of room. The connection is as good as ever.
bool meansDiskFull(const Error &error);

// Whether the same transaction may succeed if it is repeated at once.
bool isWorthRepeating(const Error &error);

} // namespace aria::store
