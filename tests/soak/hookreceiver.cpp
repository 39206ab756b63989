#include "soak/hookreceiver.h"

namespace aria::soak {

using simulator::Delivery;
using simulator::Outcome;

Outcome HookReceiver::take(const simulator::Request &request)
{
    Outcome outcome;
    outcome.response.status = 204;
    const auto chance = isReliable ? 99 : m_engine() % 20;
    switch (chance) {
    case 0: // lost on the way
        outcome.delivery.kind = Delivery::Kind::Drop;
        return outcome;
    case 1:
        outcome.response.status = 503;
        return outcome;
    case 2: // it came, but its answer is lost
        outcome.delivery.kind = Delivery::Kind::Drop;
        break;
    case 3:
        outcome.delivery.delayMs = 20'000; // longer than anybody waits
        break;
    default:
        break;
    }
    m_received.append({ request.headers.value("webhook-id"), request.body });
    return outcome;
}

} // namespace aria::soak
