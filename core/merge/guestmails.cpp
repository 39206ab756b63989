#include "merge/guestmails.h"

#include "store/metadatakeys.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace aria::sync {

using calendar::Event;
using calendar::SendUpdates;

namespace {

bool isAtGoogle(const QString &email)
{
    return email.endsWith("@gmail.com"_L1) || email.endsWith("@googlemail.com"_L1);
}

} // namespace

qint64 mailsOf(SendUpdates sendUpdates, const Event &before, const Event &after)
{
    if (sendUpdates == SendUpdates::None)
        return 0;
    QSet<QString> guests;
    for (const Event &event : { before, after }) {
        const QJsonArray attendees = event.attendees();
        for (const QJsonValue attendee : attendees) {
            const QString email = attendee["email"_L1].toString().toLower();
            const bool told =
                !attendee["self"_L1].toBool() && (sendUpdates == SendUpdates::All || !isAtGoogle(email));
            if (told && !email.isEmpty())
                guests.insert(email);
        }
    }
    return guests.size();
}

Expected<void> countMails(store::Session &session, const QString &calendarId, qint64 mails)
{
    if (mails == 0)
        return {};
    const auto before = mailsCaused(session, { calendarId });
    if (!before)
        return Unexpected(before.error());
    return session.metadata().set(store::metadata::mailsCaused, calendarId, QString::number(*before + mails));
}

Expected<qint64> mailsCaused(store::Session &session, const QStringList &calendarIds)
{
    qint64 total = 0;
    for (const QString &calendarId : calendarIds) {
        const auto count = session.metadata().value(store::metadata::mailsCaused, calendarId);
        if (!count)
            return Unexpected(count.error());
        total += count->value_or(QString()).toLongLong();
    }
    return total;
}

} // namespace aria::sync
