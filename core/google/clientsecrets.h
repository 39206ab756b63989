// client_secrets.json as the Google Cloud console provides it, of both kinds: "web" and "installed" (desktop).
#pragma once

#include "base/error.h"

#include <QStringList>
#include <QUrl>

namespace aria::google {

// A validated value. Read again at every use, so that a file that appears or changes while the
// service runs is noticed.
struct ClientSecrets
{
    enum class Kind { Web, Installed };

    Kind kind = Kind::Installed;
    QString clientId;
    QString clientSecret; // may be empty for an installed client
    QUrl authUri;
    QUrl tokenUri;
    QStringList redirectUris;

    // Installed: http on any loopback address, any port and path (developers.google.com/identity/protocols/oauth2/
    // native-app). Web: only what the file lists, byte for byte.
    bool allowsRedirect(const QString &redirectUri) const;

    bool operator==(const ClientSecrets &other) const = default;

    // Category Precondition: code no_client_secrets if there is no file, otherwise client_secrets_invalid with a
    // message that says what kind of wrong file it is. Messages name the file but never its folder or content.
    static Expected<ClientSecrets> load(const QString &path);
    static Expected<ClientSecrets> parse(const QByteArray &content);
};

} // namespace aria::google
