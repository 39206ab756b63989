// Where the token of the sign-in is kept: in token.json, or in what the tray program uses instead.
#pragma once

#include "base/error.h"

namespace aria::google {

struct StoredToken;

// Used from the service's thread; answers at once.
class TokenStore
{
public:
    virtual ~TokenStore() = default;

    virtual bool exists() const = 0;
    // In the form of token.json; empty if there is none or it cannot be read.
    virtual QByteArray content() const = 0;
    // nullopt: there is none. Error: it cannot be read or is broken.
    virtual Expected<std::optional<StoredToken>> read() const = 0;
    virtual Expected<void> write(const StoredToken &token) const = 0;
    // True also if there was none.
    virtual bool remove() const = 0;
};

} // namespace aria::google
