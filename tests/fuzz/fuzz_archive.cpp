// An archive: the manifest on the first line, then a table line by line. What a column takes comes out of it again.
#include "archive/archivefiles.h"
#include "archive/archivevalues.h"
#include "bytes.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;

using namespace aria;
using archive::Kind;

namespace {

bool put(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(content) == content.size();
}

void checkValues(const QJsonObject &row)
{
    for (auto it = row.begin(); it != row.end(); ++it) {
        for (const Kind kind :
            { Kind::Number, Kind::Text, Kind::Truth, Kind::Instant, Kind::EventTime, Kind::Json }) {
            const auto taken = archive::toColumn(kind, it.value(), false);
            if (!taken) {
                fuzz::require(!taken.error().message.isEmpty(), "a value that is refused says why");
                continue;
            }
            const QJsonValue back = archive::fromColumn(kind, *taken);
            // An object of nothing and a text that is JSON are the same to a column of JSON.
            const bool isJsonText = kind == Kind::Json && it.value().isString();
            fuzz::require(isJsonText || back == it.value(), "what a column takes comes out of it");
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const QTemporaryDir folder;
    QByteArray bytes = fuzz::bytesOf(data, size);
    const QByteArray head = fuzz::takeLine(bytes);
    for (const QByteArray &line : bytes.split('\n'))
        checkValues(QJsonDocument::fromJson(line).object());
    if (!put(folder.filePath(u"manifest.json"_s), head) || !put(folder.filePath(u"table.jsonl"_s), bytes))
        return 0;
    Error error;
    const QJsonObject manifest = archive::manifestOf(folder.path(), error);
    fuzz::require(!manifest.isEmpty() || !error.message.isEmpty(), "a manifest that is refused says why");
    if (manifest.isEmpty())
        return 0;
    archive::LineReader reader(folder.filePath(u"table.jsonl"_s), manifest.value(u"tables"_s).toObject());
    if (!reader.open())
        return 0;
    while (true) {
        const auto row = reader.next();
        if (!row) {
            fuzz::require(
                row.error().code == u"archive_damaged"_s, "what is not as it was written is damaged");
            return 0;
        }
        if (!*row)
            return 0;
    }
}
