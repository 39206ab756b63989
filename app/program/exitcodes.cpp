#include "program/exitcodes.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace aria::program {

ExitCode exitCodeFor(const Error &error)
{
    static const QHash<QString, ExitCode> byCode{
        { u"bad_command_line"_s, ExitUsage },
        { u"bad_setting"_s, ExitConfig },
        { u"schema_newer"_s, ExitData },
        { u"archive_damaged"_s, ExitData },
        { u"archive_value"_s, ExitData },
        { u"archive_unusable"_s, ExitNoInput },
        { u"archive_folder"_s, ExitCannotCreate },
        { u"archive_unwritable"_s, ExitCannotCreate },
        { u"database_not_empty"_s, ExitCannotCreate },
        { u"backup_exists"_s, ExitCannotCreate },
        { u"backup_failed"_s, ExitCannotCreate },
        { u"backup_not_sqlite"_s, ExitUsage },
        { u"database_unreadable"_s, ExitNoInput },
        { u"database_in_use"_s, ExitUnavailable },
        { u"credentials_unusable"_s, ExitNoPermission },
        { u"port_in_use"_s, ExitUnavailable },
        { u"demo_failed"_s, ExitUnavailable },
    };
    const auto found = byCode.constFind(error.code);
    if (found != byCode.constEnd())
        return *found;
    switch (error.category) {
    case ErrorCategory::InvalidInput:
        return ExitConfig;
    case ErrorCategory::Forbidden:
    case ErrorCategory::Unauthorized:
        return ExitNoPermission;
    case ErrorCategory::Unavailable:
    case ErrorCategory::RateLimited:
        return ExitUnavailable;
    default:
        return ExitSoftware;
    }
}

} // namespace aria::program
