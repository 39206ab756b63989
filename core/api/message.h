// A request and an answer of the local API, independent of any HTTP library.
#pragma once

#include "base/error.h"

#include <QByteArray>
#include <QJsonObject>
#include <QMap>
#include <QStringList>
#include <QUrlQuery>

#include <memory>

namespace aria::api {

class BodySource;

// Fields by their names in lower case. Sorted and not hashed: hashing a name takes longer than finding it among a few.
using HeaderFields = QMap<QByteArray, QByteArray>;

struct Request
{
    QByteArray id = {}; // of the call, see api/requestid.h
    QByteArray method = {}; // as sent; methods are case-sensitive
    QString path = {}; // as sent, still percent-encoded, without query
    QUrlQuery query = {};
    // A field that appears several times is one list (RFC 9110 5.3). "host" is the one of an absolute-form target if
    // there is one.
    HeaderFields headers = {};
    QByteArray otherHost = {}; // the Host header where an absolute-form target names another host
    bool peerIsLoopback = true; // the caller is on this machine; it may be a proxy
    QByteArray body = {}; // complete, with the transfer coding removed

    // Set by guard and router.
    bool publicHost = false; // came through the webhook's public host
    bool authorized = true; // no API token is required, or the right one was shown
    QStringList parameters = {}; // decoded values of the {…} parts of the path, in order

    QByteArray header(const QByteArray &lowerCaseName) const { return headers.value(lowerCaseName); }
    // The decoded value ('+' is a space, as forms send it); nullopt if it is absent.
    std::optional<QString> queryValue(const QString &name) const;
};

struct Response
{
    int status = 200;
    QByteArray body;
    QByteArray contentType = "application/json"; // empty: there is no body
    QList<std::pair<QByteArray, QByteArray>> headers = {}; // on top of those that every answer has
    std::shared_ptr<BodySource> stream = {}; // set: the body is what this gives, until either side ends it

    static Response json(const QJsonObject &object, int status = 200);
    // An error in one sentence: {"detail": sentence}.
    static Response detail(int status, const QString &sentence);
    // A 422 that names every fault: {"detail": [{"loc", "msg", "type"}]}.
    static Response faults(const QList<Fault> &faults);

    // Every header of the answer except Content-Length, including those that all answers have.
    QList<std::pair<QByteArray, QByteArray>> allHeaders(bool keepAlive, const QByteArray &requestId) const;
    // Of an answer whose body ends with the connection.
    QByteArray head(const QByteArray &requestId) const;
};

} // namespace aria::api
