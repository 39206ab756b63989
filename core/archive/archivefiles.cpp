#include "archive/archivefiles.h"

#include "base/exacttext.h"
#include "base/smallfile.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace aria::archive {

namespace {

constexpr QFile::Permissions ownerOnly = QFile::ReadOwner | QFile::WriteOwner;
constexpr qint64 longestLine = 64LL * 1024 * 1024;

} // namespace

Expected<void> prepareFolder(const QString &folder)
{
    const auto refused = [&folder](const QString &why) {
        return makeError(
            ErrorCategory::Precondition, u"archive_folder"_s, u"the folder %1 %2"_s.arg(folder, why));
    };
    const QFileInfo info(folder);
    if (info.exists() && !info.isDir())
        return refused(u"is not a folder"_s);
    if (info.exists() && !QDir(folder).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot))
        return refused(u"is not empty; name a new one"_s);
    if (!QDir().mkpath(folder + u"/tables"_s) || !QDir().mkpath(folder + u"/calendars"_s))
        return refused(u"cannot be made"_s);
    for (const QString &path : { folder, folder + u"/tables"_s, folder + u"/calendars"_s })
        QFile::setPermissions(path, ownerOnly | QFile::ExeOwner);
    return {};
}

Expected<void> writeFile(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.setPermissions(ownerOnly)
        && file.write(content) == content.size() && file.commit())
        return {};
    return makeError(ErrorCategory::Unavailable, u"archive_unwritable"_s,
        u"%1 cannot be written: %2"_s.arg(path, file.errorString()));
}

QJsonObject manifestOf(const QString &folder, Error &error)
{
    const auto refuse = [&](const QString &why) {
        error = Error{ ErrorCategory::Precondition, u"archive_unusable"_s,
            u"%1 is no archive of this program: manifest.json %2"_s.arg(folder, why) };
        return QJsonObject();
    };
    QFile file(folder + u"/manifest.json"_s);
    if (const auto obstacle = obstacleAt(file.fileName())) // opening a pipe would wait
        return refuse(*obstacle);
    if (!file.open(QIODevice::ReadOnly))
        return refuse(u"cannot be read (%1)"_s.arg(file.errorString()));
    const QJsonObject manifest = QJsonDocument::fromJson(file.read(longestLine)).object();
    if (manifest.value(u"format"_s).toString() != archiveFormat)
        return refuse(u"has another format"_s);
    if (const qint64 version = manifest.value(u"version"_s).toInteger(); version != archiveVersion)
        return refuse(
            u"has version %1, and this program reads version %2"_s.arg(version).arg(archiveVersion));
    return manifest;
}

QString tablePath(const QString &folder, const QString &table)
{
    return folder + u"/tables/"_s + table + u".jsonl"_s;
}

LineWriter::LineWriter(const QString &path)
    : m_file(path)
{
}

Unexpected LineWriter::failed() const
{
    return makeError(ErrorCategory::Unavailable, u"archive_unwritable"_s,
        u"%1 cannot be written: %2"_s.arg(m_file.fileName(), m_file.errorString()));
}

Expected<void> LineWriter::open()
{
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::NewOnly) || !m_file.setPermissions(ownerOnly))
        return failed();
    return {};
}

Expected<void> LineWriter::write(const QJsonObject &row)
{
    const QByteArray line = compactJson(row) + '\n';
    m_hash.addData(line);
    ++m_rows;
    return m_file.write(line) == line.size() ? Expected<void>() : failed();
}

Expected<QJsonObject> LineWriter::close()
{
    if (!m_file.flush())
        return failed();
    m_file.close();
    return QJsonObject{ { u"rows"_s, m_rows },
        { u"sha256"_s, QString::fromLatin1(m_hash.result().toHex()) } };
}

LineReader::LineReader(const QString &path, const QJsonObject &expected)
    : m_file(path)
    , m_expected(expected)
{
}

Unexpected LineReader::damaged(const QString &why) const
{
    return makeError(ErrorCategory::InvalidInput, u"archive_damaged"_s,
        u"%1 is not as it was written: %2"_s.arg(m_file.fileName(), why));
}

Expected<void> LineReader::open()
{
    if (const auto obstacle = obstacleAt(m_file.fileName()))
        return makeError(
            ErrorCategory::InvalidInput, u"archive_damaged"_s, u"%1 %2"_s.arg(m_file.fileName(), *obstacle));
    return m_file.open(QIODevice::ReadOnly) ? Expected<void>() : damaged(m_file.errorString());
}

Expected<std::optional<QJsonObject>> LineReader::next()
{
    const QByteArray line = m_file.readLine(longestLine);
    if (line.isEmpty()) {
        if (m_rows != m_expected.value(u"rows"_s).toInteger())
            return damaged(
                u"it has %1 rows instead of %2"_s.arg(m_rows).arg(m_expected.value(u"rows"_s).toInteger()));
        if (QString::fromLatin1(m_hash.result().toHex()) != m_expected.value(u"sha256"_s).toString())
            return damaged(u"its SHA-256 is another one"_s);
        return std::optional<QJsonObject>();
    }
    m_hash.addData(line);
    ++m_rows;
    const QJsonDocument document = parseJson(line);
    if (!document.isObject())
        return damaged(u"line %1 is no JSON object"_s.arg(m_rows));
    return std::optional<QJsonObject>(document.object());
}

} // namespace aria::archive
