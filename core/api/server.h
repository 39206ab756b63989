// The local REST API: one server on one address, in front of the service.
#pragma once

#include "api/guard.h"
#include "api/httplimits.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/metrics.h"
#include "service/calendarservice.h"

#include <memory>

namespace aria::api {

struct ServerOptions
{
    QHostAddress host{ QHostAddress::LocalHost };
    quint16 port = 8068; // 0: any free one
    QString apiToken = {}; // empty: none is required; start() refuses that beyond loopback
    QUrl webhookBaseUrl = {}; // empty: no public host
    HttpLimits limits = {};
    Metrics *metrics = nullptr; // null: the server keeps its own; else it outlives the server
};

// Belongs to the thread it was created on, needs its event loop, and never blocks it. Service and
// clock must outlive it.
class Server : public QObject
{
    Q_OBJECT
public:
    Server(service::CalendarService &service, Clock &clock, ServerOptions options, QObject *parent = nullptr);
    ~Server() override; // cuts the connections that are still open

    // Listens on its one address and returns the port. Unavailable "port_in_use" or "address_not_available", naming
    // host:port; InvalidInput "api_token_missing" for an address beyond loopback without a token. Call it only once.
    Expected<quint16> start();

    // Accepts no new connections; running requests get HttpLimits::stopTimeout to finish. Then stopped() follows.
    void stop();

    QStringList routes() const; // Router::routes()

Q_SIGNALS:
    void stopped();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace aria::api
