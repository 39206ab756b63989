// Framing of HTTP requests: however the bytes are cut on their way, the same requests come out.
#include "api/requestreader.h"
#include "bytes.h"

using namespace aria;
using Progress = api::RequestReader::Progress;

namespace {

struct Read
{
    QList<QByteArray> wires;
    int refusal = 0;
    friend bool operator==(const Read &, const Read &) = default;
};

Read readAll(const QByteArray &bytes, qsizetype step)
{
    api::HttpLimits limits;
    limits.maxHeadBytes = 2048;
    limits.maxBodyBytes = 4096;
    api::RequestReader reader(limits);
    Read read;
    const auto note = [&](Progress progress) {
        while (progress == Progress::Complete) {
            read.wires.append(reader.take(1).wire);
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
    for (const QByteArray &wire : whole.wires) {
        const Read again = readAll(wire, wire.size());
        fuzz::require(again.wires.size() == 1 && again.refusal == 0, "what is passed on is one request");
    }
    return 0;
}
