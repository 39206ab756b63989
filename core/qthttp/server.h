// Qt's HTTP server with one face. The one place that knows what changed in it:
//   6.4       a request comes with its QTcpSocket, from which a responder has to be made; it does not know its peer's port
//   6.5–6.7   with a responder; the handler of what is not handled gets it as an rvalue
//   6.8 on    as a reference there too; headers are QHttpHeaders and an answer is written as a whole
// From 6.5 on the server's stream owns the socket and lives as long as the responder of a request under way; the
// responder touches the stream when it goes.
#pragma once

#include <QAbstractHttpServer>
#include <QHttpServerRequest>
#include <QHttpServerResponder>

namespace aria::qthttp {

using Headers = QList<std::pair<QByteArray, QByteArray>>;

// Names in lower case, in the order they came.
Headers headersOf(const QHttpServerRequest &request);

// A whole answer. Content-Length is added. How the names are written is Qt's choice: 6.8 sends them in lower case.
void write(QHttpServerResponder &responder, int status, const Headers &headers, const QByteArray &body);

// Lives on one thread with an event loop.
class Server : public QAbstractHttpServer
{
    Q_OBJECT
public:
    using QAbstractHttpServer::QAbstractHttpServer;

protected:
    // Every request, whatever its path and method. The responder may be kept, and the answer written later. False:
    // nobody answers. `peerPort` is the client's.
    virtual bool handle(
        const QHttpServerRequest &request, QHttpServerResponder responder, quint16 peerPort) = 0;

private:
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    using Unhandled = QHttpServerResponder &;
#elif QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    using Unhandled = QHttpServerResponder &&;
#else
    using Unhandled = QTcpSocket *;
#endif
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    bool handleRequest(const QHttpServerRequest &request, QHttpServerResponder &responder) final;
#else
    bool handleRequest(const QHttpServerRequest &request, QTcpSocket *socket) final;
#endif
    void missingHandler(const QHttpServerRequest &request, Unhandled responder) final;
};

} // namespace aria::qthttp
