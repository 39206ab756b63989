// multipart/mixed batches.
#pragma once

#include "apierror.h"

namespace simulator {

struct BatchPart
{
    QByteArray contentId; // as sent, with its angle brackets; empty: none
    Request request;
};

// The inner requests with the outer headers that apply to them; 400 where a part cannot be read or there are
// more than 50.
Result<QList<BatchPart>> readBatch(const Request &request);

// The answers in the order of the parts.
Response writeBatch(const QList<std::pair<QByteArray, Response>> &answers);

} // namespace simulator
