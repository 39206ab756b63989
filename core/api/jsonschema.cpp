#include "api/jsonschema.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace aria::api {

namespace {

bool isOfType(const QJsonValue &value, const QString &type)
{
    if (type == "null"_L1)
        return value.isNull();
    if (type == "boolean"_L1)
        return value.isBool();
    if (type == "integer"_L1)
        return value.isDouble() && value.toDouble() == std::floor(value.toDouble());
    if (type == "number"_L1)
        return value.isDouble();
    if (type == "string"_L1)
        return value.isString();
    if (type == "array"_L1)
        return value.isArray();
    return type == "object"_L1 && value.isObject();
}

// A word or a list of words.
QStringList typesOf(const QJsonValue &types)
{
    QStringList names;
    for (const QJsonValue type : types.isArray() ? types.toArray() : QJsonArray{ types })
        names.append(type.toString());
    return names;
}

QString shown(const QJsonValue &value)
{
    const QByteArray json = QJsonDocument(QJsonArray{ value }).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(json.mid(1, json.size() - 2));
}

QString below(const QString &place, const QString &name)
{
    return place.isEmpty() ? name : place + u'.' + name;
}

// `place`: empty for the value as a whole.
QString named(const QString &place)
{
    return place.isEmpty() ? u"the value"_s : place;
}

void checkScalar(
    const QJsonValue &value, const QJsonObject &schema, const QString &place, QStringList &faults)
{
    const auto limit = [&](const QString &word, double amount, bool isLower, const QString &what) {
        const QJsonValue bound = schema.value(word);
        if (bound.isDouble() && (isLower ? amount < bound.toDouble() : amount > bound.toDouble()))
            faults.append(u"%1 should %2 %3"_s.arg(named(place), what, shown(bound)));
    };
    if (value.isString()) {
        const double length = static_cast<double>(value.toString().toUcs4().size());
        limit(u"minLength"_s, length, true, u"have a length of at least"_s);
        limit(u"maxLength"_s, length, false, u"have a length of at most"_s);
    } else if (value.isDouble()) {
        limit(u"minimum"_s, value.toDouble(), true, u"be at least"_s);
        limit(u"maximum"_s, value.toDouble(), false, u"be at most"_s);
    } else if (value.isArray()) {
        const double length = static_cast<double>(value.toArray().size());
        limit(u"minItems"_s, length, true, u"have at least so many items:"_s);
        limit(u"maxItems"_s, length, false, u"have at most so many items:"_s);
    }
}

} // namespace

QJsonObject JsonSchema::resolved(const QJsonObject &schema) const
{
    const QString ref = schema.value("$ref"_L1).toString();
    if (!ref.startsWith("#/"_L1))
        return schema;
    QJsonValue found = m_document;
    for (const QString &part : ref.mid(2).split(u'/'))
        found = found.toObject().value(part);
    return found.toObject();
}

QStringList JsonSchema::faultsOf(
    const QJsonValue &value, const QJsonObject &given, const QString &place) const
{
    const QJsonObject schema = resolved(given);
    QStringList faults;
    if (schema.contains("type"_L1)) {
        const QStringList types = typesOf(schema.value("type"_L1));
        if (std::none_of(
                types.begin(), types.end(), [&](const QString &type) { return isOfType(value, type); }))
            return { u"%1 should be %2 and is %3"_s.arg(
                named(place), types.join(u" or "_s), shown(value).left(80)) };
    }
    if (schema.contains("const"_L1) && schema.value("const"_L1) != value)
        faults.append(u"%1 should be %2"_s.arg(named(place), shown(schema.value("const"_L1))));
    if (const QJsonArray allowed = schema.value("enum"_L1).toArray();
        schema.contains("enum"_L1) && !allowed.contains(value)) {
        QStringList words;
        for (const QJsonValue word : allowed)
            words.append(shown(word));
        faults.append(u"%1 should be one of %2 and is %3"_s.arg(
            named(place), words.join(u", "_s), shown(value).left(80)));
    }
    const QJsonArray any = schema.value("anyOf"_L1).toArray();
    QStringList closest; // of the alternatives, the one with the fewest faults
    bool fits = any.isEmpty();
    for (const QJsonValue alternative : any) {
        const QStringList found = faultsOf(value, alternative.toObject(), place);
        fits = fits || found.isEmpty();
        if (closest.isEmpty() || found.size() < closest.size())
            closest = found;
    }
    if (!fits)
        faults += closest;
    for (const QJsonValue part : schema.value("allOf"_L1).toArray())
        faults += faultsOf(value, part.toObject(), place);
    if (value.isObject())
        checkObject(value.toObject(), schema, place, faults);
    else if (value.isArray())
        checkArray(value.toArray(), schema, place, faults);
    checkScalar(value, schema, place, faults);
    return faults;
}

void JsonSchema::checkObject(
    const QJsonObject &value, const QJsonObject &schema, const QString &place, QStringList &faults) const
{
    for (const QJsonValue name : schema.value("required"_L1).toArray()) {
        if (!value.contains(name.toString()))
            faults.append(u"%1 is missing"_s.arg(below(place, name.toString())));
    }
    const QJsonObject properties = schema.value("properties"_L1).toObject();
    const QJsonValue others = schema.value("additionalProperties"_L1);
    for (auto it = value.begin(); it != value.end(); ++it) {
        if (properties.contains(it.key()))
            faults += faultsOf(it.value(), properties.value(it.key()).toObject(), below(place, it.key()));
        else if (others.isObject())
            faults += faultsOf(it.value(), others.toObject(), below(place, it.key()));
        else if (others.isBool() && !others.toBool())
            faults.append(u"%1 is unknown"_s.arg(below(place, it.key())));
    }
}

void JsonSchema::checkArray(
    const QJsonArray &value, const QJsonObject &schema, const QString &place, QStringList &faults) const
{
    if (!schema.value("items"_L1).isObject())
        return;
    for (qsizetype i = 0; i < value.size(); ++i)
        faults +=
            faultsOf(value.at(i), schema.value("items"_L1).toObject(), below(place, QString::number(i)));
}

QJsonObject JsonSchema::expanded(const QJsonObject &given) const
{
    QJsonObject schema = resolved(given);
    const auto expandedList = [this](const QJsonArray &list) {
        QJsonArray out;
        for (const QJsonValue entry : list)
            out.append(expanded(entry.toObject()));
        return out;
    };
    for (const QString &word : { u"anyOf"_s, u"allOf"_s }) {
        if (schema.contains(word))
            schema.insert(word, expandedList(schema.value(word).toArray()));
    }
    for (const QString &word : { u"items"_s, u"additionalProperties"_s }) {
        if (schema.value(word).isObject())
            schema.insert(word, expanded(schema.value(word).toObject()));
    }
    if (QJsonObject properties = schema.value("properties"_L1).toObject(); !properties.isEmpty()) {
        for (const QString &name : properties.keys())
            properties.insert(name, expanded(properties.value(name).toObject()));
        schema.insert(u"properties"_s, properties);
    }
    return schema;
}

} // namespace aria::api
