#include "store/records.h"

#include <array>
#include <utility>

namespace aria::store {

namespace {

constexpr std::array<std::pair<SyncStatus, QStringView>, 6> names{ {
    { SyncStatus::Synced, u"synced" },
    { SyncStatus::PendingToGoogle, u"pending_to_google" },
    { SyncStatus::PendingToAria, u"pending_to_aria" },
    { SyncStatus::Conflict, u"conflict" },
    { SyncStatus::Error, u"error" },
    { SyncStatus::Deleted, u"deleted" },
} };

} // namespace

QString toString(SyncStatus status)
{
    for (const auto &[value, name] : names) {
        if (value == status)
            return name.toString();
    }
    Q_UNREACHABLE();
}

std::optional<SyncStatus> syncStatusFromString(QStringView text)
{
    for (const auto &[value, name] : names) {
        if (name == text)
            return value;
    }
    return std::nullopt;
}

} // namespace aria::store
