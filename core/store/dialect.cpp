#include "store/dialect.h"

#include "store/postgresdialect.h"
#include "store/postgresurl.h"
#include "store/sqlitedialect.h"

#include <QUrl>

#include <atomic>

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

Expected<std::unique_ptr<Dialect>> forPostgres(const QString &url)
{
    auto parameters = parsePostgresUrl(url);
    if (!parameters)
        return Unexpected(parameters.error());
    return std::make_unique<PostgresDialect>(std::move(*parameters));
}

} // namespace

Expected<std::unique_ptr<Dialect>> Dialect::forUrl(const QString &url)
{
    // QUrl knows no lists of hosts.
    if (url.startsWith(u"postgresql://") || url.startsWith(u"postgres://"))
        return forPostgres(url);
    const QUrl parsed(url);
    const auto path = parsed.path(QUrl::FullyDecoded);
    if (parsed.scheme() != u"sqlite" || !parsed.host().isEmpty() || !path.startsWith(u'/')
        || path.endsWith(u'/') || parsed.hasQuery() || parsed.hasFragment() || path.contains(QChar(u'\0'))) {
        return makeError(ErrorCategory::InvalidInput, u"database_url"_s,
            u"the database URL must have the form sqlite:///absolute/path or"
            u" postgresql://user:password@host/database"_s);
    }
    return std::make_unique<SqliteDialect>(path);
}

Expected<void> Dialect::copyIn(const QSqlDatabase &, const QString &, const QByteArray &) const
{
    return makeError(
        ErrorCategory::Internal, u"database_statement"_s, u"this database takes no rows by COPY"_s);
}

QVariant Dialect::stored(const QVariant &value, Escapes which)
{
    if (value.typeId() != QMetaType::QString)
        return value;
    const QString text = value.toString();
    const QString held = escaped(text, which);
    return held.isSharedWith(text) ? value : held;
}

QString freshConnectionName(const QString &prefix)
{
    static std::atomic<int> count = 0;
    return u"%1-%2"_s.arg(prefix).arg(++count);
}

Error databaseLost()
{
    return { ErrorCategory::Unavailable, u"database_lost"_s,
        u"the database has lost its content or is damaged: bring it back from a backup, or stop the"
        u" service and take away what is left of it, to begin anew"_s,
        std::chrono::seconds(10) };
}

bool meansConnectionLost(const Error &error)
{
    return error.category == ErrorCategory::Unavailable
        && (error.code == u"database_away" || error.code == u"database_lost");
}

bool meansDiskFull(const Error &error)
{
    return error.category == ErrorCategory::Unavailable && error.code == u"disk_full";
}

bool isWorthRepeating(const Error &error)
{
    return error.category == ErrorCategory::Unavailable && error.code == u"database_contended";
}

} // namespace aria::store
