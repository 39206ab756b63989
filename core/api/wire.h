// The bytes of one connection. QTcpSocket takes the end of a client's sending for the end of the connection
// and closes it before the answer is written. Here the two directions end separately, and nothing is read
// before it is wanted.
#pragma once

#include <QHostAddress>
#include <QObject>
#include <QSocketNotifier>

#include <string>

namespace aria::api {

// Belongs to the server's thread. Owns the descriptor of a connected TCP socket. Never blocks.
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

    // readable() is emitted only while this is on: data that nobody asks for waits in the kernel,
    // which slows its sender.
    void setReading(bool on);
    // Returns at most 64 KiB of what has arrived. Empty: nothing has arrived, or atEnd(), or the connection broke.
    QByteArray read();
    // The client sends no more. It may still be waiting for an answer.
    bool atEnd() const { return m_atEnd; }

    // Keeps the bytes until flush(). Of many at once, what the client accepts now is sent from where it is, without a
    // copy; sent() follows with flush() all the same.
    void write(QByteArrayView bytes)
    {
        const std::size_t done = bytes.size() < many ? 0 : sendNow(bytes);
        m_outgoing.append(bytes.data() + done, static_cast<std::size_t>(bytes.size()) - done);
    }
    // Sends what the client accepts now, and the rest bit by bit.
    void flush();
    bool hasUnsent() const { return !m_outgoing.empty(); }
    std::size_t unsent() const { return m_outgoing.size(); }
    // Nothing more will be written.
    void endWriting();
    // Closes at once; unsent data is lost. No signal follows.
    void close();

Q_SIGNALS:
    void readable();
    void sent(); // some of the outgoing data was sent
    void broken(); // by the client or the network; never emitted from inside a call

private:
    static constexpr qsizetype many = 8 * 1024;

    std::size_t sendNow(QByteArrayView bytes); // after what is kept; returns how many of them were sent
    void breakOff();

    int m_descriptor;
    QSocketNotifier m_canRead;
    QSocketNotifier m_canWrite;
    std::string m_outgoing; // an answer comes in twenty small pieces, for which a QByteArray is slower
    bool m_hasSent = false; // since the last sent()
    bool m_atEnd = false;
    bool m_broken = false;
};

} // namespace aria::api
