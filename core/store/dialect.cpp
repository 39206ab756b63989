#include "store/dialect.h"

#include "store/sqlitedialect.h"

namespace aria::store {

Expected<std::unique_ptr<Dialect>> Dialect::forUrl(const QUrl &url)
{
    const auto scheme = url.scheme();
    if (scheme == u"postgresql" || scheme == u"postgres") {
        return makeError(ErrorCategory::InvalidInput, QStringLiteral("database_unsupported"),
            QStringLiteral("PostgreSQL is not supported by this version; use sqlite:///absolute/path"));
    }
    const auto path = url.path(QUrl::FullyDecoded);
    if (scheme != u"sqlite" || !url.host().isEmpty() || !path.startsWith(u'/') || path.endsWith(u'/')
        || url.hasQuery() || url.hasFragment() || path.contains(QChar(u'\0'))) {
        return makeError(ErrorCategory::InvalidInput, QStringLiteral("database_url"),
            QStringLiteral("the database URL must have the form sqlite:///absolute/path"));
    }
    return std::make_unique<SqliteDialect>(path);
}

bool meansConnectionLost(const Error &error)
{
    return error.category == ErrorCategory::Unavailable
        && (error.code == u"database_away" || error.code == u"disk_full");
}

} // namespace aria::store
