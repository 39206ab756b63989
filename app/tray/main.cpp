// aria-calendar-sync: the service with a tray icon and windows.
#include "base/logging.h"
#include "program/commandline.h"
#include "program/eventloops.h"
#include "program/exitcodes.h"
#include "program/headless.h"
#include "program/privatearguments.h"
#include "program/processinput.h"
#include "program/secretfiles.h"
#include "tray/trayrun.h"
#include "uicommon/clearindicators.h"
#include "uicommon/translations.h"
#include "usage/optiontable.h"

#include <QApplication>
#include <QIcon>
#include <QLocale>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

const QString program = u"aria-calendar-sync"_s;

int complain(const aria::Error &error)
{
    const QStringList lines = error.message.split(u'\n');
    for (const QString &line : lines)
        std::fprintf(stderr, "%s%s: %s\n", aria::errorMark().constData(), qUtf8Printable(program),
            qUtf8Printable(line));
    return aria::program::exitCodeFor(error);
}

bool has(int argc, char **argv, std::initializer_list<std::string_view> options)
{
    return std::any_of(argv + 1, argv + argc, [&](std::string_view argument) {
        return std::find(options.begin(), options.end(), argument) != options.end();
    });
}

void describe(QCoreApplication &)
{
    QCoreApplication::setApplicationName(program);
    QCoreApplication::setApplicationVersion(QStringLiteral(ARIA_VERSION));
}

// Qt ends the process if it finds no screen; it is kinder to say what can be done about it.
bool hasScreen(int argc, char **argv)
{
    return has(argc, argv, { "-platform", "--platform" }) || qEnvironmentVariableIsSet("QT_QPA_PLATFORM")
        || !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
}

int runTray(QApplication &application)
{
    const auto line = aria::program::parseCommandLine(QCoreApplication::arguments());
    if (!line)
        return complain(line.error());
    aria::uicommon::installLanguage(aria::uicommon::languageFor(QLocale::system().uiLanguages()));
    QGuiApplication::setApplicationDisplayName(
        QCoreApplication::translate("main", "Calendar", "name of the program"));
    QGuiApplication::setDesktopFileName(program);
    QGuiApplication::setQuitOnLastWindowClosed(false);
    aria::uicommon::ClearIndicators::install();
    QGuiApplication::setWindowIcon(QIcon(u":/aria/icons/app.svg"_s));

    aria::tray::SingleInstance instance(line->wantsDemo ? program + u"-demo"_s : program);
    if (instance.handOver()) {
        std::printf("%s: it runs already and was asked to show itself\n", qUtf8Printable(program));
        return aria::program::ExitOk;
    }
    aria::SettingsInput input = aria::program::settingsInput(*line);
    std::unique_ptr<aria::program::Demo> demo;
    if (line->wantsDemo) {
        demo = std::make_unique<aria::program::Demo>(
            aria::program::Demo::simulatorBeside(QCoreApplication::applicationDirPath()),
            input.dataHome + u"/aria-calendar-sync/demo"_s);
        input.demo = demo->settings();
    }
    const auto loaded = aria::loadSettings(input);
    // What is wrong is said in a window: nobody reads the terminal of a program that starts with the session.
    aria::installLogging(
        loaded ? loaded->settings.logLevel : u"info"_s, loaded ? loaded->settings.logFormat : u"text"_s);
    if (loaded) {
        for (const QString &notice : loaded->notices)
            qCWarning(aria::lcBase).noquote() << notice;
        aria::program::closeSecretFiles(input, loaded->settings);
    }
    if (!instance.listen())
        qCWarning(aria::lcUi) << "a second start will not be noticed";

    const bool atLogin = qEnvironmentVariableIsSet("ARIA_AT_LOGIN"); // set by the entry in autostart/
    qunsetenv("ARIA_AT_LOGIN"); // not for what this program starts
    aria::tray::TrayRun run(input, demo.get(), instance, atLogin);
    const auto ended = run.untilStopped(application);
    return ended ? int(aria::program::ExitOk) : complain(ended.error());
}

} // namespace

int main(int givenCount, char **given)
{
    aria::program::keepNewFilesPrivate();
    aria::program::PrivateArguments arguments(givenCount, given);
    int &argc = arguments.count();
    char **argv = arguments.values();
    const bool needsNoScreen = std::any_of(argv + 1, argv + argc,
        [](const char *argument) { return aria::usage::needsNoScreen(QString::fromLocal8Bit(argument)); });
    const bool isHeadless = needsNoScreen || !hasScreen(argc, argv);
    using aria::program::GlibLoop;
    aria::program::chooseEventLoops(isHeadless ? GlibLoop::Never : GlibLoop::OnMainThread);
    if (isHeadless) {
        QCoreApplication application(argc, argv);
        describe(application);
        if (needsNoScreen)
            return aria::program::runHeadless(application, program);
        if (const auto line = aria::program::parseCommandLine(QCoreApplication::arguments()); !line)
            return complain(line.error());
        std::fprintf(stderr, "%s: there is no screen; --headless runs the service without one\n",
            qUtf8Printable(program));
        return aria::program::ExitUnavailable;
    }
    QApplication application(argc, argv);
    describe(application);
    return runTray(application);
}
