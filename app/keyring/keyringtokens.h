// The token when it is kept in the keyring, as the service sees it.
#pragma once

#include "google/tokenfile.h"

#include <QMutex>

#include <functional>

namespace aria::keyring {

// A copy in memory, because the service needs an answer at once and a keyring may be slow. Thread-safe.
class KeyringTokens final : public google::TokenStore
{
public:
    // Gets the changed token, to be saved in the keyring; empty: removed. Called on the thread that changed it.
    using Saver = std::function<void(const QByteArray &content)>;

    // content: as read from the keyring, or why it could not be read: then there is no token, and
    // the service says why.
    KeyringTokens(Expected<QByteArray> content, Saver save);

    bool exists() const override;
    QByteArray content() const override;
    Expected<std::optional<google::StoredToken>> read() const override;
    Expected<void> write(const google::StoredToken &token) const override;
    bool remove() const override;

private:
    void change(const QByteArray &content) const;

    mutable QMutex m_mutex;
    mutable Expected<QByteArray> m_content;
    Saver m_save;
};

} // namespace aria::keyring
