#include "google/tokenfile.h"

#include "base/settingvalues.h"
#include "base/smallfile.h"
#include "google/scopes.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace aria::google {
namespace {

Unexpected broken(const QString &why)
{
    return makeError(
        ErrorCategory::Unauthorized, u"token_file_broken"_s, u"token.json %1 Sign in again."_s.arg(why));
}

// google-auth reads %Y-%m-%dT%H:%M:%S after dropping Z and the fraction. An offset, which it never
// writes, is accepted too.
QDateTime parseExpiry(QString text)
{
    static const QString withoutZone = u"yyyy-MM-ddTHH:mm:ss"_s;
    const QString bare = text.left(withoutZone.size());
    QString rest = text.mid(withoutZone.size());
    QDateTime time = QDateTime::fromString(bare, withoutZone);
    if (!time.isValid())
        return {};
    time.setTimeSpec(Qt::UTC);
    if (rest.startsWith(QLatin1Char('.'))) {
        qsizetype digits = 1;
        while (digits < rest.size() && rest.at(digits).isDigit())
            ++digits;
        const QString thousandths = rest.mid(1, digits - 1).leftJustified(3, QLatin1Char('0'), true);
        time = time.addMSecs(thousandths.toInt());
        rest = rest.mid(digits);
    }
    if (rest.isEmpty() || rest == "Z"_L1)
        return time;
    const QDateTime offset = QDateTime::fromString(bare + rest, Qt::ISODate);
    return offset.isValid() ? offset.toUTC() : QDateTime();
}

QString formatExpiry(const QDateTime &expiry)
{
    const QDateTime utc = expiry.toUTC();
    QString text = utc.toString(u"yyyy-MM-ddTHH:mm:ss"_s);
    if (const int ms = utc.time().msec(); ms != 0)
        text += u".%1"_s.arg(ms * 1000, 6, 10, QLatin1Char('0'));
    return text + QLatin1Char('Z');
}

std::optional<QStringList> parseScopes(const QJsonValue &value)
{
    if (value.isString())
        return splitScopes(value.toString());
    if (!value.isArray())
        return std::nullopt;
    QStringList scopes;
    for (const QJsonValue &scope : value.toArray())
        scopes.append(scope.toString());
    return scopes;
}

} // namespace

Expected<StoredToken> StoredToken::parse(const QByteArray &content)
{
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(content, &fault);
    if (fault.error != QJsonParseError::NoError)
        return broken(u"is not JSON (%1 at byte %2)."_s.arg(fault.errorString()).arg(fault.offset));
    if (!document.isObject())
        return broken(u"is not a JSON object."_s);

    StoredToken token;
    token.members = document.object();
    for (const auto &[name, target] : { std::pair("token", &token.accessToken),
             std::pair("refresh_token", &token.refreshToken), std::pair("token_uri", &token.tokenUri),
             std::pair("client_id", &token.clientId), std::pair("client_secret", &token.clientSecret) }) {
        const QJsonValue value = token.members.value(QLatin1String(name));
        if (!value.isString() && !value.isNull() && !value.isUndefined())
            return broken(u"has a %1 that is not a string."_s.arg(QLatin1String(name)));
        *target = value.toString();
    }
    if (!settingvalue::isToken(token.accessToken)) // it would not fit into a header; another one is asked for
        token.accessToken.clear();
    if (token.accessToken.isEmpty() && token.refreshToken.isEmpty())
        return broken(u"holds neither a token nor a refresh_token."_s);

    // One that cannot be read counts as none: the token is renewed.
    token.expiry = parseExpiry(token.members.value("expiry"_L1).toString());
    token.scopes = parseScopes(token.members.value("scopes"_L1));
    return token;
}

QByteArray StoredToken::toJson() const
{
    QJsonObject out = members;
    out.insert("token"_L1, accessToken);
    if (refreshToken.isEmpty())
        out.remove("refresh_token"_L1);
    else
        out.insert("refresh_token"_L1, refreshToken);
    out.insert("token_uri"_L1, tokenUri);
    out.insert("client_id"_L1, clientId);
    out.insert("client_secret"_L1, clientSecret);
    if (scopes)
        out.insert("scopes"_L1, QJsonArray::fromStringList(*scopes));
    if (expiry.isValid())
        out.insert("expiry"_L1, formatExpiry(expiry));
    else
        out.remove("expiry"_L1);
    if (!out.contains("universe_domain"_L1))
        out.insert("universe_domain"_L1, u"googleapis.com"_s);
    if (!out.contains("account"_L1))
        out.insert("account"_L1, QString());
    return QJsonDocument(out).toJson(QJsonDocument::Compact);
}

TokenFile::TokenFile(QString directory)
    : m_directory(std::move(directory))
    , m_path(m_directory + "/token.json"_L1)
{
}

bool TokenFile::exists() const
{
    return QFile::exists(m_path);
}

QByteArray TokenFile::content() const
{
    return readSmallFile(m_path).value_or(QByteArray());
}

Expected<std::optional<StoredToken>> TokenFile::read() const
{
    const Expected<QByteArray> content = readSmallFile(m_path);
    if (!content && content.error().category == ErrorCategory::NotFound)
        return std::optional<StoredToken>();
    if (!content)
        return broken(content.error().message + u". Put that right, or remove it."_s);
    Expected<StoredToken> token = StoredToken::parse(*content);
    if (!token)
        return Unexpected(token.error());
    return std::optional<StoredToken>(std::move(*token));
}

Expected<void> TokenFile::write(const StoredToken &token) const
{
    const auto failed = [](const QString &why) {
        return makeError(ErrorCategory::Internal, u"token_file_unwritable"_s,
            u"token.json cannot be written: %1."_s.arg(why));
    };
    if (!QDir(m_directory).exists()) {
        if (!QDir().mkpath(m_directory))
            return failed(u"its folder cannot be made"_s);
        if (!QFile::setPermissions(m_directory, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner))
            return failed(u"its folder cannot be closed to others"_s);
    }
    if (const auto obstacle = obstacleAt(m_path))
        return failed(u"what is there %1"_s.arg(*obstacle));
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly))
        return failed(file.errorString());
    // QSaveFile copies the mode of the file it replaces, which others may be able to read.
    if (!file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return failed(file.errorString());
    const QByteArray content = token.toJson();
    if (file.write(content) != content.size() || !file.flush())
        return failed(file.errorString());
    // A crash right after the rename must not leave an empty file: the refresh token would be lost.
    if (::fsync(file.handle()) != 0)
        return failed(u"fsync failed"_s);
    if (!file.commit())
        return failed(file.errorString());
    return {};
}

bool TokenFile::remove() const
{
    return !QFile::exists(m_path) || QFile::remove(m_path);
}

} // namespace aria::google
