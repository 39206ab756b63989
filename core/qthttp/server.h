// Gives Qt's HTTP server the same interface in all versions. The only place that knows what changed in it:
//   6.4       a request comes with its QTcpSocket, from which a responder has to be made; it has no peer port
//   6.5–6.7   with a responder; the handler of what is not handled gets it as an rvalue
//   6.8 on    as a reference there too; headers are QHttpHeaders and an answer is written as a whole
// From 6.5 on, the server's stream owns the socket and lives as long as the responder of a running request; the
// responder accesses the stream when it is destroyed.
#pragma once

#include <QAbstractHttpServer>
#include <QHttpServerRequest>
#include <QHttpServerResponder>

namespace aria::qthttp {

using Headers = QList<std::pair<QByteArray, QByteArray>>;

// Names in lower case, in the order they came.
Headers headersOf(const QHttpServerRequest &request);

// Writes a whole answer and adds Content-Length. The case of the header names is Qt's choice: 6.8 sends
// them in lower case.
void write(QHttpServerResponder &responder, int status, const Headers &headers, const QByteArray &body);

// Lives on one thread with an event loop.
class Server : public QAbstractHttpServer
{
    Q_OBJECT
public:
    using QAbstractHttpServer::QAbstractHttpServer;

protected:
    // Called for every request, whatever its path and method. The responder may be kept, and the answer written
    // later. False: nobody will answer. `peerPort` is the client's port.
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
