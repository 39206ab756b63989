// Signing in to Google: OAuth 2.0 for installed and web clients
// (developers.google.com/identity/protocols/oauth2). State and PKCE S256 on every authorization; refresh
// before expiry, one refresh at a time.
#pragma once

#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"
#include "google/retrypolicy.h"
#include "google/tokenstore.h"
#include "google/values.h"

#include <QCoro/QCoroTask>

#include <QDateTime>
#include <QObject>
#include <QUrl>

class QNetworkAccessManager;

namespace aria::google {

extern const QString scopeCalendarEvents; // https://www.googleapis.com/auth/calendar.events
extern const QString scopeCalendarListReadonly;
extern const QString scopeCalendar; // accepted instead of both

// Lives on the service's thread. Reads client_secrets.json and token.json from a directory (0700), writes token.json
// (0600, replaced atomically, unknown members kept) in google-auth's authorized-user format.
class OAuth : public QObject
{
    Q_OBJECT
public:
    struct Endpoints
    {
        QString credentialsDir;
        QUrl revokeUrl;
        RetryPolicy retry = {}; // of token requests
        std::shared_ptr<const TokenStore> tokens = nullptr; // null: token.json in credentialsDir
    };
    OAuth(Endpoints endpoints, QNetworkAccessManager &network, Clock &clock, RandomSource &random,
        QObject *parent = nullptr);
    ~OAuth() override;

    AuthStatus status() const;

    // Starts a pending authorization (10 min, in memory). An empty state is replaced by a random one.
    // InvalidInput if client_secrets.json does not allow redirectUri (installed: any loopback address);
    // Precondition without client secrets.
    Expected<Authorization> begin(const QString &redirectUri, const QString &state = {});
    // Exchanges the code of the pending authorization with that state and stores the token. Each state works once.
    // Precondition: the state is unknown, used or expired, or the code was refused (the message has Google's word).
    // redirectUri, if there is one, must be the one it began with, byte for byte. Without a state: works only while
    // exactly one authorization with redirectUri is pending.
    QCoro::Task<Expected<QStringList>> complete(QString state, QString code, QString redirectUri);
    // The person refused at Google (error=…): ends the pending authorization.
    void abandon(const QString &state);

    // A token that is valid for at least a minute; refreshed if it expires within 3 min 45 s. Unauthorized: no token,
    // scope missing, invalid_grant (after which status() is invalid until the next sign-in). Unavailable: Google
    // cannot be reached.
    QCoro::Task<Expected<QString>> accessToken();
    // Google answered 401 to this token: the next accessToken() refreshes if this is still the current token.
    void reject(const QString &accessToken);
    // Google answered 403 to this token because it was never allowed that: nothing is valid until somebody signs in
    // again or the scopes change. status() names what is missing.
    void lacksScope(const QString &accessToken, const QString &scope);

    // Revokes at Google and deletes token.json. The value says whether Google confirmed; the file is
    // deleted in any case.
    QCoro::Task<Expected<bool>> revoke();

    // Ends every call in flight with Unavailable (code stopped), for a quick exit. Nothing works afterwards.
    void stop();

Q_SIGNALS:
    void signedIn();
    void statusChanged();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace aria::google
