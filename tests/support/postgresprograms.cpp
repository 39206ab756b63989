#include "support/postgresprograms.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::test {

namespace {

constexpr int oldest = 13;

// A link on PATH may stand apart from the others: they are where it leads to.
QString folderOf(const QString &initdb)
{
    const QFileInfo file(initdb);
    if (!file.isFile() || !file.isExecutable())
        return {};
    for (const auto &folder : { file.absolutePath(), QFileInfo(file.canonicalFilePath()).absolutePath() }) {
        const auto isThere = [&folder](const char *program) {
            return QFileInfo(folder + u'/' + QLatin1String(program)).isExecutable();
        };
        if (isThere("postgres")
            && isThere("psql")) // some systems link only the server's programs from elsewhere
            return folder + u'/';
    }
    return {};
}

} // namespace

QString postgresPrograms(const QString &path, const QString &versions)
{
    for (const auto &folder : path.split(u':', Qt::SkipEmptyParts)) {
        if (const auto found = folderOf(folder + u"/initdb"_s); !found.isEmpty())
            return found;
    }
    QList<int> numbers;
    for (const auto &name : QDir(versions).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (const int number = name.toInt(); number >= oldest)
            numbers << number;
    }
    std::sort(numbers.rbegin(), numbers.rend());
    for (const int number : numbers) {
        if (const auto found = folderOf(u"%1/%2/bin/initdb"_s.arg(versions).arg(number)); !found.isEmpty())
            return found;
    }
    return {};
}

} // namespace aria::test
