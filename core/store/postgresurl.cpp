#include "store/postgresurl.h"

#include <libpq-fe.h>

#include <QHash>
#include <QStringList>

#include <memory>

namespace aria::store {

namespace {

Unexpected unusable(const QString &why)
{
    return makeError(ErrorCategory::InvalidInput, QStringLiteral("database_url"),
        QStringLiteral("the database URL is none that PostgreSQL understands: %1").arg(why));
}

const PostgresParameters &defaults()
{
    static const PostgresParameters parameters{
        { QStringLiteral("application_name"), QStringLiteral("aria-calendar-sync") },
        { QStringLiteral("connect_timeout"), QStringLiteral("3") }, // seconds, each host
        // A server that took over may be the second one; a standby refuses what we do.
        { QStringLiteral("target_session_attrs"), QStringLiteral("read-write") },
        // A peer that is gone without a word is noticed within half a minute, seconds and milliseconds.
        { QStringLiteral("keepalives_idle"), QStringLiteral("15") },
        { QStringLiteral("keepalives_interval"), QStringLiteral("5") },
        { QStringLiteral("keepalives_count"), QStringLiteral("3") },
        { QStringLiteral("tcp_user_timeout"), QStringLiteral("20000") },
    };
    return parameters;
}

// libpq looks at these only when it connects, and then it seems as if the server were away.
std::optional<QString> faultOf(const QString &keyword, const QString &value)
{
    static const QHash<QString, QStringList> words{
        { QStringLiteral("sslmode"),
            { QStringLiteral("disable"), QStringLiteral("allow"), QStringLiteral("prefer"),
                QStringLiteral("require"), QStringLiteral("verify-ca"), QStringLiteral("verify-full") } },
        { QStringLiteral("target_session_attrs"),
            { QStringLiteral("any"), QStringLiteral("read-write"), QStringLiteral("read-only"),
                QStringLiteral("primary"), QStringLiteral("standby"), QStringLiteral("prefer-standby") } },
    };
    if (const auto allowed = words.value(keyword); !allowed.isEmpty() && !allowed.contains(value))
        return QStringLiteral("%1 must be one of %2").arg(keyword, allowed.join(u", "));
    if (keyword == u"port") {
        for (const auto &port : value.split(u',')) {
            if (!port.isEmpty() && port.toUShort() == 0)
                return QStringLiteral("a port must be a number from 1 to 65535");
        }
    }
    return std::nullopt;
}

} // namespace

Expected<PostgresParameters> parsePostgresUrl(const QString &url)
{
    char *reason = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(url.toUtf8().constData(), &reason), &PQconninfoFree);
    PQfreemem(reason); // may quote the password
    if (!options)
        return unusable(
            QStringLiteral("it must have the form postgresql://user:password@host:port/database?name=value"));
    PostgresParameters parameters = defaults();
    for (const auto *option = options.get(); option->keyword; ++option) {
        if (!option->val)
            continue;
        const auto keyword = QString::fromLatin1(option->keyword);
        const auto value = QString::fromUtf8(option->val);
        if (const auto fault = faultOf(keyword, value))
            return unusable(*fault);
        // Qt's driver takes the semicolons of everything else for its own.
        const bool isTakenApart =
            keyword == u"host" || keyword == u"dbname" || keyword == u"user" || keyword == u"password";
        if (!isTakenApart && value.contains(u';'))
            return unusable(QStringLiteral("the value of %1 must not hold a semicolon").arg(keyword));
        parameters.insert(keyword, value);
    }
    return parameters;
}

} // namespace aria::store
