#include "google/accessrole.h"

#include <array>
#include <utility>

namespace aria::google {

namespace {

constexpr std::array<std::pair<AccessRole, QStringView>, 5> names{ {
    { AccessRole::FreeBusyReader, u"freeBusyReader" },
    { AccessRole::Reader, u"reader" },
    { AccessRole::WriterWithoutPrivateAccess, u"writerWithoutPrivateAccess" },
    { AccessRole::Writer, u"writer" },
    { AccessRole::Owner, u"owner" },
} };

} // namespace

QString toString(AccessRole role)
{
    for (const auto &[value, name] : names) {
        if (value == role)
            return name.toString();
    }
    return {};
}

AccessRole accessRoleFromString(QStringView text)
{
    for (const auto &[value, name] : names) {
        if (name == text)
            return value;
    }
    return AccessRole::Unknown;
}

} // namespace aria::google
