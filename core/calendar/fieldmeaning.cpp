#include "calendar/fieldmeaning.h"

#include "calendar/attendees.h"
#include "calendar/limits.h"
#include "calendar/recurrencelines.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace aria::calendar {

namespace {

QString withoutCr(QString text)
{
    return text.replace("\r\n"_L1, "\n"_L1).replace(u'\r', u'\n');
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
    return reminders.isEmpty() || reminders.value("useDefault"_L1).toBool();
}

QString reminderKey(const QJsonValue &reminder)
{
    return reminder["method"_L1].toString() + u' ' + QString::number(reminder["minutes"_L1].toInt());
}

QSet<QString> reminderKeys(const QJsonObject &reminders)
{
    QSet<QString> result;
    if (!usesDefault(reminders)) {
        for (const QJsonValue &reminder : reminders.value("overrides"_L1).toArray())
            result.insert(reminderKey(reminder));
    }
    return result;
}

// In its answers Google adds icons and ids of its own to the attachments that a client wrote.
QSet<QString> attachmentKeys(const QJsonValue &value)
{
    QSet<QString> result;
    for (const QJsonValue &attachment : value.toArray()) {
        result.insert(attachment["fileUrl"_L1].toString() + u'\n' + attachment["title"_L1].toString());
    }
    return result;
}

// Links and the creation state change by themselves; a conference is a different one only if its name is.
bool sameConference(const QJsonObject &a, const QJsonObject &b)
{
    const auto idOf = [](const QJsonObject &data) { return data.value("conferenceId"_L1).toString(); };
    const auto requestOf = [](const QJsonObject &data) {
        return data.value("createRequest"_L1)["requestId"_L1].toString();
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
        { u"status"_s, u"confirmed"_s },
        { u"visibility"_s, u"default"_s },
        { u"transparency"_s, u"opaque"_s },
        { u"reminders"_s, QJsonObject{ { u"useDefault"_s, true } } },
        { u"guestsCanInviteOthers"_s, true },
        { u"guestsCanModify"_s, false },
        { u"guestsCanSeeOtherGuests"_s, true },
        { u"anyoneCanAddSelf"_s, false },
    };
    return defaults.value(field, QJsonValue(QJsonValue::Null));
}

bool sameMeaning(const QString &field, const QJsonValue &a, const QJsonValue &b)
{
    if (a == b)
        return true;
    if (field == "attendees"_L1)
        return sameAttendees(a.toArray(), b.toArray());
    if (field == "recurrence"_L1)
        return recurrenceMeaning(strings(a)) == recurrenceMeaning(strings(b));
    if (field == "reminders"_L1) {
        return usesDefault(a.toObject()) == usesDefault(b.toObject())
            && reminderKeys(a.toObject()) == reminderKeys(b.toObject());
    }
    if (field == "conferenceData"_L1)
        return sameConference(a.toObject(), b.toObject());
    if (field == "attachments"_L1)
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
    // There are only two states, so both sides cannot have changed them differently: the side that
    // left base's state decides.
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
        for (const QJsonValue &reminder : side->value("overrides"_L1).toArray()) {
            const QString key = reminderKey(reminder);
            const bool keep = inBase.contains(key) ? inAria.contains(key) && inGoogle.contains(key) : true;
            if (keep && !taken.contains(key)) {
                taken.insert(key);
                merged.append(reminder);
            }
        }
    }
    if ((byDefault && !merged.isEmpty()) || merged.size() > maxReminders)
        return std::nullopt;
    QJsonObject result{ { u"useDefault"_s, byDefault } };
    if (!byDefault)
        result.insert(u"overrides"_s, merged);
    return result;
}

} // namespace aria::calendar
