#include "store/records.h"

#include <array>
#include <utility>

namespace aria::store {

namespace {

template <class Value, std::size_t Size> using Names = std::array<std::pair<Value, QStringView>, Size>;

constexpr Names<SyncStatus, 6> statusNames{ {
    { SyncStatus::Synced, u"synced" },
    { SyncStatus::PendingToGoogle, u"pending_to_google" },
    { SyncStatus::PendingToAria, u"pending_to_aria" },
    { SyncStatus::Conflict, u"conflict" },
    { SyncStatus::Error, u"error" },
    { SyncStatus::Deleted, u"deleted" },
} };

constexpr Names<Side, 2> sideNames{ {
    { Side::Aria, u"aria" },
    { Side::Google, u"google" },
} };

constexpr Names<Operation, 6> operationNames{ {
    { Operation::Create, u"create" },
    { Operation::Update, u"update" },
    { Operation::Delete, u"delete" },
    { Operation::Restore, u"restore" },
    { Operation::Resolve, u"resolve" },
    { Operation::Undo, u"undo" },
} };

constexpr Names<Outcome, 4> outcomeNames{ {
    { Outcome::Intended, u"intended" },
    { Outcome::Done, u"done" },
    { Outcome::Failed, u"failed" },
    { Outcome::Superseded, u"superseded" },
} };

template <class Value, std::size_t Size> QString nameOf(const Names<Value, Size> &names, Value wanted)
{
    for (const auto &[value, name] : names) {
        if (value == wanted)
            return name.toString();
    }
    Q_UNREACHABLE();
}

template <class Value, std::size_t Size>
std::optional<Value> valueOf(const Names<Value, Size> &names, QStringView wanted)
{
    for (const auto &[value, name] : names) {
        if (name == wanted)
            return value;
    }
    return std::nullopt;
}

} // namespace

QString toString(SyncStatus status)
{
    return nameOf(statusNames, status);
}

std::optional<SyncStatus> syncStatusFromString(QStringView text)
{
    return valueOf(statusNames, text);
}

QString toString(Side side)
{
    return nameOf(sideNames, side);
}

std::optional<Side> sideFromString(QStringView text)
{
    return valueOf(sideNames, text);
}

QString toString(Operation operation)
{
    return nameOf(operationNames, operation);
}

std::optional<Operation> operationFromString(QStringView text)
{
    return valueOf(operationNames, text);
}

QString toString(Outcome outcome)
{
    return nameOf(outcomeNames, outcome);
}

std::optional<Outcome> outcomeFromString(QStringView text)
{
    return valueOf(outcomeNames, text);
}

} // namespace aria::store
