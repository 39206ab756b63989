#include "api/wire.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace aria::api {

namespace {

constexpr std::size_t readSize = 64UL * 1024;
constexpr std::size_t mostKept = 64UL * 1024;

Wire::End endOf(int descriptor, int (*name)(int, sockaddr *, socklen_t *))
{
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    auto *address = reinterpret_cast<sockaddr *>(&storage);
    if (name(descriptor, address, &size) != 0)
        return {};
    Wire::End end{ QHostAddress(address), 0 };
    if (storage.ss_family == AF_INET)
        end.port = ntohs(reinterpret_cast<const sockaddr_in *>(&storage)->sin_port);
    else if (storage.ss_family == AF_INET6)
        end.port = ntohs(reinterpret_cast<const sockaddr_in6 *>(&storage)->sin6_port);
    bool isMapped = false;
    const quint32 mapped = end.address.toIPv4Address(&isMapped);
    if (isMapped)
        end.address = QHostAddress(mapped);
    return end;
}

bool isPassing(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

} // namespace

Wire::Wire(qintptr descriptor)
    : m_descriptor(static_cast<int>(descriptor))
    , m_canRead(descriptor, QSocketNotifier::Read)
    , m_canWrite(descriptor, QSocketNotifier::Write)
{
    m_canRead.setEnabled(false);
    m_canWrite.setEnabled(false);
    connect(&m_canRead, &QSocketNotifier::activated, this, &Wire::readable);
    connect(&m_canWrite, &QSocketNotifier::activated, this, &Wire::flush);
    // Small, so that a client that does not read its answers soon has to wait with its next request instead of
    // keeping us busy.
    const int sendBuffer = 128 * 1024;
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_SNDBUF, &sendBuffer, sizeof sendBuffer);
    const int on = 1;
    ::setsockopt(m_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); // slower without it, but not wrong
}

Wire::~Wire()
{
    close();
}

Wire::End Wire::peer() const
{
    return endOf(m_descriptor, ::getpeername);
}

Wire::End Wire::local() const
{
    return endOf(m_descriptor, ::getsockname);
}

void Wire::setReading(bool on)
{
    m_canRead.setEnabled(on && !m_atEnd && !m_broken && m_descriptor >= 0);
}

QByteArray Wire::read()
{
    if (m_descriptor < 0 || m_atEnd || m_broken)
        return {};
    std::array<char, readSize> buffer; // NOLINT(cppcoreguidelines-pro-type-member-init): recv() fills it
    const ssize_t got = ::recv(m_descriptor, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got > 0)
        return { buffer.data(), got };
    if (got == 0) {
        m_atEnd = true;
        m_canRead.setEnabled(false); // otherwise the end would be readable for ever
    } else if (!isPassing(errno)) {
        breakOff();
    }
    return {};
}

std::size_t Wire::sendNow(QByteArrayView bytes)
{
    if (m_descriptor < 0 || m_broken)
        return 0;
    const std::size_t kept = m_outgoing.size();
    std::array<iovec, 2> parts{ { { m_outgoing.data(), kept },
        { const_cast<char *>(bytes.data()), static_cast<std::size_t>(bytes.size()) } } }; // sendmsg() changes neither
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    const ssize_t taken = ::sendmsg(m_descriptor, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (taken <= 0)
        return 0; // an error shows again in flush()
    m_hasSent = true;
    const auto done = static_cast<std::size_t>(taken);
    m_outgoing.erase(0, done);
    return done > kept ? done - kept : 0;
}

void Wire::flush()
{
    if (m_descriptor < 0)
        return;
    if (m_broken)
        return breakOff();
    std::size_t done = 0;
    while (done < m_outgoing.size()) {
        const ssize_t taken = ::send(
            m_descriptor, m_outgoing.data() + done, m_outgoing.size() - done, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (taken < 0 && isPassing(errno))
            break;
        if (taken < 0)
            return breakOff();
        done += static_cast<std::size_t>(taken);
    }
    m_outgoing.erase(0, done);
    if (m_outgoing.empty() && m_outgoing.capacity() > mostKept)
        std::string().swap(m_outgoing); // an idle connection keeps no room for a large answer
    m_canWrite.setEnabled(hasUnsent());
    if (done > 0 || m_hasSent) {
        m_hasSent = false;
        Q_EMIT sent();
    }
}

void Wire::endWriting()
{
    if (m_descriptor >= 0)
        ::shutdown(m_descriptor, SHUT_WR);
}

void Wire::close()
{
    m_canRead.setEnabled(false);
    m_canWrite.setEnabled(false);
    m_outgoing.clear();
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
}

void Wire::breakOff()
{
    m_broken = true;
    m_canRead.setEnabled(false);
    m_canWrite.setEnabled(false);
    m_outgoing.clear();
    QMetaObject::invokeMethod(this, &Wire::broken, Qt::QueuedConnection);
}

} // namespace aria::api
