// Readiness for systemd (Type=notify).
#pragma once

#include <QByteArray>

namespace aria::common {

// Sends a state such as "READY=1" or "STOPPING=1" to the socket that $NOTIFY_SOCKET names. True where it was
// sent or where there is no such socket, which means that systemd did not start the process. Never blocks.
bool notifySystemd(const QByteArray &state);

} // namespace aria::common
