// The documents that are part of the program (resources/): what the API is, for machines and for people.
#pragma once

#include <QByteArray>
#include <QJsonObject>

namespace aria::api {

// A file of resources/ that is compiled in: "openapi.json", "mcp.json", "docs.html".
QByteArray documentNamed(const QString &name);

QJsonObject openApi();

} // namespace aria::api
