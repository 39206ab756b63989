// Which program listens at a port of this machine, as far as the system tells.
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

// Linux, and only of processes this one may look into: one's own, or all for root. nullopt: nobody known.
std::optional<PortOwner> ownerOfPort(quint16 port, const QString &proc = QStringLiteral("/proc"));

// The first port from `from` on that can be listened at; 0 (any free one) where none of the next hundred can.
quint16 freePortFrom(quint16 from, const QHostAddress &host);

} // namespace aria::tray
