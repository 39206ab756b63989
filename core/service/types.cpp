#include "service/types.h"

namespace aria::service {

QString toString(State state)
{
    switch (state) {
    case State::Idle:
        return QStringLiteral("idle");
    case State::Syncing:
        return QStringLiteral("syncing");
    case State::Offline:
        return QStringLiteral("offline");
    case State::NeedsAuth:
        return QStringLiteral("needs_auth");
    case State::Paused:
        return QStringLiteral("paused");
    case State::NeedsConfirmation:
        return QStringLiteral("needs_confirmation");
    }
    return {};
}

} // namespace aria::service
