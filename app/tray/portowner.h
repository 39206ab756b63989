// Which program listens on a port of this machine, as far as the system shows.
#pragma once

#include <QHostAddress>
#include <QString>

#include <optional>

namespace aria::tray {

struct PortOwner
{
    QString name; // of the program, as the system lists it
    qint64 pid = 0;
};

// Linux only, and only for processes that this one may inspect: the user's own, or all for root. nullopt: unknown.
std::optional<PortOwner> ownerOfPort(quint16 port, const QString &proc = QStringLiteral("/proc"));

// The first port from `from` on that can be listened on; 0 (any free one) if none of the next hundred can.
quint16 freePortFrom(quint16 from, const QHostAddress &host);

} // namespace aria::tray
