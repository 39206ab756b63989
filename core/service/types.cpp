#include "service/types.h"

using namespace Qt::StringLiterals;

namespace aria::service {

QString toString(State state)
{
    switch (state) {
    case State::Idle:
        return u"idle"_s;
    case State::Syncing:
        return u"syncing"_s;
    case State::Offline:
        return u"offline"_s;
    case State::NeedsAuth:
        return u"needs_auth"_s;
    case State::Paused:
        return u"paused"_s;
    case State::NeedsConfirmation:
        return u"needs_confirmation"_s;
    }
    return {};
}

} // namespace aria::service
