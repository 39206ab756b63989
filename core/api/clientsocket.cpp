#include "api/clientsocket.h"

#include "api/requestid.h"
#include "base/callscope.h"
#include "base/logging.h"

namespace aria::api {

using namespace Qt::StringLiterals;

const QByteArray connectionField = "N";

namespace {

QByteArray holderAt(const QHostAddress &address)
{
    if (address.protocol() != QAbstractSocket::IPv6Protocol || address.isLoopback())
        return address.toString().toLatin1();
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    return { reinterpret_cast<const char *>(&bytes), 8 };
}

// The head of an answer without its Content-Length.
QByteArray withoutLength(const QByteArray &head)
{
    QByteArrayList lines = head.split('\n');
    lines.removeIf([](const QByteArray &line) { return line.toLower().startsWith("content-length:"); });
    return lines.join('\n');
}

} // namespace

ClientSocket::ClientSocket(qintptr descriptor, qint64 number, const HttpLimits &limits, RandomSource &random,
    Gate mayRun, QObject *parent)
    : QTcpSocket(parent)
    , m_limits(limits)
    , m_number(number)
    , m_random(random)
    , m_mayRun(std::move(mayRun))
    , m_wire(descriptor)
    , m_reader(limits)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ClientSocket::onTimeout);
    connect(&m_wire, &Wire::readable, this, &ClientSocket::readWire);
    connect(&m_wire, &Wire::sent, this, &ClientSocket::onSent);
    connect(&m_wire, &Wire::broken, this, &ClientSocket::onBroken);

    setPeerAddress(m_wire.peer().address);
    m_holder = holderAt(peerAddress());
    setPeerPort(m_wire.peer().port);
    setLocalAddress(m_wire.local().address);
    setLocalPort(m_wire.local().port);
    setOpenMode(QIODevice::ReadWrite); // buffered: QHttpServer reads byte by byte
    setSocketState(QAbstractSocket::ConnectedState);
    enter(Phase::Fresh);
}

ClientSocket::~ClientSocket()
{
    setSocketState(QAbstractSocket::UnconnectedState); // or QAbstractSocket would close what it never opened
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
    if (m_isAnswerIgnored) {
        // not for the client
    } else if (!m_answerHeadOnly) {
        m_wire.write(QByteArrayView(data, size));
    } else if (!m_answerHeadDone) {
        m_answerHead.append(data, size);
        if (const qsizetype end = m_answerHead.indexOf("\r\n\r\n"); end >= 0) {
            m_answerHead.truncate(end + 4);
            m_wire.write(m_isLengthLeftOut ? withoutLength(m_answerHead) : m_answerHead);
            m_answerHeadDone = true;
        }
    }
    return size;
}

void ClientSocket::enter(Phase phase)
{
    m_wire.setReading(phase != Phase::Busy && phase != Phase::Writing && phase != Phase::Closed);
    if (phase == m_phase)
        return; // its timer keeps running
    m_phase = phase;
    m_waiting.start();
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
    case Phase::Streaming: // as long as both sides like; see onSent()
    case Phase::Busy: // how long a request may run is not for the connection to decide
    case Phase::Closed:
        m_timer.stop();
        break;
    }
}

int ClientSocket::rank() const
{
    switch (m_phase) {
    case Phase::Closed:
    case Phase::Lingering:
        return 0; // has its answer
    case Phase::Idle:
        return 1; // wants nothing now
    default:
        return 2; // silent, or slow to send its request or to read its answer: the longest wait counts
    }
}

void ClientSocket::giveWay()
{
    if (m_phase == Phase::Head || m_phase == Phase::Body) {
        Response response = Response::detail(503, u"There are too many connections."_s);
        response.headers.emplaceBack("Retry-After", "1");
        writeRefusal(response); // as much as can be sent
    }
    finish();
}

void ClientSocket::readWire()
{
    const QByteArray bytes = m_wire.read();
    if (m_phase == Phase::Streaming) {
        onStreamReadable();
    } else if (m_phase == Phase::Lingering) {
        if (m_wire.atEnd())
            finish();
    } else if (!bytes.isEmpty()) {
        advance(bytes);
    } else if (m_wire.atEnd()) {
        endReading();
    }
}

// The client sends no more. Whole requests that came before are still answered, one after the other.
void ClientSocket::endReading()
{
    if (m_phase == Phase::Idle && !m_reader.isEmpty())
        advance({});
    if (m_phase == Phase::Head || m_phase == Phase::Body)
        refuse(Response::detail(400, u"The request is incomplete."_s));
    else if (m_phase == Phase::Idle || m_phase == Phase::Fresh)
        finish();
}

void ClientSocket::advance(const QByteArray &bytes)
{
    const RequestReader::Progress progress = m_reader.feed(bytes);
    if (m_reader.takeContinueWanted()) {
        m_wire.write("HTTP/1.1 100 Continue\r\n\r\n");
        m_wire.flush();
    }
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
    RequestReader::Taken taken = m_reader.take();
    m_keepAlive = taken.keepAlive;
    m_request = std::move(taken.request);
    m_request.id = requestIdFor(m_request.header("x-request-id"_ba), m_random);
    m_request.peerIsLoopback = peerAddress().isLoopback();
    m_answerHeadOnly = m_request.method == "HEAD";
    m_answerHeadDone = false;
    m_isLengthLeftOut = false;
    m_answerHead.clear();
    if (!m_mayRun(*this)) {
        Response response = Response::detail(503, u"Too many requests are running."_s);
        response.headers.emplaceBack("Retry-After", "1");
        return refuse(response);
    }
    m_accepted = false;
    // QHttpServer needs to know only whose request it is; the rest is not left to its parser.
    m_incoming = "GET / HTTP/1.1\r\n" + connectionField + ':' + QByteArray::number(m_number) + "\r\n\r\n";
    enter(Phase::Busy);
    Q_EMIT readyRead();
    if (!m_accepted) {
        qCWarning(lcApi) << "the HTTP server did not take a request";
        m_incoming.clear();
        refuse(Response::detail(500, u"Something went wrong inside the service."_s));
    }
}

void ClientSocket::answered()
{
    m_answerHeadOnly = false;
    m_request = {};
    enter(Phase::Writing);
    m_wire.flush();
}

void ClientSocket::stream(const QByteArray &head, std::shared_ptr<BodySource> source)
{
    m_isAnswerIgnored = false;
    m_answerHeadOnly = false;
    m_keepAlive = false; // it ends with the connection
    m_request = {};
    m_source = std::move(source);
    connect(m_source.get(), &BodySource::readyRead, this, &ClientSocket::sendStream);
    connect(m_source.get(), &BodySource::ended, this, &ClientSocket::finish);
    enter(Phase::Streaming);
    m_wire.write(head);
    sendStream();
    if (m_stopping)
        finish();
}

// Only as much as the client takes: the rest stays with the source, where it is kept once for all.
void ClientSocket::sendStream()
{
    if (m_phase != Phase::Streaming || m_isSendingStream)
        return;
    m_isSendingStream = true;
    constexpr std::size_t enough = 64UL * 1024;
    while (m_wire.unsent() < enough) {
        const QByteArray piece = m_source->read();
        if (piece.isEmpty())
            break;
        m_wire.write(piece);
        m_wire.flush();
    }
    if (m_wire.hasUnsent())
        m_wire.flush();
    m_isSendingStream = false;
    // Silence is fine, but not of a client that has something to take.
    if (!m_wire.hasUnsent())
        m_timer.stop();
    else if (!m_timer.isActive())
        m_timer.start(m_limits.bodyTimeout);
}

// What a client sends meanwhile is nothing to us. One that has ended its sending may still be reading, or be gone: that shows
// when something is sent to it, and for certain with the second time.
void ClientSocket::onStreamReadable()
{
    if (!m_wire.atEnd())
        return;
    m_source->nudge();
    QTimer::singleShot(std::chrono::milliseconds(100), this, [this] {
        if (m_phase == Phase::Streaming)
            m_source->nudge();
    });
}

void ClientSocket::onSent()
{
    if (m_phase == Phase::Streaming) {
        if (m_timer.isActive())
            m_timer.start(m_limits.bodyTimeout);
        sendStream();
        return;
    }
    if (m_phase != Phase::Writing)
        return;
    if (m_wire.hasUnsent()) { // the client is reading, if slowly
        m_timer.start(m_limits.bodyTimeout);
        m_waiting.start();
    } else if (!keepAlive()) {
        // We send no more; the client sees the end at once. What it still sends is read and thrown away: with unread
        // data, closing would become a reset that destroys our answer.
        m_wire.endWriting();
        enter(Phase::Lingering);
        if (m_wire.atEnd()) // and nothing more is to come
            finish();
    } else {
        enter(Phase::Idle);
        // Queued, so that a long pipeline does not become a recursion.
        if (m_reader.isEmpty() && !m_wire.atEnd())
            return;
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (m_phase != Phase::Idle)
                    return;
                if (m_wire.atEnd())
                    endReading();
                else
                    advance({});
            },
            Qt::QueuedConnection);
    }
}

void ClientSocket::onTimeout()
{
    if (m_phase == Phase::Head || m_phase == Phase::Body)
        refuse(Response::detail(408, u"The request took too long to arrive."_s));
    else
        finish();
}

void ClientSocket::writeRefusal(const Response &response)
{
    // One that never became a request has an id of its own.
    const QByteArray id = requestIdFor(m_request.id, m_random);
    QByteArray answer = "HTTP/1.1 " + QByteArray::number(response.status) + " Refused\r\n";
    for (const auto &[name, value] : response.allHeaders(false, id))
        answer += name + ": " + value + "\r\n";
    answer += "Content-Length: " + QByteArray::number(response.body.size()) + "\r\n\r\n";
    if (!m_answerHeadOnly && !m_reader.isHead())
        answer += response.body;
    const CallScope scope(id);
    qCDebug(lcApi) << "refused" << peerAddress() << response.status << response.body;
    m_wire.write(answer);
    m_wire.flush();
}

void ClientSocket::refuse(const Response &response)
{
    m_keepAlive = false;
    enter(Phase::Writing);
    writeRefusal(response);
}

void ClientSocket::stop()
{
    m_stopping = true;
    if (m_phase != Phase::Busy && m_phase != Phase::Writing && m_phase != Phase::Lingering)
        finish();
}

void ClientSocket::onBroken()
{
    if (m_phase != Phase::Busy) // otherwise it shows again when the answer is written
        finish();
}

void ClientSocket::finish()
{
    if (m_phase == Phase::Closed)
        return;
    enter(Phase::Closed);
    m_wire.close();
    setSocketState(QAbstractSocket::UnconnectedState);
    Q_EMIT disconnected();
    deleteLater();
}

} // namespace aria::api
