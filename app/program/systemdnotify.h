// Readiness for systemd (Type=notify).
#pragma once

#include <QByteArray>

namespace aria::program {

// Sends a state such as "READY=1" or "STOPPING=1" to the socket named by $NOTIFY_SOCKET. True if it was sent, or if
// there is no such socket, which means that systemd did not start the process. Never blocks.
bool notifySystemd(const QByteArray &state);

} // namespace aria::program
