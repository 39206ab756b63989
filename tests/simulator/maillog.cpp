#include "maillog.h"

namespace simulator {

using namespace Qt::StringLiterals;

// externalOnly means people outside Google Calendar; addresses at Google's own domains are inside.
static bool isExternal(const QString &email)
{
    return !email.endsWith("@gmail.com"_L1, Qt::CaseInsensitive)
        && !email.endsWith("@googlemail.com"_L1, Qt::CaseInsensitive);
}

void recordMail(World &world, const CalendarData &calendar, const QJsonObject &event,
    const QString &sendUpdates, const QString &method)
{
    if (sendUpdates != "all"_L1 && sendUpdates != "externalOnly"_L1)
        return;
    QJsonArray recipients;
    const QJsonArray attendees = event.value("attendees"_L1).toArray();
    for (const QJsonValue attendee : attendees) {
        const QString email = attendee["email"_L1].toString();
        if (!attendee["self"_L1].toBool() && (sendUpdates == "all"_L1 || isExternal(email)))
            recipients.append(email);
    }
    if (recipients.isEmpty())
        return;
    world.mails.append(QJsonObject{ { "time"_L1, world.nowText() }, { "calendarId"_L1, calendar.id() },
        { "eventId"_L1, event.value("id"_L1) }, { "summary"_L1, event.value("summary"_L1) },
        { "method"_L1, method }, { "sendUpdates"_L1, sendUpdates }, { "to"_L1, recipients } });
}

} // namespace simulator
