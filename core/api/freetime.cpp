#include "api/freetime.h"

#include "calendar/walltime.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::api {

namespace {

bool isDeclined(const QJsonObject &event)
{
    for (const QJsonValue guest : event.value("attendees"_L1).toArray()) {
        if (guest["self"_L1].toBool())
            return guest["responseStatus"_L1].toString() == "declined"_L1;
    }
    return false;
}

bool keepsBusy(const QJsonObject &event)
{
    return event.value("transparency"_L1).toString() != "transparent"_L1
        && event.value("status"_L1).toString() != "cancelled"_L1 && !isDeclined(event);
}

// So many minutes after midnight of that day; the clock may be set forward in between.
QDateTime momentOf(QDate day, int minutes, const QTimeZone &zone)
{
    if (minutes >= 24 * 60)
        return day.addDays(1).startOfDay(zone).toUTC();
    return calendar::wallToUtc(day, QTime(minutes / 60, minutes % 60), zone);
}

// Joins what is split only by midnight.
void append(QList<Span> &free, const Span &gap)
{
    if (!free.isEmpty() && free.last().to == gap.from)
        free.last().to = gap.to;
    else
        free.append(gap);
}

} // namespace

QList<Span> busyTimes(const QList<service::EventView> &events, const QTimeZone &zone)
{
    QList<Span> busy;
    for (const service::EventView &view : events) {
        if (keepsBusy(view.event.json()))
            busy.append({ view.event.start().instant(zone).toUTC(), view.event.end().instant(zone).toUTC() });
    }
    return busy;
}

QList<Span> freeTimes(QList<Span> busy, const FreeTimeQuestion &question)
{
    std::sort(busy.begin(), busy.end(), [](const Span &a, const Span &b) { return a.from < b.from; });
    const QDate last = question.window.to.toTimeZone(question.zone).date();
    QList<Span> free;
    qsizetype next = 0;
    QDateTime busyUntil; // of the events before `next`
    for (QDate day = question.window.from.toTimeZone(question.zone).date(); day <= last;
         day = day.addDays(1)) {
        if (!question.weekends && day.dayOfWeek() >= Qt::Saturday)
            continue;
        QDateTime at =
            std::max(momentOf(day, question.earliest, question.zone), question.window.from.toUTC());
        const QDateTime end =
            std::min(momentOf(day, question.latest, question.zone), question.window.to.toUTC());
        if (busyUntil.isValid())
            at = std::max(at, busyUntil);
        while (at < end) {
            while (next < busy.size() && busy.at(next).from <= at) {
                busyUntil = busyUntil.isValid() ? std::max(busyUntil, busy.at(next).to) : busy.at(next).to;
                ++next;
            }
            if (busyUntil.isValid() && busyUntil > at) {
                at = busyUntil;
                continue;
            }
            const QDateTime until = next < busy.size() ? std::min(end, busy.at(next).from) : end;
            append(free, { at, until });
            at = until;
        }
    }
    free.removeIf([&](const Span &gap) { return gap.from.secsTo(gap.to) < question.minutes * 60LL; });
    return free.mid(0, question.limit);
}

} // namespace aria::api
