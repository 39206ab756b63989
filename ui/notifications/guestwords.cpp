#include "notifications/guestwords.h"

#include "diff/direction.h"

#include <QCoreApplication>
#include <QMap>

using namespace Qt::StringLiterals;

namespace aria::notifications {

namespace {

struct GuestWords
{
    Q_DECLARE_TR_FUNCTIONS(GuestWords)
};

struct Guest
{
    QString name;
    QString answer;
    bool isSelf = false;
};

QMap<QString, Guest> guestsOf(const calendar::Event &event, const diff::Viewer &viewer)
{
    QMap<QString, Guest> guests;
    for (const QJsonValue &value : event.attendees()) {
        const QJsonObject json = value.toObject();
        const QString email = json.value("email"_L1).toString();
        guests.insert(email.toLower(),
            { diff::isolated(json.value("displayName"_L1).toString(email), viewer),
                json.value("responseStatus"_L1).toString(), json.value("self"_L1).toBool() });
    }
    return guests;
}

QString answerSentence(const Guest &guest, const QString &title)
{
    if (guest.answer == u"accepted")
        return GuestWords::tr("%1 accepted: %2", "a guest, an event").arg(guest.name, title);
    if (guest.answer == u"declined")
        return GuestWords::tr("%1 declined: %2", "a guest, an event").arg(guest.name, title);
    if (guest.answer == u"tentative")
        return GuestWords::tr("%1 may come: %2", "a guest, an event").arg(guest.name, title);
    return {};
}

} // namespace

QStringList guestSentences(const sync::EventChange &change, const diff::Viewer &viewer)
{
    const QMap<QString, Guest> before = guestsOf(change.before, viewer);
    const QMap<QString, Guest> after = guestsOf(change.after, viewer);
    const QString title = diff::isolated(uicommon::titleOf(change.after), viewer);
    QStringList invited;
    QStringList uninvited;
    QStringList sentences;
    for (auto it = after.begin(); it != after.end(); ++it) {
        const auto known = before.constFind(it.key());
        if (known == before.constEnd())
            invited.append(it->name);
        else if (known->answer != it->answer && !it->isSelf) // one's own answer is no news
            sentences.append(answerSentence(*it, title));
    }
    for (auto it = before.begin(); it != before.end(); ++it) {
        if (!after.contains(it.key()))
            uninvited.append(it->name);
    }
    const QLocale &locale = viewer.locale;
    if (!invited.isEmpty())
        sentences.append(GuestWords::tr("Invited to %1: %2", "an event, guests")
                             .arg(title, locale.createSeparatedList(invited)));
    if (!uninvited.isEmpty())
        sentences.append(GuestWords::tr("No longer invited to %1: %2", "an event, guests")
                             .arg(title, locale.createSeparatedList(uninvited)));
    sentences.removeAll(QString());
    return sentences;
}

} // namespace aria::notifications
