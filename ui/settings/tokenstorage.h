// Where the sign-in is kept, as a choice in the settings.
#pragma once

#include "base/error.h"

#include <QFuture>

namespace aria::settings {

enum class TokenPlace { File, Keyring };

// Lives on the UI thread. The tray program has the real one; it never falls back to the other place by itself.
class TokenStorage
{
public:
    virtual ~TokenStorage() = default;

    virtual TokenPlace place() const = 0;
    // Moves the sign-in and removes it from its old place. If that fails, everything stays as it was.
    virtual QFuture<Expected<void>> moveTo(TokenPlace place) = 0;
};

} // namespace aria::settings
