#include "e2e/httpclient.h"

#include <QDeadlineTimer>
#include <QEventLoop>
#include <QNetworkReply>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>

namespace aria::e2e {

using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 60'000; // longer than anything the contract allows

} // namespace

QStringList Answer::faults() const
{
    QStringList list;
    const QJsonArray detail = (*this)["detail"].toArray();
    for (const QJsonValue fault : detail) {
        QStringList loc;
        const QJsonArray parts = fault[u"loc"_s].toArray();
        for (const QJsonValue part : parts)
            loc.append(part.toVariant().toString());
        list.append(loc.join(u'.'));
    }
    list.sort();
    return list;
}

QNetworkReply *HttpClient::start(const QUrl &server, const QByteArray &method, const QString &target,
    const QByteArray &body, const Headers &headers)
{
    QNetworkRequest request(QUrl(server.toString() + target, QUrl::StrictMode));
    // A consent page's redirect is looked at, not followed.
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    if (!body.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    for (const auto &[name, value] : headers)
        request.setRawHeader(name, value);
    return m_network.sendCustomRequest(request, method, body);
}

Answer HttpClient::finish(QNetworkReply *reply)
{
    if (!reply->isFinished()) {
        QEventLoop loop;
        QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
        QTimer::singleShot(patienceMs, &loop, &QEventLoop::quit);
        loop.exec();
    }
    Answer answer;
    answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    for (const auto &[name, value] : reply->rawHeaderPairs())
        answer.headers.insert(name.toLower(), value);
    answer.body = reply->readAll();
    if (answer.status == 0)
        answer.body = reply->errorString().toUtf8();
    reply->deleteLater();
    return answer;
}

Answer HttpClient::send(const QUrl &server, const QByteArray &method, const QString &target,
    const QByteArray &body, const Headers &headers)
{
    return finish(start(server, method, target, body, headers));
}

Answer sendRaw(quint16 port, const QByteArray &bytes, const QHostAddress &host)
{
    QTcpSocket socket;
    socket.connectToHost(host, port);
    if (!socket.waitForConnected(5000))
        return {};
    socket.write(bytes);
    QByteArray received;
    const QDeadlineTimer deadline(10'000);
    while (!deadline.hasExpired()) {
        const qsizetype end = received.indexOf("\r\n\r\n");
        if (end >= 0) {
            Answer answer;
            const QList<QByteArray> lines = received.left(end).split('\n');
            answer.status = lines.first().split(' ').value(1).toInt();
            for (const QByteArray &line : lines.mid(1)) {
                const qsizetype colon = line.indexOf(':');
                answer.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
            }
            answer.body = received.mid(end + 4);
            if (answer.body.size() >= answer.headers.value("content-length").toLongLong())
                return answer;
        }
        if (!socket.waitForReadyRead(int(deadline.remainingTime())) && socket.bytesAvailable() == 0)
            break;
        received += socket.readAll();
    }
    return {};
}

} // namespace aria::e2e
