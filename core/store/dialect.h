// What differs between databases, and nothing else: opening, migrations' folder, expressions, error numbers.
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

enum class Storage { Create, MustExist }; // a database that vanished while we ran is never made anew, empty

// Immutable and thread-safe: one instance serves all connections.
class Dialect
{
public:
    virtual ~Dialect() = default;

    // InvalidInput "database_url" for a bad URL or a kind of database this program does not speak.
    static Expected<std::unique_ptr<Dialect>> forUrl(const QString &url);

    virtual QString driver() const = 0; // Qt's name of it, for QSqlDatabase::addDatabase
    virtual QString place() const = 0; // for people: where the database is; no password
    virtual QString migrationFolder() const = 0; // of the resources
    // A migration in parts the driver can execute.
    virtual QStringList statements(const QString &script) const = 0;

    // For the person who started the program: what may be the matter if open() failed with `error`.
    virtual QString reasonOf(const Error &error) const = 0;
    // After opening failed with `error`: whether it may pass, so that it is tried again; else a person has to mend it.
    virtual bool mayPass(const Error &error) const = 0;

    // Opens `database` (added, not yet opened) and makes the settings of the connection.
    virtual Expected<void> open(QSqlDatabase &database, Access access, Storage storage) const = 0;
    // After a connection was lost: whether what is there now is whole. Unavailable "database_lost".
    virtual Expected<void> checkWhole(const QSqlDatabase & /*database*/) const { return {}; }
    // Changes when the database behind the URL is another one than before (file replaced, emptied or gone).
    virtual QByteArray identity() const = 0;
    // Greater than `before` if another program committed since; own commits on this connection don't count.
    virtual Expected<qint64> outsideVersion(const QSqlDatabase &database, qint64 before) const = 0;
    // Files that every commit changes; empty: the other side tells.
    virtual QStringList files() const { return {}; }
    // What to wait on for the other side, and to shut down if it never answers; -1: there is no other side.
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
    // start_time or end_time of e (`which`: start, end) as AriaColumns has them.
    virtual QString eventTime(const QString &which) const = 0;
    // SELECT id, calendar_id, recurring_event_id of the living events that reach into [from, until), by an index.
    virtual Fragment eventsReaching(
        const QStringList &calendarIds, const QString &from, const QString &until) const = 0;
    // FROM item "r": the rows of a JSON list of objects (one parameter); empty: rows are written one by one.
    virtual QString rowsOf(const QStringList &columns) const = 0;
    virtual QString valueIn(const QString &column) const = 0; // of such a row
    virtual QString newEventIds() const = 0; // statement: as many fresh ids as its parameter says, or fewer

    // Ids of new rows: below 2^53, which is as far as JSON's numbers are exact, and none that somebody has chosen.
    virtual QString newId(const QString &table) const = 0; // for VALUES
    virtual QString freshId(const QString &table) const = 0; // an expression
    // Statements after which ids that others chose do not keep new ones from being given. After opening too, where they
    // may take as long as an index look-up.
    virtual QStringList lowerCounters() const = 0;
    virtual QStringList mendCounters() const = 0;
    virtual QString isStrayId() const = 0; // condition on the column id; see Repair::tameIds

    // A value as this database can hold it; toText() (columntext.h) gives a text back as it was.
    virtual QVariant storable(const QVariant &value) const = 0;

    // Never with SQL text or paths; the driver's own words go to the debug log.
    virtual Error toError(const QSqlError &error) const = 0;

protected:
    static QVariant stored(const QVariant &value, Escapes which);
};

// Where there was a database, there is none any more: its tables are gone, or its file is empty or damaged. It is never
// begun anew in its place.
Error databaseLost();

// Whether after this error the connection is to be closed and opened anew.
bool meansConnectionLost(const Error &error);

// Whether the same transaction may succeed if it is done again at once.
bool isWorthRepeating(const Error &error);

} // namespace aria::store
