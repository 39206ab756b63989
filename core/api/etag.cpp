#include "api/etag.h"

#include <QCryptographicHash>

#include <algorithm>

namespace aria::api {

namespace {

QByteArray tagOf(const QByteArray &body)
{
    const QByteArray hash = QCryptographicHash::hash(body, QCryptographicHash::Sha256);
    return '"' + hash.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals) + '"';
}

constexpr int ok = 200;
constexpr int notModified = 304;

} // namespace

Response withTag(Response response)
{
    const QByteArray body = response.body;
    return withTag(std::move(response), body);
}

Response withTag(Response response, const QByteArray &digest)
{
    const auto isTag = [](const auto &header) { return header.first == "ETag"; };
    if (response.status == ok && std::none_of(response.headers.cbegin(), response.headers.cend(), isTag))
        response.headers.emplaceBack("ETag", tagOf(digest));
    return response;
}

Response unlessKnown(Response response, const QByteArray &ifNoneMatch)
{
    if (response.status != ok || ifNoneMatch.isEmpty())
        return response;
    for (const auto &[name, value] : std::as_const(response.headers)) {
        if (name == "ETag" && namesTag(ifNoneMatch, value)) {
            response.status = notModified;
            response.body.clear();
            response.contentType.clear();
            break;
        }
    }
    return response;
}

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

} // namespace aria::api
