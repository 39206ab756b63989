// The .env file: NAME=value lines as docker and python-dotenv read them, without variable expansion.
#pragma once

#include "base/error.h"

#include <QList>
#include <QString>

namespace aria {

struct EnvAssignment
{
    QString name;
    QString value;
    int line = 0; // from 1
};

// Accepts blank lines, comments, a leading `export `, spaces around `=`, 'single quotes' taken literally, "double
// quotes" with the escapes \n \r \t \" \\ \$, values over several lines inside quotes, and ` # comment` after a value.
// UTF-8 with or without a byte order mark, LF or CRLF. If a name appears twice, both assignments are returned; the last
// one counts. InvalidInput "bad_env_file" if lines cannot be read: the message has one line for each, with file name
// and line number but never the text of the line, which may hold a secret.
Expected<QList<EnvAssignment>> parseEnvFile(const QByteArray &content, const QString &fileName);

// Reads the file from disk. "env_file_unreadable": NotFound if there is none, InvalidInput if it cannot be read.
Expected<QList<EnvAssignment>> readEnvFile(const QString &path);

} // namespace aria
