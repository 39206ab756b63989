#include "diff/valuewords.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

using namespace Qt::StringLiterals;

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
        { u"1"_s, QT_TRANSLATE_NOOP("ValueWords", "Lavender") },
        { u"2"_s, QT_TRANSLATE_NOOP("ValueWords", "Sage") },
        { u"3"_s, QT_TRANSLATE_NOOP("ValueWords", "Grape") },
        { u"4"_s, QT_TRANSLATE_NOOP("ValueWords", "Flamingo") },
        { u"5"_s, QT_TRANSLATE_NOOP("ValueWords", "Banana") },
        { u"6"_s, QT_TRANSLATE_NOOP("ValueWords", "Tangerine") },
        { u"7"_s, QT_TRANSLATE_NOOP("ValueWords", "Peacock") },
        { u"8"_s, QT_TRANSLATE_NOOP("ValueWords", "Graphite") },
        { u"9"_s, QT_TRANSLATE_NOOP("ValueWords", "Blueberry") },
        { u"10"_s, QT_TRANSLATE_NOOP("ValueWords", "Basil") },
        { u"11"_s, QT_TRANSLATE_NOOP("ValueWords", "Tomato") },
    };
    const char *name = names.value(id, nullptr);
    return name ? ValueWords::tr(name) : id;
}

QString codeName(const QString &apiField, const QString &code)
{
    static const QHash<QString, const char *> names{
        { u"visibility/default"_s, QT_TRANSLATE_NOOP("ValueWords", "as the calendar has it") },
        { u"visibility/public"_s, QT_TRANSLATE_NOOP("ValueWords", "everybody") },
        { u"visibility/private"_s, QT_TRANSLATE_NOOP("ValueWords", "guests only") },
        { u"visibility/confidential"_s, QT_TRANSLATE_NOOP("ValueWords", "guests only (confidential)") },
        { u"transparency/opaque"_s, QT_TRANSLATE_NOOP("ValueWords", "busy") },
        { u"transparency/transparent"_s, QT_TRANSLATE_NOOP("ValueWords", "free") },
        { u"status/confirmed"_s, QT_TRANSLATE_NOOP("ValueWords", "confirmed") },
        { u"status/tentative"_s, QT_TRANSLATE_NOOP("ValueWords", "tentative") },
        { u"status/cancelled"_s, QT_TRANSLATE_NOOP("ValueWords", "cancelled") },
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
    for (const QJsonValue &entry : conference.value("entryPoints"_L1).toArray()) {
        const QString link = entry.toObject().value("uri"_L1).toString();
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
        names.append(file.value("title"_L1).toString(file.value("fileUrl"_L1).toString()));
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
