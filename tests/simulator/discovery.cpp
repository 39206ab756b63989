#include "discovery.h"

#include "timevalue.h"

#include <QFile>
#include <QJsonDocument>

#include <cmath>

// A static library's resources must be asked for, and only outside of namespaces.
static void initResources()
{
    Q_INIT_RESOURCE(simulator);
}

namespace simulator {

using namespace Qt::StringLiterals;

static void collectMethods(const QJsonObject &resources, QList<ApiMethod> &methods)
{
    for (const QJsonValue resource : resources) {
        const QJsonObject specs = resource["methods"_L1].toObject();
        for (const QJsonValue spec : specs) {
            ApiMethod method;
            method.id = spec["id"_L1].toString();
            method.httpMethod = spec["httpMethod"_L1].toString().toLatin1();
            method.path = spec["path"_L1].toString().split(u'/');
            method.parameters = spec["parameters"_L1].toObject();
            method.requestSchema = spec["request"_L1]["$ref"_L1].toString();
            for (const QJsonValue scope : spec["scopes"_L1].toArray())
                method.scopes.append(scope.toString());
            methods.append(method);
        }
    }
}

Discovery::Discovery()
{
    initResources();
    QFile file(u":/simulator/calendar-v3-discovery.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the discovery document is missing from the program");
    const QJsonObject document = QJsonDocument::fromJson(file.readAll()).object();
    m_schemas = document["schemas"_L1].toObject();
    m_globalParameters = document["parameters"_L1].toObject();
    m_scopes = document["auth"_L1]["oauth2"_L1]["scopes"_L1].toObject();
    collectMethods(document["resources"_L1].toObject(), m_methods);
}

QString Discovery::scopeDescription(const QString &scope) const
{
    return m_scopes[scope]["description"_L1].toString();
}

Result<MatchedCall> Discovery::match(const QByteArray &httpMethod, const QStringList &segments) const
{
    std::optional<MatchedCall> best;
    for (const ApiMethod &method : m_methods) {
        if (method.httpMethod != httpMethod || method.path.size() != segments.size())
            continue;
        MatchedCall call;
        call.method = &method;
        bool fits = true;
        for (qsizetype i = 0; fits && i < segments.size(); ++i) {
            const QString &pattern = method.path[i];
            if (pattern.startsWith(u'{'))
                call.pathParameters.insert(pattern.mid(1, pattern.size() - 2), segments[i]);
            else
                fits = pattern == segments[i];
        }
        // events/import is no event id: the method with fewer parameters in its path is meant.
        if (fits && (!best || call.pathParameters.size() < best->pathParameters.size()))
            best = call;
    }
    if (!best)
        return notFound();
    for (const QString &value : std::as_const(best->pathParameters)) {
        if (value.isEmpty())
            return notFound();
    }
    return *best;
}

Result<void> Discovery::checkQuery(MatchedCall &call, const QByteArray &rawQuery) const
{
    for (const auto &[name, value] : parseForm(rawQuery)) {
        QJsonObject spec = call.method->parameters[name].toObject();
        if (spec.isEmpty() || spec["location"_L1] != "query"_L1)
            spec = m_globalParameters[name].toObject();
        if (spec.isEmpty())
            return badRequest(
                u"Invalid JSON payload received. Unknown name \"%1\": Cannot bind query parameter. "
                "Field '%1' could not be found in request message."_s.arg(name));
        if (call.has(name) && !spec["repeated"_L1].toBool())
            return badRequest(u"Parameter '%1' may be given only once."_s.arg(name));
        const QString type = spec["type"_L1].toString();
        if (type == "boolean"_L1 && value != "true"_L1 && value != "false"_L1)
            return badRequest(u"Invalid value at '%1' (TYPE_BOOL), \"%2\""_s.arg(name, value));
        if (type == "integer"_L1) {
            bool isNumber = false;
            const int number = value.toInt(&isNumber);
            const QString minimum = spec["minimum"_L1].toString();
            const QString maximum = spec["maximum"_L1].toString();
            if (!isNumber || (!minimum.isEmpty() && number < minimum.toInt())
                || (!maximum.isEmpty() && number > maximum.toInt()))
                return fail(
                    400, u"invalidParameter"_s, u"Invalid value '%2' for parameter '%1'."_s.arg(name, value));
        }
        if (const auto checked = checkString(spec, value, name); !checked)
            return checked;
        call.query.insert(name, value);
    }
    for (auto it = call.method->parameters.begin(); it != call.method->parameters.end(); ++it) {
        if (it.value()["required"_L1].toBool() && it.value()["location"_L1] == "query"_L1
            && !call.has(it.key()))
            return fail(400, u"required"_s, u"Required parameter: %1"_s.arg(it.key()));
    }
    return {};
}

Result<void> Discovery::checkString(const QJsonObject &spec, const QString &value, const QString &where) const
{
    const QString format = spec["format"_L1].toString();
    const QJsonArray allowed = spec["enum"_L1].toArray();
    if (!allowed.isEmpty() && !allowed.contains(value))
        return badRequest(u"Invalid value at '%1', \"%2\""_s.arg(where, value));
    const bool query = spec["location"_L1] == "query"_L1;
    if (format == "date-time"_L1 && query && !parseInstant(value))
        return badRequest(
            u"Invalid value for '%1': \"%2\" is no RFC 3339 time with offset"_s.arg(where, value));
    if (format == "date-time"_L1 && !query && !looksLikeDateTime(value))
        return invalid(u"Invalid value for '%1': Invalid format: \"%2\""_s.arg(where, value));
    if (format == "date"_L1 && !parseDate(value).isValid())
        return invalid(u"Invalid value for '%1': Invalid format: \"%2\""_s.arg(where, value));
    if (format == "int64"_L1) {
        bool isNumber = false;
        value.toLongLong(&isNumber);
        if (!isNumber)
            return invalid(u"Invalid value at '%1' (TYPE_INT64), \"%2\""_s.arg(where, value));
    }
    return {};
}

Result<void> Discovery::checkBody(const QString &schema, const QJsonObject &body) const
{
    return checkMembers(m_schemas[schema].toObject(), body, QString());
}

Result<void> Discovery::checkMembers(
    const QJsonObject &spec, const QJsonObject &value, const QString &where) const
{
    const QJsonObject properties = spec["properties"_L1].toObject();
    const QJsonValue additional = spec["additionalProperties"_L1];
    for (auto it = value.begin(); it != value.end(); ++it) {
        const QString inner = where.isEmpty() ? it.key() : where + u'.' + it.key();
        QJsonObject member = properties[it.key()].toObject();
        if (member.isEmpty() && additional.isObject())
            member = additional.toObject();
        if (member.isEmpty()) {
            return badRequest(
                u"Invalid JSON payload received. Unknown name \"%1\"%2: Cannot find field."_s.arg(
                    it.key(), where.isEmpty() ? QString() : u" at '%1'"_s.arg(where)));
        }
        if (const auto checked = checkValue(member, it.value(), inner); !checked)
            return checked;
    }
    return {};
}

Result<void> Discovery::checkValue(
    const QJsonObject &spec, const QJsonValue &value, const QString &where) const
{
    if (value.isNull())
        return {}; // null clears in a patch and is "not given" elsewhere
    if (spec.contains("$ref"_L1)) {
        return checkValue(m_schemas[spec["$ref"_L1].toString()].toObject(), value, where);
    }
    const QString type = spec["type"_L1].toString();
    const auto wrongType = [&](const QString &expected) {
        return badRequest(u"Invalid value at '%1' (%2)"_s.arg(where, expected));
    };
    if (type == "object"_L1)
        return value.isObject() ? checkMembers(spec, value.toObject(), where) : wrongType(u"TYPE_MESSAGE"_s);
    if (type == "array"_L1) {
        if (!value.isArray())
            return wrongType(u"TYPE_ARRAY"_s);
        const QJsonArray items = value.toArray();
        for (qsizetype i = 0; i < items.size(); ++i) {
            if (items[i].isNull())
                return wrongType(u"null in an array"_s);
            const auto checked =
                checkValue(spec["items"_L1].toObject(), items[i], u"%1[%2]"_s.arg(where).arg(i));
            if (!checked)
                return checked;
        }
        return {};
    }
    if (type == "boolean"_L1 && !value.isBool())
        return wrongType(u"TYPE_BOOL"_s);
    if (type == "integer"_L1
        && (!value.isDouble() || std::floor(value.toDouble()) != value.toDouble()
            || std::abs(value.toDouble()) > 2147483647.0))
        return wrongType(u"TYPE_INT32"_s);
    if (type == "string"_L1) {
        if (spec["format"_L1] == "int64"_L1 && value.isDouble())
            return {};
        return value.isString() ? checkString(spec, value.toString(), where) : wrongType(u"TYPE_STRING"_s);
    }
    return {};
}

} // namespace simulator
