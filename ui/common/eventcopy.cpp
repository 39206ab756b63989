#include "uicommon/eventcopy.h"

using namespace Qt::StringLiterals;

namespace aria::uicommon {

namespace {

QStringList emailsOf(const QJsonArray &attendees)
{
    QStringList emails;
    for (const QJsonValue &attendee : attendees) {
        const QString email = attendee.toObject().value("email"_L1).toString();
        if (!email.isEmpty())
            emails.append(email);
    }
    return emails;
}

} // namespace

service::EventInput copyOf(const calendar::Event &event)
{
    service::EventInput content;
    content.title = event.summary();
    content.description = event.description();
    content.location = event.location();
    content.start = event.start();
    content.end = event.end();
    content.attendees = emailsOf(event.attendees());
    content.recurrence = event.recurrence();
    if (!event.reminders().value("useDefault"_L1).toBool())
        content.reminders = event.reminders().value("overrides"_L1).toArray();
    content.colorId = event.colorId();
    return content;
}

} // namespace aria::uicommon
