// The protocol of sd_notify(3) is a single datagram, which is simpler than a dependency on libsystemd: the service
// then also builds and runs without systemd.
#include "program/systemdnotify.h"

#include <QtGlobal>

#include <algorithm>
#include <cstddef>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace aria::program {

bool notifySystemd(const QByteArray &state)
{
    const QByteArray path = qgetenv("NOTIFY_SOCKET");
    if (path.isEmpty())
        return true;
    sockaddr_un address = {};
    if ((path[0] != '/' && path[0] != '@')
        || static_cast<std::size_t>(path.size()) >= sizeof address.sun_path)
        return false;
    address.sun_family = AF_UNIX;
    std::copy(path.begin(), path.end(), address.sun_path);
    if (path[0] == '@')
        address.sun_path[0] = '\0'; // an abstract socket
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket < 0)
        return false;
    const auto length =
        static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + static_cast<std::size_t>(path.size()));
    const ssize_t sent = ::sendto(socket, state.constData(), static_cast<std::size_t>(state.size()),
        MSG_NOSIGNAL, reinterpret_cast<const sockaddr *>(&address), length);
    ::close(socket);
    return sent == state.size();
}

} // namespace aria::program
