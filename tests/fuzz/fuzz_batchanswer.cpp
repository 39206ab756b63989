// Multipart answers to a batch: the first line is the content type.
#include "bytes.h"
#include "google/batch.h"

using namespace aria;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    QByteArray bytes = fuzz::bytesOf(data, size);
    const QByteArray contentType = fuzz::takeLine(bytes);
    fuzz::require(google::parseBatch(bytes, contentType, 5).size() == 5, "each request has its place");
    return 0;
}
