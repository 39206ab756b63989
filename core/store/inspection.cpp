#include "store/inspection.h"

#include "store/dialect.h"
#include "store/migrations.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

const QString connectionName = u"aria-store-inspection"_s;

// Of a database in files: there is none before the first start, which is no fault.
bool isMissing(const Dialect &dialect)
{
    const QStringList files = dialect.files();
    return !files.isEmpty() && std::none_of(files.begin(), files.end(), [](const QString &file) {
        const QFileInfo info(file);
        return info.exists() || info.isSymLink(); // a link that leads nowhere is in the way of a new one
    });
}

// The first start makes the file, and folders as far as there are none.
bool canBeMade(const Dialect &dialect)
{
    QFileInfo folder(QFileInfo(dialect.files().first()).absolutePath());
    while (!folder.exists() && !folder.isRoot())
        folder.setFile(folder.absolutePath());
    return folder.isDir() && folder.isWritable() && folder.isExecutable();
}

Expected<int> versionIn(QSqlDatabase &database, const Dialect &dialect)
{
    if (auto opened = dialect.open(database, Access::ReadOnly, Storage::MustExist); !opened)
        return Unexpected(opened.error());
    return schemaVersion(database, dialect);
}

} // namespace

Expected<int> newestSchema(const QString &databaseUrl)
{
    const auto dialect = Dialect::forUrl(databaseUrl);
    if (!dialect)
        return Unexpected(dialect.error());
    return migrationsIn((*dialect)->migrationFolder()).last().version;
}

Expected<int> inspectSchema(const QString &databaseUrl)
{
    const auto dialect = Dialect::forUrl(databaseUrl);
    if (!dialect)
        return Unexpected(dialect.error());
    if (isMissing(**dialect)) {
        if (canBeMade(**dialect))
            return 0;
        return makeError(ErrorCategory::Precondition, u"database_unreadable"_s,
            u"the database %1 cannot be made in its folder"_s.arg((*dialect)->place()));
    }
    Expected<int> version = 0;
    {
        auto database = QSqlDatabase::addDatabase((*dialect)->driver(), connectionName);
        version = versionIn(database, **dialect);
        database.close();
    }
    QSqlDatabase::removeDatabase(connectionName);
    return version;
}

} // namespace aria::store
