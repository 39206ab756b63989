#include "google/clientfilekind.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::google {
namespace {

bool hasAny(const QJsonObject &root, std::initializer_list<const char *> names)
{
    return std::any_of(
        names.begin(), names.end(), [&](const char *name) { return root.contains(QLatin1String(name)); });
}

} // namespace

ClientFileKind clientFileKind(const QByteArray &content)
{
    const QByteArray trimmed = content.trimmed();
    if (trimmed.isEmpty())
        return ClientFileKind::Empty;
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(trimmed, &fault);
    if (fault.error != QJsonParseError::NoError)
        return trimmed.startsWith("AIza") ? ClientFileKind::ApiKey : ClientFileKind::NotJson;
    const QJsonObject root = document.object();
    if (root.value("web"_L1).isObject() || root.value("installed"_L1).isObject())
        return ClientFileKind::Client;
    if (root.value("type"_L1).toString() == "service_account"_L1 || root.contains("private_key"_L1))
        return ClientFileKind::ServiceAccount;
    if (hasAny(root, { "refresh_token", "access_token", "token" }))
        return ClientFileKind::TokenFile;
    if (hasAny(root, { "api_key", "apiKey", "key", "keyString", "current_key" }))
        return ClientFileKind::ApiKey;
    return ClientFileKind::Unknown;
}

} // namespace aria::google
