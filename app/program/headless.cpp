#include "program/headless.h"

#include "base/logging.h"
#include "program/commandline.h"
#include "program/demo.h"
#include "program/doctor.h"
#include "program/exitcodes.h"
#include "program/preview.h"
#include "program/processinput.h"
#include "program/secretfiles.h"
#include "program/servicerun.h"

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
        print(stderr, u"%1: %2\n"_s.arg(program, line));
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

} // namespace

int runHeadless(QCoreApplication &application, const QString &program)
{
    const Expected<CommandLine> line = parseCommandLine(application.arguments());
    if (!line)
        return complain(program, line.error());
    if (line->wantsHelp || line->wantsVersion) {
        print(stdout,
            line->wantsHelp ? helpText(program) : u"%1 %2\n"_s.arg(program, QStringLiteral(ARIA_VERSION)));
        return ExitOk;
    }

    SettingsInput input = settingsInput(*line);
    std::unique_ptr<Demo> demo;
    if (line->wantsDemo) {
        demo = std::make_unique<Demo>(application.applicationDirPath() + u"/google-calendar-simulator"_s,
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
    if (line->wantsCleanup)
        return cleanUp(program, loaded->settings);
    if (line->wantsRebuild)
        return rebuildOccurrences(program, loaded->settings);
    if (line->wantsDryRun) {
        const Expected<void> shown = showPlan(application, loaded->settings);
        return shown ? int(ExitOk) : complain(program, shown.error());
    }

    ServiceRun run(program, input, demo.get());
    const Expected<void> ended = run.untilStopped(application);
    return ended ? int(ExitOk) : complain(program, ended.error());
}

} // namespace aria::program
