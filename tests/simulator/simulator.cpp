#include "simulator.h"

#include "batch.h"
#include "control.h"

namespace simulator {

using namespace Qt::StringLiterals;

Simulator::Simulator(const aria::Clock &clock, aria::RandomSource &random, QObject *parent)
    : QObject(parent)
    , m_world(clock, random)
    , m_oauth(m_world, m_discovery)
    , m_channels(m_world)
    , m_api(m_world, m_discovery, m_oauth, m_tokens, m_channels)
    , m_control(std::make_unique<Control>(*this))
    , m_server([this](const Request &request) { return handle(request); })
{
    m_world.eventsChanged = [this](const QString &calendarId) { m_channels.notify(calendarId); };
}

Simulator::~Simulator() = default;

quint16 Simulator::listen(const QHostAddress &address, quint16 port)
{
    const quint16 actual = m_server.start(address, port);
    m_url.setScheme(u"http"_s);
    m_url.setHost(address.toString());
    m_url.setPort(actual);
    return actual;
}

Outcome Simulator::handle(const Request &request)
{
    if (request.path == "/control" || request.path.startsWith("/control/"))
        return { m_control->handle(request), {} };
    Outcome outcome = process(request);
    outcome.delivery.dateOffsetSeconds = m_world.switches.dateOffsetSeconds;
    return outcome;
}

Outcome Simulator::process(const Request &request)
{
    const auto fault = m_faults.take(request);
    Outcome outcome;
    if (fault && fault->refuses()) {
        outcome.response = fault->refusal();
        outcome.delivery.delayMs = fault->ms;
    } else if (fault && fault->kind == "drop_before"_L1) {
        outcome.response.status = 0;
        outcome.delivery.kind = Delivery::Kind::Drop;
    } else {
        outcome = route(request);
    }
    if (fault && fault->kind == "drop_after"_L1)
        outcome.delivery.kind = Delivery::Kind::Drop;
    if (fault && fault->kind == "truncate"_L1)
        outcome.delivery.kind = Delivery::Kind::Truncate;
    if (fault && fault->kind == "delay"_L1)
        outcome.delivery.delayMs = fault->ms;
    m_log.add(m_world.nowText(), request, outcome.response, fault ? fault->kind : QString());
    return outcome;
}

Outcome Simulator::route(const Request &request)
{
    if (request.path == "/batch/calendar/v3" && request.method == "POST")
        return batch(request);
    if (request.path.startsWith("/calendar/v3/"))
        return { m_api.handle(request), {} };
    Outcome outcome;
    if (m_oauth.handle(request, outcome.response))
        return outcome;
    outcome.response = htmlResponse(404,
        u"<!DOCTYPE html><html lang=en><title>Error 404 (Not Found)!!1</title>"
        "<p>The requested URL was not found on this server.</html>"_s);
    return outcome;
}

Outcome Simulator::batch(const Request &request)
{
    const auto parts = readBatch(request);
    if (!parts)
        return { parts.error().toResponse(), {} };
    QList<std::pair<QByteArray, Response>> answers;
    Delivery delivery;
    for (const BatchPart &part : *parts) {
        Outcome outcome;
        if (part.request.path.startsWith("/calendar/v3/"))
            outcome = process(part.request);
        else
            outcome.response = notFound().value().toResponse(); // unexpected::value is the error
        // A fault of one part that touches the connection touches the whole batch.
        if (outcome.delivery.kind != Delivery::Kind::Whole)
            delivery.kind = outcome.delivery.kind;
        delivery.delayMs = std::max(delivery.delayMs, outcome.delivery.delayMs);
        answers.append({ part.contentId, outcome.response });
    }
    return { writeBatch(answers), delivery };
}

QJsonObject Simulator::save() const
{
    return { { "world"_L1, m_world.save() }, { "oauth"_L1, m_oauth.save() },
        { "tokens"_L1, m_tokens.save() } };
}

void Simulator::load(const QJsonObject &saved)
{
    m_world.load(saved["world"_L1].toObject());
    m_oauth.load(saved["oauth"_L1].toObject());
    m_tokens.load(saved["tokens"_L1].toObject());
}

} // namespace simulator
