// What Google lets this account do with a calendar (CalendarList: accessRole).
#pragma once

#include <QString>

namespace aria::google {

enum class AccessRole {
    Unknown, // not told yet, or a word that this version does not know
    FreeBusyReader, // only sees when somebody is busy
    Reader,
    WriterWithoutPrivateAccess,
    Writer,
    Owner,
};

QString toString(AccessRole role); // Google's word; empty for Unknown
AccessRole accessRoleFromString(QStringView text);

} // namespace aria::google
