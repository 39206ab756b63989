// The .env file, and the address of the database on its first line.
#include "base/envfile.h"
#include "bytes.h"
#include "store/postgresurl.h"

using namespace Qt::StringLiterals;

using namespace aria;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    QByteArray bytes = fuzz::bytesOf(data, size);
    const auto assignments = parseEnvFile(bytes, u".env"_s);
    fuzz::require(
        assignments || !assignments.error().message.isEmpty(), "a file that cannot be read says why");
    const QString url = QString::fromUtf8(fuzz::takeLine(bytes));
    const auto parameters = store::parsePostgresUrl(url);
    fuzz::require(
        parameters || !parameters.error().message.isEmpty(), "an address that cannot be read says why");
    return 0;
}
