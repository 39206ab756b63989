#include "calendar/fieldmeaning.h"

#include "calendar/attendees.h"
#include "calendar/limits.h"
#include "calendar/recurrencelines.h"

#include <QJsonDocument>

namespace aria::calendar {

namespace {

QString withoutCr(QString text)
{
    return text.replace(QLatin1String("\r\n"), QLatin1String("\n")).replace(u'\r', u'\n');
}

QStringList strings(const QJsonValue &value)
{
    QStringList result;
    for (const QJsonValue &element : value.toArray())
        result.append(element.toString());
    return result;
}

bool usesDefault(const QJsonObject &reminders)
{
    return reminders.isEmpty() || reminders.value(QLatin1String("useDefault")).toBool();
}

QString reminderKey(const QJsonValue &reminder)
{
    return reminder[QLatin1String("method")].toString() + u' '
        + QString::number(reminder[QLatin1String("minutes")].toInt());
}

QSet<QString> reminderKeys(const QJsonObject &reminders)
{
    QSet<QString> result;
    if (!usesDefault(reminders)) {
        for (const QJsonValue &reminder : reminders.value(QLatin1String("overrides")).toArray())
            result.insert(reminderKey(reminder));
    }
    return result;
}

// In its answers Google adds icons and ids of its own to the attachments that a client wrote.
QSet<QString> attachmentKeys(const QJsonValue &value)
{
    QSet<QString> result;
    for (const QJsonValue &attachment : value.toArray()) {
        result.insert(attachment[QLatin1String("fileUrl")].toString() + u'\n'
            + attachment[QLatin1String("title")].toString());
    }
    return result;
}

// Links and the creation state change by themselves; a conference is a different one only if its name is.
bool sameConference(const QJsonObject &a, const QJsonObject &b)
{
    const auto idOf = [](const QJsonObject &data) {
        return data.value(QLatin1String("conferenceId")).toString();
    };
    const auto requestOf = [](const QJsonObject &data) {
        return data.value(QLatin1String("createRequest"))[QLatin1String("requestId")].toString();
    };
    if (!idOf(a).isEmpty() && !idOf(b).isEmpty())
        return idOf(a) == idOf(b);
    if (!requestOf(a).isEmpty() && !requestOf(b).isEmpty())
        return requestOf(a) == requestOf(b);
    return a == b;
}

// Empty objects inside an object mean nothing ({"private": {}}).
QJsonObject withoutEmpty(QJsonObject object)
{
    for (auto it = object.begin(); it != object.end();) {
        if (it.value().isNull() || (it.value().isObject() && it.value().toObject().isEmpty()))
            it = object.erase(it);
        else
            ++it;
    }
    return object;
}

} // namespace

QJsonValue defaultOf(const QString &field)
{
    static const QHash<QString, QJsonValue> defaults{
        { QStringLiteral("status"), QStringLiteral("confirmed") },
        { QStringLiteral("visibility"), QStringLiteral("default") },
        { QStringLiteral("transparency"), QStringLiteral("opaque") },
        { QStringLiteral("reminders"), QJsonObject{ { QStringLiteral("useDefault"), true } } },
        { QStringLiteral("guestsCanInviteOthers"), true },
        { QStringLiteral("guestsCanModify"), false },
        { QStringLiteral("guestsCanSeeOtherGuests"), true },
        { QStringLiteral("anyoneCanAddSelf"), false },
    };
    return defaults.value(field, QJsonValue(QJsonValue::Null));
}

bool sameMeaning(const QString &field, const QJsonValue &a, const QJsonValue &b)
{
    if (a == b)
        return true;
    if (field == QLatin1String("attendees"))
        return sameAttendees(a.toArray(), b.toArray());
    if (field == QLatin1String("recurrence"))
        return recurrenceMeaning(strings(a)) == recurrenceMeaning(strings(b));
    if (field == QLatin1String("reminders")) {
        return usesDefault(a.toObject()) == usesDefault(b.toObject())
            && reminderKeys(a.toObject()) == reminderKeys(b.toObject());
    }
    if (field == QLatin1String("conferenceData"))
        return sameConference(a.toObject(), b.toObject());
    if (field == QLatin1String("attachments"))
        return attachmentKeys(a) == attachmentKeys(b);
    if (a.isObject() || b.isObject())
        return withoutEmpty(a.toObject()) == withoutEmpty(b.toObject());

    const auto absent = [](const QJsonValue &value) { return value.isUndefined() || value.isNull(); };
    const QJsonValue left = absent(a) ? defaultOf(field) : a;
    const QJsonValue right = absent(b) ? defaultOf(field) : b;
    if (left.isBool() || right.isBool())
        return left == right;
    // An absent text is the same as an empty one.
    return withoutCr(left.toString()) == withoutCr(right.toString());
}

std::optional<QJsonValue> mergeAttendees(
    const QJsonArray &base, const QJsonArray &aria, const QJsonArray &google)
{
    const auto inBase = attendeesByKey(base);
    const auto inAria = attendeesByKey(aria);
    const auto inGoogle = attendeesByKey(google);
    const auto same = [](const QHash<QString, QJsonValue> &a, const QHash<QString, QJsonValue> &b,
                          const QString &key) {
        const auto left = a.find(key);
        const auto right = b.find(key);
        if (left == a.end() || right == b.end())
            return left == a.end() && right == b.end();
        return attendeeMeaning(*left) == attendeeMeaning(*right);
    };

    QStringList order;
    QSet<QString> taken;
    for (const QJsonArray *list : { &google, &aria }) {
        for (const QJsonValue &attendee : *list) {
            if (const QString key = attendeeKey(attendee); !taken.contains(key)) {
                taken.insert(key);
                order.append(key);
            }
        }
    }
    QJsonArray merged;
    for (const QString &key : std::as_const(order)) {
        if (same(inAria, inGoogle, key) || same(inAria, inBase, key)) {
            if (inGoogle.contains(key))
                merged.append(inGoogle.value(key));
        } else if (same(inGoogle, inBase, key)) {
            if (inAria.contains(key))
                merged.append(attendeeOnto({}, inAria.value(key)));
        } else {
            return std::nullopt;
        }
    }
    return merged.isEmpty() ? QJsonValue() : QJsonValue(merged);
}

std::optional<QJsonValue> mergeReminders(
    const QJsonObject &base, const QJsonObject &aria, const QJsonObject &google)
{
    // There are only two states, so both sides cannot have changed them differently: the side that left base's state
    // decides.
    const bool baseDefault = usesDefault(base);
    const bool byDefault = usesDefault(aria) == baseDefault ? usesDefault(google) : usesDefault(aria);
    const auto inBase = reminderKeys(base);
    const auto inAria = reminderKeys(aria);
    const auto inGoogle = reminderKeys(google);

    QJsonArray merged;
    QSet<QString> taken;
    for (const QJsonObject *side : { &google, &aria }) {
        if (usesDefault(*side))
            continue;
        for (const QJsonValue &reminder : side->value(QLatin1String("overrides")).toArray()) {
            const QString key = reminderKey(reminder);
            const bool keep = inBase.contains(key) ? inAria.contains(key) && inGoogle.contains(key) : true;
            if (keep && !taken.contains(key)) {
                taken.insert(key);
                merged.append(reminder);
            }
        }
    }
    if ((byDefault && !merged.isEmpty()) || merged.size() > MaxReminders)
        return std::nullopt;
    QJsonObject result{ { QStringLiteral("useDefault"), byDefault } };
    if (!byDefault)
        result.insert(QStringLiteral("overrides"), merged);
    return result;
}

} // namespace aria::calendar
