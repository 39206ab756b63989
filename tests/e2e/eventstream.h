// A reader of GET /events/stream, by the WHATWG's rules as far as they are needed here.
#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpSocket>
#include <QTest>
#include <QUrl>

namespace aria::e2e {

class EventStream
{
public:
    struct Message
    {
        QByteArray id;
        QString type;
        QJsonObject data;
        QString title() const { return data[QStringLiteral("title")].toString(); }
        // "type origin title"
        QString text() const
        {
            return QStringLiteral("%1 %2 %3").arg(type, data[QStringLiteral("origin")].toString(), title());
        }
    };

    // Connects, or connects again where it stopped, perhaps to another service.
    bool open(const QUrl &server, const QByteArray &query = {})
    {
        m_socket.abort();
        m_received.clear();
        m_isInBody = false;
        m_socket.connectToHost(server.host(), static_cast<quint16>(server.port()));
        m_socket.write("GET /events/stream" + query + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + (lastId.isEmpty() ? QByteArray() : "Last-Event-ID: " + lastId + "\r\n") + "\r\n");
        return QTest::qWaitFor([this] { return take() && m_isInBody && m_opened; }, 20'000);
    }
    void close() { m_socket.abort(); }

    // False unless so many have come in time.
    bool waitFor(qsizetype count, int timeoutMs = 20'000)
    {
        return QTest::qWaitFor([&] { return take() && messages.size() >= count; }, timeoutMs);
    }
    QStringList texts() const
    {
        QStringList list;
        for (const auto &message : messages)
            list << message.text();
        return list;
    }

    QByteArray lastId;
    QList<Message> messages;

private:
    bool take()
    {
        m_received += m_socket.readAll();
        if (!m_isInBody) {
            const auto end = m_received.indexOf("\r\n\r\n");
            if (end < 0 || !m_received.startsWith("HTTP/1.1 200"))
                return false;
            m_received.remove(0, end + 4);
            m_isInBody = true;
            m_opened = false;
        }
        for (auto end = m_received.indexOf("\n\n"); end >= 0; end = m_received.indexOf("\n\n")) {
            const auto lines = m_received.left(end).split('\n');
            m_received.remove(0, end + 2);
            m_opened = true;
            Message message;
            QByteArray data;
            for (const auto &line : lines) {
                if (line.startsWith("id: "))
                    lastId = line.mid(4);
                else if (line.startsWith("event: "))
                    message.type = QString::fromLatin1(line.mid(7));
                else if (line.startsWith("data: "))
                    data += line.mid(6);
            }
            message.id = lastId;
            message.data = QJsonDocument::fromJson(data).object();
            if (!data.isEmpty())
                messages << message;
        }
        return true;
    }

    QTcpSocket m_socket;
    QByteArray m_received;
    bool m_isInBody = false;
    bool m_opened = false;
};

} // namespace aria::e2e
