#include "store/columntext.h"

#include "store/jsontexts.h"

#include "base/clock.h"
#include "base/exacttext.h"
#include "base/jsontext.h"

#include <QJsonDocument>

#include <algorithm>

namespace aria::store {

namespace {

template <class Json> QVariant compact(const Json &json)
{
    QByteArray text = QJsonDocument(json).toJson(QJsonDocument::Compact);
    if (needsEscapes(json, text, Escapes::ForPostgres))
        text = QJsonDocument(escaped(json, Escapes::ForPostgres)).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(text);
}

QJsonDocument parsed(const QString &text)
{
    return parseJson(text.toUtf8());
}

} // namespace

QVariant fromText(const QString &text)
{
    return text.isEmpty() ? QVariant() : QVariant(text);
}

QVariant fromInstant(const QDateTime &instant)
{
    // Beyond the years that four digits name, an instant is as good as the last one that can be written.
    static const QDateTime earliest(QDate(1, 1, 1), QTime(0, 0), Qt::UTC);
    static const QDateTime latest(QDate(9999, 12, 31), QTime(23, 59, 59, 999), Qt::UTC);
    return instant.isValid() ? QVariant(toRfc3339(std::clamp(instant, earliest, latest))) : QVariant();
}

QVariant fromJson(const QJsonObject &object)
{
    return object.isEmpty() ? QVariant() : compact(object);
}

QVariant fromJson(const QJsonObject &event, JsonTexts &texts)
{
    if (event.isEmpty())
        return {};
    const auto text = texts.of(event);
    return text.isOdd ? fromJson(event) : QVariant(QString::fromUtf8(text.json));
}

QVariant fromJson(const QJsonArray &array)
{
    return array.isEmpty() ? QVariant() : fromList(array);
}

QVariant fromList(const QJsonArray &array)
{
    return compact(array);
}

QString toText(const QVariant &value)
{
    return unescaped(value.toString());
}

QDateTime toInstant(const QVariant &value)
{
    if (value.isNull())
        return {};
    const auto instant = QDateTime::fromString(value.toString().trimmed(), Qt::ISODateWithMs);
    if (instant.isValid() && instant.timeSpec() == Qt::LocalTime) // no zone was given
        return QDateTime(instant.date(), instant.time(), Qt::UTC);
    return instant.toUTC();
}

QJsonObject toObject(const QVariant &value)
{
    return value.isNull() ? QJsonObject() : unescaped(parsed(value.toString()).object());
}

QJsonArray toArray(const QVariant &value)
{
    const auto text = value.toString().trimmed();
    if (text.isEmpty() || text == u"null")
        return {};
    const auto document = parsed(text);
    if (document.isArray())
        return unescaped(document.array());
    if (document.isObject())
        return { unescaped(document.object()) };
    const auto quoted = parsed(u'[' + text + u']').array(); // a JSON text
    return unescaped(quoted.size() == 1 ? quoted : QJsonArray{ text });
}

QJsonArray toLines(const QVariant &value)
{
    const auto text = value.toString().trimmed();
    if (text.startsWith(u'[') || text == u"null")
        return toArray(value);
    QJsonArray lines;
    for (const auto &line : text.split(u'\n', Qt::SkipEmptyParts)) {
        if (const auto trimmed = line.trimmed(); !trimmed.isEmpty())
            lines << unescaped(trimmed);
    }
    return lines;
}

std::optional<QJsonArray> toReminders(const QVariant &value)
{
    const auto text = value.toString().trimmed();
    if (text.isEmpty() || text == u"null")
        return std::nullopt;
    const auto object = unescaped(parsed(text).object());
    if (object.value(u"useDefault").toBool())
        return std::nullopt;
    if (object.contains(u"useDefault") || object.contains(u"overrides"))
        return object.value(u"overrides").toArray();
    return toArray(value);
}

} // namespace aria::store
