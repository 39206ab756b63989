// A message of the outgoing hook in the form of Standard Webhooks (github.com/standard-webhooks/standard-webhooks,
// version 1).
#pragma once

#include "store/eventmessages.h"

#include <QByteArray>
#include <QDateTime>

namespace aria::service {

// The same id for all attempts; `series` distinguishes it from the ids of other databases.
QByteArray hookMessageId(const QString &series, qint64 id);

// {"type": "event.updated", "timestamp", "data"}
QByteArray hookBody(const store::EventMessage &message);

// The value of webhook-signature for an attempt at that time, which webhook-timestamp holds in seconds.
QByteArray hookSignature(
    const QByteArray &key, const QByteArray &id, const QDateTime &time, const QByteArray &body);

} // namespace aria::service
