// Refusals: the first byte picks the status. Every one becomes an error with a sentence.
#include "bytes.h"
#include "google/googleerror.h"

#include <array>

using namespace aria;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static constexpr std::array statuses{ 400, 401, 403, 404, 408, 409, 410, 412, 413, 429, 500, 502, 503,
        504 };
    if (size == 0)
        return 0;
    const int status = statuses.at(data[0] % statuses.size());
    const QByteArray body = fuzz::bytesOf(data + 1, size - 1);
    const Error error = google::errorFromStatus(status, body, false);
    fuzz::require(!error.message.isEmpty(), "an error has a sentence");
    const bool isGone = error.category == ErrorCategory::NotFound || error.category == ErrorCategory::Gone;
    fuzz::require(!isGone || QJsonDocument::fromJson(body).isObject(),
        "only Google's JSON says that something is gone");
    return 0;
}
