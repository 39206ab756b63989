#include "store/jsontexts.h"

#include "base/jsontext.h"

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

QString keyOf(const QJsonObject &event)
{
    return event.value("id"_L1).toString();
}

JsonTexts::Text made(const QJsonObject &event)
{
    const QByteArray json = QJsonDocument(event).toJson(QJsonDocument::Compact);
    const bool isOdd = needsEscapes(event, json, Escapes::ForPostgres);
    return { isOdd ? compactJson(event) : json, isOdd };
}

} // namespace

JsonTexts::Text JsonTexts::of(const QJsonObject &event)
{
    Known &known = m_known[keyOf(event)];
    if (known.text.json.isEmpty() || known.event != event)
        known = { event, made(event) };
    return known.text;
}

JsonTexts::Text JsonTexts::known(const QJsonObject &event) const
{
    const auto found = m_known.constFind(keyOf(event));
    return found != m_known.cend() && found->event == event ? found->text : made(event);
}

} // namespace aria::store
