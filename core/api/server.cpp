#include "api/server.h"

#include "api/calljournal.h"
#include "api/controllers.h"
#include "api/httpadapter.h"
#include "base/logging.h"

namespace aria::api {

using namespace Qt::StringLiterals;

class Server::Private
{
public:
    Private(service::CalendarService &service, Clock &clock, ServerOptions given)
        : options(std::move(given))
        , guard({ options.host, options.apiToken, options.webhookBaseUrl.host() })
        , controllers(service, clock, meter(), options.limits)
        , journal(meter())
    {
    }

    Answer handle(Request request)
    {
        return journal.note(request, [this, &request]() -> CallJournal::Handled {
            if (auto refused = guard.check(request)) {
                const bool asksForToken = refused->status == 401 && DocsController::isVisitToDocs(request);
                return { ready(asksForToken ? controllers.docsPage(401) : *refused), {} };
            }
            QString route;
            const Answer answer = controllers.router().route(request, &route);
            return { answer, route };
        });
    }

    Metrics &meter() { return options.metrics ? *options.metrics : ownMetrics; }

    ServerOptions options;
    Metrics ownMetrics;
    SystemRandom random;
    Guard guard;
    Controllers controllers;
    CallJournal journal;
    Listener *listener = nullptr; // owned by the adapter
    std::unique_ptr<HttpAdapter> adapter; // last: its connections end before the objects that answer them
    bool stopping = false;
};

namespace {

QString placeOf(const ServerOptions &options)
{
    const bool v6 = options.host.protocol() == QAbstractSocket::IPv6Protocol;
    return (v6 ? u"[%1]:%2"_s : u"%1:%2"_s).arg(options.host.toString()).arg(options.port);
}

} // namespace

Server::Server(service::CalendarService &service, Clock &clock, ServerOptions options, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(service, clock, std::move(options)))
{
}

Server::~Server() = default;

QStringList Server::routes() const
{
    return d->controllers.router().routes();
}

Expected<quint16> Server::start()
{
    if (!d->options.host.isLoopback() && d->options.apiToken.isEmpty()) {
        return makeError(ErrorCategory::InvalidInput, u"api_token_missing"_s,
            u"Listening on %1 needs an API token."_s.arg(placeOf(d->options)));
    }
    auto listener = std::make_unique<Listener>(d->options.limits, d->random);
    if (!listener->listen(d->options.host, d->options.port)) {
        if (listener->serverError() == QAbstractSocket::AddressInUseError) {
            return makeError(ErrorCategory::Unavailable, u"port_in_use"_s,
                u"%1 is in use by another program."_s.arg(placeOf(d->options)));
        }
        return makeError(ErrorCategory::Unavailable, u"address_not_available"_s,
            u"Cannot listen on %1: %2."_s.arg(placeOf(d->options), listener->errorString()));
    }
    const quint16 port = listener->serverPort();
    d->listener = listener.release();
    d->adapter = std::make_unique<HttpAdapter>(
        d->listener, [this](Request request) { return d->handle(std::move(request)); });
    qCInfo(lcApi) << "listening on" << d->options.host.toString() << port;
    return port;
}

void Server::stop()
{
    if (d->stopping)
        return;
    d->stopping = true;
    if (!d->adapter) {
        Q_EMIT stopped();
        return;
    }
    const auto end = [this] {
        if (!d->adapter)
            return;
        d->listener->disconnect(this);
        d->listener = nullptr;
        d->adapter.release()->deleteLater(); // we may be inside one of its signals
        Q_EMIT stopped();
    };
    connect(d->listener, &Listener::emptied, this, end, Qt::QueuedConnection);
    QTimer::singleShot(d->options.limits.stopTimeout, this, end);
    d->listener->stop();
}

} // namespace aria::api
