// Retry-After on the first line and Date on the second: whatever they say, the pause has bounds.
#include "bytes.h"
#include "google/httpclient.h"
#include "support/manualclock.h"

using namespace aria;
using std::chrono::milliseconds;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    QByteArray bytes = fuzz::bytesOf(data, size);
    google::HttpAnswer answer;
    answer.status = 503;
    answer.retryAfter = fuzz::takeLine(bytes);
    answer.date = fuzz::takeLine(bytes);
    const test::ManualClock clock;
    const google::RetryPolicy policy;
    const milliseconds wait = google::leastWait(policy, 2, answer, clock, 0.5);
    fuzz::require(wait >= google::backoff(policy, 2, 0.5), "no pause is shorter than our own");
    fuzz::require(wait <= google::longestAskedWait, "nobody waits longer than an hour");
    const QDateTime said = google::parseHttpDate(answer.date);
    if (!said.isValid())
        return 0;
    fuzz::require(said.timeSpec() == Qt::UTC, "a Date is in UTC");
    const QDate day = said.date();
    fuzz::require(day.year() >= 0 && day.year() <= 9999, "a Date has a year of four digits");
    return 0;
}
