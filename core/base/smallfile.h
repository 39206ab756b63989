// Reads a file that somebody else put there: settings, credentials. Whatever stands in its place, this neither hangs
// nor fills the memory.
#pragma once

#include "base/error.h"

#include <QByteArray>

namespace aria {

// As much as any settings or credentials file has.
inline constexpr qint64 smallFileLimit = 1024 * 1024;

// What is wrong with it completes "FILE …": "is a folder", "cannot be read: Permission denied". Nothing is opened
// that is no regular file: opening a pipe waits, and opening a device may do something.
// NotFound "file_missing"; InvalidInput "file_too_large", or "file_unusable" for all else.
Expected<QByteArray> readSmallFile(const QString &path, qint64 limit = smallFileLimit);

// Whether something stands there that could not be replaced by a regular file, or written through; says what it is.
// Nothing, or a regular file: nullopt.
std::optional<QString> obstacleAt(const QString &path);

} // namespace aria
