// Tells what kind of file somebody offers as client_secrets.json: people download many kinds from the Cloud console.
#pragma once

#include <QByteArray>

namespace aria::google {

enum class ClientFileKind {
    Client, // has a "web" or "installed" member; ClientSecrets says whether it is complete
    ServiceAccount, // the key of a service account
    TokenFile, // token.json, the result of a sign-in
    ApiKey, // for public data only, as JSON or bare
    Empty,
    NotJson,
    Unknown, // JSON of another kind
};

ClientFileKind clientFileKind(const QByteArray &content);

} // namespace aria::google
