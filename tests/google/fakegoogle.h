// A scripted HTTP server on loopback: records what it is asked, answers as told, misbehaves as told.
#pragma once

#include <QHash>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>

namespace aria::test {

struct SeenRequest
{
    QByteArray verb;
    QByteArray target; // as on the wire
    QHash<QByteArray, QByteArray> headers; // names in lower case
    QByteArray body;

    QByteArray path() const
    {
        return target.left(target.indexOf('?') < 0 ? target.size() : target.indexOf('?'));
    }
};

struct ScriptedAnswer
{
    int status = 200;
    QByteArray body = "{}";
    QByteArray contentType = "application/json; charset=UTF-8";
    QList<QByteArray> headers = {};
    bool drop = false; // the connection ends without an answer
    bool hang = false; // no answer, the connection stays
    qsizetype cutAt = -1; // that many bytes of the body, then the connection ends
};

class FakeGoogle
{
public:
    FakeGoogle()
    {
        m_server.listen(QHostAddress::LocalHost, 0);
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection())
                serve(socket);
        });
    }

    QByteArray url() const { return "http://127.0.0.1:" + QByteArray::number(m_server.serverPort()); }

    // Called for every request; the default plays `script` in order and then answers 200 {}.
    std::function<ScriptedAnswer(const SeenRequest &)> handler = [this](const SeenRequest &request) {
        QList<ScriptedAnswer> &answers = request.path() == "/token" ? tokenScript : script;
        return answers.isEmpty() ? ScriptedAnswer() : answers.takeFirst();
    };
    QList<ScriptedAnswer> script;
    QList<ScriptedAnswer> tokenScript; // for POST /token
    QList<SeenRequest> seen;

    int count(const QByteArray &path) const
    {
        int n = 0;
        for (const SeenRequest &request : seen)
            n += request.path() == path;
        return n;
    }

private:
    void serve(QTcpSocket *socket)
    {
        auto buffer = std::make_shared<QByteArray>();
        QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket, buffer] {
            *buffer += socket->readAll();
            while (takeRequest(socket, *buffer)) { }
        });
    }

    bool takeRequest(QTcpSocket *socket, QByteArray &buffer)
    {
        const qsizetype end = buffer.indexOf("\r\n\r\n");
        if (end < 0)
            return false;
        SeenRequest request;
        const QList<QByteArray> lines = buffer.left(end).split('\n');
        const QList<QByteArray> words = lines.first().trimmed().split(' ');
        request.verb = words.value(0);
        request.target = words.value(1);
        for (const QByteArray &line : lines.mid(1)) {
            const qsizetype colon = line.indexOf(':');
            request.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
        }
        const qsizetype length = request.headers.value("content-length").toLongLong();
        if (buffer.size() < end + 4 + length)
            return false;
        request.body = buffer.mid(end + 4, length);
        buffer.remove(0, end + 4 + length);
        seen.append(request);
        answer(socket, handler(request));
        return true;
    }

    static void answer(QTcpSocket *socket, const ScriptedAnswer &answer)
    {
        if (answer.hang)
            return;
        if (answer.drop) {
            socket->abort();
            return;
        }
        QByteArray out = "HTTP/1.1 " + QByteArray::number(answer.status) + " Word\r\n";
        if (answer.status != 204)
            out += "Content-Type: " + answer.contentType
                + "\r\nContent-Length: " + QByteArray::number(answer.body.size()) + "\r\n";
        for (const QByteArray &header : answer.headers)
            out += header + "\r\n";
        out += "\r\n";
        if (answer.status != 204)
            out += answer.cutAt < 0 ? answer.body : answer.body.left(answer.cutAt);
        socket->write(out);
        if (answer.cutAt >= 0)
            socket->disconnectFromHost();
    }

    QTcpServer m_server;
};

} // namespace aria::test
