#include "calendar/attendees.h"

namespace aria::calendar {

QString attendeeKey(const QJsonValue &attendee)
{
    if (attendee.isString())
        return attendee.toString().trimmed().toLower();
    const QJsonObject object = attendee.toObject();
    const QString email = object.value(QLatin1String("email")).toString().trimmed().toLower();
    if (!email.isEmpty())
        return email;
    const QString id = object.value(QLatin1String("id")).toString();
    if (!id.isEmpty())
        return QLatin1String("id:") + id;
    return QLatin1String("name:") + object.value(QLatin1String("displayName")).toString();
}

QJsonObject attendeeMeaning(const QJsonValue &attendee)
{
    const QJsonObject object = attendee.toObject();
    QJsonObject meaning;
    const QString response = object.value(QLatin1String("responseStatus")).toString();
    if (!response.isEmpty() && response != QLatin1String("needsAction"))
        meaning.insert(QStringLiteral("responseStatus"), response);
    if (object.value(QLatin1String("optional")).toBool())
        meaning.insert(QStringLiteral("optional"), true);
    if (const int guests = object.value(QLatin1String("additionalGuests")).toInt(); guests != 0)
        meaning.insert(QStringLiteral("additionalGuests"), guests);
    for (const auto &member : { QStringLiteral("displayName"), QStringLiteral("comment") }) {
        if (const QString text = object.value(member).toString(); !text.isEmpty())
            meaning.insert(member, text);
    }
    return meaning;
}

QJsonObject attendeeOnto(const QJsonObject &known, const QJsonValue &wanted)
{
    if (wanted.isString())
        return known.isEmpty() ? QJsonObject{ { QStringLiteral("email"), wanted.toString().trimmed() } }
                               : known;
    const QJsonObject object = wanted.toObject();
    if (known.isEmpty())
        return object;
    if (attendeeMeaning(known) == attendeeMeaning(object))
        return known;
    QJsonObject result = known;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.key() != QLatin1String("email"))
            result.insert(it.key(), it.value());
    }
    return result;
}

QHash<QString, QJsonValue> attendeesByKey(const QJsonArray &attendees)
{
    QHash<QString, QJsonValue> result;
    for (const QJsonValue &attendee : attendees) {
        const QString key = attendeeKey(attendee);
        if (!result.contains(key))
            result.insert(key, attendee);
    }
    return result;
}

bool sameAttendees(const QJsonArray &a, const QJsonArray &b)
{
    const auto left = attendeesByKey(a);
    const auto right = attendeesByKey(b);
    if (left.size() != right.size())
        return false;
    for (auto it = left.begin(); it != left.end(); ++it) {
        const auto other = right.find(it.key());
        if (other == right.end() || attendeeMeaning(*it) != attendeeMeaning(*other))
            return false;
    }
    return true;
}

} // namespace aria::calendar
