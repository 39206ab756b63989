// The service's way to Google without sockets: requests go to a simulator in the same process, with whatever may happen
// to them on the way.
#pragma once

#include "simulator/simulator.h"

#include <QNetworkAccessManager>
#include <QPointer>

#include <functional>

namespace aria::soak {

class Network final : public QNetworkAccessManager
{
public:
    Network(simulator::Simulator &google, RandomSource &random);

    // Each way takes up to so long, at random.
    std::chrono::milliseconds slowest{ 0 };
    // Nothing arrives from now on and nothing is answered: the process is gone, Google does not know.
    bool isDead = false;
    bool isUnplugged = false; // connections are refused
    int requests = 0; // that were begun
    // Asked for each request as it arrives at Google; an answer of its own takes the place of Google's.
    std::function<std::optional<simulator::Outcome>(const simulator::Request &)> intercept;

    // Told of each request that arrived, with what Google says to it.
    std::function<void(const simulator::Request &, const simulator::Outcome &)> watch;

    // The newest webhook channel.
    QString channelId;
    QString channelToken;

    simulator::Outcome handle(const simulator::Request &request);
    std::chrono::milliseconds latency();
    QDateTime trueNow() const;

protected:
    QNetworkReply *createRequest(
        Operation operation, const QNetworkRequest &request, QIODevice *body) override;

private:
    simulator::Simulator &m_google;
    RandomSource &m_random;
};

} // namespace aria::soak
