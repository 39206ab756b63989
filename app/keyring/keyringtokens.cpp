#include "keyring/keyringtokens.h"

namespace aria::keyring {

using google::StoredToken;

KeyringTokens::KeyringTokens(Expected<QByteArray> content, Saver save)
    : m_content(std::move(content))
    , m_save(std::move(save))
{
}

bool KeyringTokens::exists() const
{
    return !content().isEmpty();
}

QByteArray KeyringTokens::content() const
{
    const QMutexLocker lock(&m_mutex);
    return m_content.value_or(QByteArray());
}

Expected<std::optional<StoredToken>> KeyringTokens::read() const
{
    Expected<QByteArray> content;
    {
        const QMutexLocker lock(&m_mutex);
        content = m_content;
    }
    if (!content) {
        Error error = content.error();
        error.category =
            ErrorCategory::Unauthorized; // signing in again helps, if the keyring is back by then
        return Unexpected(error);
    }
    if (content->isEmpty())
        return std::optional<StoredToken>();
    Expected<StoredToken> token = StoredToken::parse(*content);
    if (!token)
        return Unexpected(token.error());
    return std::optional<StoredToken>(std::move(*token));
}

Expected<void> KeyringTokens::write(const StoredToken &token) const
{
    change(token.toJson());
    return {};
}

bool KeyringTokens::remove() const
{
    change(QByteArray());
    return true;
}

void KeyringTokens::change(const QByteArray &content) const
{
    {
        const QMutexLocker lock(&m_mutex);
        m_content = content;
    }
    m_save(content);
}

} // namespace aria::keyring
