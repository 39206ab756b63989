#include "diff/valuewords.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

namespace aria::diff {

namespace {

struct ValueWords
{
    Q_DECLARE_TR_FUNCTIONS(ValueWords)
};

// The names Google's own calendar gives to the colours of an event.
QString colorName(const QString &id)
{
    static const QHash<QString, const char *> names{
        { QStringLiteral("1"), QT_TRANSLATE_NOOP("ValueWords", "Lavender") },
        { QStringLiteral("2"), QT_TRANSLATE_NOOP("ValueWords", "Sage") },
        { QStringLiteral("3"), QT_TRANSLATE_NOOP("ValueWords", "Grape") },
        { QStringLiteral("4"), QT_TRANSLATE_NOOP("ValueWords", "Flamingo") },
        { QStringLiteral("5"), QT_TRANSLATE_NOOP("ValueWords", "Banana") },
        { QStringLiteral("6"), QT_TRANSLATE_NOOP("ValueWords", "Tangerine") },
        { QStringLiteral("7"), QT_TRANSLATE_NOOP("ValueWords", "Peacock") },
        { QStringLiteral("8"), QT_TRANSLATE_NOOP("ValueWords", "Graphite") },
        { QStringLiteral("9"), QT_TRANSLATE_NOOP("ValueWords", "Blueberry") },
        { QStringLiteral("10"), QT_TRANSLATE_NOOP("ValueWords", "Basil") },
        { QStringLiteral("11"), QT_TRANSLATE_NOOP("ValueWords", "Tomato") },
    };
    const char *name = names.value(id, nullptr);
    return name ? ValueWords::tr(name) : id;
}

QString codeName(const QString &apiField, const QString &code)
{
    static const QHash<QString, const char *> names{
        { QStringLiteral("visibility/default"), QT_TRANSLATE_NOOP("ValueWords", "as the calendar has it") },
        { QStringLiteral("visibility/public"), QT_TRANSLATE_NOOP("ValueWords", "everybody") },
        { QStringLiteral("visibility/private"), QT_TRANSLATE_NOOP("ValueWords", "guests only") },
        { QStringLiteral("visibility/confidential"),
            QT_TRANSLATE_NOOP("ValueWords", "guests only (confidential)") },
        { QStringLiteral("transparency/opaque"), QT_TRANSLATE_NOOP("ValueWords", "busy") },
        { QStringLiteral("transparency/transparent"), QT_TRANSLATE_NOOP("ValueWords", "free") },
        { QStringLiteral("status/confirmed"), QT_TRANSLATE_NOOP("ValueWords", "confirmed") },
        { QStringLiteral("status/tentative"), QT_TRANSLATE_NOOP("ValueWords", "tentative") },
        { QStringLiteral("status/cancelled"), QT_TRANSLATE_NOOP("ValueWords", "cancelled") },
    };
    const char *name = names.value(apiField + QLatin1Char('/') + code, nullptr);
    return name ? ValueWords::tr(name) : code;
}

QString plainText(const QJsonValue &value);

QString objectText(const QJsonObject &object)
{
    QStringList lines;
    for (auto it = object.begin(); it != object.end(); ++it)
        lines.append(ValueWords::tr("%1: %2", "name: value").arg(it.key(), plainText(it.value())));
    return lines.join(QLatin1Char('\n'));
}

QString plainText(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool() ? ValueWords::tr("yes") : ValueWords::tr("no");
    case QJsonValue::Object:
        return objectText(value.toObject());
    case QJsonValue::Array: {
        QStringList items;
        for (const QJsonValue &item : value.toArray())
            items.append(plainText(item));
        return items.join(QLatin1Char('\n'));
    }
    default:
        return value.toVariant().toString();
    }
}

QString meetingText(const QJsonObject &conference)
{
    for (const QJsonValue &entry : conference.value(QLatin1String("entryPoints")).toArray()) {
        const QString link = entry.toObject().value(QLatin1String("uri")).toString();
        if (!link.isEmpty())
            return link;
    }
    return conference.isEmpty() ? QString() : ValueWords::tr("a new meeting link");
}

QString attachmentsText(const QJsonArray &attachments)
{
    QStringList names;
    for (const QJsonValue &attachment : attachments) {
        const QJsonObject file = attachment.toObject();
        names.append(
            file.value(QLatin1String("title")).toString(file.value(QLatin1String("fileUrl")).toString()));
    }
    return names.join(QLatin1Char('\n'));
}

} // namespace

QString valueText(const QString &apiField, const QJsonValue &value)
{
    if (apiField == u"color_id")
        return value.toString().isEmpty() ? ValueWords::tr("the calendar's colour")
                                          : colorName(value.toString());
    if (apiField == u"conferenceData")
        return meetingText(value.toObject());
    if (apiField == u"attachments")
        return attachmentsText(value.toArray());
    if (value.isString())
        return codeName(apiField, value.toString());
    return plainText(value);
}

} // namespace aria::diff
