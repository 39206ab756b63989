#include "api/clientsocket.h"

#include "base/logging.h"

#include <sys/socket.h>

namespace aria::api {

using namespace Qt::StringLiterals;

namespace {
// Enough for one read; the rest waits in the kernel, so that a client who sends faster than it is served is
// slowed.
constexpr qint64 wireBuffer = 64 * 1024;
} // namespace

ClientSocket::ClientSocket(qintptr descriptor, qint64 number, const HttpLimits &limits, QObject *parent)
    : QTcpSocket(parent)
    , m_limits(limits)
    , m_number(number)
    , m_reader(limits)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ClientSocket::onTimeout);
    connect(&m_wire, &QTcpSocket::readyRead, this, &ClientSocket::readWire);
    connect(&m_wire, &QTcpSocket::bytesWritten, this, &ClientSocket::onWritten);
    connect(&m_wire, &QTcpSocket::disconnected, this, &ClientSocket::onDisconnected);
    m_wire.setSocketDescriptor(descriptor);
    m_wire.setReadBufferSize(wireBuffer);
    m_wire.setSocketOption(QAbstractSocket::LowDelayOption, 1);

    setPeerAddress(m_wire.peerAddress());
    setPeerPort(m_wire.peerPort());
    setLocalAddress(m_wire.localAddress());
    setLocalPort(m_wire.localPort());
    setOpenMode(QIODevice::ReadWrite | QIODevice::Unbuffered);
    setSocketState(QAbstractSocket::ConnectedState);
    enter(Phase::Fresh);
}

ClientSocket::~ClientSocket()
{
    m_wire.disconnect(this);
    setSocketState(QAbstractSocket::UnconnectedState);
    m_wire.abort();
}

qint64 ClientSocket::bytesAvailable() const
{
    return m_incoming.size() + QIODevice::bytesAvailable();
}

qint64 ClientSocket::readData(char *data, qint64 maxSize)
{
    const qint64 taken = qMin<qint64>(maxSize, m_incoming.size());
    std::copy_n(m_incoming.constData(), taken, data);
    m_incoming.remove(0, taken);
    return taken;
}

qint64 ClientSocket::writeData(const char *data, qint64 size)
{
    if (!m_answerHeadOnly) {
        m_wire.write(data, size);
    } else if (!m_answerHeadDone) {
        m_answerHead.append(data, size);
        if (const qsizetype end = m_answerHead.indexOf("\r\n\r\n"); end >= 0) {
            m_wire.write(m_answerHead.left(end + 4));
            m_answerHeadDone = true;
        }
    }
    return size;
}

void ClientSocket::enter(Phase phase)
{
    if (phase == m_phase)
        return; // its time goes on running
    m_phase = phase;
    switch (phase) {
    case Phase::Fresh:
    case Phase::Head:
        m_timer.start(m_limits.headTimeout);
        break;
    case Phase::Idle:
        m_timer.start(m_limits.idleTimeout);
        break;
    case Phase::Body:
    case Phase::Writing:
        m_timer.start(m_limits.bodyTimeout);
        break;
    case Phase::Lingering:
        m_timer.start(m_limits.lingerTimeout);
        break;
    case Phase::Busy:
        m_timer.stop();
        break; // how long a request may run is not the connection's business
    }
}

void ClientSocket::readWire()
{
    if (m_phase == Phase::Lingering)
        m_wire.readAll(); // read and thrown away: unread data would make closing a reset that eats our answer
    else if (m_phase != Phase::Busy && m_phase != Phase::Writing)
        advance(m_wire.readAll());
}

void ClientSocket::advance(const QByteArray &bytes)
{
    const RequestReader::Progress progress = m_reader.feed(bytes);
    if (m_reader.takeContinueWanted())
        m_wire.write("HTTP/1.1 100 Continue\r\n\r\n");
    switch (progress) {
    case RequestReader::Progress::Idle:
        break;
    case RequestReader::Progress::InHead:
        enter(Phase::Head);
        break;
    case RequestReader::Progress::InBody:
        enter(Phase::Body);
        break;
    case RequestReader::Progress::Complete:
        dispatch();
        break;
    case RequestReader::Progress::Refused:
        refuse(Response::detail(m_reader.refusal().status, m_reader.refusal().detail));
        break;
    }
}

void ClientSocket::dispatch()
{
    RequestReader::Taken taken = m_reader.take(m_number);
    m_keepAlive = taken.keepAlive;
    m_answerHeadOnly = taken.isHead;
    m_answerHeadDone = false;
    m_answerHead.clear();
    m_accepted = false;
    m_incoming = std::move(taken.wire);
    enter(Phase::Busy);
    Q_EMIT readyRead();
    if (!m_accepted) {
        m_incoming.clear();
        refuse(Response::detail(400, u"The request is malformed."_s));
    }
}

void ClientSocket::answered()
{
    m_answerHeadOnly = false;
    if (!keepAlive()) {
        linger();
        return;
    }
    enter(Phase::Writing);
    if (m_wire.bytesToWrite() == 0)
        onWritten();
}

void ClientSocket::onWritten()
{
    if (m_wire.bytesToWrite() > 0) {
        if (m_phase == Phase::Writing)
            m_timer.start(m_limits.bodyTimeout); // it takes something, if slowly
        return;
    }
    if (m_phase == Phase::Lingering) {
        // No more from us; the client sees the end at once and we keep reading what it still sends.
        ::shutdown(static_cast<int>(m_wire.socketDescriptor()), SHUT_WR);
    } else if (m_phase == Phase::Writing) {
        enter(Phase::Idle);
        // A pipelined request may be here already. Queued, so that a long pipeline is no recursion.
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (m_phase == Phase::Idle)
                    advance(m_wire.readAll());
            },
            Qt::QueuedConnection);
    }
}

void ClientSocket::onTimeout()
{
    switch (m_phase) {
    case Phase::Head:
    case Phase::Body:
        refuse(Response::detail(408, u"The request took too long to arrive."_s));
        break;
    case Phase::Fresh:
    case Phase::Idle:
    case Phase::Writing:
    case Phase::Lingering:
        m_wire.abort();
        break;
    case Phase::Busy:
        break;
    }
}

void ClientSocket::refuse(const Response &response)
{
    QByteArray answer = "HTTP/1.1 " + QByteArray::number(response.status) + " Refused\r\n";
    for (const auto &[name, value] : response.allHeaders(false))
        answer += name + ": " + value + "\r\n";
    answer += "Content-Length: " + QByteArray::number(response.body.size()) + "\r\n\r\n" + response.body;
    qCDebug(lcApi) << "refused" << peerAddress() << response.status << response.body;
    m_wire.write(answer);
    linger();
}

void ClientSocket::linger()
{
    enter(Phase::Lingering);
    m_wire.readAll();
    if (m_wire.bytesToWrite() == 0)
        onWritten();
}

void ClientSocket::stop()
{
    m_stopping = true;
    if (m_phase != Phase::Busy && m_phase != Phase::Writing && m_phase != Phase::Lingering)
        m_wire.abort();
    else if (m_phase == Phase::Writing)
        linger();
}

void ClientSocket::onDisconnected()
{
    if (state() == QAbstractSocket::UnconnectedState)
        return;
    m_timer.stop();
    setSocketState(QAbstractSocket::UnconnectedState);
    Q_EMIT disconnected();
    deleteLater();
}

} // namespace aria::api
