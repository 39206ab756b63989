// Several requests in one: multipart/mixed with one application/http part for each (Calendar API, batch guide).
#pragma once

#include "google/transport.h"

namespace aria::google {

// Google's Calendar page has named both 50 and 1000; 50 works under either.
constexpr int batchLimit = 50;

// Part i has Content-ID <item-i>. The boundary must not occur in any body.
QByteArray encodeBatch(const QList<ApiRequest> &requests, const QByteArray &boundary);

// The answer to one request of the batch.
struct BatchPart
{
    int status = 0;
    QByteArray contentType; // lower-case
    QByteArray retryAfter;
    QByteArray body;
};

// Ordered by the request's number, whatever the order of the parts. Nullopt: no part came for the request, or it
// broke off; whether that request was applied is then unknown. Parts without a Content-ID of ours are ignored; of
// duplicates, the first counts.
QList<std::optional<BatchPart>> parseBatch(
    const QByteArray &body, const QByteArray &contentType, qsizetype count);

} // namespace aria::google
