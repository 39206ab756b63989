#include "store/postgresurl.h"

#include <libpq-fe.h>

#include <QHash>
#include <QStringList>

#include <memory>

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

Unexpected unusable(const QString &why)
{
    return makeError(ErrorCategory::InvalidInput, u"database_url"_s,
        u"the database URL is none that PostgreSQL understands: %1"_s.arg(why));
}

const PostgresParameters &defaults()
{
    static const PostgresParameters parameters{
        { u"application_name"_s, u"aria-calendar-sync"_s },
        { u"connect_timeout"_s, u"3"_s }, // seconds, each host
        // A server that took over may be the second one; a standby refuses what we do.
        { u"target_session_attrs"_s, u"read-write"_s },
        // A peer that is gone without a word is noticed within half a minute, seconds and milliseconds.
        { u"keepalives_idle"_s, u"15"_s },
        { u"keepalives_interval"_s, u"5"_s },
        { u"keepalives_count"_s, u"3"_s },
        { u"tcp_user_timeout"_s, u"20000"_s },
    };
    return parameters;
}

// libpq looks at these only when it connects, and then it seems as if the server were away.
std::optional<QString> faultOf(const QString &keyword, const QString &value)
{
    static const QHash<QString, QStringList> words{
        { u"sslmode"_s,
            { u"disable"_s, u"allow"_s, u"prefer"_s, u"require"_s, u"verify-ca"_s, u"verify-full"_s } },
        { u"target_session_attrs"_s,
            { u"any"_s, u"read-write"_s, u"read-only"_s, u"primary"_s, u"standby"_s, u"prefer-standby"_s } },
    };
    if (const auto allowed = words.value(keyword); !allowed.isEmpty() && !allowed.contains(value))
        return u"%1 must be one of %2"_s.arg(keyword, allowed.join(u", "));
    if (keyword == u"port") {
        for (const auto &port : value.split(u',')) {
            if (!port.isEmpty() && port.toUShort() == 0)
                return u"a port must be a number from 1 to 65535"_s;
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
        return unusable(u"it must have the form postgresql://user:password@host:port/database?name=value"_s);
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
            return unusable(u"the value of %1 must not hold a semicolon"_s.arg(keyword));
        parameters.insert(keyword, value);
    }
    return parameters;
}

} // namespace aria::store
