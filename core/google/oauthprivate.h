// What OAuth keeps between calls; the files are read again every time.
#pragma once

#include "google/authorizationflow.h"
#include "google/credentials.h"
#include "google/pendingauthorizations.h"
#include "google/tokenrequest.h"

#include <QFuture>
#include <QPromise>

namespace aria::google {

class OAuth::Private
{
public:
    using Renewal = QPromise<Expected<QString>>;

    // google-auth's REFRESH_THRESHOLD, 3 min 45 s, so that both programs renew at the same age.
    static constexpr std::chrono::seconds renewalMargin{ 225 };

    Private(OAuth &owner, Endpoints where, QNetworkAccessManager &network, Clock &clockRef,
        RandomSource &randomRef);

    // The files, with an access token that could not be saved taking the place of theirs.
    Credentials credentials() const;
    // Valid for at least `margin` and not refused by the API.
    bool isFresh(const StoredToken &token, std::chrono::seconds margin) const;
    // The one refresh that all callers wait for.
    QFuture<Expected<QString>> renewal();
    // Stores the result of an exchange. Returns the granted scopes.
    Expected<QStringList> store(const ClientSecrets &client, const TokenAnswer &answer);

    OAuth &q;
    Endpoints endpoints;
    Clock &clock;
    RandomSource &random;
    HttpClient http;
    const std::shared_ptr<const TokenStore> tokens;
    PendingAuthorizations pending;
    std::optional<Refusal> refusal;
    QString rejected; // an access token that the API answered with 401
    std::optional<StoredToken> unsaved; // renewed while token.json could not be written

private:
    QCoro::Task<void> renew(std::shared_ptr<Renewal> promise);
    QCoro::Task<Expected<QString>> renewOnce(bool *changedMeanwhile);
    Expected<QString> adopt(const Credentials &now, const TokenAnswer &answer);

    std::shared_ptr<Renewal> m_renewal;
};

} // namespace aria::google
