// What a postgresql:// URL says, as libpq reads it.
#pragma once

#include "base/error.h"

#include <QMap>

namespace aria::store {

// libpq's keywords (host, port, dbname, user, password, sslmode, options, target_session_attrs, …) and decoded
// values, https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS. Several hosts and ports
// are lists with commas; a host that starts with a slash is the folder of a unix socket.
using PostgresParameters = QMap<QString, QString>;

// Adds what the service needs unless the URL says otherwise: a server that accepts writes, time limits for
// connecting, keepalives. InvalidInput "database_url".
Expected<PostgresParameters> parsePostgresUrl(const QString &url);

} // namespace aria::store
