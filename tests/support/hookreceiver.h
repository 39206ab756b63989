// A receiver of the outgoing hook: keeps the messages it was sent and answers as a test tells it to.
#pragma once

#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <functional>

namespace aria::test {

struct HookDelivery
{
    QByteArray path;
    QHash<QByteArray, QByteArray> headers; // lower-case names
    QByteArray body;

    QByteArray id() const { return headers.value("webhook-id"); }
    QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    QJsonObject data() const { return json()[QStringLiteral("data")].toObject(); }
    QString title() const { return data()[QStringLiteral("title")].toString(); }
};

class HookReceiver : public QTcpServer
{
    Q_OBJECT
public:
    explicit HookReceiver(quint16 port = 0)
    {
        if (!listen(QHostAddress::LocalHost, port))
            qFatal("the receiver cannot listen");
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (auto *socket = nextPendingConnection()) {
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
                connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            }
        });
    }

    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1/hook").arg(serverPort())); }

    QList<HookDelivery> deliveries;
    // The whole answer; empty: none.
    std::function<QByteArray(const HookDelivery &)> answer = [](const HookDelivery &) {
        return answerOf(204);
    };

    static QByteArray answerOf(int status, const QByteArray &fields = {}, const QByteArray &body = {})
    {
        return "HTTP/1.1 " + QByteArray::number(status) + " Said\r\n" + fields
            + (status == 204 ? QByteArray() : "Content-Length: " + QByteArray::number(body.size()) + "\r\n")
            + "\r\n" + body;
    }
    QStringList titles() const
    {
        QStringList list;
        for (const auto &delivery : deliveries)
            list << delivery.title();
        return list;
    }

private:
    void read(QTcpSocket *socket)
    {
        QByteArray &received = m_received[socket];
        received += socket->readAll();
        for (;;) {
            const auto end = received.indexOf("\r\n\r\n");
            if (end < 0)
                return;
            HookDelivery delivery;
            const auto lines = received.left(end).split('\n');
            delivery.path = lines.first().split(' ').value(1);
            for (const auto &line : lines.mid(1))
                delivery.headers.insert(
                    line.left(line.indexOf(':')).toLower(), line.mid(line.indexOf(':') + 1).trimmed());
            const auto length = delivery.headers.value("content-length").toLongLong();
            if (received.size() < end + 4 + length)
                return;
            delivery.body = received.mid(end + 4, length);
            received.remove(0, end + 4 + length);
            deliveries << delivery;
            socket->write(answer(delivery));
        }
    }

    QHash<QTcpSocket *, QByteArray> m_received;
};

} // namespace aria::test
