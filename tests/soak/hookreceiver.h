// Who receives the outgoing hook: it loses messages, refuses them and forgets to answer, and remembers what came.
#pragma once

#include "simulator/httpmessage.h"

#include <QList>

#include <random>

namespace aria::soak {

class HookReceiver
{
public:
    explicit HookReceiver(quint64 seed)
        : m_engine(seed)
    {
    }

    // One attempt.
    simulator::Outcome take(const simulator::Request &request);

    struct Received
    {
        QByteArray id; // as the sender named it, the same for each attempt
        QByteArray body;
    };
    const QList<Received> &received() const
    {
        return m_received;
    } // in their order, with what came more than once

    bool isReliable = false; // from now on

private:
    std::mt19937_64 m_engine;
    QList<Received> m_received;
};

} // namespace aria::soak
