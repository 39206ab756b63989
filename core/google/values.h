// What Google and the sign-in tell us, as plain values that cross threads and rooms.
#pragma once

#include "google/accessrole.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
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

// When people are busy, as freebusy.query tells it: no more than that.
struct BusyQuery
{
    QStringList ids; // of calendars; a person's own is their address
    QDateTime from; // UTC
    QDateTime to;
};

struct BusySpan
{
    QDateTime start; // UTC
    QDateTime end;

    friend bool operator==(const BusySpan &, const BusySpan &) = default;
};

struct BusyTimes
{
    QString id; // as it was asked for
    QList<BusySpan> spans; // in order, within the query
    QString problem; // Google's reason why it does not say: "notFound"; empty: it says

    friend bool operator==(const BusyTimes &, const BusyTimes &) = default;
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
