// The system's keyring, for one secret.
#pragma once

#include "base/error.h"

#include <QFuture>

namespace aria::keyring {

// Lives on the UI thread. Every call ends within half a minute: a keyring may ask the person for a password first.
// Error: Unavailable "keyring_unavailable".
class Keychain
{
public:
    virtual ~Keychain() = default;

    virtual QFuture<Expected<QByteArray>> read() = 0; // empty: there is none
    virtual QFuture<Expected<void>> write(const QByteArray &secret) = 0;
    virtual QFuture<Expected<void>> remove() = 0; // also where there was none
};

} // namespace aria::keyring
