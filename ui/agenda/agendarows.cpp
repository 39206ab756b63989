#include "agenda/agendarows.h"

#include "diff/direction.h"
#include "invitation/invitation.h"
#include "uicommon/syncnote.h"
#include "when/folded.h"

#include <QRegularExpression>
#include <QSet>

#include <map>

using namespace Qt::StringLiterals;

namespace aria::agenda {

using calendar::Event;
using service::EventView;
using uicommon::UiFormat;

namespace {

struct AgendaRowText
{
    Q_DECLARE_TR_FUNCTIONS(aria::agenda::AgendaRow)
};

// An event over more days than this is not repeated on each of them.
constexpr qint64 mostDays = 366;

QString guestsOf(const Event &event)
{
    QStringList names;
    const QJsonArray attendees = event.attendees();
    for (const QJsonValue &value : attendees) {
        const QJsonObject guest = value.toObject();
        if (guest.value("self"_L1).toBool() || guest.value("resource"_L1).toBool())
            continue;
        const QString name = guest.value("displayName"_L1).toString();
        names.append(diff::isolated(name.isEmpty() ? guest.value("email"_L1).toString() : name, {}));
    }
    if (names.size() <= 3)
        return QLocale().createSeparatedList(names);
    return AgendaRowText::tr("%1, %2 and %n more", "names of guests", int(names.size() - 2))
        .arg(names.at(0), names.at(1));
}

// `words` are folded, as the service compares them.
bool matches(const Event &event, const QStringList &words)
{
    QString text = event.summary() + u'\n' + event.location() + u'\n' + event.description();
    const QJsonArray attendees = event.attendees();
    for (const QJsonValue &guest : attendees)
        text += u'\n' + guest["email"_L1].toString() + u'\n' + guest["displayName"_L1].toString();
    text = when::folded(text);
    return std::all_of(words.begin(), words.end(), [&](const QString &word) { return text.contains(word); });
}

struct Days
{
    QDate first;
    QDate last;
};

Days daysOf(const AgendaRow &row, const Event &event, const UiFormat &format)
{
    if (row.isAllDay) {
        const QDate first = event.start().date();
        const QDate end = event.end().isDate() ? event.end().date() : first.addDays(1);
        return { first, std::max(first, end.addDays(-1)) };
    }
    const QDate first = row.start.toTimeZone(format.zone).date();
    return { first, row.end > row.start ? row.end.addMSecs(-1).toTimeZone(format.zone).date() : first };
}

bool comesBefore(const AgendaRow &a, const AgendaRow &b)
{
    const bool aWhole = a.isAllDay || (a.startText.isEmpty() && a.endText.isEmpty());
    const bool bWhole = b.isAllDay || (b.startText.isEmpty() && b.endText.isEmpty());
    if (aWhole != bWhole)
        return aWhole;
    if (a.start != b.start)
        return a.start < b.start;
    if (const int order = a.view.event.summary().localeAwareCompare(b.view.event.summary()); order != 0)
        return order < 0;
    return a.key < b.key;
}

AgendaRow rowFor(const EventView &view, const QDateTime &now, const UiFormat &format)
{
    const Event &event = view.event;
    AgendaRow row;
    row.kind = AgendaRow::Kind::Event;
    row.view = view;
    row.isAllDay = event.isAllDay();
    row.start = event.start().instant(format.zone);
    row.end = event.end().isNull() ? row.start : event.end().instant(format.zone);
    row.isDeclined = isDeclined(event);
    row.isUnanswered = invitation::isUnanswered(event);
    row.isOver = row.end <= now && row.start < now;
    row.isRunning = !row.isAllDay && row.start <= now && now < row.end;
    const QString place = event.location().section(u'\n', 0, 0).trimmed();
    const QString guests = guestsOf(event);
    row.secondLine = place.isEmpty() || guests.isEmpty()
        ? place + guests
        : AgendaRowText::tr("%1 · %2", "place and guests of an event")
              .arg(diff::isolated(place, format), guests);
    return row;
}

void addDays(std::map<QDate, QList<AgendaRow>> &byDay, const AgendaRow &whole, const AgendaSpan &span,
    const UiFormat &format)
{
    const Days days = daysOf(whole, whole.view.event, format);
    const qint64 count = days.first.daysTo(days.last) + 1;
    for (qint64 i = 0; i < std::min(count, mostDays); ++i) {
        const QDate day = days.first.addDays(i);
        if (day < span.first || day >= span.end)
            continue;
        AgendaRow row = whole;
        row.day = day;
        row.dayNumber = int(i) + 1;
        row.dayCount = int(count);
        row.key =
            QStringList{ day.toString(Qt::ISODate), whole.view.googleEventId, whole.view.calendarId }.join(
                u'/');
        if (!row.isAllDay) {
            row.startText = i == 0 ? format.time(row.start) : QString();
            row.endText = i == count - 1 && row.end > row.start ? format.time(row.end) : QString();
        }
        byDay[day].append(row);
    }
}

// Marks the next event, and where the "now" line runs through today.
void markNow(QList<AgendaRow> &rows, const QDateTime &now, QDate today)
{
    qsizetype lastOfToday = -1;
    bool lineDrawn = false;
    bool nextFound = false;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        AgendaRow &row = rows[i];
        if (row.kind != AgendaRow::Kind::Event)
            continue;
        const bool isAhead = !row.isAllDay && row.start > now;
        if (isAhead && !nextFound && !row.isDeclined) {
            row.isNext = true;
            nextFound = true;
        }
        if (row.day != today)
            continue;
        lastOfToday = i;
        if (isAhead && !lineDrawn) {
            row.isNowAbove = true;
            lineDrawn = true;
        }
    }
    if (!lineDrawn && lastOfToday >= 0)
        rows[lastOfToday].isNowBelow = true;
}

} // namespace

QList<AgendaRow> agendaRows(const QList<EventView> &views, const AgendaSpan &span, const QDateTime &now,
    const UiFormat &format, const QString &filter, const QSet<service::EventKey> &hidden)
{
    static const QRegularExpression between(
        u"[^\\p{L}\\p{N}]+"_s, QRegularExpression::UseUnicodePropertiesOption);
    const QStringList words = when::folded(filter).split(between, Qt::SkipEmptyParts);
    const QDate today = format.today(now);
    std::map<QDate, QList<AgendaRow>> byDay;
    if (words.isEmpty() && today >= span.first && today < span.end)
        byDay[today];
    for (const EventView &view : views) {
        const service::EventKey series(view.event.recurringEventId(), view.calendarId);
        if (view.event.start().isNull() || hidden.contains(view.key()) || hidden.contains(series))
            continue;
        if (words.isEmpty() || matches(view.event, words))
            addDays(byDay, rowFor(view, now, format), span, format);
    }
    QList<AgendaRow> rows;
    for (auto &[day, events] : byDay) {
        AgendaRow header;
        header.day = day;
        header.key = day.toString(Qt::ISODate);
        rows.append(header);
        if (events.isEmpty()) {
            header.kind = AgendaRow::Kind::Nothing;
            header.key += u"/-"_s;
            rows.append(header);
        }
        std::sort(events.begin(), events.end(), comesBefore);
        rows.append(events);
    }
    markNow(rows, now, today);
    return rows;
}

bool isDeclined(const Event &event)
{
    const QJsonArray attendees = event.attendees();
    return std::any_of(attendees.begin(), attendees.end(), [](const QJsonValue &guest) {
        return guest["self"_L1].toBool() && guest["responseStatus"_L1].toString() == "declined"_L1;
    });
}

QString spokenText(const AgendaRow &row, QDate today, const UiFormat &format)
{
    if (row.kind == AgendaRow::Kind::Day)
        return format.day(row.day, today);
    if (row.kind == AgendaRow::Kind::Nothing)
        return AgendaRowText::tr("Nothing planned", "on this day");
    QStringList parts{ uicommon::titleOf(row.view.event),
        format.span(row.view.event.start(), row.view.event.end(), today), row.secondLine };
    if (row.isDeclined)
        parts.append(AgendaRowText::tr("declined", "the person said no to the invitation"));
    if (row.isUnanswered) {
        const QString host = invitation::hostOf(row.view.event);
        parts.append(host.isEmpty()
                ? AgendaRowText::tr("invitation, not answered yet")
                : AgendaRowText::tr("%1 invites you, not answered yet", "a person").arg(host));
    }
    if (row.isRunning)
        parts.append(AgendaRowText::tr("running now"));
    parts.append(uicommon::syncNote(row.view));
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

} // namespace aria::agenda
