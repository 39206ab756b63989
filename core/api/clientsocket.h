// One client's connection, as QHttpServer sees it: whole requests, one at a time. The bytes of the network go
// through a socket behind it, where limits and time-outs apply (see requestreader.h for why).
#pragma once

#include "api/message.h"
#include "api/requestreader.h"

#include <QTcpSocket>
#include <QTimer>

namespace aria::api {

// Belongs to the server's thread. Deletes itself when the connection has ended.
class ClientSocket final : public QTcpSocket
{
    Q_OBJECT
public:
    ClientSocket(qintptr descriptor, qint64 number, const HttpLimits &limits, QObject *parent = nullptr);
    ~ClientSocket() override;

    qint64 number() const { return m_number; }
    bool keepAlive() const { return m_keepAlive && !m_stopping; }

    // QHttpServer has parsed the request it was given; every request gets exactly one answered().
    void accepted() { m_accepted = true; }
    // The answer has been written whole; on to the next request.
    void answered();
    // Ends the connection after the request that is running, if any.
    void stop();
    // Answers this instead of letting the request through, and ends the connection.
    void refuse(const Response &response);

    qint64 bytesAvailable() const override;
    bool isSequential() const override { return true; }

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    enum class Phase { Fresh, Idle, Head, Body, Busy, Writing, Lingering };

    void enter(Phase phase);
    void readWire();
    void advance(const QByteArray &bytes);
    void dispatch();
    void onWritten();
    void onTimeout();
    void linger();
    void onDisconnected();

    HttpLimits m_limits;
    qint64 m_number;
    QTcpSocket m_wire;
    QTimer m_timer;
    RequestReader m_reader;
    Phase m_phase = Phase::Busy;
    QByteArray m_incoming; // what QHttpServer may read
    QByteArray m_answerHead; // of an answer to HEAD, until its end is seen
    bool m_answerHeadOnly = false;
    bool m_answerHeadDone = false;
    bool m_keepAlive = true;
    bool m_accepted = false;
    bool m_stopping = false;
};

} // namespace aria::api
