#include "api/documents.h"

#include "base/logging.h"

#include <QFile>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace aria::api {

QByteArray documentNamed(const QString &name)
{
    QFile file(u":/aria/api/"_s + name);
    if (!file.open(QIODevice::ReadOnly)) {
        qCWarning(lcApi) << "the program was built without" << name;
        return {};
    }
    return file.readAll();
}

QJsonObject openApi()
{
    static const QJsonObject document = QJsonDocument::fromJson(documentNamed(u"openapi.json"_s)).object();
    return document;
}

} // namespace aria::api
