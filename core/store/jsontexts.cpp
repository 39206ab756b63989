#include "store/jsontexts.h"

#include "base/exacttext.h"

using namespace Qt::StringLiterals;

namespace aria::store {

QByteArray JsonTexts::of(const QJsonObject &event)
{
    Known &known = m_known[event.value("id"_L1).toString()];
    if (known.text.isEmpty() || known.event != event)
        known = { event, compactJson(event) };
    return known.text;
}

} // namespace aria::store
