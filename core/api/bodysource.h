// The body of an answer that continues until either side ends it.
#pragma once

#include <QByteArray>
#include <QObject>

namespace aria::api {

// Belongs to the server's thread, and to the connection that sends it: gone with it.
class BodySource : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    // The next piece, of a size that is good to send at once; empty: there is nothing now, and readyRead() follows.
    // Called only when the client has taken most of what came before, so what it has not taken is kept here.
    virtual QByteArray read() = 0;
    // Sends something without meaning, which shows whether the client is still there.
    virtual void nudge() = 0;

Q_SIGNALS:
    void readyRead();
    void ended(); // the connection is to be closed, now
};

} // namespace aria::api
