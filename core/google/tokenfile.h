// token.json in google-auth's authorized-user format, shared with Python programs.
#pragma once

#include "google/tokenstore.h"

#include <QDateTime>
#include <QJsonObject>
#include <QStringList>

namespace aria::google {

// The content of the file. `members` is the whole object as read, so that unknown members survive a rewrite.
struct StoredToken
{
    QString accessToken;
    QString refreshToken;
    QString tokenUri; // as written; google-auth ignores it
    QString clientId;
    QString clientSecret;
    std::optional<QStringList> scopes; // nullopt: the file does not say
    QDateTime expiry; // UTC; invalid: none, which counts as expired
    QJsonObject members;

    // Code token_file_broken, category Unauthorized: only a new sign-in helps.
    static Expected<StoredToken> parse(const QByteArray &content);
    // One line. google-auth requires refresh_token, client_id and client_secret; expiry is UTC with Z.
    QByteArray toJson() const;
};

// Reads and replaces the file in a folder. No cache: another program may write the file at any time. Anything that is
// not a regular file is an error at once.
class TokenFile final : public TokenStore
{
public:
    explicit TokenFile(QString directory);

    bool exists() const override;
    QByteArray content() const override;
    Expected<std::optional<StoredToken>> read() const override;
    // Atomically (write to a temporary file, fsync, rename), mode 0600, in a folder that is made with mode 0700 if
    // missing. Category Internal with code token_file_unwritable.
    Expected<void> write(const StoredToken &token) const override;
    bool remove() const override;

private:
    QString m_directory;
    QString m_path;
};

} // namespace aria::google
