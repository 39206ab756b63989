// The exit codes of the programs for the shell and systemd: sysexits.h, so that a unit file can tell a fault that a
// restart may cure (69, 70) from one that it cannot (64, 65, 66, 77, 78).
#pragma once

#include "base/error.h"

namespace aria::program {

enum ExitCode : int {
    ExitOk = 0,
    ExitUsage = 64, // EX_USAGE: the command line
    // EX_DATAERR: the database was written by a newer program ("schema_newer"), a damaged archive
    ExitData = 65,
    ExitNoInput = 66, // EX_NOINPUT: the database refuses us or is damaged ("database_unreadable"), no archive
    // EX_UNAVAILABLE: the port or the SQLite file is in use, the database server is away, the demo did not start
    ExitUnavailable = 69,
    ExitSoftware = 70, // EX_SOFTWARE: a fault of this program, or it did not stop in time
    ExitCannotCreate = 73, // EX_CANTCREAT: an export, import or backup has no place to be written to
    ExitNoPermission =
        77, // EX_NOPERM: the credentials folder cannot be used ("credentials_unusable"), not signed in
    ExitConfig = 78, // EX_CONFIG: a setting
};

// By the error's code if it is one of ours, otherwise by its category.
ExitCode exitCodeFor(const Error &error);

} // namespace aria::program
