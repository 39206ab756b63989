// The files of an archive: one line of JSON per row, written and read in order, with what is needed to notice damage.
#pragma once

#include "base/error.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonObject>

namespace aria::archive {

inline constexpr int archiveVersion = 1;
inline const QString archiveFormat = QStringLiteral("aria-calendar-sync archive");

// Makes the folder (0700). Precondition "archive_folder" if it exists and is not empty, or cannot be made.
Expected<void> prepareFolder(const QString &folder);

// Writes a file whole (0600). Unavailable "archive_unwritable".
Expected<void> writeFile(const QString &path, const QByteArray &content);

QJsonObject manifestOf(
    const QString &folder, Error &error); // empty, and the error, where there is none that can be read
QString tablePath(const QString &folder, const QString &table);

class LineWriter
{
public:
    explicit LineWriter(const QString &path);
    Expected<void> open();
    Expected<void> write(const QJsonObject &row);
    Expected<QJsonObject> close(); // for the manifest: {"rows", "sha256"}

private:
    Unexpected failed() const;

    QFile m_file;
    QCryptographicHash m_hash{ QCryptographicHash::Sha256 };
    qint64 m_rows = 0;
};

class LineReader
{
public:
    // expected: what LineWriter::close() returned.
    LineReader(const QString &path, const QJsonObject &expected);
    Expected<void> open();
    // Nullopt at the end of a file that is as it was written. InvalidInput "archive_damaged".
    Expected<std::optional<QJsonObject>> next();
    qint64 line() const { return m_rows; }

private:
    Unexpected damaged(const QString &why) const;

    QFile m_file;
    QJsonObject m_expected;
    QCryptographicHash m_hash{ QCryptographicHash::Sha256 };
    qint64 m_rows = 0;
};

} // namespace aria::archive
