// HTTP requests and answers as plain values, so that everything behind the socket can be tested without one.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QUrl>

#include <optional>
#include <utility>

namespace simulator {

struct Request
{
    QByteArray method; // upper case
    QByteArray path; // percent-encoded, without query
    QByteArray rawQuery; // percent-encoded
    QHash<QByteArray, QByteArray> headers; // names in lower case
    QByteArray body;
    bool inBatch = false;

    QByteArray header(const QByteArray &lowerCaseName) const { return headers.value(lowerCaseName); }
    // The part of Content-Type before the semicolon, lower case.
    QByteArray contentType() const;
};

struct Response
{
    int status = 200;
    QList<std::pair<QByteArray, QByteArray>> headers = {};
    QByteArray body = {};
    QString reason = {}; // Google's reason of an error, for the request log
    QString apiMethod = {}; // the discovery document's method id, for the request log
};

// What happens to an answer on its way out.
struct Delivery
{
    enum class Kind { Whole, Drop, Truncate };
    Kind kind = Kind::Whole;
    int delayMs = 0;
    qint64 dateOffsetSeconds = 0; // added to the Date header
};

struct Outcome
{
    Response response;
    Delivery delivery;
};

// Name and value of a query or form, in order, decoded as forms are (`+` is a space).
using Parameters = QList<std::pair<QString, QString>>;
Parameters parseForm(const QByteArray &encoded);
QString formValue(const Parameters &form, const QString &name);

// The path's segments, each percent-decoded.
QStringList pathSegments(const QByteArray &encodedPath);

Response jsonResponse(int status, const QJsonObject &body);
Response htmlResponse(int status, const QString &html);
QByteArray statusText(int status);

} // namespace simulator
