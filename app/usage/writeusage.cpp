// Writes the manual pages and completions of both programs into a folder, at build time.
#include "usage/completion.h"
#include "usage/manualpage.h"

#include <QCoreApplication>
#include <QDir>
#include <QSaveFile>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

bool write(const QString &path, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        return true;
    std::fprintf(stderr, "%s: %s\n", qUtf8Printable(path), qUtf8Printable(file.errorString()));
    return false;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc != 2 || !QDir().mkpath(QCoreApplication::arguments().at(1))) {
        std::fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 64;
    }
    const QDir folder(QCoreApplication::arguments().at(1));
    for (const QString &program : { u"aria-calendar-sync"_s, u"aria-calendar-syncd"_s }) {
        const QString page = u"%1.%2"_s.arg(program).arg(aria::usage::manualSection(program));
        if (!write(folder.filePath(page), aria::usage::manualPage(program))
            || !write(folder.filePath(program + u".bash"_s), aria::usage::bashCompletion(program))
            || !write(folder.filePath(program + u".zsh"_s), aria::usage::zshCompletion(program))
            || !write(folder.filePath(program + u".fish"_s), aria::usage::fishCompletion(program)))
            return 1;
    }
    return 0;
}
