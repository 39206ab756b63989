#include "notifications/changewords.h"

#include "calendar/fields.h"
#include "diff/direction.h"
#include "diff/timewords.h"
#include "notifications/guestwords.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::notifications {

using calendar::Event;
using calendar::EventTime;
using sync::EventChange;
using Kind = EventChange::Kind;

namespace {

constexpr int mostNotices = 3; // more are folded
constexpr int mostNamed = 5; // titles in a folded one

struct ChangeWords
{
    Q_DECLARE_TR_FUNCTIONS(ChangeWords)
};

bool changed(const QString &field, const EventChange &change)
{
    return !calendar::sameField(field, change.before, change.after);
}

QString titleIn(const Event &event, const diff::Viewer &viewer)
{
    return diff::isolated(uicommon::titleOf(event), viewer);
}

// The title and when: "Team Meeting, Mon, 15 Jan 2024, 14:00–15:00".
QString titleAndTime(const Event &event, const diff::Viewer &viewer)
{
    const QString title = titleIn(event, viewer);
    const QString when = diff::spanText(event.start(), event.end(), viewer);
    return when.isEmpty() ? title : ChangeWords::tr("%1, %2", "an event's title, its time").arg(title, when);
}

bool isSameDay(const EventTime &a, const EventTime &b, const diff::Viewer &viewer)
{
    return a.isTimed() && b.isTimed() && diff::dayOf(a, viewer) == diff::dayOf(b, viewer);
}

QString timeSentence(const EventChange &change, const diff::Viewer &viewer)
{
    const QString title = titleIn(change.after, viewer);
    const EventTime from = change.before.start();
    const EventTime to = change.after.start();
    const bool isDate = from.isDate() || to.isDate();
    const bool startsAsBefore =
        isDate ? from == to : from.isTimed() && to.isTimed() && from.zoned().utc == to.zoned().utc;
    if (!startsAsBefore) {
        if (isSameDay(from, to, viewer)) {
            const QString before = diff::clockText(from.zoned().utc, viewer);
            const QString after = diff::clockText(to.zoned().utc, viewer);
            // The first day of a series may be years ago.
            if (change.after.isMaster()) {
                return ChangeWords::tr("%1 moved from %2 to %3", "an event, two times of one day")
                    .arg(title, before, after);
            }
            return ChangeWords::tr("%1 on %2 moved from %3 to %4", "an event, its day, two times")
                .arg(title, diff::dateText(diff::dayOf(to, viewer), viewer), before, after);
        }
        return ChangeWords::tr("%1 moved from %2 to %3", "an event, two dates")
            .arg(title, diff::momentText(from, viewer), diff::momentText(to, viewer));
    }
    if (isDate)
        return ChangeWords::tr("%1 is now on %2", "an event, dates")
            .arg(title, diff::spanText(to, change.after.end(), viewer));
    const EventTime oldEnd = change.before.end();
    const EventTime newEnd = change.after.end();
    if (oldEnd.isTimed() && newEnd.isTimed() && oldEnd.zoned().utc == newEnd.zoned().utc)
        return {}; // only the name of the zone
    const bool isOneDay = isSameDay(to, newEnd, viewer);
    if (isOneDay && !change.after.isMaster()) {
        return ChangeWords::tr("%1 on %2 now ends at %3", "an event, its day, a time")
            .arg(title, diff::dateText(diff::dayOf(to, viewer), viewer),
                diff::clockText(newEnd.zoned().utc, viewer));
    }
    return ChangeWords::tr("%1 now ends at %2", "an event, a time or a date and time")
        .arg(
            title, isOneDay ? diff::clockText(newEnd.zoned().utc, viewer) : diff::momentText(newEnd, viewer));
}

QString placeSentence(const EventChange &change, const diff::Viewer &viewer)
{
    const QString title = titleIn(change.after, viewer);
    const QString place = diff::isolated(change.after.location().simplified(), viewer);
    return place.isEmpty()
        ? ChangeWords::tr("%1 has no place any more", "an event").arg(title)
        : ChangeWords::tr("%1 now takes place at %2", "an event, a place").arg(title, place);
}

QString statusSentence(const EventChange &change, const diff::Viewer &viewer)
{
    const QString title = titleIn(change.after, viewer);
    return change.after.status() == calendar::EventStatus::Tentative
        ? ChangeWords::tr("%1 is tentative now", "an event").arg(title)
        : ChangeWords::tr("%1 is confirmed now", "an event").arg(title);
}

QStringList updateSentences(const EventChange &change, const diff::Viewer &viewer)
{
    const QString title = titleIn(change.after, viewer);
    QStringList sentences;
    if (changed(u"times"_s, change))
        sentences.append(timeSentence(change, viewer));
    if (changed(u"summary"_s, change))
        sentences.append(ChangeWords::tr("%1 is now called %2", "an event's old and new title")
                             .arg(titleIn(change.before, viewer), title));
    if (changed(u"location"_s, change))
        sentences.append(placeSentence(change, viewer));
    if (changed(u"status"_s, change))
        sentences.append(statusSentence(change, viewer));
    if (changed(u"recurrence"_s, change))
        sentences.append(change.after.isMaster()
                ? ChangeWords::tr("%1 repeats differently now", "an event").arg(title)
                : ChangeWords::tr("%1 does not repeat any more", "an event").arg(title));
    if (changed(u"attendees"_s, change))
        sentences += guestSentences(change, viewer);
    if (changed(u"conferenceData"_s, change) && !change.after.meetingLink().isEmpty())
        sentences.append(ChangeWords::tr("%1 has another meeting link", "an event").arg(title));
    if (changed(u"description"_s, change))
        sentences.append(ChangeWords::tr("The notes of %1 changed", "an event").arg(title));
    if (changed(u"attachments"_s, change))
        sentences.append(ChangeWords::tr("The attachments of %1 changed", "an event").arg(title));
    sentences.removeAll(QString());
    return sentences;
}

bool isDeleted(const EventChange &change)
{
    return change.kind == Kind::Deleted || change.after.isCancelled();
}

// The name of whoever invites the person with this change; empty: nobody does.
QString inviterOf(const EventChange &change, const diff::Viewer &viewer)
{
    const auto isAsked = [](const Event &event) {
        const QJsonArray attendees = event.attendees();
        return std::any_of(attendees.begin(), attendees.end(), [](const QJsonValue &guest) {
            return guest["self"_L1].toBool() && guest["responseStatus"_L1].toString() == "needsAction"_L1;
        });
    };
    if (change.after.organizedBySelf() || !isAsked(change.after))
        return {};
    if (change.kind != Kind::Created && isAsked(change.before))
        return {};
    if (change.kind != Kind::Created) { // asked anew after an answer is no new invitation
        const QJsonArray before = change.before.attendees();
        if (std::any_of(before.begin(), before.end(),
                [](const QJsonValue &guest) { return guest["self"_L1].toBool(); }))
            return {};
    }
    const QJsonObject organizer = change.after.json().value("organizer"_L1).toObject();
    return diff::isolated(
        organizer.value("displayName"_L1).toString(organizer.value("email"_L1).toString()), viewer);
}

QDate dayOf(const EventChange &change, const diff::Viewer &viewer)
{
    const EventTime start = (isDeleted(change) ? change.before : change.after).start();
    return start.isNull() ? QDate() : diff::dayOf(start, viewer);
}

// Of a list that goes on.
QString beginning(const QStringList &titles, const QLocale &locale)
{
    const QString three = locale.createSeparatedList({ u"1"_s, u"2"_s, u"3"_s });
    const qsizetype from = three.indexOf(u'1') + 1;
    return titles.join(three.mid(from, three.indexOf(u'2') - from));
}

Notice folded(const QList<EventChange> &changes, const diff::Viewer &viewer)
{
    const int count = static_cast<int>(changes.size());
    QStringList titles;
    int cancelled = 0;
    // What is cancelled matters most, and comes first.
    for (const bool wantsDeleted : { true, false }) {
        for (const EventChange &change : changes) {
            if (isDeleted(change) != wantsDeleted)
                continue;
            cancelled += wantsDeleted ? 1 : 0;
            QString title = titleIn(wantsDeleted ? change.before : change.after, viewer);
            if (wantsDeleted)
                title = ChangeWords::tr("%1 (cancelled)", "title of an event").arg(title);
            if (!titles.contains(title))
                titles.append(title);
        }
    }
    const int unnamed = static_cast<int>(titles.size()) - mostNamed;
    QString list = unnamed > 0 ? beginning(titles.mid(0, mostNamed), viewer.locale)
                               : viewer.locale.createSeparatedList(titles);
    if (unnamed > 0) // the last of these is not the last of all
        list = ChangeWords::tr("%1, and %n more", "titles", unnamed).arg(list);
    QString summary = ChangeWords::tr("%n event(s) changed in Google Calendar", nullptr, count);
    const bool areNew = std::all_of(changes.begin(), changes.end(),
        [](const EventChange &change) { return change.kind == Kind::Created && !isDeleted(change); });
    if (areNew)
        summary = ChangeWords::tr("%n event(s) added in Google Calendar", nullptr, count);
    else if (cancelled == count)
        summary = ChangeWords::tr("%n event(s) cancelled in Google Calendar", nullptr, count);
    else if (cancelled > 0)
        summary = ChangeWords::tr("%1, %n of them cancelled", "5 events changed", cancelled).arg(summary);
    return { {}, {}, summary, list };
}

// ARIA's row stays the same if Google moves an event to another calendar.
bool isSameEvent(const EventChange &a, const EventChange &b)
{
    return a.key() == b.key() || (a.localId != 0 && a.localId == b.localId);
}

// The result of two consecutive changes of one event; nullopt: nothing changed.
std::optional<EventChange> merged(const EventChange &first, const EventChange &second)
{
    EventChange sum = second;
    sum.before = first.before;
    if (first.kind == Kind::Created) {
        if (second.kind == Kind::Deleted)
            return std::nullopt;
        sum.kind = Kind::Created;
    } else if (first.kind == Kind::Deleted && second.kind == Kind::Created) {
        sum.kind = Kind::Updated;
    }
    return sum;
}

} // namespace

QList<EventChange> mergeChanges(const QList<EventChange> &changes)
{
    QList<EventChange> sums;
    for (const EventChange &change : changes) {
        const auto known = std::find_if(
            sums.begin(), sums.end(), [&change](const EventChange &sum) { return isSameEvent(sum, change); });
        if (known == sums.end()) {
            sums.append(change);
        } else if (const auto sum = merged(*known, change)) {
            *known = *sum;
        } else {
            sums.erase(known);
        }
    }
    return sums;
}

QStringList sentencesOf(const EventChange &change, const diff::Viewer &viewer)
{
    if (isDeleted(change))
        return { ChangeWords::tr("Cancelled: %1", "an event").arg(titleAndTime(change.before, viewer)) };
    if (const QString host = inviterOf(change, viewer); !host.isEmpty())
        return { ChangeWords::tr("%1 invites you: %2", "a person, an event")
                     .arg(host, titleAndTime(change.after, viewer)) };
    if (change.kind == Kind::Created)
        return { ChangeWords::tr("New: %1", "an event").arg(titleAndTime(change.after, viewer)) };
    return change.kind == Kind::Updated ? updateSentences(change, viewer) : QStringList();
}

QList<Notice> noticesOf(const QList<EventChange> &changes, const diff::Viewer &viewer)
{
    QList<EventChange> foreign;
    std::copy_if(changes.begin(), changes.end(), std::back_inserter(foreign),
        [](const EventChange &change) { return change.byGoogle && change.kind != Kind::Conflict; });
    QList<EventChange> told;
    QList<Notice> notices;
    for (const EventChange &change : mergeChanges(foreign)) {
        QStringList sentences = sentencesOf(change, viewer);
        if (sentences.isEmpty())
            continue;
        for (QString &sentence : sentences)
            sentence = diff::directed(sentence, viewer);
        told.append(change);
        const QString summary = sentences.takeFirst();
        const bool isInvitation = !isDeleted(change) && !inviterOf(change, viewer).isEmpty();
        notices.append({ change.key(), dayOf(change, viewer), summary, sentences.join(QLatin1Char('\n')),
            isInvitation });
    }
    return notices.size() > mostNotices ? QList<Notice>{ folded(told, viewer) } : notices;
}

} // namespace aria::notifications
