#include "service/credentialsfile.h"

#include "base/smallfile.h"
#include "google/clientfilekind.h"
#include "google/clientsecrets.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace aria::service {

namespace {

constexpr QFile::Permissions ownerOnly = QFile::ReadOwner | QFile::WriteOwner;

ClientFileCheck::Kind wrongKind(google::ClientFileKind kind)
{
    using Kind = ClientFileCheck::Kind;
    switch (kind) {
    case google::ClientFileKind::Client:
        return Kind::Incomplete;
    case google::ClientFileKind::ServiceAccount:
        return Kind::ServiceAccount;
    case google::ClientFileKind::TokenFile:
        return Kind::TokenFile;
    case google::ClientFileKind::ApiKey:
        return Kind::ApiKey;
    case google::ClientFileKind::Empty:
        return Kind::Empty;
    case google::ClientFileKind::NotJson:
        return Kind::NotJson;
    case google::ClientFileKind::Unknown:
        break;
    }
    return Kind::Unknown;
}

ClientFileCheck check(const QString &path, QByteArray *content)
{
    ClientFileCheck result;
    const Expected<QByteArray> read = readSmallFile(path);
    if (!read) {
        if (read.error().category != ErrorCategory::NotFound) {
            const bool isTooLarge = read.error().code == "file_too_large"_L1;
            result.kind = isTooLarge ? ClientFileCheck::Kind::Unknown : ClientFileCheck::Kind::Unreadable;
        }
        result.detail = u"The file %1."_s.arg(read.error().message);
        return result;
    }
    *content = *read;
    const auto secrets = google::ClientSecrets::parse(*content);
    if (!secrets) {
        result.kind = wrongKind(google::clientFileKind(*content));
        result.detail = secrets.error().message;
        return result;
    }
    result.kind = ClientFileCheck::Kind::Usable;
    result.isWebClient = secrets->kind == google::ClientSecrets::Kind::Web;
    return result;
}

} // namespace

ClientFileCheck checkClientFile(const QString &path)
{
    QByteArray content;
    return check(path, &content);
}

Expected<void> installClientFile(const QString &path, const QString &credentialsDir)
{
    const auto failed = [](const QString &why) {
        return makeError(ErrorCategory::Internal, u"client_secrets_unwritable"_s,
            u"client_secrets.json cannot be written: %1."_s.arg(why));
    };
    QByteArray content;
    const ClientFileCheck checked = check(path, &content);
    if (checked.kind != ClientFileCheck::Kind::Usable)
        return makeError(ErrorCategory::Precondition, u"client_secrets_invalid"_s, checked.detail);
    if (!QDir(credentialsDir).exists()) {
        if (!QDir().mkpath(credentialsDir))
            return failed(u"its folder cannot be made"_s);
        QFile::setPermissions(credentialsDir, ownerOnly | QFile::ExeOwner);
    }
    const QString place = credentialsDir + "/client_secrets.json"_L1;
    if (const auto obstacle = obstacleAt(place))
        return failed(u"what is there %1"_s.arg(*obstacle));
    QSaveFile target(place);
    if (!target.open(QIODevice::WriteOnly) || !target.setPermissions(ownerOnly)
        || target.write(content) != content.size() || !target.commit())
        return failed(target.errorString());
    return {};
}

} // namespace aria::service
