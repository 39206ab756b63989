// The token while it lives in the keyring: what the service sees of it.
#pragma once

#include "google/tokenfile.h"

#include <QMutex>

#include <functional>

namespace aria::tray {

// A copy in memory, because the service wants an answer at once and a keyring takes its time. Thread-safe.
class KeyringTokens final : public google::TokenStore
{
public:
    // What changed, to be taken to the keyring; empty: removed. Called on the thread that changed it.
    using Saver = std::function<void(const QByteArray &content)>;

    // content: as read from the keyring, or why that could not be read: then there is no token, and the service says why.
    KeyringTokens(Expected<QByteArray> content, Saver save);

    bool exists() const override;
    QByteArray content() const override;
    Expected<std::optional<google::StoredToken>> read() const override;
    Expected<bool> write(const google::StoredToken &token) const override;
    bool remove() const override;

private:
    void change(const QByteArray &content) const;

    mutable QMutex m_mutex;
    mutable Expected<QByteArray> m_content;
    Saver m_save;
};

} // namespace aria::tray
