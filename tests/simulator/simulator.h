// The fake Google as a whole: takes requests, applies faults, keeps the log. Can be used in-process.
#pragma once

#include "calendarapi.h"
#include "faults.h"
#include "httpserver.h"
#include "requestlog.h"

namespace simulator {

class Control;

// Lives on one thread with an event loop. `clock` and `random` outlive it.
class Simulator final : public QObject
{
    Q_OBJECT

public:
    Simulator(const aria::Clock &clock, aria::RandomSource &random, QObject *parent = nullptr);
    ~Simulator() override;

    // Loopback only. The port, or 0 where it could not be had.
    quint16 listen(const QHostAddress &address, quint16 port);
    QUrl url() const { return m_url; }

    // What the HTTP server calls.
    Outcome handle(const Request &request);

    World &world() { return m_world; }
    OAuthServer &oauth() { return m_oauth; }
    Faults &faults() { return m_faults; }
    RequestLog &log() { return m_log; }
    TokenBook &tokens() { return m_tokens; }
    Channels &channels() { return m_channels; }

    QJsonObject save() const;
    void load(const QJsonObject &saved);

private:
    Outcome process(const Request &request);
    Outcome route(const Request &request);
    Outcome batch(const Request &request);

    World m_world;
    Discovery m_discovery;
    OAuthServer m_oauth;
    TokenBook m_tokens;
    Channels m_channels;
    CalendarApi m_api;
    Faults m_faults;
    RequestLog m_log;
    std::unique_ptr<Control> m_control;
    HttpServer m_server;
    QUrl m_url;
};

} // namespace simulator
