#include "soak/archivecheck.h"

#include "archive/archivetables.h"
#include "archive/exporter.h"
#include "archive/importer.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace aria::soak {

namespace {

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("not there");
}

} // namespace

QStringList archiveFaults(Bed &bed)
{
    const QTemporaryDir folder;
    const QString first = folder.filePath(u"first"_s);
    const QString second = folder.filePath(u"second"_s);
    const QString copy = u"sqlite://"_s + folder.filePath(u"copy/calendar.db"_s);
    if (const auto exported = archive::exportTo(bed.database().url(), first); !exported)
        return { u"the export fails: "_s + exported.error().message };
    if (const auto imported = archive::importFrom(copy, first); !imported)
        return { u"the import fails: "_s + imported.error().message };
    if (const auto exported = archive::exportTo(copy, second); !exported)
        return { u"the second export fails: "_s + exported.error().message };
    QStringList wrong;
    for (const archive::Table &table : archive::archivedTables()) {
        const QString file = u"/tables/%1.jsonl"_s.arg(table.name);
        if (content(first + file) != content(second + file))
            wrong.append(u"%1 is another one after export and import"_s.arg(table.name));
    }
    return wrong;
}

} // namespace aria::soak
