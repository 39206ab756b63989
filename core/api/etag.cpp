#include "api/etag.h"

#include <QCryptographicHash>

namespace aria::api {

namespace {

QByteArray tagOf(const QByteArray &body)
{
    const QByteArray hash = QCryptographicHash::hash(body, QCryptographicHash::Sha256);
    return '"' + hash.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals) + '"';
}

Response withTag(Response response, const QByteArray &ifNoneMatch)
{
    constexpr int ok = 200;
    constexpr int notModified = 304;
    if (response.status != ok)
        return response;
    const QByteArray tag = tagOf(response.body);
    response.headers.emplaceBack("ETag", tag);
    if (namesTag(ifNoneMatch, tag)) {
        response.status = notModified;
        response.body.clear();
    }
    return response;
}

} // namespace

bool namesTag(const QByteArray &ifNoneMatch, const QByteArray &tag)
{
    const QByteArray list = ifNoneMatch.trimmed();
    if (list == "*")
        return true;
    // A tag may hold commas: only its quotes end it.
    for (qsizetype begin = list.indexOf('"'); begin >= 0;) {
        const qsizetype end = list.indexOf('"', begin + 1);
        if (end < 0)
            return false;
        if (list.mid(begin, end - begin + 1) == tag)
            return true;
        begin = list.indexOf('"', end + 1);
    }
    return false;
}

Router::Handler tagged(Router::Handler handler)
{
    return [handler = std::move(handler)](const Request &request) -> Answer {
        // On the thread that made the answer: a long one is hashed where it was written.
        return handler(request).then([asked = request.header("if-none-match")](const Response &response) {
            return withTag(response, asked);
        });
    };
}

} // namespace aria::api
