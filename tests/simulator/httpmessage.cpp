#include "httpmessage.h"

#include <QJsonDocument>

namespace simulator {

QByteArray Request::contentType() const
{
    return header("content-type").split(';').first().trimmed().toLower();
}

static QString decodeFormPart(QByteArray part)
{
    part.replace('+', ' ');
    return QString::fromUtf8(QByteArray::fromPercentEncoding(part));
}

Parameters parseForm(const QByteArray &encoded)
{
    Parameters result;
    for (const QByteArray &pair : encoded.split('&')) {
        if (pair.isEmpty())
            continue;
        const auto equals = pair.indexOf('=');
        result.append({ decodeFormPart(equals < 0 ? pair : pair.left(equals)),
            equals < 0 ? QString() : decodeFormPart(pair.mid(equals + 1)) });
    }
    return result;
}

QString formValue(const Parameters &form, const QString &name)
{
    for (const auto &[key, value] : form) {
        if (key == name)
            return value;
    }
    return {};
}

QStringList pathSegments(const QByteArray &encodedPath)
{
    QStringList result;
    const auto parts = encodedPath.mid(encodedPath.startsWith('/') ? 1 : 0).split('/');
    for (const QByteArray &part : parts)
        result.append(QString::fromUtf8(QByteArray::fromPercentEncoding(part)));
    return result;
}

Response jsonResponse(int status, const QJsonObject &body)
{
    Response response;
    response.status = status;
    response.headers = { { "Content-Type", "application/json; charset=UTF-8" } };
    response.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return response;
}

Response htmlResponse(int status, const QString &html)
{
    Response response;
    response.status = status;
    response.headers = { { "Content-Type", "text/html; charset=UTF-8" } };
    response.body = html.toUtf8();
    return response;
}

QByteArray statusText(int status)
{
    static const QHash<int, QByteArray> texts{
        { 200, "OK" },
        { 204, "No Content" },
        { 302, "Found" },
        { 304, "Not Modified" },
        { 400, "Bad Request" },
        { 401, "Unauthorized" },
        { 403, "Forbidden" },
        { 404, "Not Found" },
        { 405, "Method Not Allowed" },
        { 409, "Conflict" },
        { 410, "Gone" },
        { 412, "Precondition Failed" },
        { 413, "Payload Too Large" },
        { 429, "Too Many Requests" },
        { 500, "Internal Server Error" },
        { 501, "Not Implemented" },
        { 502, "Bad Gateway" },
        { 503, "Service Unavailable" },
        { 504, "Gateway Timeout" },
    };
    return texts.value(status, "Status");
}

} // namespace simulator
