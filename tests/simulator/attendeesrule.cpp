// Attendees, and which parts of a shared event belong to its organizer.
#include "eventrules.h"

#include <QSet>

namespace simulator {

using namespace Qt::StringLiterals;

static Result<QJsonObject> normalizeAttendee(
    const WriteContext &context, QJsonObject attendee, const QString &organizer)
{
    const QString email = attendee.value("email"_L1).toString().trimmed();
    if (email.isEmpty())
        return fail(400, u"required"_s, u"Missing attendee email."_s);
    const qsizetype at = email.indexOf(u'@');
    if (at < 1 || at == email.size() - 1 || email.contains(u' '))
        return invalid(u"Invalid attendee email."_s);
    const QString answer = attendee.value("responseStatus"_L1).toString(u"needsAction"_s);
    if (!QStringList{ u"needsAction"_s, u"declined"_s, u"tentative"_s, u"accepted"_s }.contains(answer))
        return invalid(u"Invalid value for: %1 is not a valid attendee response status"_s.arg(answer));
    attendee["responseStatus"_L1] = answer;
    attendee["email"_L1] = email;
    for (const QLatin1String name : { "self"_L1, "organizer"_L1 })
        attendee.remove(name);
    if (email.compare(context.calendar.id(), Qt::CaseInsensitive) == 0)
        attendee["self"_L1] = true;
    if (email.compare(organizer, Qt::CaseInsensitive) == 0)
        attendee["organizer"_L1] = true;
    for (const QLatin1String name : { "optional"_L1, "resource"_L1 }) {
        if (!attendee.value(name).toBool())
            attendee.remove(name);
    }
    if (attendee.value("additionalGuests"_L1).toInt() == 0)
        attendee.remove("additionalGuests"_L1);
    for (auto it = attendee.begin(); it != attendee.end();)
        it = it.value().isNull() ? attendee.erase(it) : it + 1;
    return attendee;
}

Result<void> normalizeAttendees(const WriteContext &context, QJsonObject &event, const QJsonObject &old)
{
    QJsonArray given = event.value("attendees"_L1).toArray();
    if (event.value("attendeesOmitted"_L1).toBool() && !old.isEmpty()) {
        // Only one's own answer is meant; the other guests stay.
        QJsonArray all = old.value("attendees"_L1).toArray();
        for (qsizetype i = 0; i < all.size(); ++i) {
            for (const QJsonValue mine : std::as_const(given)) {
                if (all[i]["self"_L1].toBool() && mine["email"_L1] == all[i]["email"_L1])
                    all[i] = mergePatch(all[i].toObject(), mine.toObject());
            }
        }
        given = all;
    }
    event.remove("attendeesOmitted"_L1);
    const QString organizer = event.value("organizer"_L1)["email"_L1].toString();
    QJsonArray kept;
    QSet<QString> seen;
    for (const QJsonValue value : std::as_const(given)) {
        const auto attendee = normalizeAttendee(context, value.toObject(), organizer);
        if (!attendee)
            return fail(attendee.error());
        const QString email = (*attendee)["email"_L1].toString().toLower();
        if (!seen.contains(email))
            kept.append(*attendee);
        seen.insert(email);
    }
    event.remove("attendees"_L1);
    if (!kept.isEmpty())
        event["attendees"_L1] = kept;
    return {};
}

static QJsonArray otherGuests(const QJsonObject &event)
{
    QJsonArray result;
    const QJsonArray attendees = event.value("attendees"_L1).toArray();
    for (const QJsonValue attendee : attendees) {
        if (!attendee["self"_L1].toBool())
            result.append(attendee);
    }
    return result;
}

Result<void> checkOrganizer(const WriteContext &context, const QJsonObject &event, const QJsonObject &old)
{
    const bool foreign = !old.isEmpty() && !old.value("organizer"_L1)["self"_L1].toBool();
    if (!foreign || context.person)
        return {};
    const auto changed = [&](QLatin1String name) { return event.value(name) != old.value(name); };
    const bool settings = changed("guestsCanModify"_L1) || changed("guestsCanInviteOthers"_L1)
        || changed("guestsCanSeeOtherGuests"_L1)
        || event.value("extendedProperties"_L1)["shared"_L1]
            != old.value("extendedProperties"_L1)["shared"_L1];
    const bool content = changed("summary"_L1) || changed("description"_L1) || changed("location"_L1)
        || changed("start"_L1) || changed("end"_L1) || changed("recurrence"_L1)
        || changed("conferenceData"_L1) || otherGuests(event) != otherGuests(old);
    if (!settings && (!content || old.value("guestsCanModify"_L1).toBool()))
        return {};
    return fail(ApiError{ .status = 403,
        .reason = u"forbiddenForNonOrganizer"_s,
        .message = u"Shared properties can only be changed by the organizer of the event."_s,
        .domain = u"calendar"_s });
}

} // namespace simulator
