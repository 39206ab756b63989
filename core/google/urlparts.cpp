#include "google/urlparts.h"

#include "base/settingvalues.h"

using namespace Qt::StringLiterals;

namespace aria::google {

QByteArray encodeQuery(const QueryItems &items)
{
    QByteArray out;
    for (const auto &[name, value] : items) {
        if (!out.isEmpty())
            out += '&';
        out += QUrl::toPercentEncoding(name) + '=' + QUrl::toPercentEncoding(value);
    }
    return out;
}

QByteArray encodeSegment(const QString &segment)
{
    return QUrl::toPercentEncoding(segment);
}

bool isAllowedEndpoint(const QUrl &url)
{
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty())
        return false;
    return url.scheme() == "https"_L1
        || (url.scheme() == "http"_L1 && settingvalue::isLoopbackHost(url.host()));
}

} // namespace aria::google
