#include "store/jsontexts.h"

#include "base/jsontext.h"

using namespace Qt::StringLiterals;

namespace aria::store {

JsonTexts::Text JsonTexts::of(const QJsonObject &event)
{
    Known &known = m_known[event.value("id"_L1).toString()];
    if (known.text.json.isEmpty() || known.event != event) {
        const QByteArray json = QJsonDocument(event).toJson(QJsonDocument::Compact);
        const bool isOdd = needsEscapes(event, json, Escapes::ForPostgres);
        known = { event, { isOdd ? compactJson(event) : json, isOdd } };
    }
    return known.text;
}

} // namespace aria::store
