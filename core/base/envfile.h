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

// What is accepted: blank lines, comments, a leading `export `, spaces around `=`, 'single quotes' taken
// literally, "double quotes" with \n \r \t \" \\ \$ escapes, values over several lines inside quotes, and ` #
// comment` after a value. UTF-8 with or without a byte order mark, LF or CRLF. Of a name that stands twice,
// both are returned; the last one counts. InvalidInput "bad_env_file" where lines cannot be read: one line of
// message for each, with file name and line number and never the text of the line, which may hold a secret.
Expected<QList<EnvAssignment>> parseEnvFile(const QByteArray &content, const QString &fileName);

// The same from disk. "env_file_unreadable": NotFound where there is none, InvalidInput where it
// cannot be read.
Expected<QList<EnvAssignment>> readEnvFile(const QString &path);

} // namespace aria
