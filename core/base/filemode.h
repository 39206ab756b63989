// Who else on this machine can read what is secret.
#pragma once

#include <QString>

#include <optional>

namespace aria {

// Whom a file is kept from.
enum class KeptFrom {
    Everybody, // all but its owner
    Strangers, // all but its owner and its group
};

// What a file is open to, and to whom that matters.
struct OpenFile
{
    bool isClosedNow = false; // it was this user's, and has been closed
    QString message; // one line: what was wrong, and what to do where it still is
};

// Takes the rights of others from a file or folder of this user; where it is somebody else's, or that is not
// possible, the message says so, as for the target of a link. nullopt where nothing is open, or nothing is there.
std::optional<OpenFile> closeToOthers(const QString &path, KeptFrom others = KeptFrom::Everybody);

// The same without touching it: for what a person keeps where they like.
std::optional<OpenFile> seeWhetherOpen(const QString &path);

} // namespace aria
