#include "api/fieldreader.h"

#include "base/exacttext.h"
#include "base/timezones.h"

#include <QJsonDocument>

namespace aria::api {

using namespace Qt::StringLiterals;

namespace {

void checkRange(Faults &faults, const QStringList &loc, qint64 value, qint64 min, qint64 max)
{
    if (value < min)
        faults.add(loc, u"greater_than_equal"_s, u"Input should be greater than or equal to %1"_s.arg(min));
    else if (value > max)
        faults.add(loc, u"less_than_equal"_s, u"Input should be less than or equal to %1"_s.arg(max));
}

} // namespace

std::optional<QJsonObject> readObject(const QByteArray &body, bool optional, Faults &faults)
{
    const QStringList loc{ u"body"_s };
    if (body.trimmed().isEmpty()) {
        if (optional)
            return QJsonObject();
        faults.add(loc, u"missing"_s, u"Field required"_s);
        return std::nullopt;
    }
    QJsonParseError error;
    const QJsonDocument document = parseJson(body, &error);
    if (error.error != QJsonParseError::NoError) {
        faults.add(loc, u"json_invalid"_s,
            u"JSON decode error at byte %1: %2"_s.arg(error.offset).arg(error.errorString()));
        return std::nullopt;
    }
    if (!document.isObject()) {
        faults.add(loc, u"model_attributes_type"_s, u"Input should be an object"_s);
        return std::nullopt;
    }
    return document.object();
}

void FieldReader::fault(const QString &name, const QString &type, const QString &message) const
{
    m_faults.add(loc(name), type, message);
}

bool FieldReader::isPresent(const QString &name, bool required) const
{
    if (has(name))
        return true;
    if (required)
        fault(name, u"missing"_s, u"Field required"_s);
    return false;
}

std::optional<QString> FieldReader::text(const QString &name, TextRule rule) const
{
    if (!isPresent(name, rule.required))
        return std::nullopt;
    const QJsonValue value = m_object.value(name);
    if (!value.isString()) {
        fault(name, u"string_type"_s, u"Input should be a string"_s);
        return std::nullopt;
    }
    const QString text = value.toString();
    if (!text.isValidUtf16() || text.contains(QChar(0))) {
        fault(name, u"string_unicode"_s, u"Input should be valid Unicode text without null characters"_s);
        return std::nullopt;
    }
    if (rule.minLength > 0 && text.trimmed().toUcs4().size() < rule.minLength) {
        fault(name, u"string_too_short"_s,
            u"String should have at least %1 character%2"_s.arg(rule.minLength)
                .arg(rule.minLength == 1 ? u""_s : u"s"_s));
        return std::nullopt;
    }
    if (rule.maxLength >= 0 && text.toUcs4().size() > rule.maxLength) {
        fault(name, u"string_too_long"_s, u"String should have at most %1 characters"_s.arg(rule.maxLength));
        return std::nullopt;
    }
    return text;
}

std::optional<bool> FieldReader::boolean(const QString &name) const
{
    if (!isPresent(name, false))
        return std::nullopt;
    if (!m_object.value(name).isBool()) {
        fault(name, u"bool_type"_s, u"Input should be true or false"_s);
        return std::nullopt;
    }
    return m_object.value(name).toBool();
}

std::optional<qint64> FieldReader::integer(const QString &name, qint64 min, qint64 max, bool required) const
{
    if (!isPresent(name, required))
        return std::nullopt;
    // A number with a fraction, or beyond 64 bits, is kept as a double.
    const QVariant number = m_object.value(name).toVariant();
    if (number.typeId() != QMetaType::LongLong) {
        fault(name, u"int_type"_s, u"Input should be a whole number"_s);
        return std::nullopt;
    }
    checkRange(m_faults, loc(name), number.toLongLong(), min, max);
    return number.toLongLong();
}

std::optional<QString> FieldReader::choice(
    const QString &name, const QStringList &allowed, bool required) const
{
    const auto value = text(name, { .required = required });
    if (!value)
        return std::nullopt;
    if (!allowed.contains(*value)) {
        fault(name, u"enum"_s, u"Input should be one of: %1"_s.arg(allowed.join(u", "_s)));
        return std::nullopt;
    }
    return value;
}

std::optional<QJsonArray> FieldReader::list(const QString &name, qsizetype maxLength) const
{
    if (!isPresent(name, false))
        return std::nullopt;
    const QJsonValue value = m_object.value(name);
    if (!value.isArray()) {
        fault(name, u"list_type"_s, u"Input should be a list"_s);
        return std::nullopt;
    }
    if (maxLength >= 0 && value.toArray().size() > maxLength) {
        fault(name, u"too_long"_s, u"List should have at most %1 items"_s.arg(maxLength));
        return std::nullopt;
    }
    return value.toArray();
}

int queryInteger(const Request &request, const QString &name, int fallback, int min, int max, Faults &faults)
{
    const auto text = request.queryValue(name);
    if (!text)
        return fallback;
    const QStringList loc{ u"query"_s, name };
    bool isNumber = false;
    const qint64 value = text->toLongLong(&isNumber);
    if (!isNumber) {
        faults.add(loc, u"int_parsing"_s, u"Input should be a whole number"_s);
        return fallback;
    }
    checkRange(faults, loc, value, min, max);
    return static_cast<int>(qBound(qint64{ min }, value, qint64{ max }));
}

bool queryFlag(const Request &request, const QString &name, Faults &faults)
{
    const auto value = request.queryValue(name);
    if (!value)
        return false;
    const bool yes = *value == "true"_L1 || *value == "1"_L1;
    if (!yes && *value != "false"_L1 && *value != "0"_L1)
        faults.add({ u"query"_s, name }, u"bool_parsing"_s, u"Input should be true or false"_s);
    return yes;
}

QString requestedCalendar(const Request &request, Faults &faults, const FieldReader *body)
{
    const QString name = u"calendar_id"_s;
    const auto asked = request.queryValue(name);
    if (asked && asked->trimmed().isEmpty())
        faults.add({ u"query"_s, name }, u"string_too_short"_s, u"String should have at least 1 character"_s);
    const auto written = body ? body->text(name, { .minLength = 1 }) : std::nullopt;
    if (asked && written && *asked != *written) {
        faults.add({ u"query"_s, name }, u"value_error"_s,
            u"Input should be the same as calendar_id in the body, or only one of them"_s);
    }
    return written.value_or(asked.value_or(QString()));
}

QByteArray queryZone(const Request &request, const QString &name, Faults &faults)
{
    const auto text = request.queryValue(name);
    if (!text)
        return {};
    const QByteArray zone = zoneNameFor(text->toUtf8());
    if (zone.isEmpty()) {
        faults.add(
            { u"query"_s, name }, u"time_zone"_s, u"Unknown time zone; use a name such as Europe/Berlin"_s);
    }
    return zone;
}

} // namespace aria::api
