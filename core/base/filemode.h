// Who else on this machine can read secret files.
#pragma once

#include <QString>

#include <optional>

namespace aria {

// Who must not read a file.
enum class KeptFrom {
    Everybody, // everybody but its owner
    Strangers, // everybody but its owner and its group
};

// Who can read a file, and whether that matters.
struct OpenFile
{
    bool isClosedNow = false; // it belonged to this user and has been closed
    QString message; // one line: what was wrong, and what to do if it still is
};

// Takes the rights of others away from a file or folder of this user. If it belongs to somebody else, is the target
// of a link, or cannot be changed, the message says so. nullopt if nothing is open or nothing is there.
std::optional<OpenFile> closeToOthers(const QString &path, KeptFrom others = KeptFrom::Everybody);

// The same check without changing anything: for files that people keep where they like.
std::optional<OpenFile> seeWhetherOpen(const QString &path);

} // namespace aria
