// Google's discovery document: which methods, parameters, members and scopes exist.
#pragma once

#include "apierror.h"

#include <QJsonArray>
#include <QMultiHash>

namespace simulator {

struct ApiMethod
{
    QString id; // calendar.events.insert
    QByteArray httpMethod;
    QStringList path; // segments; a parameter stands in braces
    QJsonObject parameters;
    QString requestSchema; // empty: no body
    QStringList scopes;
};

// A request that fits a method, with its parameters decoded and checked.
struct MatchedCall
{
    const ApiMethod *method = nullptr;
    QHash<QString, QString> pathParameters;
    QMultiHash<QString, QString> query;

    QString value(const QString &name) const { return query.value(name); }
    bool has(const QString &name) const { return query.contains(name); }
    bool flag(const QString &name) const { return query.value(name) == QLatin1String("true"); }
    QString path(const QString &name) const { return pathParameters.value(name); }
};

// Immutable after construction.
class Discovery
{
public:
    Discovery();

    // The method for a path below /calendar/v3/; 404 where Google knows none.
    Result<MatchedCall> match(const QByteArray &httpMethod, const QStringList &segments) const;
    // Fills call.query; 400 on unknown names, wrong types, values outside the enum or range.
    Result<void> checkQuery(MatchedCall &call, const QByteArray &rawQuery) const;
    // 400 on member names or JSON types that the schema does not know, at any depth.
    Result<void> checkBody(const QString &schema, const QJsonObject &body) const;
    bool knowsScope(const QString &scope) const { return m_scopes.contains(scope); }
    QString scopeDescription(const QString &scope) const;

private:
    Result<void> checkValue(const QJsonObject &spec, const QJsonValue &value, const QString &where) const;
    Result<void> checkMembers(const QJsonObject &spec, const QJsonObject &value, const QString &where) const;
    Result<void> checkString(const QJsonObject &spec, const QString &value, const QString &where) const;

    QList<ApiMethod> m_methods;
    QJsonObject m_globalParameters;
    QJsonObject m_schemas;
    QJsonObject m_scopes;
};

} // namespace simulator
