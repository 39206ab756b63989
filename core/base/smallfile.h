// Reads a file that somebody else put there: settings, credentials. Whatever is found in its place, this neither
// hangs nor fills the memory.
#pragma once

#include "base/error.h"

#include <QByteArray>

namespace aria {

// Larger than any settings or credentials file.
inline constexpr qint64 smallFileLimit = 1024LL * 1024;

// The message completes "FILE …": "is a folder", "cannot be read: Permission denied". Only regular files are opened:
// opening a pipe waits, and opening a device may have an effect. NotFound "file_missing"; InvalidInput
// "file_too_large", or "file_unusable" for everything else.
Expected<QByteArray> readSmallFile(const QString &path, qint64 limit = smallFileLimit);

// Says what is there if it could not be replaced by a regular file or written through. nullopt if there is nothing,
// or a regular file.
std::optional<QString> obstacleAt(const QString &path);

} // namespace aria
