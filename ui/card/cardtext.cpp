#include "card/cardtext.h"

#include "diff/direction.h"
#include "invitation/invitation.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace aria::card {

using calendar::Event;
using uicommon::UiFormat;

namespace {

struct CardText
{
    Q_DECLARE_TR_FUNCTIONS(aria::card::EventCard)
};

// "New York" of America/New_York.
QString cityOf(const QByteArray &zone)
{
    return QString::fromUtf8(zone).section(u'/', -1).replace(u'_', u' ');
}

QString guestLine(const QJsonObject &guest)
{
    const QString name = guest.value("displayName"_L1).toString().trimmed();
    const QString who = diff::isolated(name.isEmpty() ? guest.value("email"_L1).toString() : name, {});
    QStringList facts;
    switch (invitation::answerFrom(guest.value("responseStatus"_L1).toString())) {
    case invitation::Answer::Yes:
        facts.append(CardText::tr("yes", "a guest's answer"));
        break;
    case invitation::Answer::Maybe:
        facts.append(CardText::tr("maybe", "a guest's answer"));
        break;
    case invitation::Answer::No:
        facts.append(CardText::tr("no", "a guest's answer"));
        break;
    case invitation::Answer::None:
        facts.append(CardText::tr("no answer yet", "a guest's answer"));
        break;
    }
    if (guest.value("organizer"_L1).toBool())
        facts.append(CardText::tr("organizer"));
    if (guest.value("self"_L1).toBool())
        facts.append(CardText::tr("you", "this guest is the person who reads it"));
    if (guest.value("optional"_L1).toBool())
        facts.append(CardText::tr("optional", "a guest who need not come"));
    QString all = facts.takeFirst();
    for (const QString &fact : std::as_const(facts))
        all = CardText::tr("%1, %2", "facts about a guest").arg(all, fact);
    const QString line = CardText::tr("%1: %2", "a guest, the answer").arg(who, all);
    const QString note = guest.value("comment"_L1).toString().simplified();
    return note.isEmpty()
        ? line
        : CardText::tr("%1 – “%2”", "a guest with the answer, a note").arg(line, diff::isolated(note, {}));
}

bool canBeOpened(const QUrl &url)
{
    return url.isValid() && !url.host().isEmpty()
        && (url.scheme() == "https"_L1 || url.scheme() == "http"_L1);
}

} // namespace

QStringList timesOf(const Event &event, const UiFormat &format, const QDateTime &now)
{
    const calendar::EventTime start = event.start();
    QStringList lines{ format.span(start, event.end(), format.today(now)) };
    if (!start.isTimed())
        return lines;
    const QByteArray name = start.zoned().tzid;
    const auto zone = name.isEmpty() ? std::nullopt : calendar::zoneNamed(name);
    const QDateTime moment = start.zoned().utc;
    if (zone && zone->offsetFromUtc(moment) != format.zone.offsetFromUtc(moment)) {
        UiFormat there = format;
        there.zone = *zone;
        lines.append(CardText::tr("%1 in %2", "times, the city of their time zone")
                         .arg(there.span(start, event.end(), there.today(now)), cityOf(name)));
    }
    return lines;
}

QStringList guestsOf(const Event &event, int most)
{
    QStringList lines;
    const QJsonArray attendees = event.attendees();
    for (const bool wantsOrganizer : { true, false }) {
        for (const QJsonValue &value : attendees) {
            const QJsonObject guest = value.toObject();
            const bool isOrganizer = guest.value("organizer"_L1).toBool();
            if (isOrganizer == wantsOrganizer && !guest.value("resource"_L1).toBool())
                lines.append(guestLine(guest));
        }
    }
    if (const int rest = int(lines.size()) - most; rest > 0) {
        lines = lines.mid(0, most);
        lines.append(CardText::tr("and %n more", "guests", rest));
    }
    return lines;
}

QList<Attachment> attachmentsOf(const Event &event)
{
    QList<Attachment> attachments;
    const QJsonArray list = event.json().value("attachments"_L1).toArray();
    for (const QJsonValue &value : list) {
        const QUrl url(value["fileUrl"_L1].toString(), QUrl::StrictMode);
        if (!canBeOpened(url))
            continue;
        const QString title = value["title"_L1].toString().trimmed();
        attachments.append({ title.isEmpty() ? url.toDisplayString() : title, url });
    }
    return attachments;
}

} // namespace aria::card
