#include "calendar/attendees.h"

using namespace Qt::StringLiterals;

namespace aria::calendar {

QString attendeeKey(const QJsonValue &attendee)
{
    if (attendee.isString())
        return attendee.toString().trimmed().toLower();
    const QJsonObject object = attendee.toObject();
    const QString email = object.value("email"_L1).toString().trimmed().toLower();
    if (!email.isEmpty())
        return email;
    const QString id = object.value("id"_L1).toString();
    if (!id.isEmpty())
        return "id:"_L1 + id;
    return "name:"_L1 + object.value("displayName"_L1).toString();
}

QJsonObject attendeeMeaning(const QJsonValue &attendee)
{
    const QJsonObject object = attendee.toObject();
    QJsonObject meaning;
    const QString response = object.value("responseStatus"_L1).toString();
    if (!response.isEmpty() && response != "needsAction"_L1)
        meaning.insert(u"responseStatus"_s, response);
    if (object.value("optional"_L1).toBool())
        meaning.insert(u"optional"_s, true);
    if (const int guests = object.value("additionalGuests"_L1).toInt(); guests != 0)
        meaning.insert(u"additionalGuests"_s, guests);
    for (const auto &member : { u"displayName"_s, u"comment"_s }) {
        if (const QString text = object.value(member).toString(); !text.isEmpty())
            meaning.insert(member, text);
    }
    return meaning;
}

QJsonObject attendeeOnto(const QJsonObject &known, const QJsonValue &wanted)
{
    if (wanted.isString())
        return known.isEmpty() ? QJsonObject{ { u"email"_s, wanted.toString().trimmed() } } : known;
    const QJsonObject object = wanted.toObject();
    if (known.isEmpty())
        return object;
    if (attendeeMeaning(known) == attendeeMeaning(object))
        return known;
    QJsonObject result = known;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.key() != "email"_L1)
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
