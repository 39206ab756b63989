// One client's connection, as QHttpServer sees it: whole requests, one at a time. The bytes from the network go
// through a wire behind it, where limits and time-outs apply (see requestreader.h for why).
//
// While a request runs, the wire is not read, so a connection never ends during that time: whether a client has left
// or has only stopped sending (RFC 9112 9.6) shows when the answer is written. A client that leaves early therefore
// counts as waiting until its answer is there.
#pragma once

#include "api/bodysource.h"
#include "api/message.h"
#include "api/requestreader.h"
#include "api/wire.h"
#include "base/random.h"

#include <QElapsedTimer>
#include <QTcpSocket>
#include <QTimer>

namespace aria::api {

// The header by which QHttpServer returns whose request it is. It reads what it is given byte by byte, so the name is short.
extern const QByteArray connectionField;

// Belongs to the server's thread. Deletes itself when the connection has ended, and never while a request runs: from
// Qt 6.5 on, the HTTP server's stream owns it and accesses it when the responder is destroyed.
class ClientSocket final : public QTcpSocket
{
    Q_OBJECT
public:
    // Asked before each request is passed on.
    using Gate = std::function<bool(const ClientSocket &)>;

    ClientSocket(qintptr descriptor, qint64 number, const HttpLimits &limits, RandomSource &random,
        Gate mayRun, QObject *parent = nullptr);
    ~ClientSocket() override;

    qint64 number() const { return m_number; }
    // Identifies who holds connections: an IPv4 address, or the network of an IPv6 address, as everybody
    // has plenty of those.
    const QByteArray &holder() const { return m_holder; }
    bool keepAlive() const { return m_keepAlive && !m_stopping; }

    // The request that is running; valid from its dispatch until answered().
    const Request &request() const { return m_request; }
    bool isRunning() const { return m_phase == Phase::Busy; }
    bool isStreaming() const { return m_phase == Phase::Streaming; }
    // Decides which connection gives way when there is no more room: the lowest rank first, and within a rank the one
    // that has waited longest. Not valid for a running or a streaming one.
    int rank() const;
    qint64 waitedMs() const { return m_waiting.elapsed(); }
    // Whether it has only just come, and nothing was read from it yet.
    bool isNew() const { return m_phase == Phase::Fresh && waitedMs() < m_limits.grace.count(); }
    void giveWay();

    // QHttpServer has parsed the request it was given. Every request gets exactly one answered().
    void accepted() { m_accepted = true; }
    // The answer has been written whole and its responder is gone; continues with the next request.
    void answered();
    // The answer that QHttpServer writes is thrown away: the request is answered by stream() instead, which follows.
    void ignoreAnswer() { m_isAnswerIgnored = true; }
    // The answer that QHttpServer writes has no body, and its Content-Length is removed: it would have to be the length
    // of the body that is left out (RFC 9110 8.6), but Qt 6.8's server writes 0.
    void leaveOutBody() { m_answerHeadOnly = m_isLengthLeftOut = true; }
    // Sends the head, then what the source gives, until either side ends it.
    void stream(const QByteArray &head, std::shared_ptr<BodySource> source);
    // Ends the connection after the running request, if there is one.
    void stop();

    qint64 bytesAvailable() const override;
    bool isSequential() const override { return true; }

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    enum class Phase { Fresh, Idle, Head, Body, Busy, Writing, Streaming, Lingering, Closed };

    void enter(Phase phase);
    void readWire();
    void endReading();
    void advance(const QByteArray &bytes);
    void dispatch();
    void onSent();
    void sendStream();
    void onStreamReadable();
    void onTimeout();
    void writeRefusal(const Response &response);
    void refuse(const Response &response);
    void onBroken();
    void finish();

    HttpLimits m_limits;
    qint64 m_number;
    RandomSource &m_random;
    QByteArray m_holder;
    Gate m_mayRun;
    Wire m_wire;
    QTimer m_timer;
    QElapsedTimer m_waiting; // since the phase began, or since the client last took some of an answer
    RequestReader m_reader;
    Phase m_phase = Phase::Busy;
    Request m_request;
    QByteArray m_incoming; // what QHttpServer may read
    QByteArray m_answerHead; // the head of an answer without a body, until its end is seen
    bool m_isAnswerIgnored = false;
    std::shared_ptr<BodySource> m_source; // of a stream; never destroyed inside one of its signals
    bool m_isSendingStream = false;
    bool m_answerHeadOnly = false;
    bool m_answerHeadDone = false;
    bool m_isLengthLeftOut = false;
    bool m_keepAlive = true;
    bool m_accepted = false;
    bool m_stopping = false;
};

} // namespace aria::api
