// What Google and the sign-in tell us, as plain values that cross threads and rooms.
#pragma once

#include "google/accessrole.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <optional>

namespace aria::google {

struct Channel
{
    QString id;
    QString token; // secret, echoed by Google in X-Goog-Channel-Token
    QString resourceId;
    QString resourceUri;
    QDateTime expiration; // UTC
    QString address;
};

struct CalendarInfo
{
    QString id; // the real id, even if "primary" was asked for
    QString summary;
    QByteArray timeZone;
    AccessRole accessRole = AccessRole::Unknown;
    QString backgroundColor;
    bool primary = false;
};

// The answer of GET /auth/status; a value, readable on any thread.
struct AuthStatus
{
    bool clientSecretsConfigured = false;
    bool tokenExists = false;
    bool credentialsValid = false; // also if a refresh token can renew them
    std::optional<bool> credentialsExpired;
    bool hasRefreshToken = false;
    QDateTime expiry; // UTC; invalid: none
    QStringList scopes;
    // Why credentials are not valid, for a person: "scope calendar.events is missing", Google's word.
    QString problem;
    QString problemCode; // the error's: "invalid_grant" where Google ended the sign-in; empty: no problem
};

struct Authorization
{
    QUrl url;
    QString state;
};

} // namespace aria::google
