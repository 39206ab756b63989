#include "program/headless.h"

#include "archive/exporter.h"
#include "archive/importer.h"
#include "archive/sqlitebackup.h"
#include "base/logging.h"
#include "program/commandline.h"
#include "program/demo.h"
#include "program/doctor.h"
#include "program/exitcodes.h"
#include "program/preview.h"
#include "program/processinput.h"
#include "program/secretfiles.h"
#include "program/servicerun.h"
#include "program/systemdcredentials.h"
#include "usage/helptext.h"

#include <QCoreApplication>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace aria::program {

namespace {

void print(FILE *stream, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stream);
    std::fflush(stream);
}

int complain(const QString &program, const Error &error)
{
    const QStringList lines = error.message.split(u'\n');
    for (const QString &line : lines)
        print(stderr, u"%1%2: %3\n"_s.arg(QString::fromLatin1(errorMark()), program, line));
    return exitCodeFor(error);
}

int cleanUp(const QString &program, const Settings &settings)
{
    const Expected<qint64> removed = ServiceProcess::cleanup(settings);
    if (!removed)
        return complain(program, removed.error());
    print(stdout, u"%1: %2 rows removed\n"_s.arg(program).arg(*removed));
    return ExitOk;
}

int rebuildOccurrences(const QString &program, const Settings &settings)
{
    const Expected<qint64> made = ServiceProcess::rebuildOccurrences(settings);
    if (!made)
        return complain(program, made.error());
    print(stdout, u"%1: the occurrences of %2 events made anew\n"_s.arg(program).arg(*made));
    return ExitOk;
}

int exportAll(const QString &program, const Settings &settings, const QString &folder)
{
    const auto done = archive::exportTo(settings.databaseUrl, folder);
    if (!done)
        return complain(program, done.error());
    QString line = u"%1: %2 rows and %3 calendars exported to %4\n"_s.arg(program)
                       .arg(done->rows)
                       .arg(done->calendars)
                       .arg(folder);
    if (done->unreadable > 0) {
        line += u"%1: %2 events have no times that a calendar file can hold; they are in the tables alone\n"_s
                    .arg(program)
                    .arg(done->unreadable);
    }
    print(stdout, line);
    return ExitOk;
}

int importAll(const QString &program, const Settings &settings, const QString &folder)
{
    const Expected<qint64> rows = archive::importFrom(settings.databaseUrl, folder);
    if (!rows)
        return complain(program, rows.error());
    if (const auto made = ServiceProcess::rebuildOccurrences(settings); !made)
        return complain(program, made.error());
    print(stdout, u"%1: %2 rows imported from %3\n"_s.arg(program).arg(*rows).arg(folder));
    return ExitOk;
}

int backUp(const QString &program, const Settings &settings, const QString &file)
{
    const Expected<qint64> size = archive::backUp(settings.databaseUrl, file);
    if (!size)
        return complain(program, size.error());
    print(stdout, u"%1: %2 bytes backed up to %3\n"_s.arg(program).arg(*size).arg(file));
    return ExitOk;
}

// What is asked for instead of the service; nullopt: the service itself.
std::optional<int> runCommand(
    QCoreApplication &application, const QString &program, const CommandLine &line, const Settings &settings)
{
    if (line.wantsCleanup)
        return cleanUp(program, settings);
    if (line.wantsRebuild)
        return rebuildOccurrences(program, settings);
    if (!line.exportFolder.isEmpty())
        return exportAll(program, settings, line.exportFolder);
    if (!line.importFolder.isEmpty())
        return importAll(program, settings, line.importFolder);
    if (!line.backupFile.isEmpty())
        return backUp(program, settings, line.backupFile);
    if (!line.wantsDryRun)
        return std::nullopt;
    const Expected<void> shown = showPlan(application, settings);
    return shown ? int(ExitOk) : complain(program, shown.error());
}

} // namespace

int runHeadless(QCoreApplication &application, const QString &program)
{
    const Expected<CommandLine> line = parseCommandLine(application.arguments());
    if (!line)
        return complain(program, line.error());
    if (line->wantsHelp || line->wantsVersion) {
        print(stdout,
            line->wantsHelp ? usage::helpText(program)
                            : u"%1 %2\n"_s.arg(program, QStringLiteral(ARIA_VERSION)));
        return ExitOk;
    }

    SettingsInput input = settingsInput(*line);
    std::unique_ptr<Demo> demo;
    if (line->wantsDemo) {
        demo = std::make_unique<Demo>(Demo::simulatorBeside(application.applicationDirPath()),
            input.dataHome + u"/aria-calendar-sync/demo"_s);
        input.demo = demo->settings();
    }
    const Expected<LoadedSettings> loaded = loadSettings(input);
    if (line->wantsDoctor)
        return runDoctor(application, loaded);
    if (!loaded)
        return complain(program, loaded.error());
    if (line->wantsConfig) {
        print(stdout, printConfig(*loaded));
        return ExitOk;
    }

    installLogging(loaded->settings.logLevel, loaded->settings.logFormat);
    for (const QString &notice : loaded->notices)
        qCWarning(lcBase).noquote() << notice;
    closeSecretFiles(input, loaded->settings);
    if (const Expected<void> taken = takeClientFile(input, loaded->settings.credentialsDir); !taken)
        return complain(program, taken.error());
    if (const auto code = runCommand(application, program, *line, loaded->settings))
        return *code;

    ServiceRun run(program, input, demo.get());
    const Expected<void> ended = run.untilStopped(application);
    return ended ? int(ExitOk) : complain(program, ended.error());
}

} // namespace aria::program
