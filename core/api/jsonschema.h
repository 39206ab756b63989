// Checks a value against a JSON Schema: supports the part of draft 2020-12 that the documents in resources/ need, and
// no more.
#pragma once

#include <QJsonObject>
#include <QStringList>

namespace aria::api {

// $ref within the document, type, const, enum, anyOf, allOf, properties, required, additionalProperties, items,
// minItems, maxItems, minLength, maxLength, minimum and maximum count; other words say nothing about the value.
class JsonSchema
{
public:
    // `document`: what "#/…" in a $ref refers to.
    explicit JsonSchema(QJsonObject document)
        : m_document(std::move(document))
    {
    }

    // What is wrong with the value, each with its place: "events.0.title should be string". Empty: nothing.
    QStringList faultsOf(const QJsonValue &value, const QJsonObject &schema, const QString &place = {}) const;

    // The schema with each $ref replaced by what it refers to, for readers who get only this part of the document.
    QJsonObject expanded(const QJsonObject &schema) const;

private:
    QJsonObject resolved(const QJsonObject &schema) const;
    void checkObject(
        const QJsonObject &value, const QJsonObject &schema, const QString &place, QStringList &faults) const;
    void checkArray(
        const QJsonArray &value, const QJsonObject &schema, const QString &place, QStringList &faults) const;

    QJsonObject m_document;
};

} // namespace aria::api
