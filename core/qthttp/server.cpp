#include "qthttp/server.h"

#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
#include <QHttpHeaders>
#endif

namespace aria::qthttp {

Headers headersOf(const QHttpServerRequest &request)
{
    Headers result;
    const auto headers = request.headers();
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    for (qsizetype i = 0; i < headers.size(); ++i) {
        const QLatin1StringView name = headers.nameAt(i);
        result.emplace_back(QByteArray(name.data(), name.size()).toLower(), headers.valueAt(i).toByteArray());
    }
#else
    for (const auto &[name, value] : headers)
        result.emplace_back(name.toLower(), value);
#endif
    return result;
}

void write(QHttpServerResponder &responder, int status, const Headers &headers, const QByteArray &body)
{
    const auto code = static_cast<QHttpServerResponder::StatusCode>(status);
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    QHttpHeaders all;
    for (const auto &[name, value] : headers)
        all.append(name, value);
    responder.write(body, all, code);
#else
    responder.writeStatusLine(code);
    for (const auto &[name, value] : headers)
        responder.writeHeader(name, value);
    responder.writeHeader("Content-Length", QByteArray::number(body.size()));
    responder.writeBody(body);
#endif
}

#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
bool Server::handleRequest(const QHttpServerRequest &request, QHttpServerResponder &responder)
{
    return handle(request, std::move(responder), request.remotePort());
}
#else
bool Server::handleRequest(const QHttpServerRequest &request, QTcpSocket *socket)
{
    return handle(request, makeResponder(request, socket), socket->peerPort());
}
#endif

void Server::missingHandler(const QHttpServerRequest & /*request*/, Unhandled /*responder*/) { }

} // namespace aria::qthttp
