// HTTP as ARIA, n8n or a browser would send it.
#pragma once

#include <QHash>
#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QUrl>

#include <chrono>

namespace aria::e2e {

using Headers = QList<std::pair<QByteArray, QByteArray>>;

// JSON with ' for ", which is easier to read in a test.
inline QByteArray json(QByteArray text)
{
    return text.replace('\'', '"');
}
inline QJsonObject object(const char *text)
{
    return QJsonDocument::fromJson(json(text)).object();
}
inline QByteArray toBytes(const QJsonObject &value)
{
    return QJsonDocument(value).toJson(QJsonDocument::Compact);
}

struct Answer
{
    int status = 0; // 0: no whole answer came
    QHash<QByteArray, QByteArray> headers; // lower-case names
    QByteArray body;

    QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    QJsonValue operator[](const char *name) const { return json().value(QLatin1String(name)); }
    QString text(const char *name) const { return (*this)[name].toString(); }
    // "body.title" for every fault of a 422, sorted.
    QStringList faults() const;
    // For messages of failing checks.
    QByteArray shown() const { return QByteArray::number(status) + ' ' + body.left(2000); }
};

class HttpClient
{
public:
    // Waits for the whole answer. `target` is path and query.
    Answer send(const QUrl &server, const QByteArray &method, const QString &target,
        const QByteArray &body = {}, const Headers &headers = {});
    // Returns at once; finish() waits. Both in the same thread.
    QNetworkReply *start(const QUrl &server, const QByteArray &method, const QString &target,
        const QByteArray &body = {}, const Headers &headers = {});
    static Answer finish(QNetworkReply *reply);

private:
    QNetworkAccessManager m_network;
};

// Sends the bytes as they are and returns everything that comes until `closed` or an answer is whole.
Answer sendRaw(quint16 port, const QByteArray &bytes, const QHostAddress &host = QHostAddress::LocalHost);

} // namespace aria::e2e
