// What the command line asks for; usage/optiontable.h has the options. Every setting is one: --port for
// CALENDAR_SYNC_PORT.
#pragma once

#include "base/error.h"

#include <QHash>
#include <QStringList>

namespace aria::program {

struct CommandLine
{
    bool wantsHelp = false;
    bool wantsVersion = false;
    bool wantsConfig = false; // --print-config
    bool wantsCleanup = false; // --cleanup: once, then end
    bool wantsRebuild = false; // --rebuild-occurrences: once, then end
    bool wantsDryRun = false; // --dry-run: show the plan, then end
    bool wantsDoctor = false; // --doctor: say what is wrong, then end
    bool wantsHeadless = false; // --headless: no windows
    bool wantsDemo = false; // --demo
    QString exportFolder; // --export: once, then end; empty: not asked for
    QString importFolder; // --import
    QString backupFile; // --backup
    QString envFile; // --env-file; empty: .env in the working directory, if there is one
    QHash<QString, QString> settings; // by variable name
};

// `arguments` as from QCoreApplication, beginning with the program's name. InvalidInput "bad_command_line"
// with a one-line message.
Expected<CommandLine> parseCommandLine(const QStringList &arguments);

} // namespace aria::program
