// The messages about changes, as values (docs/stream.md).
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace aria::store {

struct EventMessage
{
    qint64 id = 0; // grows in the order in which the changes became visible
    QString type; // created, updated, deleted, conflict, resolved
    qint64 localId = 0;
    QString at; // RFC 3339
    QByteArray data; // one line of JSON, `at` included
};

// The data of a message: the JSON that was written with it, with the time `at` added.
QByteArray messageData(const QString &written, const QString &at);

// A piece of the log.
struct EventMessages
{
    QList<EventMessage> list;
    qint64 upTo = 0; // nothing is missing up to here
    bool isEnd = true; // there was nothing more at that moment
};

// The first and the last message that the log has.
struct EventLogBounds
{
    qint64 first = 0; // the oldest that is kept; 0: none was ever written
    qint64 last = 0;

    // Whether a reader who has read up to `id` can go on without having missed anything.
    bool reachesBackTo(qint64 id) const { return id <= last && id >= first - 1; }
};

} // namespace aria::store
