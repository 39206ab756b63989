// Framing of HTTP requests: however the bytes are cut on their way, the same requests come out.
#include "api/requestreader.h"
#include "bytes.h"

#include <algorithm>

using namespace aria;
using Progress = api::RequestReader::Progress;

namespace {

struct Read
{
    QList<QByteArray> requests; // all that was read of each, as one text
    int refusal = 0;
    friend bool operator==(const Read &, const Read &) = default;
};

QByteArray textOf(const api::Request &request)
{
    QByteArray text =
        request.method + ' ' + request.path.toUtf8() + '?' + request.query.toString().toUtf8() + '\n';
    QList<QByteArray> names = request.headers.keys();
    std::sort(names.begin(), names.end());
    for (const QByteArray &name : std::as_const(names))
        text += name + ':' + request.headers.value(name) + '\n';
    return text + '\n' + request.body;
}

Read readAll(const QByteArray &bytes, qsizetype step)
{
    api::HttpLimits limits;
    limits.maxHeadBytes = 2048;
    limits.maxBodyBytes = 4096;
    api::RequestReader reader(limits);
    Read read;
    const auto note = [&](Progress progress) {
        while (progress == Progress::Complete) {
            read.requests.append(textOf(reader.take().request));
            progress = reader.feed({});
        }
        if (progress == Progress::Refused)
            read.refusal = reader.refusal().status;
        return progress != Progress::Refused;
    };
    for (qsizetype at = 0; at < bytes.size(); at += step) {
        if (!note(reader.feed(bytes.mid(at, step))))
            break;
    }
    return read;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes = fuzz::bytesOf(data, size);
    const Read whole = readAll(bytes, std::max<qsizetype>(1, bytes.size()));
    fuzz::require(whole == readAll(bytes, 1), "a request is the same byte by byte");
    fuzz::require(whole.refusal == 0 || whole.refusal >= 400, "a refusal has a status of its own");
    return 0;
}
