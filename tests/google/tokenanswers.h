// What Google's token endpoint answers in the tests of signing in, and how they read what it was asked.
#pragma once

#include "google/rig.h"

namespace aria::test {

using namespace Qt::StringLiterals;

inline const QString redirect = u"http://127.0.0.1:8068/auth/callback?x=a+b"_s;

inline ScriptedAnswer tokenAnswer(const QByteArray &body, int status = 200)
{
    ScriptedAnswer answer;
    answer.body = body;
    answer.status = status;
    return answer;
}

// With the scopes asked for.
inline ScriptedAnswer granting(const QByteArray &accessToken, const QByteArray &refreshToken = {})
{
    QJsonObject body{ { u"access_token"_s, QString::fromLatin1(accessToken) }, { u"expires_in"_s, 3599 },
        { u"token_type"_s, u"Bearer"_s },
        { u"scope"_s,
            QString(google::scopeCalendarEvents + QLatin1Char(' ') + google::scopeCalendarListReadonly) } };
    if (!refreshToken.isEmpty())
        body.insert("refresh_token"_L1, QString::fromLatin1(refreshToken));
    return tokenAnswer(QJsonDocument(body).toJson());
}

inline QHash<QByteArray, QByteArray> form(const QByteArray &body)
{
    QHash<QByteArray, QByteArray> out;
    for (const QByteArray &pair : body.split('&')) {
        const qsizetype at = pair.indexOf('=');
        out.insert(pair.left(at), QByteArray::fromPercentEncoding(pair.mid(at + 1).replace('+', ' ')));
    }
    return out;
}

inline Expected<QString> token(google::OAuth &oauth)
{
    return QCoro::waitFor(oauth.accessToken());
}

} // namespace aria::test
