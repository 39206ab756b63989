// Brings client_secrets.json from a person's downloads into the credentials folder.
#pragma once

#include "base/error.h"

namespace aria::service {

struct ClientFileCheck
{
    enum class Kind {
        Usable,
        Incomplete, // an OAuth client, but something is missing or wrong in it; see detail
        ServiceAccount,
        TokenFile,
        ApiKey,
        Empty,
        NotJson,
        Unknown,
        Missing, // no such file
        Unreadable,
    };
    Kind kind = Kind::Missing;
    QString detail; // English, for the log and for Incomplete; never the file's content
    bool isWebClient = false; // redirect addresses must then be registered at Google one by one
};

// Blocks while it reads one small file.
ClientFileCheck checkClientFile(const QString &path);

// Copies the file as client_secrets.json into the folder: atomically, mode 0600; the folder (0700) is made if it is
// missing. Precondition if the file is not usable; Internal "client_secrets_unwritable".
Expected<void> installClientFile(const QString &path, const QString &credentialsDir);

} // namespace aria::service
