#include "archive/archivevalues.h"

#include "base/exacttext.h"
#include "store/columntext.h"

using namespace Qt::StringLiterals;

namespace aria::archive {

namespace {

// Milliseconds are what we write ourselves; what others wrote is kept to the microsecond. to_char() has no form for
// infinity and for years before Christ; PostgreSQL's own words are kept then.
QString postgresInstant(const QString &column, const QString &inMilliseconds)
{
    return u"CASE WHEN NOT (isfinite(%1) AND %1 >= '0001-01-01 00:00:00+00') THEN %1::text"
           " WHEN %1 = date_trunc('milliseconds', %1) THEN %2"
           " ELSE to_char(%1, 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') END"_s.arg(column, inMilliseconds);
}

QJsonValue fromJsonText(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.startsWith(u'{') || trimmed.startsWith(u'[')) {
        const QJsonDocument document = parseJson(trimmed.toUtf8());
        if (document.isObject())
            return unescaped(document.object());
        if (document.isArray())
            return unescaped(document.array());
    }
    return unescaped(text); // somebody wrote no JSON: it is kept as it is
}

QString compact(const QJsonDocument &document)
{
    return QString::fromUtf8(document.toJson(QJsonDocument::Compact));
}

QVariant toJsonColumn(const QJsonValue &value, bool isPostgres)
{
    if (value.isObject())
        return compact(QJsonDocument(escaped(value.toObject(), Escapes::ForPostgres)));
    if (value.isArray())
        return compact(QJsonDocument(escaped(value.toArray(), Escapes::ForPostgres)));
    if (!isPostgres)
        return value.toString();
    // As a text inside JSON: a list of one without its brackets.
    const QString list = compact(QJsonDocument(escaped(QJsonArray{ value }, Escapes::ForPostgres)));
    return list.mid(1, list.size() - 2);
}

} // namespace

QString readExpression(const Column &column, bool isPostgres)
{
    const QString name = column.name;
    switch (column.kind) {
    case Kind::Number:
    case Kind::Text:
    case Kind::Truth:
        return name;
    case Kind::Instant:
        return isPostgres
            ? postgresInstant(name, u"to_char(%1, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"_s.arg(name))
            : name;
    case Kind::EventTime:
        return isPostgres ? postgresInstant(name,
                   u"CASE WHEN all_day THEN to_char(%1, 'YYYY-MM-DD')"
                   " ELSE replace(to_char(%1, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'), '.000Z', 'Z') END"_s.arg(
                       name))
                          : name;
    case Kind::Json:
        return isPostgres
            ? u"CASE WHEN jsonb_typeof(%1) = 'string' THEN %1 #>> '{}' ELSE %1::text END"_s.arg(name)
            : name;
    }
    return name;
}

QJsonValue fromColumn(Kind kind, const QVariant &value)
{
    if (value.isNull())
        return QJsonValue::Null;
    switch (kind) {
    case Kind::Number:
        return value.toLongLong();
    case Kind::Truth:
        return value.toBool();
    case Kind::Json:
        return fromJsonText(value.toString());
    case Kind::Text:
    case Kind::Instant:
    case Kind::EventTime:
        break;
    }
    return unescaped(value.toString());
}

QString writePlaceholder(const Column &column, bool isPostgres)
{
    if (!isPostgres)
        return u"?"_s;
    switch (column.kind) {
    case Kind::Number:
        return u"CAST(? AS bigint)"_s;
    case Kind::Text:
        return u"CAST(? AS text)"_s;
    case Kind::Truth:
        return u"CAST(? AS boolean)"_s;
    case Kind::Instant:
    case Kind::EventTime:
        return u"CAST(? AS timestamptz)"_s;
    case Kind::Json:
        return u"CAST(? AS jsonb)"_s;
    }
    return u"?"_s;
}

Expected<QVariant> toColumn(Kind kind, const QJsonValue &value, bool isPostgres)
{
    if (value.isNull())
        return QVariant();
    const auto wrong = [](const QString &wanted) {
        return makeError(ErrorCategory::InvalidInput, u"archive_value"_s, u"must be %1"_s.arg(wanted));
    };
    switch (kind) {
    case Kind::Number:
        // toInteger() makes 0 of what is not whole.
        if (const QVariant number = value.toVariant(); number.typeId() == QMetaType::LongLong)
            return number;
        return wrong(u"a whole number"_s);
    case Kind::Truth:
        if (!value.isBool())
            return wrong(u"true or false"_s);
        return isPostgres ? QVariant(value.toBool()) : QVariant(value.toBool() ? 1 : 0);
    case Kind::Json:
        return value.isString() || value.isObject() || value.isArray()
            ? Expected<QVariant>(toJsonColumn(value, isPostgres))
            : wrong(u"an object, a list or a text"_s);
    case Kind::Text:
    case Kind::Instant:
    case Kind::EventTime:
        break;
    }
    return value.isString() ? Expected<QVariant>(value.toString()) : wrong(u"a text"_s);
}

} // namespace aria::archive
