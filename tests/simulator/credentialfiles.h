// client_secrets.json and token.json in Google's formats, pointing at the simulator.
#pragma once

#include "oauthserver.h"

namespace simulator {

// The clients every simulator knows.
OAuthClient desktopClient();
OAuthClient webClient(const QString &redirectUri);

// Both write with mode 0600, creating the directory. An error text, or empty.
QString writeClientSecrets(const QString &directory, const OAuthClient &client, const QUrl &server);
QString writeToken(const QString &directory, const OAuthClient &client, const QUrl &server,
    const QJsonObject &tokens, const QStringList &scopes, const QDateTime &now);
// Written whole or not at all.
QString writePrivately(const QString &path, const QByteArray &content);

} // namespace simulator
