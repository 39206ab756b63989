// Both credential files as they are now, and what can be done with them.
#pragma once

#include "google/clientsecrets.h"
#include "google/oauth.h"
#include "google/tokenfile.h"
#include "google/tokenrequest.h"

namespace aria::google {

// What Google refused for good. Google is not asked again until the cause changes: the files, if a refresh was
// refused; the grant (refresh token, client, scopes), if a permission was refused, because renewing the access token
// in the file does not help then.
struct Refusal
{
    enum class Of { Files, Grant };
    Of of = Of::Files;
    QByteArray fingerprint; // of what was refused
    Error error;
};

struct Credentials
{
    Expected<ClientSecrets> secrets;
    Expected<std::optional<StoredToken>> token;
    bool tokenExists = false;
    QByteArray fingerprint; // of both files
    QByteArray grant; // of what stays the same when the access token is renewed

    bool isRefused(const Refusal &refusal) const
    {
        return refusal.fingerprint == (refusal.of == Refusal::Of::Files ? fingerprint : grant);
    }
    // Reads client_secrets.json from the folder, and the token.
    static Credentials load(const QString &directory, const TokenStore &tokens);

    // The token, if it can be used or renewed as far as the files tell. Otherwise Unauthorized: not_signed_in,
    // token_file_broken, insufficient_scope, or what Google refused.
    Expected<StoredToken> usable(const std::optional<Refusal> &refusal) const;
    // Where and with what the token is renewed. client_secrets.json's token_uri counts if the file exists.
    Expected<RefreshRequest> refreshRequest(const StoredToken &token) const;
    AuthStatus status(
        const std::optional<Refusal> &refusal, const QString &rejected, const QDateTime &nowUtc) const;
};

} // namespace aria::google
