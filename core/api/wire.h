// The bytes of one connection. QTcpSocket takes a client's end of sending for the end of the connection and
// closes it before the answer is written; here the two directions end apart, and nothing is read unasked.
#pragma once

#include <QHostAddress>
#include <QObject>
#include <QSocketNotifier>

namespace aria::api {

// Owns the descriptor of a connected TCP socket. Never blocks.
class Wire final : public QObject
{
    Q_OBJECT
public:
    explicit Wire(qintptr descriptor);
    ~Wire() override;

    struct End
    {
        QHostAddress address; // an IPv4 client of an IPv6 socket is an IPv4 address
        quint16 port = 0;
    };
    End peer() const;
    End local() const;

    // readable() comes only while this is on: what nobody asks for waits in the kernel, and slows its sender.
    void setReading(bool on);
    // At most 64 KiB of what has arrived. Empty: nothing is there, or atEnd(), or the connection broke.
    QByteArray read();
    // The client sends no more. It may well be waiting for an answer.
    bool atEnd() const { return m_atEnd; }

    // Kept until flush().
    void write(const QByteArray &bytes) { m_outgoing += bytes; }
    // Sends what the client takes now, and the rest by and by.
    void flush();
    bool hasUnsent() const { return !m_outgoing.isEmpty(); }
    // Nothing more will be written.
    void endWriting();
    // At once; what is unsent is lost. No signal follows.
    void close();

Q_SIGNALS:
    void readable();
    void sent(); // some of what was to be sent
    void broken(); // by the client or the network; never from inside a call

private:
    void breakOff();

    int m_descriptor;
    QSocketNotifier m_canRead;
    QSocketNotifier m_canWrite;
    QByteArray m_outgoing;
    bool m_atEnd = false;
    bool m_broken = false;
};

} // namespace aria::api
