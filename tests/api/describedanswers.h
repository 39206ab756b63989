// Every answer that the tests of the API get has to be as openapi.json says.
#pragma once

#include "api/documents.h"
#include "api/jsonschema.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QUrl>

namespace aria::test {

// "/events/{id}" for "/events/abc"; the one with the fewest parameters. Empty: none.
inline QString describedPath(const QString &path)
{
    const QStringList segments = path.split(QLatin1Char('/'));
    QString best;
    qsizetype fewest = 99;
    for (const QString &known : api::openApi().value(QStringLiteral("paths")).toObject().keys()) {
        const QStringList parts = known.split(QLatin1Char('/'));
        bool fits = parts.size() == segments.size();
        qsizetype parameters = 0;
        for (qsizetype i = 0; fits && i < parts.size(); ++i) {
            const bool isParameter = parts.at(i).startsWith(QLatin1Char('{')) && !segments.at(i).isEmpty();
            parameters += isParameter ? 1 : 0;
            fits = isParameter || parts.at(i) == segments.at(i);
        }
        if (fits && parameters < fewest) {
            fewest = parameters;
            best = known;
        }
    }
    return best;
}

// What the description says of one answer, with $ref resolved once; empty: nothing.
inline QJsonObject describedAnswer(const QByteArray &method, const QString &path, int status)
{
    const QJsonObject paths = api::openApi().value(QStringLiteral("paths")).toObject();
    const QJsonObject operation =
        paths.value(describedPath(path)).toObject().value(QString::fromLatin1(method.toLower())).toObject();
    const QJsonObject answer =
        operation.value(QStringLiteral("responses")).toObject().value(QString::number(status)).toObject();
    const QString ref = answer.value(QStringLiteral("$ref")).toString();
    if (ref.isEmpty())
        return answer;
    return api::openApi()
        .value(QStringLiteral("components"))
        .toObject()
        .value(QStringLiteral("responses"))
        .toObject()
        .value(ref.section(QLatin1Char('/'), -1))
        .toObject();
}

// Empty: it is as described.
inline QString undescribed(
    const QByteArray &method, const QString &path, int status, const QByteArray &type, const QByteArray &body)
{
    const QByteArray asked = method == "HEAD" ? QByteArray("GET") : method;
    QJsonObject schema{ { QStringLiteral("$ref"), QStringLiteral("#/components/schemas/Error") } };
    const bool isKnown = !describedPath(path).isEmpty() && status != 405;
    if (isKnown) {
        const QJsonObject answer = describedAnswer(asked, path, status);
        if (answer.isEmpty())
            return QStringLiteral("status %1 is not described").arg(status);
        const QJsonObject content = answer.value(QStringLiteral("content")).toObject();
        if (content.isEmpty())
            return body.isEmpty() ? QString() : QStringLiteral("a body is not described");
        const QJsonValue media = content.value(QString::fromLatin1(type.split(';').first()));
        if (media.isUndefined())
            return QStringLiteral("the type %1 is not described").arg(QString::fromLatin1(type));
        schema = media.toObject().value(QStringLiteral("schema")).toObject();
    }
    if (method == "HEAD" || !type.startsWith("application/json"))
        return {};
    const api::JsonSchema check(api::openApi());
    return check.faultsOf(QJsonDocument::fromJson(body).object(), schema).join(QStringLiteral("; "));
}

inline void checkDescribed(
    const QByteArray &method, const QString &path, int status, const QByteArray &type, const QByteArray &body)
{
    if (status == 0)
        return; // there was no answer
    const QString fault = undescribed(method, path, status, type, body);
    if (!fault.isEmpty()) {
        const QString text = QStringLiteral("openapi.json does not fit %1 %2: %3")
                                 .arg(QString::fromLatin1(method), path, fault);
        QTest::qFail(qPrintable(text), __FILE__, __LINE__);
    }
}

} // namespace aria::test
