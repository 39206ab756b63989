// What differs between databases, and nothing else: opening, migrations' folder, bulk forms, error numbers.
#pragma once

#include "base/error.h"
#include "store/access.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QUrl>

namespace aria::store {

enum class Storage { Create, MustExist }; // a database that vanished while we ran is never made anew, empty

// Immutable and thread-safe: one instance serves all connections.
class Dialect
{
public:
    virtual ~Dialect() = default;

    // InvalidInput "database_unsupported" for a database this build does not speak, "database_url" for a bad
    // URL.
    static Expected<std::unique_ptr<Dialect>> forUrl(const QUrl &url);

    virtual QString driver() const = 0; // Qt's name of it, for QSqlDatabase::addDatabase
    virtual QString migrationFolder() const = 0; // of the resources
    virtual QStringList statements(
        const QString &script) const = 0; // a migration in parts the driver can execute

    // Opens `database` (added, not yet opened) and makes the settings of the connection.
    virtual Expected<void> open(QSqlDatabase &database, Access access, Storage storage) const = 0;
    // Changes when the database behind the URL is another one than before (file replaced or gone: empty).
    virtual QByteArray identity() const = 0;
    // Grows when another program committed; own commits on this connection don't count.
    virtual Expected<qint64> outsideVersion(const QSqlDatabase &database) const = 0;

    virtual QString beginWrite() const = 0;
    virtual QString beginRead() const = 0;
    virtual QString listItems() const = 0; // SELECT of the items of a JSON list given as one parameter
    virtual QString now() const = 0; // expression: this instant as stored

    // Never with SQL text or paths; the driver's own words go to the debug log.
    virtual Error toError(const QSqlError &error) const = 0;
};

// Whether after this error the connection is to be closed and opened anew.
bool meansConnectionLost(const Error &error);

} // namespace aria::store
